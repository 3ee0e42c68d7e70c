/**
 * A running 64-bit fingerprint of the events of a run (time, kind by name, who): two 32-bit words, one multiply
 * each an event. Two runs with one digest did the same things in the same order at the same times.
 */
export class Digest {
  #a = 0x243f6a88 | 0;
  #b = 0x85a308d3 | 0;

  /** Adds one event: its time in µs, the hash of its kind's name, and who it concerns. */
  add(time: number, kind: number, who: number): void {
    const high = (time / 4294967296) | 0;
    const low = time | 0;
    const a = Math.imul(this.#a ^ low ^ (high << 16), 0x9e3779b1) + kind;
    this.#a = (a << 13) | (a >>> 19);
    const b = Math.imul(this.#b ^ kind ^ who, 0x85ebca6b) + low;
    this.#b = (b << 17) | (b >>> 15);
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return word(avalanche(this.#a ^ avalanche(this.#b))) + word(avalanche(this.#b ^ (this.#a >>> 1)));
  }
}

/** A 32-bit hash of a text (FNV-1a over its UTF-16 units, then an avalanche). */
export function hashText(text: string): number {
  let h = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return avalanche(h);
}

/** One digest of several, in order. */
export function combineDigests(digests: readonly string[]): string {
  const all = new Digest();
  for (const digest of digests) {
    all.add(
      Number.parseInt(digest.slice(0, 8), 16),
      Number.parseInt(digest.slice(8, 16), 16) | 0,
      digest.length,
    );
  }
  return all.toString();
}

/** The finaliser of MurmurHash3: every bit of the argument reaches every bit of the result. */
function avalanche(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function word(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
