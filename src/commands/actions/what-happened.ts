/** `hasim explain --timeline`, `--node …`: what happened in one replication, time by time. */
import { writeReportFolder } from '../../node/report-folder.ts';
import { painterFor } from '../../node/terminal.ts';
import { hasimVersion } from '../../node/version.ts';
import { ofNode, timelineCsv, timelineLines } from '../../report/explain/timeline.ts';
import { endOf, INDENTED } from '../../report/frame.ts';
import { amount, plural } from '../../report/words.ts';
import { isoText } from '../../scenario/calendar.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { type Happened, happened } from '../../study/explain/happened.ts';
import { repeatCommand } from '../command-line.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readDesign } from './designs.ts';
import type { ExplainFlags } from './explain-flags.ts';
import { prepareFolder, print, printJson, reportFolder, say, untilAborted } from './output.ts';
import { prepareReplication, toldLines } from './tell.ts';

/** All of it, or what concerns a node. */
export async function tellHappened(flags: ExplainFlags, signal: AbortSignal): Promise<ExitCode> {
  const design = readDesign(flags.scenario, flags);
  const { scenario, seed, replication } = await prepareReplication(design, flags, signal);
  const node = flags.node === undefined ? null : nodeOf(scenario, flags.node);
  const folder = reportFolder(`${scenario.name}-timeline`, flags);
  await prepareFolder(folder);
  const all = happened(scenario, seed, replication);
  const happenings = node === null ? all.happenings : ofNode(scenario, node, all.happenings);
  const repeat = repeatCommand('explain', [flags.scenario], {
    ...{ seed, replication, set: flags.set, allowOutside: flags.allowOutside },
    own: flags.node === undefined ? ['--timeline'] : ['--node', flags.node],
  });
  await writeReportFolder(folder, untilAborted(filesOf(timelineCsv(happenings, scenario.calendar)), signal));
  if (flags.json) {
    say(`report  ${folder}/`);
    printJson({
      schema: 'hasim.timeline/1',
      engine: { version: hasimVersion(), seed, replication },
      digest: all.result.digest,
      happenings: happenings.map(({ at, until, ...one }) => ({
        at: at / 1e6,
        ...(scenario.calendar === null ? {} : { date: isoText(scenario.calendar, at) }),
        ...(until === undefined ? {} : { until: until === null ? null : until / 1e6 }),
        ...one,
      })),
    });
    return EXIT.met;
  }
  const { columns, strong } = painterFor(process.stdout);
  const { lines, left } = timelineLines(happenings, scenario.calendar);
  const about = node === null ? scenario.name : `${scenario.nodes[node]!.name} of ${scenario.name}`;
  print(
    [
      strong(
        `${about}, replication ${replication}: ${lines.length === 0 ? 'nothing happened' : 'what happened'}`,
      ),
      ...(node === null ? [] : [`${INDENTED}${nodeWords(scenario, node, all)}`]),
      '',
      ...toldLines(lines, columns),
      ...(left === 0 ? [] : [`${INDENTED}… ${plural(left, 'line')} more in timeline.csv`]),
      '',
      ...endOf({ folder: `${folder}/`, repeat }, all.result.digest, columns),
    ].join('\n'),
  );
  return EXIT.met;
}

function nodeOf({ nodes }: Scenario, name: string): number {
  const index = nodes.findIndex((node) => node.name === name);
  if (index !== -1) return index;
  const names = new Set(nodes.map((node) => node.name));
  throw new UsageError(
    `--node ${name}: there is no such node; ${didYouMean(name, names)}there are ${[...names].join(', ')}`,
  );
}

/** `312 tasks started, 2 failed; slots 54 % in use, CPU 12 %`. */
function nodeWords({ nodes }: Scenario, node: number, { result: { values } }: Happened): string {
  const value = (measure: string): number => {
    const { sum, per } = values[`node.${nodes[node]!.name}.${measure}`] ?? { sum: 0, per: 1 };
    return per === 0 ? 0 : sum / per;
  };
  return `${plural(value('started'), 'task')} started, ${plural(value('served'), 'request')} served, ${amount(value('failed'), '')} failed; slots ${amount(value('slots.utilisation'), 'share')} in use, CPU ${amount(value('cpu.utilisation'), 'share')}`;
}

async function* filesOf(csv: string) {
  yield { name: 'timeline.csv', content: csv };
}
