/** Dates, weeks of arrivals, the two days of a year that have 23 and 25 hours, what recurs: rules K1–K4 by hand. */
import { describe, expect, it, test } from 'vitest';
import { clockOf, momentWords, monthWords } from '../../src/report/instants.ts';
import { otlpJson } from '../../src/report/trace/otlp.ts';
import { instantText, isoText, localTime, timesOf } from '../../src/scenario/calendar.ts';
import { dateOf, dateText, daysSince1970, weekdayText } from '../../src/scenario/dates.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { record } from '../../src/study/explain/recorder.ts';
import { scenarioOf } from '../support/run.ts';
import { H, MIN } from './support.ts';

const DAY = 24 * H;

interface Asked {
  readonly start?: string;
  readonly duration?: string;
  readonly week?: string;
  readonly more?: string;
  readonly workload?: string;
  readonly timeline?: string;
}

/** A class of tasks whose arrivals are by the week. */
function textOf(asked: Asked): string {
  const { start = '2026-03-23T00:00 Europe/Zurich', duration = '7d', week = '{ everyDay: 1/h }' } = asked;
  return `
name: dates
start: ${start}
duration: ${duration}
nodes: { n: { taskCap: 1000 } }
workload: { ${asked.workload ?? ''} tasks: { t: { arrivals: { week: ${week}${asked.more ?? ''} }, steps: [ { run: 1s } ] } } }
timeline: ${asked.timeline ?? '[]'}
`;
}

/** From when on which rate an hour holds, times in hours. */
function ratesOf(asked: Asked): [number, number][] {
  const { tasks, duration } = scenarioOf(textOf(asked));
  const { arrivals } = tasks[0]!;
  if (arrivals?.kind !== 'profile') throw new Error('no profile');
  return arrivals.from
    .filter((at) => at < duration)
    .map((at, i) => [at / H, Math.round(arrivals.rate[i]! * 3600 * 1000) / 1000]);
}

/** rate × time over the run, by exact sums. */
function expectedIn(asked: Asked): number {
  const { tasks, duration } = scenarioOf(textOf(asked));
  const { arrivals } = tasks[0]!;
  if (arrivals?.kind !== 'profile') throw new Error('no profile');
  const ends = [...arrivals.from.slice(1), duration].map((end) => Math.min(end, duration));
  return arrivals.from.reduce(
    (sum, from, i) => sum + (arrivals.rate[i]! * Math.max(0, ends[i]! - from)) / 1e6,
    0,
  );
}

/** When entries happen: hours, and what the clock says. */
function struckAt(cron: string, asked: Asked = {}): [number, string][] {
  const { timeline, calendar } = scenarioOf(
    textOf({ ...asked, timeline: `[ { at: { cron: '${cron}' }, restart: n } ]` }),
  );
  return timeline.map(({ at }) => [at / H, instantText(calendar!, at)]);
}

describe('dates (K1)', () => {
  test('every day from 1970 to 2199 there and back, a weekday after the other', () => {
    const wrong: number[] = [];
    let last = 0;
    for (let day = 0; day < daysSince1970(2200, 1, 1); day += 1) {
      const { year, month, day: ofMonth } = dateOf(day);
      if (daysSince1970(year, month, ofMonth) !== day || (ofMonth !== 1 && ofMonth !== last + 1))
        wrong.push(day);
      last = ofMonth;
    }
    expect(wrong).toEqual([]);
    expect([dateText(0), weekdayText(20_541)]).toEqual(['1970-01-01', 'Sun 2026-03-29']);
  });

  it('K1: the clock says Monday midnight at the start and goes on from there', () => {
    const calendar = scenarioOf(textOf({})).calendar!;
    expect(instantText(calendar, 0)).toBe('Mon 2026-03-23 00:00');
    expect(instantText(calendar, 5 * DAY + 8 * H + 1_500_000)).toBe('Sat 2026-03-28 08:00:01');
  });

  it('K1: without a start there are no dates', () => {
    expect(
      scenarioOf(
        textOf({})
          .replace(/^start.*$/m, '')
          .replace(/week: [^}]*\}/, 'poisson: 1/h'),
      ).calendar,
    ).toBe(null);
  });

  it.each([
    ['2026-03-23T00:00+01:00', '2026-03-22T23:00:00Z'],
    ['2026-03-23T00:00Z', '2026-03-23T00:00:00Z'],
    ['2026-03-23 UTC', '2026-03-23T00:00:00Z'],
    ['2026-03-23t01:30z', '2026-03-23T01:30:00Z'],
    ['2026-03-23 12:30:15 America/New_York', '2026-03-23T16:30:15Z'],
    ['2026-10-25T02:30+01:00 Europe/Zurich', '2026-10-25T01:30:00Z'],
    ['2026-10-25T02:30+02:00[Europe/Zurich]', '2026-10-25T00:30:00Z'],
  ])('K1: %s is %s', (start, utc) => {
    expect(scenarioOf(textOf({ start: `'${start}'` })).calendar!.start).toBe(Date.parse(utc) * 1000);
  });
});

