/**
 * Things that go through stages, each of a length: a call, a request, an operation. A stage of no length is over at
 * once, without an event; an event whose thing has gone on otherwise meanwhile is out of date and does nothing.
 */
import type { Handler, Simulation } from './simulation.ts';
import { Row, Table } from './table.ts';
import type { Micros } from './time.ts';

/** A row that is in a stage, which ends at a time. */
export abstract class StagedRow extends Row {
  /** 0: in none. */
  stage = 0;
  /** When its stage is over; of no meaning in a stage that something else ends. */
  due: Micros = Number.NaN;
}

export class Stages<R extends StagedRow> extends Table<R> {
  readonly #sim: Simulation;

  constructor(sim: Simulation, make: (index: number) => R) {
    super(make);
    this.#sim = sim;
  }

  override remove(row: R): void {
    super.remove(row);
    row.stage = 0;
  }

  /** At the event of a stage's end: the row, or null when it is in that stage no more, or until another time. */
  ended(index: number, stage: number): R | null {
    const row = this.at(index);
    return row.stage === stage && row.due === this.#sim.now ? row : null;
  }

  /**
   * A row enters a stage of a length.
   * @param ended the handler of the stage's end
   * @returns true when the stage has no length: it is over, and the handler is not told.
   */
  enter(row: R, stage: number, length: Micros, ended: Handler): boolean {
    if (length !== 0) {
      this.enterOnItsOwn(row, stage, length, ended);
      return false;
    }
    row.stage = stage;
    return true;
  }

  /**
   * A row enters a stage whose end is an event also where it has no length: for whose turn comes amid something else's end.
   * What follows from its own could take away that.
   * @param ended the handler of the stage's end
   */
  enterOnItsOwn(row: R, stage: number, length: Micros, ended: Handler): void {
    row.stage = stage;
    const due = this.#sim.now + length;
    row.due = due;
    this.#sim.at(due, ended, row.index);
  }
}
