import type { Reporter, TestModule, TestSpecification } from 'vitest/node';

/**
 * Names once more what failed, and ends the run with one line for people and machines: `N passed, N failed` and, where there are any, `, N skipped`.
 * A file that does not load, a failing hook and an unhandled error count as failed: nothing that went wrong is left out.
 */
export default class ClosingLine implements Reporter {
  private files = 0;

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.files = specifications.length;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: string): void {
    let passed = 0;
    let skipped = 0;
    const failed = unhandled.map(() => 'an error outside of any test');
    for (const module of modules) {
      failed.push(...module.errors().map(() => module.moduleId));
      for (const suite of module.children.allSuites()) {
        failed.push(...suite.errors().map(() => `${module.moduleId} > ${suite.fullName}`));
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'skipped') skipped++;
        else failed.push(`${module.moduleId} > ${test.fullName}`);
      }
    }
    // Nothing found, or a run broken off, is not a run without failures.
    if (failed.length === 0 && (this.files === 0 || reason === 'interrupted')) failed.push('the run itself');
    const names = failed.map((name) => `FAILED: ${name.replace(`${process.cwd()}/`, '')}\n`).join('');
    const line = `${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // After everything else: vitest and the coverage report print in between.
    process.once('exit', () => process.stdout.write(`${names}${line}\n`));
  }
}
