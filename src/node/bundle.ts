/** The programs for browsers that were bundled when hasim was built. */
import { existsSync, readFileSync } from 'node:fs';

/** Where the bundle is, seen from the built program and from the sources. */
const PLACES = ['../page/bundle/', '../../dist/page/bundle/'] as const;

/** Their texts by name; null where nothing was bundled. */
export function bundled<Name extends string>(names: readonly Name[]): Record<Name, string> | null {
  const folder = PLACES.map((place) => new URL(place, import.meta.url)).find((url) =>
    names.every((name) => existsSync(new URL(`${name}.js`, url))),
  );
  if (folder === undefined) return null;
  const texts = names.map((name) => [name, readFileSync(new URL(`${name}.js`, folder), 'utf8')]);
  return Object.fromEntries(texts) as Record<Name, string>;
}
