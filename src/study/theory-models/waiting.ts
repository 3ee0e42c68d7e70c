/** Who goes first, who gives up, and who comes again: priorities, weights, patience, retrials. */
import { mmc } from '../theory/markov.ts';
import { retrialLine } from '../theory/orbit.ts';
import { mmcPatience, retrial, waitsByBand } from '../theory/waiting.ts';
import { type Claim, scenarioFrom, steady, type TheoryModel } from './model.ts';

const REPLICATIONS = 32;

export function waitingModels(): TheoryModel[] {
  const { wait, attempts } = retrial(0.5, 1, 1 / 2);
  const line = retrialLine({ lambda: 1.5, mu: 1, servers: 2, places: 4, again: 1 / 2, most: 60 });
  return [
    bands(1, 0.8),
    bands(2, 0.8),
    weighted(),
    patient(),
    comingAgain('retrial queue M/M/1/1, at 50 %', 0.5, [1, 0], { response: wait + 1, attempts }),
    comingAgain('retrial queue M/M/2/4, at 75 %', 1.5, [2, 2], line),
  ];
}

function waitingFor(
  slots: number,
  rate: number,
  arrivals: number,
  dispatch: string,
  classes: string,
): TheoryModel['scenario'] {
  return scenarioFrom(`
name: theory
${steady({ arrivals, rate, warmUp: 300, replications: REPLICATIONS })}
nodes: { n: { taskCap: ${slots}, cores: ${slots} } }
dispatch: { policy: immediate${dispatch} }
workload: { tasks: { ${classes} } }
`);
}

/** The three bands of the queue, a tenth, three tenths and six tenths of all work. */
function bands(slots: number, rho: number): TheoryModel {
  const lambdas = [0.1, 0.3, 0.6].map((share) => share * rho * slots);
  const classes = ['top', 'high', 'normal'].map(
    (band, i) =>
      `${band}: { priority: ${band}, arrivals: { poisson: ${lambdas[i]!.toFixed(6)}/s }, steps: [ { run: { exponential: 1s } } ] }`,
  );
  const scenario = waitingFor(slots, rho * slots, 400_000, ', queueTimeout: none', classes.join(', '));
  const waits = waitsByBand(lambdas, 1, slots);
  const claims = ['top', 'high', 'normal'].map(
    (band, i): Claim => ({
      quantity: `mean wait, ${band}`,
      unit: 's',
      exact: waits[i]!,
      measured: `tasks.${band}.queueWait.mean`,
    }),
  );
  return { name: `M/M/${slots} in three bands, at 80 %`, scenario, replications: REPLICATIONS, claims };
}

/** Weights decide who waits, and not how long all do together: the conservation law (Kleinrock, vol. 2, 3.4). */
function weighted(): TheoryModel {
  const work = 'steps: [ { run: { exponential: 1s } } ]';
  const scenario = waitingFor(
    1,
    0.8,
    400_000,
    ', queueTimeout: none',
    `heavy: { weight: 4, arrivals: { poisson: 0.4/s }, ${work} }, light: { weight: 1, arrivals: { poisson: 0.4/s }, ${work} }`,
  );
  const claims: Claim[] = [
    { quantity: 'mean wait', unit: 's', exact: mmc(0.8, 1, 1).wait, measured: 'tasks.queueWait.mean' },
  ];
  return { name: 'two weighted queues, M/M/1 at 80 %', scenario, replications: REPLICATIONS, claims };
}

/** Who has waited for a second gives up. */
function patient(): TheoryModel {
  const scenario = waitingFor(
    4,
    4.4,
    200_000,
    ', queueTimeout: 1s',
    't: { arrivals: { poisson: 4.4/s }, steps: [ { run: { exponential: 1s } } ] }',
  );
  const { lost, wait } = mmcPatience(4.4, 1, 4, 1);
  const claims: Claim[] = [
    {
      quantity: 'give up',
      unit: 'share',
      exact: lost,
      measured: ({ values }) => ({ sum: values['tasks.timedOut']!.sum, per: values['tasks.arrived']!.sum }),
    },
    { quantity: 'mean wait of the others', unit: 's', exact: wait, measured: 'tasks.queueWait.mean' },
  ];
  return { name: 'M/M/4 + D, patience 1 s, at 110 %', scenario, replications: REPLICATIONS, claims };
}

/** Who finds all taken comes again after exponential pauses of 2 s, as often as it takes. */
function comingAgain(
  name: string,
  rate: number,
  [slots, line]: readonly [slots: number, line: number],
  { response, attempts }: { readonly response: number; readonly attempts: number },
): TheoryModel {
  const scenario = scenarioFrom(`
name: theory
${steady({ arrivals: 200_000, rate, warmUp: 200, replications: REPLICATIONS })}
network: { sameZone: 0s }
loadBalancer: { probe: { type: passive } }
nodes: { n: { taskCap: 0, cores: ${slots}, serving: { slots: ${slots}, queue: ${line} } } }
dispatch: { policy: immediate, checkIn: 100d, orphanScan: 100d }
database: ideal
workload:
  requests:
    q:
      { arrivals: { poisson: ${rate}/s }, cpu: { exponential: 1s }, timeout: 10d,
        retry: { attempts: 100, backoff: fixed, pause: 2s, jitter: exponential } }
`);
  const claims: Claim[] = [
    { quantity: 'mean response', unit: 's', exact: response, measured: 'requests.latency.mean' },
    {
      quantity: 'attempts',
      unit: 'count',
      exact: attempts,
      measured: ({ values }) => ({
        sum: values['requests.attempts']!.sum,
        per: values['requests.arrived']!.sum,
      }),
    },
  ];
  return { name, scenario, replications: REPLICATIONS, claims };
}
