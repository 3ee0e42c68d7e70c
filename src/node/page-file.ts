/** `report.html`: the page of a report, with the script that was bundled when hasim was built. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '../page/model.ts';
import type { Life } from '../page/render.tsx';
import type { ReportFile } from './report-folder.ts';

/** Where the bundle is, seen from the built program and from the sources. */
const PLACES = ['../page/bundle/', '../../dist/page/bundle/'] as const;

let life: Life | null | undefined;

/** The page as a file. Preact is loaded only here: most verbs that print do not need it. */
export async function pageFile(page: Page): Promise<ReportFile> {
  const { renderPage } = await import('../page/render.tsx');
  life ??= readLife();
  return { name: 'report.html', content: renderPage(page, life, hashOf) };
}

/** null where nothing was bundled: the page is then as it is printed. */
function readLife(): Life | null {
  const folder = PLACES.map((place) => new URL(place, import.meta.url)).find((url) =>
    existsSync(new URL('page.js', url)),
  );
  if (folder === undefined) return null;
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  return {
    script: read('page.js'),
    engine: gzipSync(read('engine.js'), { level: 9 }).toString('base64'),
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
