/**
 * Renews what the documentation shows of the program: runs the command of every `console` block and puts what it printed
 * in the place of what stands there. Arguments: the pages, default all.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Playground, pages, renewed } from './console-blocks.ts';

const asked = process.argv.slice(2);
const playground = new Playground('.');
try {
  for (const page of asked.length > 0 ? asked : pages('.')) {
    const before = readFileSync(page, 'utf8');
    const after = renewed(before, (command) => playground.outputOf(command));
    if (after !== before) writeFileSync(page, after);
  }
} finally {
  playground.remove();
}
