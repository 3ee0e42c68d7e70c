/** What all summaries on a terminal have in common: indented lines, and those at their end. */
import { groupedDigest } from './facts.ts';
import { paragraph } from './table.ts';
import { COLUMNS } from './terminal-width.ts';

export const INDENT = 2;
export const INDENTED = ' '.repeat(INDENT);

/** A text on indented lines. */
export function wrapped(text: string, most = COLUMNS): string[] {
  return paragraph(text, most, INDENT);
}

/** Where to look on, and how to repeat it. */
export function endOf(
  { folder, repeat }: { readonly folder: string | null; readonly repeat: string },
  digest: string,
  most = COLUMNS,
): string[] {
  const end = `digest ${groupedDigest(digest)}`;
  const again = commandLines('repeat             ', repeat, most);
  const oneLine = again.length === 1 && again[0]!.length + 6 + end.length <= most;
  return [
    ...(folder === null ? [] : [`${INDENTED}charts and tables  ${folder}`]),
    ...(oneLine ? [`${again[0]}      ${end}`] : [...again, `${INDENTED}${end}`]),
  ];
}

/** Words of a shell: what is quoted is not broken. */
const SHELL_WORD = /(?:'[^']*'|\\.|[^\s'\\])+/g;
const GOES_ON = ' \\';

/** A command behind a label on indented lines, of which each but the last ends as a shell wants it: to be pasted as it is. */
export function commandLines(label: string, command: string, most = COLUMNS): string[] {
  const lines: string[] = [];
  let line = INDENTED + label;
  let isEmpty = true;
  for (const word of command.match(SHELL_WORD) ?? []) {
    if (!isEmpty && line.length + 1 + word.length + GOES_ON.length > most) {
      lines.push(line + GOES_ON);
      line = INDENTED + INDENTED;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
