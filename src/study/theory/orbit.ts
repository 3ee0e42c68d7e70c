/** A line of limited length, and those who come again: Markov chains of both numbers. */
import { type Moves, meanOver, type Stationary, stationary } from './chain.ts';

/** In line or served, and away to come again. */
export type LineAndOrbit = readonly [line: number, orbit: number];

export interface RetrialLine {
  readonly lambda: number;
  readonly mu: number;
  readonly servers: number;
  /** In line or served; who finds all taken comes again. */
  readonly places: number;
  /** Rate at which each of them comes again. */
  readonly again: number;
  /** Who are away at once in the chain; what comes beyond is lost, so take enough. */
  readonly most: number;
}

/** Mean time from the first attempt to the end of service, and attempts of a customer: by Little's law. */
export function retrialLine({ lambda, mu, servers, places, again, most }: RetrialLine): {
  readonly response: number;
  readonly attempts: number;
} {
  const moves: Moves<LineAndOrbit> = ([line, orbit]) => [
    line < places ? [[line + 1, orbit], lambda] : [[line, orbit + 1], orbit < most ? lambda : 0],
    [[line + 1, orbit - 1], line < places ? orbit * again : 0],
    [[line - 1, orbit], Math.min(line, servers) * mu],
  ];
  const chain = stationary<LineAndOrbit>([0, 0], moves);
  const away = meanOver(chain, ([, orbit]) => orbit);
  return {
    response: meanOver(chain, ([line, orbit]) => line + orbit) / lambda,
    attempts: 1 + (away * again) / lambda,
  };
}

/**
 * The chain of metafor (Alur et al., HotOS 2025) for one server: who arrives at n in line times out with the chance that n
 * services last longer (Chebyshev's bound), and then a copy joins an orbit, but only for a quarter of them (`alpha`, which
 * they calibrate). Of those in orbit each comes again, or gives up for good, once per time-out in the mean.
 */
export function metaforChain(
  { lambda, mu, timeout, retries }: Readonly<Record<'lambda' | 'mu' | 'timeout' | 'retries', number>>,
  { line: places, orbit: room, alpha }: Readonly<Record<'line' | 'orbit' | 'alpha', number>>,
): Stationary<LineAndOrbit> {
  const leave = 1 / timeout;
  const again = (leave * retries) / (retries + 1);
  const late = (n: number): number => {
    const [slack, sigma] = [timeout - n / mu, Math.sqrt(n) / mu];
    return slack > sigma ? (sigma / slack) ** 2 : 1;
  };
  const moves: Moves<LineAndOrbit> = ([line, orbit]) => {
    if (line === places - 1)
      return [
        [[line - 1, orbit], mu],
        [[line, orbit - 1], orbit * leave],
      ];
    const tail = line === 0 ? 0 : late(line);
    return [
      [[line + 1, orbit + 1], orbit < room - 1 ? alpha * lambda * tail : 0],
      [[line + 1, orbit], lambda + orbit * again * tail],
      [[line + 1, orbit - 1], orbit * again * (1 - tail)],
      [[line, orbit - 1], orbit * (leave - again)],
      [[line - 1, orbit], line === 0 ? 0 : mu],
    ];
  };
  return stationary<LineAndOrbit>([0, 0], moves);
}