describe('what is said (K1)', () => {
  const calendar = scenarioOf(textOf({})).calendar!;

  it('K1: the date stands beside the simulated time, and the simulated time alone where there is none', () => {
    expect(clockOf(6 * DAY + 2 * H, false, calendar)).toBe('146:00:00 (Sun 2026-03-29 03:00)');
    expect(clockOf(6 * DAY + 2 * H, false, null)).toBe('146:00:00');
    expect(momentWords(3600 * 1.5, calendar).replaceAll('\u00a0', ' ')).toBe(
      '1 h 30 m (Mon 2026-03-23 01:30)',
    );
    expect(isoText(calendar, 6 * DAY + 2 * H)).toBe('2026-03-29T03:00:00.000+02:00');
  });

  it('K1: months after the start have names', () => {
    expect([0, 9, 10].map((month) => monthWords({ calendar }, month))).toEqual([
      ' (March 2026)',
      ' (December 2026)',
      ' (January 2027)',
    ]);
    expect(monthWords({ calendar: null }, 3)).toBe('');
  });

  it('K1: spans of a trace have the dates', () => {
    const scenario = scenarioOf(textOf({ duration: '2h' }));
    const spans = JSON.stringify(
      otlpJson(
        scenario,
        record(scenario, '1', 0, () => true),
        '1',
      ),
    );
    // 2026-03-22T23 UTC: Monday begins in Zurich.
    expect(spans).toMatch(/"startTimeUnixNano":"17742[0-9]{14}"/);
  });
});

describe('daylight saving (K2)', () => {
  it('K2: in spring the clock goes from 02:00 to 03:00, 6 days and 2 hours after Monday', () => {
    const calendar = scenarioOf(textOf({})).calendar!;
    expect(calendar.offsets).toEqual([
      { from: 0, ahead: H },
      { from: 6 * DAY + 2 * H, ahead: 2 * H },
    ]);
    expect(instantText(calendar, 6 * DAY + 2 * H - 1_000_000)).toBe('Sun 2026-03-29 01:59:59');
    expect(instantText(calendar, 6 * DAY + 2 * H)).toBe('Sun 2026-03-29 03:00');
    expect(timesOf(calendar, localTime(calendar, 6 * DAY) + 2.5 * H)).toEqual([]);
  });

  it('K2: in autumn an hour comes twice, and is told with its offset', () => {
    const calendar = scenarioOf(textOf({ start: '2026-10-25 Europe/Zurich', duration: '1d' })).calendar!;
    expect(calendar.offsets).toEqual([
      { from: 0, ahead: 2 * H },
      { from: 3 * H, ahead: H },
    ]);
    expect([2.5, 3.5, 4].map((hour) => instantText(calendar, hour * H))).toEqual([
      'Sun 2026-10-25 02:30+02:00',
      'Sun 2026-10-25 02:30+01:00',
      'Sun 2026-10-25 03:00',
    ]);
    expect(timesOf(calendar, localTime(calendar, 2.5 * H))).toEqual([2.5 * H, 3.5 * H]);
  });

  it('K2: what the zone said is a part of the resolved scenario, which needs no zones any more', () => {
    const { resolved, hash, scenario } = parseScenario(textOf({}));
    const { start } = resolved as { start: object };
    expect(start).toEqual({
      at: '2026-03-23T00:00',
      zone: 'Europe/Zurich',
      until: '7d',
      offsets: [
        ['0s', '+01:00'],
        ['6d2h', '+02:00'],
      ],
    });
    const again = parseScenario(JSON.stringify(resolved));
    expect([again.hash, again.scenario.calendar]).toEqual([hash, scenario.calendar]);
    // A zone that no machine knows.
    const elsewhere = { ...(resolved as object), start: { ...start, zone: 'Mars/Olympus' } };
    expect(parseScenario(JSON.stringify(elsewhere)).scenario.tasks).toEqual(scenario.tasks);
  });
});

