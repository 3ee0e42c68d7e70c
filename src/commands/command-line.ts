/** Command lines as people would type them, so that they can be copied back into a shell. */

/** `hasim` with these words, each quoted for a POSIX shell where it must be. */
export function commandLine(words: readonly string[]): string {
  return ['hasim', ...words.map(quoted)].join(' ');
}

/** The words without these flags and their values. */
export function withoutFlags(words: readonly string[], flags: readonly string[]): string[] {
  return words.filter(
    (word, i) => !flags.includes(word.split('=')[0]!) && !flags.includes(words[i - 1] ?? ''),
  );
}

export interface Repeatable {
  readonly seed: string;
  readonly replications?: number;
  /** Only this one. */
  readonly replication?: number;
  readonly set: readonly string[];
  readonly delta?: number;
  readonly allowOutside: boolean;
  /** Flags of the verb's own, with their values. */
  readonly own?: readonly string[];
}

/** The command that gives the same numbers again. */
export function repeatCommand(verb: string, paths: readonly string[], work: Repeatable): string {
  return commandLine([
    verb,
    ...paths,
    ...(work.own ?? []),
    '--seed',
    work.seed,
    ...(work.replications === undefined ? [] : ['--replications', `${work.replications}`]),
    ...(work.replication === undefined ? [] : ['--replication', `${work.replication}`]),
    ...work.set.flatMap((assignment) => ['--set', assignment]),
    ...(work.delta === undefined ? [] : ['--delta', `${Number((work.delta * 100).toPrecision(12))}%`]),
    ...(work.allowOutside ? ['--allow-outside'] : []),
  ]);
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey.
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const byte = (each: number) =>
    each >= 32 && each < 127 && each !== 39 && each !== 92
      ? String.fromCharCode(each)
      : `\\x${each.toString(16).padStart(2, '0')}`;
  return `$'${[...new TextEncoder().encode(word)].map(byte).join('')}'`;
}
