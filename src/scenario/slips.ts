/** What people write where a value with a unit belongs, and what they most likely meant by it. */

const UNITS: Readonly<Record<string, string>> = {
  d: 'd|days?',
  h: 'h|hrs?|hours?|std',
  m: 'm|mins?|minutes?',
  s: 's|secs?|seconds?|sek',
  ms: 'ms|msecs?|milliseconds?',
  us: 'us|µs|μs|usecs?',
};
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const HALF_DAY = /^(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\.?$/i;
const DATE = /^\d{4}-\d\d-\d\d(?:[T ].*)?$/;
/** Durations as ISO 8601 has them. */
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
/** `0,35` as much of the world writes it. */
export const DECIMAL_COMMA = /^\d{1,15},\d{1,15}\s*[A-Za-zµ%/]*$/;

/** `1.000` and `1,000`: a thousand in one half of the world, one in the other. */
const THOUSANDS = /(?<![\d.,])([1-9]\d{0,2})((?:[.,]000)+)(?![\d.,])/;

/** Why a text that holds such a number is no value; `null`: it holds none. */
export function thousandsIn(text: string): string | null {
  const [grouped, first, rest] = THOUSANDS.exec(text) ?? [];
  if (grouped === undefined) return null;
  const meant = [first!, first! + rest!.replace(/[.,]/g, '')].map((digits) => text.replace(grouped, digits));
  return `may be ${meant.join(' or ')}; write the one that you mean`;
}

/**
 * Why a text is no value, where it is one of the slips that people make: a time of day, a date, a decimal comma, a
 * blank before a unit, a unit in words. `null`: none of them.
 * @param reads whether a text would be right
 */
export function slipIn(text: string, reads: (text: string) => boolean): string | null {
  const clock = clockIn(text);
  if (clock !== null && reads(clock))
    return `'${text}' is a time of day; times count from the start of the run: write ${clock} for ${text} after it`;
  if (DATE.test(text) && reads('1h'))
    return `'${text}' is a date; times count from the start of the run: write how long after it, such as 2h`;
  const plain = text.replace(',', '.');
  if (plain !== text && reads(tidied(plain))) return `'${text}' has a decimal comma; write ${tidied(plain)}`;
  const [, value] = /^(.*?\S)\s*(?:#|\/\/).*$/.exec(text) ?? [];
  if (value !== undefined && reads(value))
    return `'${text}' has a comment in it; write ${value} # and the comment`;
  const [, low, high] = /^([\d.]+[a-z/%]*)\s*(?:-|–|\.\.|\bto\b)\s*([\d.]+[a-z/%]*)$/.exec(text) ?? [];
  if (high !== undefined && (reads(low!) || reads(high)))
    return `'${text}' is a range; write one value, such as ${high}`;
  const written = tidied(text);
  if (written === text || !reads(written)) return null;
  return /\s/.test(text)
    ? `'${text}' has a blank before its unit; write ${written}`
    : `'${text}' is not how a unit is written; did you mean ${written}?`;
}

/** `07:30` as 7h30m, `7pm` as 19h. */
function clockIn(text: string): string | null {
  const half = HALF_DAY.exec(text);
  const [, hours, minutes = '0', seconds = '0'] = half ?? CLOCK.exec(text) ?? [];
  if (hours === undefined) return null;
  const hour =
    half === null ? Number(hours) : (Number(hours) % 12) + (half[3]!.toLowerCase() === 'p' ? 12 : 0);
  const parts = [
    [hour, 'h'],
    [Number(minutes), 'm'],
    [half === null ? Number(seconds) : 0, 's'],
  ] as const;
  return parts.flatMap(([n, unit]) => (n > 0 ? [`${n}${unit}`] : [])).join('') || '0s';
}

/** Without blanks, its units as they are written here, `60 per hour` as 60/h. */
function tidied(text: string): string {
  const iso = ISO.exec(text);
  if (iso !== null)
    return ['d', 'h', 'm', 's'].map((unit, i) => (iso[i + 1] ? iso[i + 1] + unit : '')).join('');
  const joined = text
    .trim()
    .replace(/\s*(?:\bper ?cent\b|\bpct\b)/i, '%')
    .replace(/\s*(?:\bper\b|\ban?\b|\/)\s*/i, '/')
    .replace(/\s+/g, '');
  return Object.entries(UNITS).reduce(
    (line, [unit, words]) => line.replace(new RegExp(`(?<=\\d|/)(?:${words})(?=\\d|$)`, 'gi'), unit),
    joined,
  );
}
