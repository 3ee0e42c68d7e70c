/** Which node in rotation gets a request (rule L1). */
import { derivedWord, draw, PURPOSE } from '../../engine/draw.ts';
import type { BalancerChoice } from '../../scenario/scenario.ts';

/** What a choice may look at. */
export interface Rotation {
  /** Nodes in rotation, in node order; never empty. */
  readonly nodes: readonly number[];
  /** The node chosen last; -1 at first. */
  readonly last: number;
  /** Requests under way at a node through this balancer. */
  readonly connections: Int32Array;
  /** The node in rotation with the fewest connections; of several the next in node order after `last`. */
  leastConnected(): number;
}

/**
 * @param user index of the closed-loop user who asks; -1: an open arrival, which is a source of its own.
 * @param attempt of a client that tries again, from 0 (rule L9).
 */
export type Choose = (
  rotation: Rotation,
  keyHigh: number,
  keyLow: number,
  user: number,
  attempt: number,
) => number;

/** Where a node stands among nodes in order, or would stand. */
export function placeOf(nodes: readonly number[], node: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodes[middle]! < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

function roundRobin({ nodes, last }: Rotation): number {
  return nodes[placeOf(nodes, last + 1)] ?? nodes[0]!;
}

function random(rotation: Rotation, keyHigh: number, keyLow: number, _user: number, attempt: number): number {
  const u = draw(keyHigh, keyLow, PURPOSE.choice, 2 * attempt);
  return rotation.nodes[Math.floor(u * rotation.nodes.length)]!;
}

/** The less busy of two different ones, drawn at random; of equals the first drawn, so that idle nodes share evenly. */
function powerOfTwo(
  rotation: Rotation,
  keyHigh: number,
  keyLow: number,
  _user: number,
  attempt: number,
): number {
  const { nodes, connections } = rotation;
  const first = Math.floor(draw(keyHigh, keyLow, PURPOSE.choice, 2 * attempt) * nodes.length);
  if (nodes.length === 1) return nodes[0]!;
  const other = Math.floor(draw(keyHigh, keyLow, PURPOSE.choice, 2 * attempt + 1) * (nodes.length - 1));
  const second = other < first ? other : other + 1;
  const [a, b] = [nodes[first]!, nodes[second]!];
  return connections[b]! < connections[a]! ? b : a;
}

/** The same source always to the same node, as long as the rotation stays. */
function sourceHash(rotation: Rotation, keyHigh: number, _keyLow: number, user: number): number {
  const source = user === -1 ? keyHigh : derivedWord(user, 0, 0, 0);
  return rotation.nodes[(source >>> 0) % rotation.nodes.length]!;
}

/** A rotation but for some nodes. */
export function without(rotation: Rotation, tried: readonly number[]): Rotation {
  const nodes = rotation.nodes.filter((node) => !tried.includes(node));
  const { last, connections } = rotation;
  // The next behind the last comes first among equals, as in a whole rotation.
  const inTurn = [...nodes.filter((node) => node > last), ...nodes.filter((node) => node <= last)];
  const fewest = (): number => inTurn.reduce((a, b) => (connections[b]! < connections[a]! ? b : a));
  return { nodes, last, connections, leastConnected: fewest };
}

export const CHOOSE = {
  'round-robin': roundRobin,
  'least-connections': (rotation) => rotation.leastConnected(),
  random,
  'power-of-two': powerOfTwo,
  'source-hash': sourceHash,
} satisfies Record<BalancerChoice, Choose>;
