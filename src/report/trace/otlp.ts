/** A trace as OTLP JSON spans (OpenTelemetry): a span for each task or request, and one in it for each stretch of a cause. */
import { hashOf } from '../../scenario/hash.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { keyOf, type Recording } from '../../study/explain/recorder.ts';
import { nameOf } from '../explain/story.ts';
import { stretchesOf } from './stretches.ts';

/** Time 0 of a simulation without a start, as backends want a date: 2000-01-01T00:00:00Z, in µs. */
const EPOCH = 946_684_800_000_000;

const [INTERNAL, OK, ERROR] = [1, 1, 2];

/** @param version of hasim */
export function otlpJson(scenario: Scenario, { works, result }: Recording, version: string): object {
  const times = timesFrom(scenario.calendar?.start ?? EPOCH);
  const spans = works.flatMap((work) => {
    const key = `${result.digest}/${keyOf(work)}`;
    const traceId = `${idOf(key)}${idOf(`${key}/trace`)}`;
    const spanId = idOf(`${key}/span`);
    const isFine = work.outcome === 'succeeded' || work.outcome === 'served';
    const where = work.node === -1 ? [] : [text('hasim.node', scenario.nodes[work.node]!.name)];
    return [
      {
        ...{ traceId, spanId, name: nameOf(scenario, work), kind: INTERNAL },
        ...times(work.arrived, work.ended),
        attributes: [text('hasim.outcome', work.outcome), text('hasim.kind', work.of), ...where],
        status: { code: isFine ? OK : ERROR },
      },
      ...stretchesOf(work).map(({ name, from, to }, i) => ({
        ...{ traceId, spanId: idOf(`${key}/${i}`), parentSpanId: spanId, name, kind: INTERNAL },
        ...times(from, to),
        attributes: [],
        status: {},
      })),
    ];
  });
  const resource = {
    attributes: [text('service.name', scenario.name), text('hasim.replication', `${result.replication}`)],
  };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'hasim', version }, spans }] }] };
}

/** @param zero time 0 in µs since 1970 */
function timesFrom(zero: number) {
  const nanos = (at: number): string => `${BigInt(zero + at) * 1000n}`;
  return (from: number, to: number) => ({ startTimeUnixNano: nanos(from), endTimeUnixNano: nanos(to) });
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } };
}

/** 16 hexadecimal digits, not all 0. */
function idOf(name: string): string {
  return hashOf([name]).slice(0, 16).padStart(16, '1');
}
