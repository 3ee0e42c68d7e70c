/** The types of the package are whole where there is no DOM, and those of `hasim` where there is no Node either. */
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ROOT } from '../cli/support.ts';

test.each([
  ['dist/index.d.ts', []],
  ['dist/node/index.d.ts', ['node']],
])(
  '%s with no types but %j',
  (entry, types) => {
    const program = ts.createProgram([join(ROOT, entry)], {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types,
      typeRoots: [join(ROOT, 'node_modules/@types')],
      strict: true,
      noEmit: true,
    });
    // Of our own files: what libraries say of themselves is not asked.
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(ROOT, 'dist/')));
    expect(ours.length).toBeGreaterThan(20);
    const wrong = [
      ...program.getOptionsDiagnostics(),
      ...ours.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]),
    ].map(({ messageText, file }) => [file?.fileName, messageText]);
    expect(wrong).toEqual([]);
  },
  60_000,
);
