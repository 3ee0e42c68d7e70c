/** The story of a run says in words what was away, for how long, and what its RTO was. */
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/node/load-scenario.ts';
import { storyOf, storySection } from '../../src/page/story.ts';
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

it('of more than forty moments says below them how many are left, and in which file: that is no moment of its own', async () => {
  const { scenario } = loadScenario('scenarios/disaster-recovery/region-loss-hot-cold.yaml');
  const study = await replicate(scenario, inlineRunner, fixed(1), { triesTies: false });
  const topic = runTopic(study);
  const designs = Array.from({ length: 8 }, () => topic.designs[0]!);
  const many = { ...topic, designs };
  const [section] = storySection(many, 'comparison.json');
  const [story, rest] = section!.blocks;
  if (story?.kind !== 'story' || rest?.kind !== 'text') throw new Error('no story');
  const left = storyOf(many).length - 40;
  expect(left).toBeGreaterThan(0);
  expect(story.moments).toEqual(storyOf(many).slice(0, 40));
  expect(rest.lines).toEqual([`… and ${left} more, on the charts and in comparison.json`]);
  expect(storySection(topic, 'result.json')[0]!.blocks).toHaveLength(1);
});
