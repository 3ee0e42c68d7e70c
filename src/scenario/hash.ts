/**
 * A 64-bit fingerprint of plain data, the same on every machine: keys of caches and results, not cryptography.
 * Two 32-bit lanes with the mixing steps of MurmurHash3 (Appleby, public domain).
 */

/** Takes words and texts, gives 16 hexadecimal digits. */
export class Fingerprint {
  private a = 0x9e3779b9 | 0;
  private b = 0x85ebca6b | 0;
  private length = 0;

  /** Adds one 32-bit word. */
  word(word: number): void {
    let k = Math.imul(word, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    this.a ^= Math.imul(k, 0x1b873593);
    this.a = (Math.imul((this.a << 13) | (this.a >>> 19), 5) + 0xe6546b64) | 0;
    k = Math.imul(word, 0x38b34ae5);
    k = (k << 17) | (k >>> 15);
    this.b ^= Math.imul(k, 0xa1e38b93);
    this.b = (Math.imul((this.b << 15) | (this.b >>> 17), 5) + 0x561ccd1b) | 0;
    this.length += 1;
  }

  /** Adds a whole number of at most 2^53. */
  whole(value: number): void {
    this.word(value | 0);
    this.word(Math.floor(value / 0x100000000) | 0);
  }

  /** Adds a text, by its UTF-16 code units. */
  text(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.word(text.charCodeAt(i));
    this.word(text.length);
  }

  /** 16 hexadecimal digits of everything added so far. */
  digest(): string {
    let a = finish(this.a ^ this.length);
    let b = finish(this.b ^ this.length);
    a = (a + b) | 0;
    b = (b + a) | 0;
    return hex(finish(a)) + hex(finish(b));
  }
}

/** The fingerprint of a plain value (JSON), whatever the order of its keys. */
export function hashOf(value: unknown): string {
  const fingerprint = new Fingerprint();
  fingerprint.text(canonicalJson(value));
  return fingerprint.digest();
}

/** JSON with the keys of every map in order of their code units; undefined values are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([x], [y]) => (x < y ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function finish(h: number): number {
  let x = h;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
