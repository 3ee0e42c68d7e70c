/** The grammar of prices. */
import * as z from 'zod/mini';
import { chained } from './chained.ts';
import { keys } from './schema-shapes.ts';
import { number, share, shown } from './schema-values.ts';

const notACurrency = { error: 'is not a currency; write for example USD' };

export const cost = keys('cost', {
  currency: chained(z.string(notACurrency).check(z.regex(/^[A-Z]{3}$/, notACurrency)))
    .default('USD')
    .describe('Three letters.'),
  perHour: keys('cost.perHour', {
    node: price('a node'),
    core: price('a core of a node'),
    worker: price('a worker of a pool'),
    off: share()
      .default('100%')
      .describe(
        'Share of its price that a node and its cores cost while it is down: 0% for a machine that is given back.',
      ),
    database: price('the database and each of its replicas'),
    storage: price('the storage'),
    balancer: price('a load balancer'),
  })
    .prefault({})
    .describe('Prices of an hour.'),
  perYear: keys('cost.perYear', { licence: price('the licence') })
    .prefault({})
    .describe('Prices of a year.'),
});

function price(of: string) {
  const error = (issue: { input?: unknown }) => `${shown(issue.input)} is not a price; write a number from 0`;
  return number(error, z.minimum(0, { error }), z.maximum(1e9, { error })).default(0).describe(`Of ${of}.`);
}
