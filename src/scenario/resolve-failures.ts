/** Stochastic failures and recovery plans of the file to their places in a `Scenario`. */
import type { Lookup } from './names.ts';
import { PLAN_TIMES } from './presets/defaults-events.ts';
import type { Report } from './report.ts';
import { resolveStepTimes } from './resolve-plan-times.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type { FailureSpec, Place, PlanDeed, PlanSpec, PlanStep } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { Path } from './tree.ts';

type PlanStepInput = ScenarioFile['plans'][string][number];
type NamedTarget = FailureSpec['targets'][number];

const CAN_FAIL = ['node', 'nodes', 'zone', 'region', 'database', 'replica', 'storage', 'balancer'] as const;

/** Each thing that fails on its own, by name, so that it fails alike in every design (rule F2). */
export function resolveFailures(
  file: ScenarioFile,
  lookup: Lookup,
  places: readonly Place[],
  plans: readonly PlanSpec[],
  report: Report,
): FailureSpec[] {
  const planNames = plans.map(({ name }) => name);
  return Object.entries(file.failures).map(([name, input]) => {
    const path = ['failures', name];
    const list = Array.isArray(input.what);
    const names = list ? (input.what as string[]) : [input.what as string];
    const targets = names.flatMap((each, i) =>
      targetsOf(each, lookup, places, [...path, 'what', ...(list ? [i] : [])]),
    );
    const seen = new Set<string>();
    for (const target of targets) {
      if (seen.has(target.name))
        report.value([...path, 'what'], `'${target.name}' is in it twice; each thing fails once`);
      seen.add(target.name);
    }
    const every = resolveDistribution(input.every, [...path, 'every'], report);
    const lasts = resolveDistribution(input.for, [...path, 'for'], report);
    const plan = planNamed(input.plan, [...path, 'plan'], planNames, lookup);
    return { name, targets, every, for: lasts, plan };
  });
}

/** `zones` and `regions` are those in which something stands. */
function targetsOf(name: string, lookup: Lookup, places: readonly Place[], path: Path): NamedTarget[] {
  const { nodes, balancers, database } = lookup.parts;
  if (name === 'zones') {
    return uniqueBy(
      places.flatMap(({ region, zone }) =>
        zone === null ? [] : [{ name: `${region}/${zone}`, target: { kind: 'zone', region, zone } }],
      ),
    );
  }
  if (name === 'regions')
    return uniqueBy(places.map(({ region }) => ({ name: region, target: { kind: 'region', region } })));
  if (name === 'balancers')
    return balancers.map((each, balancer) => ({ name: each.name, target: { kind: 'balancer', balancer } }));
  if (name === 'replicas') {
    return (database?.replicas ?? []).map((each, replica) => ({
      name: each.name,
      target: { kind: 'replica', replica },
    }));
  }
  const target = lookup.target(name, path, CAN_FAIL);
  if (target === null) return [];
  if (target.kind !== 'nodes') return [{ name, target }];
  return target.nodes.map((node) => ({ name: nodes[node]!.name, target: { kind: 'node', node } }));
}

function uniqueBy(targets: readonly NamedTarget[]): NamedTarget[] {
  return [...new Map(targets.map((target) => [target.name, target])).values()];
}

/** Somebody who waits so patiently would never be simulated to the end. */
const MOST_LOOKS = 100_000_000;

export function resolvePlans(file: ScenarioFile, lookup: Lookup, report: Report): PlanSpec[] {
  return Object.entries(file.plans).map(([name, steps]) => ({
    name,
    steps: steps.map((input, i): PlanStep => {
      const path = ['plans', name, i];
      const alongside = input.alongside !== undefined;
      if (alongside && i === 0)
        report.value([...path, 'alongside'], 'is the first step; there is none before it');
      if (input.do === 'waitFor' && micros(file.duration) > MOST_LOOKS * micros(input.every))
        report.value(
          [...path, 'every'],
          'is more than a hundred million looks in the duration; look less often',
        );
      return {
        ...resolveStepTimes(input, planTime(input.do, file), path, report),
        otherwise: planNamed(input.otherwise, [...path, 'otherwise'], Object.keys(file.plans), lookup),
        alongside,
        ...resolveDeed(input, path, lookup, report),
      };
    }),
  }));
}

/** A plan by its index; null: none. */
function planNamed(
  name: string | undefined,
  path: Path,
  plans: readonly string[],
  lookup: Lookup,
): number | null {
  if (name === undefined) return null;
  if (!plans.includes(name)) lookup.missing(name, path, 'plan', plans);
  return plans.indexOf(name);
}

function planTime(step: PlanStep['do'], file: ScenarioFile): string {
  if (step === 'restore' && file.database !== 'ideal')
    return file.database.backups?.restore ?? PLAN_TIMES.restore;
  return step === 'waitFor' ? '0s' : PLAN_TIMES[step];
}

/** After a mistake, which is told, one that does nothing. */
const NOTHING: PlanDeed = { do: 'wait' };

/** What a step of a plan does, its names resolved. */
function resolveDeed(input: PlanStepInput, path: Path, lookup: Lookup, report: Report): PlanDeed {
  switch (input.do) {
    case 'decide':
      return { do: 'decide', unlessOver: input.unlessOver };
    case 'waitFor': {
      const upTo = input.upTo === undefined ? null : micros(input.upTo);
      return { do: 'waitFor', waits: { what: input.what, every: micros(input.every), upTo } };
    }
    case 'promote': {
      const what = lookup.target(input.what, [...path, 'what'], ['replica', 'storage-replica']);
      return what === null ? NOTHING : { do: 'promote', what };
    }
    case 'restore':
      checkRestore(path, lookup, report);
      return { do: 'restore' };
    case 'switch': {
      const to = lookup.target(input.loadBalancer, [...path, 'loadBalancer'], ['balancer']);
      return to === null ? NOTHING : { do: 'switch', balancer: to.balancer };
    }
    case 'setTaskCap':
      return { do: 'setTaskCap', nodes: lookup.nodes(input.nodes, [...path, 'nodes']), to: input.to };
    case 'repoint':
    case 'start':
    case 'stop':
    case 'build':
      return { do: input.do, nodes: lookup.nodes(input.nodes, [...path, 'nodes']) };
    case 'verify':
    case 'wait':
      return { do: input.do };
  }
}

function checkRestore(path: Path, lookup: Lookup, report: Report): void {
  const target = lookup.target('database', [...path, 'do'], ['database']);
  if (target !== null && lookup.parts.database?.backups === null)
    report.value([...path, 'do'], 'there are no backups to restore; add database.backups: { every: 15m }');
}
