/** Every fact and every failure mode has a standing, and a fact is only called reproduced where it is. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ELSEWHERE, FAILURE_MODES } from '../../scripts/conformance/elsewhere.ts';
import { allClaims, proofOf } from '../../scripts/conformance/proof.ts';
import { conformancePage, rowOf } from '../../scripts/conformance.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

it('docs/conformance.md is what `npm run conformance` writes', () => {
  expect(readFileSync(`${ROOT}docs/conformance.md`, 'utf8')).toBe(conformancePage(ROOT));
});

describe('failure modes', () => {
  it('are all there, each once', () => {
    expect(new Set(FAILURE_MODES.map(([what]) => what)).size).toBe(28);
    expect(FAILURE_MODES).toHaveLength(28);
  });
});

it('the files that standings name exist', () => {
  const standings = [...Object.values(ELSEWHERE), ...FAILURE_MODES.flatMap(([, it]) => (it ? [it] : []))];
  const files = standings.flatMap(([, where]) => where.match(/(test|scenarios)\/[\w./-]+\.(ts|yaml)/g) ?? []);
  for (const file of files) expect(existsSync(`${ROOT}${file}`), file).toBe(true);
});

describe('a claim on a fact', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hasim-claims-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const IMPORTS = "import { expect, it } from 'vitest';\nimport { run } from '../support/run.ts';\n";
  const MUTANT = {
    fault: 'a fault',
    file: 'src/simulate.ts',
    from: 'a',
    to: 'b',
    test: 'conformance/claim.test.ts',
  };

  /** What a test file with this text proves of fact 7, when a mutant names a test whose title begins so. */
  function proof(text: string, red = 'fact 7: holds') {
    const files = {
      'src/simulate.ts': 'export function simulate() {}',
      'test/support/run.ts':
        "import { simulate } from '../../src/simulate.ts';\nexport function run() { simulate(); }\nexport function idle() {}",
      'test/conformance/claim.test.ts': text,
    };
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    return proofOf(7, 'facts', allClaims(folder), [{ ...MUTANT, red }]);
  }
  const refusal = (text: string, red?: string) => {
    const { files, refused } = proof(text, red);
    expect(files).toEqual([]);
    return refused.map((reason) => reason.slice(reason.lastIndexOf(': ') + 2));
  };

  it.each([
    ['itself', "it('fact 7: holds', () => { run(); expect(1).toBe(1); });"],
    ['in a list', "it('facts 3, 5–9, Q2: holds', () => { run(); expect(1).toBe(1); });"],
    [
      'by a function of its own',
      "function went() { return run(); }\nit('fact 7: holds', () => { expect(went()).toBe(1); });",
    ],
    ['for several rows', "it.each([1, 2])('fact 7: holds for %i', () => { run(); expect(1).toBe(1); });"],
  ])('is accepted of a test that runs the model and expects something: %s', (_, text) => {
    const red = text.includes('facts')
      ? 'facts 3, 5–9'
      : text.includes('%i')
        ? 'fact 7: holds for 2'
        : undefined;
    expect(proof(IMPORTS + text, red).files).toEqual(['test/conformance/claim.test.ts']);
  });

  it.each([
    [
      'a comment of the file',
      "/** Shows fact 7: holds. */\nit('Q1: works', () => { run(); expect(1).toBe(1); });",
    ],
    [
      'the title of a group',
      "describe('fact 7: holds', () => { it('works', () => { run(); expect(1).toBe(1); }); });",
    ],
    ['what stands after the colon', "it('Q1: as fact 7 says', () => { run(); expect(1).toBe(1); });"],
    ['another number', "it('fact 77: holds', () => { run(); expect(1).toBe(1); });"],
  ])('is none: %s', (_, text) => {
    expect(proof(IMPORTS + text)).toEqual({ files: [], refused: [] });
  });

  it('is refused of an empty test', () => {
    expect(refusal(`${IMPORTS}it('fact 7: holds', () => {});`)).toEqual(['the test never runs the model']);
  });

  it('is refused of a test that never runs the model, whatever it imports', () => {
    const text = `${IMPORTS}import { idle } from '../support/run.ts';\nit('fact 7: holds', () => { idle(); expect(1).toBe(1); });`;
    expect(refusal(text)).toEqual(['the test never runs the model']);
  });

  it('is refused when another test of the file runs the model', () => {
    const text = `${IMPORTS}it('other', () => { const went = run(); expect(went).toBe(1); });\nit('fact 7: holds', () => { const went = 1; expect(went).toBe(1); });`;
    expect(refusal(text)).toEqual(['the test never runs the model']);
  });

  it('is refused of a test that expects nothing', () => {
    expect(refusal(`${IMPORTS}it('fact 7: holds', () => { run(); });`)).toEqual(['the test expects nothing']);
  });

  it('is refused of a test that is skipped', () => {
    const skipped = "it.skip('fact 7: holds', () => { run(); expect(1).toBe(1); });";
    expect(refusal(IMPORTS + skipped)).toEqual(['the test is skipped']);
    expect(refusal(`${IMPORTS}describe.skip('all', () => { ${skipped.replace('.skip', '')} });`)).toEqual([
      'the test is skipped',
    ]);
  });

  it('is refused when no fault turns the test red', () => {
    const text = `${IMPORTS}it('fact 7: holds', () => { run(); expect(1).toBe(1); });`;
    expect(refusal(text, 'fact 8: holds')).toEqual(['no fault in scripts/mutants turns it red']);
  });

  it('stops the generator when the fact has no standing either, or one too many', () => {
    const refused = { files: [], refused: ['x.test.ts: "fact 7: holds": the test never runs the model'] };
    expect(() => rowOf('7 | what', 'fact 7', refused, undefined)).toThrow(
      'fact 7 has no standing, and is not reproduced: x.test.ts: "fact 7: holds": the test never runs the model',
    );
    expect(rowOf('7 | what', 'fact 7', refused, ['later', 'why'])).toBe('| 7 | what | later | why |');
    expect(() => rowOf('7 | what', 'fact 7', { files: ['x'], refused: [] }, ['later', 'why'])).toThrow(
      "fact 7 is reproduced (x): remove its standing 'later'",
    );
  });
});
