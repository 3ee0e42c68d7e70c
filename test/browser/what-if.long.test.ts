/** The engine in the reader's browser: the same digests as here, through the same controls that readers have. */
import { readFileSync } from 'node:fs';
import { Worker as Thread } from 'node:worker_threads';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLastAnswer } from '../../src/page/browser/worker.ts';
import type { Order, WhatIfAnswer } from '../../src/page/what-if/order.ts';
import { rerunOf } from '../../src/page/what-if/rerun.ts';
import { storyOf } from '../../src/report/explain/story.ts';
import { groupedDigest } from '../../src/report/facts.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { record } from '../../src/study/explain/recorder.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { pageOfRun } from '../page/support.ts';
import { hasBrowser, open, openBrowser, Shelf } from './support.ts';

const file = {
  path: 'jobs.yaml',
  text: `
name: jobs
duration: 1h
regions: { here: [a] }
loadBalancer: { at: here }
nodes: { n: { count: 2, at: here/a, taskCap: 3, cores: 2 } }
database: { at: here/a, cores: 2, read: { lognormal: { median: 1ms, p95: 4ms } }, write: 2ms }
storage: { at: here }
workload:
  tasks: { job: { arrivals: { poisson: 200/h }, steps: [ { db: 50 }, { run: { lognormal: { median: 40s, p95: 2m } } } ] } }
  requests: { page: { arrivals: { poisson: 2/s }, from: here, cpu: 5ms, db: 4 } }
timeline: [ { at: 20m, crash: n-1, for: 5m } ]
`,
};
const read = () => ({ error: 'no other file' });
const parsed = (set: readonly string[]) => parseScenario(file, { set, read });
/** With it the crash takes tasks that were there a while before, in the first replication. */
const SEED = '2';
const study = (set: readonly string[]) =>
  replicate(parsed(set).scenario, inlineRunner, fixed(6), { seed: SEED });

