/** The studio's server: one page on loopback, its scripts, and one file that it reads and saves. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { studioDocument } from '../../page/studio/document.ts';
import { bundled } from '../bundle.ts';
import { SCHEMA } from '../places.ts';
import { type Desk, TOO_LARGE } from './desk.ts';
import { refusal } from './guard.ts';

/** Nobody else can reach it. */
const LOOPBACK = '127.0.0.1';
/** The largest text that is saved and what was there before, with all that JSON escapes in them. */
const MOST_BYTES = 5_000_000;

export interface Studio {
  /** To be opened in a browser; whoever knows it may save the file. */
  readonly address: string;
  close(): Promise<void>;
}

/** What the page begins with. */
export interface Opening {
  /** In the editor at first. */
  readonly text: string;
  /** What lies on disk; null: nothing yet. */
  readonly onDisk: string | null;
  /** Of hasim. */
  readonly version: string;
}

/**
 * Serves until it is closed.
 *
 * @param port 0: any that is free
 * @throws Error of the system when the port is taken, or when hasim was not built whole
 */
export async function startStudio(desk: Desk, opening: Opening, port: number): Promise<Studio> {
  const programs = bundled(['studio', 'studio-engine']);
  if (programs === null) throw new Error('the scripts of the studio are missing: npm run build makes them');
  const token = randomBytes(24).toString('base64url');
  const served: Served = {
    'studio.js': ['text/javascript', programs.studio],
    'studio-engine.js': ['text/javascript', programs['studio-engine']],
    'schema.json': ['application/json', readFileSync(SCHEMA, 'utf8')],
  };
  const server = createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    const refused = refusal(request, token, own);
    if (refused !== null) return send(response, refused.status, 'text/plain', refused.why);
    void answer(request, response, served, desk, opening);
  });
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  return { address: `http://${LOOPBACK}:${own}/${token}/`, close: () => closed(server) };
}

type Served = Readonly<Record<string, readonly [type: string, body: string]>>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
  desk: Desk,
  opening: Opening,
): Promise<void> {
  // After the token; `?` for the address without its last stroke.
  const [, , ...rest] = request.url!.split('/');
  const name = rest.length === 0 ? '?' : rest.join('/');
  try {
    if (request.method === 'GET') {
      const file = Object.hasOwn(served, name) ? served[name]! : null;
      if (name === '') page(response, desk, opening);
      else if (file === null) send(response, 404, 'text/plain', 'There is no such thing here.');
      else send(response, 200, ...file);
      return;
    }
    const asked = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
    send(response, 200, 'application/json', JSON.stringify(done(name, asked, desk)));
  } catch (error) {
    send(response, 400, 'text/plain', error instanceof Error ? error.message : 'It cannot be done.');
  }
}

/** What the page may ask for besides itself. */
function done(name: string, asked: Record<string, unknown>, desk: Desk): object {
  const { file, from, kind, text, seen } = asked;
  if (name === 'read' && typeof file === 'string' && typeof from === 'string')
    return desk.read(file, from, kind === 'trace' ? 'trace' : 'scenario');
  if (name === 'save' && typeof text === 'string' && (typeof seen === 'string' || seen === null)) {
    const outcome = desk.save(text, seen);
    return { outcome, onDisk: outcome === 'saved' ? text : desk.text() };
  }
  throw new Error('Nothing is known of that.');
}

function page(response: ServerResponse, desk: Desk, opening: Opening): void {
  const nonce = randomBytes(16).toString('base64');
  const data = { path: desk.path, ...opening, onDisk: desk.text(), nonce };
  send(response, 200, 'text/html', studioDocument(data), nonce);
}

/** Nothing comes from elsewhere, nothing goes elsewhere, and nobody frames or keeps it. */
function send(response: ServerResponse, status: number, type: string, body: string, nonce = ''): void {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === '' ? '' : ` 'nonce-${nonce}'`}`,
    "connect-src 'self'",
    "worker-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error(TOO_LARGE);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
