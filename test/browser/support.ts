/**
 * Pages in a real browser: the distribution's Chromium, as none is downloaded. Where there is none, these tests are
 * skipped, but not in CI, where they have to run.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page as Tab,
} from 'playwright-core';
import { pageFile } from '../../src/node/page-file.ts';
import type { Page } from '../../src/page/model.ts';

const PLACES = [
  process.env['HASIM_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executable = PLACES.find((path) => path !== '' && existsSync(path));

/** Whether to run them: wherever there is a browser, and in CI in any case. */
export const hasBrowser = executable !== undefined || Boolean(process.env['CI']);

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  if (executable === undefined) throw new Error(`no Chromium at ${PLACES.filter(Boolean).join(', ')}`);
  return chromium.launch({ executablePath: executable, args: QUIET });
}

/** Report pages in a folder of their own. */
export class Shelf {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hasim-page-'));

  /** The address of a page on disk. */
  async put(name: string, page: Page): Promise<string> {
    const { content } = await pageFile(page);
    const path = join(this.#folder, `${name}.html`);
    writeFileSync(path, content);
    return pathToFileURL(path).href;
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface Opened {
  readonly tab: Tab;
  /** What the page asked for beyond itself, and everything that went wrong in it. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** A context at a usual size; its patience is for what will never be, how fast a machine is decides no test. */
export async function newContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(600_000);
  return context;
}

/** Opens an address, and listens to what should not be heard. */
export async function open(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await newContext(browser, options);
  const tab = await context.newPage();
  const complaints: string[] = [];
  const own = address.split('#')[0]!;
  tab.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  tab.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== own && !/^(data|blob):/.test(url)) complaints.push(`request: ${url}`);
  });
  await tab.goto(address);
  return { tab, complaints, close: () => context.close() };
}

/** Serves one text on loopback, as a CI server shows artefacts. */
export async function serve(
  content: string,
  headers: Record<string, string>,
): Promise<{ address: string; server: Server }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(content);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/report.html`, server };
}