describe('arrivals by the week (K3)', () => {
  const office = '{ workdays: [[0h, 2/h], [8h, 60/h], [18h, 6/h]], weekend: 1/h }';

  it('K3: rates change when the clock says so, to the µs, and not between days that are alike', () => {
    expect(ratesOf({ week: office, duration: '2d' })).toEqual([
      [0, 2],
      [8, 60],
      [18, 6],
      [24, 2],
      [32, 60],
      [42, 6],
    ]);
    expect(ratesOf({ week: office, start: '2026-03-27T17:30 Europe/Zurich', duration: '3d' })).toEqual([
      [0, 60],
      [0.5, 6],
      [6.5, 1],
      // Monday begins an hour early: Sunday has 23 hours.
      [53.5, 2],
      [61.5, 60],
      [71.5, 6],
    ]);
  });

  it('K3: a day is before workdays, weekend and everyDay', () => {
    const week = '{ everyDay: 1/h, weekend: 2/h, wed: 3/h, sun: 4/h }';
    expect(ratesOf({ week })).toEqual([
      [0, 1],
      [48, 3],
      [72, 1],
      [120, 2],
      [144, 4],
      // Seven times 24 hours end in the first hour of Monday: Sunday has 23.
      [167, 1],
    ]);
  });

  // 23, 24 and 25 hours of 1/h; with 10/h more between 2 and 3 o'clock: never, once, twice.
  it.each([
    ['2026-03-28', '24h', 24, 34],
    ['2026-03-29', '23h', 23, 23],
    ['2026-10-25', '25h', 25, 45],
    ['2026-10-26', '24h', 24, 34],
  ])('K3: %s has %s and %i arrivals at 1/h', (date, duration, flat, atTwo) => {
    const asked = { start: `${date} Europe/Zurich`, duration };
    expect(expectedIn({ ...asked, week: '{ everyDay: 1/h }' })).toBeCloseTo(flat, 9);
    const week = '{ everyDay: [[0h, 1/h], [2h, 11/h], [3h, 1/h]] }';
    expect(expectedIn({ ...asked, week })).toBeCloseTo(atTwo, 9);
    const end = scenarioOf(textOf(asked));
    expect(instantText(end.calendar!, end.duration)).toMatch(/ 00:00$/);
  });

  it('K3: an hour that comes twice has its rates twice, also where they change inside it', () => {
    const week = '{ everyDay: [[0h, 1/h], [2h30m, 7/h], [2h45m, 1/h]] }';
    expect(ratesOf({ start: '2026-10-25 Europe/Zurich', duration: '25h', week })).toEqual([
      [0, 1],
      [2.5, 7],
      [2.75, 1],
      [3.5, 7],
      [3.75, 1],
    ]);
  });

  it('K3: clocks that are put on by half an hour, and zones without any', () => {
    const week = '{ everyDay: [[0h, 1/h], [6h, 5/h]] }';
    expect(ratesOf({ start: '2026-10-04 Australia/Lord_Howe', duration: '1d', week })[1]).toEqual([5.5, 5]);
    expect(ratesOf({ start: '2026-10-25 Asia/Kolkata', duration: '1d', week })).toEqual([
      [0, 1],
      [6, 5],
    ]);
  });

  it('K3: a holiday is like its holiday, else like Sunday; an exception is before both', () => {
    const asked = {
      start: '2026-04-02 Europe/Zurich',
      duration: '5d',
      workload: 'holidays: [2026-04-03, 2026-04-06],',
    };
    const week = '{ everyDay: 10/h, sun: 1/h }';
    // Thursday, Good Friday, Saturday, Sunday, Easter Monday.
    expect(ratesOf({ ...asked, week })).toEqual([
      [0, 10],
      [24, 1],
      [48, 10],
      [72, 1],
    ]);
    expect(ratesOf({ ...asked, week: '{ everyDay: 10/h, sun: 1/h, holiday: 2/h }' })).toEqual([
      [0, 10],
      [24, 2],
      [48, 10],
      [72, 1],
      [96, 2],
    ]);
    const more =
      ', exceptions: { 2026-04-02: 150%, 2026-04-03: 50%, 2026-04-04: holiday, 2026-04-05: sat, 2026-04-06: [[0h, 3/h], [12h, 4/h]] }';
    expect(ratesOf({ ...asked, week, more })).toEqual([
      [0, 15],
      [24, 0.5],
      [48, 1],
      [72, 10],
      [96, 3],
      [108, 4],
    ]);
  });

  it('K3: scale and growth stretch it, and the same uniforms make the arrivals as in a profile of those rates (T4)', () => {
    const scenario = scenarioOf(textOf({ week: office, workload: 'scale: 200%,' }));
    const { arrivals } = scenario.tasks[0]!;
    expect(arrivals).toMatchObject({ kind: 'profile', period: null });
    expect(arrivals?.kind === 'profile' && arrivals.rate[1]! * 3600).toBeCloseTo(120, 9);
  });
});

