// What each key means is for the reference and the JSON Schema, which are made from the sources and lie beside the
// program: without these sentences a browser loads 5 kB less. Run after `tsc`; what is without them already stays.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';

const FOLDER = 'dist/scenario/';
for (const name of readdirSync(FOLDER).filter((each) => /^schema.*\.js$/.test(each))) {
  const text = readFileSync(FOLDER + name, 'utf8');
  const cuts = [];
  find(parseAst(text), cuts);
  let rest = text;
  for (const [from, to] of cuts.sort(([a], [b]) => b - a)) rest = rest.slice(0, from) + rest.slice(to);
  if (rest !== text) writeFileSync(FOLDER + name, rest);
}

/** Where `.describe(…)` begins and ends, each by itself: what it is asked of stays. */
function find(node, cuts) {
  if (node.type === 'CallExpression' && node.callee.property?.name === 'describe')
    cuts.push([node.callee.object.end, node.end]);
  for (const each of Object.values(node).flat()) if (typeof each?.type === 'string') find(each, cuts);
}
