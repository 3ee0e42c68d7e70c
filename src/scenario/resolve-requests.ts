/** Request classes of the file to their places in a `Scenario`. */
import type { Report } from './report.ts';
import { type ArrivalSources, resolveArrivals, scaleOf, type Work } from './resolve-arrivals.ts';
import type { Places } from './resolve-places.ts';
import { checkWrites } from './resolve-steps.ts';
import { micros, resolveDistribution } from './resolve-values.ts';
import type { BalancerSpec, RequestClassSpec, ViaSpec } from './scenario.ts';
import type { ScenarioFile } from './schema.ts';
import type { RequestClassInput } from './schema-requests.ts';
import { MAX_CLASSES } from './schema-workload.ts';
import { didYouMean, some } from './suggest.ts';
import type { Path } from './tree.ts';
import { parseShare, parseSize, valueOf } from './units.ts';

export function resolveRequests(
  file: ScenarioFile,
  places: Places,
  balancers: readonly BalancerSpec[],
  report: Report,
  sources: ArrivalSources,
): RequestClassSpec[] {
  const work: Work = { file, scale: scaleOf(file), report, sources };
  const classes = Object.entries(file.workload.requests);
  if (classes.length > MAX_CLASSES)
    report.value(['workload', 'requests'], `has ${classes.length} classes; at most ${MAX_CLASSES}`);
  if (
    classes.length > 0 &&
    file.loadBalancer === undefined &&
    Object.keys(file.loadBalancers ?? {}).length === 0 &&
    !report.isLacking(['loadBalancer'], ['loadBalancers'])
  ) {
    report.key(
      ['workload', 'requests'],
      'has requests but there is no load balancer; add loadBalancer: { at: … }',
    );
  }
  return classes.flatMap(([name, input]) => {
    const path = ['workload', 'requests', name];
    const { arrivals, users } = input;
    const isOpen = arrivals === undefined && (report.isDropped('arrivals') || report.isDropped('users'));
    if ((arrivals === undefined) === (users === undefined) && !isOpen) {
      report.key(
        path,
        arrivals === undefined
          ? 'has neither arrivals nor users; give one of them'
          : 'has arrivals and users; give one of them',
      );
    }
    const open = arrivals === undefined ? null : resolveArrivals(arrivals, [...path, 'arrivals'], work);
    const source =
      users !== undefined
        ? {
            kind: 'closed' as const,
            users: users.count,
            think: resolveDistribution(users.think, [...path, 'users', 'think'], report),
          }
        : open === null
          ? null
          : { kind: 'open' as const, arrivals: open };
    const from = places.at(input.from, [...path, 'from'], 'any');
    const cpu = resolveDistribution(input.cpu, [...path, 'cpu'], report);
    if (source === null) return [];
    const via = resolveVia(input.via, balancers, [...path, 'via'], report);
    const holdOn = resolveHoldOn(input.holdOn, via, [...path, 'holdOn'], report);
    const db = typeof input.db === 'number' ? { calls: input.db, writes: 0, transaction: false } : input.db;
    checkWrites(db, [...path, 'db', 'writes'], report);
    if (db.transaction && db.calls === 0)
      report.value([...path, 'db', 'transaction'], 'is a transaction of no calls; give it calls');
    const read = valueOf(parseSize(input.read));
    const timeout = micros(input.timeout);
    const retry = resolveRetry(input.retry, [...path, 'retry'], report);
    const outageBelow = valueOf(parseShare(input.outageBelow));
    const recovered = {
      within: valueOf(parseShare(input.recovered.within)),
      over: micros(input.recovered.over),
    };
    const calls = { dbCalls: db.calls, dbWrites: db.writes, transaction: db.transaction };
    return [{ name, source, from, via, holdOn, cpu, ...calls, read, timeout, retry, outageBelow, recovered }];
  });
}

/** null: all look it up as its TTL says. */
function resolveHoldOn(
  input: RequestClassInput['holdOn'],
  via: ViaSpec,
  path: Path,
  report: Report,
): RequestClassSpec['holdOn'] {
  if (input === undefined) return null;
  if (via.kind === 'service')
    report.key(
      path,
      'has no effect: the address of a failover service stays; give a load balancer or { dns: … }',
    );
  return { share: valueOf(parseShare(input.share)), for: input.for === 'ever' ? null : micros(input.for) };
}

/** How clients try again; without a map they do not. */
function resolveRetry(
  input: RequestClassInput['retry'],
  path: Path,
  report: Report,
): RequestClassSpec['retry'] {
  if (input === undefined) return null;
  const [pause, upTo] = [micros(input.pause), micros(input.upTo)];
  if (input.backoff === 'exponential' && pause === 0)
    report.value([...path, 'pause'], '0s stays 0s however often it is doubled; write backoff: fixed');
  else if (input.backoff === 'exponential' && pause > upTo)
    report.value([...path, 'upTo'], `${input.upTo} is shorter than the first pause ${input.pause}`);
  const { attempts, backoff, jitter, demand, tokenBucket = null, breaker } = input;
  return {
    ...{ attempts, backoff, pause, upTo, jitter, demand, tokenBucket },
    patience: input.patience === undefined ? null : micros(input.patience),
    breaker: breaker === undefined ? null : { failures: breaker.failures, openFor: micros(breaker.openFor) },
  };
}

/** Names of balancers to indices; without `via` clients take the nearest. */
function resolveVia(
  via: RequestClassInput['via'],
  balancers: readonly BalancerSpec[],
  path: Path,
  report: Report,
): ViaSpec {
  if (via === undefined) return { kind: 'nearest' };
  const names = balancers.map(({ name }) => name);
  const indexOf = (name: string, at: Path): number[] => {
    const index = names.indexOf(name);
    if (index < 0)
      report.unknown(
        at,
        name,
        `there is no load balancer '${name}'; ${didYouMean(name, names)}load balancers are ${some(names)}`,
        [['loadBalancers']],
      );
    return index < 0 ? [] : [index];
  };
  const all = (list: readonly string[], at: Path): number[] =>
    list.flatMap((name, i) => {
      if (list.indexOf(name) < i) report.value([...at, i], `'${name}' is in it already; give each once`);
      return indexOf(name, [...at, i]);
    });
  if (typeof via === 'string') {
    const [balancer] = indexOf(via, path);
    return balancer === undefined ? { kind: 'nearest' } : { kind: 'address', balancer };
  }
  if (Array.isArray(via)) return { kind: 'service', balancers: all(via, path) };
  return {
    kind: 'dns',
    balancers: all(via.dns, [...path, 'dns']),
    ttl: micros(via.ttl),
    interval: micros(via.interval),
    fall: via.fall,
    rise: via.rise,
  };
}
