/** What is wrong with a scenario: every mistake of a file at once, each with its place. */

import { plainTexts } from './plain-text.ts';

/**
 * Where something was written: 1-based line and column of a file. Line 0 is a file as a whole, or what was set over it,
 * `set path=value`.
 */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a scenario, and where. */
export interface Mistake extends Position {
  /** Keys joined by dots, `nodes.west.taskCap`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong; what would be right. */
  readonly text: string;
}

/** A scenario that cannot be run. Carries all its mistakes; the message shows them to people. */
export class ScenarioError extends Error {
  /** All of them, in the order in which they were found. */
  readonly mistakes: readonly Mistake[];

  /** @param mistakes at least one */
  constructor(mistakes: readonly Mistake[]) {
    // Keys and values of somebody's file stand in them.
    const plain = plainTexts(mistakes);
    super(describeMistakes(plain));
    this.name = 'ScenarioError';
    this.mistakes = plain;
  }
}

/** `file:line:col`, or `set path=value`. */
export function describePosition(position: Position): string {
  return position.line === 0 ? position.file : `${position.file}:${position.line}:${position.column}`;
}

/** Lines that are shown; a file that is wrong everywhere is not read to its end. */
const MOST_LINES = 100;

/** One line a mistake, the places in a column of their own, and how many there are. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
  const shown = mistakes.slice(0, MOST_LINES);
  const places = shown.map(describePosition);
  const width = Math.min(60, Math.max(0, ...places.map((place) => place.length)));
  const lines = shown.map((mistake, i) => {
    const path = mistake.path === '' ? '' : `${mistake.path}: `;
    return `${places[i]!.padEnd(width)}  ${path}${mistake.text}`;
  });
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
  if (shown.length < mistakes.length) lines.push(`… and ${mistakes.length - shown.length} more`);
  return [...lines, `${count}; nothing was run`].join('\n');
}
