/** What a collector saw over time: the series of the charts. */
import { TASK_OUTCOMES } from '../cluster/observer.ts';
import type { Collector } from './collector.ts';
import { CORE_UNITS } from './metrics.ts';
import type { Series } from './result.ts';
import { outsideOutages } from './user-outages.ts';

/** Charts show so many nodes one by one; with more, only their sum. */
const NODES_SHOWN = 16;

/** The series of the charts. */
export function seriesOf(collector: Collector): Series {
  const { scenario, binReadings, binWidth, bins } = collector;
  const differences = (gauge: string): number[] => {
    const index = collector.gauges.indexOf(gauge);
    return Array.from(
      { length: bins },
      (_, bin) => binReadings[bin + 1]![index]! - binReadings[bin]![index]!,
    );
  };
  const widthOf = (bin: number): number => Math.min(binWidth, scenario.duration - bin * binWidth);
  const average = (gauge: string, capacity = 1): number[] =>
    differences(gauge).map((area, bin) => area / (widthOf(bin) * capacity));
  const averages: Record<string, number[]> = {
    'queue.length': average('queue'),
    'availability.tasks': average('up.tasks'),
    'availability.ui': average('up.ui'),
    'slots.able': average('up.slots'),
  };
  if (scenario.requests.length > 0)
    averages['availability.users'] = outsideOutages(
      collector.users.outages(),
      Array.from({ length: bins + 1 }, (_, bin) => Math.min(bin * binWidth, scenario.duration)),
    );
  if (scenario.database !== null) {
    averages['database.utilisation'] = average('database.busy', scenario.database.cores);
    averages['database.queue'] = average('database.queue');
  }
  if (scenario.storage !== null) {
    const { concurrency, bandwidth, local } = scenario.storage;
    const servers = average('storage.busy', concurrency);
    const transfers = average('storage.transfers', bandwidth);
    const stores = new Array<number>(bins).fill(local ? 0 : 1);
    for (const { name } of local ? scenario.nodes : [])
      for (const [bin, share] of average(`node.${name}.existing`).entries()) stores[bin]! += share;
    averages['storage.utilisation'] = stores.map((there, bin) =>
      there === 0 ? 0 : Math.max(servers[bin]!, transfers[bin]!) / there,
    );
  }
  const sums = { busy: new Array<number>(bins).fill(0), configured: new Array<number>(bins).fill(0) };
  for (const node of scenario.nodes) {
    const busy = average(`node.${node.name}.slots`);
    const configured = average(`node.${node.name}.configured`);
    busy.forEach((value, bin) => {
      sums.busy[bin]! += value;
      sums.configured[bin]! += configured[bin]!;
    });
    if (scenario.nodes.length > NODES_SHOWN) continue;
    averages[`node.${node.name}.slots.busy`] = busy;
    averages[`node.${node.name}.cpu.utilisation`] = average(`node.${node.name}.cpu`, node.cores * CORE_UNITS);
  }
  averages['slots.busy'] = sums.busy;
  averages['slots.configured'] = sums.configured;
  const counts: Record<string, number[]> = {};
  for (const { name } of scenario.tasks) {
    for (const measure of ['arrived', 'started', ...TASK_OUTCOMES]) {
      counts[`tasks.${name}.${measure}`] = differences(`tasks.${name}.${measure}`);
    }
  }
  for (const { name } of scenario.requests) {
    for (const measure of ['arrived', 'served']) {
      counts[`requests.${name}.${measure}`] = differences(`requests.${name}.${measure}`);
    }
  }
  const maxima = { 'queue.length': collector.queueMaxima };
  return { width: binWidth, bins, averages, maxima, counts, latencies: latenciesOf(collector) };
}

function latenciesOf(collector: Collector): Series['latencies'] {
  const { scenario, waitBins, durationBins, latencyBins } = collector;
  return Object.fromEntries([
    ...scenario.tasks.map(({ name }, c) => [`tasks.${name}.queueWait`, waitBins[c]!.build()]),
    ...scenario.tasks.map(({ name }, c) => [`tasks.${name}.duration`, durationBins[c]!.build()]),
    ...scenario.requests.map(({ name }, c) => [`requests.${name}.latency`, latencyBins[c]!.build()]),
  ]);
}
