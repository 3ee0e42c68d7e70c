/** The lists that a task can stand in: those held, the line of a tag, or the rows that say "running" on a node. */
import type { Task } from './tasks.ts';

/** A list of tasks in order, linked through them: append, take out anywhere, in O(1). */
export class TaskList {
  first: Task | null = null;
  last: Task | null = null;
  size = 0;
  /** That they take together. */
  slots = 0;

  append(task: Task): void {
    task.next = null;
    task.previous = this.last;
    if (this.last === null) this.first = task;
    else this.last.next = task;
    this.last = task;
    this.size += 1;
    this.slots += task.slots;
  }

  remove(task: Task): void {
    const { previous, next } = task;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    this.size -= 1;
    this.slots -= task.slots;
  }

  /** Visits the tasks of now, in order; one that is visited may leave the list, or the table. */
  visit(tell: (task: Task) => void): void {
    for (let task = this.first; task !== null; ) {
      const following: Task | null = task.next;
      tell(task);
      task = following;
    }
  }
}
