/** On which chart one sees a metric. */
import { withoutWindow } from '../../scenario/metric-name.ts';
import type { Chart } from './picture.ts';

/** The file name, without ending, of the chart that says most about a metric; null when none is about it. */
export function chartShowing(metric: string, charts: readonly Chart[]): string | null {
  const name = withoutWindow(metric);
  let best = { length: 0, file: null as string | null };
  for (const { file, shows } of charts) {
    for (const beginning of shows.flatMap((each) => [each, ofAllClasses(each)])) {
      const fits = name === beginning || name.startsWith(`${beginning}.`);
      if (fits && beginning.length > best.length) best = { length: beginning.length, file };
    }
  }
  return best.file;
}

/** The beginning `tasks.deployment.queueWait` of a class as that of all classes together. */
function ofAllClasses(beginning: string): string {
  return beginning.replace(/^(tasks|requests)\.[^.]+/, '$1');
}
