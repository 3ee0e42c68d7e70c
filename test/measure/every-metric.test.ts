/** The catalogue promises what a scenario has; each of these has a value, or a reason why not. */
import { expect, test } from 'vitest';
import { metricsOf } from '../../src/scenario/resolve.ts';
import { simulate } from '../../src/simulate.ts';
import { studyOf } from '../../src/study/replications/replicate.ts';
import { EVERYTHING, parse } from '../scenario/support.ts';

test('every metric that a scenario has is measured', () => {
  const { scenario } = parse(
    `${EVERYTHING}timeline: [ { at: 10m, crash: e-1, for: 5m } ]\nfailures: { f: { preset: node-machine } }\ncost: {}\n`,
    ['duration=40m'],
  );
  const study = studyOf(scenario, '1', [simulate(scenario, { seed: '1', replication: 0 })]);
  // The digest is a text, which no estimate is.
  const named = metricsOf(scenario).filter((name) => name !== 'run.digest');
  expect(named.length).toBeGreaterThan(300);
  expect(named.filter((name) => !study.estimates.has(name))).toEqual([]);
});
