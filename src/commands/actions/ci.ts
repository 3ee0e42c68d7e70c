/** What CI systems read of a check: JUnit XML, and on GitHub the job's summary and annotations. */
import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { writeTo } from '../../node/outlet.ts';
import { annotations } from '../../report/annotations.ts';
import { checkMarkdown } from '../../report/check-markdown.ts';
import type { CheckedScenario } from '../../report/checked.ts';
import { junitXml } from '../../report/junit.ts';
import { command } from './output.ts';

/**
 * Tells CI what became of all scenarios.
 *
 * @param junit file for JUnit XML, if there shall be one
 */
export async function tellCi(
  all: readonly CheckedScenario[],
  junit: string | undefined,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  if (junit !== undefined) await writeTo(junit, junitXml(all), signal);
  if (env['GITHUB_STEP_SUMMARY']) appendFileSync(env['GITHUB_STEP_SUMMARY'], checkMarkdown(all));
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const root = env['GITHUB_WORKSPACE'];
  const fromRoot = (file: string) => (root === undefined ? file : relative(root, resolve(file)));
  for (const checked of all) annotations(checked, fromRoot).forEach(command);
}
