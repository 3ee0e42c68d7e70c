/** A real exercise beside the plan that predicted it: step by step how long each took, and what nobody had planned. */
import type { Micros } from '../../engine/time.ts';
import { middleOf } from '../../scenario/resolve-plan-times.ts';
import type { PlanSpec } from '../../scenario/scenario.ts';
import { parseTimestamp } from '../../scenario/timestamp.ts';
import { parseDuration } from '../../scenario/units.ts';
import { readCsv } from '../history/csv.ts';

export interface RecordedStep {
  /** As the plan names it. */
  readonly step: string;
  readonly predicted: Micros;
  readonly recorded: Micros;
  /** Between the end of everything before it that it waits for and its start. */
  readonly idle: Micros;
}

export interface RecordedDrill {
  readonly plan: string;
  readonly steps: readonly RecordedStep[];
  /** From the start of the first step to the end of the last. */
  readonly predicted: Micros;
  readonly recorded: Micros;
}

/** What is wrong with a log, and in which line. */
export interface LogMistake {
  readonly line: number;
  readonly text: string;
}

const COLUMNS = ['step', 'started', 'ended'] as const;

/**
 * Reads a log with the columns step (its number in the plan, from 1, or what it does), started and ended (ISO 8601 with
 * a zone, or as durations such as 35m), one row for each step of the plan.
 */
export function readRecorded(text: string, plan: PlanSpec): RecordedDrill | LogMistake {
  const table = readCsv(text);
  if ('text' in table) return table;
  const missing = COLUMNS.filter((name) => !table.header.includes(name));
  if (missing.length > 0)
    return { line: 1, text: `has no column ${missing.join(', ')}; a log has step, started and ended` };
  const times = new Map<number, readonly [started: Micros, ended: Micros]>();
  for (const { line, fields } of table.rows) {
    const index = stepOf(fields['step']!.trim(), plan);
    if (typeof index === 'string') return { line, text: index };
    if (times.has(index)) return { line, text: `has step ${index + 1} a second time` };
    const [started, ended] = [timeOf(fields['started']!.trim()), timeOf(fields['ended']!.trim())];
    if (started === null || ended === null)
      return { line, text: 'has a time that is neither like 2026-03-01T10:00:00Z nor like 35m' };
    if (ended < started) return { line, text: 'ends before it starts' };
    times.set(index, [started, ended]);
  }
  const lacking = plan.steps.findIndex((_, i) => !times.has(i));
  if (lacking !== -1)
    return { line: 1, text: `has no row for step ${lacking + 1}, ${plan.steps[lacking]!.do}` };
  return compared(
    plan,
    [...plan.steps.keys()].map((i) => times.get(i)!),
  );
}

function stepOf(text: string, { name, steps }: PlanSpec): number | string {
  if (/^\d+$/.test(text)) {
    const index = Number(text) - 1;
    return index >= 0 && index < steps.length
      ? index
      : `has step ${text}; plan ${name} has 1 to ${steps.length}`;
  }
  const found = steps.flatMap((step, i) => (step.do === text ? [i] : []));
  if (found.length === 1) return found[0]!;
  const all = steps.map((step, i) => `${i + 1} ${step.do}`).join(', ');
  return `has the step '${text}', which is ${found.length === 0 ? 'none' : 'several'} of plan ${name}: ${all}; write its number`;
}

function timeOf(text: string): Micros | null {
  const parsed = parseDuration(text);
  return parsed.ok ? parsed.value : parseTimestamp(text);
}

function compared(plan: PlanSpec, times: readonly (readonly [Micros, Micros])[]): RecordedDrill {
  let [begin, over, predictedBegin, predictedOver] = [times[0]![0], times[0]![0], 0, 0];
  const steps = plan.steps.map((step, i): RecordedStep => {
    const [started, ended] = times[i]!;
    if (!step.alongside) [begin, predictedBegin] = [over, predictedOver];
    const predicted = middleOf(step.takes.length[0]!);
    over = Math.max(over, ended);
    predictedOver = Math.max(predictedOver, predictedBegin + predicted);
    return { step: step.do, predicted, recorded: ended - started, idle: Math.max(0, started - begin) };
  });
  return { plan: plan.name, steps, predicted: predictedOver, recorded: over - times[0]![0] };
}

/** What each step adds: its own length and the time nobody worked before it; the largest error first. */
export function errorsOf({ steps }: RecordedDrill): (RecordedStep & { readonly error: Micros })[] {
  return steps
    .map((step) => ({ ...step, error: step.recorded + step.idle - step.predicted }))
    .sort((a, b) => Math.abs(b.error) - Math.abs(a.error));
}
