import { type Mutant, proves } from './mutant.ts';

const RUN_GRID = 'study/sweep/run-grid.test.ts';
const KNEE = 'study/sweep/knee.test.ts';
const REGRESSIONS = 'study/baseline/regressions.test.ts';
const YEARLY = 'study/yearly.test.ts';
const YEARLY_WORDS = 'report/yearly.test.ts';
const SWEEP_WORDS = 'report/sweep.test.ts';
const NO_RETURN = 'study/explain/no-return.test.ts';
const EXACT = 'study/explain/exact.test.ts';
const GATE = 'study/estimates/gate.test.ts';
const BAD_INPUT = 'scenario/bad-input.test.ts';
const SUMMARY = 'report/summary.test.ts';
const STORY = 'study/explain/story.test.ts';

/** Faults in what is asked of many designs: grids, sizes, years, hunts; and of one piece of work. */
export const DESIGNS: readonly Mutant[] = [
  ...proves(
    'a design of a grid is run though nothing is left of it',
    'src/study/sweep/run-grid.ts',
    'pilot.tooShort : nothingLeft(pilot.duration, cut)',
    'pilot.tooShort : null',
    RUN_GRID,
    'of steady designs of unlike lengths',
  ),
  ...proves(
    'a mistake of many designs is said of the first alone',
    'src/study/sweep/run-grid.ts',
    'else known.labels.push(cell.label);',
    '',
    RUN_GRID,
    'a mistake that several designs share',
  ),
  ...proves(
    'a class is named by how it begins',
    'src/study/explain/choose.ts',
    '(longest?.length ?? 0) < name.length ? name : longest',
    'longest ?? name',
    STORY,
    'is of the class that is named',
  ),
  ...proves(
    'what has no interval is known exactly',
    'src/study/sweep/knee.ts',
    'low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY',
    'low: low ?? y, high: high ?? y',
    KNEE,
    'of what has no interval',
  ),
  ...proves(
    'what each replication has one of is said again of its mean',
    'src/study/baseline/regressions.ts',
    "isSaidBy(one, lastStatistic(one.metric)?.of ?? '')",
    'isSaidBy(one, one.metric)',
    REGRESSIONS,
    'of what each replication has one of',
  ),
  ...proves(
    'less than nothing may be lost in a year',
    'src/study/yearly/promised.ts',
    'Math.max(value - half, Math.min(0, value))',
    'value - half',
    YEARLY,
    'nothing is lost less than not at all',
  ),
  ...proves(
    'a wide interval makes a year whole',
    'src/report/yearly.ts',
    'share < 1 && Number(text) === 100 ?',
    'share === 1 ?',
    YEARLY_WORDS,
    'what is not there all of the time',
  ),
  ...proves(
    'replications of many lengths are all as long',
    'src/report/sweep.ts',
    "paths.includes('duration') ?",
    "paths.includes('durations') ?",
    SWEEP_WORDS,
    'how long each replication is',
  ),
  ...proves(
    'one draw is a jump',
    'src/study/explain/no-return.ts',
    'isApart && Math.abs',
    'Math.abs',
    NO_RETURN,
    'one draw that ends otherwise',
  ),
  ...proves(
    'one replication that is over speaks for nine that are not',
    'src/study/baseline/baseline.ts',
    "if (!sameWork && today!.includes('never'))",
    "if (sameWork && today!.includes('never'))",
    GATE,
    'of other work that is beyond every limit in some',
  ),
  ...proves(
    'a platform that is not known leaves its places missing',
    'src/scenario/presets/apply.ts',
    "kind === 'platform' ? [...figures, ...PLACES] : figures",
    'figures',
    BAD_INPUT,
    'a platform that is not known',
  ),
  ...proves(
    'a preset that is not known leaves its figures missing',
    'src/scenario/presets/apply.ts',
    'this.unfilled.add(pathText([...path.slice(0, -1), ',
    'this.unfilled.add(pathText([...path, ',
    BAD_INPUT,
    'a failure that is not known',
  ),
  ...proves(
    'a percentile that is known exactly has an interval of chance',
    'src/report/explain/summary.ts',
    'study.estimates.get(metric)?.exact === true',
    'study.estimates.get(metric)?.exact === false',
    EXACT,
    'the ± of a percentile is the width',
  ),
  ...proves(
    'a reason in a cell cuts the words before it',
    'src/report/summary-table.ts',
    'paint.columns < COLUMNS ? [wide, narrow, briefly(narrow)] : [wide, briefly(wide)]',
    'paint.columns < COLUMNS ? [wide, narrow] : [wide]',
    SUMMARY,
    'cuts a reason in a cell',
  ),
];
