/** What the editor of the studio knows: keys, words and meanings from the schema, at the place of the cursor. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { nameKeysAt, namesAt } from '../../src/page/studio/own-names.ts';
import { type JsonSchema, keysAt, meaningOf, wordsAt } from '../../src/page/studio/schema-words.ts';
import { editOf } from '../../src/page/studio/text-edit.ts';
import { keyAt, keyOf, pathAt, placeAt } from '../../src/page/studio/text-place.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

const url = new URL('../../schema/scenario.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(url, 'utf8')) as JsonSchema;

/** A text with the cursor at `|`. */
function offered(marked: string): string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = placeAt(text, offset);
  if (place === null) return [];
  const { path, role, there, isAlone } = place;
  const words = role === 'value' ? wordsAt(schema, path) : [];
  const keys = role === 'key' || isAlone ? keysAt(schema, path, there) : [];
  return [...words, ...keys].map(({ name }) => name);
}

describe('what is offered while one types', () => {
  test.each([
    ['name: a\n|', 'nodes', 'name'],
    ['name: a\nnod|', 'workload', 'name'],
    ['nodes:\n  app:\n    |', 'taskCap', 'nodes'],
    ['nodes:\n  app:\n    count: 2\n    ta|\nstorage: ideal\n', 'taskCap', 'count'],
    ['nodes: { app: { count: 2, | } }', 'taskCap', 'count'],
    ['dispatch:\n  policy: |\n', 'greedy', 'policy'],
    ['timeline:\n  - at: 2h\n    |', 'crash', 'at'],
    ['timeline:\n  - { at: 2h, crash: a, | }', 'for', 'drain'],
    ['workload:\n  tasks:\n    deploy:\n      priority: |', 'top', 'priority'],
    ['workload:\n  tasks:\n    d:\n      steps:\n        - |', 'run', 'steps'],
  ])('%j offers %s and not %s', (text, wanted, unwanted) => {
    expect(offered(text)).toContain(wanted);
    expect(offered(text)).not.toContain(unwanted);
  });

  it('is nothing in a comment, and nothing that the user names', () => {
    expect(offered('name: a # no|')).toEqual([]);
    expect(offered('nodes:\n  |')).toEqual([]);
    expect(offered('dispatch: |')).toEqual([]);
  });
});

describe('names of its own, where the schema wants a name', () => {
  const OWN = `name: own
duration: 1h
regions: { one: [a], two: [b] }
network: { between: { one: { two: 40ms } } }
loadBalancer: { at: one }
nodes: { near: { count: 2, at: one/a }, far: { at: two/b } }
database: { at: one/a, preset: sql-single, replicas: { spare: { at: two/b, mode: async, lag: 1s } } }
workers: { agents: { count: 2 } }
workload: { tasks: { job: { arrivals: { poisson: 1/h }, steps: [ { run: 1s } ] } } }
plans: { move: [ { do: promote, what: spare } ] }
`;
  const last = parseScenario(OWN);
  const own = (marked: string): string[] => {
    const [text, offset] = [marked.replace('|', ''), marked.indexOf('|')];
    const { path, role, there, isAlone } = placeAt(text, offset)!;
    const known = { text, last };
    const words = role === 'value' ? namesAt(known, path, schema) : [];
    const keys = role === 'key' || isAlone ? nameKeysAt(known, path, there) : [];
    return [...words, ...keys].map(({ name }) => name);
  };

  test.each([
    ['timeline:\n  - { at: 1h, crash: ne| }', ['nodes', 'near', 'near-1', 'near-2', 'far'], 'spare'],
    ['timeline:\n  - { at: 1h, outage: | }', ['one', 'two/b', 'database', 'spare', 'loadBalancer'], 'job'],
    ['timeline:\n  - { at: 1h, failover: | }', ['spare'], 'near'],
    ['timeline:\n  - { at: 1h, errors: ne| }', ['nodes', 'near'], 'spare'],
    ['workload: { tasks: { b: { steps: [ { start: | } ] } } }', ['job'], 'near'],
    ['failures: { f: { what: [ near, | ] } }', ['one', 'database', 'spare', 'far'], 'move'],
    ['nodes: { new: { at: | } }', ['one/a', 'two/b'], 'one'],
    ['network:\n  between:\n    one:\n      t|\n', ['two'], 'near'],
    ['workload: { tasks: { b: { steps: [ { run: 1s, on: | } ] } } }', ['agents'], 'near'],
    ['plans: { other: [ { do: wait, otherwise: m| } ] }', ['move', 'other'], 'near'],
    // What stands in the text counts before it is right.
    ['nodes: { brandNew: { count: x } }\ntimeline:\n  - crash: |', ['brandNew'], 'spare'],
    ['expect:\n  - tasks.job.qu|', ['tasks.job.queueWait.p95', 'node.near-1.slots.utilisation'], 'year.cost'],
    ['expect:\n  - ta| < 5m\n', ['tasks.queueWait.p95'], 'near'],
    ['expect:\n  - { that: "ta| < 5m", level: warn }\n', ['tasks.queueWait.p95'], 'near'],
    ['promises:\n  - year.|\n', ['year.availability.tasks'], 'recovery.any.rto'],
  ])('%j: %j', (text, wanted, unwanted) => {
    expect(own(text)).toEqual(expect.arrayContaining(wanted));
    expect(own(text)).not.toContain(unwanted);
  });
});

