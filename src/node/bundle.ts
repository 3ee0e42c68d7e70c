/** The programs for browsers that were bundled when hasim was built. */
import { existsSync, readFileSync } from 'node:fs';
import { PACKAGE } from './places.ts';

/** Their texts by name; null where nothing was bundled. */
export function bundled<Name extends string>(names: readonly Name[]): Record<Name, string> | null {
  const urls = names.map((name) => new URL(`dist/page/bundle/${name}.js`, PACKAGE));
  if (!urls.every((url) => existsSync(url))) return null;
  const texts = names.map((name, i) => [name, readFileSync(urls[i]!, 'utf8')]);
  return Object.fromEntries(texts) as Record<Name, string>;
}
