/** A sensitivity as it is shown: what matters most first, what breaks, what was left out; the tornado. */
import { describe, expect, test } from 'vitest';
import { tornado } from '../../src/report/charts/tornado.ts';
import { sensitivitySummary } from '../../src/report/sensitivity.ts';
import { sensitivityCsv } from '../../src/report/sensitivity-files.ts';
import type { Estimate } from '../../src/study/estimates/estimate.ts';
import type { Sensitivity } from '../../src/study/sensitivity/run-sensitivity.ts';
import type { Dependence, Side } from '../../src/study/sensitivity/sensitivity.ts';
import { aScenario } from '../support/fixtures.ts';

const ASSUMED = {
  path: 'database.read',
  text: 'service time of a read (1ms)',
  value: '1ms',
  source: 'x',
  standing: 'typical',
} as const;

function side(by: number, difference: number | null, written = `${10 * (1 + by)}`): Side {
  const known = difference === null ? null : 20 + difference;
  const broken = difference === null;
  return {
    ...{ set: [], written, by, value: known, difference, half: broken ? null : 0.2, breaks: broken },
    reason: broken ? 'saturated (slots)' : null,
  };
}

function dependence(path: string, perTenth: number, changes: Partial<Dependence> = {}): Dependence {
  return {
    parameter: { path, parts: [], written: '10', assumed: path === 'database.read' ? ASSUMED : null },
    ...{
      less: side(-0.1, -perTenth),
      more: side(0.1, perTenth),
      perTenth,
      half: 0.1,
      relative: perTenth / 20,
    },
    ...{ p: 0.001, influence: perTenth > 0 ? 'raises' : 'lowers' },
    ...changes,
  };
}

function sensitivity(...dependences: Dependence[]): Sensitivity {
  const estimate = { value: 20, unit: 's', kind: 'mean', low: 19, high: 21, n: 10 } as Estimate;
  return {
    ...{
      scenario: aScenario({ assumed: [ASSUMED] }),
      seed: '1',
      metric: 'tasks.queueWait.mean',
      estimate,
      dependences,
    },
    ...{ left: [{ path: 'queued', why: 'they are 0' }], replications: 10, digest: '0123456789abcdef' },
  };
}

const NOTHING = dependence('network.sameZone', 0, { influence: 'no effect found', half: 0, p: 1 });

function summary(...dependences: Dependence[]): string {
  const context = { folder: 'reports/x/', repeat: 'hasim sweep x', columns: 100 };
  return sensitivitySummary(sensitivity(...dependences), context).replaceAll('\u00a0', ' ');
}

