/** Ctrl-C, once: work stops at the next safe place. A second time ends the program on the spot. */
import { Interrupted } from './errors.ts';

/**
 * Aborted, with an `Interrupted`, by the first SIGINT, SIGTERM or SIGHUP. Only from the next turn of the event loop on:
 * until then files are read, at one go, in which no handler would run; there is nothing to save yet, and the signal
 * itself ends the program at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(name, () => controller.abort(new Interrupted()));
    }
  });
  return controller.signal;
}
