/** Files are data from outside: every way in which reading one goes wrong is told, and nothing outside is read. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileError } from '../../src/node/file-error.ts';
import { loadScenario } from '../../src/node/load-scenario.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import { SMALLEST } from '../scenario/support.ts';

let root = '';
let folder = '';
const at = (name: string) => join(folder, name);
const write = (name: string, text: string | Uint8Array) => {
  writeFileSync(at(name), text);
  return at(name);
};
const thrown = (path: string, allowOutside = false): Error => {
  try {
    loadScenario(path, { allowOutside });
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};
/** The superuser may read everything, so as somebody else. */
function asNobody<T>(act: () => T): T {
  if (process.getuid?.() !== 0) return act();
  process.seteuid!(65_534);
  try {
    return act();
  } finally {
    process.seteuid!(0);
  }
}
const extending = (name: string) => write('extending.yaml', `extends: ${name}\n`);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'hasim-'));
  chmodSync(root, 0o755);
  folder = join(root, 'scenarios');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  writeFileSync(join(root, 'outside.yaml'), SMALLEST);
  write('good.yaml', SMALLEST);
  write('sub/base.yaml', SMALLEST);
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a file that cannot be read', () => {
  test('is not there: the neighbour is named', () => {
    const error = thrown(at('god.yaml'));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toBe(`${at('god.yaml')}: there is no such file; did you mean 'good.yaml'?`);
  });
  test('its folder is not there either', () => {
    expect(thrown(at('none/x.yaml')).message).toMatch(
      /there is no such file; there is no folder .*none either$/,
    );
  });
  test('is a folder', () => {
    expect(thrown(folder)).toBeInstanceOf(FileError);
    expect(thrown(folder).message).toMatch(/is a folder; name a file in it$/);
  });
  test('is a device', () => expect(thrown('/dev/null').message).toMatch(/is not a regular file$/));
  test('may not be read', () => {
    chmodSync(write('secret.yaml', SMALLEST), 0);
    const error = asNobody(() => thrown(at('secret.yaml')));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/may not be read; check its permissions$/);
  });
  test('is a symbolic link in a circle', () => {
    symlinkSync(at('loop.yaml'), at('loop.yaml'));
    expect(thrown(at('loop.yaml')).message).toMatch(/is a symbolic link in a circle$/);
  });
});

describe('a file that is no scenario', () => {
  test('5 GB are refused before they are read: Node reads no file of more than 2', () => {
    truncateSync(write('large.yaml', 'x'), 5_000_000_000);
    expect(thrown(at('large.yaml'))).toBeInstanceOf(ScenarioError);
    expect(thrown(at('large.yaml')).message).toMatch(
      /large\.yaml:1:1 {2}is \S+ \S+ large; at most 1\.0 MB are read/,
    );
  });
  test('not UTF-8, with its line', () => {
    write('latin1.yaml', Buffer.from('name: x\nquestion: caf\xe9\n', 'latin1'));
    expect(thrown(at('latin1.yaml')).message).toMatch(/latin1\.yaml:2:1 {2}is not UTF-8 from this line on/);
    write('utf16.yaml', Buffer.from(`\uFEFF${SMALLEST}`, 'utf16le'));
    expect(thrown(at('utf16.yaml'))).toBeInstanceOf(ScenarioError);
  });
  test('a byte order mark is fine', () =>
    expect(loadScenario(write('bom.yaml', `\uFEFF${SMALLEST}`)).scenario.name).toBe('smallest'));
});

describe('files named in it', () => {
  test('are found beside it and below', () => {
    expect(loadScenario(extending('./sub/base.yaml')).scenario.name).toBe('smallest');
    write('sub/log.csv', 'arrival\n1\n');
    write('sub/traced.yaml', SMALLEST.replace('{ poisson: 8/s }', '{ trace: { file: log.csv } }'));
    expect(
      loadScenario(extending('sub/traced.yaml')).scenario.tasks[0]!.arrivals?.kind,
      'relative to the base',
    ).toBe('trace');
  });
  test.each(['../outside.yaml', '../nowhere.yaml', 'sub/../../outside.yaml', '/etc/hostname'])(
    '%s lies outside',
    (name) => {
      expect(thrown(extending(name))).toBeInstanceOf(ScenarioError);
      expect(thrown(extending(name)).message).toMatch(
        /extending\.yaml:1:10 {2}extends: '.*' lies outside of the folder of this scenario; allow that with the option allowOutside/,
      );
    },
  );
  test('a symbolic link leads outside', () => {
    symlinkSync(join(root, 'outside.yaml'), at('link.yaml'));
    expect(thrown(extending('link.yaml')).message).toMatch(/lies outside/);
    symlinkSync(root, at('linked'));
    expect(thrown(extending('linked/outside.yaml')).message).toMatch(/lies outside/);
  });
  test('outside is allowed where that is asked for', () => {
    expect(loadScenario(extending('../outside.yaml'), { allowOutside: true }).scenario.name).toBe('smallest');
  });
  test('are not there, a folder, too large', () => {
    expect(thrown(extending('sub/bas.yaml')).message).toMatch(
      /extends: .*bas\.yaml: there is no such file; did you mean 'base\.yaml'\?/,
    );
    expect(thrown(extending('sub')).message).toMatch(/extends: .*sub: is a folder/);
    truncateSync(write('sub/large.yaml', 'x'), 2_000_000);
    expect(thrown(extending('sub/large.yaml')).message).toMatch(/is 2\.0 MB large/);
  });
});

test('what is set comes through', () => {
  expect(loadScenario(at('good.yaml'), { set: ['nodes.n.taskCap=3'] }).scenario.nodes[0]!.taskCap).toBe(3);
});
