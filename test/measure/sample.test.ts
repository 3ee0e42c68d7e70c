import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../src/measure/histogram.ts';
import { SampleBuilder } from '../../src/measure/sample-builder.ts';

/** A length, or what became of what has none. */
const entry = fc.oneof(
  fc.integer({ min: 0, max: 1e12 }).map((length) => ({ length, end: 'done' as const })),
  fc.integer({ min: 0, max: 1e12 }).map((length) => ({ length, end: 'unfinished' as const })),
  fc.constant({ length: 0, end: 'never' as const }),
);

describe('samples', () => {
  it('of several builders are those of all their entries', () => {
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 20 }), { maxLength: 4 }), (groups) => {
        const builders = groups.map((entries) => {
          const builder = new SampleBuilder();
          for (const { length, end } of entries) {
            if (end === 'done') builder.record(length);
            else if (end === 'never') builder.recordNever();
            else builder.recordUnfinished(length);
          }
          return builder;
        });
        const lengths = (of: string): number[] =>
          groups.flat().flatMap(({ length, end }) => (end === of ? [length] : []));
        const histogram = new Histogram();
        for (const length of lengths('done')) histogram.record(length);
        expect(SampleBuilder.merge(builders)).toEqual({
          count: lengths('done').length,
          sum: lengths('done').reduce((sum, length) => sum + length, 0),
          min: lengths('done').length === 0 ? 0 : Math.min(...lengths('done')),
          max: Math.max(0, ...lengths('done')),
          histogram: histogram.sparse(),
          never: lengths('never').length,
          unfinished: lengths('unfinished').length,
          atLeast: lengths('unfinished').length === 0 ? 0 : Math.min(...lengths('unfinished')),
        });
        if (builders.length === 1) expect(builders[0]!.build()).toEqual(SampleBuilder.merge(builders));
      }),
    );
  });
});
