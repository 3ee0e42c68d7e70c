/** Who may talk to the studio: the page that it served itself, under the address that it printed, and nobody else. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly why: string;
}

/**
 * Why a request is refused; null: it may be answered.
 *
 * Host is checked since any name can be made to point at 127.0.0.1, Origin since any page can send requests there.
 */
export function refusal(
  { method, url, headers }: IncomingMessage,
  token: string,
  port: number,
): Refusal | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  if (!hosts.includes(headers.host ?? '')) return { status: 421, why: 'This is no host of the studio.' };
  if (headers.origin !== undefined && !origins.includes(headers.origin))
    return { status: 403, why: 'Another site asks.' };
  if (method !== 'GET' && method !== 'POST') return { status: 405, why: 'Only GET and POST are answered.' };
  if (method === 'POST' && headers.origin === undefined) return { status: 403, why: 'Nobody says who asks.' };
  const [, given = ''] = (url ?? '').split('/');
  return isSame(given, token) ? null : { status: 403, why: 'The token of the address is missing or wrong.' };
}

/** Takes as long whatever is wrong with it. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
