/** What becomes of an overloaded database when its trigger is gone: examples and experiments of papers. */
import { scenarioFrom } from '../theory-models/model.ts';
import { type PublishedModel, type PublishedOutcome, published } from './model.ts';

const BRONSON = 'Bronson and others, Metastable Failures in Distributed Systems, HotOS 2021, section 2.1';
const HUANG = 'Huang and others, Metastable Failures in the Wild, OSDI 2022; lexiangh/Metastability';

export function publishedOverload(): PublishedModel[] {
  return [
    ...([145, 155, 280] as const).map(retries),
    insert('22.5%', '10s', 'seldom'),
    insert('20%', '10s', 'usually'),
    insert('20%', '9s', 'seldom'),
    insert('20%', '10s', 'seldom', '10ms'),
  ];
}

const stays = (fault: string, outcome: 'usually' | 'seldom', note: string): PublishedOutcome => ({
  quantity: 'stays overloaded',
  happens: ({ values }) => values[`recovery.${fault}.recovered`]!.sum === 0,
  published: outcome,
  note,
});

/** A database that answers 300 calls a second in time; each is made once more after a second; ten seconds without network. */
function retries(perSecond: number): PublishedModel {
  const scenario = scenarioFrom(`
name: published
duration: 34s
regions: { local: [app, data] }
network: { sameZone: 0.5ms, crossZone: 0.5ms }
loadBalancer: { at: local, probe: { type: tcp } }
nodes: { app: { at: local/app, taskCap: 0, phase: 0s } }
database:
  at: local/data
  cores: 4000
  pool: { size: 10000 }
  commandTimeout: 1s
  read: 90ms
  write: 90ms
  degrades: { above: 300/s, to: 9% }
workload:
  requests:
    web:
      from: local
      arrivals: { every: ${Math.round(1e6 / perSecond)}us }
      db: 1
      timeout: 1s
      retry: { attempts: 2, backoff: fixed, pause: 0s, jitter: off }
      recovered: { within: 10%, over: 10s }
    resent: { from: local, arrivals: { at: [20.01s], count: ${10 * perSecond} }, db: 1, timeout: 10ms }
timeline: [ { at: 10s, cut: local/app, from: local/data, for: 10s, name: switch } ]
`);
  const note = 'Stable below 150 a second, vulnerable up to 300, in the text.';
  const claim = stays('switch', perSecond < 150 ? 'seldom' : 'usually', note);
  return published(`a database asked ${perSecond} times a second`, BRONSON, scenario, [claim], 1);
}

/** Inserts that are sent again after 3 s, up to four times, into a database whose two cores are throttled for some time. */
function insert(to: string, lasts: string, outcome: 'usually' | 'seldom', every = '7.5ms'): PublishedModel {
  const scenario = scenarioFrom(`
name: published
duration: 60s
network: { sameZone: 0ms }
loadBalancer: { at: local, probe: { type: tcp } }
nodes: { app: { taskCap: 0, phase: 0s } }
database:
  { cores: 2, read: 5.65ms, write: 5.65ms, flush: 0ms, commandTimeout: 10m, pool: { size: 20000 } }
workload:
  requests:
    insert:
      from: local
      arrivals: { every: ${every} }
      db: { calls: 1, writes: 1 }
      timeout: 3s
      retry: { attempts: 5, backoff: fixed, pause: 0s, jitter: off }
      recovered: { within: 10%, over: 10s }
timeline: [ { at: 10s, slow: database, to: ${to}, for: ${lasts}, name: throttled } ]
`);
  const note =
    'A hundredth of their inserts, each a hundred times as long; how long is not published, and 5.44 to 5.86 ms all give the four outcomes.';
  const cpu = `${(2 * parseFloat(to)) / 100}`;
  const name = `inserts each ${every}, CPU 2 to ${cpu} for ${lasts}`;
  return published(name, HUANG, scenario, [stays('throttled', outcome, note)], 1);
}
