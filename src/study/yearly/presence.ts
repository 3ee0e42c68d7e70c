/** How much of the time machines exist that a group adds and gives back as it scales. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Runner, StopSignal } from '../replications/runner.ts';
import { asAtStart, type Presence } from './components.ts';

/** Whether some of what fails may be there at times only. */
export function comesAndGoes(scenario: Scenario): boolean {
  const scaled = scaledNodes(scenario);
  return scenario.failures.some(({ targets }) =>
    targets.some(({ target }) => target.kind === 'node' && scaled.has(target.node)),
  );
}

function scaledNodes({ groups }: Scenario): ReadonlySet<number> {
  return new Set(groups.flatMap(({ autoscale, members }) => (autoscale === null ? [] : members)));
}

/**
 * As measured in these replications of time without faults, by the slots that each machine brings. One of a scaled group
 * without slots is taken to be there always: that counts too many faults rather than too few.
 */
export async function measuredPresence(
  usual: Scenario,
  runner: Runner,
  seed: string,
  replications: number,
  signal?: StopSignal,
): Promise<Presence> {
  const slots = new Float64Array(usual.nodes.length);
  const numbers = Array.from({ length: replications }, (_, r) => r);
  await runner.run(
    usual,
    seed,
    numbers,
    ({ values }) => {
      for (const [i, { name }] of usual.nodes.entries())
        slots[i]! += values[`node.${name}.slots.utilisation`]!.per;
    },
    signal,
  );
  const time = replications * (usual.duration - (usual.warmUp ?? 0));
  const scaled = scaledNodes(usual);
  const starting = asAtStart(usual);
  return (node) => {
    if (!scaled.has(node)) return starting(node);
    const { taskCap } = usual.nodes[node]!;
    return taskCap === 0 ? 1 : slots[node]! / (time * taskCap);
  };
}
