/** Disasters: written once for all designs, in files of their own, by role. */
import * as z from 'zod/mini';
import type { Micros } from '../../engine/time.ts';
import { type Mistake, ScenarioError } from '../errors.ts';
import { mistakesIn } from '../grammar.ts';
import type { SourceFile } from '../layers.ts';
import { keys, list, named } from '../schema-shapes.ts';
import { duration, name, positiveDuration, shown, text, yesNo } from '../schema-values.ts';
import { child, plain, positionAt, type Tree } from '../tree.ts';
import { parseDuration, valueOf } from '../units.ts';
import { readYaml } from '../yaml-source.ts';

export interface Disaster {
  readonly name: string;
  /** One sentence for people. */
  readonly about: string;
  /** When it strikes, since the start of the run. */
  readonly strikes: Micros;
  /** How long it is looked on after everything that it does is over. */
  readonly watch: Micros;
  /** Entries of a timeline with `after` instead of `at`, and roles where names stand. */
  readonly happens: readonly Tree[];
  /** The plan of the design that answers it. */
  readonly answer: { readonly plan: string; readonly key: Tree } | null;
  /** What answers it in designs that have no plan of that name. */
  readonly usual: Tree | null;
}

const entry = z.looseObject(
  {
    after: duration('a time').optional(),
    optional: yesNo().optional(),
    at: z.optional(
      z.never({ error: () => 'is of a timeline; here stands after: 10m, counted from when it strikes' }),
    ),
  },
  {
    error: ({ input }) =>
      `${shown(input)} is not a map; what happens is a map such as { crash: a node that runs tasks, for: 10m }`,
  },
);
const step = z.looseObject(
  {},
  {
    error: ({ input }) => `${shown(input)} is not a map; a step is a map such as { do: decide, takes: 30m }`,
  },
);

const disaster = keys('a disaster', {
  about: text('what happens, in a sentence', 300),
  strikes: positiveDuration('the time when it strikes').default('1h'),
  watch: positiveDuration('how long it is watched').default('3h'),
  happens: list('happens', entry, 1, 100),
  answer: name('the plan that answers it').optional(),
  steps: list('steps', step, 1, 100).optional(),
});

const disastersFile = keys('a file of disasters', { disasters: named('disasters', disaster) });

const BEGINS = 'a file of disasters begins with disasters: and has a name for each';

/**
 * The disasters of one file, in its order.
 *
 * @throws ScenarioError with every mistake of form; what an entry says is checked with each design that it is laid over
 */
export function parseDisasters({ path, text: source }: SourceFile): Disaster[] {
  const { tree, mistakes } = readYaml(path, source, BEGINS);
  if (tree === null) throw new ScenarioError(mistakes);
  const wrong = [...mistakes, ...mistakesIn(disastersFile, tree)];
  if (wrong.length > 0) throw new ScenarioError(wrong);
  const file = disastersFile.parse(plain(tree));
  const more: Mistake[] = [];
  const all = Object.entries(file.disasters).map(([each, read]): Disaster => {
    const own = child(tree, 'disasters', each)!;
    if (read.steps !== undefined && read.answer === undefined) {
      const at = positionAt(tree, ['disasters', each, 'steps'], 'key');
      more.push({
        ...at,
        path: `disasters.${each}.steps`,
        text: 'answer nothing: name their plan in answer',
      });
    }
    return {
      name: each,
      about: read.about,
      strikes: valueOf(parseDuration(read.strikes)),
      watch: valueOf(parseDuration(read.watch)),
      happens: itemsOf(child(own, 'happens')),
      answer: read.answer === undefined ? null : { plan: read.answer, key: child(own, 'answer')! },
      usual: child(own, 'steps') ?? null,
    };
  });
  if (more.length > 0) throw new ScenarioError(more);
  return all;
}

function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}
