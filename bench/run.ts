/**
 * `npm run bench [-- --full] [--runs n] [--json file] [--ratios file] [--against file]`: what hasim costs, in time and
 * memory. It measures and never judges, but for the ratios that it is held against. What each table means stands in
 * `bench/README.md`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { answersTable } from './answers-table.ts';
import { measure, median, perEvent, perTask, type Timed } from './jobs.ts';
import { measureMemory } from './memory.ts';
import { findPython, measurePeer, peerPerTask } from './peers.ts';
import { type Ratios, ratiosOf, worseThan } from './ratios.ts';
import { measureReach } from './reach.ts';
import { measureScaling, SERIES, type Series } from './scaling.ts';
import { figures, megabytes, table } from './table.ts';
import { WORKLOAD_NAMES, WORKLOADS, type Workload } from './workloads.ts';

const { values: flags } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    runs: { type: 'string', default: '7' },
    json: { type: 'string' },
    ratios: { type: 'string' },
    against: { type: 'string' },
  },
});
const runs = Number(flags.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`--runs ${flags.runs}: write a whole number from 1`);
  process.exit(64);
}

// Read before anything is measured: a mistake in the name is told at once.
const before =
  flags.against === undefined ? null : (JSON.parse(readFileSync(flags.against, 'utf8')) as Ratios);

const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
const python = findPython();
console.log(
  `Node ${machine.node}, ${machine.cores} × ${machine.cpu}; medians of ${runs} runs after 2 to warm up.\n`,
);
const workloads = WORKLOAD_NAMES.map((name) => benchWorkload(WORKLOADS[name]));
const scaling = SERIES.map((series) => benchScaling(series));
const reach = benchReach();
const memory = WORKLOAD_NAMES.map((name) => benchMemory(WORKLOADS[name]));
if (flags.json !== undefined) {
  const document = { schema: 'hasim.bench/1', machine, runs, workloads, scaling, reach, memory };
  writeFileSync(flags.json, `${JSON.stringify(document, null, 2)}\n`);
}

const ratios = ratiosOf({ workloads, scaling, memory });
if (flags.ratios !== undefined) writeFileSync(flags.ratios, `${JSON.stringify(ratios, null, 2)}\n`);
if (before !== null) {
  const worse = worseThan(ratios, before);
  for (const line of worse) console.log(`worse: ${line}`);
  if (worse.length === 0) console.log(`no ratio is more than a tenth above ${flags.against}`);
  else process.exitCode = 1;
}

/** hasim beside its floor and SimPy. */
function benchWorkload(workload: Workload) {
  const outcome = measure({
    scenario: workload.scenario,
    duration: null,
    floor: workload.name,
    warmUps: 2,
    runs,
  });
  const alone = measure({ scenario: workload.scenario, duration: null, floor: null, warmUps: 0, runs: 1 });
  const peer = python === null ? null : measurePeer(python, workload, Math.min(runs, 3));
  const floorTime = perTask(outcome.floor);
  // Each pair ran one right after the other, so what slows the machine slows both.
  const over = (runs: readonly Timed[], beside: readonly Timed[]) =>
    median(runs.map((run, i) => microseconds(run) / microseconds(beside[i]!)));
  const overFloor = over(outcome.hasim, outcome.floor);
  const overPromises = over(outcome.hasim, outcome.promises);
  const row = (name: string, taken: readonly Timed[], times: string, peak: string) => [
    name,
    times,
    figures(1e6 / perTask(taken)),
    figures(median(taken.map((run) => run.answers.events))),
    figures(perEvent(taken)),
    peak,
  ];
  const rows = [
    row('floor', outcome.floor, '1', ''),
    row('floor with the promises', outcome.promises, figures(over(outcome.promises, outcome.floor)), ''),
    row('hasim', outcome.hasim, figures(overFloor), megabytes(alone.peakMemory)),
  ];
  if (peer !== null) {
    const time = peerPerTask(peer);
    const name = `SimPy ${peer.simpy}, Python ${peer.python}`;
    rows.push([name, figures(time / floorTime), figures(1e6 / time), '', '', '']);
  }
  console.log(`${workload.name}\n`);
  console.log(table(['', 'time for the same work', 'tasks/s', 'events', 'ns/event', 'peak memory'], rows));
  console.log(
    peer === null
      ? '\nSimPy is not installed (Debian: python3-simpy, or python3-simpy3 where that is older than 3).'
      : `\nhasim is ${figures(peerPerTask(peer) / perTask(outcome.hasim))} × as fast as SimPy.`,
  );
  console.log(`\n${answersTable(outcome, peer)}\n`);
  return { workload: workload.name, ...outcome, peakMemory: alone.peakMemory, overFloor, overPromises, peer };
}

function microseconds(run: Timed): number {
  return (run.ms * 1e3) / run.answers.arrived;
}

/** The price of an event against the size of what is simulated. */
function benchScaling(series: Series) {
  const measured = measureScaling(series, Math.min(runs, 3));
  const rows = measured.map((it) => [
    it.size.toLocaleString('en'),
    figures(it.nsPerEvent),
    figures(it.nsPerEvent / measured[0]!.nsPerEvent),
    figures(it.events),
    megabytes(it.peakMemory),
  ]);
  console.log(`${table([series.what, 'ns/event', 'of the first', 'events', 'peak memory'], rows)}\n`);
  return { what: series.what, measured };
}

/** What the machine alone makes of more to read from. */
function benchReach() {
  const measured = measureReach(Math.min(runs, 3));
  const rows = measured.map((it) => [it.rows.toLocaleString('en'), figures(it.nsPerRead)]);
  console.log(`${table(['rows to read one from', 'ns/read'], rows)}\n`);
  return measured;
}

/** Peak memory against the number of tasks, all else equal. */
function benchMemory(workload: Workload) {
  const measured = measureMemory(workload, flags.full);
  const rows = measured.map((it) => [
    it.tasks.toLocaleString('en'),
    megabytes(it.peakMemory),
    figures(it.peakMemory / measured[0]!.peakMemory),
    megabytes(it.liveMemory),
    figures(it.liveMemory / measured[0]!.liveMemory),
    figures(it.seconds),
  ]);
  const head = [`${workload.name}, tasks`, 'peak memory', 'of the first', 'live', 'of the first', 'seconds'];
  console.log(`${table(head, rows)}\n`);
  return { workload: workload.name, measured };
}
