/** What people change first in a scenario: how many, how large, how far, how often, when. */
import { BALANCER_CHOICES, DISPATCH_POLICIES } from '../../scenario/scenario.ts';
import type { Field } from '../model.ts';

const NUMBERS = [
  /^network\.(sameZone|crossZone|between\.[^.]+\.[^.]+)$/,
  /^nodes\.[^.]+\.(count|taskCap|cores)$/,
  /^workload\.scale$/,
  /^workload\.(tasks|requests)\.[^.]+\.arrivals\.(poisson|every)$/,
  /^workload\.requests\.[^.]+\.users$/,
  /^database\.(cores|pool\.size)$/,
  /^dispatch\.every$/,
  /^timeline\.\d+\.(at|for)$/,
];
const CHOICES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^dispatch\.policy$/, DISPATCH_POLICIES],
  [/^(loadBalancer|loadBalancers\.[^.]+)\.choice$/, BALANCER_CHOICES],
];
/** Fields beyond these are a form that nobody fills in; every path can be set by its name. */
const MOST_FIELDS = 30;

/** @param resolved the scenario with everything filled in */
export function fieldsOf(resolved: unknown): Field[] {
  const found: Field[] = [];
  walk(resolved, [], found);
  // Numbers in the order of their kinds, then words.
  const rank = ({ path, choices }: Field) =>
    choices === null ? NUMBERS.findIndex((pattern) => pattern.test(path)) : NUMBERS.length;
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_FIELDS);
}

function walk(value: unknown, path: readonly string[], found: Field[]): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      // A key with a dot is no path for --set.
      if (/^[\w-]+$/.test(key)) walk(each, [...path, key], found);
    }
    return;
  }
  const at = path.join('.');
  const choices = CHOICES.find(([pattern]) => pattern.test(at))?.[1];
  const isNumber = NUMBERS.some((pattern) => pattern.test(at)) && /^\d/.test(`${value}`);
  if (choices !== undefined) found.push({ path: at, value: `${value}`, choices });
  else if (isNumber) found.push({ path: at, value: `${value}`, choices: null });
}
