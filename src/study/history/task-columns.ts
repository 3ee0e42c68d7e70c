/** Which columns of an export say what of a task, and rows as tasks. */
import { SECOND } from '../../engine/time.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { parseTimestamp } from '../../scenario/timestamp.ts';
import type { ListedTask, ListedTime, TaskList } from './task-list.ts';

/** What a column can say; `duration`, in seconds, in place of `ended`. */
export const FIELDS = ['arrival', 'started', 'ended', 'duration', 'class', 'node', 'state', 'id'] as const;
export type Field = (typeof FIELDS)[number];

/** Name of the column of each field that there is. */
export type Columns = Readonly<Partial<Record<Field, string>>>;

type Row = Readonly<Record<string, unknown>>;

/** Names of columns that need no mapping, in any case, with or without spaces and underscores. */
const USUAL: Readonly<Record<Field, readonly string[]>> = {
  arrival: ['queuetime', 'queued', 'queuedat', 'arrival', 'arrived', 'created', 'createdat'],
  started: ['starttime', 'started', 'startedat', 'start'],
  ended: ['completedtime', 'completed', 'completedat', 'ended', 'endtime', 'end', 'finished', 'finishedat'],
  duration: ['duration', 'durationseconds'],
  class: ['name', 'class', 'type', 'kind'],
  node: ['servernode', 'servernodeid', 'node'],
  state: ['state', 'status'],
  id: ['id', 'taskid'],
};

/**
 * `arrival=QueueTime,started=StartTime` as columns, or what is wrong with it.
 */
export function parseColumns(text: string): Columns | string {
  const columns: Partial<Record<Field, string>> = {};
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    const [field, column] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    const right = 'write arrival=QueueTime,started=StartTime,ended=CompletedTime,class=Name';
    if (at < 0 || column === '') return `'${pair}' names no column; ${right}`;
    if (!(FIELDS as readonly string[]).includes(field))
      return `'${field}' is nothing that a column says of a task; ${didYouMean(field, FIELDS)}there are ${FIELDS.join(', ')}`;
    if (columns[field as Field] !== undefined) return `${field} is given twice`;
    columns[field as Field] = column;
  }
  return columns;
}

/** What to do with rows that do not say when their tasks started. */
const AS_TRACE =
  'arrivals and durations alone are replayed as they are, by arrivals: { trace: { file: … } } and { run: { from: trace } }';

/** The columns of a header: those that are asked for, others by their usual names; or what is wrong. */
export function columnsOf(header: readonly string[], asked: Columns): Columns | string {
  const columns: Partial<Record<Field, string>> = {};
  const there = `there are ${header.slice(0, 20).join(', ')}`;
  for (const field of FIELDS) {
    const wanted = asked[field];
    if (wanted !== undefined) {
      const same =
        header.find((name) => name === wanted) ?? header.find((name) => plain(name) === plain(wanted));
      if (same === undefined) return `has no column '${wanted}'; ${didYouMean(wanted, header)}${there}`;
      columns[field] = same;
    } else {
      const usual = header.find((name) => USUAL[field].includes(plain(name)));
      if (usual !== undefined) columns[field] = usual;
    }
  }
  if (asked.duration !== undefined && asked.ended === undefined) delete columns.ended;
  const lacking = (['arrival', 'started', 'ended'] as const).filter(
    (field) => columns[field] === undefined && (field !== 'ended' || columns.duration === undefined),
  );
  if (lacking.length === 0) return columns;
  const example = lacking.map((field) => `${field}=…`).join(',');
  const isTrace = lacking.join() === 'started' && columns.duration !== undefined;
  const replayed = isTrace ? `; ${AS_TRACE}` : '';
  return `does not say in which column ${lacking.join(' and ')} stand${lacking.length > 1 ? '' : 's'}; name it with the option columns: ${example}; ${there}${replayed}`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** Rows as tasks; without a column of the class all are of one class, `task`. */
export function tasksOfRows(rows: readonly Row[], columns: Columns): TaskList {
  const tasks = rows.flatMap((row) => taskOf(row, columns) ?? []);
  return { tasks, others: rows.length - tasks.length, total: null };
}

function taskOf(row: Row, columns: Columns): ListedTask | null {
  const valueOf = (field: Field) => (columns[field] === undefined ? undefined : row[columns[field]]);
  const name = columns.class === undefined ? 'task' : textOf(valueOf('class'));
  if (name === null) return null;
  const started = timeOf(valueOf('started'));
  const times = (['arrival', 'started', 'ended'] as const).map((field) => textOf(valueOf(field)) ?? '');
  return {
    id: textOf(valueOf('id')),
    name,
    state: textOf(valueOf('state')),
    node: textOf(valueOf('node')),
    queued: timeOf(valueOf('arrival')),
    started,
    completed: columns.ended === undefined ? after(started, valueOf('duration')) : timeOf(valueOf('ended')),
    ...(times.every(hasZone) ? {} : { isWithoutZone: true }),
  };
}

/** SQL clients write NULL where there is nothing; the first instant of .NET's calendar is a time that was never set. */
function isNothing(value: unknown): boolean {
  return value == null || (typeof value === 'string' && /^\s*(null|\\N|0001-01-01[T ].*)?\s*$/i.test(value));
}

function textOf(value: unknown): string | null {
  return isNothing(value) || typeof value === 'object' ? null : String(value).trim();
}

function after(started: ListedTime, duration: unknown): ListedTime {
  if (isNothing(duration)) return null;
  const seconds = secondsOf(String(duration).trim());
  if (seconds === null || seconds < 0) return 'unreadable';
  return typeof started === 'number' ? started + Math.round(seconds * SECOND) : started;
}

/** From here on a number is milliseconds: in seconds it would be the year 5138. */
const MILLISECONDS = 1e11;
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?$/;

function hasZone(time: string): boolean {
  return !WITHOUT_ZONE.test(time);
}

/**
 * Seconds or milliseconds since 1970, or since any start of one's own; or a timestamp as databases write it: with up to
 * nine decimals, a space before the zone, or no zone, which is taken for UTC.
 */
function timeOf(value: unknown): ListedTime {
  if (isNothing(value)) return null;
  const text = String(value).trim();
  const seconds = secondsOf(text);
  if (seconds !== null)
    return Math.round(Math.abs(seconds) >= MILLISECONDS ? seconds * 1000 : seconds * SECOND);
  const iso = text
    .replace(/([.,]\d{6})\d+/, '$1')
    .replace(/\s*(?:z|UTC)$/i, 'Z')
    .replace(/\s+(?=[+-]\d\d(:?\d\d)?$)/, '');
  return parseTimestamp(hasZone(iso) ? iso : `${iso}Z`) ?? 'unreadable';
}

/** A plain number, a comma for its decimals allowed. */
function secondsOf(text: string): number | null {
  return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : null;
}
