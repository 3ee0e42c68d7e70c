/** What arithmetic says before anything is simulated, beside what was simulated. */
import { count, number, percent } from '../report/words.ts';
import { expectedLoad } from '../study/replications/expected-load.ts';
import type { Study } from '../study/replications/replicate.ts';
import type { Block } from './model.ts';

const SIMULATED: Readonly<Record<string, string>> = {
  slots: 'slots.utilisation',
  'the database': 'database.utilisation',
  storage: 'storage.utilisation',
};

/**
 * Utilisation by arrivals × time where nobody waits, and Little's law on the queue. Faults, a start from nothing and a
 * run that ends in the middle of work are what sets them apart.
 */
export function theoryBlocks(study: Study, caption = 'Theory beside simulation'): Block[] {
  const { scenario, estimates } = study;
  const loads = expectedLoad(scenario).map(({ name, utilisation }) => {
    const found = estimates.get(SIMULATED[name] ?? '')?.value;
    return [
      `utilisation of ${name}`,
      percent(utilisation),
      found == null ? 'not measured' : percent(found),
      'arrivals × the time that each takes where nobody waits',
    ];
  });
  const rows = [...loads, ...little(study)];
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption,
      head: ['quantity', 'by theory', 'simulated', 'formula'],
      rows,
      more: '',
    },
    {
      kind: 'text',
      lines: [
        'They differ where a formula does not hold: through faults, closed loops of users, a start with nothing to do, and work that is not over at the end.',
      ],
    },
  ];
}

/** L = λ·W: tasks that wait, as tasks that arrive a second times their mean wait. */
function little({ scenario, estimates, results }: Study): string[][] {
  const length = estimates.get('queue.length')?.value ?? estimates.get('queue.length.mean')?.value;
  const wait = estimates.get('tasks.queueWait.mean')?.value;
  const arrived = results.reduce((sum, { values }) => sum + (values['tasks.arrived']?.sum ?? 0), 0);
  if (length == null || wait == null || arrived === 0) return [];
  const rate = arrived / results.length / ((scenario.duration - (scenario.warmUp ?? 0)) / 1e6);
  return [
    [
      'tasks in the queue',
      number(rate * wait),
      number(length),
      `Little: ${count(arrived / results.length)} arrivals in a run × mean wait`,
    ],
  ];
}
