/**
 * The slots shared between projects whose prioritised tasks wait (rule Q15): each of them may have capacity / projects; the
 * tasks of those who have less go before those of the others. Projects stand in heaps by how many tasks they run, so that
 * neither tasks nor projects are scanned.
 */
import { TaskHeap } from './task-heap.ts';
import type { Task } from './tasks.ts';

/** A project of a class. */
export interface Project {
  /** Its tasks whose row says running; those in the queue, also behind a tag. */
  running: number;
  queued: number;
  /** Those that can be taken, and the order of the first. */
  readonly tasks: TaskHeap<Task>;
  readonly line: ProjectLine;
  order: number;
  place: number;
}

/** Who shares: all projects of a cluster. */
export class ProjectShares {
  /** Projects with tasks in the queue. */
  #projects = 0;
  readonly #capacity: (line: number) => number;

  /** @param capacity slots of the nodes that may take from a line of the queue */
  constructor(capacity: (line: number) => number) {
    this.#capacity = capacity;
  }

  /** So many more tasks of a project are in the queue. */
  addQueued(project: Project, change: number): void {
    if (project.queued === 0) this.#projects += 1;
    project.queued += change;
    if (project.queued === 0) this.#projects -= 1;
  }

  /** Whether who runs so many tasks has less than its share. Compared by multiplication, so exactly. */
  isBelow(running: number, line: number): boolean {
    return running * this.#projects < this.#capacity(line);
  }
}

/** A line of the queue: prioritised tasks by project, and the rest, which is taken after them. */
export class ProjectLine {
  readonly #shares: ProjectShares;
  readonly #index: number;
  /** By how many tasks they run: the projects with tasks here. */
  readonly #projects: TaskHeap<Project>[] = [];
  readonly #rest = new TaskHeap<Task>();
  size = 0;

  constructor(shares: ProjectShares, index: number) {
    this.#shares = shares;
    this.#index = index;
  }

  /** A project of a class whose tasks wait here. */
  project(): Project {
    return { running: 0, queued: 0, tasks: new TaskHeap(), line: this, order: 0, place: 0 };
  }

  /** The first task; undefined where there is none. */
  get head(): Task | undefined {
    let first: Project | undefined;
    let areBelow = true;
    for (let running = 0; running < this.#projects.length; running += 1) {
      if (areBelow && !this.#shares.isBelow(running, this.#index)) {
        if (first !== undefined) break;
        areBelow = false;
      }
      const { head } = this.#projects[running]!;
      if (head !== undefined && (first === undefined || head.order < first.order)) first = head;
    }
    return first === undefined ? this.#rest.head : first.tasks.head;
  }

  /** The first that is accepted; undefined where none is. Asked when the head is not. */
  firstThat(accepts: (task: Task) => boolean): Task | undefined {
    let first: Task | undefined;
    let isBelow = false;
    for (const project of this.#projects.flatMap((some) => some.all())) {
      const task = project.tasks.firstThat(accepts);
      if (task === undefined) continue;
      const below = this.#shares.isBelow(project.running, this.#index);
      if (first !== undefined && (below === isBelow ? first.order < task.order : isBelow)) continue;
      first = task;
      isBelow = below;
    }
    return first ?? this.#rest.firstThat(accepts);
  }

  add(task: Task): void {
    this.size += 1;
    const { project } = task;
    if (project === null) this.#rest.add(task);
    else this.#change(project, () => project.tasks.add(task));
  }

  remove(task: Task): void {
    this.size -= 1;
    const { project } = task;
    if (project === null) this.#rest.remove(task);
    else this.#change(project, () => project.tasks.remove(task));
  }

  /** All leave, in no order. */
  removeAll(): Task[] {
    this.size = 0;
    const projects = this.#projects.flatMap((some) => some.removeAll());
    return [...this.#rest.removeAll(), ...projects.flatMap(({ tasks }) => tasks.removeAll())];
  }

  /** So many more tasks of a project run. */
  addRunning(project: Project, change: number): void {
    this.#change(project, () => {
      project.running += change;
    });
  }

  #change(project: Project, change: () => void): void {
    if (project.tasks.size > 0) this.#projects[project.running]!.remove(project);
    change();
    const { head } = project.tasks;
    if (head === undefined) return;
    project.order = head.order;
    while (this.#projects.length <= project.running) this.#projects.push(new TaskHeap());
    this.#projects[project.running]!.add(project);
  }
}
