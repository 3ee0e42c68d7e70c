/** `hasim schema`: what a scenario file may contain, and which metrics there are. */
import { readFileSync } from 'node:fs';
import { SCHEMA } from '../../node/places.ts';
import { paragraph } from '../../report/table.ts';
import { columnsOf } from '../../report/terminal-width.ts';
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

function metricLines({ pattern, unit, kind, better, text }: MetricDescription): string[] {
  const direction = better === null ? '' : `${better} is better`;
  const most = columnsOf(process.stdout);
  const aligned = [pattern.padEnd(44), unit.padEnd(8), kind.padEnd(14), direction].join('  ').trimEnd();
  const close = [pattern, unit, kind, direction].join('  ').trimEnd();
  return [aligned.length <= most ? aligned : close, ...paragraph(text, most, 4)];
}
