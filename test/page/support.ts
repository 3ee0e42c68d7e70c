/** Pages as text, and what a reader without scripts and styles would find in them. */
import { comparePage } from '../../src/page/compare-page.ts';
import type { Page } from '../../src/page/model.ts';
import { renderPage } from '../../src/page/render.tsx';
import { type PageContext, runPage } from '../../src/page/run-page.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { type Judgement, judge } from '../../src/study/estimates/gate.ts';
import type { Study } from '../../src/study/replications/replicate.ts';

export const CONTEXT: PageContext = {
  repeat: 'hasim run a.yaml --seed 1',
  version: '0.1.0',
  notes: [],
  rerun: null,
};

/** Judged by its own limits. */
export function judgementsOf({ scenario, estimates }: Study): Judgement[] {
  return scenario.expect.filter((one) => one.kind === 'limit').map((one) => judge(one, estimates));
}

export function pageOfRun(study: Study, context: Partial<PageContext> = {}): Page {
  return runPage(study, judgementsOf(study), { ...CONTEXT, ...context });
}

export function pageOfComparison(baseline: Study, ...candidates: Study[]): Page {
  return comparePage(compareStudies(baseline, candidates), CONTEXT);
}

/** With a script that does nothing. */
export function htmlOf(page: Page): string {
  return renderPage(page, { script: 'void 0', engine: '' }, () => 'sha256-x');
}

/** What stands between the tags of the body, data and scripts left out. */
export function textOf(html: string): string {
  return html
    .replace(/^[\s\S]*<body>/, '')
    .replaceAll(/<script[\s\S]*?<\/script>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Every tag with its attributes. */
export function tagsOf(html: string): string[] {
  return html.replaceAll(/<script[\s\S]*?<\/script>/g, '').match(/<[a-z][^>]*>/gi) ?? [];
}
