/** Rows that are used again (`engine/table.ts`): something of another stands in each field of one that comes. */
import { vi } from 'vitest';
import { type Row, Table } from '../../src/engine/table.ts';

/** Whoever asks it for anything asks what the row was before. */
const OTHER = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`${String(name)} of what was in the row before`);
    },
  },
);

function fill(row: Row, flag: boolean): void {
  for (const [field, value] of Object.entries(row)) {
    if (field === 'index' || field === 'isUsed') continue;
    const other = { number: 123_456_789, boolean: flag }[typeof value as string] ?? OTHER;
    Object.assign(row, { [field]: other });
  }
}

/** What `act` returns when in all rows something of another stands: numbers, parts, and as flags all `flag`. */
export function withUsedRows<T>(flag: boolean, act: () => T): T {
  const { add } = Table.prototype;
  const spy = vi.spyOn(Table.prototype, 'add').mockImplementation(function (this: Table<Row>) {
    const row = add.call(this) as Row;
    fill(row, flag);
    return row;
  });
  try {
    return act();
  } finally {
    spy.mockRestore();
  }
}
