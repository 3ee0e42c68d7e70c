/** `hasim merge`: the verb that was parted, with all that it asks read from the parts. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildHash } from '../../node/build-hash.ts';
import { FileError } from '../../node/file-error.ts';
import { PART_FILE, PartFile, type PartHeader } from '../../node/parts/part-file.ts';
import { hasimVersion } from '../../node/version.ts';
import { some } from '../../scenario/suggest.ts';
import { commandLine } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';

export interface MergeFlags {
  readonly parts: readonly string[];
  readonly out: string | undefined;
  readonly json: boolean;
  readonly noCharts: boolean;
  readonly junit: string | undefined;
}

/** The exit code is that of the verb, as on one machine. */
export async function mergeParts(flags: MergeFlags): Promise<ExitCode> {
  const parts = readParts(flags.parts);
  const { command } = parts[0]!.header;
  checkWhole(parts);
  const { parseCommand } = await import('../command-parser.ts');
  const work = await parseCommand([...command, ...ownWords(flags)], { merged: parts });
  return work === null ? EXIT.met : work();
}

/** @throws AggregateError of what is wrong with any of the files */
function readParts(paths: readonly string[]): PartFile[] {
  const errors: unknown[] = [];
  const parts = paths.flatMap(filesAt).flatMap((path) => {
    try {
      return [new PartFile(path)];
    } catch (error) {
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw new AggregateError(errors);
  if (parts.length === 0) throw new FileError(paths.join(', '), `there is no *${PART_FILE} file`);
  return parts;
}

function filesAt(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new FileError(path, 'is not there');
  if (!stats.isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return entries
    .filter((name) => name.endsWith(PART_FILE))
    .sort()
    .map((name) => join(path, name));
}

/** @throws UsageError, FileError for parts that are not those of one study, each once */
function checkWhole(parts: readonly PartFile[]): void {
  const [{ header: first }] = parts as readonly [PartFile];
  const build = buildHash();
  const strange = parts.find(({ header }) => header.build !== build);
  if (strange !== undefined)
    throw new UsageError(
      `${strange.path} was made by another build of hasim (${strange.header.version}, ${short(strange.header.build)}) than this one (${hasimVersion()}, ${short(build)}): its figures may be others. Make it again with this one, or merge with that one`,
    );
  const foreign = parts.filter(({ header }) => !isSameWork(header, first));
  if (foreign.length > 0)
    throw new UsageError(
      `these are parts of different work: ${parts[0]!.path} is part ${nameOf(first)}\n${foreign
        .map(({ path, header }) => `  ${path} is part ${nameOf(header)}`)
        .join(
          '\n',
        )}\n  where the command is the same, a scenario, or a file that it names, was another when they were made`,
    );
  const numbers = parts.map(({ header }) => header.part);
  const twice = parts.find(({ header }, i) => numbers.indexOf(header.part) < i);
  if (twice !== undefined) {
    const other = parts[numbers.indexOf(twice.header.part)]!;
    throw new UsageError(`part ${nameOf(twice.header)} is there twice: ${other.path} and ${twice.path}`);
  }
  const missing = Array.from({ length: first.of }, (_, i) => i + 1).filter((part) => !numbers.includes(part));
  if (missing.length === 0) return;
  const [next] = missing;
  throw new FileError(
    parts[0]!.path,
    `${missing.length === 1 ? 'a part is' : `${missing.length} parts are`} missing beside it: ${some(
      missing.map((part) => `${part}/${first.of}`),
    )}; make ${missing.length === 1 ? 'it' : 'the first'} with  ${commandLine([...first.command, '--shard', `${next}/${first.of}`])}`,
  );
}

function isSameWork(one: PartHeader, other: PartHeader): boolean {
  return (
    one.of === other.of && one.work === other.work && commandLine(one.command) === commandLine(other.command)
  );
}

function nameOf({ part, of, command, work }: PartHeader): string {
  return `${part}/${of} of  ${commandLine(command)}  (${short(work)})`;
}

function short(hash: string): string {
  return hash.slice(0, 8);
}

function ownWords({ out, json, noCharts, junit }: MergeFlags): string[] {
  return [
    ...(out === undefined ? [] : ['--out', out]),
    ...(json ? ['--json'] : []),
    ...(noCharts ? ['--no-charts'] : []),
    ...(junit === undefined ? [] : ['--junit', junit]),
  ];
}
