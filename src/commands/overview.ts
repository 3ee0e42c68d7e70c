/** What `hasim --help` says. Told without yargs, which takes longer to load than all the rest. */
import { paragraph } from '../report/table.ts';
import { columnsOf } from '../report/terminal-width.ts';
import { COMPLETION, verbs } from './verbs.ts';

const WHAT = 'Simulates HA clusters: throughput, waiting, failover and cost of a design before it is built.';

/**
 * Every verb with what it does, and where to read on.
 * @param output where it is told
 */
export function overview(output: NodeJS.WriteStream): string {
  const known = [
    ...verbs(() => {}).map(({ command, describe }) => [String(command), String(describe)] as const),
    COMPLETION,
  ];
  const calls = known.map(([command]) => `  hasim ${command}`);
  const indent = Math.max(...calls.map((call) => call.length)) + 2;
  const lines = known.flatMap(([, describe], i) => {
    const [first, ...rest] = paragraph(describe, columnsOf(output), indent);
    return [calls[i]!.padEnd(indent) + first!.slice(indent), ...rest];
  });
  return [
    'hasim <verb>',
    '',
    ...paragraph(WHAT, columnsOf(output), 0),
    '',
    ...lines,
    '',
    'hasim <verb> --help lists its flags, hasim --version says which version this is',
  ].join('\n');
}
