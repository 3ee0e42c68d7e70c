/** Work that is refused at once takes no time: it has no shares, and hides nothing of those that have. */
import { describe, expect, it } from 'vitest';
import { CAUSE } from '../../../src/measure/causes.ts';
import { explainCsv } from '../../../src/report/explain/files.ts';
import { causeSentences } from '../../../src/report/explain/sentences.ts';
import { attribute } from '../../../src/study/explain/attributed.ts';
import { type Explanation, explanationOf, largestShare } from '../../../src/study/explain/explain.ts';
import { remediesOf } from '../../../src/study/explain/remedies.ts';
import { scenarioOf } from '../../support/run.ts';

const BASE = `
name: closed
duration: 1h
nodes: { n: { taskCap: 1 } }
workload: { tasks: { job: { arrivals: { poisson: 40/h }, steps: [{ run: 1m }] } } }
`;

function explained(set: readonly string[]): Explanation {
  const scenario = scenarioOf(BASE, set);
  return explanationOf(scenario, '1', [attribute(scenario, '1', 0)]);
}

describe('what was refused', () => {
  const some = explained(['timeline=[{ at: 30m, maintenance: on, for: 4m }]']);
  const [job] = some.classes;

  it('took no time, and the slots of the others are tried all the same', () => {
    const { failed, all } = job!.bands;
    expect([failed.count > 0, failed.took]).toEqual([true, 0]);
    expect(largestShare(job!, some.holders, 'slot')).toBeGreaterThanOrEqual(
      all.causes[CAUSE.slot]! / all.took,
    );
    const { remedies } = remediesOf(some.study.scenario, (cause) => largestShare(job!, some.holders, cause));
    expect(remedies.map(({ part }) => part)).toContain('task slots');
  });

  it('has no shares in the table of all causes', () => {
    const csv = explainCsv({ explanation: some, metric: '', subject: job!, helps: null, idle: [] });
    expect(csv).not.toContain('NaN');
  });

  it('is told of where all of it was', () => {
    const none = explained(['timeline=[{ at: 0s, maintenance: on }]']);
    expect(causeSentences(none, none.classes[0]!)).toEqual([
      'Of those that failed of job tasks none took any time.',
    ]);
  });
});
