/** The same page that a report has, made in the browser, after ever more replications. */
import { compareStudies } from '../../study/comparison/compare.ts';
import { judgeLimits } from '../../study/estimates/judge-limits.ts';
import { comparePage } from '../compare-page.ts';
import type { Page } from '../model.ts';
import { type PageContext, runPage } from '../run-page.ts';
import { rerunOf } from '../what-if/rerun.ts';
import { type Memory, parsedOf, rounds } from '../what-if/rounds.ts';
import type { StudioOrder } from './order.ts';

/** @throws ScenarioError with the mistakes of the text */
export async function* pages(
  order: StudioOrder,
  memory: Memory,
  isWanted: () => boolean,
): AsyncGenerator<{ page: Page; done: number; of: number }> {
  const { now, before, replications, version } = order;
  const ordered = before === null ? [now] : [before, now];
  const parsed = ordered.map(parsedOf);
  const names = before === null ? [now.name] : [`${before.name}, before`, now.name];
  const designs = parsed.map((one, i) => ({ ...one, name: names[i]! }));
  const seed = parsed.at(-1)!.scenario.seed;
  for await (const { done, of, studies } of rounds(designs, { seed, replications }, memory, isWanted)) {
    const sources = ordered.map(({ sources: files, set }, i) => ({
      sources: files,
      set,
      resolved: parsed[i]!.resolved,
    }));
    const context: PageContext = {
      repeat: before === null ? `hasim run ${now.sources.file.path} --replications ${of}` : '',
      version,
      notes: parsed.flatMap(({ notes }) => notes),
      rerun: rerunOf(sources, studies),
    };
    const [first, ...others] = studies;
    const page =
      others.length === 0
        ? runPage(first!, judgeLimits(first!), context)
        : comparePage(compareStudies(first!, others), context);
    yield { page, done, of };
  }
}
