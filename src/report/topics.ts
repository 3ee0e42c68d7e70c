/** From a study or a comparison to what its charts have in common. */
import type { Comparison } from '../study/comparison/compare.ts';
import { wholeResults } from '../study/replications/folding.ts';
import type { Study } from '../study/replications/replicate.ts';
import { KEPT_WHOLE } from '../study/statistics/quantile.ts';
import type { DrawnDesign, Topic } from './charts/topic.ts';
import { replicationsOfAll, setupWords } from './facts.ts';

/**
 * One scenario, one design.
 *
 * @param study of the scenario
 * @returns what `gallery` draws
 */
export function runTopic(study: Study): Topic {
  return {
    question: study.scenario.question,
    setup: setupWords(study.scenario),
    foot: footOf([study]),
    designs: [designOf(study)],
  };
}

/**
 * The baseline first; the question is the last candidate's, which is the one that extends the others.
 *
 * @param comparison of two or more designs
 * @returns what `gallery` draws
 */
export function compareTopic({ baseline, candidates }: Comparison): Topic {
  const studies = [baseline, ...candidates].map(({ study }) => study);
  const setups = studies.map(({ scenario }) => setupWords(scenario));
  const same = setups.every((setup) => setup === setups[0]);
  const asked = studies.map(({ scenario }) => scenario.question).filter((question) => question !== '');
  return {
    question: asked.at(-1) ?? '',
    setup: same ? setups[0]! : studies.map(({ scenario }, i) => `${scenario.name}: ${setups[i]}`).join(' · '),
    foot: footOf(studies),
    designs: studies.map(designOf),
  };
}

function designOf({ scenario, results }: Study): DrawnDesign {
  return { name: scenario.name, scenario, runs: wholeResults(results) };
}

function footOf(studies: readonly Study[]): string {
  const [first] = studies;
  const drawn = first!.results.length > KEPT_WHOLE ? `, of which ${KEPT_WHOLE} are drawn` : '';
  const names = studies.map(({ scenario }) => scenario.name).join(', ');
  return `${names} · ${replicationsOfAll(studies)}${drawn} · seed ${first!.seed}`;
}
