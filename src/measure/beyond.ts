import type { Value } from './result.ts';

/** What is beyond every limit, for so many tasks: `1 task was refused`, `3 tasks were refused`. */
export function beyond(tasks: number, one: string, many = one): Value {
  return { sum: 0, per: 0, reason: tasks === 1 ? `1 task ${one}` : `${tasks} tasks ${many}` };
}
