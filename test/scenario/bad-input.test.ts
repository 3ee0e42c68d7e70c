/** Every kind of mistake is told with its place, what is wrong, and what would be right. */
import { describe, expect, test } from 'vitest';
import { EVERYTHING, mistakesOf, SMALLEST } from './support.ts';

type Case = readonly [kind: string, text: string, place: string, says: RegExp];

/** EVERYTHING with one line changed; the rest of the file must stay right, so exactly one mistake comes out. */
function changed(from: string, to: string): string {
  const lines = EVERYTHING.split('\n');
  const at = lines.findIndex((line) => line.includes(from));
  if (at < 0) throw new Error(`no line has '${from}'`);
  lines[at] = lines[at]!.replace(from, to);
  return lines.join('\n');
}

const withTimeline = (entry: string) => `${EVERYTHING}timeline:\n  - ${entry}\n`;
const withExpect = (text: string) => `${EVERYTHING}expect:\n  - ${text}\n`;
const withMore = (text: string) => `${EVERYTHING}${text}\n`;
const step = (text: string) => SMALLEST.replace('{ run: { exponential: 1s } }', text);
const dispatch = (text: string) => SMALLEST.replace(/^dispatch: .*$/m, `dispatch: ${text}`);
const withTask = (text: string) => SMALLEST.replace('steps:', `${text}, steps:`);
const arrivals = (text: string) => SMALLEST.replace('{ poisson: 8/s }', text);

/** A week that begins on Monday, 2026-03-23, with one line changed. */
const dated = (from = '', to = '') =>
  `name: dated
start: 2026-03-23T00:00 Europe/Zurich
duration: 7d
nodes: { n: { taskCap: 10 } }
workload:
  holidays: [2026-03-25]
  tasks:
    job:
      arrivals:
        week: { everyDay: 1/h }
        exceptions: { 2026-03-26: 50% }
      steps: [ { run: 1s } ]
timeline: [ { at: { cron: '0 2 * * SUN' }, restart: n } ]
`.replace(from, to);
const start = (text: string) => dated('2026-03-23T00:00 Europe/Zurich', text);
const cron = (text: string) => dated('0 2 * * SUN', text);

/** Dates: where, and what is said. */
const DATED: readonly Case[] = (
  [
    [
      'a start without a zone',
      start('2026-03-23T00:00'),
      '2:8 start',
      /^has no zone; write 2026-03-23T00:00 Europe\/Zurich/,
    ],
    [
      'a zone that is not there',
      start('2026-03-23T00:00 Europe/Zürich'),
      '2:8 start',
      /^there is no time zone 'Europe\/Zürich'; did you mean 'Europe\/Zurich'\?/,
    ],
    ['a city as zone', start('2026-03-23T00:00 Zurich'), '2:8 start', /did you mean 'Europe\/Zurich'\?/],
    [
      'no date at all',
      start('tomorrow'),
      '2:8 start',
      /^'tomorrow' is not a start; .*2026-03-23T00:00 Europe\/Zurich/,
    ],
    [
      'a date turned round',
      start('23.3.2026 UTC'),
      '2:8 start',
      /^'23.3.2026' is not a date; did you mean 2026-03-23\?/,
    ],
    [
      'a day that does not exist',
      start('2026-02-30 UTC'),
      '2:8 start',
      /^'2026-02-30' does not exist: February 2026 has 28 days; did you mean 2026-02-28\?/,
    ],
    [
      'an hour that does not exist',
      start('2026-03-23T24:00 UTC'),
      '2:8 start',
      /^24:00:00 is no time of the day/,
    ],
    [
      'an offset that the zone does not have',
      start('2026-03-23T00:00+02:00 Europe/Zurich'),
      '2:8 start',
      /^\+02:00 is not what Europe\/Zurich has then; write 2026-03-23T00:00 Europe\/Zurich/,
    ],
    [
      'a calendar that ends before the run',
      start('{ at: 2026-03-23T00:00, zone: Europe/Zurich, until: 3d, offsets: [[0s, +01:00]] }'),
      '2:60 start.until',
      /^the calendar ends at 3d, and the run at 7d; write start: 2026-03-23T00:00 Europe\/Zurich/,
    ],
    [
      'offsets that do not begin at 0',
      start('{ at: 2026-03-23, zone: X, until: 7d, offsets: [[1s, +01:00]] }'),
      '2:56 start.offsets.0',
      /^is not later than the one before, from 0s on/,
    ],
    [
      'what is no offset',
      start('{ at: 2026-03-23, zone: X, until: 7d, offsets: [[0s, 1h]] }'),
      '2:61 start.offsets.0.1',
      /^is no offset such as \+01:00/,
    ],
    [
      'a holiday that does not exist',
      dated('[2026-03-25]', '[2026-04-31]'),
      '6:14 workload.holidays.0',
      /^'2026-04-31' does not exist: April 2026 has 30 days; did you mean 2026-04-30\?/,
    ],
    [
      'a holiday outside of the run',
      dated('[2026-03-25]', '[2026-03-25, 2026-05-01]'),
      '6:26 workload.holidays.1',
      /^Fri 2026-05-01 is not in the run, which goes from Mon 2026-03-23 to 2026-03-30; leave it out, or make the duration longer/,
    ],
    [
      'a holiday before the run',
      dated('[2026-03-25]', '[2026-03-22]'),
      '6:14 workload.holidays.0',
      /leave it out, or start earlier/,
    ],
    [
      'a holiday twice',
      dated('[2026-03-25]', '[2026-03-25, 2026-03-25]'),
      '6:26 workload.holidays.1',
      /^2026-03-25 is in it already/,
    ],
    [
      'a weekday in full',
      dated('everyDay', 'everyday'),
      '10:17 workload.tasks.job.arrivals.week.everyday',
      /did you mean 'everyDay'\?/,
    ],
    [
      'a week with gaps',
      dated('everyDay: 1/h', 'workdays: 1/h, sat: 2/h'),
      '10:9 workload.tasks.job.arrivals.week',
      /^does not say what sun is like; write sun: 0\/h, or everyDay/,
    ],
    [
      'a day that begins late',
      dated('everyDay: 1/h', 'everyDay: [[1h, 1/h]]'),
      '10:28 workload.tasks.job.arrivals.week.everyDay.0',
      /^does not begin at 0h/,
    ],
    [
      'a day of 25 hours',
      dated('everyDay: 1/h', 'everyDay: [[0h, 1/h], [24h, 1/h]]'),
      '10:39 workload.tasks.job.arrivals.week.everyDay.1',
      /^is after the end of the day/,
    ],
    [
      'times of a day that do not rise',
      dated('everyDay: 1/h', 'everyDay: [[0h, 1/h], [8h, 2/h], [8h, 3/h]]'),
      '10:50 workload.tasks.job.arrivals.week.everyDay.2',
      /^is not later than the one before/,
    ],
    [
      'an exception outside of the run',
      dated('2026-03-26', '2026-04-26'),
      '11:23 workload.tasks.job.arrivals.exceptions.2026-04-26',
      /^Sun 2026-04-26 is not in the run/,
    ],
    [
      'an exception that does not exist',
      dated('2026-03-26', '2026-03-32'),
      '11:23 workload.tasks.job.arrivals.exceptions.2026-03-32',
      /^'2026-03-32' does not exist/,
    ],
    [
      'an exception without a date',
      dated('2026-03-26', 'thursday'),
      '11:23 workload.tasks.job.arrivals.exceptions.thursday',
      /is not a date; a date is written like/,
    ],
    [
      'a week of holidays that nobody has',
      dated('  holidays: [2026-03-25]\n', '').replace('everyDay: 1/h', 'everyDay: 1/h, holiday: 2/h'),
      '9:32 workload.tasks.job.arrivals.week.holiday',
      /^is never used, as there are no holidays/,
    ],
    [
      'four fields',
      cron('0 2 * *'),
      '13:27 timeline.0.at.cron',
      /^'0 2 \* \*' has 4 fields; five fields are/,
    ],
    [
      'seconds',
      cron('0 0 2 * * SUN'),
      '13:27 timeline.0.at.cron',
      /without seconds and years it is '0 2 \* \* SUN'/,
    ],
    [
      'an hour of cron',
      cron('0 25 * * SUN'),
      '13:27 timeline.0.at.cron',
      /^25 is not an hour; an hour is 0 to 23/,
    ],
    [
      'a weekday of cron',
      cron('0 2 * * SON'),
      '13:27 timeline.0.at.cron',
      /did you mean 'SUN'\? a weekday is 0 to 7, or SUN to SAT/,
    ],
    [
      'a range that goes backwards',
      cron('0 2 * * FRI-MON'),
      '13:27 timeline.0.at.cron',
      /^'FRI-MON' goes backwards; write FRI-SAT,SUN-MON/,
    ],
    ['steps of nothing', cron('*/0 2 * * *'), '13:27 timeline.0.at.cron', /^'\*\/0' has steps of nothing/],
    [
      'signs of other schedulers',
      cron('0 2 ? * SUN'),
      '13:27 timeline.0.at.cron',
      /^'\?' is not a day of the month; write \* for any/,
    ],
    ['a nickname', cron('@dayly'), '13:27 timeline.0.at.cron', /did you mean '@daily'\?/],
    [
      'a day that no month has',
      cron('0 2 31 2,4 *'),
      '13:27 timeline.0.at.cron',
      /never comes: none of its months has such a day/,
    ],
    [
      'what does not come in the run',
      cron('0 2 1 4 *'),
      '13:27 timeline.0.at.cron',
      /^does not come in the run, .*the next is Wed 2026-04-01/,
    ],
    [
      'what comes too often',
      cron('* * * * *'),
      '13:27 timeline.0.at.cron',
      /^comes more than 400 times in the run/,
    ],
  ] as const
).map(([kind, text, place, says]): Case => [kind, text, `s.yaml:${place}`, says]);

