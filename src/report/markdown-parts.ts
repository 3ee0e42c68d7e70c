/** What every `summary.md` is made of. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Chart } from './charts/picture.ts';
import { groupedDigest } from './facts.ts';
import { markdownCode, markdownText } from './markdown-text.ts';

/** The question; the name where none is asked. */
export function titleOf({ question, name }: Scenario): string {
  return question === '' ? name : question;
}

/** A whole file: its title, then its blocks. */
export function document(title: string, blocks: readonly string[]): string {
  return `${[`# ${markdownText(title)}`, ...blocks].join('\n\n')}\n`;
}

export function images(charts: readonly Chart[]): string[] {
  return charts.map(({ file, about }) => `![${markdownText(about)}](${file}.png)`);
}

/** Nothing where there is no body. */
export function section(title: string, body: string | null): string[] {
  return body === null ? [] : [`## ${markdownText(title)}`, body];
}

/** Cells are text; null without a row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string | null {
  if (rows.length === 0) return null;
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** What stands in code stays there. */
function cell(text: string): string {
  return /^`[^`]*`$/.test(text) ? markdownCode(text.slice(1, -1)) : markdownText(text);
}

/** What stands at the end: the command in a block of its own. */
export function ending(made: string, seed: string, digest: string, repeat: string): string[] {
  return [
    `${made}. Seed ${seed}, digest \`${groupedDigest(digest)}\`.${repeat === '' ? '' : ' Repeat with'}`,
    ...(repeat === '' ? [] : [`\`\`\`\n${repeat}\n\`\`\``]),
  ];
}
