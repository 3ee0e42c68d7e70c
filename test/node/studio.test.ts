/** The studio's server: one file, one address, one page. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { Desk } from '../../src/node/studio/desk.ts';
import { type Studio, startStudio } from '../../src/node/studio/server.ts';

const place = mkdtempSync(join(tmpdir(), 'hasim-studio-'));
const path = join(place, 'in', 'mine.yaml');
const TEXT = 'name: mine\n';
let studio: Studio;
let port: number;
let token: string;

beforeAll(async () => {
  mkdirSync(join(place, 'in'));
  writeFileSync(path, TEXT);
  writeFileSync(join(place, 'in', 'base.yaml'), 'name: base\n');
  writeFileSync(join(place, 'secret.yaml'), 'secret\n');
  symlinkSync(join(place, 'secret.yaml'), join(place, 'in', 'link.yaml'));
  studio = await startStudio(new Desk(path, false), { text: TEXT, onDisk: TEXT, version: '1' }, 0);
  const { port: own, pathname } = new URL(studio.address);
  port = Number(own);
  token = pathname.split('/')[1]!;
});
afterAll(async () => {
  await studio.close();
  rmSync(place, { recursive: true });
});

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** As anybody may ask: nothing is put right on the way. */
function ask({ method = 'GET', path: at, headers = {}, body }: Asked) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path: at ?? `/${token}/`,
          headers: { host: `127.0.0.1:${port}`, ...headers },
        },
        (response) => {
          let text = '';
          response.on('data', (part) => (text += part));
          response.on('end', () =>
            resolve({ status: response.statusCode!, text, headers: response.headers }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    },
  );
}

const own = () => ({ origin: `http://127.0.0.1:${port}` });
const post = (name: string, body: unknown, headers: Record<string, string> = own()) =>
  ask({ method: 'POST', path: `/${token}/${name}`, headers, body });

describe('who may ask', () => {
  it('whoever has the address, on this machine', async () => {
    expect(new URL(studio.address).hostname).toBe('127.0.0.1');
    const { status, text, headers } = await ask({});
    expect(status).toBe(200);
    expect(text).toContain('studio-data');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect((await ask({ headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it.each([
    ['no token', { path: '/' }, 403],
    ['another token', { path: `/${'x'.repeat(32)}/` }, 403],
    ['a longer one', { path: '/studio.js' }, 403],
    ['another host, that points here', { headers: { host: 'evil.example' } }, 421],
    ['another port', { headers: { host: '127.0.0.1:1' } }, 421],
    ['another site', { headers: { origin: 'https://evil.example' } }, 403],
    ['a page from disk', { headers: { origin: 'null' } }, 403],
    ['another method', { method: 'PUT' }, 405],
  ])('not with %s', async (_, asked, status) => {
    expect((await ask(asked)).status).toBe(status);
  });

  it('nothing is changed for another site, or for nobody', async () => {
    const body = { text: 'x', seen: TEXT };
    expect((await post('save', body, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('save', body, {})).status).toBe(403);
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });
});

test.each(['../secret.yaml', '%2e%2e/secret.yaml', '__proto__', 'constructor', '/etc/passwd'])(
  'there is no such page as %s',
  async (name) => {
    expect((await ask({ path: `/${token}/${name}` })).status).toBe(404);
  },
);

test('files that a scenario names are read from its folder and below, wherever links lead', async () => {
  const read = async (file: string) =>
    JSON.parse((await post('read', { file, from: path, kind: 'scenario' })).text);
  expect(await read('base.yaml')).toMatchObject({ text: 'name: base\n' });
  for (const file of ['../secret.yaml', join(place, 'secret.yaml'), 'link.yaml'])
    expect(await read(file)).toEqual({ error: expect.stringContaining('lies outside') });
});

test('what can be opened can be saved: a megabyte over another, and not more than is read again', async () => {
  const file = join(place, 'in', 'large.yaml');
  const large = '# "as large as a scenario may be"\n'.repeat(28_500);
  writeFileSync(file, large);
  const desk = new Desk(file, false);
  expect(desk.text()).toBe(large);
  const own = await startStudio(desk, { text: large, onDisk: large, version: '1' }, 0);
  const save = async (text: string) => {
    const { origin } = new URL(own.address);
    const body = JSON.stringify({ text, seen: large });
    return fetch(`${own.address}save`, { method: 'POST', headers: { origin }, body });
  };
  const tooLarge = await save(large.repeat(2));
  expect([tooLarge.status, await tooLarge.text()]).toEqual([400, 'That is more than a scenario.']);
  expect(desk.text()).toBe(large);
  const changed = large.replace('large', 'small');
  expect(await (await save(changed)).json()).toEqual({ outcome: 'saved', onDisk: changed });
  expect(desk.text()).toBe(changed);
  await own.close();
});

test('only what was seen is overwritten, and only the file that was opened', async () => {
  const save = async (body: object) => JSON.parse((await post('save', body)).text);
  expect(await save({ text: 'a\n', seen: 'something else' })).toEqual({ outcome: 'changed', onDisk: TEXT });
  expect(readFileSync(path, 'utf8')).toBe(TEXT);
  expect(await save({ text: 'a\n', seen: TEXT, path: join(place, 'other.yaml') })).toEqual({
    outcome: 'saved',
    onDisk: 'a\n',
  });
  expect(readFileSync(path, 'utf8')).toBe('a\n');
  expect(() => statSync(join(place, 'other.yaml'))).toThrow();
});

test.each([
  ['save', { text: 5, seen: null }],
  ['save', { text: 'x' }],
  ['erase', {}],
  ['save', { text: 'x'.repeat(3_000_000), seen: 'a\n' }],
])('what makes no sense is refused: %s', async (name, body) => {
  expect((await post(name, body)).status).toBe(400);
});
