/** Where answers go: data to stdout, messages to stderr, reports into their folders. */
import { join } from 'node:path';
import { checkReportFolder, type ReportFile } from '../../node/report-folder.ts';
import { plainText, printable } from '../../scenario/plain-text.ts';
import type { OutputFlags } from '../options.ts';
import type { WhereFlags } from '../where.ts';

/** Writes text and a line break to stdout. */
export function print(text: string): void {
  process.stdout.write(`${printable(text, process.stdout.isTTY)}\n`);
}

/** Writes text and a line break to stderr. */
export function say(text: string): void {
  process.stderr.write(`${printable(text, process.stderr.isTTY)}\n`);
}

/**
 * Before work begins: whether its report can be written, and what it replaces.
 *
 * @throws FolderNotOurs as `checkReportFolder`
 */
export async function prepareFolder(folder: string): Promise<void> {
  const replaced = await checkReportFolder(folder);
  if (replaced !== null)
    say(`${plainText(folder)}: replaces the report that is there, ${plainText(replaced)}`);
}

/** A command to the build system, in a line of its own: what is not ours in it is encoded already. */
export function command(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One JSON document on stdout. */
export function printJson(document: object): void {
  print(JSON.stringify(document, null, 2));
}

/** The folder of a report: `--out` itself, of several reports one each within. With --shard that is of the part. */
export function reportFolder(
  name: string,
  { out, shard }: OutputFlags & Pick<WhereFlags, 'shard'>,
  several = false,
): string {
  if (out === undefined || shard !== undefined) return join('reports', name);
  return several ? join(out, name) : out;
}

/** The same files, until Ctrl-C: the folder is then as it was before. */
export async function* untilAborted(
  files: AsyncIterable<ReportFile>,
  signal: AbortSignal,
): AsyncGenerator<ReportFile> {
  for await (const file of files) {
    signal.throwIfAborted();
    yield file;
  }
  signal.throwIfAborted();
}

/** Says something while a bar may stand in the line. */
export function sayBesideBar(text: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  say(text);
}

/** Says that charts cannot be drawn here. */
export function sayUndrawn(why: string): void {
  say(`Warning: ${why}`);
}
