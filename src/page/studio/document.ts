/** The page of the studio as HTML: what it begins with, and the script that does the rest. */
import { STYLE } from '../style.ts';
import { STUDIO_STYLE } from './style.ts';

/** What the page is told by its server. */
export interface StudioData {
  /** Of the file, as it was opened. */
  readonly path: string;
  readonly text: string;
  /** What lies on disk; null: nothing yet. */
  readonly onDisk: string | null;
  /** Of hasim. */
  readonly version: string;
  /** Styles that carry it are let in. */
  readonly nonce: string;
}

export function studioDocument(data: StudioData): string {
  // Nothing in data ends the element that holds it.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<title>hasim studio</title>',
    '<link rel="icon" href="data:,">',
    `<style nonce="${data.nonce}">${STYLE}${STUDIO_STYLE}</style>`,
    '</head>',
    '<body>',
    '<div id="studio"><noscript>The studio needs scripts; <code>hasim run</code> does not.</noscript></div>',
    `<script type="application/json" id="studio-data">${json}</script>`,
    '<script src="studio.js"></script>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
