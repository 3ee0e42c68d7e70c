/** All presets by what they fill: what `hasim presets` prints and what a file may name. */
import { BALANCER_PRESETS } from './balancers.ts';
import { DATABASE_PRESETS } from './databases.ts';
import { DISPATCH_PRESETS } from './dispatches.ts';
import { FAILURE_PRESETS } from './failures.ts';
import { MACHINE_PRESETS } from './machines.ts';
import { PLATFORM_PRESETS } from './platforms.ts';
import type { Preset } from './preset.ts';
import { STORAGE_PRESETS } from './storages.ts';

export const PRESETS = {
  platform: PLATFORM_PRESETS,
  loadBalancer: BALANCER_PRESETS,
  database: DATABASE_PRESETS,
  storage: STORAGE_PRESETS,
  dispatch: DISPATCH_PRESETS,
  failure: FAILURE_PRESETS,
  machine: MACHINE_PRESETS,
} as const satisfies Record<string, readonly Preset[]>;

export type PresetPart = keyof typeof PRESETS;
