/** The story of a run says in words what was away, for how long, and what its RTO was. */
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/node/load-scenario.ts';
import { storyOf } from '../../src/page/story.ts';
import { runTopic } from '../../src/report/topics.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';

it('of a region that is lost: no tasks, no user interface, users out', async () => {
  const { scenario } = loadScenario('scenarios/disaster-recovery/region-loss-hot-cold.yaml');
  const study = await replicate(scenario, inlineRunner, fixed(2), { triesTies: false });
  const story = storyOf(runTopic(study)).map(({ text }) => text.replaceAll('\u00a0', ' '));
  for (const away of ['no task can run', 'no user interface', 'users are out'])
    expect(story).toContainEqual(expect.stringMatching(new RegExp(`^${away} for \\d.*\\(RTO \\d.*\\)\\.$`)));
  expect(story.join('\n')).not.toMatch(/users out/);
});
