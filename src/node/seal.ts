/**
 * A sealed result: one ZIP archive with all that was read, the report that came of it, and the command that makes it
 * again, each file with its checksum. Files lie in it as they lay on disk, below the folder that holds them all.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { SourceFile } from '../scenario/layers.ts';
import { buildHash } from './build-hash.ts';
import { FileError } from './file-error.ts';
import { reportedFiles } from './report-folder.ts';
import { hasimVersion } from './version.ts';
import { checkOver, writeWhole } from './whole-file.ts';

const CONTENTS = 'seal.json';
const FILES = 'files/';
const SCHEMA = 'hasim.seal/1';
/** More than a report of any size that can be looked at; what claims to be larger is no seal of ours. */
const MOST_BYTES = 2_000_000_000;
/** Of every file, so that the same content is the same archive: nothing in a seal tells when it was made. */
const NO_TIME = new Date(1980, 0, 1);

/** What a seal says of itself. */
export interface SealContents {
  readonly schema: typeof SCHEMA;
  readonly version: string;
  readonly build: string;
  /** Of the command line, but for what asks for the seal. */
  readonly words: readonly string[];
  /** Where the command was given, and the report folders that it wrote; from the top of the files. */
  readonly folder: string;
  readonly reports: readonly string[];
  /** SHA-256 of every file, by its name from the top. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Seal {
  readonly contents: SealContents;
  /** By name from the top. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Sealed {
  readonly words: readonly string[];
  /** As they were read, from the folder in which the command was given. */
  readonly inputs: readonly SourceFile[];
  readonly reports: readonly string[];
}

/**
 * Writes a seal, whole or not at all.
 *
 * @param path of the archive
 * @returns the SHA-256 of the archive
 * @throws FileError as `writeWhole`
 */
export function writeSeal(path: string, { words, inputs, reports }: Sealed): string {
  const here = process.cwd();
  const paths = inputs.map((input) => resolve(input.path));
  const folders = reports.map((report) => resolve(report));
  const top = [...paths.map(dirname), ...folders].reduce(common, here);
  const nameOf = (file: string) => relative(top, file).split(sep).join('/');
  const files = new Map<string, Uint8Array>();
  inputs.forEach(({ text }, i) => {
    files.set(nameOf(paths[i]!), strToU8(text));
  });
  for (const folder of folders)
    for (const name of reportedFiles(folder)) {
      const file = join(folder, name);
      files.set(nameOf(file), readFileSync(file));
    }
  const contents: SealContents = {
    schema: SCHEMA,
    version: hasimVersion(),
    build: buildHash(),
    words,
    folder: nameOf(here),
    reports: folders.map(nameOf),
    files: Object.fromEntries([...files].map(([name, content]) => [name, sha256(content)])),
  };
  const archive = zipSync(
    Object.fromEntries([
      [CONTENTS, strToU8(`${JSON.stringify(contents, null, 2)}\n`)],
      ...[...files].map(([name, content]) => [`${FILES}${name}`, content]),
    ]),
    { mtime: NO_TIME, level: 9 },
  );
  writeWhole(path, archive);
  return sha256(archive);
}

/**
 * Before any work: whether a seal can be written there.
 *
 * @throws FileError for what is there and is no archive
 */
export function checkSealPath(path: string): void {
  checkOver(path, 'PK', 'ZIP archive');
}

/**
 * Reads a seal and checks that it is whole: every file that it names, with its checksum, and nothing else.
 *
 * @throws FileError for what is not there, is no seal, or was changed
 */
export function openSeal(path: string): Seal {
  const entries = entriesOf(path);
  const contents = contentsOf(path, entries.get(CONTENTS));
  entries.delete(CONTENTS);
  const files = new Map([...entries].map(([name, content]) => [name.slice(FILES.length), content]));
  const changed = Object.entries(contents.files).find(
    ([name, hash]) => !files.has(name) || sha256(files.get(name)!) !== hash,
  );
  if (changed !== undefined) {
    const [name] = changed;
    throw new FileError(path, `${name} ${files.has(name) ? 'is not as it was sealed' : 'is missing in it'}`);
  }
  const strange = [...files.keys()].find((name) => !Object.hasOwn(contents.files, name) || !isBelow(name));
  if (strange !== undefined) throw new FileError(path, `${strange} was not sealed`);
  return { contents, files };
}

/** Whether a file of a seal is of one of its reports: the others were read. */
export function isReported({ reports }: SealContents, name: string): boolean {
  return reports.some((folder) => name.startsWith(`${folder}/`));
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function entriesOf(path: string): Map<string, Uint8Array> {
  let bytes = 0;
  const archive = bytesOf(path);
  try {
    const entries = unzipSync(archive, {
      filter: ({ originalSize }) => {
        bytes += originalSize;
        return bytes <= MOST_BYTES;
      },
    });
    return new Map(Object.entries(entries));
  } catch {
    throw new FileError(path, 'is no ZIP archive, or damaged');
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileError(path, code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`);
  }
}

function contentsOf(path: string, bytes: Uint8Array | undefined): SealContents {
  try {
    const contents = JSON.parse(strFromU8(bytes!)) as SealContents;
    if (contents.schema === SCHEMA && isBelow(contents.folder || '.') && contents.reports.every(isBelow))
      return contents;
  } catch {
    // What is wrong with it matters to nobody: it was not written by hasim.
  }
  throw new FileError(path, 'is no seal of hasim; run, compare and drill write one with the option seal');
}

/** The folder that holds both. */
function common(one: string, other: string): string {
  const way = relative(one, other);
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return one;
  return common(dirname(one), other);
}

/** Whether a name stays below the top. */
function isBelow(name: string): boolean {
  return !isAbsolute(name) && !name.split(/[\\/]/).includes('..') && !name.includes('\0');
}
