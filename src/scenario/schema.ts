/**
 * The grammar of a scenario file. Parsing checks the form of every value, fills in defaults, and leaves the values
 * as they are written, units and all: what comes out is again a scenario file, complete. `resolve.ts` turns it into
 * numbers. The descriptions become `docs/scenario-reference.md` and the JSON Schema.
 */
import * as z from 'zod/mini';
import { start } from './schema-calendar.ts';
import { balancer, network, regions } from './schema-cluster.ts';
import { cost } from './schema-cost.ts';
import { database, storage } from './schema-database.ts';
import { dispatch } from './schema-dispatch.ts';
import { presetName } from './schema-names.ts';
import { nodeGroup, workerPool } from './schema-nodes.ts';
import { keys, list, named, oneOf } from './schema-shapes.ts';
import { failures, plans, timeline } from './schema-timeline.ts';
import {
  choice,
  duration,
  name,
  number,
  positiveDuration,
  shown,
  text,
  whole,
  yesNo,
} from './schema-values.ts';
import { workload } from './schema-workload.ts';

const notASeed = (issue: { input?: unknown }) =>
  `${shown(issue.input)} is not a seed; a seed is a text of up to 100 characters or a whole number`;

const seed = oneOf('a seed is a text of up to 100 characters or a whole number', [
  z
    .string({ error: notASeed })
    .check(z.minLength(1, { error: notASeed }), z.maxLength(100, { error: notASeed })),
  number(
    notASeed,
    z.int({ error: notASeed }),
    z.minimum(Number.MIN_SAFE_INTEGER, { error: notASeed }),
    z.maximum(Number.MAX_SAFE_INTEGER, { error: notASeed }),
  ),
])
  .default(1)
  .describe('Where all randomness starts.');

const expectation = oneOf('an expectation is a text such as "tasks.queueWait.p95 < 5m" or { that, level }', [
  text('an expectation', 300),
  keys('an expectation', {
    that: text('an expectation', 300).describe(
      '`metric < value [within t1..t2]`, or `metric no worse than baseline [by share]`.',
    ),
    level: choice('level', ['error', 'warn']).default('error').describe('`warn` is told and does not fail.'),
  }),
]);

const LICENCE = 'a licence is professional, enterprise, a number of nodes, or the XML';
const notALicence = (issue: { input?: unknown }) => `${shown(issue.input)} is no licence; ${LICENCE}`;

const licence = oneOf(LICENCE, [
  whole('a number of nodes', 1, 1_000_000),
  z.string({ error: notALicence }).check(
    z.maxLength(100_000, { error: notALicence }),
    z.refine((value) => ['professional', 'enterprise'].includes(value) || value.trimStart().startsWith('<'), {
      error: notALicence,
    }),
  ),
]);

export const scenarioFile = keys('a scenario', {
  name: name('the name of the scenario').describe('Letters, digits, _ and -; the folder of its report.'),
  question: text('a question', 500, 0)
    .default('')
    .describe('The question it answers, in words: the title of its charts.'),
  extends: text('a path', 1000).optional().describe('Another scenario file that this one changes.'),
  seed,
  duration: positiveDuration('the duration').describe('What is simulated.'),
  start: start.optional(),
  study: choice('study', ['terminating', 'steady'])
    .default('terminating')
    .describe('`terminating`: start and horizon are part of the question. `steady`: the warm-up is cut.'),
  warmUp: duration()
    .optional()
    .describe('What is cut; default: nothing in a terminating study, found by MSER-5 in a steady one.'),
  platform: presetName('a platform')
    .optional()
    .describe('Network, balancer, database and storage of a platform; see `hasim presets`.'),
  regions: regions.prefault({ local: ['a'] }),
  network: network.prefault({}).describe('Round trips.'),
  loadBalancer: balancer.optional().describe('The load balancer; its name is loadBalancer.'),
  loadBalancers: named('loadBalancers', balancer)
    .optional()
    .describe('Several by name, instead of loadBalancer.'),
  nodes: named('nodes', nodeGroup).describe('Nodes and groups of nodes by name.'),
  database: database.default('ideal').describe('The database; `ideal` answers at once.'),
  storage: storage.default('ideal').describe('The file store; `ideal` answers at once.'),
  dispatch: dispatch.prefault({}).describe('How nodes take tasks from the queue.'),
  workers: named('workers', workerPool)
    .default({})
    .describe('Pools of workers that steps run on, by name (rule W6).'),
  licence: licence
    .default('enterprise')
    .describe('professional (2 nodes), enterprise (unlimited), a number, or the licence XML.'),
  workload: workload.describe('What the cluster has to do.'),
  timeline: timeline.default([]).describe('What happens when.'),
  failures: failures.default({}).describe('What fails at random.'),
  plans: plans.default({}).describe('Recovery plans by name.'),
  cost: cost.optional().describe('Prices; without them there are no cost metrics.'),
  overload: keys('overload', {
    failures: yesNo()
      .default(false)
      .describe('A run or cpu step that takes more than twice its length fails its task (fact 87).'),
  })
    .prefault({})
    .describe('What overload does.'),
  expect: list('expect', expectation, 0, 1000).default([]).describe('What must come out.'),
  promises: list('promises', expectation, 0, 1000)
    .optional()
    .describe('What this design keeps in every disaster; `hasim drill` and `hasim hunt` hold it to them.'),
});

/** A scenario file with everything filled in, values as written. */
export type ScenarioFile = z.output<typeof scenarioFile>;
