import type { Shard } from './part-file.ts';

/** Not a failure: the part is done, and what is left of the study is for `merge`. */
export class PartWritten extends Error {
  override readonly name = 'PartWritten';

  constructor({ part, of }: Shard, own: number, all: number, path: string) {
    super(`part ${part} of ${of}: ${own} of ${all} replications in ${path}`);
  }
}
