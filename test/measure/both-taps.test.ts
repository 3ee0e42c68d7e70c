import { describe, expect, it } from 'vitest';
import type { Tap } from '../../src/cluster/observer.ts';
import { bothTaps, tapFor } from '../../src/measure/both-taps.ts';
import { Gauges } from '../../src/measure/gauges.ts';

/** A tap that says its name and what it was told, whatever it was. */
function speaker(name: string, said: unknown[][]): Tap {
  return new Proxy({} as Tap, {
    get:
      (_, what) =>
      (...told: unknown[]) => {
        said.push([name, what, ...told]);
      },
  });
}

it('two listeners are told the same, the first first', () => {
  const said: unknown[][] = [];
  const both = bothTaps(speaker('a', said), speaker('b', said));
  const methods = Object.keys(both) as (keyof Tap)[];
  for (const method of methods) (both[method] as (...told: unknown[]) => void)(1, 2, 3, 4, 5, 6, 7);
  expect(said).toEqual(
    methods.flatMap((method) => [
      ['a', method, 1, 2, 3, 4, 5, 6, 7],
      ['b', method, 1, 2, 3, 4, 5, 6, 7],
    ]),
  );
});

describe('a listener to a few things', () => {
  it('may be an object of a class, with what it keeps for itself', () => {
    class Count {
      ended = 0;
      taskEnded(): void {
        this.ended += 1;
      }
    }
    class More extends Count {}
    const count = new More();
    const tap = tapFor(count);
    tap.taskEnded(1, 0, 0, 0, 0, 'succeeded', 0);
    tap.runEnded(2);
    expect(count.ended).toBe(1);
  });

  it('is deaf to what has no value', () => {
    const tap = tapFor({ taskRefused: () => {}, taskEnded: undefined } as object);
    expect(() => tap.taskEnded(1, 0, 0, 0, 0, 'succeeded', 0)).not.toThrow();
  });

  it('hears something: a name that is nobody’s is a mistake', () => {
    expect(() => tapFor({ taskended: () => {} } as object)).toThrow(
      new RangeError('a listener that hears nothing: what is told are taskArrived, taskStarted, taskEnded …'),
    );
  });
});

it('gauges are read in the order in which they were added; an unknown one is an error', () => {
  const gauges = new Gauges();
  let value = 3;
  gauges.add({ name: 'a', read: () => value });
  gauges.add({ name: 'b', read: () => 10 * value });
  expect(gauges.zero()).toEqual([0, 0]);
  expect(gauges.read()).toEqual([3, 30]);
  value = 4;
  expect(gauges.read()[gauges.indexOf('b')]).toBe(40);
  expect(() => gauges.indexOf('c')).toThrow(RangeError);
});
