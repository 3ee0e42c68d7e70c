/** What the pages show as YAML is YAML, and of scenario files and files of disasters it is read without a mistake. */
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { pages } from '../../scripts/console-blocks.ts';
import { parseDisasters } from '../../src/scenario/disasters/disaster.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { ROOT, textOf } from './support.ts';

/** With what parts of files name. */
const BASE = `
name: base
duration: 5h
regions: { r: [a, b] }
loadBalancer: { at: r }
nodes: { app: { count: 2, at: r/a }, west: { at: r/b, state: down } }
database: { at: r/a, replicas: { dr: { at: r/b, mode: async, lag: 5s } } }
workload:
  tasks: { deployment: { arrivals: { every: 5m }, steps: [ { run: 1m } ] } }
  requests: { dashboard: { arrivals: { every: 1s }, from: r, cpu: 1ms } }
cost: { perHour: { node: 1 } }
`;
const FILE_OF_A_SCENARIO = [
  'duration',
  'start',
  'nodes',
  'workload',
  'timeline',
  'plans',
  'expect',
  'promises',
];

const blocks = pages(ROOT).flatMap((page) =>
  [...textOf(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => {
    const document = parseDocument(text!);
    const keys = document.errors.length > 0 ? [] : Object.keys(document.toJS() ?? {});
    return {
      page,
      text: text!,
      keys,
      names: keys.join(', ') || 'no keys',
      errors: document.errors.map(({ message }) => message),
    };
  }),
);
const scenarios = blocks.filter(({ keys }) => keys.some((key) => FILE_OF_A_SCENARIO.includes(key)));
const disasters = blocks.filter(({ keys }) => keys.includes('disasters'));

test('the pages show some of each', () => {
  expect(scenarios.length).toBeGreaterThan(4);
  expect(disasters.length).toBeGreaterThan(0);
});

test.each(blocks)('a block of $page with $names is YAML', ({ errors }) => expect(errors).toEqual([]));

describe('a scenario, or a part of one', () => {
  test.each(scenarios)('of $page with $names', ({ text, keys }) => {
    const own = keys.includes('name') ? text : `name: shown\nextends: base.yaml\n${text}`;
    const read = () => ({ path: 'base.yaml', text: BASE });
    expect(parseScenario({ path: 'shown.yaml', text: own }, { read }).scenario.name).toMatch(/^(shown|m)$/);
  });
});

test.each(disasters)('disasters of $page', ({ text }) => {
  expect(parseDisasters({ path: 'shown.yaml', text }).length).toBeGreaterThan(0);
});
