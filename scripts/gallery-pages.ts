/** The real pages of reports/gallery: each is the `report.html` that a command writes, one for each kind of question. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '../src/page/model.ts';
import { Playground } from './console-blocks.ts';

export interface GalleryPage {
  /** Of its file in reports/gallery, without ending. */
  readonly name: string;
  readonly command: string;
}

export const PAGES: readonly GalleryPage[] = [
  {
    name: 'page-compare',
    command: 'npx hasim compare scenarios/single-region.yaml scenarios/cross-region-hot-hot.yaml --no-charts',
  },
  {
    name: 'page-run',
    command: 'npx hasim run scenarios/disaster-recovery/region-loss-hot-cold.yaml --no-charts',
  },
  {
    name: 'page-sweep',
    command:
      'npx hasim sweep scenarios/planning/prod-window-50x30.yaml --vary nodes.node.taskCap=5..17 --vary nodes.extra.taskCap=0,1 --metric tasks.makespan --no-charts',
  },
  {
    name: 'page-size',
    command:
      "npx hasim size scenarios/planning/prod-window-50x30.yaml --goal 'tasks.makespan < 121m' --vary nodes.extra.taskCap=0..8 --no-charts",
  },
];

export interface MadePage extends GalleryPage {
  readonly html: string;
}

/** Runs the commands, one after another. */
export function madePages(pages: readonly GalleryPage[], root: string): MadePage[] {
  const playground = new Playground(root);
  try {
    return pages.map((page) => {
      const [folder] = /reports\/[\w-]+\//.exec(playground.outputOf(page.command))!;
      return { ...page, html: readFileSync(join(playground.folder, folder, 'report.html'), 'utf8') };
    });
  } finally {
    playground.remove();
  }
}

/** What a page was rendered from, out of its file. */
export function dataOf(html: string): Page {
  const [, json] = /<script type="application\/json" id="page-data">(.*?)<\/script>/s.exec(html)!;
  return JSON.parse(json!) as Page;
}
