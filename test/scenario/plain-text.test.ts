/** What is not ours obeys nobody: terminals, build systems, Markdown. */
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../src/commands/command-line.ts';
import { FileError } from '../../src/node/file-error.ts';
import { markdownCode, markdownText, textOfMarkdown } from '../../src/report/markdown-text.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import { plainText, plainTexts, printable } from '../../src/scenario/plain-text.ts';
import { parse } from './support.ts';

const EVIL = 'a\u001b[2J\u001b]0;title\u0007\n::stop-commands::x\r\n##[error]y\u202e\u009b1m';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found.
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('plain text', () => {
  test('is one line without control characters, in all texts of a value', () => {
    expect(plainText(EVIL)).toBe('a�[2J�]0;title� ::stop-commands::x ##[error]y��1m');
    expect(plainTexts({ a: ['x\ny', 1, null], b: { c: '\u001b' } })).toEqual({
      a: ['x y', 1, null],
      b: { c: '�' },
    });
    expect(plainText('20.0\u00a0s · ≥ €')).toBe('20.0\u00a0s · ≥ €');
  });

  test('is what questions, mistakes and names of files become', () => {
    const question = JSON.stringify(EVIL);
    const text = `name: x\nquestion: ${question}\nduration: 1m\nnodes: { n: { taskCap: 1 } }\nworkload: { tasks: { t: { arrivals: { at: [0s] }, steps: [ { run: 1s } ] } } }\n`;
    expect(parse(text).scenario.question).toBe(plainText(EVIL));
    const mistake = { file: EVIL, line: 1, column: 1, path: EVIL, text: EVIL };
    expect(new ScenarioError([mistake]).message).not.toMatch(OBEYED);
    expect(new FileError(EVIL, EVIL).message).not.toMatch(OBEYED);
  });

  test('is all that is printed: our colours stay, no line is a command', () => {
    const printed = printable(`\u001b[31mfail\u001b[39m  ${EVIL}\n  ::add-mask::z`, true);
    expect(printed).toContain('\u001b[31mfail\u001b[39m  a�[2J');
    for (const line of printed.split('\n')) {
      expect(line.replaceAll('\u001b[31m', '').replaceAll('\u001b[39m', '')).not.toMatch(OBEYED);
      expect(line.trimStart()).not.toMatch(/^::|##\[/);
    }
  });

  test('colours that are not ours, as in the name of a file, do not get into a file or a log', () => {
    expect(printable('kept as  a\u001b[31m.yaml', false)).toBe('kept as  a�[31m.yaml');
  });

  test('a command with control characters can be pasted, and gives the same words', () => {
    expect(commandLine(['run', "a\nb\u001b'\\.yaml"])).toBe("hasim run $'a\\x0ab\\x1b\\x27\\x5c.yaml'");
  });
});

describe('Markdown', () => {
  test('has no picture, link, tag, column, heading or list of somebody else', () => {
    expect(markdownText('![x](http://evil/a.png) <img src=x> | `c` **b**\n# h')).toBe(
      '!\\[x\\](http://evil/a.png) &lt;img src=x> \\| \\`c\\` \\*\\*b\\*\\* # h',
    );
    expect(markdownText('# title')).toBe('\\# title');
    for (const text of ['# a *b* <c> &lt; &amp;lt; \\\\* [d](e) | `f` ~g~', '- a', '\\'])
      expect(textOfMarkdown(markdownText(text))).toBe(text);
    expect(markdownCode('a`|b\nc')).toBe("`a'\\|b c`");
  });
});
