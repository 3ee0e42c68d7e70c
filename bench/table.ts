/** A table as people and Markdown read it: the first column to the left, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...[head, ...rows].map((row) => row[column]!.length));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(width(i)) : cell.padStart(width(i)))).join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '-'.repeat(width(i)) : `${'-'.repeat(width(i) - 1)}:`));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Three figures, grouped: `1,230`, `45.6`, `0.0789`. */
export function figures(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** `12.3 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
