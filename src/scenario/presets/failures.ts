/** How often things fail and how long they stay down: typical figures, none of them a promise. */
import { COMMON_KNOWLEDGE, type Figure, figure, type Preset } from './preset.ts';

function failing(what: string, mtbf: string, repair: unknown, source = COMMON_KNOWLEDGE): Figure[] {
  return [
    figure('what', what, 'what fails', 'typical', COMMON_KNOWLEDGE),
    figure('every', { exponential: mtbf }, 'time between failures', 'typical', COMMON_KNOWLEDGE),
    figure('for', repair, 'time to repair', 'typical', source),
  ];
}

export const FAILURE_PRESETS: readonly Preset[] = [
  {
    name: 'node-machine',
    text: 'A machine fails twice a year and is back after ten minutes.',
    figures: failing('nodes', '180d', { lognormal: { mean: '10m', cv: 0.75 } }),
  },
  {
    name: 'node-process',
    text: 'A server process dies every two months; the watchdog checks every five minutes (fact 54).',
    figures: failing(
      'nodes',
      '60d',
      { uniform: ['0s', '5m'] },
      'octopus.com/docs, service watchdog (fact 54)',
    ),
  },
  {
    name: 'zone-outage',
    text: 'A zone is lost every two years for two hours.',
    figures: failing('zones', '730d', '2h'),
  },
  {
    name: 'region-outage',
    text: 'A region is lost every ten years for six hours.',
    figures: failing('regions', '3650d', '6h'),
  },
  {
    name: 'database-outage',
    text: 'The database is lost every four months; how long for users depends on its standby.',
    figures: failing('database', '120d', '10m'),
  },
  {
    name: 'storage-outage',
    text: 'The storage is lost once a year for ten minutes.',
    figures: failing('storage', '365d', '10m'),
  },
  {
    name: 'balancer-outage',
    text: 'A load balancer is lost every five years for five minutes.',
    figures: failing('balancers', '1825d', '5m'),
  },
];