describe('on the terminal', () => {
  test('the first sentence names what matters most, with its effect and interval; then what no document states', () => {
    const text = summary(
      dependence('database.read', 1.9),
      dependence('nodes.*.taskCap', -0.8),
      NOTHING,
    ).replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'All tasks queue wait mean (20.0 s ± 1.0) depends most on database.read: 10 % more of it make +1.90 s ± 0.10, +9.5 %. Then on nodes.*.taskCap (−0.80 s ± 0.10, −4 %).',
    );
    expect(text).toContain('figures that no document states: service time of a read (1ms): typical.');
    expect(text).toContain('no effect found: 1 of 3 parameters · not changed: 1 (they are 0)');
  });

  test('what depends on it most is not said where more was seen of what may be chance', () => {
    const open = (path: string, perTenth: number) =>
      dependence(path, perTenth, { half: 11, p: 0.16, influence: 'no effect found' });
    const sure = [dependence('database.read', 0.9), dependence('database.flush', 0.5)];
    const text = summary(
      ...sure,
      open('workload.scale', 9),
      open('nodes.n.speed', -8),
      open('dispatch.every', 0.8),
    );
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      'may depend most on workload.scale (+9 s ± 11, +45 %) and nodes.n.speed (−8 s ± 11, −40 %): so much was seen, which may be chance; more replications could tell. It surely depends on database.read: 10 % more of it make +0.90 s ± 0.10, +4.5 %. And on database.flush (',
    );
    expect(words).not.toContain('depends most');
    const many = [9, 8, 7, 6, 5].map((perTenth) => open(`nodes.n${perTenth}.speed`, perTenth));
    expect(summary(...sure, ...many).replaceAll(/\s+/g, ' ')).toMatch(
      /on nodes\.n9.*, nodes\.n8.*, nodes\.n7.* and 2 more: so/,
    );
    expect(summary(...sure, open('dispatch.every', 0.8))).toContain('depends most on database.read');
  });

  test('what no document states is named where it moves the metric by 1 % or more', () => {
    expect(summary(dependence('database.read', 0.21))).toContain(
      'figures that no document states: service time',
    );
    expect(summary(dependence('database.read', 0.19))).toContain('was not found to matter by 1 % or more');
  });

  test('what breaks is said as such, not as a number', () => {
    const breaks = dependence('workload.scale', 3, { more: side(0.1, null, '110%'), influence: 'breaks' });
    expect(summary(breaks)).toContain('depends most on workload.scale: with 110% (+10 %)');
    expect(summary(breaks)).toMatch(/^ +workload\.scale .* 110% +saturated/m);
    expect(summary(breaks)).toContain(
      'The figure that no document states was not found to matter by 1 % or more.',
    );
  });

  test('nothing beyond chance is an answer; many effects are cut to what is largest', () => {
    expect(summary(NOTHING)).toContain('changes with no parameter by more than chance');
    const many = Array.from({ length: 30 }, (_, i) => dependence(`nodes.n${i}.taskCap`, 30 - i));
    const text = summary(...many);
    expect(text.match(/^ +nodes\.n\d+\.taskCap /gm)).toHaveLength(12);
    expect(text).toContain('18 more with an effect');
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
  });
});

test('CSV: every parameter, also those that were not changed', () => {
  const lines = sensitivityCsv(sensitivity(dependence('database.read', 1.9), NOTHING))
    .trimEnd()
    .split('\r\n');
  expect(lines.map((line) => line.split(',').length)).toEqual([18, 18, 18, 18]);
  expect(lines[1]).toMatch(/^database\.read,10,raises,1\.9,0\.1,0\.095,0\.001,9,-0\.1,-1\.9,.*,typical$/);
  expect(lines[3]).toMatch(/^queued,,not changed: they are 0,/);
});

describe('the tornado', () => {
  const barsOf = (...dependences: Dependence[]) => {
    const chart = tornado(sensitivity(...dependences))!;
    const { annotations } = chart.config.options!.plugins!.annotation!;
    return (
      annotations as { xMin: number; xMax: number; yMin: number; label?: { content: string } }[]
    ).filter(({ label }) => label);
  };

  test('has bars on both sides of 0, the largest on top, whiskers around their ends', () => {
    const bars = barsOf(dependence('database.read', 2), dependence('nodes.*.taskCap', -1));
    expect(bars.map(({ xMin, xMax }) => [xMin, xMax])).toEqual([
      [-2, 0],
      [0, 2],
      [0, 1],
      [-1, 0],
    ]);
    expect(bars[0]!.yMin).toBeGreaterThan(bars[2]!.yMin);
    const { datasets } = tornado(sensitivity(dependence('database.read', 2)))!.config.data;
    expect(datasets[1]!.data.map(({ x }) => x)).toEqual([1.8, 2.2]);
  });

  test('writes what breaks, and is left out when nothing moves', () => {
    const breaks = dependence('workload.scale', 3, { more: side(0.1, null, '110%'), influence: 'breaks' });
    expect(barsOf(breaks)[1]!.label!.content).toBe('saturated (slots) at 110%');
    expect(tornado(sensitivity({ ...NOTHING, less: side(-0.1, 0), more: side(0.1, 0) }))).toBeNull();
  });
});
