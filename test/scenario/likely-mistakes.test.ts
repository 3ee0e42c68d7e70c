/**
 * The mistakes that people are most likely to make, each with the one message that it gets: the place, what is wrong,
 * what would be right, and no second one that only follows from it.
 */
import { describe, expect, test } from 'vitest';
import { mistakesOf, parse } from './support.ts';

const MINE = `name: mine
duration: 8h
regions: { west: [a, b] }
nodes:
  n: { count: 2, at: west/a, taskCap: 10 }
loadBalancer: { at: west, preset: aws-alb }
database: { at: west/a, preset: rds-sqlserver-multi-az }
workload:
  scale: 100%
  tasks:
    job: { arrivals: { poisson: 60/h }, steps: [ { db: 40 }, { run: 25s } ] }
  requests:
    ui: { arrivals: { poisson: 5/s }, from: west, cpu: 8ms, db: 15 }
timeline:
  - { at: 2h, crash: n-1, for: 10m }
expect:
  - tasks.queueWait.p95 < 5m
`;

function changed(from: string, to: string): string {
  if (!MINE.includes(from)) throw new Error(`there is no '${from}'`);
  return MINE.replace(from, () => to);
}

type Row = readonly [mistake: string, from: string, to: string, says: string];

/** The whole message but its file, from its line on. */
const TABLE: readonly Row[] = [
  [
    'an outage of what is not there, and what it was expected of',
    'crash: n-1, for: 10m }\nexpect:',
    'name: gone, outage: n-9, for: 10m }\nexpect:\n  - recovery.gone.ui.rto < 1m',
    "15:35 timeline.0.outage: there is no part 'n-9'; did you mean 'n-1'? there are nodes, n, n-1, n-2, database, standby, loadBalancer, west, west/a, west/b",
  ],
  [
    'two zones for one group',
    'at: west/a, taskCap',
    'at: [west/a, west/b], taskCap',
    '5:22 nodes.n.at: a list is not a zone (region/zone)',
  ],
  [
    'a zone that is a fraction',
    '[a, b]',
    '[a, 1.5]',
    '3:22 regions.west.1: 1.5 is not a zone; a zone is a number or a name of up to 64 letters, digits, _ and -',
  ],
  [
    'a zone with things in it',
    '[a, b]',
    '[a, { name: b }]',
    '3:22 regions.west.1: a map does not fit; a zone is a number or a name of up to 64 letters, digits, _ and -',
  ],
  [
    'a network with a map for its jitter',
    'nodes:',
    'network: { jitter: { share: 15% } }\nnodes:',
    '4:20 network.jitter: a map does not fit; jitter is off or a share such as 15%',
  ],
  [
    'a load balancer that is none',
    '{ at: west, preset: aws-alb }',
    'aws-alb',
    "6:15 loadBalancer: 'aws-alb' is not a map; a load balancer is a map with at, preset, nodes, choice, weights, slowStart, whenNoneHealthy, probe, orchestrator, connectTimeout",
  ],
  [
    'a network that is one number',
    'nodes:',
    'network: 1ms\nnodes:',
    "4:10 network: '1ms' is not a map; network is a map with sameZone, crossZone, jitter, between",
  ],
  [
    'a name that is a map',
    'name: mine',
    'name: { en: mine }',
    '1:7 name: a map is not a name; a name begins with a letter and has up to 64 letters, digits, _ and -',
  ],
  [
    'the first rate of a profile without its unit',
    '{ poisson: 60/h }',
    '{ profile: [[0s, 60], [4h, 30/h]] }',
    '11:39 workload.tasks.job.arrivals.profile.0.1: 60 has no unit; a rate is written like 60/h or 5/s',
  ],
  [
    'something unknown that a scaler watches',
    'n: { count: 2, at: west/a, taskCap: 10 }',
    'n: { at: west/a, taskCap: 10, autoscale: { max: 4, watch: memory, target: 70% } }',
    "5:61 nodes.n.autoscale.watch: 'memory' is not known; watch is one of queue, work, wait, busy, cpu",
  ],
  [
    'a target of a scaler that is a word',
    'n: { count: 2, at: west/a, taskCap: 10 }',
    'n: { at: west/a, taskCap: 10, autoscale: { max: 4, watch: cpu, target: high } }',
    "5:74 nodes.n.autoscale.target: 'high' does not fit; target is a number of tasks such as 5, a share such as 70% or a length such as 2m",
  ],
  [
    'a pool of workers that is a number, and what it was expected of',
    'expect:',
    'workers: { linux: 4 }\nexpect:\n  - workers.linux.utilisation < 80%',
    '16:19 workers.linux: 4 is not a map; a pool of workers is a map with count, slots',
  ],
  [
    'a time of day',
    'at: 2h',
    'at: 07:00',
    "15:11 timeline.0.at: '07:00' is a time of day; times count from the start of the run: write 7h for 07:00 after it",
  ],
  [
    'a time of day with minutes, as a length',
    'for: 10m',
    'for: 1:30',
    "15:32 timeline.0.for: '1:30' is a time of day; times count from the start of the run: write 1h30m for 1:30 after it",
  ],
  [
    'half a day',
    'at: 2h',
    'at: 7pm',
    "15:11 timeline.0.at: '7pm' is a time of day; times count from the start of the run: write 19h for 7pm after it",
  ],
  [
    'a date',
    'at: 2h',
    'at: 2026-03-01T07:00:00Z',
    "15:11 timeline.0.at: '2026-03-01T07:00:00Z' is a date; times count from the start of the run: write how long after it, such as 2h",
  ],
  [
    'a decimal comma',
    'duration: 8h',
    'duration: 7,5h',
    "2:11 duration: '7,5h' has a decimal comma; write 7.5h",
  ],
  [
    'a decimal comma between braces',
    'run: 25s',
    'run: 2,5s',
    "11:71 workload.tasks.job.steps.1.5s: '2,5s' has a decimal comma; write run: 2.5s",
  ],
  [
    'a comma between thousands',
    'taskCap: 10',
    'taskCap: 1,000',
    "5:41 nodes.n.0: '1,000' has a comma, which ends a value; write taskCap: 1000, or 1.0 if it is a decimal one",
  ],
  [
    'a unit apart from its number',
    'for: 10m',
    'for: 5 m',
    "15:32 timeline.0.for: '5 m' has a blank before its unit; write 5m",
  ],
  [
    'a blank between two units',
    'for: 10m',
    'for: 1h 30m',
    "15:32 timeline.0.for: '1h 30m' has a blank before its unit; write 1h30m",
  ],
  [
    'a unit in words',
    'for: 10m',
    'for: 5 minutes',
    "15:32 timeline.0.for: '5 minutes' has a blank before its unit; write 5m",
  ],
  [
    'a unit of ISO 8601',
    'for: 10m',
    'for: PT10M',
    "15:32 timeline.0.for: 'PT10M' is not how a unit is written; did you mean 10m?",
  ],
  [
    'no unit',
    'run: 25s',
    'run: 25',
    '11:69 workload.tasks.job.steps.1.run: 25 has no unit; a run step is written like 10s, 1h30m or 0.5ms',
  ],
  [
    'a rate in words',
    'poisson: 60/h',
    'poisson: 60 per hour',
    "11:33 workload.tasks.job.arrivals.poisson: '60 per hour' has a blank before its unit; write 60/h",
  ],
  [
    'a percent sign apart',
    'scale: 100%',
    'scale: 50 %',
    "9:10 workload.scale: '50 %' has a blank before its unit; write 50%",
  ],
  [
    'no percent sign',
    'tasks.queueWait.p95 < 5m',
    'availability.ui > 99.9',
    '17:5 expect.0: availability.ui: 99.9 has no unit; a share is written like 99.9%',
  ],
  [
    'a share as a number',
    'tasks.queueWait.p95 < 5m',
    'availability.ui > 0.995',
    '17:5 expect.0: availability.ui: 0.995 has no unit; a share is written like 99.5%',
  ],
  [
    'a blank in a limit',
    '< 5m',
    '< 5 m',
    "17:5 expect.0: tasks.queueWait.p95: '5 m' has a blank before its unit; write 5m",
  ],
  [
    'a percentile that there is not',
    'queueWait.p95',
    'queueWait.p98',
    "17:5 expect.0: there is no metric 'tasks.queueWait.p98'; of its statistics there are mean, p50, p90, p95, p99, max",
  ],
  [
    'a window behind the metric',
    'queueWait.p95 < 5m',
    'queueWait.p95@1h..3h < 5m',
    "17:5 expect.0: 'tasks.queueWait.p95@1h..3h' is no metric; a window comes last: tasks.queueWait.p95 < 5m within 1h..3h",
  ],
  [
    'a window between brackets',
    'tasks.queueWait.p95 < 5m',
    '"tasks.queueWait.p95[1h..3h] < 5m"',
    "17:5 expect.0: 'tasks.queueWait.p95[1h..3h]' is no metric; a window comes last: tasks.queueWait.p95 < 5m within 1h..3h",
  ],
  [
    'a window with a step',
    '< 5m',
    '< 5m within 1h..3h+10m',
    "17:5 expect.0: '1h..3h+10m' is no window; it has no step; write 1h..3h",
  ],
  [
    'a window in words',
    '< 5m',
    '< 5m within 1h to 3h',
    "17:5 expect.0: '1h to 3h' is no window; write 1h..3h",
  ],
  [
    'an expectation with a colon',
    'tasks.queueWait.p95 < 5m',
    'tasks.queueWait.p95: 5m',
    '17:5 expect.0: has a colon; an expectation is one text: tasks.queueWait.p95 < 5m',
  ],
  [
    'two expectations in one',
    '< 5m',
    '< 5m and tasks.failed <= 0',
    "17:5 expect.0: 'tasks.queueWait.p95 < 5m and tasks.failed <= 0' is no expectation; write one expectation for each limit",
  ],
  [
    'a list for a map',
    '  n: { count: 2,',
    '  - { name: n, count: 2,',
    '5:3 nodes: a list is not a map; nodes is a map of names: write n: …, without a dash',
  ],
  [
    'a list of regions',
    'regions: { west: [a, b] }',
    'regions: [west]',
    '3:10 regions: a list is not a map; regions is a map of names: write west: …, without a dash',
  ],
  [
    'a map for a list',
    'steps: [ { db: 40 }, { run: 25s } ]',
    'steps: { db: 40, run: 25s }',
    '11:48 workload.tasks.job.steps: a map is not a list; steps is a list: write each item on a line of its own that begins with a dash',
  ],
  [
    'a value for a list',
    'west: [a, b]',
    'west: a',
    "3:18 regions.west: 'a' is not a list; the zones of a region is a list: write [a]",
  ],
  [
    'a name with a digit first',
    '  n: {',
    '  2nd: {',
    "5:3 nodes.2nd: '2nd' is not a name; a name begins with a letter and has up to 64 letters, digits, _ and -, such as n-2nd",
  ],
  [
    'a title for a name',
    'name: mine',
    'name: My first scenario',
    "1:7 name: 'My first scenario' is not a name; a name begins with a letter and has up to 64 letters, digits, _ and -, such as My-first-scenario",
  ],
  [
    'a distribution as other programs write it',
    'run: 25s',
    'run: exp(25s)',
    "11:69 workload.tasks.job.steps.1.run: 'exp(25s)' is a text; a distribution is a map such as { exponential: 25s }",
  ],
  [
    'the name of one where none may stand',
    'for: 10m',
    'for: exp(10m)',
    "15:32 timeline.0.for: 'exp(10m)' is not a duration; a duration is written like 10s, 1h30m or 0.5ms",
  ],
  [
    'a spread in place of a unit',
    'run: 25s',
    'run: 25s ± 5s',
    "11:69 workload.tasks.job.steps.1.run: 's ±' in '25s ± 5s' is no unit of time; units are us, ms, s, m, h or d",
  ],
  [
    'a key in capitals',
    'nodes:',
    'Nodes:',
    "4:1 Nodes: unknown key; did you mean 'nodes'? a scenario has name, question, extends, seed, duration, start, study, warmUp, platform, regions, network, loadBalancer, loadBalancers, nodes, database, storage …",
  ],
  [
    'quotes around a number',
    'taskCap: 10',
    "taskCap: '10'",
    "5:39 nodes.n.taskCap: '10' is a text; write 10 without quotes",
  ],
  [
    'no blank behind a colon',
    'duration: 8h',
    'duration:8h',
    '2:1 : is not YAML: a key ends with a colon and a blank, such as duration: 8h',
  ],
  ['a tab', '  n: {', '\tn: {', '5:1 : is indented with a tab; YAML is indented with blanks'],
  [
    'a fault whose entry is wrong, and an expectation on it',
    '  - { at: 2h, crash: n-1, for: 10m }\nexpect:\n  - tasks.queueWait.p95 < 5m',
    '  - { at: 07:00, crash: n-1 }\nexpect:\n  - recovery.crash-n-1.tasks.rto < 5m',
    "15:11 timeline.0.at: '07:00' is a time of day; times count from the start of the run: write 7h for 07:00 after it",
  ],
  [
    'a list between braces',
    'regions: { west: [a, b] }',
    'regions: { - west }',
    '3:12 : a dash stands between brackets; a list stands between [ and ], its items have commas between them and no dashes',
  ],
  [
    'steps between braces',
    'steps: [ { db: 40 }, { run: 25s } ]',
    'steps: { - db: 40, - run: 25s }',
    '11:50 : a dash stands between brackets; a list stands between [ and ], its items have commas between them and no dashes',
  ],
  [
    'dashes between brackets',
    'regions: { west: [a, b] }',
    'regions: { west: [- a, - b] }',
    '3:19 : a dash stands between brackets; between [ and ] items have commas between them and no dashes',
  ],
  [
    'a list in a list',
    'steps: [ { db: 40 }, { run: 25s } ]',
    'steps: [[ { db: 40 }, { run: 25s } ]]',
    '11:49 workload.tasks.job.steps.0: a list does not fit; a step is one of db, read, write, cpu, run, start, repeat',
  ],
  [
    'typographic quotes',
    'name: mine',
    'name: “mine”',
    '1:7 : has typographic quotes; write mine, without quotes or between "',
  ],
  [
    'typographic quotes between braces',
    'preset: aws-alb',
    'preset: ‘aws-alb’',
    '6:35 : has typographic quotes; write aws-alb, without quotes or between "',
  ],
  [
    'a dash before a key',
    'duration: 8h',
    '- duration: 8h',
    '2:1 : has a dash, and the lines beside it are keys; leave the dash out, or give all of them one',
  ],
  [
    'no blank behind a colon between braces',
    '{ db: 40 }',
    '{ db:40 }',
    "11:52 : 'db:40' has no colon and blank in it; write db: 40",
  ],
  [
    'no blank behind a dash',
    '  - { at: 2h',
    '  -{ at: 2h',
    '15:3 : has no blank behind its dash; an item begins with - and a blank',
  ],
  [
    'a quote that is not closed',
    'name: mine',
    'name: "mine',
    '1:7 : a quote is not closed; write " at its end',
  ],
  [
    'an apostrophe between single quotes',
    'duration: 8h',
    "duration: 8h\nquestion: 'What's up?'",
    '3:11 : a text between quotes goes on behind them; an apostrophe between single quotes is written twice',
  ],
  ['a bracket that is not closed', '[a, b] }', '[a, b }', "3:18 : '[' is not closed; write ] at its end"],
  ['a brace that is not closed', 'for: 10m }', 'for: 10m', "15:5 : '{' is not closed; write } at its end"],
  [
    'a bracket that is not closed between braces',
    '{ run: 25s } ] }',
    '{ run: 25s } }',
    "11:48 : '[' is not closed; write ] at its end",
  ],
  ['a brace too many', 'for: 10m }', 'for: 10m } }', "15:38 : '}' closes nothing that is open; leave it out"],
  ['a bracket too many', '[a, b] }', '[a, b]] }', "3:24 : ']' closes nothing that is open; leave it out"],
  [
    'parentheses for brackets',
    '[a, b]',
    '(a, b)',
    "3:22 : 'b)' has a parenthesis; a list stands between [ and ]",
  ],
  [
    'semicolons for commas',
    'count: 2, at: west/a, taskCap: 10',
    'count: 2; at: west/a; taskCap: 10',
    '5:18 : follows a semicolon; write a comma',
  ],
  ['a missing comma', 'count: 2, at', 'count: 2 at', '5:17 : follows without a comma; write one before it'],
  [
    'a missing comma between items',
    '{ db: 40 }, { run',
    '{ db: 40 } { run',
    '11:61 : follows without a comma; write one before it',
  ],
  [
    '= for a colon between braces',
    'count: 2,',
    'count=2,',
    "5:8 : 'count=2' has no colon and blank in it; write count: 2",
  ],
  ['= for a colon', 'duration: 8h', 'duration = 8h', '2:1 : has = for a colon; write duration: 8h'],
  [
    'a percent sign in front',
    'scale: 100%',
    'scale: %100',
    '9:10 : begins with %, which means something else in YAML; put the text between quotes',
  ],
  [
    'percent as a word',
    'scale: 100%',
    'scale: 100 percent',
    "9:10 workload.scale: '100 percent' has a blank before its unit; write 100%",
  ],
  [
    'a comment without a blank',
    'duration: 8h',
    'duration: 8h# eight',
    "2:11 duration: '8h# eight' has a comment in it; write 8h # and the comment",
  ],
  [
    'a key that is deeper than those beside it',
    '  tasks:\n    job',
    '   tasks:\n    job',
    "10:4 : is deeper than 'scale' above it, which has a value already",
  ],
  [
    'a key that is less deep than those beside it',
    '  requests:\n',
    ' requests:\n',
    '12:1 : does not begin in the column of the lines beside it; what belongs together is indented alike',
  ],
  [
    'what belongs to a key is not indented',
    'nodes:\n  n:',
    'nodes:\nn:',
    '4:1 nodes: has nothing below it; what belongs to it is indented by two blanks more',
  ],
  [
    'a colon in a text',
    'duration: 8h',
    'duration: 8h\nquestion: Who waits: and why?',
    '3:11 : has a colon and a blank; put the text between quotes',
  ],
  [
    'a range',
    'run: 25s',
    'run: 20s-30s',
    "11:69 workload.tasks.job.steps.1.run: '20s-30s' is a range; write one value, such as 30s",
  ],
  [
    'a key without a value',
    'duration: 8h',
    'duration:',
    '2:1 duration: has no value; the duration is written like 10s, 1h30m or 0.5ms and above 0',
  ],
  ['two commas', 'count: 2, at', 'count: 2,, at', '5:17 : a comma has nothing before it; leave it out'],
  [
    'blanks that are none',
    '  n: {',
    '\u00a0\u00a0n: {',
    '5:1 : is indented with a character that looks like a blank and is none; YAML is indented with blanks',
  ],
  [
    'a typographic dash',
    '  - { at: 2h',
    '  – { at: 2h',
    '15:3 : begins with –; an item begins with - and a blank',
  ],
  [
    'a key without a colon',
    'timeline:\n',
    'timeline\n',
    '14:1 : is not YAML: a key ends with a colon and a blank: timeline:',
  ],
  [
    'a key without a value between braces',
    'count: 2,',
    'count,',
    "5:8 : 'count' has no value; write count: …",
  ],
  [
    'a file copied out of Markdown',
    'name: mine',
    '```yaml\nname: mine',
    '1:1 : is a line of Markdown, not of a scenario; leave it out',
  ],
];

