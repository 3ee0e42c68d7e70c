/**
 * A sum of whole numbers that stays exact past 2^53: two limbs. Areas under step functions (µs × how many) and
 * sums of stays are kept in these, so that conservation can be checked for equality and not within a tolerance.
 */
const LIMB = 4503599627370496; // 2^52

export class ExactSum {
  /** 0 ≤ low < 2^52 after every call. */
  low = 0;
  high = 0;

  /** Adds a whole number of at most 2^52 in size. */
  add(value: number): void {
    const sum = this.low + value;
    if (sum >= LIMB) {
      this.low = sum - LIMB;
      this.high += 1;
    } else if (sum < 0) {
      this.low = sum + LIMB;
      this.high -= 1;
    } else this.low = sum;
  }

  /** Adds a product of two whole numbers exactly: `a` below 2^26 in size, `b` from 0 to 2^52. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    if (product <= LIMB && product >= -LIMB) {
      this.add(product);
      return;
    }
    const upper = Math.floor(b / 67108864);
    const lower = b - upper * 67108864;
    this.add(a * lower);
    const shifted = a * upper; // × 2^26
    const carry = Math.floor(shifted / 67108864);
    this.high += carry;
    this.add((shifted - carry * 67108864) * 67108864);
  }

  /** Takes away all of another's. */
  subtract({ low, high }: ExactSum): void {
    this.high -= high;
    this.add(-low);
  }

  equals(other: ExactSum): boolean {
    return this.low === other.low && this.high === other.high;
  }

  /** The sum as a double: exact below 2^53, else the nearest. */
  get value(): number {
    return this.high * LIMB + this.low;
  }
}
