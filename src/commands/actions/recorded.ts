/** `hasim drill --recorded log.csv`: a real exercise beside the plan that predicted it. */
import { basename, dirname, join } from 'node:path';
import { FileError } from '../../node/file-error.ts';
import { readText } from '../../node/read-text.ts';
import { painterFor } from '../../node/terminal.ts';
import { writeWhole } from '../../node/whole-file.ts';
import { recalibrated, recordedJson, recordedSummary } from '../../report/drill/recorded.ts';
import { ScenarioError } from '../../scenario/errors.ts';
import { readRecorded } from '../../study/drill/recorded.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readDesign } from './designs.ts';
import type { DrillCommandFlags } from './drill-flags.ts';
import { print, printJson } from './output.ts';

const MOST_BYTES = 1_000_000;

/** Compares, and writes the plan as it was carried out beside the design. */
export function compareRecorded(flags: DrillCommandFlags, log: string): ExitCode {
  const [path, another] = flags.designs;
  if (another !== undefined) throw new UsageError('--recorded is of one design; name only that');
  const design = readDesign(path!, flags);
  const { plans } = design.scenario;
  const named =
    flags.plan === undefined && plans.length === 1 ? plans[0] : plans.find(({ name }) => name === flags.plan);
  if (named === undefined) {
    const names = plans.map(({ name }) => name).join(', ');
    throw new UsageError(
      plans.length === 0
        ? `${path} has no plan that an exercise could have followed`
        : `name the plan that was carried out with --plan: ${names}`,
    );
  }
  const file = readText(log, MOST_BYTES);
  if (file.kind === 'unreadable') throw new FileError(log, file.why);
  const mistake = (line: number, text: string) =>
    new ScenarioError([{ file: log, line, column: 1, path: '', text }]);
  if (file.kind === 'unfit') throw mistake(file.line, file.why);
  const drill = readRecorded(file.text, named);
  if ('text' in drill) throw mistake(drill.line, drill.text);
  const { plans: written } = design.resolved as { plans: Record<string, object[]> };
  const name = `${design.scenario.name.slice(0, 50)}-as-drilled`;
  const target = join(dirname(path!), `${basename(path!).replace(/\.ya?ml$/, '')}.as-drilled.yaml`);
  writeWhole(target, recalibrated(drill, written[named.name]!, name, `./${basename(path!)}`));
  if (flags.json) printJson(recordedJson(drill));
  else print(recordedSummary(drill, target, painterFor(process.stdout)));
  return EXIT.met;
}
