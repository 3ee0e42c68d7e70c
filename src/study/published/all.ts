import { publishedMetastable } from './metastable.ts';
import type { PublishedModel } from './model.ts';
import { publishedQueues } from './queues.ts';
import { publishedRings } from './rings.ts';
import { publishedUsers } from './users.ts';

/** Every published experiment that hasim can express, in the order of the table. */
export function publishedModels(): PublishedModel[] {
  return [...publishedQueues(), ...publishedRings(), ...publishedUsers(), ...publishedMetastable()];
}
