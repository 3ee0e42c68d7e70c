/** A sensitivity for other programs: CSV and `hasim.sensitivity/1`. */
import type { Sensitivity } from '../study/sensitivity/run-sensitivity.ts';
import type { Side } from '../study/sensitivity/sensitivity.ts';
import { csvOf } from './csv.ts';

/** RFC 4180, a line a parameter, the largest effect first, base units. */
export function sensitivityCsv({ dependences, left }: Sensitivity): string {
  const head = ['parameter', 'value', 'influence', 'per +10%', 'half', 'relative', 'p (Holm)'];
  const ofSide = (name: string) =>
    ['to', 'by', 'difference', 'half', 'remark'].map((column) => `${name} ${column}`);
  const cell = (value: number | string | null | undefined) => `${value ?? ''}`;
  const side = (one: Side | null) =>
    [one?.written, one?.by, one?.difference, one?.half, one?.reason].map(cell);
  const rows = dependences.map(({ parameter, less, more, perTenth, half, relative, p, influence }) => [
    parameter.path,
    parameter.written,
    influence,
    ...[perTenth, half, relative, p].map(cell),
    ...side(less),
    ...side(more),
    parameter.assumed?.standing ?? '',
  ]);
  const notChanged = left.map(({ path, why }) => [
    path,
    '',
    `not changed: ${why}`,
    ...new Array<string>(15).fill(''),
  ]);
  return csvOf([[...head, ...ofSide('less'), ...ofSide('more'), 'not documented'], ...rows, ...notChanged]);
}

/** @param version of hasim */
export function sensitivityJson(found: Sensitivity, version: string): object {
  const { scenario, seed, metric, estimate, dependences, left, replications, digest } = found;
  const { value, unit, low, high } = estimate;
  return {
    schema: 'hasim.sensitivity/1',
    scenario: scenario.name,
    engine: { version, seed, replications },
    digest,
    metric: { name: metric, value, unit, low, high },
    parameters: dependences.map(({ parameter, less, more, perTenth, half, relative, p, influence }) => ({
      path: parameter.path,
      value: parameter.written,
      influence,
      perTenth,
      half,
      relative,
      p,
      assumed: parameter.assumed,
      less,
      more,
    })),
    notChanged: left,
  };
}
