/** Lists of tasks that were saved from the product or exported from a database: JSON, CSV, or folders of them. */
import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Mistake, ScenarioError } from '../scenario/errors.ts';
import { readCsv } from '../study/history/csv.ts';
import { type Columns, columnsOf, tasksOfRows } from '../study/history/task-columns.ts';
import { readTaskList, type TaskList, together } from '../study/history/task-list.ts';
import { FileError } from './file-error.ts';
import { readText } from './read-text.ts';

const MOST_BYTES = 100_000_000;
const TABLES: ReadonlySet<string> = new Set(['.csv', '.tsv', '.tab', '.txt']);
const ENDS: ReadonlySet<string> = new Set(['.json', '.csv', '.tsv']);

/**
 * Everything that the files hold, together; of a folder, its files *.json, *.csv and *.tsv in order of name.
 *
 * @param columns which columns of an export say what; others are found by their usual names
 * @throws FileError for a file that cannot be read, or a folder without any
 * @throws ScenarioError with every file that is no list of tasks, and where
 */
export function readTaskLists(paths: readonly string[], columns: Columns = {}): TaskList {
  const mistakes: Mistake[] = [];
  const lists = paths.flatMap(filesOf).flatMap((path): TaskList[] => {
    const list = readOne(path, columns);
    if (!('text' in list)) return [list];
    mistakes.push(list);
    return [];
  });
  if (mistakes.length > 0) throw new ScenarioError(mistakes);
  return together(lists);
}

function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter(
    (name) => ENDS.has(extname(name).toLowerCase()) && !name.startsWith('.'),
  );
  if (names.length === 0) throw new FileError(path, 'there is no *.json, *.csv or *.tsv in this folder');
  return names.sort().map((name) => join(path, name));
}

function readOne(path: string, asked: Columns): TaskList | Mistake {
  const file = readText(path, MOST_BYTES);
  if (file.kind === 'unreadable')
    throw new FileError(
      path,
      /^https?:/.test(path) ? 'is an address; save its answer and name the file' : file.why,
    );
  const wrong = (line: number, column: number, text: string): Mistake => ({
    file: path,
    line,
    column,
    path: '',
    text,
  });
  if (file.kind === 'unfit') return wrong(file.line, 1, file.why);
  if (file.text.trim() === '') return wrong(1, 1, `is empty; ${RIGHT}`);
  if (TABLES.has(extname(path).toLowerCase())) {
    const table = readCsv(file.text);
    if ('text' in table) return wrong(table.line, 1, table.text);
    const columns = columnsOf(table.header, asked);
    if (typeof columns === 'string') return wrong(1, 1, columns);
    return tasksOfRows(
      table.rows.map(({ fields }) => fields),
      columns,
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(file.text);
  } catch {
    return wrong(...endOfJson(file.text), `is not JSON from here on; ${RIGHT}`);
  }
  const rows = rowsOf(document);
  if (rows !== null && (Object.keys(asked).length > 0 || !('QueueTime' in rows[0]!))) {
    const columns = columnsOf([...new Set(rows.flatMap(Object.keys))], asked);
    if (typeof columns !== 'string') return tasksOfRows(rows, columns);
    if (Object.keys(asked).length > 0) return wrong(1, 1, columns);
  }
  return readTaskList(document) ?? wrong(1, 1, `has no list of Items; ${answered(document)}${RIGHT}`);
}

/** The rows of an export as JSON: a list of maps, at least one, none of them a page. */
function rowsOf(document: unknown): readonly Readonly<Record<string, unknown>>[] | null {
  if (!Array.isArray(document) || document.length === 0) return null;
  const isRow = (row: unknown) => typeof row === 'object' && row !== null && !('Items' in row);
  return document.every(isRow) ? document : null;
}

const RIGHT = 'save the answer of /api/tasks as it is: { "Items": [ … ] }';

/** What the product says when it gives no list, as with a key that it does not know. */
function answered(document: unknown): string {
  const said = (document as { ErrorMessage?: unknown } | null)?.ErrorMessage;
  return typeof said === 'string' ? `the product answered '${said.slice(0, 200)}'; ` : '';
}

/** Characters that V8 shows around a token that it did not expect. */
const AROUND = 10;

/**
 * Line and column, from 1, at which a text stops being JSON. V8 says the offset or, of an unexpected token, what is
 * around it, which blanks before and after make as long as it can be; of a text that ends too early it says neither.
 */
function endOfJson(text: string): [line: number, column: number] {
  const blanks = ' '.repeat(2 * AROUND);
  const longer = `${blanks}${text}${blanks}`;
  const at = offsetIn(longer, messageOf(longer)) - blanks.length;
  const before = text.slice(0, at);
  return [before.split('\n').length, before.length - before.lastIndexOf('\n')];
}

function offsetIn(text: string, message: string): number {
  const offset = /position (\d+)/.exec(message)?.[1];
  if (offset !== undefined) return Number(offset);
  const token = /\.\.\."([\s\S]*)"\.\.\. is not valid JSON$/.exec(message)?.[1];
  return token === undefined ? text.trimEnd().length : text.indexOf(token) + AROUND;
}

function messageOf(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
