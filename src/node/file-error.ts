import { plainText } from '../scenario/plain-text.ts';

/** A file that is not there or cannot be read: exit code 66. */
export class FileError extends Error {
  readonly path: string;

  constructor(path: string, why: string) {
    super(plainText(`${path}: ${why}`));
    this.name = 'FileError';
    this.path = path;
  }
}
