/** A typed array's values in a longer one: how the tables grow. */
export function wider<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
