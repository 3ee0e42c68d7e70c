/** What the CPUs of the nodes work on: tasks and requests, told apart by the job's number. */
import { unheard } from './outputs.ts';

/** The job of a task, by the task's number. */
export function jobOfTask(task: number): number {
  return 2 * task;
}

/** The job of a request, by the request's number. */
export function jobOfRequest(request: number): number {
  return 2 * request + 1;
}

export class CpuWork {
  readonly out = {
    /** A node's CPU has done what a task asked for. */
    taskDone: unheard as (task: number) => void,
    /** A node's CPU has done what a request asked for. */
    requestDone: unheard as (request: number) => void,
  };
  /** Is told a job that is done. */
  readonly done = (job: number): void => {
    if ((job & 1) === 0) this.out.taskDone(job >> 1);
    else this.out.requestDone(job >> 1);
  };
}
