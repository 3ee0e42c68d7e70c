import { publishedMetastable } from './metastable.ts';
import type { PublishedModel } from './model.ts';
import { publishedOpen } from './open.ts';
import { publishedOverload } from './overload.ts';
import { publishedQueues } from './queues.ts';
import { publishedRings } from './rings.ts';
import { publishedUsers } from './users.ts';

/** Every published experiment that hasim can express, in the order of the table. */
export function publishedModels(): PublishedModel[] {
  return [
    ...publishedQueues(),
    ...publishedOpen(),
    ...publishedRings(),
    ...publishedUsers(),
    ...publishedMetastable(),
    ...publishedOverload(),
  ];
}
