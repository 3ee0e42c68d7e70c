/** Presets fill what a file leaves open; what they and the defaults fill with figures nobody documents is noted. */
import type { Mistake, Position } from '../errors.ts';
import type { FilledFigure } from '../scenario.ts';
import { didYouMean, some } from '../suggest.ts';
import { child, keysAt, type Path, pathText, type Tree, textAt, treeOf, withValue } from '../tree.ts';
import { partsAt } from './default-figures.ts';
import { DEFAULT_FIGURES } from './defaults.ts';
import type { Figure, Preset, StandbyPlace } from './preset.ts';
import { PRESETS, type PresetPart } from './presets.ts';

export interface Filled {
  readonly tree: Tree;
  readonly mistakes: readonly Mistake[];
  /** Paths that a preset of the kind would have filled where the one that is named is not there: no mistakes of their own. */
  readonly unfilled: ReadonlySet<string>;
  /** What the presets and the defaults in use filled in. */
  readonly figures: readonly FilledFigure[];
}

/** The tree with the figures of its platform and its presets where it says nothing itself. */
export function applyPresets(tree: Tree): Filled {
  const filler = new Filler(tree);
  filler.platform();
  filler.part('loadBalancer', ['loadBalancer']);
  for (const name of keysAt(filler.tree, 'loadBalancers'))
    filler.part('loadBalancer', ['loadBalancers', name]);
  for (const name of keysAt(filler.tree, 'nodes')) filler.part('machine', ['nodes', name]);
  filler.part('database', ['database']);
  filler.part('storage', ['storage']);
  filler.part('dispatch', ['dispatch']);
  for (const name of keysAt(filler.tree, 'failures')) filler.part('failure', ['failures', name]);
  filler.kinds();
  return {
    tree: filler.tree,
    mistakes: filler.mistakes,
    unfilled: filler.unfilled,
    figures: [...filler.figures, ...defaultFigures(filler.tree)],
  };
}

/** What a platform puts into the first region. */
const PLACES = ['loadBalancer.at', 'database.at', 'storage.at'];

class Filler {
  tree: Tree;
  readonly mistakes: Mistake[] = [];
  readonly unfilled = new Set<string>();
  readonly figures: FilledFigure[] = [];

  constructor(tree: Tree) {
    this.tree = tree;
  }

  /** Round trips, and what stands in the first region where the file does not say more. */
  platform(): void {
    const preset = this.named('platform', ['platform']);
    if (preset === null) return;
    const at = child(this.tree, 'platform')!.at;
    const regions = keysAt(this.tree, 'regions');
    const first = firstPlace(this.tree);
    const several = child(this.tree, 'loadBalancers') !== undefined;
    for (const each of preset.figures) {
      const path = each.path.split('.');
      const [part, key, from, to] = path;
      if (key === 'between') {
        if (regions.includes(from!) && regions.includes(to!)) this.between(from!, to!, each, at);
      } else if (part === 'loadBalancer' && several) {
        for (const name of keysAt(this.tree, 'loadBalancers'))
          this.fill(['loadBalancers', name, 'preset'], each, at);
      } else {
        this.fill(path, each, at);
      }
    }
    if (first === null) return;
    if (!several) this.put(['loadBalancer', 'at'], first.region, at);
    this.put(['database', 'at'], first.zone, at);
    this.put(['storage', 'at'], first.region, at);
  }

  /** The figures of the preset that a part names. */
  part(kind: PresetPart, path: Path): void {
    const preset = this.named(kind, [...path, 'preset']);
    if (preset === null) return;
    const at = child(this.tree, ...path, 'preset')!.at;
    for (const each of preset.figures) this.fill([...path, ...each.path.split('.')], each, at);
    if (preset.standby !== undefined) this.standby(preset, path, at);
  }

  /** A task class that is called like a kind is of that kind. */
  kinds(): void {
    for (const name of keysAt(this.tree, 'workload', 'tasks')) {
      const isKind = name === 'deployment' || name === 'runbook' || name === 'system';
      const task = child(this.tree, 'workload', 'tasks', name);
      if (task?.kind === 'map')
        this.put(['workload', 'tasks', name, 'kind'], isKind ? name : 'other', task.at);
    }
  }

  private named(kind: PresetPart, path: Path): Preset | null {
    const name = textAt(this.tree, ...path);
    if (name === undefined) return null;
    const presets: readonly Preset[] = PRESETS[kind];
    const preset = presets.find((each) => each.name === name);
    if (preset !== undefined) return preset;
    const names = presets.map((each) => each.name);
    const at = child(this.tree, ...path)!.at;
    const what = kind === 'platform' ? 'platform' : 'preset';
    this.mistakes.push({
      ...at,
      path: pathText(path),
      text: `there is no ${what} '${name}' here; ${didYouMean(name, names)}there are ${some(names)}`,
    });
    const figures = presets.flatMap((each) => each.figures.map((figure) => figure.path));
    for (const each of kind === 'platform' ? [...figures, ...PLACES] : figures)
      this.unfilled.add(pathText([...path.slice(0, -1), ...each.split('.')]));
    return null;
  }

  private fill(path: Path, { value, what, source, standing }: Figure, at: Position): void {
    if (!this.put(path, value, at)) return;
    const short = shortValue(value);
    this.figures.push({ path: pathText(path), text: `${what} (${short})`, value: short, source, standing });
  }

