/** A design and the same with something changed, replication by replication, with the same engine and random numbers. */
import { stringify } from 'yaml';
import { compareAnswer } from '../../report/compare-answer.ts';
import { groupedDigest } from '../../report/facts.ts';
import { compareTopic } from '../../report/topics.ts';
import { compareStudies } from '../../study/comparison/compare.ts';
import { differencesOf, figuresOf } from '../compare-page.ts';
import { timeCharts } from '../over-time.ts';
import { observationsOf } from '../rows.ts';
import type { Found, Order } from './order.ts';
import { type Memory, parsedOf, rounds } from './rounds.ts';

/**
 * What is known after the first replication, the second …, until all are done or `isWanted` says no.
 *
 * @throws ScenarioError with the mistakes of the changed design
 */
export async function* answers(order: Order, memory: Memory, isWanted: () => boolean): AsyncGenerator<Found> {
  const parsed = [order.original, order.changed].map(parsedOf);
  const designs = [
    { ...parsed[0]!, name: order.original.name },
    { ...parsed[1]!, name: `${order.changed.name}, changed` },
  ];
  for await (const { done, of, studies } of rounds(designs, order, memory, isWanted)) {
    const comparison = compareStudies(studies[0]!, [studies[1]!]);
    const candidate = comparison.candidates[0]!;
    const charts = differencesOf(comparison, candidate, studies.map(observationsOf), 0);
    yield {
      done,
      of,
      answer: compareAnswer(comparison),
      figures: figuresOf(comparison, candidate),
      charts: [...charts, ...timeCharts(compareTopic(comparison))].map((chart) => ({
        ...chart,
        id: `changed-${chart.id}`,
      })),
      digests: [groupedDigest(studies[0]!.digest), groupedDigest(studies[1]!.digest)],
      yaml: order.changed.sources.named.some(({ path }) => !/\.ya?ml$/.test(path))
        ? ''
        : stringify(parsed[1]!.resolved),
    };
  }
}
