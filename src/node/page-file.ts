/** `report.html`: the page of a report, with the script that was bundled when hasim was built. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Page } from '../page/model.ts';
import type { Life } from '../page/render.tsx';
import { bundled } from './bundle.ts';
import type { ReportFile } from './report-folder.ts';

let life: Life | null | undefined;

/** The page as a file. Preact is loaded only here: most verbs that print do not need it. */
export async function pageFile(page: Page): Promise<ReportFile> {
  const { renderPage } = await import('../page/render.tsx');
  life ??= readLife();
  return { name: 'report.html', content: renderPage(page, life, hashOf) };
}

/** null where nothing was bundled: the page is then as it is printed. */
function readLife(): Life | null {
  const texts = bundled(['page', 'engine']);
  if (texts === null) return null;
  return { script: texts.page, engine: gzipSync(texts.engine, { level: 9 }).toString('base64') };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
