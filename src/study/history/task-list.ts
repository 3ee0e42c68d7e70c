/**
 * The product's own list of tasks, as its REST interface answers `/api/tasks`: of each task only what says when it was
 * queued, started and over, where, and of which kind. Nothing else of the list is looked at.
 */
import type { Micros } from '../../engine/time.ts';
import { parseTimestamp } from '../../scenario/timestamp.ts';

/** One task of the list. Times are µs since 1970; null: not there, `unreadable`: no time with a zone. */
export interface ListedTask {
  readonly id: string | null;
  /** What it does, such as `Deploy`. */
  readonly name: string;
  readonly state: string | null;
  readonly node: string | null;
  readonly queued: ListedTime;
  readonly started: ListedTime;
  readonly completed: ListedTime;
  /** Of an export: one of its times has no zone and was taken for UTC. */
  readonly isWithoutZone?: boolean;
}

export type ListedTime = Micros | null | 'unreadable';

/** Everything that several documents hold together. */
export interface TaskList {
  readonly tasks: readonly ListedTask[];
  /** Items that are no task: not a map, or without a Name. */
  readonly others: number;
  /** The largest number of tasks that a page says there are; null: no page says so. */
  readonly total: number | null;
}

/**
 * The tasks of a document: a page of the answer with its `Items`, a list of tasks, or a list of pages.
 *
 * @returns null when it is none of these
 */
export function readTaskList(document: unknown): TaskList | null {
  if (Array.isArray(document)) {
    const pages = document.filter(isPage);
    if (pages.length > 0 && pages.length === document.length) return together(pages.map(readPage));
    return readItems(document, null);
  }
  return isPage(document) ? readPage(document) : null;
}

/** Several lists as one. Pages of one query say the same total, so the largest of them is what there should be. */
export function together(lists: readonly TaskList[]): TaskList {
  const totals = lists.flatMap(({ total }) => total ?? []);
  return {
    tasks: lists.flatMap(({ tasks }) => tasks),
    others: lists.reduce((sum, { others }) => sum + others, 0),
    total: totals.length === 0 ? null : totals.reduce((a, b) => Math.max(a, b)),
  };
}

interface Page {
  readonly Items: readonly unknown[];
  readonly TotalResults?: unknown;
}

function isPage(value: unknown): value is Page {
  return isMap(value) && Array.isArray(value['Items']);
}

function readPage({ Items, TotalResults }: Page): TaskList {
  return readItems(Items, typeof TotalResults === 'number' ? TotalResults : null);
}

function readItems(items: readonly unknown[], total: number | null): TaskList {
  const tasks = items.flatMap((item) => readTask(item) ?? []);
  return { tasks, others: items.length - tasks.length, total };
}

function readTask(item: unknown): ListedTask | null {
  if (!isMap(item) || typeof item['Name'] !== 'string' || item['Name'] === '') return null;
  return {
    id: textOf(item['Id']),
    name: item['Name'],
    state: textOf(item['State']),
    node: textOf(item['ServerNode']),
    queued: timeOf(item['QueueTime']),
    started: timeOf(item['StartTime']),
    completed: timeOf(item['CompletedTime']),
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** .NET writes up to seven decimals of a second. */
function timeOf(value: unknown): ListedTime {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') return 'unreadable';
  // The first instant of .NET's calendar stands for a time that was never set.
  if (value.startsWith('0001-01-01T')) return null;
  return parseTimestamp(value) ?? 'unreadable';
}
