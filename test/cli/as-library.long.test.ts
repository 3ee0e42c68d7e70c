/** What the library finds of many designs is what the command line finds, to the last digit. */
import { expect, test } from 'vitest';
import {
  fixed,
  inlineRunner,
  kneesOf,
  parseScenario,
  ScenarioError,
  sensitivity,
  size,
  sizeRequest,
  sweep,
} from '../../src/index.ts';
import { sensitivityJson } from '../../src/report/sensitivity-files.ts';
import { sizeJson } from '../../src/report/size.ts';
import { sweepJson } from '../../src/report/sweep-files.ts';
import { EXACT, Place, SMALL } from './support.ts';

const SHORT = SMALL.replace('10m', '30s');

/** What a verb prints with --json, of a file with this text; without what names the version. */
async function printed(text: string, ...args: string[]) {
  const place = new Place({ 'a.yaml': text });
  const { stdout, stderr } = await place.hasim([...args, '--json', '--no-charts']);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout);
}

const asJson = (value: object) => JSON.parse(JSON.stringify(value));

test('sweep: the same cells, knees and digest, of a text or of who reads it', async () => {
  const vary = 'nodes.n.taskCap=6..10';
  const ofText = await sweep(SHORT, [vary], inlineRunner, { ruleOf: () => fixed(3) });
  const json = await printed(SHORT, 'sweep', 'a.yaml', '--vary', vary, '--replications', '3');
  expect(asJson(sweepJson(ofText, json.engine.version))).toEqual(json);
  expect(ofText.cells).toHaveLength(5);
  expect([...kneesOf(ofText, 1)].every((cell) => cell < 5)).toBe(true);
  const read = await sweep((set) => parseScenario(SHORT, { set }), [vary], inlineRunner, {
    ruleOf: () => fixed(3),
  });
  expect(read.cells).toEqual(ofText.cells);
});

test('sensitivity: the same dependences and digest', async () => {
  const found = await sensitivity(EXACT, 'tasks.makespan', inlineRunner);
  const json = await printed(EXACT, 'sweep', 'a.yaml', '--sensitivity', 'tasks.makespan');
  expect(asJson(sensitivityJson(found, json.engine.version))).toEqual(json);
  expect(found.dependences.length).toBeGreaterThan(1);
});

test('size: the same answer, proof and headroom', async () => {
  const goal = 'tasks.makespan < 25s';
  const sizing = await size(sizeRequest(EXACT, { goals: [goal] }), inlineRunner);
  const json = await printed(EXACT, 'size', 'a.yaml', '--goal', goal);
  const { scenario } = parseScenario(EXACT);
  const own = sizeJson(sizing, { scenario, seed: scenario.seed, repeat: json.repeat });
  expect(asJson(own)).toEqual(json);
  expect(sizing.answer?.values).toEqual(['3']);
});

test('what cannot be asked is said of the option, without a flag', async () => {
  const wrong = [
    [
      () => sweep(EXACT, ['nodes.x.taskCap=1..3'], inlineRunner),
      /the option vary .*no 'x' there; .*there is n/,
    ],
    [
      () => sweep(EXACT, ['nodes.n.taskCap=1,2'], inlineRunner, { metrics: ['tasks.makspan'] }),
      /the option metrics .*did you mean 'tasks.makespan'/,
    ],
    [() => sensitivity(EXACT, 'tasks.looksRunning.p99', inlineRunner), /has no value/],
    [async () => sizeRequest(EXACT, { goals: [] }), /the option goals .*is missing/],
    [async () => sizeRequest(EXACT, { goals: ['tasks.makespan < 1m'], cheapest: true }), /no prices/],
  ] as const;
  for (const [ask, why] of wrong) {
    const error = await ask().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ScenarioError);
    expect((error as Error).message).toMatch(why);
    expect((error as Error).message).not.toContain('--');
  }
});
