// Puts what is used of BullMQ and ioredis into one file, after `tsc` has made dist: with them twenty packages of
// 15 MB, one of which wants to run a script, would come to everybody who never asks for a queue. Their licences go along.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

const FILE = 'dist/node/farm/queue-library';

const bundle = await rolldown({
  input: `${FILE}.js`,
  platform: 'node',
  logLevel: 'warn',
  // A native helper that msgpackr does without.
  external: ['msgpackr-extract'],
});
const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false });
await bundle.close();
const [{ code, modules }] = output;
const folders = new Set();
for (const path of Object.keys(modules)) {
  const folder = path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
  if (folder !== undefined) folders.add(folder);
}
// A second build without `tsc` finds it bundled.
if (folders.size > 0) {
  writeFileSync(`${FILE}.js`, code);
  writeFileSync(`${FILE}.licences.txt`, [...folders].sort().map(licenceOf).join('\n\n'));
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file !== undefined && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, 'utf8') : '';
  return `${name} ${version}, ${license}\n\n${text.trim()}\n`;
}
