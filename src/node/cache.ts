/**
 * Finished replications on disk, so that nothing is computed twice: an interrupted study goes on where it stopped, and
 * a repeated one is read. An entry is named by the key of its replication (`replication-keys.ts`), is written whole or not at all, carries the hash of its content, and one that does
 * not match it is no entry.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../measure/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Ties } from '../study/replications/runner.ts';
import { packResult, unpackResult } from './packed-result.ts';
import { ReplicationKeys } from './replication-keys.ts';

/** A larger replication is not kept: with so many windows and nodes it would crowd out hundreds of others. */
const MOST_BYTES = 100_000;
/** All entries together; the oldest go first. */
const MOST_BYTES_IN_ALL = 200_000_000;
/** Entries that may be written before the sum is looked at again: at most 50 MB. */
const WRITES_BETWEEN_TRIMS = 500;
/** What a trim leaves, as a share of the most: so that the next entry does not ask for another. */
const LEFT_BY_TRIM = 0.9;
/** What a process that was killed left half written is nobody's after this long. */
const ABANDONED_MS = 3_600_000;
const HASH_BYTES = 32;
const ENTRY = '.replication';
const HALF_WRITTEN = '.part';

export interface CacheLimits {
  readonly bytes?: number;
  readonly writesBetweenTrims?: number;
}

/** Where entries lie unless HASIM_CACHE says otherwise: the folder that the system has for such files. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const { HASIM_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = env;
  if (HASIM_CACHE) return HASIM_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'hasim');
  if (platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'hasim', 'cache');
  // An empty HOME is no home.
  return join(homedir() || userInfo().homedir, '.cache', 'hasim');
}

export class ReplicationCache {
  readonly #folder: string;
  readonly #keys: ReplicationKeys;
  readonly #most: number;
  readonly #writesBetweenTrims: number;
  #writes = 0;
  /** The first thing that went wrong when writing; from then on nothing is written. */
  #trouble: NodeJS.ErrnoException | null = null;

  /**
   * @param folder made when the first entry is written
   * @param build hash of the program that computes replications: `buildHash`
   */
  constructor(folder: string, build: string, { bytes, writesBetweenTrims }: CacheLimits = {}) {
    this.#folder = folder;
    this.#keys = new ReplicationKeys(build);
    this.#most = bytes ?? MOST_BYTES_IN_ALL;
    this.#writesBetweenTrims = writesBetweenTrims ?? WRITES_BETWEEN_TRIMS;
  }

  /** Why nothing is kept any more, in words; null while all is well. */
  get trouble(): string | null {
    if (this.#trouble === null) return null;
    return `finished replications are not kept: ${this.#folder} cannot be written (${this.#trouble.code})`;
  }

  /** A finished replication, or null: not there, damaged, or of another program. */
  read(scenario: Scenario, seed: string, replication: number, ties: Ties = 'in-order'): RunResult | null {
    const key = this.#keys.of(scenario, seed, replication, ties);
    try {
      const path = this.#pathOf(key);
      if (!statSync(path).isFile()) return null;
      const entry = readFileSync(path);
      const packed = entry.subarray(HASH_BYTES);
      if (!contentHash(key, packed).equals(entry.subarray(0, HASH_BYTES))) return null;
      return unpackResult(packed);
    } catch {
      return null;
    }
  }

  /** Whether there is an entry, be it damaged. */
  has(scenario: Scenario, seed: string, replication: number, ties: Ties): boolean {
    return existsSync(this.#pathOf(this.#keys.of(scenario, seed, replication, ties)));
  }

  /** Keeps a finished replication; what cannot be written is computed again another time. */
  write(scenario: Scenario, result: RunResult, ties: Ties = 'in-order'): void {
    if (this.#trouble !== null) return;
    const key = this.#keys.of(scenario, result.seed, result.replication, ties);
    const packed = packResult(result);
    if (HASH_BYTES + packed.length > MOST_BYTES) return;
    const path = this.#pathOf(key);
    const part = `${path}-${process.pid}${HALF_WRITTEN}`;
    try {
      if (this.#writes % this.#writesBetweenTrims === 0) this.trim();
      this.#writes += 1;
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(part, Buffer.concat([contentHash(key, packed), packed]));
      // Whatever else has come to lie there is no entry.
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
      renameSync(part, path);
    } catch (error) {
      this.#trouble = error as NodeJS.ErrnoException;
      forget(part);
    }
  }

  /** Removes the oldest entries until the rest is within the bound, and what was never finished. */
  trim(): void {
    const files = this.#files();
    const now = Date.now();
    const entries = files.filter(({ name }) => name.endsWith(ENTRY)).sort((a, b) => a.written - b.written);
    const abandoned = files.filter(
      ({ name, written }) => name.endsWith(HALF_WRITTEN) && now - written > ABANDONED_MS,
    );
    let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const surplus = bytes <= this.#most ? [] : entries;
    for (const { name } of abandoned) rmSync(join(this.#folder, name), { force: true });
    for (const entry of surplus) {
      if (bytes <= LEFT_BY_TRIM * this.#most) break;
      rmSync(join(this.#folder, entry.name), { force: true });
      bytes -= entry.bytes;
    }
  }

  #files(): { readonly name: string; readonly bytes: number; readonly written: number }[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    return names.flatMap((name) => {
      // Another process may be trimming too.
      const stats = statSync(join(this.#folder, name), { throwIfNoEntry: false });
      return stats?.isFile() !== true ? [] : [{ name, bytes: stats.size, written: stats.mtimeMs }];
    });
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${key}${ENTRY}`);
  }
}

/** What is half written takes no room on a disk that is full. */
function forget(part: string): void {
  try {
    rmSync(part, { force: true });
  } catch {
    // It could not even be begun.
  }
}

/** Binds the content to its key, so that no entry can stand in the place of another. */
function contentHash(key: string, packed: Uint8Array): Buffer {
  return createHash('sha256').update(key).update(packed).digest();
}
