/** A trace as speedscope.app opens it: a profile for each task or request, from its arrival, of stretches by cause. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Recording } from '../../study/explain/recorder.ts';
import { nameOf } from '../explain/story.ts';
import { stretchesOf } from './stretches.ts';

/** @param version of hasim */
export function speedscopeJson(scenario: Scenario, { works, result }: Recording, version: string): object {
  const frames: { readonly name: string }[] = [];
  const known = new Map<string, number>();
  const frameOf = (name: string): number => {
    const index = known.get(name) ?? frames.push({ name }) - 1;
    known.set(name, index);
    return index;
  };
  const longestFirst = [...works].sort((a, b) => b.ended - b.arrived - (a.ended - a.arrived));
  const profiles = longestFirst.map((work) => {
    const name = nameOf(scenario, work);
    const outer = frameOf(name);
    const at = (time: number): number => time - work.arrived;
    return {
      ...{ type: 'evented', name: `${name} (${work.outcome})`, unit: 'microseconds', startValue: 0 },
      endValue: at(work.ended),
      events: [
        { type: 'O', frame: outer, at: 0 },
        ...stretchesOf(work).flatMap(({ name: cause, from, to }) => [
          { type: 'O', frame: frameOf(cause), at: at(from) },
          { type: 'C', frame: frameOf(cause), at: at(to) },
        ]),
        { type: 'C', frame: outer, at: at(work.ended) },
      ],
    };
  });
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name: `${scenario.name}, replication ${result.replication}`,
    exporter: `hasim ${version}`,
    activeProfileIndex: 0,
    shared: { frames },
    profiles,
  };
}
