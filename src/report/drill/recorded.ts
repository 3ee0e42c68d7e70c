/** A recorded exercise beside its prediction, in words and as the plan that it teaches. */
import { formatDuration } from '../../scenario/units.ts';
import { errorsOf, type RecordedDrill } from '../../study/drill/recorded.ts';
import type { Painter } from '../painter.ts';
import { type Cell, columns, paragraph } from '../table.ts';
import { difference, duration } from '../words.ts';

const seconds = (micros: number) => micros / 1e6;

/** Without a line break at the end. */
export function recordedSummary(drill: RecordedDrill, file: string, paint: Painter): string {
  const { plan, steps, predicted, recorded } = drill;
  const [worst] = errorsOf(drill);
  const head = ['step', 'the plan', 'the drill', 'idle before', 'difference'];
  const rows = steps.map(({ step, predicted: planned, recorded: real, idle }, i) => [
    `${i + 1} ${step}`,
    duration(seconds(planned)),
    duration(seconds(real)),
    idle === 0 ? '' : duration(seconds(idle)),
    difference(seconds(real + idle - planned), null, 's'),
  ]);
  const cells = [head, ...rows].map((row) => row.map((text): Cell => ({ text })));
  const why =
    worst === undefined || worst.error === 0
      ? 'every step took as long as planned'
      : `the plan was most wrong about ${worst.step}: ${duration(seconds(worst.recorded))}${worst.idle > 0 ? ` after ${duration(seconds(worst.idle))} of waiting` : ''} instead of ${duration(seconds(worst.predicted))}`;
  return [
    ...paragraph(
      `Plan ${plan} takes ${duration(seconds(predicted))}; the drill took ${duration(seconds(recorded))}: ${why}.`,
      paint.columns,
      0,
    ).map(paint.strong),
    '',
    ...columns(cells, ['left', 'right', 'right', 'right', 'right'], paint.columns, 2, 1),
    '',
    `  the plan as it was carried out  ${file}`,
  ].join('\n');
}

/** `hasim.recorded/1` */
export function recordedJson(drill: RecordedDrill): object {
  return {
    schema: 'hasim.recorded/1',
    plan: drill.plan,
    predicted: seconds(drill.predicted),
    recorded: seconds(drill.recorded),
    steps: drill.steps.map(({ step, predicted, recorded, idle }) => ({
      step,
      ...{ predicted: seconds(predicted), recorded: seconds(recorded), idle: seconds(idle) },
    })),
  };
}

/**
 * A scenario with the plan as it was carried out: each step as long as it took, with the time before it in which nobody
 * worked. One exercise is one value; several of them make a distribution.
 *
 * @param steps of the plan, as the file has them
 */
export function recalibrated(
  drill: RecordedDrill,
  steps: readonly object[],
  name: string,
  extended: string,
): string {
  const lines = drill.steps.map(({ recorded, idle }, i) =>
    JSON.stringify({ ...steps[i], takes: formatDuration(recorded + idle) }),
  );
  return [
    `name: ${name}`,
    `extends: ${JSON.stringify(extended)}`,
    'plans:',
    `  ${drill.plan}:`,
    ...lines.map((line) => `    - ${line}`),
    '',
  ].join('\n');
}
