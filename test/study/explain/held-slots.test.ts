/** Tasks that wait for slots are not said to do what only those do who hold them. */
import { expect, it } from 'vitest';
import { CAUSES } from '../../../src/measure/causes.ts';
import { causeSentences } from '../../../src/report/explain/sentences.ts';
import { attribute } from '../../../src/study/explain/attributed.ts';
import { explanationOf } from '../../../src/study/explain/explain.ts';
import { scenarioOf } from '../../support/run.ts';

/** A parent and its child hold both slots for half an hour, and jobs want them. */
const SCENARIO = `
name: parents
duration: 3h
nodes: { n: { taskCap: 2 } }
workload:
  tasks:
    job: { arrivals: { at: [1m, 61m], count: 4 }, steps: [{ run: 1m }] }
    parent: { arrivals: { at: [0s, 1h] }, steps: [{ start: child }] }
    child: { arrivals: { at: [2h] }, steps: [{ run: 30m }] }
`;

it('waits behind others for a slot, and those wait for child tasks', () => {
  const scenario = scenarioOf(SCENARIO);
  const explanation = explanationOf(scenario, '1', [attribute(scenario, '1', 0)]);
  const job = explanation.classes.find(({ name }) => name === 'job')!;
  const [first, ...more] = causeSentences(explanation, job).map((text) => text.replaceAll('\u00a0', ' '));
  expect(more).toEqual([]);
  expect(first).toContain('of the time is waiting behind others for a task slot: ');
  expect(first).toMatch(/; those who hold them spend \d+ % of that time waiting for child tasks\.$/);
  const far = CAUSES.map((cause) => (cause === 'databaseWay' ? 1 : 0));
  expect(causeSentences({ ...explanation, holders: far }, job)[0]?.replaceAll('\u00a0', ' ')).toMatch(
    /spend 100 % of that time on the way to the database and back\.$/,
  );
});
