/** A grid as it is run from the command line: with a bar, and the command that repeats what breaks. */
import { progressBar } from '../../node/terminal.ts';
import { plural } from '../../report/words.ts';
import type { Progress } from '../../study/replications/replicate.ts';
import type { Runner } from '../../study/replications/runner.ts';
import { REPLICATIONS } from '../../study/replications/stop-rule.ts';
import type { ReadWith } from '../../study/sweep/designs.ts';
import { type CheckedGrid, type GridRun, runGrid } from '../../study/sweep/run-grid.ts';
import type { WorkFlags } from '../options.ts';
import type { WhereFlags } from '../where.ts';
import { type ReadScenario, readDesign } from './designs.ts';
import { alsoMeanwhile, runRepeatable } from './work.ts';

/** Reads the scenario with settings over those of the command line. */
export function designWith(path: string, flags: WorkFlags): ReadWith {
  return (set) => readDesign(path, { ...flags, set: [...flags.set, ...set] });
}

/** Runs of a grid in words: `12 designs × 10 replications`. */
export function gridSize({ cells, pilots }: CheckedGrid, replications: number | null): string {
  const each =
    replications === null ? 'replications until it is precise' : plural(replications, 'replication');
  const first =
    pilots.length === 0
      ? ''
      : `, and ${plural(pilots.length * REPLICATIONS, 'replication')} to find where their start ends`;
  return `${plural(cells.length, 'design')} × ${each}${first}`;
}

/** Runs every cell, in order, with a bar; `run.take` is told of each. */
export async function runGridAloud(
  base: ReadScenario,
  grid: CheckedGrid,
  runner: Runner,
  flags: WorkFlags,
  run: Pick<GridRun, 'signal' | 'ruleOf' | 'take'>,
): Promise<void> {
  const bar = gridBar(grid.cells.length + grid.pilots.length, flags);
  const { seed } = flags;
  try {
    await runGrid(designWith(base.path, flags), base.path, grid, runner, {
      ...run,
      ...(seed === undefined ? {} : { seed }),
      take: (outcome, i) => {
        if (outcome.study === null) bar.skip();
        return run.take(outcome, i);
      },
      onProgress: bar.onProgress,
      around: ({ label, set }, work) => {
        bar.begin(label);
        return runRepeatable([base], { ...flags, set: [...flags.set, ...set] }, work);
      },
    });
  } finally {
    bar.stop();
  }
}

/** A bar over all parts of the work, in replications; each part has as many as the first. */
export function gridBar(parts: number, flags: Pick<WhereFlags, 'shard'>) {
  const bar = progressBar();
  let [begun, within, each, what] = [0, 0, REPLICATIONS, ''];
  const show = () => {
    if (begun > 0) bar.update(Math.floor((begun - 1 + within) * each), parts * each, what);
  };
  const timer = alsoMeanwhile(show, flags);
  return {
    /** Begins the next part. */
    begin: (label: string) => {
      begun += 1;
      [within, what] = [0, label];
    },
    onProgress: ({ done, asked }: Progress) => {
      if (begun === 1) each = asked;
      within = done / asked;
      show();
    },
    /** Leaves out the next part. */
    skip: () => {
      begun += 1;
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}
