/** The story of one: who is meant, what is told of it, and what happened around it. */
import { describe, expect, it } from 'vitest';
import { toldLines } from '../../../src/commands/actions/tell.ts';
import { Attribution } from '../../../src/measure/attribution.ts';
import { storyOf } from '../../../src/report/explain/story.ts';
import { ofNode, timelineCsv, timelineLines } from '../../../src/report/explain/timeline.ts';
import { simulate } from '../../../src/simulate.ts';
import { choose } from '../../../src/study/explain/choose.ts';
import { happened } from '../../../src/study/explain/happened.ts';
import { record } from '../../../src/study/explain/recorder.ts';
import { shipped } from '../../scenarios/support.ts';
import { scenarioOf } from '../../support/run.ts';

/** A region is lost for good at 100 s: who runs there, who comes later, and users. */
const scenario = scenarioOf(`
name: loss
duration: 20m
regions: { east: [a], west: [a] }
network: { sameZone: 1ms, between: { east: { west: 80ms } } }
loadBalancer: { at: east, probe: { type: passive } }
nodes:
  e: { at: east/a, taskCap: 1, startTime: 0s, phase: 0s }
database: { at: east/a, read: 1ms, write: 2ms, flush: 1ms }
dispatch: { every: 20s }
workload:
  tasks:
    job: { arrivals: { at: [1s, 2s, 150s] }, steps: [ { db: 2 }, { run: 60s } ] }
  requests:
    page: { from: east/a, arrivals: { every: 50s }, db: 3 }
timeline: [ { at: 100s, outage: east, name: east-lost } ]
`);
const attribution = new Attribution(scenario);
simulate(scenario, { seed: '1', replication: 0, tap: attribution.tap });
const causes = attribution.causes();

function told(of: 'task' | 'request', asked: string): string[] {
  const chosen = choose(causes, of, asked);
  if (typeof chosen === 'string') return [chosen];
  const isIt = (work: { of: string; workClass: number; ordinal: number }) =>
    work.of === chosen.of && work.workClass === chosen.workClass && work.ordinal === chosen.ordinal;
  const { title, lines } = storyOf(scenario, record(scenario, '1', 0, isIt), chosen);
  return [title, ...lines.map(({ when, text }) => `${when} ${text}`.trim())].map((line) =>
    line.replaceAll('\u00a0', ' '),
  );
}

describe('the story of one', () => {
  it('a task that waits for the slot of another and then for a node that does not come, in under ten lines', () => {
    const lines = told('task', '2');
    expect(lines.length).toBeLessThan(10);
    // At 1:40 the look that would have taken it goes down with its node.
    expect(lines).toEqual([
      'job 2: 39 m 58 s in replication 0',
      '0:00:02 arrives; 1 task waits before it, 0 tasks run',
      '0:00:02 waits for 39 m 58 s: no node able 38 m 20 s (rule F4), waiting for a slot 1 m 00 s (rule F6) and next look 38.0 s (rule Q2)',
      'meanwhile: east lost (0:01:40 to the end)',
      '0:40:00 is not over when the run ends: the last was waiting while no node can take tasks (rule F4)',
    ]);
  });

  it('the slowest, one by its time, and what became of none', () => {
    expect(told('task', 'slowest')[0]).toBe(
      'job 1, the slowest of 1 that succeeded: 1 m 19 s in replication 0',
    );
    expect(told('task', 'job at 2m')).toEqual([
      'job 3, the first that arrived at 2m or later: 0 s in replication 0',
      expect.stringContaining('arrives;'),
      'meanwhile: east lost (0:01:40 to the end)',
      '0:02:30 is refused: there is no user interface (rule W4)',
    ]);
    expect(told('task', 'failed')[0]).toContain('job 2, none is failed; the first of 1 that are not over');
    expect(told('request', 'timedOut')).toEqual([
      expect.stringMatching(/^page \d+, the first of \d+ that timed out: 30.0 s in replication 0$/),
      expect.stringContaining('is sent from east/a'),
      expect.stringContaining('runs for 30.0 s: no answer (rule N4)'),
      expect.stringContaining('meanwhile: east lost'),
      expect.stringContaining('its client gives up after 30.0 s (rule W3)'),
    ]);
  });

  it('is of the class that is named, though the name of another begins like it', () => {
    const own = (name: string) => ({
      ...{ of: 'task', name, ordinals: [1, 2], arrived: [0, 5], took: [7, 3] },
      outcomes: ['succeeded', 'failed'],
    });
    for (const names of [
      ['deploy', 'deploy-prod'],
      ['deploy-prod', 'deploy'],
    ]) {
      const classes = names.map(own) as unknown as Parameters<typeof choose>[0]['classes'];
      const chosen = (asked: string) => choose({ classes }, 'task', asked);
      const long = names.indexOf('deploy-prod');
      expect(chosen('deploy-prod 2')).toEqual({ of: 'task', workClass: long, ordinal: 2, why: '' });
      expect(chosen('deploy-prod-1')).toMatchObject({ workClass: long, ordinal: 1 });
      expect(chosen('deploy-prod')).toMatchObject({ workClass: long, ordinal: 1 });
      expect(chosen('deploy failed')).toMatchObject({ workClass: 1 - long, ordinal: 2 });
    }
  });

  it.each([
    ['task', '9', 'there is no task 9; job has 1 to 3'],
    ['task', 'quickest', "'quickest' is none of slowest,"],
    ['task', 'lost', 'no task is lost; there are succeeded, refused, unfinished'],
    ['request', 'at 5h', 'no request arrived at 5h or later'],
  ] as const)('%s %s', (of, asked, words) => {
    expect(told(of, asked)[0]).toContain(words);
  });
});

