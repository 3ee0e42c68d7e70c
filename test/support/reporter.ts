import type { Reporter, TestModule, TestSpecification } from 'vitest/node';

/**
 * Ends the run with one line for people and machines: `N passed, N failed` and, where there are any, `, N skipped`.
 * A file that does not load, a failing hook and an unhandled error count as failed: nothing that went wrong is left out.
 */
export default class ClosingLine implements Reporter {
  private files = 0;

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.files = specifications.length;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: string): void {
    let passed = 0;
    let failed = unhandled.length;
    let skipped = 0;
    for (const module of modules) {
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'skipped') skipped++;
        else failed++;
      }
    }
    // Nothing found, or a run broken off, is not a run without failures.
    if (failed === 0 && (this.files === 0 || reason === 'interrupted')) failed = 1;
    const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // After everything else: vitest and the coverage report print in between.
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}
