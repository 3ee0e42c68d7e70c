/** All that an answer rests on and the scenario file does not say: what presets and defaults filled in. */
import type { FilledFigure, Scenario } from '../scenario/scenario.ts';
import { INDENT } from './frame.ts';
import type { Painter } from './painter.ts';
import { type Cell, columns } from './table.ts';

/** Of several designs each once; what is least certain first, within that in the order of the file. */
export function filledFigures(scenarios: readonly Scenario[]): FilledFigure[] {
  const all = scenarios.flatMap(({ assumed, documented }) => [...assumed, ...documented]);
  const unique = [...new Map(all.map((figure) => [`${figure.path} ${figure.text}`, figure])).values()];
  return STANDINGS.flatMap((standing) => unique.filter((figure) => figure.standing === standing));
}

const STANDINGS = ['assumed', 'typical', 'measured', 'documented'] as const;

/** A key is pasted into a file, a source into a browser: neither is cut. */
const WHOLE = Number.MAX_SAFE_INTEGER;

/** Every assumption with its value, standing and source. */
export function assumptionLines(scenario: Scenario, paint: Painter): string[] {
  const figures = filledFigures([scenario]);
  if (figures.length === 0) return ['The answer rests on nothing but the scenario file.'];
  const heading = ['key', 'value', 'standing', 'source'].map((text): Cell => ({ text, paint: paint.quiet }));
  const rows = figures.map(({ path, value, standing, source }): Cell[] => [
    { text: path },
    { text: value },
    { text: standing, paint: standing === 'assumed' ? paint.unsure : paint.quiet },
    { text: source },
  ]);
  return [
    paint.strong('What the answer rests on and the file does not say'),
    ...columns([heading, ...rows], ['left', 'left', 'left', 'left'], WHOLE, INDENT, 1),
  ];
}