describe('what happened', () => {
  const { happenings } = happened(scenario, '1', 0);
  const texts = timelineLines(happenings, null).lines.map(({ when, text }) =>
    `${when} ${text}`.replaceAll('\u00a0', ' '),
  );

  it('in order of time: spans, services, what was lost, the first and the last that were not served', () => {
    expect(texts).toEqual(
      expect.arrayContaining([
        '0:01:40 east lost, to the end',
        '0:01:40 tasks cannot run',
        '0:01:40 the user interface is down',
        '0:02:30 job 3: the only one refused without a user interface',
      ]),
    );
    expect(texts.some((text) => /page \d+: last of \d+ timed out/.test(text))).toBe(true);
    expect(happenings.map(({ at }) => at)).toEqual(happenings.map(({ at }) => at).sort((a, b) => a - b));
  });

  it('as CSV, and what concerns a node', () => {
    expect(timelineCsv(happenings, null).split('\r\n')[0]).toBe('at,until,kind,what');
    const dates = timelineCsv(happenings, { start: 0, zone: 'UTC', offsets: [{ from: 0, ahead: 0 }] });
    expect(dates.split('\r\n')[0]).toBe('at,until,kind,what,date');
    expect(dates).toContain('1970-01-01T00:01:40.000+00:00');
    const about = ofNode(scenario, 0, happenings).map(({ text }) => text);
    expect(about).toContain('east lost');
    expect(about).not.toContain('job 3: the only one refused without a user interface');
  });
});

describe('of the loss of a region', () => {
  const lost = shipped('disaster-recovery/region-loss-hot-cold.yaml');
  const all = new Attribution(lost);
  simulate(lost, { seed: '1', replication: 0, tap: all.tap });

  it.each([
    ['task', 'lost', 'us-east-1 lost'],
    ['request', 'slowest', 'is served'],
    ['request', 'failed', 'us-east-1 lost'],
  ] as const)('a %s that is %s, in under ten lines', (of, asked, words) => {
    const chosen = choose(all.causes(), of, asked);
    if (typeof chosen === 'string') throw new Error(chosen);
    const isIt = (work: { of: string; workClass: number; ordinal: number }) =>
      work.of === chosen.of && work.workClass === chosen.workClass && work.ordinal === chosen.ordinal;
    const { title, lines } = storyOf(lost, record(lost, '1', 0, isIt), chosen);
    const printed = toldLines(lines, 100);
    expect(1 + printed.length).toBeLessThan(10);
    expect([title, ...printed].join(' ').replaceAll('\u00a0', ' ')).toContain(words);
  });
});
