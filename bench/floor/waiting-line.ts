/** A FIFO of numbers in a ring whose length is a power of two. */
export class WaitingLine {
  private ring = new Float64Array(64);
  private head = 0;
  length = 0;

  /** Adds at the end. */
  push(value: number): void {
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.head + this.length) & (this.ring.length - 1)] = value;
    this.length += 1;
  }

  /** Takes the first; there must be one. */
  shift(): number {
    const value = this.ring[this.head]!;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.length -= 1;
    return value;
  }

  private grow(): void {
    const ring = new Float64Array(2 * this.ring.length);
    for (let i = 0; i < this.length; i += 1) ring[i] = this.ring[(this.head + i) & (this.ring.length - 1)]!;
    this.ring = ring;
    this.head = 0;
  }
}