  /** Puts a value where there is none; whether it did. */
  private put(path: Path, value: unknown, at: Position): boolean {
    if (child(this.tree, ...path) !== undefined) return false;
    for (let depth = 1; depth < path.length; depth += 1) {
      const around = child(this.tree, ...path.slice(0, depth));
      if (around !== undefined && around.kind !== 'map') return false;
    }
    this.tree = withValue(this.tree, path, treeOf(value, at), at);
    return true;
  }

  private between(from: string, to: string, each: Figure, at: Position): void {
    if (child(this.tree, 'network', 'between', to, from) === undefined)
      this.fill(['network', 'between', from, to], each, at);
  }

  private standby({ name: preset, standby }: Preset, path: Path, at: Position): void {
    const { name, at: where } = standby!;
    if (child(this.tree, ...path, 'replicas', name, 'at') !== undefined) return;
    const primary = textAt(this.tree, ...path, 'at');
    const home = zoneOf(this.tree, primary);
    if (home === null) return; // a mistake of its own
    const place = standbyPlace(this.tree, home, where);
    if (place !== null) this.put([...path, 'replicas', name, 'at'], place, at);
    else if (!hasBrokenZone(this.tree, home.region)) {
      const text = `${preset} keeps its standby in another zone, and ${home.region} has none; add a zone, or take sql-single`;
      this.mistakes.push({ ...at, path: pathText([...path, 'preset']), text });
    }
  }
}

interface Zone {
  readonly region: string;
  readonly zone: string;
}

/** The zone that a text names, or the only one; null when there is no such zone. */
function zoneOf(tree: Tree, text: string | undefined): Zone | null {
  const regions = child(tree, 'regions') === undefined ? [DEFAULT_ZONE.region] : keysAt(tree, 'regions');
  const all = regions.flatMap((region) => zonesOf(tree, region).map((zone) => ({ region, zone })));
  if (text === undefined) return all.length === 1 ? all[0]! : null;
  const [region, zone] = text.split('/') as [string, string?];
  const inside = all.filter((each) => each.region === region && (zone === undefined || each.zone === zone));
  return inside.length === 1 ? inside[0]! : null;
}

/** null: there is no such place. */
function standbyPlace(tree: Tree, { region, zone }: Zone, where: StandbyPlace): string | null {
  const same = `${region}/${zone}`;
  if (where === 'same-zone') return same;
  const other = keysAt(tree, 'regions').find((each) => each !== region && zonesOf(tree, each).length > 0);
  if (where === 'other-region' && other !== undefined) return `${other}/${zonesOf(tree, other)[0]}`;
  const zones = zonesOf(tree, region);
  const next = zones.length > 1 ? `${region}/${zones[(zones.indexOf(zone) + 1) % zones.length]}` : null;
  return where === 'other-zone' ? next : (next ?? same);
}

/** What a file without regions stands in. */
const DEFAULT_ZONE: Zone = { region: 'local', zone: 'a' };

function zonesOf(tree: Tree, region: string): string[] {
  const zones = child(tree, 'regions', region);
  if (child(tree, 'regions') === undefined) return region === DEFAULT_ZONE.region ? [DEFAULT_ZONE.zone] : [];
  if (zones?.kind !== 'list') return [];
  return zones.items.flatMap((zone) => (zone.kind === 'scalar' ? [String(zone.value)] : []));
}

/** Whether a zone of a region is no name, which is a mistake of its own. */
function hasBrokenZone(tree: Tree, region: string): boolean {
  const zones = child(tree, 'regions', region);
  return zones?.kind === 'list' && zones.items.some(({ kind }) => kind !== 'scalar');
}

/** The first region and its first zone; null without regions. */
function firstPlace(tree: Tree): Zone | null {
  const region = keysAt(tree, 'regions')[0];
  const zone = region === undefined ? undefined : zonesOf(tree, region)[0];
  return region === undefined || zone === undefined ? null : { region, zone: `${region}/${zone}` };
}

/** Defaults in use: of parts that the file has, where it says nothing. */
function defaultFigures(tree: Tree): FilledFigure[] {
  const found = DEFAULT_FIGURES.flatMap(({ at, matters, figures }) => {
    const parts = partsAt(tree, at).filter((part) => matters(tree, part));
    return figures
      .filter(([key]) => parts.some((part) => child(part, ...key.split('.')) === undefined))
      .map(([key, value, what, standing, source]) => {
        const path = at === '' ? key : `${at}.${key}`;
        return { path, text: `${what} (${value})`, value, source, standing };
      });
  });
  return [...new Map(found.map((figure) => [figure.path + figure.text, figure])).values()];
}

/** `median 0.5ms, p95 2ms`, `1ms..2.7ms`, `30s`. */
function shortValue(value: unknown): string {
  if (Array.isArray(value)) return value.join('..');
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, inner]] = Object.entries(value) as [[string, unknown]];
  if (typeof inner !== 'object' || inner === null) return `${kind} ${String(inner)}`;
  if (Array.isArray(inner)) return `${kind} ${inner.join('..')}`;
  return Object.entries(inner)
    .map(([key, each]) => `${key} ${String(each)}`)
    .join(', ');
}
