/**
 * Writes the list of tasks that the documentation reads. It is synthetic: a simulated cluster and invented work, in the
 * form in which the product lists its tasks.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseScenario } from '../src/scenario/parse.ts';
import { recordedTasks } from './recorded-tasks.ts';

export const EXAMPLE = 'scenarios/recorded/tasks.json';

/** Two working days of three nodes with a task cap of 2. */
const WORK = `name: synthetic
duration: 50h
regions: { home: [a] }
nodes: { node: { count: 3, at: home/a, taskCap: 2 } }
database: { at: home/a }
workload:
  tasks:
    Deploy:
      kind: deployment
      arrivals:
        profile: [[0h, 2/h], [7h, 16/h], [12h, 10/h], [13h, 20/h], [17h, 5/h], [20h, 2/h]]
        period: 24h
      steps: [{ run: { lognormal: { median: 8m, p95: 30m } } }]
    RunbookRun:
      kind: runbook
      arrivals: { poisson: 4/h }
      steps: [{ run: { weibull: { shape: 0.8, mean: 4m } } }]
    Health:
      kind: system
      arrivals: { every: 1h, offset: 10m }
      steps: [{ run: { erlang: { k: 6, mean: 90s } } }]
`;

/** Its text: the answer to one question for all tasks, one task a line. */
export function exampleTasks(): string {
  const { scenario } = parseScenario(
    { path: 'synthetic.yaml', text: WORK },
    { set: [], read: (name) => ({ error: name }) },
  );
  const items = recordedTasks(scenario, { seed: '2', start: '2026-03-02T00:00:00Z', until: 48 * 3_600e6 });
  const page = {
    Description: 'Synthetic: a simulated cluster and invented work, written by scripts/example-tasks.ts',
    ItemType: 'Task',
    TotalResults: items.length,
    ItemsPerPage: items.length,
    NumberOfPages: 1,
    LastPageNumber: 0,
  };
  const lines = items.map((item) => `    ${JSON.stringify(item)}`);
  return `${JSON.stringify(page, null, 2).slice(0, -2)},\n  "Items": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(dirname(EXAMPLE), { recursive: true });
  writeFileSync(EXAMPLE, exampleTasks());
}
