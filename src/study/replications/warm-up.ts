/** How much of a steady run to cut, found by MSER-5 on pilot replications that are measured from 0. */
import type { Micros } from '../../engine/time.ts';
import { valueOf } from '../../measure/histogram.ts';
import type { BinSample, RunResult, Series } from '../../measure/result.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { lastStatistic, withoutWindow } from '../../scenario/metric-name.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatDuration } from '../../scenario/units.ts';
import { gatedMetrics } from '../estimates/gated.ts';
import { writeDuration } from '../estimates/reason.ts';
import { mser5 } from '../statistics/mser.ts';
import { lengthNeeded } from './run-length-guard.ts';
import { REPLICATIONS } from './stop-rule.ts';

/**
 * The warm-up to cut: the largest that MSER-5 finds in the across-replication mean series of the gated metrics, of those
 * that have no series in that of the queue's length.
 *
 * @param pilots results of this scenario with `warmUp` 0
 * @throws ScenarioError when the series are too short to tell, with the duration to try
 */
export function warmUpOf(scenario: Scenario, pilots: readonly RunResult[]): Micros {
  const width = pilots[0]!.series.width;
  let longest = 0;
  for (const series of seriesOf(scenario, pilots)) {
    const cut = mser5(series);
    if (!cut.found) throw tooShort(scenario);
    longest = Math.max(longest, cut.values * width);
  }
  return longest;
}

function tooShort(scenario: Scenario): ScenarioError {
  const needed = lengthNeeded(scenario, REPLICATIONS);
  const twice = 2 * scenario.duration;
  const longer = needed > twice ? writeDuration(needed) : formatDuration(twice);
  const why = Number.isFinite(needed)
    ? `is too short to tell where the start ends and steady begins; try ${longer}, or give warmUp`
    : 'has no steady state to measure, as more arrives than can be done: give it more room, or make it study: terminating';
  const text = `${formatDuration(scenario.duration)} ${why}`;
  return new ScenarioError([{ file: scenario.name, line: 0, column: 0, path: 'duration', text }]);
}

/** Mean series over the pilots, whole bins only. */
function seriesOf(scenario: Scenario, pilots: readonly RunResult[]): number[][] {
  const bins = Math.floor(scenario.duration / pilots[0]!.series.width);
  const all = pilots.map((pilot) => pilot.series);
  const own = gatedMetrics(scenario).map((name) => seriesOfMetric(withoutWindow(name), scenario, all, bins));
  const found = own.filter((series) => series !== null);
  if (found.length === own.length) return found;
  const names = Object.keys(all[0]!.averages);
  const usual = names.includes('queue.length') ? ['queue.length'] : names;
  const others = usual.map((name) =>
    meansOf(
      all.map((series) => series.averages[name]!),
      bins,
    ),
  );
  return [...found, ...others];
}

/** A metric has the series of its name, or of its name without statistic; one of all classes those of all of them. */
function seriesOfMetric(
  name: string,
  scenario: Scenario,
  all: readonly Series[],
  bins: number,
): number[] | null {
  for (const key of [name, lastStatistic(name)?.of ?? name]) {
    for (const kind of ['averages', 'counts'] as const) {
      if (all[0]![kind][key] !== undefined)
        return meansOf(
          all.map((series) => series[kind][key]!),
          bins,
        );
    }
    const known = [key, ...ofEachClass(key, scenario)].filter((one) => all[0]!.latencies[one] !== undefined);
    if (known.length > 0)
      return latencyMeans(
        all.flatMap(({ latencies }) => known.map((one) => latencies[one]!)),
        bins,
      );
  }
  return null;
}

/** `tasks.deployment.queueWait` for `tasks.queueWait`. */
function ofEachClass(key: string, { tasks, requests }: Scenario): string[] {
  const [family, measure, ...more] = key.split('.');
  if (more.length > 0 || (family !== 'tasks' && family !== 'requests')) return [];
  return { tasks, requests }[family].map(({ name }) => `${family}.${name}.${measure}`);
}

function meansOf(series: readonly (readonly number[])[], bins: number): number[] {
  return Array.from(
    { length: bins },
    (_, bin) => series.reduce((sum, one) => sum + one[bin]!, 0) / series.length,
  );
}

/** Mean duration of what arrived in each bin, all replications together; an empty bin repeats the one before. */
function latencyMeans(series: readonly (readonly BinSample[])[], bins: number): number[] {
  const means = Array.from({ length: bins }, (_, bin) => {
    let [sum, count] = [0, 0];
    for (const { histogram } of series.map((one) => one[bin]!)) {
      for (let i = 0; i < histogram.length; i += 2) {
        sum += valueOf(histogram[i]!) * histogram[i + 1]!;
        count += histogram[i + 1]!;
      }
    }
    return sum / count;
  });
  let last = means.find((mean) => !Number.isNaN(mean)) ?? 0;
  return means.map((mean) => {
    if (!Number.isNaN(mean)) last = mean;
    return last;
  });
}
