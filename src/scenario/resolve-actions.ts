/** What an entry of the timeline does, its names resolved. */
import type { Lookup } from './names.ts';
import type { Report } from './report.ts';
import type { Places } from './resolve-places.ts';
import { drainOf, micros } from './resolve-values.ts';
import type { Dates } from './resolve-week.ts';
import type { TaskClassSpec, TimelineAction } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';
import { parseShare, valueOf } from './units.ts';

export type EntryInput = ScenarioFile['timeline'][number];

export interface TimelineContext {
  readonly lookup: Lookup;
  readonly places: Places;
  readonly report: Report;
  readonly tasks: readonly TaskClassSpec[];
  /** Name → index. */
  readonly plans: ReadonlyMap<string, number>;
  readonly dates: Dates;
}

/** null after a mistake. */
export function resolveAction(
  entry: EntryInput,
  path: Path,
  context: TimelineContext,
): TimelineAction | null {
  const { lookup, report } = context;
  const nodes = (name: string, key: string) => lookup.nodes(name, [...path, key]);
  if ('crash' in entry) return { do: 'crash', nodes: nodes(entry.crash, 'crash') };
  if ('stop' in entry) return { do: 'stop', nodes: nodes(entry.stop, 'stop') };
  if ('start' in entry) return { do: 'start', nodes: nodes(entry.start, 'start') };
  if ('restart' in entry) {
    return {
      do: 'restart',
      nodes: nodes(entry.restart, 'restart'),
      takes: micros(entry.takes),
      drain: entry.drain === undefined ? null : drainOf(entry.drain, [...path, 'drain'], report),
    };
  }
  if ('undrain' in entry) return { do: 'undrain', nodes: nodes(entry.undrain, 'undrain') };
  if ('repoint' in entry) return { do: 'repoint', nodes: nodes(entry.repoint, 'repoint') };
  if ('patch' in entry) {
    const { oneByOne, takes, drain } = entry;
    return {
      do: 'patch',
      nodes: nodes(entry.patch, 'patch'),
      oneByOne,
      takes: micros(takes),
      drain: drain === undefined ? null : drainOf(drain, [...path, 'drain'], report),
    };
  }
  if ('addNode' in entry)
    return { do: 'addNode', node: lookup.nodes(entry.addNode.name, [...path, 'addNode', 'name'])[0] ?? -1 };
  if ('removeNode' in entry) return { do: 'removeNode', nodes: nodes(entry.removeNode, 'removeNode') };
  if ('setTaskCap' in entry)
    return { do: 'setTaskCap', nodes: nodes(entry.setTaskCap, 'setTaskCap'), to: entry.to };
  if ('drain' in entry) {
    return {
      do: 'drain',
      nodes: nodes(entry.drain, 'drain'),
      drain: drainOf({ atLeast: '0s', upTo: entry.upTo, then: entry.then }, path, report),
    };
  }
  return resolveRareAction(entry, path, context);
}

type RareEntry = Extract<
  EntryInput,
  | { slow: unknown }
  | { errors: unknown }
  | { cut: unknown }
  | { delay: unknown }
  | { outage: unknown }
  | { failover: unknown }
  | { maintenance: unknown }
  | { upgrade: unknown }
  | { resubmit: unknown }
>;

function resolveRareAction(entry: RareEntry, path: Path, context: TimelineContext): TimelineAction | null {
  const { lookup } = context;
  if ('slow' in entry) {
    const target = lookup.target(
      entry.slow,
      [...path, 'slow'],
      ['node', 'nodes', 'database', 'replica', 'storage'],
    );
    return target && { do: 'slow', target, to: valueOf(parseShare(entry.to)) };
  }
  if ('errors' in entry) {
    const nodes = lookup.nodes(entry.errors, [...path, 'errors']);
    return { do: 'errors', nodes, share: valueOf(parseShare(entry.share)), takes: micros(entry.takes) };
  }
  if ('outage' in entry) {
    const target = lookup.target(
      entry.outage,
      [...path, 'outage'],
      ['node', 'nodes', 'zone', 'region', 'database', 'replica', 'storage', 'balancer'],
    );
    return target && { do: 'outage', target };
  }
  if ('cut' in entry) return resolveCut(entry, path, context);
  if ('delay' in entry) return resolveDelay(entry, path, context);
  if ('failover' in entry) return resolveFailover(entry.failover, [...path, 'failover'], lookup);
  if ('maintenance' in entry) return { do: 'maintenance' };
  if ('upgrade' in entry) {
    return { do: 'upgrade', schema: micros(entry.upgrade.schema), perNode: micros(entry.upgrade.perNode) };
  }
  const classes = resubmitted(entry.resubmit.classes, [...path, 'resubmit', 'classes'], context);
  return { do: 'resubmit', cancelledSince: micros(entry.resubmit.cancelledSince), classes };
}

