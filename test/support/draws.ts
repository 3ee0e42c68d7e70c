/**
 * How many scenarios a property draws: all in CI (`CI=true`), half of them where the tests run all day. Those of half are
 * the first of all, for the seed is the same.
 */
export const draws = (all: number): number => (process.env['CI'] ? all : Math.ceil(all / 2));
