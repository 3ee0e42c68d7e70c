/** Where the checks after the grammar put their mistakes. */
import { Dropped } from './dropped.ts';
import type { Mistake } from './errors.ts';
import { type Path, pathText, positionAt, type Tree } from './tree.ts';

export class Report {
  readonly mistakes: Mistake[] = [];
  readonly notes: string[] = [];
  private readonly tree: Tree;
  private readonly original: (path: Path) => Path;
  private readonly dropped: Dropped;

  constructor(tree: Tree, original: (path: Path) => Path = (path) => path, dropped: Dropped = new Dropped()) {
    this.tree = tree;
    this.original = original;
    this.dropped = dropped;
  }

  /** A mistake in the value at a path. */
  value(path: Path, text: string): void {
    this.mistakes.push({ ...positionAt(this.tree, path), path: pathText(this.original(path)), text });
  }

  /** A mistake in a key, pointed at by the key. */
  key(path: Path, text: string): void {
    this.mistakes.push({ ...positionAt(this.tree, path, 'key'), path: pathText(this.original(path)), text });
  }

  /**
   * A name that stands for nothing, unless what it stands for was left out for a mistake of its own: by its name, or as
   * a part of `among`, where such names are given.
   */
  unknown(path: Path, name: string, text: string, among: readonly Path[] = []): void {
    const parts = [name, name.replace(/-\d+$/, ''), ...name.split('/')];
    if (parts.some((part) => this.dropped.hasName(part)) || this.isLacking(...among)) return;
    this.value(path, text);
  }

  /** Whether these parts were written together, in one file: none in a base of it, set, or laid over it. */
  isOfOneLayer(...paths: readonly Path[]): boolean {
    const places = paths.map((path) => positionAt(this.tree, path));
    return places.every(({ file, line }) => file === places[0]!.file && line > 0);
  }

  /** Whether a key was left out for a mistake of its own. */
  isDropped(key: string): boolean {
    return this.dropped.hasName(key);
  }

  /** Whether one of these parts of the file is not complete, as something of it was left out. */
  isLacking(...parts: readonly Path[]): boolean {
    return parts.some((part) => this.dropped.hasPart(part));
  }

  /** Whether there is a mistake in one of these parts of the file, found after the grammar. */
  isMistaken(...parts: readonly Path[]): boolean {
    const wholes = parts.map((part) => pathText(this.original(part)));
    return this.mistakes.some(({ path }) => wholes.some((it) => path === it || path.startsWith(`${it}.`)));
  }
}
