/** A connection to the queue's server. */
import type { Redis } from 'ioredis';
import { shownAddress } from './address.ts';
import { QueueTrouble } from './queue-trouble.ts';

/** So long a command line waits for a server that does not answer at the start. */
const FIRST_ANSWER_MS = 10_000;
/** A server that owes an answer and is silent for so long is out of reach: a cut line says nothing. Blocking commands wait half of it. */
const SILENT_MS = 20_000;
/** A lost connection is tried again at least so often. */
const LONGEST_PAUSE_MS = 2_000;

/**
 * Connected, or not at all. Once it is, commands wait while the server is away.
 *
 * @param silentFor in ms, after which a connection that owes an answer counts as lost and is made anew
 * @throws QueueTrouble
 */
export async function connect(address: string, silentFor = SILENT_MS): Promise<Redis> {
  const { Redis } = await import('./queue-library.ts');
  const client = new Redis(address, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: FIRST_ANSWER_MS,
    socketTimeout: silentFor,
    retryStrategy: (times) => Math.min(100 * times, LONGEST_PAUSE_MS),
  });
  let why = 'no answer';
  client.on('error', (error: Error) => {
    why = wordsOf(error);
  });
  const timer = setTimeout(() => client.disconnect(), FIRST_ANSWER_MS);
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.disconnect();
    const reason =
      error instanceof Error && !/Connection is closed/.test(error.message) ? wordsOf(error) : why;
    throw new QueueTrouble(`${shownAddress(address)}: the queue cannot be reached: ${reason}`);
  } finally {
    clearTimeout(timer);
  }
  return client;
}

/** Several addresses of one name are an error of errors without a message. */
function wordsOf(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  return first.message.split('\n')[0] ?? first.name;
}
