import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { pages } from '../../scripts/console-blocks.ts';
import { prose, ROOT, textOf } from './support.ts';

/** The anchors that a Markdown page has on GitHub: its headings. */
function anchorsOf(path: string): Set<string> {
  const headings = prose(textOf(path)).match(/^#+ .*$/gm) ?? [];
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** What is wrong with a link of a page; null when it leads somewhere. */
function brokenLink(page: string, target: string): string | null {
  if (/^https?:/.test(target)) return null;
  const [file, anchor] = target.split('#') as [string, string | undefined];
  const path = file === '' ? page : normalize(join(dirname(page), file));
  if (!existsSync(join(ROOT, path))) return `${target}: there is no ${path}`;
  if (anchor !== undefined && !anchorsOf(path).has(anchor)) return `${target}: ${path} has no such heading`;
  return null;
}

test.each([...pages(ROOT), 'reports/gallery/summary.md'])('every link of %s leads somewhere', (page) => {
  const targets = [...prose(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  expect(targets.map((target) => brokenLink(page, target)).filter((broken) => broken !== null)).toEqual([]);
});

test('what is shipped links only to what is shipped', () => {
  const { files } = JSON.parse(textOf('package.json')) as { files: string[] };
  const shipped = [...files, 'README.md', 'LICENSE', 'package.json'];
  const isShipped = (path: string) => shipped.some((each) => path === each || path.startsWith(`${each}/`));
  const links = [...pages(ROOT), 'reports/gallery/summary.md']
    .filter(isShipped)
    .flatMap((page) =>
      [...prose(textOf(page)).matchAll(/\]\(([^)\s#]+)/g)]
        .filter(([, target]) => !/^https?:/.test(target!))
        .map(([, target]) => normalize(join(dirname(page), target!))),
    );
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((path) => !isShipped(path))).toEqual([]);
});

test('the index of the documentation leads to every page of it', () => {
  const index = textOf('docs/README.md');
  const missing = pages(ROOT)
    .filter((page) => page.startsWith('docs') && page !== 'docs/README.md')
    .filter((page) => !index.includes(`](${page.slice('docs/'.length)})`));
  expect(missing).toEqual([]);
});
