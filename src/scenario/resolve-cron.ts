/** What recurs to the times of a run (rule K4). */
import type { Micros } from '../engine/time.ts';
import { dayOf } from './calendar.ts';
import { isDue, occurrences, parseCron } from './cron.ts';
import { dateText, weekdayText } from './dates.ts';
import type { Report } from './report.ts';
import { type Dates, START_HINT } from './resolve-week.ts';
import type { Path } from './tree.ts';

/** Each has a name and metrics of its own. */
const MOST_TIMES = 400;
/** A leap day on a given weekday comes every 28 years, and later where a century has none. */
const YEARS_AHEAD = 40;

/** None after a mistake. */
export function resolveCron(text: string, path: Path, dates: Dates, report: Report): Micros[] {
  const cron = parseCron(text);
  if (typeof cron === 'string') {
    report.value(path, cron);
    return [];
  }
  const { calendar, isGiven, duration } = dates;
  if (!isGiven) report.value(path, `recurs by dates, and the run has none; ${START_HINT}`);
  if (calendar === null) return [];
  const times = occurrences(cron, calendar, duration, MOST_TIMES);
  if (times.length > MOST_TIMES)
    report.value(path, `comes more than ${MOST_TIMES} times in the run; let it come less often`);
  if (times.length === 0) {
    const [first, last] = [dayOf(calendar, 0), dayOf(calendar, duration)];
    let next = last;
    while (!isDue(cron, next) || next === last) {
      next += 1;
      if (next > last + YEARS_AHEAD * 366) break;
    }
    report.value(
      path,
      `does not come in the run, which goes from ${weekdayText(first)} to ${dateText(last)}; the next is ${weekdayText(next)}`,
    );
  }
  return times;
}
