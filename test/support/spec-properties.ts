/** What a scenario consists of once it is resolved, read from its types; and what of that nobody uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Properties of a resolved scenario that no file outside of `scenario/` names: a key that is read from the file, has a
 * default, and does nothing.
 *
 * @param src the folder of the sources, or a copy of some of them
 */
export function unusedProperties(src: string): string[] {
  const types = textsIn(join(src, 'scenario'), /(-spec|autoscale|\/scenario)\.ts$/);
  const properties = new Set(
    types.flatMap((text) => [...text.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name!)),
  );
  const outside = readdirSync(src, { withFileTypes: true }).filter(({ name }) => name !== 'scenario');
  const words = new Set(
    outside
      .flatMap((entry) =>
        entry.isDirectory()
          ? textsIn(join(src, entry.name), /\.tsx?$/)
          : [readFileSync(join(src, entry.name), 'utf8')],
      )
      .flatMap((text) => text.match(/\b[a-z]\w*\b/gi) ?? []),
  );
  return [...properties].filter((name) => !words.has(name));
}

function textsIn(folder: string, files: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => files.test(path))
    .map((path) => readFileSync(path, 'utf8'));
}
