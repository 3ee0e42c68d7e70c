/** Commands that are printed to be pasted. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLines } from '../../src/report/frame.ts';
import { COLUMNS } from '../../src/report/terminal-width.ts';

test('a command that is broken over lines is for the shell what it was on one', () => {
  const command = [
    "hasim size 'my scenarios/a b.yaml' --goal 'tasks.makespan <= 2h and it is rather long that it wraps'",
    "--goal 'it'\\''s'",
    ...Array.from({ length: 20 }, (_, i) => `--set nodes.n${i}.taskCap=10`),
  ].join(' ');
  const lines = commandLines('repeat   ', command);
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(COLUMNS);
  const argumentsOf = (text: string) =>
    spawnSync('bash', ['-c', `hasim() { printf '%s|' "$@"; }\n${text}`], { encoding: 'utf8' }).stdout;
  const pasted = lines.join('\n').replace(/^ +repeat +/, '');
  expect(argumentsOf(pasted)).toBe(argumentsOf(command));
  expect(argumentsOf(command)).toContain("it's|");
});

test('one that fits stays on its line', () => {
  expect(commandLines('repeat  ', 'hasim run a.yaml')).toEqual(['  repeat  hasim run a.yaml']);
});
