/**
 * A part of a study in one file: a line that says of what it is a part, a line for each replication, and a last line that
 * shows that nothing is lost. Lines are JSON, so that anybody can look into one.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '../../measure/result.ts';
import { FileError } from '../file-error.ts';
import { unpackResult } from '../packed-result.ts';

export const PART_FILE = '.part';
const SCHEMA = 'hasim.part/1';

/** Which part of how many, from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

export interface PartHeader extends Shard {
  readonly schema: typeof SCHEMA;
  /** Hash of all the work that is parted: the same in all of its parts. */
  readonly work: string;
  /** Of hasim, for people; what counts is the build. */
  readonly version: string;
  readonly build: string;
  /** Words of the command line that does all of it. */
  readonly command: readonly string[];
}

interface Replication {
  readonly key: string;
  /** Hash of its scenario. */
  readonly scenario: string;
  /** `packResult` as base64. */
  readonly result: string;
}

interface End {
  readonly replications: number;
  /** Of all lines before. */
  readonly sha256: string;
}

/** Writes a part as its replications come; it has its name only when it is finished. */
export class PartWriter {
  /** Of the finished file. */
  readonly path: string;
  readonly #fresh: string;
  readonly #file: number;
  readonly #hash = createHash('sha256');
  readonly #written = new Set<string>();

  /** @param folder made when it is not there */
  constructor(folder: string, header: Omit<PartHeader, 'schema'>) {
    const { command, work, part, of } = header;
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, `${command[0]}-${work.slice(0, 8)}.${part}-of-${of}${PART_FILE}`);
    this.#fresh = `${this.path}.${process.pid}.unfinished`;
    this.#file = openSync(this.#fresh, 'w');
    this.#line({ schema: SCHEMA, ...header });
  }

  /**
   * Writes a replication, the first time that it comes: a pilot whose warm-up turns out as nothing comes again.
   *
   * @param packed by `packResult`
   */
  write(key: string, scenario: string, packed: Buffer): void {
    if (this.#written.has(key)) return;
    this.#written.add(key);
    this.#line({ key, scenario, result: packed.toString('base64') });
  }

  /** @returns how many replications are in it */
  finish(): number {
    this.#line({ replications: this.#written.size, sha256: this.#hash.copy().digest('hex') });
    closeSync(this.#file);
    renameSync(this.#fresh, this.path);
    return this.#written.size;
  }

  /** Leaves nothing of what is not finished. */
  abandon(): void {
    closeSync(this.#file);
    rmSync(this.#fresh, { force: true });
  }

  #line(content: object): void {
    const line = `${JSON.stringify(content)}\n`;
    this.#hash.update(line);
    // A full disk may take less than all at once.
    const bytes = Buffer.from(line);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }
}

/** A finished part; of its results only the places are kept in memory. */
export class PartFile {
  readonly path: string;
  readonly header: PartHeader;
  /** Hashes of the scenarios that it has replications of. */
  readonly scenarios: ReadonlySet<string>;
  readonly #places = new Map<string, { readonly at: number; readonly bytes: number }>();

  /** @throws FileError when it is no part, or not all of it is there */
  constructor(path: string) {
    this.path = path;
    const scenarios = new Set<string>();
    let header: PartHeader | null = null;
    let end: End | null = null;
    const hash = createHash('sha256');
    let before: Hash = hash.copy();
    for (const { text, at } of linesOf(path)) {
      const content = jsonOf(text, path);
      if (header === null) {
        if ((content as PartHeader).schema !== SCHEMA) throw new FileError(path, `is no ${SCHEMA}`);
        header = content as PartHeader;
      } else if (end !== null) throw new FileError(path, 'goes on after its end');
      else if ('sha256' in content) end = content as End;
      else {
        const { key, scenario } = content as Replication;
        this.#places.set(key, { at, bytes: Buffer.byteLength(text) });
        scenarios.add(scenario);
      }
      before = hash.copy();
      hash.update(`${text}\n`);
    }
    if (header === null || end === null || end.replications !== this.#places.size)
      throw new FileError(path, 'is cut off');
    if (before.digest('hex') !== end.sha256) throw new FileError(path, 'is damaged');
    this.header = header;
    this.scenarios = scenarios;
  }

  get keys(): Iterable<string> {
    return this.#places.keys();
  }

  /** null: it is not in this part. */
  read(key: string): RunResult | null {
    const place = this.#places.get(key);
    if (place === undefined) return null;
    const bytes = Buffer.alloc(place.bytes);
    const file = openSync(this.path, 'r');
    try {
      readSync(file, bytes, 0, place.bytes, place.at);
    } finally {
      closeSync(file);
    }
    const { result } = jsonOf(bytes.toString('utf8'), this.path) as Replication;
    return unpackResult(Buffer.from(result, 'base64'));
  }
}

function jsonOf(text: string, path: string): object {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null) return content;
  } catch {
    // Said below.
  }
  throw new FileError(path, 'is no part of a study, or is damaged');
}

const CHUNK = 1 << 20;
const LINE_BREAK = 10;

/** Line by line with the byte at which each begins; what follows the last line break is no line. */
function* linesOf(path: string): Generator<{ readonly text: string; readonly at: number }> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    let rest: Buffer = Buffer.alloc(0);
    let at = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, read)]);
      let begin = 0;
      for (let end = rest.indexOf(LINE_BREAK); end >= 0; end = rest.indexOf(LINE_BREAK, begin)) {
        yield { text: rest.toString('utf8', begin, end), at: at + begin };
        begin = end + 1;
      }
      at += begin;
      rest = rest.subarray(begin);
    }
  } finally {
    closeSync(file);
  }
}
