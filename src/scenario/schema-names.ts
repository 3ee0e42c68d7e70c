/** Names as values: of what stands elsewhere in the file, or of a preset. */
import * as z from 'zod/mini';
import { chained } from './chained.ts';
import { commentOf, type OwnName } from './own-names.ts';
import { shown } from './schema-values.ts';

/**
 * The name of something that stands elsewhere; whether it does is looked at after the grammar.
 *
 * @param what how a message calls it
 * @param of what it may be the name of: editors offer these, and roles of disasters become one of them. Empty: of nothing
 *   in the file, but a preset
 */
export function reference(what: string, of: readonly OwnName[]) {
  const error = (issue: { input?: unknown }) =>
    issue.input === undefined ? `missing; ${what} is needed` : `${shown(issue.input)} is not ${what}`;
  const text = z.string({ error }).check(z.minLength(1, { error }), z.maxLength(200, { error }));
  return chained(of.length === 0 ? text : text.check(z.meta({ $comment: commentOf(of) })));
}

export const placeName = () => reference('a place (region or region/zone)', ['places']);
export const zoneName = () => reference('a zone (region/zone)', ['zones']);
export const planName = () => reference('the name of a plan', ['plans']);
export const balancerName = () => reference('a load balancer', ['balancers']);
export const presetName = (kind: string) => reference(kind, []);
