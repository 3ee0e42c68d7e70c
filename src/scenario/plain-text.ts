/**
 * What is not ours, such as questions, keys and names of files, made harmless for everything that shows it: terminals
 * obey escape sequences, build systems obey lines that begin with `::` or hold `##[`, and a line break makes a line of
 * its own out of a name.
 */

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** Control characters, and what turns the direction of writing or takes no room. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** One line without control characters: breaks become blanks, the rest `�`. */
export function plainText(text: string): string {
  return text.replace(BREAKS, ' ').replace(CONTROLS, '\ufffd').trim();
}

/** The same of all texts in a value of lists and maps. */
export function plainTexts<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map(plainTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainTexts(one)])) as T;
}

/** Colours and weights as our own painter writes them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const OURS = /(\u001b\[\d{1,2}m)/;

/**
 * Lines as they may be printed, whatever has got into them: no control character but, on a terminal, our own colours, and
 * nothing that a build system takes for a command.
 */
export function printable(text: string, onTerminal: boolean): string {
  const line = (one: string) =>
    (onTerminal ? one.split(OURS) : [one])
      .map((part, i) => (i % 2 === 1 ? part : part.replace(CONTROLS, '\ufffd')))
      .join('')
      .replace(/^(\s*):(?=:)/, '$1: ')
      .replaceAll('##[', '## [');
  return text.split('\n').map(line).join('\n');
}
