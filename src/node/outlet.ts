/** Where a text goes that somebody asked for by a path: a file, or what is none, such as `/dev/stdout` or a pipe. */
import { constants, fstatSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { checkOver, writeWhole } from './whole-file.ts';

/** A pipe is asked again after this long whether somebody reads it, or has read enough. */
const PATIENCE_MS = 50;

/**
 * Finds out, before hours of work, whether XML can be written there.
 *
 * @throws FileError as `checkOver`
 */
export function checkXmlOutlet(path: string): void {
  if (outletAt(path) === 'file') checkOver(path, '<', 'XML');
}

/**
 * Writes a text: a regular file whole or not at all, into devices and pipes as they come, which stay what they are.
 * What is standard output already gets it behind what was printed before. Waits for the reader of a pipe until the
 * signal is aborted.
 *
 * @throws FileError as `fileBehind`; whatever the file system says, with the path
 */
export async function writeTo(path: string, text: string, signal: AbortSignal): Promise<void> {
  const outlet = outletAt(path);
  if (outlet === 'file') return writeWhole(path, text);
  if (typeof outlet !== 'string') return void outlet.write(text);
  try {
    await writeThrough(path, Buffer.from(text), outlet === 'pipe' ? ['ENXIO'] : [], signal);
  } catch (error) {
    throw signal.aborted ? error : Object.assign(error as Error, { path });
  }
}

function outletAt(path: string): NodeJS.WriteStream | 'file' | 'pipe' | 'device' {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return 'file';
  const stream = [process.stdout, process.stderr].find((_, i) => isOpenAs(there, i + 1));
  if (stream !== undefined) return stream;
  if (there.isFIFO()) return 'pipe';
  return there.isCharacterDevice() ? 'device' : 'file';
}

function isOpenAs({ dev, ino }: Stats, descriptor: number): boolean {
  try {
    const open = fstatSync(descriptor);
    return open.dev === dev && open.ino === ino;
  } catch {
    // It was closed before the program began.
    return false;
  }
}

/** Never blocks: a pipe without a reader, or a full one, would keep the program from hearing Ctrl-C. */
async function writeThrough(
  path: string,
  bytes: Buffer,
  notYet: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const handle = await persistently(notYet, signal, () =>
    open(path, constants.O_WRONLY | constants.O_NONBLOCK),
  );
  try {
    await writeAll(handle, bytes, signal);
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const from = at;
    const { bytesWritten } = await persistently(['EAGAIN'], signal, () => handle.write(bytes, from));
    at += bytesWritten;
  }
}

async function persistently<T>(
  notYet: readonly string[],
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!notYet.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
    await new Promise((next) => setTimeout(next, PATIENCE_MS));
  }
}
