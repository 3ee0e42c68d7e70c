/** Text files from disk, with every way in which that goes wrong told in words. */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nearest } from '../scenario/suggest.ts';

export type TextOrWhy =
  | { readonly kind: 'text'; readonly text: string }
  /** Not there, no file, or not allowed to be read. */
  | { readonly kind: 'unreadable'; readonly why: string }
  /** There, and not what was expected: too large, not UTF-8. */
  | { readonly kind: 'unfit'; readonly line: number; readonly why: string };

/** The text of a file in UTF-8 of at most `most` bytes; a larger one is refused before it is read. */
export function readText(path: string, most: number): TextOrWhy {
  let bytes: Buffer;
  try {
    const stats = statSync(path);
    const why = notAFile(stats);
    if (why !== null) return { kind: 'unreadable', why };
    if (stats.size > most) {
      return {
        kind: 'unfit',
        line: 1,
        why: `is ${megabytes(stats.size)} large; at most ${megabytes(most)} are read`,
      };
    }
    bytes = readFileSync(path);
  } catch (error) {
    return { kind: 'unreadable', why: whyUnreadable(path, error as NodeJS.ErrnoException) };
  }
  if (isUtf8(bytes)) return { kind: 'text', text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
  return {
    kind: 'unfit',
    line: badLine(bytes),
    why: 'is not UTF-8 from this line on; save the file as UTF-8',
  };
}

function notAFile(stats: Stats): string | null {
  if (stats.isDirectory()) return 'is a folder; name a file in it';
  return stats.isFile() ? null : 'is not a regular file';
}

function whyUnreadable(path: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      // What Node makes of bytes that are no UTF-8.
      if (path.includes('\uFFFD')) return 'has a name that is not UTF-8; rename it';
      return `there is no such file${neighbour(path)}`;
    case 'EACCES':
    case 'EPERM':
      return 'may not be read; check its permissions';
    case 'ELOOP':
      return 'is a symbolic link in a circle';
    case 'ENAMETOOLONG':
      return 'has a name that is too long';
    default:
      return `cannot be read (${error.code ?? error.message})`;
  }
}

function neighbour(path: string): string {
  try {
    const near = nearest(basename(path), readdirSync(dirname(path)));
    return near === null ? '' : `; did you mean '${near}'?`;
  } catch {
    return `; there is no folder ${dirname(path)} either`;
  }
}

/** 1-based number of the first line with bytes that are not UTF-8. */
function badLine(bytes: Buffer): number {
  let line = 1;
  let from = 0;
  while (from < bytes.length) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to + 1;
    line += 1;
  }
  return line;
}

function megabytes(bytes: number): string {
  return `${bytes >= 1e7 ? Math.round(bytes / 1e6) : (bytes / 1e6).toFixed(1)} MB`;
}
