/** Runs a scenario given as text, and writes down what the model told of it. */
import type { Tap } from '../../src/cluster/observer.ts';
import type { RunResult } from '../../src/measure/result.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';

/** One thing told: the name of the `Tap` method and its arguments. */
export interface Told {
  readonly what: keyof Tap;
  readonly at: number;
  readonly args: readonly unknown[];
}

/** Parses a scenario; its mistakes are thrown. */
export function scenarioOf(text: string, set: readonly string[] = []): Scenario {
  return parseScenario(
    { path: 'test.yaml', text },
    { set, read: (name) => ({ error: `no file ${name} in this test` }) },
  ).scenario;
}

/** A tap that keeps everything. */
export function recorder(): { tap: Tap; told: Told[] } {
  const told: Told[] = [];
  const tap = new Proxy({} as Tap, {
    get: (_, what) => {
      return (at: number, ...args: unknown[]) => {
        told.push({ what: what as keyof Tap, at, args });
      };
    },
  });
  return { tap, told };
}

/** One replication, with everything it told. */
export function run(
  text: string,
  options: { set?: readonly string[]; seed?: string; replication?: number } = {},
): { scenario: Scenario; result: RunResult; told: Told[] } {
  const scenario = scenarioOf(text, options.set);
  const { tap, told } = recorder();
  const result = simulate(scenario, {
    seed: options.seed ?? scenario.seed,
    replication: options.replication ?? 0,
    tap,
  });
  return { scenario, result, told };
}

/** When each task started: `[at, task, node]`. */
export function starts(told: readonly Told[]): { at: number; task: number; node: number }[] {
  return told
    .filter(({ what }) => what === 'taskStarted')
    .map(({ at, args }) => ({ at, task: args[1] as number, node: args[3] as number }));
}

/** How each task ended. */
export function ends(told: readonly Told[]): { at: number; task: number; outcome: string; node: number }[] {
  return told
    .filter(({ what }) => what === 'taskEnded')
    .map(({ at, args }) => ({
      at,
      task: args[1] as number,
      outcome: args[4] as string,
      node: args[5] as number,
    }));
}

/** A value of a result, as a number. */
export function valueOf(result: RunResult, name: string): number {
  const value = result.values[name];
  if (value === undefined) throw new Error(`no value ${name}`);
  return value.sum / value.per;
}
