/**
 * Traces of arrivals: a CSV file with a header and the columns `arrival`, optional `duration`,
 * `class`, `slots` and `estimate`. Written
 * for speed, as a trace has up to 5 million rows: one pass over the text, no object a row.
 */
import type { Micros } from '../engine/time.ts';
import type { Mistake } from './errors.ts';
import { Fingerprint } from './hash.ts';
import type { Trace } from './scenario.ts';
import { didYouMean } from './suggest.ts';
import { parseTimestamp } from './timestamp.ts';
import { secondsAt, unquoted } from './trace-fields.ts';
import { Rows, type TraceTable } from './trace-rows.ts';
import { LONGEST } from './units.ts';

export const MAX_TRACE_ROWS = 5_000_000;
/** More of one file are no help. */
const MAX_MISTAKES = 20;
/** In µs: 2001-09-09, seconds since 1970 with ten digits. */
const UNIX_FROM: Micros = 1e15;
const COLUMNS = ['arrival', 'duration', 'class', 'slots', 'estimate'] as const;
/** Slots of one task at most. */
const MOST_SLOTS = 1000;

/** The table of a CSV text, or its mistakes with their lines. */
export function parseTrace(file: string, text: string): { table: TraceTable | null; mistakes: Mistake[] } {
  const reader = new TraceReader(file, text);
  const table = reader.read();
  return { table: reader.mistakes.length === 0 ? table : null, mistakes: reader.mistakes };
}

/** The rows of one class, or all of them. null when the file has no row of that class. */
export function selectTrace(table: TraceTable, only: string | null): Trace | null {
  if (only === null) return traceOf(table, (column) => column);
  const wanted = table.classes.indexOf(only);
  if (table.classOf === null || wanted < 0) return null;
  const { classOf } = table;
  const ofClass = (_: number, row: number) => classOf[row] === wanted;
  return traceOf(table, (column) => column.filter(ofClass));
}

function traceOf(table: TraceTable, rowsOf: (column: Float64Array) => Float64Array): Trace {
  const [duration, estimate, slots] = [table.duration, table.estimate, table.slots].map(
    (column) => column && rowsOf(column),
  );
  const arrival = rowsOf(table.arrival);
  const fingerprint = new Fingerprint();
  for (let i = 0; i < arrival.length; i += 1) {
    fingerprint.whole(arrival[i]!);
    for (const column of [duration, estimate, slots]) if (column != null) fingerprint.whole(column[i]!);
  }
  return {
    ...{ file: table.file, hash: fingerprint.digest(), rows: arrival.length, arrival },
    ...{ duration: duration ?? null, estimate: estimate ?? null, slots: slots ?? null },
  };
}

class TraceReader {
  readonly mistakes: Mistake[] = [];
  private readonly file: string;
  private readonly text: string;
  private line = 1;
  /** Whether arrivals are timestamps; the first row decides. */
  private stamped: boolean | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  read(): TraceTable | null {
    const end = this.text.trimEnd().length;
    let [from, to] = this.lineAt(0);
    const header = this.text
      .slice(from, to)
      .split(',')
      .map((name) => unquoted(name.trim()));
    const at = COLUMNS.map((name) => header.indexOf(name));
    if (end === 0) this.wrong(1, 'is empty; a trace has a header with the column arrival');
    else if (header.length === 1 && /[;\t]/.test(header[0]!)) {
      const what = header[0]!.includes(';') ? 'semicolons' : 'tabs';
      this.wrong(
        1,
        `has its columns separated by ${what}; a trace is separated by commas, with decimal points`,
      );
    } else if (at[0]! < 0) {
      const near = header.map((name) => didYouMean(name, ['arrival'])).find((hint) => hint !== '') ?? '';
      this.wrong(
        1,
        `has no column arrival; ${near}a trace has the columns arrival and, if wanted, duration, class, slots and estimate`,
      );
    }
    const twice = header.find(
      (name, i) => header.indexOf(name) !== i && (COLUMNS as readonly string[]).includes(name),
    );
    if (twice !== undefined) this.wrong(1, `has the column ${twice} twice`);
    if (this.mistakes.length > 0) return null;

    const has = { duration: at[1]! >= 0, slots: at[3]! >= 0, estimate: at[4]! >= 0 };
    const rows = new Rows(has, at[2]! >= 0);
    while (to < end && this.mistakes.length < MAX_MISTAKES) {
      this.line += 1;
      [from, to] = this.lineAt(this.next(to));
      if (rows.count >= MAX_TRACE_ROWS)
        this.wrong(1, `is row ${MAX_TRACE_ROWS + 1}; a trace has at most ${MAX_TRACE_ROWS}`);
      if (rows.count >= MAX_TRACE_ROWS) break;
      this.row(from, to, at, header.length, rows);
    }
    if (rows.count === 0 && this.mistakes.length === 0) this.wrong(1, 'has a header but no row');
    if (this.mistakes.length > 0) return null;
    const ignored = header.filter((name) => !(COLUMNS as readonly string[]).includes(name));
    // Seconds since 1970 are recognised by their size: as a length they would be more than thirty years.
    const unix = this.stamped === false && rows.earliest() >= UNIX_FROM;
    return rows.table(this.file, ignored, this.stamped === true || unix, unix);
  }

