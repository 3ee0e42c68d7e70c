/** Which task or request is meant: by its number, by when it arrived, or by what became of it. */
import type { Causes, ClassCauses, WorkOutcome } from '../../measure/kept-causes.ts';
import { WORK_OUTCOMES } from '../../measure/kept-causes.ts';
import { parseDuration } from '../../scenario/units.ts';

export interface Chosen {
  readonly of: 'task' | 'request';
  /** By index. */
  readonly workClass: number;
  readonly ordinal: number;
  /** Why it is this one: `the slowest of 482 that succeeded`. */
  readonly why: string;
}

/** What is meant where nothing became of that: what comes nearest to it. */
const WISHES: Readonly<Record<string, readonly WorkOutcome[]>> = {
  failed: ['failed', 'cancelled', 'timedOut', 'expired', 'lost', 'unfinished', 'refused'],
  lost: ['lost', 'cancelled'],
};

const BECAME: Readonly<Record<WorkOutcome, string>> = {
  succeeded: 'succeeded',
  served: 'were served',
  failed: 'failed',
  cancelled: 'were cancelled',
  timedOut: 'timed out',
  expired: 'expired',
  refused: 'were refused',
  lost: 'were lost',
  unfinished: 'are not over',
};

const SUCCESSES: readonly WorkOutcome[] = ['succeeded', 'served'];

/**
 * @param asked `slowest`, an outcome such as `failed`, a number, or `at 2h34m`; the name of a class may stand before
 * @returns the one that is meant, or why there is none
 */
export function choose(
  { classes }: Pick<Causes, 'classes'>,
  of: 'task' | 'request',
  asked: string,
): Chosen | string {
  const own = classes.filter((one) => one.of === of);
  const known = own.map(({ name }) => name);
  // The longest: the names of classes may begin alike, as deploy and deploy-prod.
  const named = known
    .filter((name) => asked === name || asked.startsWith(`${name} `) || asked.startsWith(`${name}-`))
    .reduce<string | undefined>(
      (longest, name) => ((longest?.length ?? 0) < name.length ? name : longest),
      undefined,
    );
  const rest = named === undefined ? asked : asked.slice(named.length).replace(/^[ -]/, '');
  const among = named === undefined ? own : own.filter(({ name }) => name === named);
  const indexOf = (one: ClassCauses) => own.indexOf(one);
  const all = among
    .flatMap((one) => one.ordinals.map((ordinal, i) => ({ one, i, ordinal })))
    .filter(({ ordinal }) => ordinal > 0);
  const found = ({ one, ordinal }: (typeof all)[number], why: string): Chosen => ({
    of,
    workClass: indexOf(one),
    ordinal,
    why,
  });
  if (all.length === 0) return `no ${of} arrived in the time that is measured`;
  const byArrival = [...all].sort(
    (a, b) => a.one.arrived[a.i]! - b.one.arrived[b.i]! || a.ordinal - b.ordinal,
  );
  if (rest === 'slowest' || rest === '') {
    const well = all.filter(({ one, i }) => SUCCESSES.includes(one.outcomes[i]!));
    if (well.length === 0) return `no ${of} succeeded`;
    const slowest = well.reduce((most, each) =>
      each.one.took[each.i]! > most.one.took[most.i]! ? each : most,
    );
    return found(slowest, `the slowest of ${well.length} that succeeded`);
  }
  const wanted = WISHES[rest] ?? WORK_OUTCOMES.filter((one) => one === rest);
  for (const outcome of wanted) {
    const those = byArrival.filter(({ one, i }) => one.outcomes[i] === outcome);
    if (those.length === 0) continue;
    const none = outcome === rest ? '' : `none is ${rest}; `;
    return found(those[0]!, `${none}the first of ${those.length} that ${BECAME[outcome]}`);
  }
  if (wanted.length > 0) return `no ${of} is ${rest}; there are ${outcomesOf(all)}`;
  if (/^\d+$/.test(rest)) {
    const number = Number(rest);
    const those = all.filter(({ ordinal }) => ordinal === number);
    if (those.length === 0) return `there is no ${of} ${number}; ${counts(among)}`;
    if (those.length > 1)
      return `which ${of} ${number}? say ${those.map(({ one }) => `'${one.name} ${number}'`).join(' or ')}`;
    return found(those[0]!, '');
  }
  const at = /^at (.+)$/.exec(rest)?.[1];
  const time = at === undefined ? null : parseDuration(at);
  if (time?.ok) {
    const next = byArrival.find(({ one, i }) => one.arrived[i]! >= time.value);
    return next === undefined
      ? `no ${of} arrived at ${at} or later`
      : found(next, `the first that arrived at ${at} or later`);
  }
  const classesWords = known.length > 1 ? `, also after the name of a class (${known.join(', ')})` : '';
  return `'${asked}' is none of slowest, ${WORK_OUTCOMES.join(', ')}, a number, or 'at 2h34m'${classesWords}`;
}

function outcomesOf(all: readonly { readonly one: ClassCauses; readonly i: number }[]): string {
  const outcomes = new Set(all.map(({ one, i }) => one.outcomes[i]!));
  return [...outcomes].join(', ');
}

function counts(classes: readonly ClassCauses[]): string {
  return classes.map(({ name, ordinals }) => `${name} has 1 to ${Math.max(0, ...ordinals)}`).join(', ');
}
