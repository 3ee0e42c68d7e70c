import { balancerModels } from './balancers.ts';
import { clusterModels } from './clusters.ts';
import { kindModels } from './kinds.ts';
import type { TheoryModel } from './model.ts';
import { networkModels } from './networks.ts';
import { queueModels } from './queues.ts';
import { sharingModels } from './sharing.ts';
import { waitingModels } from './waiting.ts';

/** Every model whose numbers are known, in the order of the table. */
export function theoryModels(): TheoryModel[] {
  return [
    ...queueModels(),
    ...waitingModels(),
    ...sharingModels(),
    ...networkModels(),
    ...kindModels(),
    ...balancerModels(),
    ...clusterModels(),
  ];
}
