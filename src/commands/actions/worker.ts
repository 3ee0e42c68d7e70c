/** `hasim worker`: this machine's threads for the studies of others. */
import { hostname } from 'node:os';
import { buildHash } from '../../node/build-hash.ts';
import { connect } from '../../node/farm/connection.ts';
import { FarmWorker } from '../../node/farm/farm-worker.ts';
import { keyOf } from '../../node/farm/names.ts';
import { listPresent } from '../../node/farm/present.ts';
import { ReplicationKeys } from '../../node/replication-keys.ts';
import { hasimVersion } from '../../node/version.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { queueAddress } from '../where.ts';
import { say } from './output.ts';

export interface WorkerFlags {
  readonly on: string | undefined;
  readonly jobs: number;
  readonly health: boolean;
}

/** What is in hand when it is told to stop goes to another worker after this long: less than Kubernetes waits. */
const LAST_BATCH_MS = 20_000;

/** Works until it is told to stop. */
export async function work(flags: WorkerFlags, signal: AbortSignal): Promise<ExitCode> {
  const address = addressOf(flags);
  if (flags.health) return health(address);
  const worker = await FarmWorker.start({
    address,
    keys: new ReplicationKeys(buildHash()),
    version: hasimVersion(),
    jobs: flags.jobs,
    say,
  });
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
  const late = new Promise((done) => setTimeout(done, LAST_BATCH_MS));
  await Promise.race([worker.close(), late]);
  return EXIT.met;
}

function addressOf({ on }: WorkerFlags): string {
  const { HASIM_ON } = process.env;
  if (on !== undefined) return on;
  if (HASIM_ON) return queueAddress('HASIM_ON', HASIM_ON);
  throw new UsageError('a worker needs a queue: --on redis://host:6379, or HASIM_ON');
}

async function health(address: string): Promise<ExitCode> {
  const client = await connect(address);
  try {
    const workers = await listPresent(client, keyOf.workers);
    return workers.some(({ host }) => host === hostname()) ? EXIT.met : EXIT.unavailable;
  } finally {
    client.disconnect();
  }
}
