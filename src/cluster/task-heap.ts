/** What can be taken, the first by its order on top: a binary heap in which each knows its place. */

/** A task, or a project with tasks. */
interface Placed {
  order: number;
  place: number;
}

export class TaskHeap<T extends Placed> {
  readonly #tasks: T[] = [];

  get size(): number {
    return this.#tasks.length;
  }

  /** The first; undefined where there is none. */
  get head(): T | undefined {
    return this.#tasks[0];
  }

  /** The first that is accepted; undefined where none is. Those that are not are passed by in their order. */
  firstThat(accepts: (task: T) => boolean): T | undefined {
    const open = new TaskHeap<Placed & { readonly at: number }>();
    const look = (at: number): void => {
      if (at < this.#tasks.length) open.add({ order: this.#tasks[at]!.order, place: 0, at });
    };
    for (look(0); open.head !== undefined; ) {
      const { head } = open;
      const task = this.#tasks[head.at]!;
      if (accepts(task)) return task;
      open.remove(head);
      look(2 * head.at + 1);
      look(2 * head.at + 2);
    }
    return undefined;
  }

  add(task: T): void {
    this.#tasks.push(task);
    this.#siftUp(this.#tasks.length - 1, task);
  }

  remove(task: T): void {
    const tasks = this.#tasks;
    const at = task.place;
    const last = tasks.pop()!;
    if (last === task) return;
    if (at > 0 && last.order < tasks[(at - 1) >> 1]!.order) this.#siftUp(at, last);
    else this.#siftDown(at, last);
  }

  /** All, in no order. */
  all(): readonly T[] {
    return this.#tasks;
  }

  /** All leave, in no order. */
  removeAll(): T[] {
    return this.#tasks.splice(0);
  }

  #siftUp(from: number, task: T): void {
    const tasks = this.#tasks;
    let at = from;
    while (at > 0) {
      const parent = tasks[(at - 1) >> 1]!;
      if (parent.order < task.order) break;
      tasks[at] = parent;
      parent.place = at;
      at = (at - 1) >> 1;
    }
    tasks[at] = task;
    task.place = at;
  }

  #siftDown(from: number, task: T): void {
    const tasks = this.#tasks;
    const size = tasks.length;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && tasks[child + 1]!.order < tasks[child]!.order) child += 1;
      const below = tasks[child]!;
      if (task.order < below.order) break;
      tasks[at] = below;
      below.place = at;
      at = child;
    }
    tasks[at] = task;
    task.place = at;
  }
}
