import { CALENDAR } from './calendar.ts';
import { COMPARISONS } from './comparisons.ts';
import { DATABASE } from './database.ts';
import { DESIGNS } from './designs.ts';
import { DISPATCH } from './dispatch.ts';
import { FACTS } from './facts.ts';
import { FACTS_OUTAGES } from './facts-outages.ts';
import { MACHINERY } from './machinery.ts';
import { MEASURE } from './measure.ts';
import type { Mutant } from './mutant.ts';
import { NODES } from './nodes.ts';
import { OPERATIONS } from './operations.ts';
import { QUESTIONS } from './questions.ts';
import { ROWS } from './rows.ts';
import { SCALING } from './scaling.ts';
import { STUDY } from './study.ts';
import { THEORY } from './theory.ts';
import { USERS } from './users.ts';

/** Every fault that `npm run mutants` tries. */
export const MUTANTS: readonly Mutant[] = [
  ...DISPATCH,
  ...NODES,
  ...DATABASE,
  ...OPERATIONS,
  ...SCALING,
  ...CALENDAR,
  ...USERS,
  ...MACHINERY,
  ...ROWS,
  ...MEASURE,
  ...STUDY,
  ...COMPARISONS,
  ...QUESTIONS,
  ...DESIGNS,
  ...THEORY,
  ...FACTS,
  ...FACTS_OUTAGES,
];
