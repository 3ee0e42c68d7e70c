/** `hasim presets`: what a scenario may name instead of giving figures, and where those figures come from. */
import { paragraph } from '../../report/table.ts';
import { columnsOf } from '../../report/terminal-width.ts';
import type { Figure, Preset } from '../../scenario/presets/preset.ts';
import { PRESETS, type PresetPart } from '../../scenario/presets/presets.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { print, printJson } from './output.ts';

export interface PresetsFlags {
  readonly name: string | undefined;
  readonly json: boolean;
}

const PARTS = Object.keys(PRESETS) as PresetPart[];

interface Listed extends Preset {
  readonly part: PresetPart;
}

/** Prints all presets, or those of one name or part with every figure and its source. */
export function printPresets({ name, json }: PresetsFlags): ExitCode {
  const all = PARTS.flatMap((part) => PRESETS[part].map((preset): Listed => ({ part, ...preset })));
  const chosen =
    name === undefined ? all : all.filter((preset) => preset.name === name || preset.part === name);
  if (chosen.length === 0) {
    const near = didYouMean(name!, [...PARTS, ...all.map((preset) => preset.name)]);
    throw new UsageError(`there is no preset '${name}'; ${near}hasim presets lists them`);
  }
  if (json) printJson({ schema: 'hasim.presets/1', presets: chosen });
  else if (name === undefined) print(overview(all));
  else print(chosen.map(detail).join('\n\n'));
  return EXIT.met;
}

function overview(all: readonly Listed[]): string {
  const blocks = PARTS.map((part) => {
    const presets = all.filter((preset) => preset.part === part);
    const widest = Math.max(...presets.map((preset) => preset.name.length));
    const lines = presets.flatMap((preset) => {
      const [first, ...rest] = paragraph(preset.text, columnsOf(process.stdout), widest + 4);
      return [`  ${preset.name.padEnd(widest)}${first!.slice(widest + 2)}`, ...rest];
    });
    return [part, ...lines].join('\n');
  });
  return [...blocks, 'hasim presets <name> shows the figures of one, each with its source'].join('\n\n');
}

function detail({ part, name, text, figures }: Listed): string {
  return [
    ...paragraph(`${part} ${name}: ${text}`, columnsOf(process.stdout), 0),
    ...figuresBySource(figures),
  ].join('\n');
}

/** Each source once, below what comes from it. Paths and values are whole; what they mean goes on below itself. */
function figuresBySource(figures: readonly Figure[]): string[] {
  const most = columnsOf(process.stdout);
  const written = (value: unknown) => JSON.stringify(value).replace(/^"(.*)"$/, '$1');
  const columnsOfFigure = ({ path, value, standing }: Figure) => [path, written(value), standing];
  const sources = [...new Set(figures.map(({ source }) => source))];
  return sources.flatMap((source) => {
    const some = figures.filter((figure) => figure.source === source);
    const widths = [0, 1, 2].map((i) =>
      Math.max(...some.map((figure) => columnsOfFigure(figure)[i]!.length)),
    );
    return [
      '',
      ...some.flatMap((figure) => {
        const cells = columnsOfFigure(figure).map((cell, i) => cell.padEnd(widths[i]!));
        const head = `  ${cells.join('  ')}  `;
        const [first, ...rest] = paragraph(figure.what, most, head.length);
        return [head + first!.slice(head.length), ...rest];
      }),
      ...paragraph(`source: ${source}`, most, 4),
    ];
  });
}