describe('what begins again after whole days (K3)', () => {
  const sunday = { start: '2026-03-29 Europe/Zurich', duration: '2d' };
  /** With arrivals of another kind. */
  const withArrivals = (arrivals: string, start: string) =>
    scenarioOf(
      textOf({ ...sunday, start }).replace(/arrivals: \{ week: \{ [^}]*\} \}/, `arrivals: ${arrivals}`),
    );

  it('K3: a daily profile goes by the clock, one of half a day by the time that has passed', () => {
    const rates = (period: string) => {
      const { arrivals } = withArrivals(
        `{ profile: [[0s, 1/h], [8h, 60/h]], period: ${period} }`,
        sunday.start,
      ).tasks[0]!;
      return arrivals?.kind === 'profile'
        ? arrivals.from.filter((at) => at < 2 * DAY).map((at) => at / H)
        : [];
    };
    expect(rates('24h')).toEqual([0, 7, 23, 31, 47]);
    expect(rates('12h')).toEqual([0, 8]);
  });

  it('K3: it counts from midnight of the day of the start', () => {
    const { arrivals } = withArrivals(
      '{ profile: [[0s, 1/h], [8h, 60/h]], period: 24h }',
      '2026-03-23T07:00 Europe/Zurich',
    ).tasks[0]!;
    const { from, period } = arrivals as Extract<typeof arrivals, { kind: 'profile' }>;
    expect([from.slice(0, 5), period]).toEqual([[0, H, 17 * H, 25 * H, 41 * H], null]);
  });

  it('K3: and so do lengths by the hour and the schedule of a group', () => {
    const { plans, groups } = scenarioOf(
      textOf(sunday).replace(
        'nodes: { n: { taskCap: 1000 } }',
        `nodes: { n: { taskCap: 1000, autoscale: { min: 1, max: 3, schedule: [[0s, 1], [8h, 3]], period: 24h } } }
plans: { p: [ { do: wait, takes: { byHour: [[0h, 45m], [7h, 15m]] } } ] }`,
      ),
    );
    const { takes } = plans[0]!.steps[0]!;
    expect(takes.from.slice(0, 4)).toEqual([0, 6 * H, 23 * H, 30 * H]);
    expect(takes.length.slice(0, 2)).toMatchObject([{ value: 45 * MIN }, { value: 15 * MIN }]);
    const { rule } = groups[0]!.autoscale!;
    if (rule.kind !== 'schedule') throw new Error('no schedule');
    expect([rule.from.slice(0, 4), rule.nodes.slice(0, 4)]).toEqual([
      [0, 7 * H, 23 * H, 31 * H],
      [1, 3, 1, 3],
    ]);
  });
});

