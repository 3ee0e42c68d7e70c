import { plainText } from '../scenario/plain-text.ts';

/** A file that is not there or cannot be read. */
export class FileError extends Error {
  /** As it was asked for. */
  readonly path: string;

  /**
   * @param path of the file
   * @param why it cannot be read, as the rest of a sentence that begins with the path
   */
  constructor(path: string, why: string) {
    super(plainText(`${path.trim() === '' ? `'${path}'` : path}: ${why}`));
    this.name = 'FileError';
    this.path = path;
  }
}
