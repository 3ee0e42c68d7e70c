import { readFileSync } from 'node:fs';
import { PACKAGE } from './places.ts';

/**
 * The version of hasim, as its package says.
 *
 * @returns such as `0.1.0`
 */
export function hasimVersion(): string {
  const text = readFileSync(new URL('package.json', PACKAGE), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
