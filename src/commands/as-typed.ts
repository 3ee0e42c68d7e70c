/**
 * What the library says is wrong, in words to type. The library knows options, not flags: its errors name `the option
 * allowOutside`, `the option columns: arrival=…`, and what was set over a file has the place `set path=value`.
 */
import { FolderNotOurs } from '../node/report-folder.ts';
import { describeMistakes, type Mistake, ScenarioError } from '../scenario/errors.ts';

/** The message of an error, each option in it as the flag that it is here. */
export function asTyped(error: Error): string {
  if (error instanceof ScenarioError) return describeMistakes(error.mistakes.map(typedMistake));
  return error instanceof FolderNotOurs ? `${error.message} with --out` : typed(error.message);
}

/** A mistake of a scenario, in words to type. */
export function typedMistake(mistake: Mistake): Mistake {
  const { file, line, text } = mistake;
  const isSet = line === 0 && file.startsWith('set ');
  return { ...mistake, file: isSet ? `--${file}` : file, text: typed(text) };
}

function typed(text: string): string {
  return text
    .replace(/\bthe option (\w+):?/g, (_, name: string) => `--${dashed(name)}`)
    .replace('the catalogue of metrics lists', 'hasim schema --metrics lists');
}

/** `allow-outside` of `allowOutside`. */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
