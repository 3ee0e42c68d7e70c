/** The page as people get it: from disk, from a CI server that blocks scripts and styles, on paper, with keys alone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageFile } from '../../src/node/page-file.ts';
import { isSaidOfAll } from '../../src/scenario/metric-name.ts';
import { pageOfComparison, pageOfRun } from '../page/support.ts';
import { aScenario, aStudy, SPANS } from '../support/fixtures.ts';
import { hasBrowser, open, openBrowser, Shelf, serve } from './support.ts';

const limit = {
  kind: 'limit',
  text: 'tasks.queueWait.p95 < 10m',
  level: 'error',
  metric: 'tasks.queueWait.p95',
  operator: '<',
  value: 600,
  within: null,
} as const;
const study = aStudy(6, { scenario: aScenario({ expect: [limit] }) });
const shown = [...study.estimates.keys()].filter(
  (name) => !isSaidOfAll(name, study.scenario, study.estimates),
);
const run = pageOfRun(study);
const comparison = pageOfComparison(study, aStudy(6, { scenario: aScenario({ name: 'b' }), slower: 1.4 }));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [390, 1280, 2560];

describe.runIf(hasBrowser)('in a browser', () => {
  const shelf = new Shelf();
  let browser: Browser;
  let addresses: Record<'run' | 'comparison', string>;

  beforeAll(async () => {
    browser = await openBrowser();
    addresses = { run: await shelf.put('run', run), comparison: await shelf.put('comparison', comparison) };
  });
  afterAll(async () => {
    await browser?.close();
    shelf.clear();
  });

  it.each(['run', 'comparison'] as const)(
    'a page of a %s asks for nothing, logs nothing, and fits every width',
    async (kind) => {
      for (const width of WIDTHS) {
        const { tab, complaints, close } = await open(browser, addresses[kind], {
          viewport: { width, height: 900 },
        });
        await tab.waitForSelector('.controls');
        const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await close();
      }
    },
  );

  it('writes no label beyond its chart or over another, however long names are and narrow the screen', async () => {
    const plain = aScenario();
    const long = 'with-a-name-that-is-as-long-as-names-can-be-in-a-scenario-0';
    const named = aScenario({
      name: `design-${long}`,
      places: plain.places.map(({ region, zone }) => ({
        region: `${region}-${long}`,
        zone: `${zone}-${long}`,
      })),
      nodes: plain.nodes.map((node) => ({ ...node, name: `${node.name}-${long}` })),
    });
    const spans = SPANS.map((span) => ({ ...span, label: `${span.label} of a part ${long}` }));
    const address = await shelf.put(
      'long',
      pageOfComparison(
        aStudy(6, { scenario: named, spans }),
        aStudy(6, { scenario: { ...named, name: `b-${long}` }, spans, slower: 1.4 }),
      ),
    );
    for (const width of [360, 1280]) {
      const { tab, close } = await open(browser, address, { viewport: { width, height: 900 } });
      await tab.waitForSelector('.controls');
      const wrong = await tab.evaluate(() => {
        const found: string[] = [];
        for (const chart of document.querySelectorAll('svg.chart')) {
          const edge = chart.getBoundingClientRect();
          const texts = [...chart.querySelectorAll('text')].filter(
            ({ textContent }) => textContent?.trim() !== '',
          );
          const boxes = texts.map((text) => text.getBoundingClientRect());
          boxes.forEach((a, i) => {
            const words = texts[i]!.textContent;
            if (a.left < edge.left - 1 || a.right > edge.right + 1) found.push(`beyond its chart: ${words}`);
            boxes.slice(i + 1).forEach((b, k) => {
              const [x, y] = [
                Math.min(a.right, b.right) - Math.max(a.left, b.left),
                Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
              ];
              if (x > 2 && y > 3) found.push(`${words} over ${texts[i + 1 + k]!.textContent}`);
            });
          });
        }
        return found;
      });
      expect(wrong).toEqual([]);
      await close();
    }
  });

  it.each(['light', 'dark'] as const)('axe finds nothing in it, %s', async (colorScheme) => {
    for (const address of Object.values(addresses)) {
      // The page lets no foreign script in: axe comes by the debugger, past the policy.
      const { tab, close } = await open(browser, address, {
        colorScheme,
        bypassCSP: true,
        viewport: { width: colorScheme === 'dark' ? 390 : 1280, height: 900 },
      });
      await tab.waitForSelector('.controls');
      await tab.evaluate(axe);
      const found = await tab.evaluate(async () => {
        // @ts-expect-error: axe is in the tab, not here.
        const { violations } = await globalThis.axe.run();
        return violations.map(
          ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
            `${id}: ${nodes[0]?.html.slice(0, 160)}`,
        );
      });
      expect(found).toEqual([]);
      await close();
    }
  });

  it('is whole without scripts: the same text and lines, tables open, nothing to press', async () => {
    const { tab, complaints, close } = await open(browser, addresses.run, { javaScriptEnabled: false });
    const text = await tab.locator('#page').textContent();
    for (const name of shown) expect(text).toContain(name);
    expect(await tab.locator('svg.chart path[class^=tone]').count()).toBeGreaterThan(3);
    expect(await tab.locator('button, input, select').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is whole where a CI server blocks scripts and styles', async () => {
    const { content } = await pageFile(run);
    const policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';";
    const { address, server } = await serve(content as string, { 'content-security-policy': policy });
    for (const colorScheme of ['light', 'dark'] as const) {
      const { tab, close } = await open(browser, address, { colorScheme });
      const text = await tab.locator('#page').textContent();
      for (const name of shown) expect(text).toContain(name);
      const chart = await tab.locator('svg.chart').first().boundingBox();
      expect(chart!.width).toBeGreaterThan(600);
      // Lines have a colour and a place of their own; axes are drawn in the colour of text.
      const stroke = await tab
        .locator('svg.chart path[class^=tone]')
        .first()
        .evaluate((line) => getComputedStyle(line).stroke);
      expect(stroke).not.toBe('none');
      await close();
    }
    server.close();
  });

  it('hides nothing from paper', async () => {
    const { tab, close } = await open(browser, addresses.run);
    await tab.waitForSelector('.controls');
    expect(await tab.locator('details[open]').count()).toBe(0);
    await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await tab.locator('details:not([open])').count()).toBe(0);
    await tab.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await tab.locator('details[open]').count()).toBe(0);
    await tab.pdf({ format: 'A4' });
    expect(await tab.locator('details[open]').count()).toBe(0);
    await close();
  });

  it('is read with keys alone: a cursor that says its figures, zoom, lines to switch, and a link to just that', async () => {
    const { tab, complaints, close } = await open(browser, addresses.comparison);
    const chart = tab.locator('figure.lines').first();
    await chart.locator('.controls').waitFor();
    const slider = chart.locator('input[type=range]');
    await slider.focus();
    for (let i = 0; i < 3; i += 1) await tab.keyboard.press('ArrowLeft');
    const said = await chart.locator('output').textContent();
    expect(said).toMatch(/: .*single-region.*\d/);
    expect(await slider.getAttribute('aria-valuetext')).toBe(said);
    expect(await chart.locator('circle').count()).toBeGreaterThan(0);

    await chart.getByRole('button', { name: 'closer' }).press('Enter');
    const boxes = chart.locator('input[type=checkbox]');
    await boxes.nth(1).press('Space');
    const link = await chart.getByRole('link', { name: 'link to this view' }).getAttribute('href');
    expect(link).toMatch(/^#[\w-]+\?from=[\d.]+&to=[\d.]+&at=[\d.]+&off=1$/);
    const drawn = await chart.locator('svg.chart').first().innerHTML();

    const again = await open(browser, addresses.comparison + link);
    const other = again.tab.locator('figure.lines').first();
    await other.locator('output', { hasText: ':' }).waitFor();
    expect(await other.locator('input[type=checkbox]').nth(1).isChecked()).toBe(false);
    expect(await other.locator('svg.chart').first().innerHTML()).toBe(drawn);
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.close();

    await chart.getByRole('button', { name: 'all' }).press('Enter');
    expect(await chart.getByRole('button', { name: 'wider' }).isDisabled()).toBe(true);
    await close();
  });

  it('plays the cluster: it begins when asked, stops at the end, and goes to a time by keys and by a link', async () => {
    const { tab, complaints, close } = await open(browser, addresses.run, { reducedMotion: 'reduce' });
    const cluster = tab.locator('#cluster-1');
    const said = cluster.locator('output');
    await cluster.locator('.controls').waitFor();
    expect(await said.textContent()).toBe('The whole run in the mean.');
    const slider = cluster.getByRole('slider', { name: 'time' });
    await slider.focus();
    await tab.keyboard.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).toBe((await said.textContent())!.slice(0, -1));
    const link = await cluster.getByRole('link', { name: 'link to this moment' }).getAttribute('href');
    const words = await said.textContent();
    await cluster.getByLabel('speed').selectOption({ index: 4 });
    await cluster.getByRole('button', { name: 'play' }).press('Enter');
    await cluster.getByRole('button', { name: 'play' }).waitFor();
    expect(await slider.inputValue()).toBe(await slider.getAttribute('max'));
    await cluster.getByRole('button', { name: 'whole run' }).click();
    expect(await said.textContent()).toBe('The whole run in the mean.');
    const again = await open(browser, addresses.run + link);
    await again.tab.locator('#cluster-1 output', { hasText: words! }).waitFor();
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.close();
    await close();
  });

  it('moves the cursor under a pointer', async () => {
    const { tab, close } = await open(browser, addresses.run);
    const chart = tab.locator('figure.lines').first();
    await chart.locator('.controls').waitFor();
    const before = await chart.locator('output').textContent();
    await chart.locator('svg.chart').first().hover();
    expect(await chart.locator('output').textContent()).not.toBe(before);
    await close();
  });
});
