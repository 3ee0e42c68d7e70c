import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    reporters: ['default', './test/support/reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores are what CI has; each test file has a process of its own, as worker threads are themselves tested.
    pool: 'forks',
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: {
        'src/engine/**/*.ts': { lines: 95 },
        'src/cluster/**/*.ts': { lines: 95 },
        'src/measure/**/*.ts': { lines: 95 },
      },
    },
  },
});
