/** Rule T4: how far components are when a run begins is uniform, and neighbours by name know nothing of each other. */
import { describe, expect, it } from 'vitest';
import { Luck } from '../../src/engine/luck.ts';

const REPLICATIONS = 20_000;
const NODES = 8;

/** By replication: the phases of node-1 … node-8. */
const drawn = Array.from({ length: REPLICATIONS }, (_, replication) => {
  const luck = new Luck('phases', replication, null);
  return Array.from({ length: NODES }, (_, node) => luck.phase(`look/node-${node + 1}`));
});

describe('phases', () => {
  it('of eight nodes: the earliest is at 1/9 on average, and varies as that of independent ones', () => {
    const earliest = drawn.map((phases) => Math.min(...phases));
    const mean = earliest.reduce((sum, each) => sum + each, 0) / REPLICATIONS;
    const variance = earliest.reduce((sum, each) => sum + (each - mean) ** 2, 0) / REPLICATIONS;
    // Order statistics: Beta(1, n), of mean 1/(n+1) and variance n/((n+1)²(n+2)).
    const expected = NODES / ((NODES + 1) ** 2 * (NODES + 2));
    expect(Math.abs(mean - 1 / (NODES + 1))).toBeLessThan(4 * Math.sqrt(expected / REPLICATIONS));
    expect(variance / expected).toBeGreaterThan(0.93);
    expect(variance / expected).toBeLessThan(1.07);
  });

  it('of neighbouring names lie on no grid: as far from node 1 to 2 as from node 3 to 4', () => {
    const alike = drawn.filter(([one, two, three, four]) => {
      const difference = two! - one! - (four! - three!);
      return Math.abs(difference - Math.round(difference)) < 1e-6;
    });
    // Of 20 000 independent ones 0.04.
    expect(alike.length).toBeLessThan(3);
  });
});
