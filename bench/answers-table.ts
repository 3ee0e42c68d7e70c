/** What each program says came out: the same within chance, or one of them simulates something else. */
import { meanInterval } from '../src/study/statistics/mean.ts';
import type { Answers } from './floor/answers.ts';
import type { Outcome } from './jobs.ts';
import type { PeerOutcome } from './peers.ts';
import { table } from './table.ts';

type Question = (answers: Partial<Answers>) => number | null | undefined;

const QUESTIONS: readonly [what: string, of: Question][] = [
  ['turnaround, mean, s', (it) => it.turnaround],
  ['duration, mean, s', (it) => it.duration],
  ['queue wait, mean, s', (it) => it.queueWait],
  ['throughput, 1/s', (it) => it.throughput],
  ['slots in use, share', (it) => it.slots],
  ['database in use, share', (it) => it.database],
  ['storage in use, share', (it) => it.storage],
  ['cancelled, share', (it) => it.cancelled! / it.arrived!],
];

/** Means over the runs with their 95 % half-widths; of the peer, its last run. */
export function answersTable(outcome: Outcome, peer: PeerOutcome | null): string {
  const columns: [name: string, answers: readonly Partial<Answers>[]][] = [
    ['floor', outcome.floor.map((run) => run.answers)],
    ['hasim', outcome.hasim.map((run) => run.answers)],
  ];
  if (peer !== null) columns.push(['SimPy, one short run', [peer.answers]]);
  const asked = QUESTIONS.filter(([, of]) => of(outcome.floor[0]!.answers) !== null);
  return table(
    ['', ...columns.map(([name]) => name)],
    asked.map(([what, of]) => [what, ...columns.map(([, answers]) => cell(answers.map(of)))]),
  );
}

function cell(answers: readonly (number | null | undefined)[]): string {
  const known = answers.filter((it) => typeof it === 'number');
  if (known.length === 0) return '';
  const { mean, half } = meanInterval(known);
  return half === null ? mean.toPrecision(4) : `${mean.toPrecision(4)} ± ${half.toPrecision(2)}`;
}
