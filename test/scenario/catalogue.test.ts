import { describe, expect, test } from 'vitest';
import { CATALOGUE, describeMetric } from '../../src/scenario/catalogue.ts';
import { metricsOf } from '../../src/scenario/resolve.ts';
import { EVERYTHING, parse, SMALLEST } from './support.ts';

describe('the catalogue', () => {
  test('has no pattern twice, and one sentence for each', () => {
    expect(new Set(CATALOGUE.map(({ pattern }) => pattern)).size).toBe(CATALOGUE.length);
    for (const { pattern, text } of CATALOGUE) expect(text.endsWith('.'), pattern).toBe(true);
  });

  test.each([
    ['tasks.queueWait.p95', 's', 'quantile', 'lower'],
    ['tasks.deployment.queueWait.mean', 's', 'mean', 'lower'],
    ['tasks.deployment.turnaround.max', 's', 'once', 'lower'],
    ['tasks.deployment.turnaround.max.p95', 's', 'once', 'lower'],
    ['tasks.successRatio', 'share', 'ratio', 'higher'],
    ['tasks.makespan', 's', 'once', 'lower'],
    ['tasks.makespan.max', 's', 'once', 'lower'],
    ['requests.dashboard.latency.p99', 's', 'quantile', 'lower'],
    ['requests.errorRatio', 'share', 'ratio', 'lower'],
    ['queue.length.mean', 'count', 'time-average', 'lower'],
    ['queue.lock.wait.p90', 's', 'quantile', 'lower'],
    ['slots.utilisation', 'share', 'time-average', null],
    ['node.east-1.cpu.utilisation', 'share', 'time-average', null],
    ['node.a.started', 'count', 'count', null],
    ['database.pool.wait.p50', 's', 'quantile', 'lower'],
    ['storage.op.mean', 's', 'mean', 'lower'],
    ['availability.ui', 'share', 'ratio', 'higher'],
    ['recovery.crash-east-1.tasks.rto', 's', 'once-per-fault', 'lower'],
    ['recovery.crash-east-1.rpo.tasks.p95', 'count', 'once-per-fault', 'lower'],
    ['failures.machine.count', 'count', 'count', null],
    ['cost.perTask', 'currency', 'ratio', 'lower'],
    ['run.events', 'count', 'count', null],
  ])('%s', (name, unit, kind, better) => expect(describeMetric(name)).toMatchObject({ unit, kind, better }));

  test.each([
    '',
    'tasks',
    'tasks.deployment',
    'tasks.queueWait',
    'tasks.queueWait.p96',
    'tasks.<class>.arrived',
    'tasks.a.b.arrived',
    'constructor',
    'node.started',
    'recovery.x',
  ])('%j is no metric', (name) => expect(describeMetric(name)).toBeNull());

  test('a name may be that of a measure: what stands behind it tells them apart', () => {
    expect(describeMetric('tasks.queueWait.mean')?.pattern).toBe('tasks.queueWait.mean');
    expect(describeMetric('tasks.queueWait.arrived')?.pattern).toBe('tasks.<class>.arrived');
    expect(describeMetric('tasks.queueWait.queueWait.mean')?.pattern).toBe('tasks.<class>.queueWait.mean');
    expect(describeMetric('recovery.lost.tasks.rto')?.pattern).toBe('recovery.<fault>.tasks.rto');
    expect(describeMetric('node.started.started')?.pattern).toBe('node.<node>.started');
  });
});

describe('the metrics of a scenario', () => {
  const metrics = (text: string) => metricsOf(parse(text).scenario);

  test('each is described, none comes twice', () => {
    const all = metrics(
      `${EVERYTHING}timeline: [ { at: 1h, crash: e-1 }, { at: 2h, undrain: e } ]\nfailures: { f: { preset: node-machine } }\ncost: {}\n`,
    );
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(describeMetric(name), name).not.toBeNull();
    for (const name of [
      'tasks.arrived',
      'tasks.deployment.arrived',
      'requests.dashboard.latency.p95',
      'node.solo.served',
      'database.call.mean',
      'storage.op.p95',
      'recovery.crash-e-1.ui.rto',
      'failures.f.downtime',
      'cost.perHour',
    ]) {
      expect(all).toContain(name);
    }
    expect(all.filter((name) => name.startsWith('recovery.undrain'))).toEqual([]);
  });

  test('only what it has', () => {
    const some = metrics(SMALLEST);
    for (const family of ['requests', 'database', 'storage', 'recovery', 'failures', 'cost', 'queue.lock']) {
      expect(some.filter((name) => name.startsWith(`${family}.`))).toEqual([]);
    }
  });
});
