/** A runner that asks the cache before it computes, and keeps what was computed. */
import type { RunResult } from '../measure/result.ts';
import type { Order, Runner } from '../study/replications/runner.ts';
import type { ReplicationCache } from './cache.ts';

/** A replication of fewer events is computed again sooner than its entry is read. */
const LEAST_EVENTS = 20_000;

/** Results are the same to the last bit, whether they are read or computed (rule T5). */
export function cachingRunner(runner: Runner, cache: ReplicationCache): Runner {
  return {
    ...(runner.plan && { plan: (orders, ...rest) => runner.plan!(missingOf(orders, cache), ...rest) }),
    async run(scenario, seed, replications, onResult, signal, ties = 'in-order') {
      const missing: number[] = [];
      for (const replication of replications) {
        signal?.throwIfAborted();
        const known = cache.read(scenario, seed, replication, ties);
        if (known === null) {
          missing.push(replication);
          continue;
        }
        onResult(known);
        // The event loop turns, for a bar or Ctrl-C.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      if (missing.length === 0) return;
      const keep = (result: RunResult) => {
        if (result.events >= LEAST_EVENTS) cache.write(scenario, result, ties);
        onResult(result);
      };
      await runner.run(scenario, seed, missing, keep, signal, ties);
    },
  };
}

/** Of each order what is not in the cache. */
function missingOf(orders: Iterable<Order>, cache: ReplicationCache): Iterable<Order> {
  return {
    *[Symbol.iterator](): Generator<Order> {
      for (const order of orders) {
        const { scenario, seed, ties } = order;
        const replications = order.replications.filter((each) => !cache.has(scenario, seed, each, ties));
        if (replications.length > 0) yield { ...order, replications };
      }
    },
  };
}
