/** Classes of a scenario for the names of tasks: their own name in the letters that a scenario allows, and their kind. */
import type { TaskKind } from '../../scenario/scenario.ts';

export interface ClassName {
  /** A name of a scenario, and of no other class. */
  readonly name: string;
  readonly kind: TaskKind;
}

/** The names of the product's own tasks that its documentation or its client names. */
const KINDS: Readonly<Record<string, TaskKind>> = {
  Deploy: 'deployment',
  RunbookRun: 'runbook',
  Health: 'system',
  Retention: 'system',
  SystemIntegrityCheck: 'system',
  SyncCommunityActionTemplates: 'system',
  SynchronizeBuiltInPackageRepositoryIndex: 'system',
};

/** The classes of these names of tasks, those with the most first, and the index of each name's class. */
export function classNames(names: readonly string[]): {
  classes: ClassName[];
  indexOf: ReadonlyMap<string, number>;
} {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const inOrder = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
  const taken = new Set<string>();
  const classes = inOrder.map((name) => {
    const own = unused(allowed(name), taken);
    taken.add(own);
    return { name: own, kind: Object.hasOwn(KINDS, name) ? KINDS[name]! : 'other' };
  });
  return { classes, indexOf: new Map(inOrder.map((name, i) => [name, i])) };
}

/** Other characters become dashes; it begins with a letter. */
function allowed(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z]+/, '');
  const short = plain.replace(/-+$/, '').slice(0, 60);
  return short === '' ? 'task' : short;
}

function unused(name: string, taken: ReadonlySet<string>): string {
  let own = name;
  for (let number = 2; taken.has(own); number += 1) own = `${name}-${number}`;
  return own;
}
