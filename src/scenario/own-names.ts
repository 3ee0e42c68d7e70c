/** What a file gives names to, and how its JSON Schema says that a text is such a name. */

/** `data`: its database and its storage; `zones`: with their region, as `region/zone`. */
export type OwnName =
  | 'nodes'
  | 'places'
  | 'zones'
  | 'data'
  | 'replicas'
  | 'balancers'
  | 'plans'
  | 'tasks'
  | 'workers';

const BEGINNING = 'the name of one of: ';

/** What stands in `$comment`: validators that are strict refuse keywords of our own. */
export function commentOf(names: readonly OwnName[]): string {
  return BEGINNING + names.join(', ');
}

/** Back from the comment; without one no names. */
export function namesOfComment(comment = ''): OwnName[] {
  return comment.startsWith(BEGINNING) ? (comment.slice(BEGINNING.length).split(', ') as OwnName[]) : [];
}