describe.runIf(hasBrowser)('what if, in a browser', () => {
  const shelf = new Shelf();
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    browser = await openBrowser();
    const original = await study([]);
    const source = { sources: { file, named: [] }, set: [], resolved: parsed([]).resolved };
    address = await shelf.put('jobs', pageOfRun(original, { rerun: rerunOf([source], [original]) }));
  });
  afterAll(async () => {
    await browser?.close();
    shelf.clear();
  });

  it('a slider is drawn: original and changed have the digests of the command line, and nothing is fetched', async () => {
    const { tab, complaints, close } = await open(browser, address);
    const section = tab.locator('#what-if');
    const onPaper = async (what: Locator) => {
      await tab.emulateMedia({ media: 'print' });
      const is = await what.isVisible();
      await tab.emulateMedia({ media: null });
      return is;
    };
    // A form is of no use on paper; what was asked with it is.
    await section.getByRole('slider', { name: 'nodes.n.taskCap, slider' }).waitFor();
    expect(await onPaper(section)).toBe(false);
    await section.getByRole('slider', { name: 'nodes.n.taskCap, slider' }).fill('5');
    expect(await section.getByRole('textbox', { name: 'nodes.n.taskCap', exact: true }).inputValue()).toBe(
      '5',
    );
    const digest = section.locator('.digest');
    await digest.waitFor();
    const said = await digest.textContent();
    const [original, changed] = await Promise.all([study([]), study(['nodes.n.taskCap=5'])]);
    expect(said).toContain(groupedDigest(changed.digest));
    expect(await onPaper(digest)).toBe(true);
    expect(await onPaper(section.locator('.form'))).toBe(false);
    expect(said).toContain(`has its digest ${groupedDigest(original.digest)} too`);
    expect(await section.locator('pre').first().textContent()).toBe(
      'hasim run jobs.yaml --seed 2 --replications 6 --set nodes.n.taskCap=5',
    );
    await tab.setViewportSize({ width: 390, height: 844 });
    expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(complaints).toEqual([]);

    const link = await section
      .getByRole('link', { name: 'link that carries this change' })
      .getAttribute('href');
    const again = await open(browser, address + link);
    await again.tab.locator('#what-if .digest').waitFor();
    expect(await again.tab.locator('#what-if .digest').textContent()).toBe(said);
    await again.close();
    await close();
  });

  it('follows a task that a crash took: to the fault, to the task, step by step, why, with keys as with the mouse', async () => {
    const { tab, complaints, close } = await open(browser, address);
    const cluster = tab.locator('#cluster-1');
    await cluster.getByLabel('go to').selectOption({ index: 1 });
    await cluster.getByRole('button', { name: 'follow a task or request' }).press('Enter');
    const work = cluster
      .locator('.choice', { hasText: 'There at this moment' })
      .getByRole('button', { name: /cancelled/ });
    await work.first().waitFor();
    await work.first().press('Enter');
    const told = cluster.locator('.followed');
    const ordinal = Number(/job (\d+)/.exec((await told.locator('h5').textContent())!)![1]);
    // As the command line tells it.
    const { scenario } = parsed([]);
    const recording = record(scenario, SEED, 0, (one) => one.of === 'task' && one.ordinal === ordinal);
    const { lines } = storyOf(scenario, recording, { of: 'task', workClass: 0, ordinal, why: '' });
    for (const { when, text } of lines) expect(await told.textContent()).toContain(`${when} ${text}`);
    expect(await told.locator('table').textContent()).toMatch(
      /work on targets.*node lost|node lost.*work on targets/s,
    );
    // Its last step but one is before the crash, the drawing marks where it is.
    expect(await cluster.locator('svg circle').count()).toBe(2);
    const said = await told.locator('output').textContent();
    await told.getByRole('button', { name: 'step back' }).press('Enter');
    expect(await told.locator('output').textContent()).not.toBe(said);
    await told.locator('.story button').first().click();
    expect(await told.locator('output').textContent()).toMatch(/^Step 1 of \d+/);
    await cluster.getByRole('slider', { name: 'time' }).fill('0');
    expect(await told.locator('output').textContent()).toBe('It is not there at this moment.');
    expect(await cluster.locator('svg circle').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('simulates there nearly as fast as here: the same program, the same work, on the same machine', async () => {
    const { tab, close } = await open(browser, address);
    const design = { name: 'jobs', sources: { file, named: [] }, set: [] };
    const order = (id: number): Order => ({
      ...{ id, seed: `speed ${id}`, replications: 2 },
      ...{ original: design, changed: { ...design, set: ['nodes.n.taskCap=5'] } },
    });
    const program = readFileSync(new URL('../../dist/page/bundle/engine.js', import.meta.url), 'utf8');
    const AS_IN_BROWSER = `const { parentPort } = require('node:worker_threads');
      globalThis.addEventListener = (_, hear) => parentPort.on('message', (data) => hear({ data }));
      globalThis.postMessage = (message) => parentPort.postMessage(message);`;
    const here = new Thread(`${AS_IN_BROWSER}\n${program}`, { eval: true });
    const inNode = (one: Order) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const hear = (answer: WhatIfAnswer) => {
          if (!isLastAnswer(answer)) return;
          here.off('message', hear);
          resolve(performance.now() - began);
        };
        here.on('message', hear);
        here.postMessage(one);
      });
    await tab.evaluate((code) => {
      // @ts-expect-error: kept for the next call.
      globalThis.there = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    }, program);
    const inBrowser = (one: Order) =>
      tab.evaluate(
        (asked) =>
          new Promise<number>((resolve) => {
            // @ts-expect-error: made above.
            const { there } = globalThis;
            const began = performance.now();
            there.onmessage = ({ data }: { data: WhatIfAnswer }) => {
              if (data.kind === 'mistakes' || data.found.done === data.found.of)
                resolve(performance.now() - began);
            };
            there.postMessage(asked);
          }),
        one,
      );
    const times = { there: [] as number[], here: [] as number[] };
    // By turns, so that whatever else the machine does meets both; the first is for the compilers.
    for (const id of [0, 1, 2, 3]) {
      times.there.push(await inBrowser(order(id)));
      times.here.push(await inNode(order(id)));
    }
    await here.terminate();
    const best = (all: readonly number[]) => Math.min(...all.slice(1));
    const share = best(times.here) / best(times.there);
    process.stderr.write(`the browser simulates at ${Math.round(100 * share)} % of Node's speed\n`);
    // 70 % and more where nothing else runs; what is interpreted, or watched by a debugger, has less than a tenth.
    expect(share).toBeGreaterThan(0.2);
    await close();
  });

  it('a mistake is said in words, and the next change is run; what is asked last is what is shown', async () => {
    const { tab, complaints, close } = await open(browser, address);
    const section = tab.locator('#what-if');
    const cap = section.getByRole('textbox', { name: 'nodes.n.taskCap', exact: true });
    await cap.fill('many');
    await section.locator('ul.bad').waitFor();
    expect(await section.locator('ul.bad').textContent()).toContain('nodes.n.taskCap');
    const free = section.getByRole('textbox', { name: /^anything else/ });
    await free.fill('what is this');
    await free.blur();
    await section.getByText('what is this: is not path=value').waitFor();
    // Of the same path the field says what was typed last, and nothing is left of the mistake before.
    await free.fill('nodes.n.taskCap=6');
    await free.blur();
    await section.locator('ul.bad').waitFor({ state: 'detached' });
    expect(await cap.inputValue()).toBe('6');
    for (const value of ['9', '8', '7', '4']) await cap.fill(value);
    await section.locator('.digest').waitFor();
    expect(await section.locator('.digest').textContent()).toContain(
      groupedDigest((await study(['nodes.n.taskCap=4'])).digest),
    );
    await section.getByRole('button', { name: 'back to the original' }).click();
    await section.getByText('Nothing is changed.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
