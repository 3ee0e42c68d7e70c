import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { pages } from '../../scripts/console-blocks.ts';
import * as library from '../../src/index.ts';
import * as withFiles from '../../src/node/index.ts';
import { ROOT, textOf } from './support.ts';

const examples = pages(ROOT).flatMap((page) =>
  [...textOf(page).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => ({ page, code: code! })),
);

test('every name that an example imports is exported', () => {
  const missing = examples.flatMap(({ code }) =>
    [...code.matchAll(/import \{([^}]*)\} from '(hasim(?:\/node)?)'/g)].flatMap(([, names, from]) => {
      const exported = from === 'hasim' ? library : withFiles;
      return names!
        .split(',')
        .map((name) => name.trim())
        .filter((name) => !name.startsWith('type '))
        .filter((name) => !(name in exported))
        .map((name) => `${name} from ${from}`);
    }),
  );
  expect(examples.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

test('every example compiles by itself', () => {
  const folder = join(ROOT, '.cache/examples');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = examples.map(({ code }, i) => {
    const file = join(folder, `${i}.ts`);
    writeFileSync(file, code);
    return file;
  });
  const read = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { tsBuildInfoFile: _, ...options } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT).options;
  const program = ts.createProgram(files, {
    ...options,
    incremental: false,
    noUnusedLocals: false,
    paths: { hasim: [join(ROOT, 'src/index.ts')], 'hasim/node': [join(ROOT, 'src/node/index.ts')] },
  });
  const wrong = files.flatMap((file, i) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${examples[i]!.page}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
  expect(wrong).toEqual([]);
  expect(undocumented(program)).toEqual([]);
});

/** Exported functions without a comment, a `@param` for each parameter, or a `@returns` for what they return. */
function undocumented(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  return ['src/index.ts', 'src/node/index.ts'].flatMap((entry) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(join(ROOT, entry))!)!;
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const code = symbol.valueDeclaration;
      if (code === undefined || !ts.isFunctionDeclaration(code)) return [];
      const tags = ts.getJSDocTags(code);
      const lacks = [
        ...(symbol.getDocumentationComment(checker).length === 0 ? ['a comment'] : []),
        ...(tags.filter(ts.isJSDocParameterTag).length < code.parameters.length ? ['@param'] : []),
        ...(/^(Promise<)?(void|never)>?$/.test(code.type?.getText() ?? '') || tags.some(ts.isJSDocReturnTag)
          ? []
          : ['@returns']),
      ];
      return lacks.length === 0 ? [] : [`${exported.name} of ${entry} lacks ${lacks.join(', ')}`];
    });
  });
}

test('hasim/node is all of hasim', () => {
  expect(Object.keys(library).filter((name) => !(name in withFiles))).toEqual([]);
});

test('three lines simulate a text, and what it names or gets wrong is said with its place', () => {
  const text =
    'name: t\nduration: 10m\nnodes: { n: { taskCap: 1 } }\nworkload: { tasks: { a: { arrivals: { at: [1m] }, steps: [ { run: 2m } ] } } }';
  const result = library.simulate(text);
  expect(result.values['tasks.succeeded']).toMatchObject({ sum: 1 });
  expect(library.simulate(library.parseScenario(text).scenario).digest).toBe(result.digest);
  expect(() => library.simulate(`extends: other.yaml\n${text}`)).toThrow(/scenario:1:\d+.*other\.yaml/s);
  expect(() => library.simulate(text.replace('taskCap', 'taskKap'))).toThrow(/scenario:3:\d+.*taskCap/s);
});

test.each(['study', 'comparison'])('one line writes the report of a %s', async (kind) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'hasim-report-')), 'report');
  const { scenario } = library.parseScenario(
    'name: t\nduration: 10m\nnodes: { n: { taskCap: 1 } }\nworkload: { tasks: { a: { arrivals: { at: [1m] }, steps: [ { run: 2m } ] } } }',
  );
  const about =
    kind === 'study'
      ? await library.replicate(scenario, library.inlineRunner, library.fixed(1))
      : await library.compare(scenario, [{ ...scenario, name: 'u' }], library.inlineRunner, {
          replications: 1,
        });
  await withFiles.writeReport(folder, about, { charts: false });
  const names = readdirSync(folder);
  expect(names).toEqual(expect.arrayContaining(['report.html', 'summary.md', 'series.csv']));
  expect(names).toContain(kind === 'study' ? 'result.json' : 'comparison.json');
  // No command made it, so none is named that would make it again.
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).not.toContain('Repeat with');
  rmSync(dirname(folder), { recursive: true });
});

/** Examples that run in a moment and touch no file. */
const short = examples.filter(({ code }) => !code.includes('hasim/node'));

test.each(short)('an example of $page runs as it stands', ({ code }) => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', javaScript(code)], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(printed).toMatch(/^[0-9a-f]{16} /);
});

function javaScript(code: string): string {
  return ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  }).outputText;
}
