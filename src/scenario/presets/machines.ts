/** Burstable machines: their cores, what of them they have for good, and the credits that they keep. */
import { type Figure, figure, type Preset } from './preset.ts';

const T3 =
  'docs.aws.amazon.com, EC2 User Guide, key concepts for burstable performance instances: credits per hour, most accrued (24 h of them), baseline of a vCPU';
const B_SERIES =
  'learn.microsoft.com, Bv1 series: base CPU performance of all vCPUs together, credits banked an hour, most banked (24 h of them)';

/** One credit is a minute of one core. */
const machine = (source: string, cores: number, baseline: string, credits: number): readonly Figure[] => [
  figure('cores', cores, 'cores of the machine', 'documented', source),
  figure('burst.baseline', baseline, 'share of its cores that it has for good', 'documented', source),
  figure('burst.credits', `${credits}m`, 'the most CPU credits that it keeps', 'documented', source),
];

/** Cores, the share of all of them for good, the most credits. */
const SIZES = [
  ['t3.small', T3, 2, '20%', 576],
  ['t3.medium', T3, 2, '20%', 576],
  ['t3.large', T3, 2, '30%', 864],
  ['t3.xlarge', T3, 4, '40%', 2304],
  ['t3.2xlarge', T3, 8, '40%', 4608],
  ['azure-b2s', B_SERIES, 2, '20%', 576],
  ['azure-b2ms', B_SERIES, 2, '30%', 864],
  ['azure-b4ms', B_SERIES, 4, '22.5%', 1296],
] as const;

export const MACHINE_PRESETS: readonly Preset[] = SIZES.map(([name, source, cores, baseline, credits]) => ({
  name,
  text: `Burstable: ${cores} cores, ${baseline} of them for good, up to ${credits} CPU credits (minutes of one core).`,
  figures: machine(source, cores, baseline, credits),
}));
