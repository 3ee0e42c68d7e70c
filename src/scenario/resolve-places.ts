/** Names of places to indices, and the round trips between all of them (rules N1, N2). */
import type { Report } from './report.ts';
import type { NetworkSpec, Place } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';
import { parseDuration, parseShare, valueOf } from './units.ts';

export class Places {
  readonly all: Place[] = [];
  private readonly indexOf = new Map<string, number>();
  private readonly regions: ReadonlyMap<string, readonly string[]>;
  private readonly report: Report;
  private readonly pairs = new Map<string, { a: number; b: number; text: string }>();

  constructor(file: ScenarioFile, report: Report) {
    this.report = report;
    this.regions = new Map(Object.entries(file.regions));
    for (const [region, zones] of this.regions) {
      const twice = zones.findIndex((zone, i) => zones.indexOf(zone) !== i);
      if (twice >= 0)
        report.value(
          ['regions', region, twice],
          `zone '${zones[twice]}' is given twice; zones of a region differ`,
        );
    }
  }

  /** Region → its zones, in file order. */
  get zones(): ReadonlyMap<string, readonly string[]> {
    return this.regions;
  }

  /** The region and zone that a text names, or null where it names none. */
  find(text: string): Place | null {
    const [region, zone, more] = text.split('/') as [string, string?, string?];
    const zones = this.regions.get(region);
    if (zones === undefined || more !== undefined) return null;
    if (zone === undefined) return { region, zone: null };
    return zones.includes(zone) ? { region, zone } : null;
  }

  /**
   * The index of the place that stands at a path; where nothing stands, of the only zone. −1 after a mistake.
   * `needs` zone: a region alone will not do (rule N1).
   */
  at(text: string | undefined, path: Path, needs: 'zone' | 'any'): number {
    if (text === undefined) {
      const only = this.onlyZone();
      if (only !== null) return this.index(only);
      if (!this.report.isLacking(['regions'], path))
        this.report.value(path, `missing; say where it stands: ${some(this.names(needs))}`);
      return -1;
    }
    const place = this.find(text);
    if (place === null) {
      this.unknown(text, path, needs);
      return -1;
    }
    if (place.zone === null && needs === 'zone') {
      const zones = this.regions.get(place.region)!;
      if (zones.length === 1) return this.index({ region: place.region, zone: zones[0]! });
      const first = `${place.region}/${zones[0]}`;
      this.report.value(
        path,
        `'${text}' is a region of ${zones.length} zones; write the zone, such as ${first}`,
      );
      return -1;
    }
    return this.index(place);
  }

  /** Says that a text names no place. */
  unknown(text: string, path: Path, needs: 'zone' | 'any'): void {
    const names = this.names(needs);
    this.report.unknown(
      path,
      text,
      `there is no place '${text}'; ${didYouMean(text, names)}places are ${some(names)}`,
      [['regions']],
    );
  }

  /** The index of a place, a new one where it was not named before. */
  index(place: Place): number {
    const key = place.zone === null ? place.region : `${place.region}/${place.zone}`;
    const known = this.indexOf.get(key);
    if (known !== undefined) return known;
    this.all.push(place);
    this.indexOf.set(key, this.all.length - 1);
    return this.all.length - 1;
  }

  /** Indices of all places named so far that lie in a place. */
  within(place: Place): number[] {
    return [...this.all.keys()].filter((i) => {
      const other = this.all[i]!;
      return other.region === place.region && (place.zone === null || other.zone === place.zone);
    });
  }

  /** Two places that talk, and why: they need a round trip. */
  talk(a: number, b: number, text: string): void {
    if (a < 0 || b < 0) return;
    const pair = this.regionsOf(a, b);
    if (!this.pairs.has(pair)) this.pairs.set(pair, { a, b, text });
  }

  /** Round trips between all places; a pair of regions that talks and has none is a mistake. */
  network(file: ScenarioFile): NetworkSpec {
    const between = this.between(file);
    const sameZone = valueOf(parseDuration(file.network.sameZone));
    const crossZone = valueOf(parseDuration(file.network.crossZone));
    const roundTrip = this.all.map((a, i) =>
      this.all.map((b, j) => {
        if (a.region !== b.region) return between.get(this.regionsOf(i, j)) ?? -1;
        return a.zone === null || b.zone === null || a.zone === b.zone ? sameZone : crossZone;
      }),
    );
    for (const [pair, { a, b, text }] of this.pairs) {
      if (roundTrip[a]![b]! >= 0) continue;
      const [from, to] = [this.all[a]!.region, this.all[b]!.region];
      if (this.report.isLacking(['network'], ['regions'])) continue;
      const path =
        file.network.between[from] === undefined && !between.has(pair)
          ? ['network', 'between']
          : ['network', 'between', from];
      this.report.value(
        path,
        `${from} and ${to} talk (${text}) but have no round trip; write { ${from}: { ${to}: 80ms } }`,
      );
    }
    return {
      roundTrip,
      jitter: file.network.jitter === 'off' ? 0 : valueOf(parseShare(file.network.jitter)),
    };
  }

  private between(file: ScenarioFile): Map<string, number> {
    const found = new Map<string, number>();
    for (const [from, row] of Object.entries(file.network.between)) {
      const path = ['network', 'between', from];
      if (!this.regions.has(from)) this.noRegion(from, path);
      for (const [to, value] of Object.entries(row)) {
        const key = from < to ? `${from} ${to}` : `${to} ${from}`;
        if (!this.regions.has(to)) this.noRegion(to, [...path, to]);
        else if (from === to)
          this.report.key([...path, to], 'a region and itself; that is sameZone and crossZone');
        else if (found.has(key))
          this.report.key([...path, to], `${to} and ${from} have a round trip already; give each pair once`);
        found.set(key, valueOf(parseDuration(value)));
      }
    }
    return found;
  }

  private noRegion(name: string, path: Path): void {
    const names = [...this.regions.keys()];
    if (this.report.isDropped(name) || this.report.isLacking(['regions'])) return;
    this.report.key(
      path,
      `there is no region '${name}'; ${didYouMean(name, names)}regions are ${some(names)}`,
    );
  }

  private onlyZone(): Place | null {
    const all = [...this.regions].flatMap(([region, zones]) => zones.map((zone) => ({ region, zone })));
    return all.length === 1 ? all[0]! : null;
  }

  private names(needs: 'zone' | 'any'): string[] {
    return [...this.regions].flatMap(([region, zones]) => [
      ...(needs === 'any' ? [region] : []),
      ...zones.map((zone) => `${region}/${zone}`),
    ]);
  }

  private regionsOf(a: number, b: number): string {
    const [x, y] = [this.all[a]!.region, this.all[b]!.region];
    return x < y ? `${x} ${y}` : `${y} ${x}`;
  }
}
