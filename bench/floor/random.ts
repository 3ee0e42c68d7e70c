/**
 * Quick draws for the floor: xorshift128 on 32-bit integers (Marsaglia 2003), `Math.log` and the polar method.
 * Good enough for a yardstick; the simulator itself uses none of this.
 */
export class QuickRandom {
  private readonly state = new Int32Array(4);
  private spare = 0;
  private hasSpare = false;

  constructor(seed: number) {
    // A multiplicative hash spreads small seeds over the state; 64 steps wash out what is left of their likeness.
    for (let i = 0; i < 4; i += 1) this.state[i] = Math.imul(seed + i + 1, 0x9e3779b1) ^ (0x2545f491 << i);
    for (let i = 0; i < 64; i += 1) this.uniform();
  }

  /** In (0, 1), with 32 bits. */
  uniform(): number {
    const s = this.state;
    let t = s[0]!;
    t ^= t << 11;
    t ^= t >>> 8;
    s[0] = s[1]!;
    s[1] = s[2]!;
    s[2] = s[3]!;
    t ^= s[3]! ^ (s[3]! >>> 19);
    s[3] = t;
    return ((t >>> 0) + 0.5) * 2 ** -32;
  }

  /** Exponential with the given mean, not rounded. */
  exponential(mean: number): number {
    return -mean * Math.log(this.uniform());
  }

  /** exp(mu + sigma · z), not rounded. */
  lognormal(mu: number, sigma: number): number {
    return Math.exp(mu + sigma * this.normal());
  }

  private normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.spare = y * scale;
    this.hasSpare = true;
    return x * scale;
  }
}
