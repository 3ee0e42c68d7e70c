/**
 * What the tests claim. A test claims the facts and failure modes that stand before the colon of its own title:
 * `fact 46, Q8: the orphans are …`, `facts 13, 15: …`, `failure mode 4: …`. Comments, headers and the titles of groups
 * claim nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** A test that names facts or failure modes. */
export interface Claim {
  readonly facts: readonly number[];
  readonly modes: readonly number[];
  /** Path from the root of the project. */
  readonly file: string;
  readonly title: string;
  /** It reaches `simulate`, itself or through the functions that it calls. */
  readonly runsModel: boolean;
  /** It reaches `expect`. */
  readonly asserts: boolean;
  readonly skipped: boolean;
}

/** Names that run the model, by the source file that they come from. */
const MODEL: Readonly<Record<string, readonly string[]>> = {
  'src/simulate.ts': ['simulate'],
  'src/study/replications/runner.ts': ['inlineRunner'],
};
const TESTS = new Set(['it', 'test']);

/** The claims of a test file, `file` being its path from `root`. */
export function claimsOf(root: string, file: string): Claim[] {
  if (!/\b(fact|failure mode)s? \d/.test(readFileSync(join(root, file), 'utf8'))) return [];
  const source = parse(root, file);
  const outside = declarationsOf(source);
  const model = reaching(outside, modelNames(root, file, source));
  const expecting = reaching(outside, new Set(['expect', ...expectingNames(root, file, source)]));
  return testsOf(source).flatMap(({ title, body, skipped }) => {
    const label = title.slice(0, Math.max(0, title.indexOf(':')));
    const facts = numbersAfter(label, 'facts?');
    const modes = numbersAfter(label, 'failure modes?');
    if (facts.length + modes.length === 0) return [];
    const uses = namesIn(body);
    const reaches = (names: ReadonlySet<string>) => [...uses].some((name) => names.has(name));
    return [{ facts, modes, file, title, runsModel: reaches(model), asserts: reaches(expecting), skipped }];
  });
}

/** `13, 15` and `9–13` one by one. */
function numbersAfter(label: string, word: string): number[] {
  const lists = label.matchAll(new RegExp(`\\b${word} ((?:\\d+(?:[–-]\\d+)?(?:, | and )?)+)`, 'g'));
  return [...lists].flatMap(([, list]) =>
    [...list!.matchAll(/(\d+)(?:[–-](\d+))?/g)].flatMap(([, from, to]) =>
      Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, i) => Number(from) + i),
    ),
  );
}

function parse(root: string, file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

interface Test {
  readonly title: string;
  readonly body: ts.Node;
  readonly skipped: boolean;
}

/** Every `it` and `test` of a file, also `it.each(…)`, with what `describe.skip` says of it. */
function testsOf(source: ts.SourceFile): Test[] {
  const tests: Test[] = [];
  const visit = (node: ts.Node, skipped: boolean): void => {
    let off = skipped;
    if (ts.isCallExpression(node)) {
      const words = calleeWords(node);
      off ||= words.some((word) => word === 'skip' || word === 'todo');
      const [title, ...rest] = node.arguments;
      if (TESTS.has(words[0]!) && title !== undefined) {
        // What may stand before the function: options.
        const body = rest.at(-1) ?? title;
        if (isText(title)) tests.push({ title: textOf(title), body, skipped: off || rest.length === 0 });
      }
    }
    ts.forEachChild(node, (child) => visit(child, off));
  };
  visit(source, false);
  return tests;
}

/** `it.skip.each([…])(…)` is `it`, `skip`, `each`. */
function calleeWords(call: ts.CallExpression): string[] {
  const words: string[] = [];
  let node: ts.Expression = call.expression;
  while (!ts.isIdentifier(node)) {
    if (ts.isPropertyAccessExpression(node)) words.unshift(node.name.text);
    else if (!(ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))) return [''];
    node = ts.isTaggedTemplateExpression(node) ? node.tag : node.expression;
  }
  return [node.text, ...words];
}

function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** A text; of a template what stands before its first value. */
function textOf(node: ts.StringLiteralLike | ts.TemplateExpression): string {
  return ts.isStringLiteralLike(node) ? node.text : node.head.text;
}

/** Names declared outside of tests, with the names that their declarations use. */
function declarationsOf(source: ts.SourceFile): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && TESTS.has(calleeWords(node)[0]!)) return;
    if ((ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && node.name !== undefined) {
      const inside = ts.isFunctionDeclaration(node) ? node.body : node.initializer;
      const uses = inside === undefined ? new Set<string>() : namesIn(inside);
      for (const name of namesIn(node.name)) found.set(name, uses);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function namesIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** `roots`, and every declared name that uses one of them, over any number of steps. */
function reaching(
  declared: ReadonlyMap<string, ReadonlySet<string>>,
  roots: ReadonlySet<string>,
): Set<string> {
  const names = new Set(roots);
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const [name, uses] of declared) if ([...uses].some((use) => names.has(use))) names.add(name);
  }
  return names;
}

/** Names that a file imports and that run the model. */
function modelNames(root: string, file: string, source: ts.SourceFile): Set<string> {
  return imported(root, file, source, (from) => {
    if (!from.startsWith('test/')) return new Set(MODEL[from]);
    const helper = parse(root, from);
    return reaching(declarationsOf(helper), modelNames(root, from, helper));
  });
}

/** Names that a file imports from the tests' own helpers and that expect something. */
function expectingNames(root: string, file: string, source: ts.SourceFile): Set<string> {
  return imported(root, file, source, (from) => {
    if (!from.startsWith('test/')) return new Set();
    const helper = parse(root, from);
    return reaching(declarationsOf(helper), new Set(['expect', ...expectingNames(root, from, helper)]));
  });
}

/** The imported names that `wanted` has among those of the file they come from. */
function imported(
  root: string,
  file: string,
  source: ts.SourceFile,
  wanted: (from: string) => ReadonlySet<string>,
): Set<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const from = normalize(join(dirname(file), statement.moduleSpecifier.text));
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings) || !existsSync(join(root, from))) continue;
    const there = wanted(from);
    for (const { name, propertyName } of bindings.elements) {
      if (there.has((propertyName ?? name).text)) names.add(name.text);
    }
  }
  return names;
}
