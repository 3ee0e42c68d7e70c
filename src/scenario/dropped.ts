/** What was left out of a file for a mistake of its own, so that nothing is said a second time of what refers to it. */
import { type Path, pathText, type Tree } from './tree.ts';

export class Dropped {
  private readonly names = new Set<string>();
  private readonly paths = new Set<string>();

  /** `tree` stood at a path and was left out; undefined: it was written under another key. */
  add(path: Path, tree: Tree | undefined): void {
    this.addNames(String(path.at(-1)), tree);
    for (let length = 1; length <= path.length; length += 1) this.paths.add(pathText(path.slice(0, length)));
  }

  /** Whether a key of this name, or an item that is called so, was left out. */
  hasName(name: string): boolean {
    return this.names.has(name);
  }

  /** Whether what stands at a path was left out, or a part of it. */
  hasPart(path: Path): boolean {
    return this.paths.has(pathText(path));
  }

  private addNames(key: string, tree: Tree | undefined): void {
    this.names.add(key);
    if (tree?.kind === 'map') for (const [inner, { value }] of tree.entries) this.addNames(inner, value);
    if (tree?.kind === 'list') for (const item of tree.items) this.addItem(item);
  }

  /** An item of a list that should have been a map is called by its text or its `name`. */
  private addItem(item: Tree): void {
    if (item.kind === 'scalar') this.names.add(String(item.value));
    if (item.kind !== 'map') return;
    for (const [key, { value }] of item.entries) {
      this.addNames(key, value);
      if (key === 'name' && value.kind === 'scalar') this.names.add(String(value.value));
    }
  }
}
