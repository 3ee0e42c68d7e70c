/** What lies on the queue's server: everything begins with `{hasim}`, in braces so that a cluster keeps it together. */

export const PREFIX = '{hasim}';

/** How long results and scenarios are kept for the next try of the same command, in seconds. */
export const KEPT_S = 24 * 3600;

/** Programs that compute other figures never see each other's work. */
export function queueOf(build: string): string {
  return `replications-${build.slice(0, 16)}`;
}

export const keyOf = {
  scenario: (hash: string) => `${PREFIX}:scenario:${hash}`,
  /** @param kept empty, or the study that wants nothing of what others have computed */
  result: (kept: string, key: string) => `${PREFIX}:result:${kept}:${key}`,
  cancelled: (study: string) => `${PREFIX}:cancelled:${study}`,
  workers: `${PREFIX}:workers`,
  studies: `${PREFIX}:studies`,
};
