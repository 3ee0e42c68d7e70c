import type { Argv } from 'yargs';
import { HUNTED, type HuntedKind } from '../study/hunt/space.ts';
import type { HuntCommandFlags } from './actions/hunt.ts';
import { UsageError } from './errors.ts';
import { once, share, whole } from './flag-values.ts';
import { interruptSignal } from './interrupt.ts';
import { withHuntFlags } from './options.ts';
import type { Verb } from './verb.ts';

const MOST_FAULTS = 6;
const BUDGET = 500;
const USUAL_FAULTS = 3;

export const hunt: Verb<HuntCommandFlags> = (doThis) => ({
  command: 'hunt <scenario>',
  describe: 'The smallest outage that breaks a promise, or how rare one must be',
  builder: (yargs) =>
    withHuntFlags(yargs)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'Scenario file' })
      .option('promise', {
        ...once('promise', (texts: string | string[]) => [texts].flat(), { repeatable: true }),
        default: [],
        defaultDescription: "the scenario's promises",
        describe: "What an outage is to break: 'recovery.ui.rto < 1h'; repeatable",
      })
      .option('budget', {
        ...once('budget', (text) => whole('budget', text, 1, 1_000_000)),
        default: BUDGET,
        describe: 'Outages that are tried at most',
      })
      .option('faults', {
        ...once('faults', (text) => whole('faults', text, 1, MOST_FAULTS)),
        default: USUAL_FAULTS,
        describe: 'Faults of one outage at most',
      })
      .option('parts', {
        ...once('parts', kinds),
        default: HUNTED.join(','),
        defaultDescription: 'all',
        describe: `What may be lost, of ${HUNTED.join(', ')}`,
      })
      .option('probability', {
        ...once('probability', (text) => (text === '100%' ? 1 : share('probability', text))),
        default: '50%',
        describe: 'A find breaks the promise in at least this share of its replications',
      })
      .option('no-keep', {
        type: 'boolean',
        default: false,
        describe: 'Do not write a find beside the scenario',
      }) as unknown as Argv<HuntCommandFlags>,
  handler: (flags) =>
    doThis(async () => {
      const { huntScenario } = await import('./actions/hunt.ts');
      return huntScenario(flags, interruptSignal());
    }),
});

function kinds(text: string): HuntedKind[] {
  return text.split(',').map((word) => {
    const kind = HUNTED.find((one) => one === word.trim());
    if (kind === undefined) throw new UsageError(`--parts: '${word}' is none of ${HUNTED.join(', ')}`);
    return kind;
  });
}
