/**
 * The logarithm, the exponential, powers and the gamma function, from nothing but +, −, × and ÷: IEEE 754 fixes every bit of
 * those, so a run gives the same numbers in every engine and on every machine (rule T5), which `Math.log` does not.
 */

const LN2 = Math.LN2;
/** ln 2 in two parts: the first ends with zeros, so that it can be multiplied by an exponent exactly. */
const LN2_HIGH = 6.93147180369123816e-1;
const LN2_LOW = 1.9082149292705877e-10;

/** 2 to the powers from −1022 to 1023, at the power + 1022: all that are normal numbers. */
const NO_POWER = 1022;
const POWERS = powersOfTwo();

/** The steps of the table of logarithms: 1/128. */
const STEPS = 128;
/** ln(j / 128) by j, for mantissas from √½ to √2. */
const TABLE = Float64Array.from({ length: 182 }, (_, j) => (j < 90 ? 0 : logarithmNearOne(j / STEPS)));

/**
 * The natural logarithm, to within 2 units in the last place.
 *
 * A number is 2^e × m with m from √½ to √2; ln m is read from a table at the nearest c = j/128, and the rest is
 * 2 artanh((m − c)/(m + c)), of which five terms are enough.
 * P. T. P. Tang, Table-driven implementation of the logarithm function, ACM TOMS 16 (1990) 378–400.
 *
 * @param x any number
 * @returns −∞ at 0, NaN below 0
 */
export function ln(x: number): number {
  // Whole numbers of 31 bits have their exponent from the leading zeros; smaller ones are made such first, exactly.
  let scaled = x;
  let exponent = 0;
  if (x < 1) {
    exponent = x < TWO_TO_MINUS_30 ? -60 : -30;
    scaled = x < TWO_TO_MINUS_30 ? x * 1152921504606846976 : x * 1073741824;
  }
  if (!(scaled >= 1 && scaled < 2147483648)) return farLn(x);
  const leading = 31 - Math.clz32(scaled | 0);
  return lnOf(scaled * POWERS[NO_POWER - leading]!, exponent + leading);
}

const TWO_TO_MINUS_30 = 1 / 1073741824;
/** The first double with the upper half of the bits of √2. */
const ROOT_OF_TWO = 1.4142131805419922;

/** ln(2^exponent × m), m from 1 to 2. */
function lnOf(mantissa: number, power: number): number {
  // From √2 on: half the mantissa, one more in the exponent.
  const isAbove = mantissa >= ROOT_OF_TWO;
  const m = isAbove ? 0.5 * mantissa : mantissa;
  const exponent = isAbove ? power + 1 : power;
  const j = (m * STEPS + 0.5) | 0;
  const c = j / STEPS;
  const s = (m - c) / (m + c);
  const s2 = s * s;
  const rest = 2 * s + 2 * s * s2 * (1 / 3 + s2 * (0.2 + s2 * (1 / 7 + s2 * (1 / 9))));
  return exponent * LN2_HIGH + (TABLE[j]! + (exponent * LN2_LOW + rest));
}

/** The same of a number below 2^-60 or from 2^31 on, or of none. */
function farLn(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x > 0 ? x : Number.NaN;
  // Subnormal: 2^54 times as large it is not.
  if (x < POWERS[0]!) return ln(x * 18014398509481984) - 54 * LN2;
  let low = 0;
  let high = POWERS.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (POWERS[middle]! <= x) low = middle;
    else high = middle - 1;
  }
  // In two steps, as the largest power has no inverse that is normal.
  const power = low - NO_POWER;
  const half = power >> 1;
  return lnOf(x * POWERS[NO_POWER - half]! * POWERS[NO_POWER + half - power]!, power);
}

/** 2 artanh((c − 1)/(c + 1)) from the smallest term up, for c from √½ to √2. */
function logarithmNearOne(c: number): number {
  const s = (c - 1) / (c + 1);
  const s2 = s * s;
  let sum = 0;
  for (let n = 27; n >= 3; n -= 2) sum = s2 * (1 / n + sum);
  return 2 * s + 2 * s * sum;
}

/**
 * e to the power of a number, to within 1 unit in the last place.
 *
 * x = k ln 2 + r with |r| ≤ ½ ln 2; for e^r the rational form of FDLIBM (S. Moler's `e_exp.c`, Sun Microsystems 1993),
 * whose coefficients are the best in the sense of Remez.
 *
 * @returns ∞ above 709.78, 0 below −745.13
 */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x / LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019e-1 +
        t *
          (-2.77777777770155934e-3 +
            t * (6.61375632143793436e-5 + t * (-1.65339022054652515e-6 + t * 4.13813679705723846e-8))));
  const power = 1 - (low - (r * c) / (2 - c) - high);
  // In two steps where 2^k alone is no normal number.
  if (k > 1023) return power * 2 * twoTo(k - 1);
  return k < -1022 ? power * twoTo(k + 54) * twoTo(-54) : power * twoTo(k);
}

/** 2 to a whole power from −1022 to 1023. */
function twoTo(k: number): number {
  return POWERS[NO_POWER + k]!;
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  powers[NO_POWER] = 1;
  for (let k = 1; k <= 1023; k += 1) powers[NO_POWER + k] = 2 * powers[NO_POWER + k - 1]!;
  for (let k = 1; k <= NO_POWER; k += 1) powers[NO_POWER - k] = 0.5 * powers[NO_POWER - k + 1]!;
  return powers;
}

/**
 * A number above 0 to a power: by multiplication for small whole powers, else e^(y ln x), which is off by at most a few
 * units in the last place times the size of its logarithm.
 *
 * @param x at least 0
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isInteger(y) && y > 0 && y <= 64) return wholePower(x, y);
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  return exp(y * ln(x));
}

function wholePower(x: number, n: number): number {
  let power = 1;
  let square = x;
  for (let rest = n; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) power *= square;
    square *= square;
  }
  return power;
}

/** Coefficients of Lanczos' approximation with g = 7 and nine terms. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * ln Γ(x), to about 15 digits.
 * C. Lanczos, A precision approximation of the gamma function, SIAM J. Numer. Anal. B 1 (1964) 86–96.
 *
 * @param x above 0
 */
export function lnGamma(x: number): number {
  if (x < 0.5) return lnGamma(x + 1) - ln(x);
  const y = x - 1;
  const t = y + 7.5;
  let sum: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i += 1) sum += LANCZOS[i]! / (y + i);
  return 0.5 * ln(2 * Math.PI) + (y + 0.5) * ln(t) - t + ln(sum);
}