test('a key under the pointer is told with its sentence and default', () => {
  const text = 'nodes:\n  app:\n    taskCap: 3\n';
  const key = keyAt(text, text.indexOf('skCap'))!;
  expect(key.path).toEqual(['nodes', 'app', 'taskCap']);
  expect(meaningOf(schema, key.path)).toEqual({
    name: 'taskCap',
    text: expect.stringContaining('Tasks at once'),
    usual: '5',
  });
  expect(meaningOf(schema, ['nodes', 'app'])).toBeNull();
  expect(keyAt(text, text.indexOf('3'))).toBeNull();
});

test('a key is found in the text, as far as its path is there', () => {
  const text = 'nodes:\n  app: { count: 12 }\n';
  const cut = (path: string[]) => {
    const { from, to, depth } = keyOf(text, path);
    return [text.slice(from, to), depth];
  };
  expect(cut(['nodes', 'app', 'count'])).toEqual(['count', 3]);
  expect(cut(['nodes', 'app', 'taskCap'])).toEqual(['app', 2]);
  expect(cut(['database'])).toEqual(['', 0]);
});

test.each([
  ['nodes:\n  a: { count: 2 }\n|  b: { count: 3 }\n', 'nodes.b'],
  ['nodes:\n  a: { co|unt: 2 }\n', 'nodes.a.count'],
  ['nodes: { a: { count: 2 }, b: { count: |3 } }\n', 'nodes.b.count'],
  ['nodes:\n  a:\n    count: 2 # tw|o\n    cores: 4\n', 'nodes.a.count'],
  ['nodes:\n  a:\n    count: 2\nstor|age: ideal\n', 'storage'],
  ['timeline:\n  - at: 2h\n    crash: a|\n', 'timeline.0.crash'],
  ['|# nothing yet\nname: a\n', ''],
])('the cursor in %j is at %s', (marked, path) => {
  expect(pathAt(marked.replace('|', ''), marked.indexOf('|')).join('.')).toBe(path);
});

describe('one value is rewritten, and nothing else', () => {
  test.each([
    ['nodes:\n  a: { count: 2 } # two\n', 'nodes.a.count', '5', 'nodes:\n  a: { count: 5 } # two\n'],
    [
      'nodes:\n  a:\n    count:   2   # two\n',
      'nodes.a.count',
      '5',
      'nodes:\n  a:\n    count:   5   # two\n',
    ],
    ['a: { b: "x" }', 'a.b', 'y z', 'a: { b: "y z" }'],
    // Nothing stands there yet: it is the last of its map.
    ['nodes:\n  a: { count: 2 }\n', 'nodes.a.cores', '8', 'nodes:\n  a: { count: 2, cores: 8 }\n'],
    [
      'nodes:\n  a:\n    count: 2 # two\n\n# more\nb: 1\n',
      'nodes.a.cores',
      '8',
      'nodes:\n  a:\n    count: 2 # two\n    cores: 8\n\n# more\nb: 1\n',
    ],
    ['nodes:\n  a: {}\n', 'nodes.a.cores', '8', 'nodes:\n  a: { cores: 8 }\n'],
    ['nodes:\n  a:\n', 'nodes.a.cores', '8', 'nodes:\n  a: { cores: 8 }\n'],
    ['name: x', 'nodes.a.cores', '8', 'name: x\nnodes: { a: { cores: 8 } }'],
    ['', 'nodes.a', '8', 'nodes: { a: 8 }\n'],
    ['t:\n  - at: 2h # when\n', 't.0.for', '5m', 't:\n  - at: 2h # when\n    for: 5m\n'],
    // An alias is written out where it stands, its anchor stays for the others.
    ['x: &n 4\na: *n\n', 'a', '5', 'x: &n 4\na: 5\n'],
    ['x: &n 4\na: *n\n', 'x', '5', 'x: &n 5\na: *n\n'],
    ["a: '12:00' # quoted\r\nb: 2\r\n", 'b', '3', "a: '12:00' # quoted\r\nb: 3\r\n"],
  ])('%j: %s is %s', (text, path, value, after) => {
    const edit = editOf(text, path.split('.'), value)!;
    expect(text.slice(0, edit.from) + edit.insert + text.slice(edit.to)).toBe(after);
  });

  it('is refused where it is not one value', () => {
    expect(editOf('database: ideal\n', ['database', 'cores'], '4')).toBeNull();
    expect(editOf('a: { b: 1 }\n', ['a'], '4')).toBeNull();
    expect(editOf('x: &n { b: 1 }\na: *n\n', ['a', 'b'], '4')).toBeNull();
  });
});