  private row(from: number, to: number, at: readonly number[], fields: number, rows: Rows): void {
    const [arrivalAt, durationAt, classAt, slotsAt, estimateAt] = at;
    let arrival = -1;
    let duration = -1;
    let estimate = -1;
    let slots = 1;
    let name = '';
    let start = from;
    let column = 0;
    const last = Math.max(...at);
    while (column <= last) {
      const stop = this.fieldEnd(start, to);
      if (column === arrivalAt) arrival = this.time(start, stop, start - from + 1, 'arrival');
      else if (column === durationAt) duration = this.time(start, stop, start - from + 1, 'duration');
      else if (column === estimateAt) estimate = this.time(start, stop, start - from + 1, 'estimate');
      else if (column === slotsAt) slots = this.slots(start, stop, start - from + 1);
      else if (column === classAt) name = unquoted(this.text.slice(start, stop).trim());
      if (stop >= to && column < last) {
        this.wrong(1, `has ${column + 1} fields where the header has at least ${last + 1}`);
        return;
      }
      start = stop + 1;
      column += 1;
    }
    for (; start <= to; column += 1) start = this.fieldEnd(start, to) + 1;
    if (column > fields) {
      this.wrong(
        1,
        `has ${column} fields where the header has ${fields}; a decimal comma? write 0.35, and quotes around a text with commas`,
      );
      return;
    }
    if (classAt! >= 0 && name === '') this.wrong(1, 'has an empty class');
    rows.add(arrival, duration, estimate, slots, name);
  }

  /** Slots of a field, or processors of a log. */
  private slots(from: number, to: number, column: number): number {
    const text = unquoted(this.text.slice(from, to).trim());
    const slots = Number(text);
    if (text !== '' && Number.isInteger(slots) && slots >= 1 && slots <= MOST_SLOTS) return slots;
    this.wrong(column, `slots '${text}' is not a whole number from 1 to ${MOST_SLOTS}`);
    return 1;
  }

  /** µs of a field. */
  private time(from: number, to: number, column: number, what: string): Micros {
    const micros = secondsAt(this.text, from, to);
    if (micros >= 0 && (what !== 'arrival' || this.stamped !== true)) {
      if (what === 'arrival') this.stamped = false;
      if (micros > LONGEST)
        this.wrong(column, `${what} is ${what === 'arrival' ? 'later' : 'longer'} than 100 years`);
      return micros;
    }
    const text = unquoted(this.text.slice(from, to).trim());
    const quoted = text === this.text.slice(from, to) ? -1 : secondsAt(text, 0, text.length);
    if (quoted >= 0 && (what !== 'arrival' || this.stamped !== true)) {
      if (what === 'arrival') this.stamped = false;
      return quoted;
    }
    const stamp = what === 'arrival' && this.stamped !== false ? parseTimestamp(text) : null;
    if (stamp !== null) {
      this.stamped = true;
      if (stamp < 0)
        this.wrong(
          column,
          `arrival '${text}' lies before 1970: a time that was never set? leave its row out`,
        );
      return stamp;
    }
    this.wrong(column, this.whyNot(text, what));
    return 0;
  }

  private whyNot(text: string, what: string): string {
    if (text === '') return `${what} is empty`;
    if (/^-\d/.test(text)) return `${what} '${text}' is negative`;
    if (/^\d+\.\d{7,}$/.test(text))
      return `${what} '${text}' has more than 6 decimals; times are whole microseconds`;
    if (/^\d+,\d+$/.test(text))
      return `${what} '${text}' has a decimal comma; write ${text.replace(',', '.')}`;
    if (what === 'arrival' && /^\d{13,}$/.test(text))
      return `arrival '${text}' looks like milliseconds since 1970; write seconds, with a decimal point`;
    if (what !== 'arrival') return `${what} '${text}' is not a number of seconds`;
    if (this.stamped === true && secondsAt(text, 0, text.length) >= 0)
      return `arrival '${text}' is in seconds, those before are timestamps; keep to one`;
    if (this.stamped === false && parseTimestamp(text) !== null)
      return `arrival '${text}' is a timestamp, those before are seconds; keep to one`;
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text))
      return `arrival '${text}' has no time zone, or is no time; write 2026-01-31T08:00:00Z`;
    return `arrival '${text}' is neither seconds such as 12.5 nor a time such as 2026-01-31T08:00:00Z`;
  }

  /** From and to of the line that begins at an offset, without its line end. */
  private lineAt(from: number): [number, number] {
    const newline = this.text.indexOf('\n', from);
    let to = newline < 0 ? this.text.length : newline;
    if (to > from && this.text.charCodeAt(to - 1) === 13) to -= 1;
    return [from, to];
  }

  private next(to: number): number {
    return this.text.charCodeAt(to) === 13 ? to + 2 : to + 1;
  }

  /** The comma after the field, or the end of the line; commas in quotes do not count. */
  private fieldEnd(from: number, to: number): number {
    let inQuotes = false;
    for (let i = from; i < to; i += 1) {
      const code = this.text.charCodeAt(i);
      if (code === 34) inQuotes = !inQuotes;
      else if (code === 44 && !inQuotes) return i;
    }
    return to;
  }

  private wrong(column: number, text: string): void {
    this.mistakes.push({ file: this.file, line: this.line, column, path: '', text });
  }
}
