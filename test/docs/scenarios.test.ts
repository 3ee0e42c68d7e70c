/** Every shipped scenario is told of on some page, and the pictures of docs/scenarios.md are there. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { pages } from '../../scripts/console-blocks.ts';
import { PICTURES } from '../../scripts/pictures.ts';
import { LIBRARY } from '../scenarios/support.ts';
import { ROOT, textOf } from './support.ts';

const all = pages(ROOT).map(textOf).join('\n');

it.each(LIBRARY)('%s is told of on some page', (path) => {
  expect(all).toContain(`/${basename(path)}`);
});

it.each(PICTURES.map(({ name }) => name))(
  'the picture %s is drawn, and shown in docs/scenarios.md',
  (name) => {
    expect(existsSync(`reports/gallery/${name}.png`)).toBe(true);
    expect(textOf('docs/scenarios.md')).toContain(`(../reports/gallery/${name}.png)`);
  },
);
