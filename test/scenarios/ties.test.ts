/** Rule T2: what people read of a shipped scenario does not hang on the order of things that happen at one instant. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { simulate } from '../../src/simulate.ts';
import { type Estimate, estimates } from '../../src/study/estimate.ts';
import { gatedMetrics } from '../../src/study/gated.ts';
import { LIBRARY, shipped } from './support.ts';

/** Figures further apart than this are not the same. */
const SAME = 0.01;
/** What happens to work and to services; waits of milliseconds inside of the database may take turns. */
const READ = /^(?:tasks|requests|availability|recovery)\./;

function apart(a: Estimate, b: Estimate): boolean {
  if (a.value === null || b.value === null) return a.value !== b.value || a.reason !== b.reason;
  return Math.abs(a.value - b.value) > SAME * Math.max(Math.abs(a.value), Math.abs(b.value));
}

test.each(LIBRARY)(
  '%s gives the same figures with ties the other way round, or says that it does not',
  (path) => {
    const scenario = shipped(path.replace(/^scenarios[\\/]/, ''));
    const [forwards, backwards] = (['in-order', 'reversed'] as const).map((ties) =>
      estimates(scenario, [simulate(scenario, { seed: scenario.seed, replication: 0, ties })]),
    );
    const names = new Set([
      ...gatedMetrics(scenario),
      ...[...forwards!.keys()].filter((name) => READ.test(name)),
    ]);
    const differing = [...names].filter((name) => {
      const [one, other] = [forwards!.get(name), backwards!.get(name)];
      return one !== undefined && other !== undefined && apart(one, other);
    });
    const says = /depends? on ties/i.test(readFileSync(path, 'utf8'));
    if (says) expect(differing, 'it says that it depends on ties').not.toEqual([]);
    else
      expect(
        differing.map((name) => `${name}: ${forwards!.get(name)!.value} or ${backwards!.get(name)!.value}`),
      ).toEqual([]);
  },
);
