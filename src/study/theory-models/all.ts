import { clusterModels } from './clusters.ts';
import type { TheoryModel } from './model.ts';
import { networkModels } from './networks.ts';
import { queueModels } from './queues.ts';
import { sharingModels } from './sharing.ts';

/** Every model whose numbers are known, in the order of the table. */
export function theoryModels(): TheoryModel[] {
  return [...queueModels(), ...sharingModels(), ...networkModels(), ...clusterModels()];
}