function resolveCut(
  entry: Extract<EntryInput, { cut: unknown }>,
  path: Path,
  { places, report }: TimelineContext,
): TimelineAction | null {
  const one = places.find(entry.cut);
  const other = places.find(entry.from);
  if (one === null) places.unknown(entry.cut, [...path, 'cut'], 'any');
  if (other === null) places.unknown(entry.from, [...path, 'from'], 'any');
  if (one === null || other === null) return null;
  const from = places.within(one);
  const to = places.within(other);
  if (
    from.some((place) => to.includes(place)) ||
    (one.region === other.region &&
      (one.zone ?? other.zone) !== null &&
      (one.zone === null || other.zone === null))
  ) {
    report.value(
      [...path, 'from'],
      `${entry.cut} and ${entry.from} overlap; a cut is between two separate places`,
    );
    return null;
  }
  for (const [key, set] of [
    ['cut', from],
    ['from', to],
  ] as const) {
    if (set.length === 0)
      report.notes.push(
        `timeline: nothing stands at ${key === 'cut' ? entry.cut : entry.from}, so this cut changes nothing`,
      );
  }
  return { do: 'cut', from, to, oneWay: entry.oneWay };
}

/** A path that is longer, or loses packets; without an other end all paths to and from a place. */
function resolveDelay(
  entry: Extract<EntryInput, { delay: unknown }>,
  path: Path,
  { places, report }: TimelineContext,
): TimelineAction | null {
  const one = places.find(entry.delay);
  const other = entry.from === undefined ? undefined : places.find(entry.from);
  if (one === null) places.unknown(entry.delay, [...path, 'delay'], 'any');
  if (other === null) places.unknown(entry.from!, [...path, 'from'], 'any');
  if (one === null || other === null) return null;
  const from = places.within(one);
  const to =
    other === undefined
      ? [...places.all.keys()].filter((place) => !from.includes(place))
      : places.within(other);
  const [by, loss] = [micros(entry.by), valueOf(parseShare(entry.loss))];
  if (loss === 1) report.value([...path, 'loss'], 'a path that loses everything is a cut: write cut, from');
  if (by === 0 && loss === 0)
    report.value([...path, 'delay'], 'changes nothing; write by: 100ms, loss: 1% or both');
  if (from.length === 0 || to.length === 0)
    report.notes.push(
      `timeline: nothing stands at one end of the path ${entry.delay}, so its delay changes nothing`,
    );
  return { do: 'delay', from, to, by, loss, retransmit: micros(entry.retransmit) };
}

function resolveFailover(name: string, path: Path, lookup: Lookup): TimelineAction | null {
  const target = lookup.find(name);
  const replicas = lookup.parts.database?.replicas ?? [];
  if (target?.kind !== 'replica') {
    lookup.missing(
      name,
      path,
      'replica of the database',
      replicas.map((replica) => replica.name),
    );
    return null;
  }
  if (replicas[target.replica]!.mode === 'async') {
    lookup.refuse(path, `'${name}' is an asynchronous replica; it is promoted by a plan, and loses its lag`);
    return null;
  }
  return { do: 'failover', replica: target.replica };
}

/** Without a list: deployments and runbooks, as the product's own script does (fact 51). */
function resubmitted(
  names: readonly string[] | undefined,
  path: Path,
  { tasks, report }: TimelineContext,
): number[] {
  if (names === undefined) {
    return tasks.flatMap((task, i) => (task.kind === 'deployment' || task.kind === 'runbook' ? [i] : []));
  }
  const known = tasks.map((task) => task.name);
  return names.flatMap((name, i) => {
    const index = known.indexOf(name);
    if (index >= 0) return [index];
    report.unknown(
      [...path, i],
      name,
      `there is no task class '${name}'; ${didYouMean(name, known)}classes are ${some(known)}`,
      [['workload', 'tasks']],
    );
    return [];
  });
}
