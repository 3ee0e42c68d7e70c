/** `hasim schema`: what a scenario file may contain, and which metrics there are. */
import { readFileSync } from 'node:fs';
import { columns, paragraph } from '../../report/table.ts';
import { CATALOGUE, type MetricDescription } from '../../scenario/catalogue.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { print, printJson } from './output.ts';

export interface SchemaFlags {
  readonly metrics: boolean;
  readonly json: boolean;
}

/** Prints the JSON Schema, or the metric catalogue as a table or JSON. */
export function printSchema({ metrics, json }: SchemaFlags): ExitCode {
  if (!metrics) print(readFileSync(SCHEMA, 'utf8').trimEnd());
  else if (json) printJson({ schema: 'hasim.metrics/1', metrics: CATALOGUE });
  else print(CATALOGUE.flatMap(metricLines).join('\n'));
  return EXIT.met;
}

/** Made from the grammar when that changes, and shipped. */
const SCHEMA = new URL('../../../schema/scenario.schema.json', import.meta.url);
const COLUMNS = 100;

function metricLines({ pattern, unit, kind, better, text }: MetricDescription): string[] {
  const direction = better === null ? '' : `${better} is better`;
  const cells = [{ text: pattern.padEnd(44) }, { text: unit.padEnd(8) }, { text: kind.padEnd(14) }];
  return [
    ...columns([[...cells, { text: direction }]], ['left', 'left', 'left', 'left'], COLUMNS, 0),
    ...paragraph(text, COLUMNS, 4),
  ];
}
