/** What is written to by a path: files whole, links followed, and what is no file stays what it is. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkXmlOutlet, writeTo } from '../../src/node/outlet.ts';
import { writeWhole } from '../../src/node/whole-file.ts';
import { writeTogether } from '../../src/node/write-together.ts';
import { EXACT, Place } from '../cli/support.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hasim-outlet-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const never = new AbortController().signal;
const pipeAt = (name: string) => execFileSync('mkfifo', [at(name)]);

describe('a file', () => {
  test('through a link is written where the link leads, and the link stays', async () => {
    writeFileSync(at('real'), 'old');
    for (const write of [
      (path: string) => writeTo(path, 'new', never),
      (path: string) => writeWhole(path, 'newer'),
      (path: string) => writeTogether([{ path, text: 'newest' }]),
    ]) {
      symlinkSync('real', at('link'));
      await write(at('link'));
      expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
      expect(readFileSync(at('real'), 'utf8')).toMatch(/^new/);
      rmSync(at('link'));
    }
    expect(readdirSync(folder)).toEqual(['real']);
  });

  test('stays as private as it was', () => {
    writeFileSync(at('a'), 'old');
    chmodSync(at('a'), 0o600);
    writeWhole(at('a'), 'new');
    expect(statSync(at('a')).mode & 0o777).toBe(0o600);
  });

  test('is none behind a link to nothing, or where a pipe is: refused, and nothing changes', () => {
    symlinkSync('nowhere', at('link'));
    pipeAt('pipe');
    for (const [name, why] of [
      ['link', 'is a symbolic link to nothing'],
      ['pipe', 'is no regular file'],
    ] as const) {
      expect(() => writeWhole(at(name), 'x')).toThrow(`${at(name)}: ${why}`);
      expect(() => writeTogether([{ path: at(name), text: 'x' }])).toThrow(why);
    }
    expect(() => checkXmlOutlet(at('link'))).toThrow('is a symbolic link to nothing');
    expect(readdirSync(folder)).toEqual(['link', 'pipe']);
  });
});

describe('what is no file', () => {
  test('/dev/null swallows it, and stays a device', async () => {
    await writeTo('/dev/null', 'x', never);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('a pipe is waited for, and gets all of a text that is longer than it holds', async () => {
    pipeAt('pipe');
    const text = 'x'.repeat(300_000);
    const written = writeTo(at('pipe'), text, never);
    const reader = spawn('sh', ['-c', 'sleep 0.3; wc -c < "$0"', at('pipe')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let counted = '';
    reader.stdout.on('data', (chunk) => (counted += chunk));
    await new Promise((done) => reader.on('close', done));
    await written;
    expect(counted.trim()).toBe('300000');
    expect(statSync(at('pipe')).isFIFO()).toBe(true);
  });

  test('a pipe that nobody reads ends with Ctrl-C', async () => {
    pipeAt('pipe');
    const controller = new AbortController();
    const written = writeTo(at('pipe'), 'x', controller.signal);
    setTimeout(() => controller.abort(new Error('interrupted')), 100);
    await expect(written).rejects.toThrow('interrupted');
  });
});

describe('hasim check --junit', () => {
  const run = (command: string) => {
    const place = new Place({ 'a.yaml': EXACT });
    const hasim = `${process.execPath} ${join(import.meta.dirname, '../../dist/cli.js')} check a.yaml --no-cache --junit`;
    const { status, stdout } = spawnSync('bash', ['-c', command.replace('HASIM', hasim)], {
      cwd: place.path,
      encoding: 'utf8',
    });
    return { place, status, stdout };
  };

  test.each([
    ['a pipe', 'HASIM /dev/stdout | cat'],
    ['a file', 'HASIM /dev/stdout > out; cat out'],
    ['a file that is appended to', 'echo first > out; HASIM /dev/stdout >> out; tail -n +2 out'],
    ['a file by its name', 'HASIM out > out; cat out'],
    ['a pipe of the shell', 'HASIM >(cat > out); sleep 0.3; cat out'],
  ])('standard output that is %s gets the table and then the XML, whole', (what, command) => {
    const { stdout, status } = run(command);
    expect(status).toBe(0);
    if (what !== 'a pipe of the shell')
      expect(stdout).toMatch(/^pass {2}a\.yaml [^<]*\n1\sscenario: 1\spass\n<\?xml/);
    else expect(stdout).toMatch(/<\?xml/);
    expect(stdout).toMatch(/<\/testsuites>\n$/);
  });
});
