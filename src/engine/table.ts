/**
 * A table of things that come and go: one object a row, used again when it is free, so that nothing is allocated but
 * when more are there at once than ever before. A row has a number, by which an event names it.
 */

/** What every row has. Other fields are its own; whoever adds one gives all of them their values. */
export abstract class Row {
  /** Its number, the same for good. */
  readonly index: number;
  /** Whether it is of something now. */
  isUsed = false;

  constructor(index: number) {
    this.index = index;
  }
}

export class Table<R extends Row> {
  readonly #rows: R[] = [];
  readonly #free: R[] = [];
  readonly #make: (index: number) => R;

  /** @param make makes a row with a number. */
  constructor(make: (index: number) => R) {
    this.#make = make;
  }

  /** A row that is free; what it was before still stands in its fields. */
  add(): R {
    let row = this.#free.pop();
    if (row === undefined) {
      row = this.#make(this.#rows.length);
      this.#rows.push(row);
    }
    row.isUsed = true;
    return row;
  }

  /** A row is free. */
  remove(row: R): void {
    row.isUsed = false;
    this.#free.push(row);
  }

  /** The row with a number. */
  at(index: number): R {
    return this.#rows[index] as R;
  }

  /** The rows in use now, by number; rows may be added and removed while one looks at them. */
  *[Symbol.iterator](): IterableIterator<R> {
    for (let index = 0; index < this.#rows.length; index += 1) {
      const row = this.#rows[index] as R;
      if (row.isUsed) yield row;
    }
  }
}
