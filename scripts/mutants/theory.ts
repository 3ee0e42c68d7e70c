/** Faults of engine and statistics that `hasim validate` notices, each by rows of its table; and of a year with failures. */
import type { Mutant } from './mutant.ts';

/** A fault and the model whose rows turn red. */
function caught(model: string, fault: string, file: string, from: string, to: string): Mutant {
  return { fault, file, from, to, test: 'theory/validation.test.ts', red: `${model}: every number` };
}

export const THEORY: readonly Mutant[] = [
  caught(
    'database as M/M/4, at 80 %',
    'a station with a server too many',
    'src/engine/station.ts',
    'if (this.busy < this.servers) {',
    'if (this.busy <= this.servers) {',
  ),
  caught(
    'M/M/1-PS at 70 %',
    'shared capacity that slows nobody',
    'src/engine/shared-capacity.ts',
    'const share = all > this.#limit ? this.#limit / all : 1;',
    'const share = 1;',
  ),
  caught(
    'M/M/1-PS at 70 %',
    'shared capacity that counts what is asked as used',
    'src/engine/shared-capacity.ts',
    'elapsed * (all > this.#limit ? this.#limit * (this.#asked / all) : this.#asked)',
    'elapsed * this.#asked',
  ),
  caught(
    'storage bandwidth as M/D/1-PS, at 70 %',
    'shared capacity that slows twice',
    'src/engine/shared-capacity.ts',
    'const factor = share * this.#speed;',
    'const factor = share * share * this.#speed;',
  ),
  caught(
    'M/M/1 at 50 %',
    'an exponential variate without its long ones',
    'src/engine/distributions.ts',
    'return Math.round(-this.#a * ln(1 - u));',
    'return Math.round(-this.#a * ln(1 - 0.95 * u));',
  ),
  caught(
    'M/G/1-PS, lognormal of cv 1.5 at 70 %',
    'a lognormal variate whose spread is squared',
    'src/engine/distributions.ts',
    'exp(this.#a + this.#b * normalQuantile(u))',
    'exp(this.#a + this.#b * this.#b * normalQuantile(u))',
  ),
  caught(
    'M/E₄/1 at 80 %',
    'an Erlang variate of one uniform, k times',
    'src/engine/distributions.ts',
    'draw(high, low, purpose + 64 * (i + 1), n)',
    'draw(high, low, purpose, n)',
  ),
  caught(
    'M/M/2 at 50 %',
    'draws that do not depend on one word of their key',
    'src/engine/draw.ts',
    'let a = Math.imul(high ^ Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b);\n  let b = Math.imul(low ^',
    'let a = Math.imul(Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b);\n  let b = Math.imul((low & 3) ^',
  ),
  caught(
    'M/M/1 at 50 %',
    'a mean of the differences from the first value',
    'src/study/statistics/mean.ts',
    'return pivot + sum / values.length;',
    'return sum / values.length;',
  ),
  caught(
    'M/M/2 at 50 %',
    'an interval narrower by the root of the replications',
    'src/study/statistics/mean.ts',
    'Math.sqrt(spread / values.length);',
    'Math.sqrt(spread) / values.length;',
  ),
  caught(
    'M/M/1 at 50 %',
    'a quantile from the other end',
    'src/study/statistics/quantile.ts',
    'Math.ceil(p * n * (1 - 1e-14))',
    'Math.ceil((1 - p) * n * (1 - 1e-14))',
  ),
  caught(
    'M/M/2 at 50 %',
    'a bucket read as that of the octave below',
    'src/measure/histogram.ts',
    'const octave = Math.floor((bucket - EXACT) / SUB) + 1;',
    'const octave = Math.floor((bucket - EXACT) / SUB);',
  ),
  {
    fault: 'a published number that is not the exact one, and nobody says so',
    file: 'src/study/published/validate.ts',
    from: "isRight === (off === null) ? row.verdict : 'fail'",
    to: 'row.verdict',
    test: 'study/theory/published.test.ts',
    red: 'is red when the simulation is elsewhere',
  },
  {
    fault: 'outcomes that are as often as published, whatever they are',
    file: 'src/study/published/validate.ts',
    from: 'sameChance(happened, replications, ...published) >= alpha',
    to: 'sameChance(happened, replications, ...published) >= 0',
    test: 'study/theory/published.test.ts',
    red: 'is red when it is too often or too seldom',
  },
  {
    fault: 'pairs of faults that overlap as often whatever their length',
    file: 'src/study/yearly/strata.ts',
    from: 'weight *= overlap;',
    to: '',
    test: 'study/yearly.long.test.ts',
    red: 'faults strike all targets at all times alike',
  },
  {
    fault: 'what two faults cost at once, without what one of them does',
    file: 'src/study/yearly/yearly.ts',
    from: '[-1, [other]],',
    to: '',
    test: 'study/yearly.long.test.ts',
    red: 'two faults of one part at once cost what one does',
  },
  {
    fault: 'a node that is up before it has started',
    file: 'src/study/yearly/components.ts',
    from: 'const downTime = meanLength(failure.for) + start;',
    to: 'const downTime = meanLength(failure.for);',
    test: 'study/yearly.long.test.ts',
    red: 'a node begins to be up when it has started',
  },
];
