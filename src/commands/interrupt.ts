/** Ctrl-C, once: work stops at the next safe place. A second time ends the program on the spot. */
import { Interrupted } from './errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborted, with an `Interrupted`, by the first SIGINT, SIGTERM or SIGHUP. Only from the next turn of the event loop on:
 * until then files are read, at one go, in which no handler would run; there is nothing to save yet, and the signal
 * itself ends the program at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => {
    for (const name of SIGNALS) {
      process.once(name, () => controller.abort(new Interrupted()));
    }
  });
  return controller.signal;
}

/**
 * Does what takes long in one go, such as reading a file, after work began: no handler would run meanwhile, so that a
 * signal ends the program at once, as it does before. Nothing may be half written then.
 */
export function inOneGo<T>(work: () => T): T {
  const heard = SIGNALS.map((name) => ({ name, listeners: process.rawListeners(name) }));
  for (const { name } of heard) process.removeAllListeners(name);
  try {
    return work();
  } finally {
    for (const { name, listeners } of heard)
      for (const each of listeners) process.on(name, each as () => void);
  }
}
