/** The studio as people use it: what is typed is checked, completed, run, compared, undone and saved. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../src/node/studio/desk.ts';
import { type Studio, startStudio } from '../../src/node/studio/server.ts';
import { groupedDigest } from '../../src/report/facts.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { replicate } from '../../src/study/replications/replicate.ts';
import { inlineRunner } from '../../src/study/replications/runner.ts';
import { fixed } from '../../src/study/replications/stop-rule.ts';
import { hasBrowser, newContext, openBrowser } from './support.ts';

const TEXT = `name: mine
extends: base.yaml
nodes: { n: { count: 2, taskCap: 3 } }
`;
const BASE = `name: base
duration: 1h
nodes: { n: { count: 1 } }
workload: { tasks: { job: { arrivals: { poisson: 200/h }, steps: [ { run: 40s } ] } } }
`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.runIf(hasBrowser)('the studio, in a browser', () => {
  const place = mkdtempSync(join(tmpdir(), 'hasim-studio-'));
  const path = join(place, 'mine.yaml');
  let browser: Browser;
  let studio: Studio;
  let tab: Tab;
  const complaints: string[] = [];

  beforeAll(async () => {
    writeFileSync(path, TEXT);
    writeFileSync(join(place, 'base.yaml'), BASE);
    studio = await startStudio(new Desk(path, false), { text: TEXT, onDisk: TEXT, version: '1' }, 0);
    browser = await openBrowser();
    const context = await newContext(browser, { bypassCSP: false });
    tab = await context.newPage();
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('request', (request) => {
      if (!request.url().startsWith(studio.address)) complaints.push(request.url());
    });
    await tab.goto(studio.address);
    await finished();
  });
  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    rmSync(place, { recursive: true });
  });

  const finished = () =>
    tab.waitForFunction(() =>
      /\b(\d+) of \1 repl.*\.$/.test(document.querySelector('.status')!.textContent!),
    );
  const status = () => tab.locator('.status').textContent();
  const digest = () => tab.locator('.sight footer code').first().textContent();
  /** Of the command line, with this text. */
  const expected = async (text: string) => {
    const read = (name: string) => ({ path: join(place, name), text: BASE });
    const { scenario } = parseScenario({ path, text }, { read });
    return groupedDigest((await replicate(scenario, inlineRunner, fixed(10), { triesTies: false })).digest);
  };
  /** At the end of the text. */
  const type = async (text: string) => {
    await tab.locator('.cm-content').click();
    await tab.keyboard.press('Control+End');
    await tab.keyboard.type(text);
  };

  it('shows the page of the file with the digest of the command line, files that it extends among it', async () => {
    expect(await digest()).toBe(await expected(TEXT));
    expect(await status()).toContain('Saved.');
  });

  it('completes a key with what it means, says a mistake at its line and column, and mends it', async () => {
    await type('dispat');
    const option = tab.locator('.cm-tooltip-autocomplete li[aria-selected]');
    await option.waitFor();
    expect(await option.textContent()).toContain('dispatch');
    expect(await tab.locator('.cm-completionInfo').textContent()).toContain('How nodes take tasks');
    // What is offered is not taken by a key that was meant for the text: the editor waits 75 ms.
    await tab.waitForTimeout(150);
    await tab.keyboard.press('Enter');
    await tab.keyboard.type('{ polcy: greedy }');
    const mistakes = tab.getByRole('list', { name: 'Mistakes' });
    await mistakes.getByText("did you mean 'policy'").waitFor();
    expect(await mistakes.textContent()).toMatch(/mine\.yaml:4:13.*did you mean 'policy'/);
    await tab.getByRole('button', { name: 'Run', exact: true }).click();
    expect(await status()).toContain('There are mistakes');
    expect(await status()).toContain('The page is that of the text before');
    await tab.locator('.cm-lintRange-error').first().hover();
    await tab.getByRole('button', { name: "Write 'policy'" }).click();
    await mistakes.waitFor({ state: 'detached' });
  });

  it('tells what a key means under the pointer', async () => {
    await tab.locator('.cm-content').getByText('taskCap').hover();
    const told = tab.locator('.cm-tooltip-hover');
    await told.waitFor();
    expect(await told.textContent()).toMatch(/^nodes\.n\.taskCap: Tasks at once.*Default: 5\.$/);
    await tab.mouse.move(5, 5);
  });

  it('compares with the run before, by keys alone; undone, it is the text of before', async () => {
    await tab.getByLabel('compare with').selectOption('before');
    await type('');
    await tab.keyboard.press('Control+Enter');
    await finished();
    expect(await tab.locator('.sight .setup').first().textContent()).toContain('mine, before, mine');
    expect(await status()).toContain('beside what was before');
    expect(await status()).not.toContain('The page is that of the text before');
    while ((await status())?.includes('Changed')) await tab.getByRole('button', { name: 'Undo' }).click();
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });

  it('asks before it overwrites, and again when something else has written meanwhile', async () => {
    await type('# kept');
    await tab.keyboard.press('Control+s');
    const question = tab.getByRole('alertdialog');
    expect(await question.textContent()).toContain('Overwrite');
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
    await question.getByRole('button', { name: 'Overwrite' }).click();
    await tab.getByText('Saved.').waitFor();
    expect(readFileSync(path, 'utf8')).toBe(`${TEXT}# kept`);
    writeFileSync(path, 'name: theirs\n');
    await type(' more');
    await tab.getByRole('button', { name: 'Save' }).click();
    await question.waitFor();
    expect(await question.textContent()).toContain('changed by something else');
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(readFileSync(path, 'utf8')).toBe('name: theirs\n');
  });

  it('has text and drawing as two views of one text: picked, marked, rewritten and undone, comments kept', async () => {
    const design = tab.getByRole('region', { name: 'Drawing of the scenario', exact: true });
    const lines = () => tab.locator('.cm-line').allTextContents();
    const marked = () =>
      design
        .locator('[aria-pressed=true]')
        .evaluateAll((all) => all.map((one) => one.textContent.split(' ')[0]));
    await tab.locator('.cm-content').click();
    await tab.keyboard.press('Control+a');
    await tab.keyboard.press('Delete');
    const text = [
      'name: two # mine',
      'duration: 1h',
      'regions: { one: [a], two: [b] }',
      'network: { between: { one: { two: 40ms } } }',
      'nodes:',
      'near: { count: 2, at: one/a } # beside the data',
      'far: { at: two/b, taskCap: 4 }',
    ];
    await tab.keyboard.insertText(
      `${text.slice(0, 5).join('\n')}\n  ${text.slice(5).join('\n  ')}\ndatabase: { at: one/a, preset: sql-single } # one\n` +
        'workload: { tasks: { job: { arrivals: { poisson: 200/h }, steps: [ { run: 40s } ] } } }\n',
    );
    // The cursor's place is marked in the drawing, nodes of a group together.
    await design.getByRole('button', { name: /^near-2/ }).waitFor();
    expect(await marked()).toEqual([]);
    await tab.locator('.cm-line', { hasText: 'near:' }).click();
    await expect.poll(marked).toEqual(['near-1', 'near-2']);
    // Picked with keys, it is found in the text, and the focus stays.
    await design.getByRole('button', { name: /^database/ }).focus();
    await tab.keyboard.press('Enter');
    await expect.poll(() => tab.locator('.cm-activeLine').textContent()).toContain('database:');
    expect(await marked()).toEqual(['database']);
    const before = await lines();
    await design.getByRole('textbox', { name: 'database.cores', exact: true }).fill('16');
    await expect
      .poll(lines)
      .toEqual(before.map((line) => line.replace('sql-single }', 'sql-single, cores: 16 }')));
    await design.getByRole('button', { name: /^far/ }).click();
    await design.getByRole('textbox', { name: 'nodes.far.taskCap', exact: true }).fill('7');
    await design.getByRole('button', { name: /^two.b/ }).click();
    await expect.poll(() => tab.locator('.cm-activeLine').textContent()).toContain('regions:');
    await design.getByRole('textbox', { name: 'network.between.one.two', exact: true }).fill('90ms');
    expect((await lines()).join('\n')).toContain('far: { at: two/b, taskCap: 7 }');
    await design.getByText('90.0\u00a0ms to the database').waitFor();
    // Undone from the drawing, text and drawing are both as before.
    await design.getByRole('button', { name: /^near-1/ }).focus();
    await tab.keyboard.press('Control+z');
    await design.getByText('40.0\u00a0ms to the database').waitFor();
    for (let i = 0; i < 2; i += 1) await tab.keyboard.press('Control+z');
    await expect.poll(lines).toEqual(before);
    await tab.keyboard.press('Control+y');
    await expect.poll(async () => (await lines()).join()).toContain('cores: 16');
    await tab.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(lines).toEqual(before);
  });

  it('fits every width, logs nothing, asks nobody else, and axe finds nothing', async () => {
    for (const width of [390, 1280, 2560]) {
      await tab.setViewportSize({ width, height: 900 });
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, `at ${width}`).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    const other = await newContext(browser, { bypassCSP: true, colorScheme: 'dark' });
    const page = await other.newPage();
    await page.goto(studio.address);
    await page.waitForSelector('.sight .page, .mistakes');
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      // @ts-expect-error: axe is in the tab, not here.
      const { violations } = await globalThis.axe.run();
      return violations.map(
        ({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0]?.html}`,
      );
    });
    expect(found).toEqual([]);
    await other.close();
  });
});
