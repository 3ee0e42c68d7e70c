/** `--on`: the same bits from other machines, whatever is killed meanwhile. With a real Redis, see `support/redis.ts`. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type * as Connections from '../../../src/node/farm/connection.ts';
import type * as FarmWorkers from '../../../src/node/farm/farm-worker.ts';
import { keyOf, PREFIX, queueOf } from '../../../src/node/farm/names.ts';
import type * as QueueRunners from '../../../src/node/farm/queue-runner.ts';
import { ReplicationKeys } from '../../../src/node/replication-keys.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { replicate } from '../../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../../src/study/replications/runner.ts';
import { fixed } from '../../../src/study/replications/stop-rule.ts';
import { Place, ROOT } from '../../cli/support.ts';
import { freePort, hasRedis, Line, RedisServer } from '../../support/redis.ts';
import { scenarioOf } from '../../support/run.ts';

const DIST = join(ROOT, 'dist/node/farm');
/** The built ones: threads run what is built. */
const { FarmWorker } = (await import(join(DIST, 'farm-worker.js'))) as typeof FarmWorkers;
const { connect } = (await import(join(DIST, 'connection.js'))) as typeof Connections;
const { QueueRunner } = (await import(join(DIST, 'queue-runner.js'))) as typeof QueueRunners;

const QUEUE = `name: queue
duration: 2m
nodes: { n: { taskCap: 5 } }
dispatch: { policy: immediate }
workload: { tasks: { job: { arrivals: { poisson: 2/s }, steps: [ { run: { exponential: 2s } } ] } } }
`;
/** Some tenths of a second of work a replication. */
const LONG = QUEUE.replace('2m', '3h').replace('queue', 'long');
const BUILD = 'a'.repeat(64);
/** In ms: a worker that is killed is missed soon. */
const LOST_AFTER = 2_000;

let redis: RedisServer;
let said: string[] = [];
const ending: (() => Promise<unknown>)[] = [];
const children: ChildProcess[] = [];
beforeAll(async () => {
  if (hasRedis) redis = await RedisServer.start();
});
afterAll(async () => redis?.stop());
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const end of ending.splice(0).reverse()) await end();
  said = [];
});

const say = (text: string) => void said.push(text);
const optionsOf = (build = BUILD, { address } = redis as { readonly address: string }) => ({
  address,
  keys: new ReplicationKeys(build),
  version: '0.0.0',
  say,
});

async function worker(build = BUILD, at?: Line): Promise<void> {
  const started = await FarmWorker.start({ ...optionsOf(build, at), jobs: 1, lostAfter: LOST_AFTER });
  ending.push(() => started.close());
}

function coordinator(at?: Line) {
  const runner = new QueueRunner({ ...optionsOf(BUILD, at), fresh: true });
  ending.push(() => runner.close());
  return runner;
}

const studyOn = (scenario: Scenario, replications: number, runner = coordinator(), seed = '1') =>
  replicate(scenario, runner, fixed(replications), { seed });
const digestHere = async (scenario: Scenario, replications: number) =>
  (await replicate(scenario, inlineRunner, fixed(replications), { seed: '1' })).digest;