describe('a shorter run of the same file', () => {
  const text = textOf({
    workload: 'holidays: [2026-03-25],',
    more: ', exceptions: { 2026-03-26: 50% }',
  });

  it('K3: by --set it goes on without its days, and says so', () => {
    const { scenario, notes } = parseScenario(text, { set: ['duration=1d'] });
    expect(scenario.tasks[0]!.arrivals).toMatchObject({ kind: 'profile', rate: [1 / 3600] });
    expect(notes.filter((note) => note.includes('is not in the run'))).toHaveLength(2);
  });

  it('K3: rates go on in the time after the duration, in which what has arrived is finished', () => {
    const asked = {
      duration: '1d',
      start: '2026-03-27 Europe/Zurich',
      week: '{ workdays: 1/h, weekend: 2/h }',
    };
    expect(scenarioOf(textOf(asked)).tasks[0]!.arrivals).toMatchObject({ from: [0, DAY] });
  });
});

describe('what recurs (K4)', () => {
  it('K4: every Sunday at two, which there is not in spring: at three, when the clock has been put forward', () => {
    expect(struckAt('0 2 * * SUN', { start: '2026-03-16 Europe/Zurich', duration: '21d' })).toEqual([
      [6 * 24 + 2, 'Sun 2026-03-22 02:00'],
      [13 * 24 + 2, 'Sun 2026-03-29 03:00'],
      [20 * 24 + 1, 'Sun 2026-04-05 02:00'],
    ]);
  });

  it('K4: in an hour that comes twice it comes the first time only', () => {
    const asked = { start: '2026-10-25 Europe/Zurich', duration: '1d' };
    expect(struckAt('30 2 * * *', asked)).toEqual([[2.5, 'Sun 2026-10-25 02:30+02:00']]);
    expect(struckAt('15,45 2 * * *', { ...asked, start: '2026-03-29 Europe/Zurich' })).toEqual([
      [2, 'Sun 2026-03-29 03:00'],
    ]);
  });

  it('K4: what comes every hour goes by the clock: 23 and 25 times', () => {
    expect(struckAt('0 * * * *', { start: '2026-03-29 Europe/Zurich', duration: '22h59m' })).toHaveLength(23);
    expect(struckAt('0 * * * *', { start: '2026-10-25 Europe/Zurich', duration: '24h59m' })).toHaveLength(25);
  });

  it.each([
    ['0 2 * * 1-5', ['23', '24', '25', '26', '27']],
    ['0 2 * * SAT,7', ['28', '29']],
    ['0 2 */2 MAR *', ['23', '25', '27', '29']],
    // A day of the month or a weekday.
    ['0 2 24 * FRI', ['24', '27']],
    ['0 2 24-28/2 * *', ['24', '26', '28']],
    ['@weekly', ['29']],
  ])('K4: %s is on the days %j', (cron, days) => {
    expect(struckAt(cron).map(([, text]) => text.slice(12, 14))).toEqual(days);
  });

  it('K4: each time is an entry with a name of its own', () => {
    const timeline = `[ { at: { cron: '0 2 * * 1-3' }, restart: n, name: night }, { at: 1h, crash: n, for: 1m } ]`;
    const { timeline: entries } = scenarioOf(textOf({ timeline }));
    expect(entries.map(({ name, at }) => [name, at / MIN])).toEqual([
      ['crash-n', 60],
      ['night', 120],
      ['night-2', 120 + 24 * 60],
      ['night-3', 120 + 48 * 60],
    ]);
  });
});
