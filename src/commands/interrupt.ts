/** Ctrl-C, once: work stops at the next safe place. A second time ends the program on the spot. */
import { Interrupted } from './errors.ts';

/** Aborted, with an `Interrupted`, by the first SIGINT, SIGTERM or SIGHUP. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => controller.abort(new Interrupted()));
  }
  return controller.signal;
}
