/** Rule T5: one digest means the same events at the same times in the same order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineDigests, Digest, hashText } from '../../src/engine/digest.ts';
import { simulate } from '../../src/simulate.ts';
import { run, scenarioOf } from '../support/run.ts';

type Event = readonly [time: number, kind: number, who: number];

function digestOf(events: readonly Event[]): string {
  const digest = new Digest();
  for (const event of events) digest.add(...event);
  return digest.toString();
}

const event: fc.Arbitrary<Event> = fc.tuple(
  fc.oneof(fc.nat({ max: 20 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  fc.integer(),
  fc.nat({ max: 100 }),
);

describe('T5: the digest', () => {
  it('is 16 hexadecimal digits, the same for the same events', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        expect(digestOf(events)).toMatch(/^[0-9a-f]{16}$/);
        expect(digestOf(events)).toBe(digestOf(events));
      }),
    );
  });

  it('changes with a time, a kind, a who, an event more, and the order', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 30 }), fc.nat(), event, (events, at, other) => {
        const index = at % events.length;
        const before = digestOf(events);
        const [time, kind, who] = events[index]!;
        const neighbours: Event[] = [
          [time + 1, kind, who],
          [time + 4294967296, kind, who],
          [time, kind ^ 1, who],
          [time, kind, who + 1],
        ];
        for (const changed of neighbours) {
          expect(digestOf(events.with(index, changed))).not.toBe(before);
        }
        expect(digestOf([...events, other])).not.toBe(before);
        const [a, b] = [events[0]!, events.at(-1)!];
        if (a.join() !== b.join()) {
          expect(digestOf(events.with(0, b).with(events.length - 1, a))).not.toBe(before);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of 50 000 neighbouring histories are all different', () => {
    const kinds = ['call.leaves', 'call.arrives', 'task.arrives'].map(hashText);
    const seen = new Set<string>();
    for (let time = 0; time < 5; time += 1) {
      for (let gap = 0; gap < 20; gap += 1) {
        for (let who = 0; who < 20; who += 1) {
          for (let k = 0; k < 25; k += 1) {
            seen.add(
              digestOf([
                [time, kinds[k % 3]!, who],
                [time + gap, kinds[k % 2]!, k],
              ]),
            );
          }
        }
      }
    }
    expect(seen.size).toBe(50_000);
  });

  it('of several depends on each and on their order', () => {
    const [a, b] = [digestOf([[1, 2, 3]]), digestOf([[1, 2, 4]])] as const;
    expect(combineDigests([a, b])).toMatch(/^[0-9a-f]{16}$/);
    const unlike = [[], [a], [b], [a, b], [b, a], [a, a], [a, b, b]].map(combineDigests);
    expect(new Set(unlike).size).toBe(unlike.length);
    const lastDigit = a.slice(0, 15) + (a[15] === '0' ? '1' : '0');
    expect(combineDigests([lastDigit, b])).not.toBe(combineDigests([a, b]));
  });

  it('names of kinds get different hashes', () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `part-${i % 100}.event-${i}`);
    expect(new Set(names.map(hashText)).size).toBeGreaterThan(49_990);
    expect(hashText('')).not.toBe(hashText('a'));
  });
});

describe('T8: the digest of a run', () => {
  const text = (times: string, lasts: string): string => `
name: digest
duration: 1h
warmUp: 30m
nodes: { n: { taskCap: 2 } }
workload: { tasks: { t: { arrivals: { at: [${times}] }, steps: [ { run: ${lasts} } ] } } }
`;
  const TEXT = text('10m, 40m, 50m', '20m');

  it('is the same whatever is asked of the run, and whoever listens', () => {
    const { digest } = run(TEXT).result;
    const unheard = (other: string) => {
      const scenario = scenarioOf(other);
      return simulate(scenario, { seed: scenario.seed, replication: 0 }).digest;
    };
    expect(unheard(TEXT)).toBe(digest);
    expect(unheard(`${TEXT}expect: [ tasks.queueWait.max < 1m within 10m..20m ]`)).toBe(digest);
    expect(unheard(TEXT.replace('name: digest', 'name: other'))).toBe(digest);
  });

  it('is another where anything happens at another time, in the warm-up or after the duration as well', () => {
    const digests = [TEXT, text('11m, 40m, 50m', '20m'), text('10m, 40m, 50m', '20.5m')].map(
      (one) => run(one).result.digest,
    );
    expect(new Set(digests).size).toBe(3);
  });
});
