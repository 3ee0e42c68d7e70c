/** What CI systems read of a check: JUnit XML, and on GitHub the job's summary and annotations. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { annotations } from '../../report/annotations.ts';
import { checkMarkdown } from '../../report/check-markdown.ts';
import type { CheckedScenario } from '../../report/checked.ts';
import { junitXml } from '../../report/junit.ts';
import { say } from './output.ts';

/**
 * Tells CI what became of all scenarios.
 *
 * @param junit file for JUnit XML, if there shall be one
 */
export function tellCi(
  all: readonly CheckedScenario[],
  junit: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (junit !== undefined) {
    mkdirSync(dirname(junit), { recursive: true });
    writeFileSync(junit, junitXml(all));
  }
  if (env['GITHUB_STEP_SUMMARY']) appendFileSync(env['GITHUB_STEP_SUMMARY'], checkMarkdown(all));
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  for (const checked of all) {
    for (const line of annotations(checked, (text) => lineOf(checked.path, text))) say(line);
  }
}

/** 1-based line of a file on which a text stands; 1 where it stands elsewhere, such as in what the file extends. */
function lineOf(file: string, text: string): number {
  const at = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  return at + 1 || 1;
}
