/** Concurrency tags (fact 26): of the tasks of one only so many can be taken or run at once. */
import { draw, PURPOSE } from '../engine/draw.ts';
import type { TaskClassSpec } from '../scenario/scenario.ts';
import { TaskList } from './task-list.ts';
import type { Task } from './tasks.ts';

/** Tasks of one concurrency tag: how many more can be taken or run, and those that wait for it. */
export interface Tag {
  free: number;
  readonly waiting: TaskList;
}

type Limit = NonNullable<TaskClassSpec['atMost']>;

export class Tags {
  /** By class and by the number of what a tag is of. */
  readonly #all = new Map<number, Map<number, Tag>>();

  /** The tag of a task's class and of the project, environment and tenant that it is of. */
  of({ keyHigh, keyLow }: Task, { tasks, per }: Limit, taskClass: number): Tag {
    let number = 0;
    for (const { what, count } of per)
      number = number * count + Math.floor(draw(keyHigh, keyLow, PURPOSE[what], 0) * count);
    let tags = this.#all.get(taskClass);
    if (tags === undefined) {
      tags = new Map();
      this.#all.set(taskClass, tags);
    }
    let tag = tags.get(number);
    if (tag === undefined) {
      tag = { free: tasks, waiting: new TaskList() };
      tags.set(number, tag);
    }
    return tag;
  }
}
