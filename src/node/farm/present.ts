/** Who is there: workers and studies say so every few seconds, and are forgotten when they do not. */
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';

/** In ms; well above the pause between two signs of life. */
export const FORGOTTEN_AFTER_MS = 15_000;
export const SIGN_OF_LIFE_MS = 3_000;

export interface Present {
  readonly id: string;
  readonly host: string;
  readonly build: string;
  /** Of hasim, for people. */
  readonly version: string;
  /** Threads of a worker; of a study 0. */
  readonly threads: number;
}

/** What one says of oneself. */
export function introduced(of: Omit<Present, 'host'>): Present {
  return { ...of, host: hostname() };
}

/** Says that one is there, by the clock of the server; until `stop` is called. */
export function staysPresent(client: Redis, list: string, who: Present): { stop: () => Promise<void> } {
  const member = JSON.stringify(who);
  const say = async () => {
    const now = await timeOf(client);
    await client.zadd(list, String(now + FORGOTTEN_AFTER_MS), member);
  };
  // Commands that fail while the server is away are made good by the next.
  const sayQuietly = () => void say().catch(() => {});
  sayQuietly();
  const timer = setInterval(sayQuietly, SIGN_OF_LIFE_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await client.zrem(list, member).catch(() => {});
    },
  };
}

export async function listPresent(client: Redis, list: string): Promise<Present[]> {
  const now = await timeOf(client);
  await client.zremrangebyscore(list, '-inf', String(now));
  const members = await client.zrange(list, '0', '-1');
  return members.map((member) => JSON.parse(member) as Present);
}

async function timeOf(client: Redis): Promise<number> {
  const [seconds, micros] = await client.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