/** A worker in a process of its own, to be killed. */
function workerProcess(): ChildProcess {
  const code = `
    import { FarmWorker } from ${JSON.stringify(join(DIST, 'farm-worker.js'))};
    import { ReplicationKeys } from ${JSON.stringify(join(ROOT, 'dist/node/replication-keys.js'))};
    await FarmWorker.start({ address: '${redis.address}', keys: new ReplicationKeys('${BUILD}'), version: '0.0.0',
      jobs: 1, lostAfter: ${LOST_AFTER}, say: () => {} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  children.push(child);
  return child;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await what()); tries += 1) {
    if (tries > 60_000) throw new Error('it never came true');
    await new Promise((next) => setTimeout(next, 10));
  }
}

/** Commands to the server, as `redis-cli` would give them. */
async function server<T>(work: (client: import('ioredis').Redis) => Promise<T>): Promise<T> {
  const { Redis } = await import('ioredis');
  const client = new Redis(redis.address);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

const atWork = (build = BUILD) =>
  server(async (client) => (await client.llen(`${PREFIX}:${queueOf(build)}:active`)) > 0);

describe.skipIf(!hasRedis)('a study on a queue', () => {
  test('has the digest of one machine, with one worker and with two, rule T5', async () => {
    const scenario = scenarioOf(QUEUE);
    const here = await digestHere(scenario, 12);
    await worker();
    expect((await studyOn(scenario, 12)).digest).toBe(here);
    await worker();
    expect((await studyOn(scenario, 12)).digest).toBe(here);
  });

  test('finds what was planned, and what was not', async () => {
    await worker();
    const runner = coordinator();
    const scenarios = [3, 4, 5].map((cap) => scenarioOf(QUEUE, [`nodes.n.taskCap=${cap}`]));
    const order = { seed: '1', replications: [0, 1, 2, 3], ties: 'in-order' } as const;
    await runner.plan(
      scenarios.map((scenario) => ({ ...order, scenario })),
      'all',
    );
    for (const scenario of scenarios.reverse())
      expect((await studyOn(scenario, 6, runner)).digest).toBe(await digestHere(scenario, 6));
  });

  test('refuses a worker of another build, on both sides, with both builds', async () => {
    const scenario = scenarioOf(QUEUE);
    await worker('b'.repeat(64));
    const study = studyOn(scenario, 2);
    await until(async () => said.filter((text) => text.startsWith('refused: ')).length >= 2);
    const refusals = said.filter((text) => text.startsWith('refused: '));
    expect(refusals.join('\n')).toMatch(
      /the worker of .* is of another build of hasim \(0\.0\.0, bbbbbbbb\)/,
    );
    expect(refusals.join('\n')).toMatch(/the study of .* is of another build of hasim \(0\.0\.0, aaaaaaaa\)/);
    await worker();
    expect((await study).digest).toBe(await digestHere(scenario, 2));
  });

  test('ends with the error of a scenario that breaks, and the worker goes on', async () => {
    await worker();
    const broken = { ...scenarioOf(QUEUE), nodes: null } as unknown as Scenario;
    const runner = coordinator();
    await expect(runner.run(broken, '1', [7], () => {})).rejects.toMatchObject({
      name: 'ReplicationFailed',
      scenario: 'queue',
      replication: 7,
      message: expect.stringContaining('null'),
    });
    const scenario = scenarioOf(QUEUE);
    expect((await studyOn(scenario, 2)).digest).toBe(await digestHere(scenario, 2));
  });

  test('ends when a batch takes one worker after another with it', async () => {
    const { Worker } = await import('bullmq');
    const { Redis } = await import('ioredis');
    const connection = new Redis(redis.address, { maxRetriesPerRequest: null });
    let taken = 0;
    // It takes a batch and is never heard of again.
    const silent = new Worker(queueOf(BUILD), () => new Promise(() => void (taken += 1)), {
      ...{ connection, prefix: PREFIX, concurrency: 9, skipLockRenewal: true },
      ...{ lockDuration: 150, stalledInterval: 100, maxStalledCount: 2 },
    });
    silent.on('error', () => {});
    ending.push(async () => {
      await silent.close(true);
      connection.disconnect();
    });
    await expect(coordinator().run(scenarioOf(QUEUE), '1', [0], () => {})).rejects.toMatchObject({
      name: 'QueueTrouble',
      message: expect.stringContaining('3 workers were lost while they were at it'),
    });
    expect(taken).toBe(3);
  });

  test('survives kill -9 of a worker in the middle of a batch', async () => {
    const scenario = scenarioOf(LONG);
    const child = workerProcess();
    const study = studyOn(scenario, 3);
    await until(atWork);
    child.kill('SIGKILL');
    await worker();
    expect((await study).digest).toBe(await digestHere(scenario, 3));
  });

  test('survives kill -9 of the server, which has its log', async () => {
    const scenario = scenarioOf(LONG);
    await worker();
    const study = studyOn(scenario, 4);
    await until(atWork);
    await redis.kill();
    await new Promise((next) => setTimeout(next, 300));
    await redis.again();
    expect((await study).digest).toBe(await digestHere(scenario, 4));
    expect(said.filter((text) => /out of reach|is back/.test(text))).toEqual([
      `${redis.address} is out of reach; waiting for it`,
      `${redis.address} is back`,
    ]);
  });

  test.each(['cut', 'silence'] as const)(
    'survives that the network to everybody is gone for a time: %s',
    async (how) => {
      const scenario = scenarioOf(LONG, [`seed=${how === 'cut' ? 3 : 4}`]);
      const line = await Line.to(redis.port);
      ending.push(async () => line.close());
      await worker(BUILD, line);
      const study = studyOn(scenario, 4, coordinator(line));
      await until(atWork);
      line[how]();
      await new Promise((next) => setTimeout(next, 1.5 * LOST_AFTER));
      line.mend();
      expect((await study).digest).toBe(await digestHere(scenario, 4));
    },
  );

  test('takes a line that is silent while it owes an answer as lost, and makes it anew', async () => {
    const line = await Line.to(redis.port);
    ending.push(async () => line.close());
    const client = await connect(line.address, 200);
    ending.push(async () => client.disconnect());
    line.silence();
    const lost = new Promise((done) => client.once('close', done));
    const answer = client.ping();
    await lost;
    line.mend();
    expect(await answer).toBe('PONG');
  });

  test('goes over TLS with a password that is never shown', async () => {
    const place = new Place({ 'q.yaml': QUEUE });
    const files = { key: join(place.path, 'key.pem'), cert: join(place.path, 'cert.pem') };
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
        ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', files.key, '-out', files.cert],
      ],
      { stdio: 'ignore' },
    );
    const tls = ['--tls-cert-file', files.cert, '--tls-key-file', files.key, '--tls-auth-clients', 'no'];
    const port = String(await freePort());
    const safe = await RedisServer.start('--tls-port', port, ...tls, '--requirepass', 'secret-word');
    ending.push(() => safe.stop());
    const env = { HASIM_ON: `rediss://:secret-word@localhost:${port}`, NODE_EXTRA_CA_CERTS: files.cert };
    place.start(['worker', '--jobs', '1'], env);
    const { code, stdout, stderr } = await place.hasim(
      ['run', 'q.yaml', '--replications', '3', '--no-charts', '--json'],
      env,
    );
    const { digest } = JSON.parse(stdout) as { digest: string };
    expect({ code, digest }).toEqual({ code: 0, digest: await digestHere(scenarioOf(QUEUE), 3) });
    expect(stdout + stderr).not.toContain('secret-word');
    const untrusted = await place.hasim(['run', 'q.yaml', '--no-charts'], { HASIM_ON: env.HASIM_ON });
    expect(untrusted.code).toBe(69);
    expect(untrusted.stderr).toContain(
      `rediss://localhost:${port}: the queue cannot be reached: self-signed certificate`,
    );
  });

  test('says that the server is full; the same command goes on when it has room', async () => {
    await worker();
    const scenario = scenarioOf(QUEUE, ['seed=9']);
    await server((client) => client.config('SET', 'maxmemory', '1mb'));
    await expect(studyOn(scenario, 2)).rejects.toMatchObject({
      name: 'QueueTrouble',
      message: expect.stringContaining('the server has no room left'),
    });
    await server((client) => client.config('SET', 'maxmemory', '0'));
    expect((await studyOn(scenario, 2)).digest).toBe(await digestHere(scenario, 2));
  });

  test('that is broken off takes back what waits, and tells workers to stop', async () => {
    await worker();
    const runner = coordinator();
    const controller = new AbortController();
    const endless = scenarioOf(QUEUE.replace('2m', '1000d'));
    const study = runner.run(endless, '1', [0, 1, 2], () => {}, controller.signal);
    await until(atWork);
    controller.abort(new Error('Ctrl-C'));
    await expect(study).rejects.toThrow('Ctrl-C');
    await runner.close();
    expect(await server((client) => client.llen(`${PREFIX}:${queueOf(BUILD)}:wait`))).toBe(0);
    await until(async () => !(await atWork()));
  });

  test('killed as a command goes on with what is there, and reads what others computed', async () => {
    const place = new Place({ 'long.yaml': LONG });
    const words = ['run', 'long.yaml', '--replications', '4', '--no-charts', '--json', '--jobs', '1'];
    const env = { HASIM_ON: redis.address };
    place.start(['worker', '--jobs', '1'], env);
    const first = place.start(words, env);
    const results = () => server((client) => client.keys(keyOf.result('', '*')));
    await until(async () => (await results()).length > 0);
    first.child.kill('SIGKILL');
    const there = new Place({ 'long.yaml': LONG });
    const { code, stdout } = await there.hasim(words, env);
    const { digest } = JSON.parse(stdout) as { digest: string };
    expect({ code, digest }).toEqual({ code: 0, digest: await digestHere(scenarioOf(LONG), 4) });
  });
});
