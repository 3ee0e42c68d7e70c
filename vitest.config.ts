import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts', 'test/support/clear.ts'],
    reporters: ['default', './test/support/reporter.ts'],
    // For what would never end; how fast a machine is decides no test.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 600_000 } },
    // Two cores are what CI has; processes and not threads, as worker threads are themselves tested. A process goes on
    // with the next file and keeps what it has loaded and compiled, which is half the time: no module of src/ keeps more than a cache.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/{engine,cluster,measure}/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: {
        'src/engine/**/*.ts': { lines: 95 },
        'src/cluster/**/*.ts': { lines: 95 },
        'src/measure/**/*.ts': { lines: 95 },
      },
    },
  },
});
