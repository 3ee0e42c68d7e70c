#!/usr/bin/env node
/**
 * The program's first step: whether it can run here at all. Written so that any Node since 14.8 understands it; all
 * the rest is loaded after that, so that what cannot be loaded is told in words, too.
 */
const LEAST = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < LEAST[0]! || (major === LEAST[0] && minor < LEAST[1]!)) {
  process.stderr.write(`hasim: needs Node ≥ ${LEAST.join('.')}; this is ${process.versions.node}\n`);
  process.exitCode = 64;
} else {
  try {
    // What the build makes of `commands/main.ts`.
    const program = new URL('program/main.js', import.meta.url).href;
    const { main }: typeof import('./commands/main.ts') = await import(program);
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    // Only what cannot be loaded comes here.
    process.stderr.write(`hasim: cannot be loaded: ${(error as Error).message}\n`);
    process.exitCode = 66;
  }
}
