/** Tasks that wait for children which have no slot, as such tasks hold all (rule W8): a warning that names them. */
import type { RunResult } from '../../measure/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** One for each class that came to it, in how many of the replications. */
export function deadlockWarnings({ tasks }: Scenario, results: readonly RunResult[]): string[] {
  return tasks.flatMap(({ name }) => {
    const stuck = results.filter(({ values }) => (values[`tasks.${name}.deadlocked`]?.sum ?? 0) > 0);
    if (stuck.length === 0) return [];
    const often = results.length === 1 ? '' : `, in ${stuck.length} of ${results.length} replications`;
    return [
      `deadlock: tasks of ${name} fill every slot and wait for children that have none${often}; write exempt: true, or give the children nodes of their own (rule W8, fact 28)`,
    ];
  });
}
