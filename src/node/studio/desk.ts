/** The one file that the studio writes, and the files that it may read. */
import { dirname } from 'node:path';
import type { SourceFile } from '../../scenario/layers.ts';
import { readerWithin } from '../load-scenario.ts';
import { readText } from '../read-text.ts';
import { fileBehind, writeWhole } from '../whole-file.ts';

/** More is not read again. */
const MOST_BYTES = 1_000_000;
export const TOO_LARGE = 'That is more than a scenario.';

export type Saved = 'saved' | 'changed';

export class Desk {
  /** As it was opened: nothing else is ever written. */
  readonly path: string;
  readonly #read: ReturnType<typeof readerWithin>;

  constructor(path: string, allowOutside: boolean) {
    this.path = path;
    this.#read = readerWithin(dirname(path), allowOutside);
  }

  /** A file that the scenario names, as the command line would read it. */
  read(name: string, from: string, kind: 'scenario' | 'trace'): SourceFile | { readonly error: string } {
    return this.#read(name, from, kind);
  }

  /** What lies on disk; null: nothing. */
  text(): string | null {
    const file = readText(this.path, MOST_BYTES);
    return file.kind === 'text' ? file.text : null;
  }

  /**
   * Writes the text, unless something else lies there than whoever saves has seen.
   *
   * @param seen what was there when it was last read or written; null: nothing
   * @throws Error of a text that is too large
   */
  save(text: string, seen: string | null): Saved {
    if (Buffer.byteLength(text) > MOST_BYTES) throw new Error(TOO_LARGE);
    if (this.text() !== seen) return 'changed';
    fileBehind(this.path);
    writeWhole(this.path, text);
    return 'saved';
  }
}