describe('the most likely mistakes', () => {
  test.each(TABLE)('%s', (_, from, to, says) => {
    expect(mistakesOf(changed(from, to))).toEqual([`s.yaml:${says}`]);
  });

  test('Windows line ends change no place, and are none', () => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    expect(mistakesOf(windows(MINE))).toEqual([]);
    const wrong = changed('taskCap: 10', 'taskCp: 10');
    expect(mistakesOf(windows(wrong))).toEqual(mistakesOf(wrong));
  });

  test.each([
    ['numbers', '[1, 2, 3]'],
    ['texts', "['1', '2', '3']"],
  ])('zones of Azure as %s work', (_, zones) => {
    const azure = changed('[a, b]', zones).replaceAll('west/a', 'west/1');
    const { scenario } = parse(azure);
    expect(scenario.places.filter(({ zone }) => zone !== null)[0]).toEqual({ region: 'west', zone: '1' });
    expect(parse(azure).hash).toBe(parse(azure.replace(zones, '[1, 2, 3]')).hash);
  });

  test('stand in the order of their lines, those of form and those of sense together', () => {
    const text = changed('duration: 8h', 'duration: 08:00')
      .replace('at: west/a, taskCap', 'at: west/c, taskCap')
      .replace('run: 25s', 'run: 25 s')
      .replace('crash: n-1', 'crash: n-9')
      .replace('< 5m', '< 5 m');
    const places = mistakesOf(text).map((each) => Number(each.split(':')[1]));
    expect(places).toEqual([2, 5, 11, 15, 17]);
  });
});
