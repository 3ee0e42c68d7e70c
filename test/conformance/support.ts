/** What conformance tests read out of what a run told. Times in µs, nodes and classes by index. */
import type { Told } from '../support/run.ts';
import { starts } from '../support/run.ts';

export const MS = 1_000;
export const S = 1_000_000;
export const MIN = 60 * S;
export const H = 60 * MIN;

/** How many tasks each node started after time 0, when those that are active at the start begin. */
export function startedBy(told: readonly Told[], nodes: number, before = Number.POSITIVE_INFINITY): number[] {
  const counts = new Array<number>(nodes).fill(0);
  for (const { at, node } of starts(told)) if (at > 0 && at < before) counts[node]! += 1;
  return counts;
}

/** Database calls in order of their end: when each left its node (after any wait for a connection) and was answered. */
export function calls(told: readonly Told[]): { left: number; answered: number }[] {
  return told
    .filter(({ what }) => what === 'databaseCall')
    .map(({ at, args }) => ({ left: at - (args[0] as number), answered: at }));
}

/** Storage operations in order of their end. */
export function operations(told: readonly Told[]): { began: number; ended: number }[] {
  return told
    .filter(({ what }) => what === 'storageOperation')
    .map(({ at, args }) => ({ began: at - (args[0] as number), ended: at }));
}

/** Waits for the queue lock: when it was granted and after how long. */
export function grants(told: readonly Told[]): { at: number; waited: number }[] {
  return told
    .filter(({ what }) => what === 'lockWait')
    .map(({ at, args }) => ({ at, waited: args[0] as number }));
}

/** How requests ended. */
export function answers(
  told: readonly Told[],
): { at: number; arrived: number; outcome: string; node: number; requestClass: number }[] {
  return told
    .filter(({ what }) => what === 'requestEnded')
    .map(({ at, args }) => ({
      at,
      requestClass: args[0] as number,
      arrived: args[2] as number,
      outcome: args[3] as string,
      node: args[4] as number,
    }));
}

/** When each task arrived, in order. */
export function arrivals(told: readonly Told[], taskClass = 0): number[] {
  return told.filter(({ what, args }) => what === 'taskArrived' && args[0] === taskClass).map(({ at }) => at);
}

/** The services after each change. */
export function services(
  told: readonly Told[],
): { at: number; tasks: boolean; ui: boolean; slots: number }[] {
  return told
    .filter(({ what }) => what === 'serviceChanged')
    .map(({ at, args }) => ({
      at,
      tasks: args[0] as boolean,
      ui: args[1] as boolean,
      slots: args[2] as number,
    }));
}
