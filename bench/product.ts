/** hasim as the bench runs it: the whole way from a scenario file to a result, in this process. */

import type { RunResult } from '../src/measure/result.ts';
import { loadScenario } from '../src/node/load-scenario.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { simulate } from '../src/simulate.ts';
import type { Answers } from './floor/answers.ts';

/** Reads a scenario; with a duration in µs, cut or stretched to that. */
export function load(file: string, duration: number | null): Scenario {
  const { scenario } = loadScenario(file);
  return duration === null ? scenario : { ...scenario, duration };
}

/** One replication with everything on that is always on: measures, digest, conservation. */
export function run(scenario: Scenario, replication: number): RunResult {
  return simulate(scenario, { seed: scenario.seed, replication, tap: null });
}

/** A result in the words of the floor. */
export function answersOf(result: RunResult): Answers {
  const value = (name: string): number => {
    const it = result.values[name];
    if (it === undefined) throw new Error(`the result has no ${name}`);
    return it.sum / it.per;
  };
  const meanSeconds = (name: string): number => {
    const it = result.samples[name];
    if (it === undefined) throw new Error(`the result has no sample ${name}`);
    return it.sum / it.count / 1e6;
  };
  const ifAny = (name: string): number | null => (name in result.values ? value(name) : null);
  return {
    arrived: value('tasks.arrived'),
    refused: value('tasks.refused'),
    succeeded: value('tasks.succeeded'),
    cancelled: value('tasks.cancelled'),
    throughput: value('tasks.throughput'),
    queueWait: meanSeconds('tasks.queueWait'),
    duration: meanSeconds('tasks.duration'),
    turnaround: meanSeconds('tasks.turnaround'),
    slots: value('slots.utilisation'),
    database: ifAny('database.utilisation'),
    storage: ifAny('storage.utilisation'),
    events: result.events,
  };
}
