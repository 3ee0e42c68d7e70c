/**
 * Applies small deliberate faults to copies of the sources, one at a time, and expects a named test to turn red for each
 * (`npm run mutants [part of a fault or file…]`). A fault that no test notices is a hole in the tests: exit code 1.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MUTANTS } from './mutants/all.ts';
import type { Mutant } from './mutants/mutant.ts';

/** Two at a time: what CI has. */
const WORKERS = 2;
const COPIED = ['src', 'test', 'scenarios', 'disasters', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

type Verdict = 'killed' | 'survived' | 'no such text' | 'text is not unique' | 'no such test' | 'broken';

/** What vitest says of one test. */
interface Assertion {
  readonly title: string;
  readonly status: string;
}

/** A copy of what tests need, in a folder of its own. */
async function copyOfSources(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hasim-mutants-'));
  for (const name of COPIED) await cp(name, join(folder, name), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

/** Runs tests by a pattern of their names; null when vitest could not run them at all. */
async function runTests(
  folder: string,
  files: readonly string[],
  pattern: string,
): Promise<Assertion[] | null> {
  const report = join(folder, 'report.json');
  await rm(report, { force: true });
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const args = [
    'run',
    ...files,
    '-t',
    pattern,
    '--reporter=json',
    `--outputFile=${report}`,
    '--maxWorkers=1',
  ];
  await new Promise<void>((done, failed) => {
    const child = spawn(process.execPath, [vitest, ...args], { cwd: folder, stdio: 'ignore' });
    child.on('error', failed);
    child.on('close', () => done());
  });
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) return null;
  const results = JSON.parse(text) as { testResults: { assertionResults: Assertion[] }[] };
  return results.testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** The tests that a mutant names, among those that ran. */
function named(assertions: readonly Assertion[], { red }: Mutant): Assertion[] {
  return assertions.filter(({ title, status }) => title.startsWith(red) && status !== 'skipped');
}

async function verdictOf(folder: string, mutant: Mutant): Promise<Verdict> {
  const path = join(folder, mutant.file);
  const source = await readFile(path, 'utf8');
  const parts = source.split(mutant.from).length - 1;
  if (parts !== 1) return parts === 0 ? 'no such text' : 'text is not unique';
  await writeFile(
    path,
    source.replace(mutant.from, () => mutant.to),
  );
  try {
    const assertions = await runTests(folder, [join('test', mutant.test)], escaped(mutant.red));
    if (assertions === null) return 'broken';
    const tests = named(assertions, mutant);
    if (tests.length !== 1) return assertions.length === 0 ? 'broken' : 'no such test';
    return tests[0]!.status === 'failed' ? 'killed' : 'survived';
  } finally {
    await writeFile(path, source);
  }
}

/** The tests that mutants name, without any fault: those that are not green. */
async function notGreen(folder: string, mutants: readonly Mutant[]): Promise<string[]> {
  const files = [...new Set(mutants.map(({ test }) => join('test', test)))];
  const pattern = mutants.map(({ red }) => escaped(red)).join('|');
  const assertions = (await runTests(folder, files, pattern)) ?? [];
  return mutants
    .filter((mutant) => !named(assertions, mutant).some(({ status }) => status === 'passed'))
    .map(({ test, red }) => `${test}: ${red}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const mutants = MUTANTS.filter(
    ({ fault, file, test }) =>
      wanted.length === 0 || wanted.some((part) => `${fault} ${file} ${test}`.includes(part)),
  );
  const folders = await Promise.all(Array.from({ length: WORKERS }, copyOfSources));
  try {
    const red = await notGreen(folders[0]!, mutants);
    if (red.length > 0) {
      console.error(`not green without any fault:\n${red.join('\n')}`);
      return 1;
    }
    const left = [...mutants];
    let bad = 0;
    const work = async (folder: string): Promise<void> => {
      for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
        const verdict = await verdictOf(folder, mutant);
        if (verdict !== 'killed') bad += 1;
        console.log(
          `${verdict.padEnd(18)} ${mutant.fault}\n${' '.repeat(19)}${mutant.file} | ${mutant.test}: ${mutant.red}`,
        );
      }
    };
    await Promise.all(folders.map(work));
    console.log(`${mutants.length} faults, ${mutants.length - bad} noticed, ${bad} not`);
    return bad === 0 ? 0 : 1;
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

process.exitCode = await main();
