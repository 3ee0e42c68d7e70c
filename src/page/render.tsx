/** A page as one HTML file: nothing is fetched, and everything that it says is there before a script runs. */
import { renderToString } from 'preact-render-to-string';
import type { Page } from './model.ts';
import { STYLE } from './style.ts';
import { App } from './view/App.tsx';

/** What brings a page to life. */
export interface Life {
  readonly script: string;
  /** The engine, compressed (gzip), in base64: unpacked when somebody changes something. */
  readonly engine: string;
}

/** `sha256-…` in base64, as a policy names what may run. */
export type HashOf = (text: string) => string;

/** @param life null: the page stays as it is printed */
export function renderPage(page: Page, life: Life | null, hashOf: HashOf): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    'img-src data:',
    ...(life === null ? [] : [`script-src '${hashOf(life.script)}'`, 'worker-src blob:']),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const body = renderToString(<App page={page} />);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(page.title)}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<div id="page">${body}</div>`,
    ...(life === null ? [] : alive(page, life)),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function alive(page: Page, { script, engine }: Life): string[] {
  return [
    ...(page.rerun === null ? [] : [`<script type="text/plain" id="page-engine">${engine}</script>`]),
    `<script type="application/json" id="page-data">${asScript(JSON.stringify(page))}</script>`,
    `<script>${script}</script>`,
  ];
}

/** Nothing in data ends the element that holds it. */
function asScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