const CASES: readonly Case[] = [
  ...DATED,
  // Values
  [
    'wrong type',
    changed('taskCap: 0', 'taskCap: many'),
    's.yaml:10:32 nodes.solo.taskCap',
    /^'many' is not a number; a task cap/,
  ],
  [
    'a number that may be one or a thousand',
    changed('taskCap: 0', 'taskCap: 1.000'),
    's.yaml:10:32 ',
    /^may be 1 or 1000; write the one that you mean/,
  ],
  [
    'a step that nearly never goes well',
    withMore('plans: { p: [ { do: verify, takes: 0s, fails: 99.99999% } ] }'),
    's.yaml:28:47 plans.p.0.fails',
    /^is certain, so that it is tried for ever; say how often with tries/,
  ],
  [
    'somebody who looks all the time',
    withMore('plans: { p: [ { do: waitFor, what: fault, every: 1us } ] }'),
    's.yaml:28:50 plans.p.0.every',
    /^is more than a hundred million looks in the duration; look less often/,
  ],
  [
    'bursts that are over at once',
    arrivals('{ bursts: { on: 8/s, onFor: 0s, offFor: 0s } }'),
    's.yaml:7:32 workload.tasks.job.arrivals.bursts',
    /^change the rate more than a hundred million times in the duration; make them longer/,
  ],
  [
    'a period that is over at once',
    arrivals('{ profile: [[0s, 0/h]], period: 1us }'),
    's.yaml:7:54 workload.tasks.job.arrivals.period',
    /^change the rate more than a hundred million times in the duration; make them longer/,
  ],
  [
    'a rate that may be ten or ten thousand',
    arrivals('{ poisson: 10.000/h }'),
    's.yaml:7:33 workload.tasks.job.arrivals.poisson',
    /^'10.000\/h' may be 10\/h or 10000\/h; write the one that you mean/,
  ],
  [
    'a text that may be one or a thousand',
    changed('taskCap: 0', "taskCap: '1,000'"),
    's.yaml:10:32 nodes.solo.taskCap',
    /it may be 1 or 1000; write the one that you mean/,
  ],
  ['unit missing', changed('duration: 8h', 'duration: 8'), 's.yaml:3:11 duration', /^8 has no unit; .*1h30m/],
  [
    'unit missing in a text',
    changed('duration: 8h', "duration: '8'"),
    's.yaml:3:11 duration',
    /^8 has no unit; write 8s, 8m or 8h/,
  ],
  [
    'unit of another thing',
    changed('87ms', '87MB'),
    's.yaml:5:37 network.between.east.west',
    /^'MB' in '87MB' is no unit of time/,
  ],
  [
    'a common slip in a unit',
    changed('87ms', '5min'),
    's.yaml:5:37 network.between.east.west',
    /did you mean 5m\?/,
  ],
  [
    'a negative duration',
    changed('lag: 5s', 'lag: -5s'),
    's.yaml:15:41 database.replicas.dr.lag',
    /^'-5s' is not a duration/,
  ],
  [
    'no time at all',
    changed('duration: 8h', 'duration: 0s'),
    's.yaml:3:11 duration',
    /^0s is no time at all/,
  ],
  [
    'a blank in a size',
    changed('200MB', '200 MB'),
    's.yaml:24:17 workload.tasks.deployment.steps.1.read',
    /write 200MB/,
  ],
  [
    'a rate without a time',
    changed('60/h', '60'),
    's.yaml:21:28 workload.tasks.deployment.arrivals.poisson',
    /^60 has no unit; a rate is written like 60\/h/,
  ],
  [
    'a cap below 0',
    changed('taskCap: 0', 'taskCap: -1'),
    's.yaml:10:32 nodes.solo.taskCap',
    /^−1 is below 0; a task cap is a whole number from 0 \(UI only\) to 1000/,
  ],
  [
    'a cap with decimals',
    changed('taskCap: 0', 'taskCap: 2.5'),
    's.yaml:10:32 nodes.solo.taskCap',
    /^2.5 is not a whole number/,
  ],
  [
    'a number that is none',
    changed('taskCap: 0', 'taskCap: .nan'),
    's.yaml:10:32 nodes.solo.taskCap',
    /is not a whole number|not a number/,
  ],
  [
    'an infinite number',
    changed('taskCap: 0', 'cores: .inf'),
    's.yaml:10:30 nodes.solo.cores',
    /cores is a number above 0 up to 1024/,
  ],
  [
    'a p95 below the median',
    changed('p95: 90s', 'p95: 9s'),
    's.yaml:25:61 workload.tasks.deployment.steps.2.repeat.steps.0.run.lognormal',
    /^p95 9s is below the median 25s/,
  ],
  [
    'more writes than calls',
    changed('writes: 10', 'writes: 50'),
    's.yaml:23:36 workload.tasks.deployment.steps.0.db.writes',
    /^50 writes are more than the 40 calls/,
  ],
  [
    'nothing where a value belongs in a list',
    step('null'),
    's.yaml:7:49 workload.tasks.job.steps.0',
    /^nothing \(null\) does not fit; a step is one of/,
  ],
  // Keys
  [
    'an unknown key',
    changed('taskCap: 0', 'taskCp: 0'),
    's.yaml:10:23 nodes.solo.taskCp',
    /^unknown key; did you mean 'taskCap'\? a node has/,
  ],
  [
    'an unknown key at the top',
    withMore('durration: 3h'),
    's.yaml:28:1 durration',
    /^unknown key; did you mean 'duration'\?/,
  ],
  ['a key of the prototype', withMore('__proto__: {}'), 's.yaml:28:1 ', /cannot be a key/],
  [
    'a short key with two letters in each other’s place',
    withMore('sede: 7'),
    's.yaml:28:1 sede',
    /^unknown key; did you mean 'seed'\?/,
  ],
  ['a key called like a method', withMore('toString: 1'), 's.yaml:28:1 toString', /^unknown key/],
  [
    'a key of a later version',
    changed('poisson: 60/h }', 'poisson: 60/h }\n      teams: 3'),
    's.yaml:22:7 workload.tasks.deployment.teams',
    /^unknown key/,
  ],
  ['a missing key', SMALLEST.replace('duration: 1h\n', ''), 's.yaml:1:1 duration', /^missing; /],
  [
    'a missing key inside',
    changed('median: 25s, ', ''),
    's.yaml:25:50 workload.tasks.deployment.steps.2.repeat.steps.0.run.lognormal.median',
    /^missing; the median/,
  ],
  [
    'a key given twice',
    SMALLEST.replace('duration: 1h', 'duration: 1h\nduration: 2h'),
    's.yaml:3:1 ',
    /^'duration' is given twice, first in line 2/,
  ],
  ['a map as key', SMALLEST.replace('{ n: ', '{ ? { a: 1 } : 2, n: '), 's.yaml:3:12 ', /^a key is a map/],
  [
    'a merge key of old YAML',
    withMore('<<: { seed: 1 }'),
    's.yaml:28:1 <<',
    /^unknown key; YAML 1\.2 merges no keys: write them out, or extend another file; /,
  ],
  [
    'how many replications, which is asked of a run',
    withMore('replications: 3'),
    's.yaml:28:1 replications',
    /^unknown key; it is no part of a design: give the option replications; a scenario has name, /,
  ],
  // Alternatives
  [
    'an unknown kind of arrivals',
    arrivals('{ poison: 8/s }'),
    's.yaml:7:24 workload.tasks.job.arrivals.poison',
    /^unknown key; did you mean 'poisson'\?/,
  ],
  [
    'two kinds of arrivals',
    arrivals('{ poisson: 8/s, every: 3s }'),
    's.yaml:7:22 workload.tasks.job.arrivals',
    /at once; arrivals are one of/,
  ],
  [
    'an unknown distribution',
    step('{ run: { normal: 3s } }'),
    's.yaml:7:58 workload.tasks.job.steps.0.run.normal',
    /^unknown key; .*distribution/,
  ],
  [
    'an unknown step',
    step('{ walk: 3s }'),
    's.yaml:7:51 workload.tasks.job.steps.0.walk',
    /^unknown key; .*a step is one of db, read, write, cpu, run, start, repeat/,
  ],
  [
    'a list where a map belongs',
    SMALLEST.replace('{ n: { taskCap: 10 } }', '[n]'),
    's.yaml:3:8 nodes',
    /^a list is not a map; nodes|a list is not a map/,
  ],
  [
    'empty steps',
    step('').replace('[  ]', '[]'),
    's.yaml:7:47 workload.tasks.job.steps',
    /^is empty; give at least one item/,
  ],
  [
    'an unknown policy',
    changed('storage: { at: east', 'dispatch: { policy: fairshare }\nstorage: { at: east'),
    's.yaml:17:21 dispatch.policy',
    /^'fairshare' is not known; did you mean 'fair-share'\?/,
  ],
  [
    'a word instead of a map',
    changed('database:', 'database: idael #')
      .replace(/\n {2}(at: east\/a|replicas:|backups.*)/g, '')
      .replace(/\n {4}(standby|dr):.*/g, ''),
    's.yaml:11:11 database',
    /^'idael' is not known; did you mean 'ideal'\?/,
  ],
  // Names and places
  [
    'a place that is not there',
    changed('at: east/b, taskCap', 'at: east/c, taskCap'),
    's.yaml:10:15 nodes.solo.at',
    /^there is no place 'east\/c'; did you mean 'east\/a'\?/,
  ],
  [
    'a region where a zone belongs',
    changed('at: east/b, taskCap', 'at: east, taskCap'),
    's.yaml:10:15 nodes.solo.at',
    /is a region of 2 zones; write the zone, such as east\/a/,
  ],
  [
    'no place among several',
    changed('at: east/b, taskCap', 'taskCap'),
    's.yaml:10:3 nodes.solo.at',
    /^missing; say where it stands/,
  ],
  [
    'a pair of regions without a round trip',
    changed('{ east: { west: 87ms } }', '{}'),
    's.yaml:5:21 network.between',
    /^(east and west|west and east) talk \(.*\) but have no round trip/,
  ],
  [
    'a pair of regions given twice',
    changed('{ west: 87ms } }', '{ west: 87ms }, west: { east: 80ms } }'),
    's.yaml:5:53 network.between.west.east',
    /have a round trip already/,
  ],
  [
    'a round trip of a region that is not there',
    changed('west: 87ms', 'west: 87ms, north: 5ms'),
    's.yaml:5:43 network.between.east.north',
    /^there is no region 'north'/,
  ],
  [
    'two things of one name',
    changed('standby: { at', 'e: { at'),
    's.yaml:14:5 database.replicas.e',
    /^'e' is a group of nodes already/,
  ],
  [
    'a node named like one of a group',
    changed('solo:', 'e-1:'),
    's.yaml:10:3 nodes.e-1',
    /^'e-1' is a node already/,
  ],
  [
    'the shortest first, and nobody knows which',
    dispatch('{ order: shortest }'),
    's.yaml:7:5 workload.tasks.job',
    /^has no estimate, by which order: shortest goes; write estimate: 5m/,
  ],
  [
    'who may go first, and nobody knows how long anything takes',
    dispatch('{ backfill: easy }').replace('job: {', 'job: { slots: 2,'),
    's.yaml:7:5 workload.tasks.job',
    /^has no estimate, by which backfill: easy goes; write estimate: 5m/,
  ],
  [
    'who goes before a bigger task, where none is bigger',
    dispatch('{ backfill: easy }').replace('job: {', 'job: { estimate: 5m,'),
    's.yaml:4:23 dispatch.backfill',
    /^says who goes before a bigger task, and each takes one slot; write slots: 2 in a class/,
  ],
  [
    'who goes first among what was taken ahead',
    dispatch('{ backfill: easy, prefetch: 1 }').replace('job: {', 'job: { slots: 2, estimate: 5m,'),
    's.yaml:4:23 dispatch.backfill',
    /^is about what a node takes next, and with prefetch it has taken that already; leave one out/,
  ],
  [
    'a task that no node is large enough for',
    withTask('slots: 11'),
    's.yaml:7:47 workload.tasks.job.slots',
    /^a task takes 11 slots, and any node has at most 10 for it; it would never run: raise a taskCap/,
  ],
  [
    'a task that no node has slots for that are not kept',
    withTask('slots: 9').replace('taskCap: 10', 'taskCap: 10, reserve: { job: 1, other: 2 }') +
      '    other: { queued: 1, steps: [ { run: 1s } ] }\n',
    's.yaml:7:47 workload.tasks.job.slots',
    /^a task takes 9 slots, and any node has at most 8 for it/,
  ],
  [
    'a deadline that the time-out of the queue goes before',
    withTask('deadline: 25h'),
    's.yaml:7:50 workload.tasks.job.deadline',
    /^25h is never reached: dispatch.queueTimeout ends what waits after 24h; make the deadline shorter/,
  ],
  [
    'another node where there is one',
    withTask('retry: { atMost: 2, on: another }'),
    's.yaml:7:64 workload.tasks.job.retry.on',
    /^there is no other node than n that may take these tasks; write on: any/,
  ],
  [
    'tasks that start themselves',
    step('{ start: job }'),
    's.yaml:7:47 workload.tasks.job.steps',
    /^start tasks that start them again, without end; let one of them start nothing/,
  ],
  [
    'children of a class that is not there',
    step('{ start: jab }'),
    's.yaml:7:58 workload.tasks.job.steps.0.start',
    /^there is no class of tasks 'jab'; did you mean 'job'\?/,
  ],
  [
    'parents that need more slots than there are',
    `${step('{ start: child }').replace('taskCap: 10', 'taskCap: 1')}    child: { steps: [ { run: 1s } ] }\n`,
    's.yaml:7:47 workload.tasks.job.steps',
    /^hold 2 slots at once, parents and children, and there are 1: they would wait for ever; add slots or write exempt: true/,
  ],
  [
    'a retry that never ends',
    withTask('retry: { atMost: none }'),
    's.yaml:7:57 workload.tasks.job.retry.atMost',
    /^'none' is not a number; atMost is a whole number from 1 to 100/,
  ],
  [
    'overload that turns no order',
    dispatch('{ lifoAfter: 5m }'),
    's.yaml:4:24 dispatch.lifoAfter',
    /^says when who came last is next, and the order is fifo; write order: lifo/,
  ],
  [
    'shares of what nobody has',
    dispatch('{ share: projects }'),
    's.yaml:4:20 dispatch.share',
    /^is among projects whose prioritised tasks wait, and no class has a priority; write priority: high in one/,
  ],
  [
    'looks where nobody looks',
    dispatch('{ policy: immediate, push: true }'),
    's.yaml:4:38 dispatch.push',
    /^is about looks, and with the policy immediate nobody looks; write policy: greedy/,
  ],
  [
    'looks that get more frequent while nothing comes',
    dispatch('{ every: 20s, idleUpTo: 10s }'),
    's.yaml:4:35 dispatch.idleUpTo',
    /^10s is shorter than every, 20s; looks only get rarer/,
  ],
  [
    'a pool of workers that is not there',
    `${step('{ run: 1s, on: linx }')}workers: { linux: { count: 2 } }\n`,
    's.yaml:7:64 workload.tasks.job.steps.0.on',
    /^there is no pool of workers 'linx'; did you mean 'linux'\? pools are linux/,
  ],
  [
    'a pool without workers',
    `${step('{ run: 1s, on: linux }')}workers: { linux: { count: 0 } }\n`,
    's.yaml:7:64 workload.tasks.job.steps.0.on',
    /^'linux' has no worker; its count is 0, and the step would wait for ever/,
  ],
  [
    'a pool of workers where nodes are meant',
    `${SMALLEST.replace('steps:', 'needs: linux, steps:')}workers: { linux: {} }\n`,
    's.yaml:7:47 workload.tasks.job.needs',
    /^no node offers 'linux'; a step runs on that pool of workers with on: linux; nodes offer n/,
  ],
  [
    'a reserved name',
    changed('solo:', 'database:'),
    's.yaml:10:3 nodes.database',
    /is a word of the format already/,
  ],
  [
    'a name that is none',
    changed('solo:', '"so lo":'),
    's.yaml:10:3 nodes.so lo',
    /is not a name; a name begins with a letter/,
  ],
  [
    'a name that is too long',
    SMALLEST.replace('name: smallest', `name: ${'x'.repeat(65)}`),
    's.yaml:1:7 name',
    /is not a name/,
  ],
  [
    'requests without a load balancer',
    changed('loadBalancer: { at: east, preset: aws-alb }', ''),
    's.yaml:26:3 workload.requests',
    /no load balancer/,
  ],
  [
    'clients of a balancer that is not there',
    changed('dashboard: { ', 'dashboard: { via: loadBalancr, '),
    's.yaml:27:23 workload.requests.dashboard.via',
    /^there is no load balancer 'loadBalancr'; did you mean 'loadBalancer'\?/,
  ],
  [
    'a DNS name of a balancer that is given twice',
    changed('dashboard: { ', 'dashboard: { via: { dns: [loadBalancer, loadBalancer] }, '),
    's.yaml:27:45 workload.requests.dashboard.via.dns.1',
    /is in it already; give each once/,
  ],
  [
    'a transaction of a request without calls',
    changed('db: 15', 'db: { calls: 0, transaction: true }'),
    's.yaml:27:97 workload.requests.dashboard.db.transaction',
    /^is a transaction of no calls; give it calls/,
  ],
  [
    'a failure that is answered by no plan that there is',
    withMore('failures: { machine: { what: solo, every: 30d, for: 4h, plan: nothing } }'),
    's.yaml:28:63 failures.machine.plan',
    /there is no plan 'nothing'/,
  ],
  [
    'a connection that is kept without a transaction',
    step('{ db: { calls: 4, keeps: 1 } }, { run: 1s }'),
    's.yaml:7:74 workload.tasks.job.steps.0.db.keeps',
    /^keeps the connection of a transaction, and this is none; add transaction: true/,
  ],
  [
    'a connection that is kept beyond the last step',
    step('{ db: { calls: 4, transaction: true, keeps: 2 } }, { run: 1s }'),
    's.yaml:7:93 workload.tasks.job.steps.0.db.keeps',
    /^keeps it longer than its list of steps goes on/,
  ],
  [
    'a connection that is kept over another db step',
    step('{ db: { calls: 4, transaction: true, keeps: 1 } }, { db: 1 }'),
    's.yaml:7:93 workload.tasks.job.steps.0.db.keeps',
    /^reaches over a db or repeat step/,
  ],
  [
    'a request that writes more than it calls',
    changed('db: 15', 'db: { calls: 2, writes: 3 }'),
    's.yaml:27:92 workload.requests.dashboard.db.writes',
    /^3 writes are more than the 2 calls; writes are some of the calls/,
  ],
  [
    'an unknown preset',
    changed('aws-alb', 'aws-elb'),
    's.yaml:6:35 loadBalancer.preset',
    /there is no preset 'aws-elb' here; did you mean 'aws-(alb|nlb|clb)'\?/,
  ],
  [
    'two failovers at once',
    withTimeline('{ at: 1h, failover: standby }\n  - { at: 1h10s, failover: standby }'),
    's.yaml:30:11 timeline.1.at',
    /^the failover to standby at 1h is under way until 1h20s; two at once cannot be/,
  ],
  [
    'a balancer of nodes that are not there',
    changed('preset: aws-alb', 'nodes: [w, solos]'),
    's.yaml:6:38 loadBalancer.nodes.1',
    /^there is no node 'solos'; did you mean 'solo'\? there are nodes, e, /,
  ],
  [
    'a weight of a node that it does not serve',
    changed('preset: aws-alb', 'nodes: [w], weights: { solo: 2 }'),
    's.yaml:6:56 loadBalancer.weights.solo',
    /^'solo' gets no requests from it/,
  ],
  [
    'a probe that the system answers, with work of the node',
    changed('preset: aws-alb', 'probe: { type: tcp, db: 1 }'),
    's.yaml:6:47 loadBalancer.probe.db',
    /^is work of an http probe; a tcp probe is answered by the system before the node hears of it/,
  ],
  [
    'errors of something that serves nobody',
    withTimeline('{ at: 1h, errors: database }'),
    's.yaml:29:23 timeline.0.errors',
    /^there is no node 'database'; /,
  ],
  [
    'a store whose baseline is all of its bandwidth',
    `${SMALLEST}storage: { bandwidth: 10MB/s, burst: { baseline: 10MB/s, credits: 1GB } }\n`,
    's.yaml:8:50 storage.burst.baseline',
    /^10MB\/s is not below the bandwidth 10MB\/s; credits would never be used/,
  ],
  [
    'CPU credits as a number',
    SMALLEST.replace('taskCap: 10', 'taskCap: 10, burst: { baseline: 30%, credits: 864 }'),
    's.yaml:3:61 nodes.n.burst.credits',
    /^864 has no unit; a duration/,
  ],
  [
    'a machine that is not known',
    SMALLEST.replace('taskCap: 10', 'preset: t3.larg'),
    's.yaml:3:23 nodes.n.preset',
    /^there is no preset 't3.larg' here; did you mean 't3.(large|xlarge)'\?/,
  ],
  [
    'a failure that is not known, whose figures are then missing for want of it',
    `${SMALLEST}failures: { machine: { preset: node-machin } }\n`,
    's.yaml:8:32 failures.machine.preset',
    /^there is no preset 'node-machin' here; did you mean 'node-machine'\?/,
  ],
  [
    'a platform that is not known, which would have said where things stand',
    SMALLEST.replace('\nnodes:', '\nplatform: awz\nregions: { east: [a, b] }\ndatabase: {}\nnodes:').replace(
      'taskCap: 10',
      'at: east/a, taskCap: 10',
    ),
    's.yaml:3:11 platform',
    /^there is no platform 'awz' here; did you mean 'aws'\?/,
  ],
  [
    'clients that hold on to an address that stays',
    `${SMALLEST}  requests: { r: { arrivals: { poisson: 1/s }, via: [lb], holdOn: { share: 10% } } }\nloadBalancers: { lb: {} }\n`,
    's.yaml:8:59 workload.requests.r.holdOn',
    /^has no effect: the address of a failover service stays; give a load balancer or { dns: … }/,
  ],
  [
    'a database that is slow above no calls',
    `${SMALLEST}database: { degrades: { above: 0/s, to: 10% } }\n`,
    's.yaml:8:32 database.degrades.above',
    /^0\/s is out of range; calls in a second are written like 300\/s, from 1\/s/,
  ],
  [
    'a cache of nothing',
    changed('taskCap: 0', 'taskCap: 0, cache: { items: 0, miss: 1ms }'),
    's.yaml:10:51 nodes.solo.cache.items',
    /^0 is below 1/,
  ],
  [
    'months without growth',
    step('{ run: { exponential: 1s } }').replace('workload:', 'workload:\n  growthMonths: 3'),
    's.yaml:6:17 workload.growthMonths',
    /months without growth; write beside it for example growth: 8%\/month/,
  ],
  [
    'a growth without its time',
    step('{ run: { exponential: 1s } }').replace('workload:', 'workload:\n  growth: 8%'),
    's.yaml:6:11 workload.growth',
    /'8%' is not a growth; it is written like 8%\/month or 60%\/year/,
  ],
  [
    'two weights of a node',
    changed('preset: aws-alb', 'weights: { w: 2, w-1: 3 }'),
    's.yaml:6:49 loadBalancer.weights.w-1',
    /^'w-1' has a weight already; each node has one/,
  ],
  [
    'a weight of none',
    changed('preset: aws-alb', 'weights: { w: 0 }'),
    's.yaml:6:41 loadBalancer.weights.w',
    /^0 is below 1/,
  ],
  [
    'a balancer of something else',
    changed('preset: aws-alb', 'nodes: [west]'),
    's.yaml:6:35 loadBalancer.nodes.0',
    /^there is no node 'west'; /,
  ],
  [
    'a balancer that serves a node twice',
    changed('preset: aws-alb', 'nodes: [w, w-2]'),
    's.yaml:6:38 loadBalancer.nodes.1',
    /^'w-2' is in it already; each node is served once/,
  ],
  [
    'a balancer of an empty group',
    changed('preset: aws-alb', 'nodes: [w]').replace('w: { count: 2', 'w: { count: 0'),
    's.yaml:6:35 loadBalancer.nodes.0',
    /^'w' has no node; its count is 0/,
  ],
  [
    'a balancer of nothing',
    changed('preset: aws-alb', 'nodes: []'),
    's.yaml:6:34 loadBalancer.nodes',
    /^is empty; give at least one item/,
  ],
  [
    'a balancer of one node without brackets',
    changed('preset: aws-alb', 'nodes: solo'),
    's.yaml:6:34 loadBalancer.nodes',
    /^'solo' is not a list/,
  ],
  [
    'a preset that needs a second zone',
    'name: x\nduration: 1h\nregions: { r: [a] }\nnodes: { n: {} }\ndatabase: { preset: rds-sqlserver-multi-az }\nworkload: {}\n',
    's.yaml:5:21 database.preset',
    /keeps its standby in another zone, and r has none/,
  ],
  ...['count: 1, state: down', 'autoscale: { min: 0, max: 1, watch: queue, target: 1 }'].map((is): Case => {
    const nodes = `nodes: { users: { taskCap: 0 }, n: { taskCap: 1, ${is} } }`;
    return [
      `work on a node that is not there at the start: ${is}`,
      `name: x\nduration: 1h\n${nodes}\nworkload: { tasks: { t: { active: { n-1: 1 }, steps: [ { run: 1s } ] } } }\n`,
      's.yaml:4:42 workload.tasks.t.active.n-1',
      /^n-1 is (down|not there) at the start; nothing runs on it/,
    ];
  }),
  [
    'more running tasks than slots',
    changed('poisson: 60/h }', 'poisson: 60/h }\n      active: { e-1: 11 }'),
    's.yaml:22:22 workload.tasks.deployment.active.e-1',
    /^11 tasks would run on e-1 at the start; its task cap is 10/,
  ],
  [
    'tasks running on a node that is not there',
    changed('poisson: 60/h }', 'poisson: 60/h }\n      active: { e-7: 1 }'),
    's.yaml:22:22 workload.tasks.deployment.active.e-7',
    /^there is no node 'e-7'; did you mean 'e-1'\?/,
  ],
  [
    'a class that never runs',
    arrivals('null'),
    's.yaml:7:5 workload.tasks.job',
    /has no arrivals, nothing queued/,
  ],
  [
    'a profile that does not begin at 0',
    arrivals('{ profile: [[1h, 5/h]] }'),
    's.yaml:7:34 workload.tasks.job.arrivals.profile.0',
    /does not begin at 0s/,
  ],
  [
    'too many steps',
    step('{ repeat: { times: 1000, steps: [ { repeat: { times: 1000, steps: [ { db: 1 } ] } } ] } }'),
    's.yaml:7:47 workload.tasks.job.steps',
    /^are 1000000 steps with their repeats; at most 100000/,
  ],
  [
    'too many nodes',
    SMALLEST.replace('taskCap: 10', 'count: 20001'),
    's.yaml:3:22 nodes.n.count',
    /above 20000/,
  ],
  [
    'too many nodes in all',
    SMALLEST.replace('{ n: { taskCap: 10 } }', '{ n: { count: 20000 }, m: {} }'),
    's.yaml:3:8 nodes',
    /^20001 nodes are too many/,
  ],
  ['no node', SMALLEST.replace('{ n: { taskCap: 10 } }', '{}'), 's.yaml:3:8 nodes', /^has no node/],
  [
    'as many phases as nodes',
    SMALLEST.replace('taskCap: 10', 'count: 3, phase: [1s, 2s]'),
    's.yaml:3:32 nodes.n.phase',
    /^has 2 times for 3 nodes/,
  ],
  // What happens
  [
    'a fault on a node that does not exist',
    withTimeline('{ at: 2h, crash: e-9 }'),
    's.yaml:29:22 timeline.0.crash',
    /^there is no node 'e-9'; did you mean 'e-1'\?/,
  ],
  [
    'two actions at once',
    withTimeline('{ at: 2h, crash: e-1, undrain: e }'),
    's.yaml:29:5 timeline.0',
    /^has (undrain and crash|crash and undrain) at once/,
  ],
  [
    'an unknown action',
    withTimeline('{ at: 2h, crahs: e-1 }'),
    's.yaml:29:15 timeline.0.crahs',
    /^unknown key; did you mean 'crash'\?/,
  ],
  [
    'an action without its time',
    withTimeline('{ crash: e-1 }'),
    's.yaml:29:5 timeline.0.at',
    /^missing; a time/,
  ],
  [
    'an action after the end',
    withTimeline('{ at: 9h, crash: e-1 }'),
    's.yaml:29:11 timeline.0.at',
    /^9h is after the end of the run \(8h\)/,
  ],
  [
    'an unknown plan',
    withTimeline('{ at: 1h, outage: east, plan: rescue }'),
    's.yaml:29:35 timeline.0.plan',
    /^there is no plan 'rescue'/,
  ],
  [
    'an outage of what cannot have one',
    `${SMALLEST}timeline: [ { at: 1m, outage: database } ]\n`,
    's.yaml:8:31 timeline.0.outage',
    /the database is ideal/,
  ],
  [
    'a failover to an asynchronous replica',
    withTimeline('{ at: 1h, failover: dr }'),
    's.yaml:29:25 timeline.0.failover',
    /is an asynchronous replica/,
  ],
  [
    'a failover to nothing',
    withTimeline('{ at: 1h, failover: e }'),
    's.yaml:29:25 timeline.0.failover',
    /^there is no replica of the database 'e'/,
  ],
  [
    'a cut of a place from itself',
    withTimeline('{ at: 1h, cut: east, from: east/a }'),
    's.yaml:29:32 timeline.0.from',
    /overlap/,
  ],
  [
    'two faults of one name',
    `${withTimeline('{ at: 1h, crash: e-1, name: x }')}  - { at: 2h, crash: e-1, name: x }\n`,
    's.yaml:30:33 timeline.1.name',
    /is the name of an entry already/,
  ],
  [
    'a steady study with a timeline',
    `${withTimeline('{ at: 2h, crash: e-1 }')}study: steady\n`,
    's.yaml:30:8 study',
    /makes a study terminating/,
  ],
  [
    'a restore without backups',
    withMore('plans: { p: [ { do: restore } ] }').replace('  backups: {}\n', ''),
    's.yaml:27:21 plans.p.0.do',
    /no backups to restore/,
  ],
  [
    'a plan that promotes nothing',
    withMore('plans: { p: [ { do: promote, what: dd } ] }'),
    's.yaml:28:36 plans.p.0.what',
    /^there is no part 'dd'; did you mean 'dr'\?/,
  ],
  [
    'an unknown plan step',
    withMore('plans: { p: [ { do: pray } ] }'),
    's.yaml:28:15 plans.p.0',
    /a plan step has do/,
  ],
  [
    'what fails is not there',
    withMore('failures: { f: { what: nods, every: 1d, for: 1m } }'),
    's.yaml:28:24 failures.f.what',
    /^there is no part 'nods'; did you mean 'nodes'\?/,
  ],
  [
    'a licence that is malformed XML',
    withMore('licence: "<License><NodeLimit>3</License>"'),
    's.yaml:28:10 licence',
    /not well-formed XML: <NodeLimit> is closed by <\/License>/,
  ],
  [
    'a warm-up longer than the run',
    withMore('warmUp: 9h'),
    's.yaml:28:9 warmUp',
    /leaves nothing of the duration 8h/,
  ],
  // Expectations
  [
    'an unknown metric',
    withExpect('tasks.queuWait.p95 < 5m'),
    's.yaml:29:5 expect.0',
    /^there is no metric 'tasks.queuWait.p95'; did you mean 'tasks.queueWait.p95'\?/,
  ],
  [
    'a metric of another scenario',
    withExpect('cost.perHour < 5'),
    's.yaml:29:5 expect.0',
    /^this scenario has no metric 'cost.perHour'/,
  ],
  [
    'a limit without its unit',
    withExpect('tasks.queueWait.p95 < 300'),
    's.yaml:29:5 expect.0',
    /^tasks.queueWait.p95: 300 has no unit/,
  ],
  [
    'a share as a number',
    withExpect('availability.ui > 0.999'),
    's.yaml:29:5 expect.0',
    /0.999 has no unit; a share is written like 99.9%/,
  ],
  ['an unknown comparison', withExpect('tasks.failed == 0'), 's.yaml:29:5 expect.0', /== is no comparison/],
  [
    'a window after the end',
    withExpect('tasks.queueWait.p95 < 5m within 7h..9h'),
    's.yaml:29:5 expect.0',
    /ends after the run/,
  ],
  [
    'a window that runs backwards',
    withExpect('tasks.queueWait.p95 < 5m within 2h..1h'),
    's.yaml:29:5 expect.0',
    /ends before it begins/,
  ],
  [
    'a baseline without a direction',
    withExpect('tasks.arrived no worse than baseline'),
    's.yaml:29:5 expect.0',
    /neither better higher nor lower/,
  ],
  [
    'a level that is not known',
    withExpect('{ that: tasks.failed < 1, level: fatal }'),
    's.yaml:29:38 expect.0.level',
    /'fatal' is not known/,
  ],
  // Plans as people carry them out
  [
    'a step that always fails, for ever',
    `${EVERYTHING}plans: { go: [ { do: promote, what: dr, fails: 100% } ] }\n`,
    's.yaml:28:48 plans.go.0.fails',
    /^is certain, so that it is tried for ever; say how often with tries/,
  ],
  [
    'attempts that never fail',
    `${EVERYTHING}plans: { go: [ { do: promote, what: dr, tries: 3 } ] }\n`,
    's.yaml:28:48 plans.go.0.tries',
    /counts attempts that fail, and none does/,
  ],
  [
    'another plan that is not there',
    `${EVERYTHING}plans: { go: [ { do: promote, what: dr, fails: 50%, tries: 2, otherwise: gone } ] }\n`,
    's.yaml:28:74 plans.go.0.otherwise',
    /there is no plan 'gone'; .*there are go/,
  ],
  [
    'another plan that is never begun',
    `${EVERYTHING}plans: { go: [ { do: promote, what: dr, fails: 50%, otherwise: go } ] }\n`,
    's.yaml:28:64 plans.go.0.otherwise',
    /is begun after the last attempt, and there is none/,
  ],
  [
    'hours that do not begin at midnight',
    `${EVERYTHING}plans: { go: [ { do: promote, what: dr, takes: { byHour: [[7h, 15m]] } } ] }\n`,
    's.yaml:28:59 plans.go.0.takes.byHour.0',
    /does not begin at 0s/,
  ],
  [
    'hours out of order',
    `${EVERYTHING}plans: { go: [ { do: promote, what: dr, takes: { byHour: [[0h, 15m], [9h, 5m], [8h, 5m]] } } ] }\n`,
    's.yaml:28:80 plans.go.0.takes.byHour.2',
    /is not after the time before it/,
  ],
  // Who may take which task
  [
    'a label that nobody offers',
    SMALLEST.replace('steps:', 'needs: [n, linx], steps:').replace('10 }', '10, offers: [linux] }'),
    's.yaml:7:51 workload.tasks.job.needs.1',
    /^no node offers 'linx'; did you mean 'linux'\? nodes offer n, linux/,
  ],
  [
    'labels that nobody offers together',
    SMALLEST.replace('steps:', 'needs: [linux, n], steps:').replace('n: {', 'm: { offers: [linux] }, n: {'),
    's.yaml:7:47 workload.tasks.job.needs',
    /^no nodes offer linux and n together/,
  ],
  [
    'a pool without nodes',
    SMALLEST.replace('steps:', 'needs: m, steps:').replace('n: {', 'm: { count: 0 }, n: {'),
    's.yaml:7:47 workload.tasks.job.needs',
    /^only m may take these tasks, which has no node; its count is 0/,
  ],
  [
    'the name of other nodes as a label',
    SMALLEST.replace('n: {', 'm: {}, n: { offers: [m],'),
    's.yaml:3:31 nodes.n.offers.0',
    /^'m' is the name of other nodes/,
  ],
  [
    'slots kept for nobody',
    SMALLEST.replace('10 }', '10, reserve: { jobs: 2 } }'),
    's.yaml:3:45 nodes.n.reserve.jobs',
    /^there is no class of tasks 'jobs'; did you mean 'job'\?/,
  ],
  [
    'more slots kept than there are',
    SMALLEST.replace('10 }', '10, reserve: { job: 11 } }'),
    's.yaml:3:37 nodes.n.reserve',
    /^keeps 11 slots of a task cap of 10/,
  ],
  [
    'slots kept where the class may not come',
    SMALLEST.replace('steps:', 'needs: m, steps:').replace('n: {', 'm: {}, n: { reserve: { job: 1 },'),
    's.yaml:3:38 nodes.n.reserve.job',
    /^'job' needs m, which these nodes do not offer/,
  ],
  [
    'active where it may not run',
    SMALLEST.replace('steps:', 'needs: m, active: { n: 1 }, steps:').replace('n: {', 'm: {}, n: {'),
    's.yaml:7:63 workload.tasks.job.active.n',
    /^n does not offer m, which these tasks need/,
  ],
  [
    'two limits of a class',
    SMALLEST.replace('steps:', 'exclusivePer: project, atMost: 2, steps:'),
    's.yaml:7:40 workload.tasks.job.exclusivePer',
    /^stands beside atMost; write atMost: \{ tasks: 1, per: project \} alone/,
  ],
  [
    'a limit per something else',
    SMALLEST.replace('steps:', 'atMost: { tasks: 2, per: team }, steps:'),
    's.yaml:7:65 workload.tasks.job.atMost.per',
    /per/,
  ],
  [
    'a limit per the same twice',
    SMALLEST.replace('steps:', 'atMost: { tasks: 2, per: [tenant, tenant] }, steps:'),
    's.yaml:7:74 workload.tasks.job.atMost.per.1',
    /^'tenant' is in it already/,
  ],
  // Clients that try again
  [
    'a backoff that never grows',
    changed('db: 15 }', 'db: 15, retry: { pause: 0s } }'),
    's.yaml:27:92 workload.requests.dashboard.retry.pause',
    /^0s stays 0s however often it is doubled; write backoff: fixed/,
  ],
  [
    'a longest pause below the first',
    changed('db: 15 }', 'db: 15, retry: { pause: 2s, upTo: 1s } }'),
    's.yaml:27:102 workload.requests.dashboard.retry.upTo',
    /^1s is shorter than the first pause 2s/,
  ],
  [
    'attempts that never end',
    changed('db: 15 }', 'db: 15, retry: { attempts: 1000 } }'),
    's.yaml:27:95 workload.requests.dashboard.retry.attempts',
    /^1000 is above 100; attempts is a whole number/,
  ],
  // How many nodes there are
  ...(
    [
      ['min above max', '{ min: 4, max: 2, watch: work, target: 1 }', '.min', /^4 is above max 2/],
      ['no rule', '{ max: 2 }', '', /^says neither target, steps nor schedule/],
      [
        'two rules',
        '{ max: 2, watch: work, target: 1, schedule: [[0s, 1]] }',
        '',
        /^has target and schedule/,
      ],
      ['nothing to watch', '{ max: 2, target: 1 }', '.target', /^does not say of what; write watch/],
      [
        'a share of tasks',
        '{ max: 2, watch: work, target: 70% }',
        '.target',
        /^70% is not what work is measured/,
      ],
      ['tasks of CPU', '{ max: 2, watch: cpu, target: 3 }', '.target', /^3 is not what cpu .* write a share/],
      [
        'slots of no nodes',
        '{ min: 0, max: 2, watch: busy, target: 70% }',
        '.min',
        /^is 0, but no nodes have no slots/,
      ],
      [
        'steps that meet',
        '{ max: 2, watch: queue, steps: [ { above: 5, add: 1 }, { below: 5, remove: 1 } ] }',
        '.steps',
        /^add and remove nodes at the same value/,
      ],
      ['a schedule above max', '{ max: 2, schedule: [[0s, 3]] }', '.schedule.0', /^asks for 3 nodes/],
      [
        'a schedule that begins later',
        '{ max: 2, schedule: [[1h, 1]] }',
        '.schedule.0',
        /^does not begin at 0s/,
      ],
      [
        'boots that never end well',
        '{ max: 2, schedule: [[0s, 1]], bootFails: 100% }',
        '.bootFails',
        /no node is ever ready/,
      ],
      [
        'a drain that ends before it may',
        '{ max: 2, schedule: [[0s, 1]], drain: { atLeast: 1m, upTo: 30s } }',
        '.drain.upTo',
        /^30s is shorter than the 1m that it lasts at least/,
      ],
    ] as const
  ).map(([what, autoscale, at, says]): Case => {
    const text = `name: a\nduration: 1h\nnodes: { s: { taskCap: 0 }, n: { autoscale: ${autoscale} } }\nworkload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }\n`;
    return [`autoscaling: ${what}`, text, `nodes.n.autoscale${at}`, says];
  }),
  [
    'autoscaling: a scaler that watches what it does not change',
    'name: a\nduration: 1h\nnodes: { s: {}, n: { taskCap: 0, autoscale: { max: 2, watch: work, target: 1 } } }\nworkload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }\n',
    'nodes.n.autoscale.watch',
    /^is work, but these nodes have a task cap of 0 .* it would watch what it does not change; write watch: cpu/,
  ],
  [
    'autoscaling: to nothing, with nobody left to queue',
    'name: a\nduration: 1h\nnodes: { n: { autoscale: { min: 0, max: 2, watch: work, target: 1 } } }\nworkload: { tasks: { t: { arrivals: { every: 1m }, steps: [ { run: 1s } ] } } }\n',
    'nodes.n.autoscale.min',
    /^is 0, and there are no other nodes/,
  ],
  // Promises
  [
    'a promise of one fault alone',
    `${EVERYTHING}promises: [ recovery.crash.ui.rto < 1h ]\n`,
    's.yaml:28:13 promises.0',
    /^this scenario has no metric 'recovery.crash.ui.rto'/,
  ],
  [
    'a promise with a window',
    `${EVERYTHING}promises: [ tasks.queueWait.p95 < 5m within 1h..2h ]\n`,
    's.yaml:28:13 promises.0',
    /^a promise has no window/,
  ],
  [
    'a promise against a baseline',
    `${EVERYTHING}promises: [ tasks.queueWait.p95 no worse than baseline ]\n`,
    's.yaml:28:13 promises.0',
    /^a promise is a limit/,
  ],
  // The file itself
  ['no YAML', 'name: [a\n', 's.yaml:1:7 ', /^'\[' is not closed; write \] at its end/],
  ['an empty file', '', 's.yaml:1:1 ', /^is empty/],
  ['a list as file', '- a\n', 's.yaml:1:1 ', /^is not a map/],
  ['two documents', `${SMALLEST}---\nname: b\n`, 's.yaml:8:1 ', /a second document/],
  ['a tag', SMALLEST.replace('1h', '!!js/function "1"'), 's.yaml:2:11 ', /without tags/],
  ['an alias of nothing', SMALLEST.replace('1h', '*x'), 's.yaml:2:11 ', /alias/],
  ['an alias of itself', SMALLEST.replace('{ n: ', '&a { m: *a, n: '), 's.yaml:3:11 ', /nested too deeply/],
  ['too deep', `x: ${'['.repeat(80)}${']'.repeat(80)}\n`, 's.yaml:1:64 ', /nested too deeply/],
  ['much too deep', `x: ${'['.repeat(200_000)}\n`, 's.yaml:1:1 ', /nested too deeply/],
  ['too large', `x: ${'y'.repeat(1_000_001)}`, 's.yaml:1:1 ', /longer than 1 MB/],
  ['a NUL character', 'name: a\0b\n', 's.yaml:1:1 ', /NUL character/],
];

describe('a mistake is told with its place', () => {
  test.each(CASES)('%s', (_, text, place, says) => {
    const mistakes = mistakesOf(text);
    expect(mistakes).toHaveLength(1);
    // A place without a line: where it stands is tried with the others.
    const told = place.startsWith('s.yaml') ? mistakes[0]! : mistakes[0]!.replace(/^s.yaml:3:\d+ /, '');
    expect(told.startsWith(`${place}: `), mistakes[0]).toBe(true);
    expect(told.slice(place.length + 2)).toMatch(says);
  });

  test('there are at least 40 kinds', () => expect(CASES.length).toBeGreaterThanOrEqual(40));
});
