import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pages } from '../../scripts/console-blocks.ts';
import * as library from '../../src/index.ts';
import * as withFiles from '../../src/node/index.ts';
import { ROOT, textOf } from './support.ts';

const examples = pages(ROOT).flatMap((page) =>
  [...textOf(page).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => ({ page, code: code! })),
);

test('every name that an example imports is exported', () => {
  const missing = examples.flatMap(({ code }) =>
    [...code.matchAll(/import \{([^}]*)\} from '(hasim(?:\/node)?)'/g)].flatMap(([, names, from]) => {
      const exported = from === 'hasim' ? library : withFiles;
      return names!
        .split(',')
        .map((name) => name.trim())
        .filter((name) => !(name in exported))
        .map((name) => `${name} from ${from}`);
    }),
  );
  expect(examples.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

/** Examples that are whole programs: those that name nothing they do not have. */
const whole = examples.filter(({ code }) => /parseScenario\(|single-region\.yaml/.test(code));

test.each(whole)('an example of $page runs as it stands', ({ code }) => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(printed).toMatch(/^[0-9a-f]{16} /);
});
