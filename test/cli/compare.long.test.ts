/** `hasim compare`: the same work through each design. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXACT, Place, SMALL, widest } from './support.ts';

const SLOW = SMALL.replace('name: small', 'name: slow').replace('taskCap: 10', 'taskCap: 9');
const FILES = { 'small.yaml': SMALL, 'slow.yaml': SLOW };

describe('hasim compare', () => {
  test('says which is worse, on at most 40 lines of 100 columns, and how to repeat it', async () => {
    const place = new Place(FILES);
    const { code, stdout, stderr } = await place.hasim(['compare', 'small.yaml', 'slow.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('slow is worse than small');
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(widest(stdout)).toBeLessThanOrEqual(100);
    expect(stdout).toContain('reports/small-vs-slow/');
    expect(stdout).toContain('hasim compare small.yaml slow.yaml --seed 1 --replications 10');
    const files = place.list('reports/small-vs-slow');
    for (const file of ['comparison.json', 'report.html', 'summary.md', 'series.csv', 'latency.png'])
      expect(files).toContain(file);
  });

  test('--json: one document alone on stdout, the same as in the folder', async () => {
    const place = new Place(FILES);
    const args = ['compare', 'small.yaml', 'slow.yaml', '--json', '--no-charts', '--replications', '5'];
    const { stdout } = await place.hasim(args);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 'hasim.comparison/1', engine: { replications: 5 } });
    expect(document.designs).toHaveLength(2);
    const file = readFileSync(join(place.path, 'reports/small-vs-slow/comparison.json'), 'utf8');
    expect(document).toEqual(JSON.parse(file));
  });

  test('a design against itself differs by exactly 0', async () => {
    const args = ['compare', 'small.yaml', 'small.yaml', '--json', '--no-charts'];
    const { designs } = JSON.parse((await new Place(FILES).hasim(args)).stdout);
    expect(designs.map(({ scenario }: { scenario: { name: string } }) => scenario.name)).toEqual([
      'small',
      'small-2',
    ]);
    const effects: { difference: number | null }[] = Object.values(designs[1].effects);
    expect(effects.length).toBeGreaterThan(20);
    for (const { difference } of effects) expect(difference ?? 0).toBe(0);
  });

  test('--delta calls a difference within it equivalent', async () => {
    // Turnarounds of 18 s and 14 s: 22 % apart.
    const wide = EXACT.replace('exact', 'wide').replace('taskCap: 2', 'taskCap: 3');
    const place = new Place({ 'a.yaml': EXACT, 'b.yaml': wide });
    const verdict = async (...more: string[]) => {
      const { stdout } = await place.hasim(['compare', 'a.yaml', 'b.yaml', '--json', '--no-charts', ...more]);
      return JSON.parse(stdout).designs[1].effects['tasks.turnaround.mean'].verdict;
    };
    expect([await verdict(), await verdict('--delta', '20%'), await verdict('--delta', '25%')]).toEqual([
      'better',
      'better',
      'equivalent',
    ]);
  });

  test('several candidates, --set for all of them, one replication where nothing is random', async () => {
    const place = new Place({
      'a.yaml': EXACT,
      'b.yaml': EXACT.replace('exact', 'wide').replace('taskCap: 2', 'taskCap: 3'),
      'c.yaml': EXACT.replace('exact', 'wider').replace('taskCap: 2', 'taskCap: 5'),
    });
    const step = 'workload.tasks.job.steps.0.run=6s';
    const args = ['compare', 'a.yaml', 'b.yaml', 'c.yaml', '--json', '--no-charts', '--set', step];
    const { designs, engine } = JSON.parse((await place.hasim(args)).stdout);
    expect(engine.replications).toBe(1);
    const waits = designs.map((design: { metrics: Record<string, { value: number }> }) => {
      return design.metrics['tasks.queueWait.mean']!.value;
    });
    expect(waits).toEqual([4.8, 2.4, 0]);
    expect(place.list('reports')).toEqual(['exact-vs-wide-vs-wider']);
  });

  test('--precision takes as many replications as the design needs that needs most', async () => {
    const args = ['compare', 'small.yaml', 'slow.yaml', '--json', '--no-charts', '--precision', '20%'];
    const { engine, designs } = JSON.parse((await new Place(FILES).hasim(args)).stdout);
    expect(engine.replications).toBeGreaterThan(10);
    for (const { metrics } of designs) {
      const { value, high } = metrics['tasks.queueWait.mean'];
      expect((high - value) / value).toBeLessThan(0.2);
    }
  });
});
