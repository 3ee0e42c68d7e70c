/** Rule T2: what people read of a shipped scenario does not hang on the order of things that happen at one instant. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { type Estimate, estimate } from '../../src/study/estimates/estimate.ts';
import { gatedMetrics } from '../../src/study/estimates/gated.ts';
import { type Observation, observe } from '../../src/study/estimates/observation.ts';
import { isDeterministic } from '../../src/study/replications/deterministic.ts';
import { tInterval } from '../support/interval.ts';
import { LIBRARY, shipped } from './support.ts';

/** Figures further apart than this are not the same. */
const SAME = 0.01;
/** What happens to work and to services; waits of milliseconds inside of the database may take turns. */
const READ = /^(?:tasks|requests|availability|recovery)\./;

/** The one that differs may do so by luck: then it does not over so many replications. */
const REPLICATIONS = 6;

function apart(a: Estimate, b: Estimate): boolean {
  if (a.value === null || b.value === null) return a.value !== b.value || a.infinite !== b.infinite;
  return Math.abs(a.value - b.value) > SAME * Math.max(Math.abs(a.value), Math.abs(b.value));
}

/** What replications say with ties one way and the other. */
function bothWays(scenario: Scenario, replications: number): ReadonlyMap<string, Observation>[] {
  return (['in-order', 'reversed'] as const).map((ties) =>
    observe(
      Array.from({ length: replications }, (_, replication) =>
        simulate(scenario, { seed: scenario.seed, replication, ties }),
      ),
    ),
  );
}

/** Whether the differences, replication by replication, are more than chance at 99.9 %, and more than 1 %. */
function isMoreThanChance(a: Observation, b: Observation): boolean {
  const differences = a.each.map((value, r) => value - b.each[r]!).filter(Number.isFinite);
  if (differences.length < REPLICATIONS) return true;
  const { mean, low, high } = tInterval(differences, 0.999);
  return (low > 0 || high < 0) && Math.abs(mean) > SAME * Math.abs(a.value ?? 0);
}

test.each(LIBRARY)(
  '%s gives the same figures with ties the other way round, or says that it does not',
  (path) => {
    const scenario = shipped(path.replace(/^scenarios[\\/]/, ''));
    const exact = isDeterministic(scenario);
    const [forwards, backwards] = bothWays(scenario, 1);
    const names = new Set([
      ...gatedMetrics(scenario),
      ...[...forwards!.keys()].filter((name) => READ.test(name)),
    ]);
    const suspects = [...names].filter((name) => {
      const [one, other] = [forwards!.get(name), backwards!.get(name)];
      return one !== undefined && other !== undefined && apart(estimate(one, exact), estimate(other, exact));
    });
    const says = /depends? on ties/i.test(readFileSync(path, 'utf8'));
    const [many, reversed] = suspects.length === 0 || exact ? [] : bothWays(scenario, REPLICATIONS);
    const differing = suspects.filter(
      (name) => many === undefined || isMoreThanChance(many.get(name)!, reversed!.get(name)!),
    );
    if (says) expect(differing, 'it says that it depends on ties').not.toEqual([]);
    else
      expect(
        differing.map((name) => `${name}: ${forwards!.get(name)!.value} or ${backwards!.get(name)!.value}`),
      ).toEqual([]);
  },
  60_000,
);
