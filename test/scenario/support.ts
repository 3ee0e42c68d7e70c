/** Scenarios from text, and what is wrong with them, for the tests of this folder. */
import { ScenarioError } from '../../src/scenario/errors.ts';
import type { ReadFile } from '../../src/scenario/layers.ts';
import { type ParsedScenario, parseScenario } from '../../src/scenario/parse.ts';

/** The smallest scenario there is: M/M/10. */
export const SMALLEST = `name: smallest
duration: 1h
nodes: { n: { taskCap: 10 } }
dispatch: { policy: immediate }
workload:
  tasks:
    job: { arrivals: { poisson: 8/s }, steps: [ { run: { exponential: 1s } } ] }
`;

/** Two regions with everything in it that can be named. */
export const EVERYTHING = `name: everything
question: What does it cost?
duration: 8h
regions: { east: [a, b], west: [a] }
network: { between: { east: { west: 87ms } } }
loadBalancer: { at: east, preset: aws-alb }
nodes:
  e: { count: 2, at: east/a, taskCap: 10 }
  w: { count: 2, at: west/a, taskCap: 10 }
  solo: { at: east/b, taskCap: 0 }
database:
  at: east/a
  replicas:
    standby: { at: east/b, mode: sync }
    dr: { at: west/a, mode: async, lag: 5s }
  backups: {}
storage: { at: east, replicas: { copy: { at: west } } }
workload:
  tasks:
    deployment:
      arrivals: { poisson: 60/h }
      steps:
        - db: { calls: 40, writes: 10 }
        - read: 200MB
        - repeat: { times: 12, steps: [ { run: { lognormal: { median: 25s, p95: 90s } } }, { write: 100kB } ] }
  requests:
    dashboard: { arrivals: { poisson: 5/s }, from: east, cpu: 8ms, db: 15 }
`;

/** Files by path, as a reader of named files. */
export function filesOf(files: Readonly<Record<string, string>>): ReadFile {
  return (path, from) => {
    const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
    const full = (folder + path).replace(/(^|\/)\.\//g, '$1');
    const text = files[full];
    return text === undefined ? { error: `${full}: there is no such file` } : { path: full, text };
  };
}

/** Parses a text as the file s.yaml. */
export function parse(
  text: string,
  set: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): ParsedScenario {
  return parseScenario({ path: 's.yaml', text }, { set, read: filesOf(files) });
}

/** What is wrong with a text, one `file:line:col path: text` each; none when it is right. */
export function mistakesOf(
  text: string,
  set: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): string[] {
  try {
    parse(text, set, files);
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.mistakes.map(({ file, line, column, path, text: what }) => {
      const place = line === 0 ? file : `${file}:${line}:${column}`;
      return `${place} ${path}: ${what}`;
    });
  }
}
