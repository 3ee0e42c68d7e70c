/** `hasim trace`: what some tasks and requests of one replication did, for the viewers of traces. */
import { Attribution } from '../../measure/attribution.ts';
import { writeReportFolder } from '../../node/report-folder.ts';
import { painterFor } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { endOf, wrapped } from '../../report/frame.ts';
import { otlpJson } from '../../report/trace/otlp.ts';
import { perfettoJson } from '../../report/trace/perfetto.ts';
import { speedscopeJson } from '../../report/trace/speedscope.ts';
import { count, plural } from '../../report/words.ts';
import { isoText } from '../../scenario/calendar.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatDuration } from '../../scenario/units.ts';
import { simulate } from '../../simulate.ts';
import { keyOf, record } from '../../study/explain/recorder.ts';
import { sampleOf } from '../../study/explain/sample.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { OutputFlags, WorkFlags } from '../options.ts';
import { readDesign } from './designs.ts';
import { prepareFolder, print, printJson, reportFolder, say, untilAborted } from './output.ts';
import { prepareReplication } from './tell.ts';

export interface TraceFlags extends WorkFlags, OutputFlags {
  readonly scenario: string;
  readonly replication: number | undefined;
  /** µs */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly all: boolean;
}

/** The run is made twice: who is slow shows only when all is over. */
export async function traceScenario(flags: TraceFlags, signal: AbortSignal): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const { scenario, seed, replication } = await prepareReplication(design, flags, signal);
  const [from, to] = [flags.from ?? 0, flags.to ?? Number.POSITIVE_INFINITY];
  if (from >= to) throw new UsageError('--from must be before --to');
  const folder = reportFolder(`${scenario.name}-trace`, flags);
  await prepareFolder(folder);
  const attribution = new Attribution(scenario);
  simulate(scenario, { seed, replication, tap: attribution.tap });
  const { keys, left } = sampleOf(attribution.causes(), { from, to, all: flags.all });
  const recording = record(scenario, seed, replication, (work) => keys.has(keyOf(work)));
  const files = [
    ['trace.perfetto.json', perfettoJson(scenario, recording)],
    ['trace.speedscope.json', speedscopeJson(scenario, recording, hasimVersion())],
    ['trace.otlp.json', otlpJson(scenario, recording, hasimVersion())],
  ] as const;
  await writeReportFolder(folder, untilAborted(filesOf(files), signal));
  const { digest } = recording.result;
  if (flags.json) {
    say(`report  ${folder}/`);
    const works = recording.works.map(({ of, workClass, ordinal, outcome }) => ({
      of,
      workClass,
      ordinal,
      outcome,
    }));
    printJson({
      ...{ schema: 'hasim.trace/1', engine: { version: hasimVersion(), seed, replication }, digest },
      ...{ folder, files: files.map(([name]) => name), works, left },
    });
    return EXIT.met;
  }
  const { columns } = painterFor(process.stdout);
  const more =
    left === 0
      ? 'all that was there'
      : `the slowest, those that did not succeed, and some of the others; ${count(left)} are left out, --all takes them`;
  const own = [
    ...(flags.from === undefined ? [] : ['--from', formatDuration(from)]),
    ...(flags.to === undefined ? [] : ['--to', formatDuration(to)]),
    ...(flags.all ? ['--all'] : []),
  ];
  const repeat = repeatCommand('trace', [flags.scenario], {
    ...{ seed, replication, set: flags.set, allowOutside: flags.allowOutside, own },
  });
  print(
    [
      `Trace of ${plural(recording.works.length, 'task or request', 'tasks and requests')} of ${scenario.name}`,
      ...wrapped(more, columns),
      '',
      ...wrapped('trace.perfetto.json   open in ui.perfetto.dev', columns),
      ...wrapped('trace.speedscope.json open in speedscope.app', columns),
      ...wrapped(`trace.otlp.json       OpenTelemetry spans; time 0 is ${zeroOf(scenario)}`, columns),
      '',
      ...endOf({ folder: `${folder}/`, repeat }, digest, columns),
    ].join('\n'),
  );
  return EXIT.met;
}

function zeroOf({ calendar }: Scenario): string {
  return calendar === null ? '2000-01-01T00:00:00Z' : isoText(calendar, 0);
}

async function* filesOf(files: readonly (readonly [name: string, document: object])[]) {
  for (const [name, document] of files) yield { name, content: `${JSON.stringify(document)}\n` };
}
