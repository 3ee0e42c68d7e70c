/** The text editor: CodeMirror with what the schema and the parser know. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { type Extension, Prec, type Text } from '@codemirror/state';
import { EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Mistake } from '../../../scenario/errors.ts';
import { type Known, nameKeysAt, namesAt } from '../own-names.ts';
import { type Fitting, type JsonSchema, keysAt, meaningOf, wordsAt } from '../schema-words.ts';
import { keyAt, placeAt } from '../text-place.ts';

/** A pause after which the text is looked at. */
const PAUSE_MS = 200;

export interface EditorParts {
  readonly path: string;
  readonly nonce: string;
  readonly schema: () => JsonSchema;
  /** The last text without mistakes. */
  readonly last: () => Known['last'];
  /** Mistakes of a text, whatever else is done with it. */
  readonly check: (text: string) => Promise<readonly Mistake[]>;
  readonly onText: (text: string) => void;
  /** Where the cursor is, in the text as it is then. */
  readonly onCursor: (offset: number) => void;
}

/** Colours are those of the page, so that both themes have enough contrast. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--link)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--muted)' },
  { tag: [tags.string, tags.number, tags.bool], color: 'var(--ink)' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const LOOKS = EditorView.theme({
  '&.cm-focused': { outline: '2px solid var(--link)', outlineOffset: '-2px' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-gutters': { background: 'var(--soft)', color: 'var(--muted)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'var(--soft)' },
  '.cm-activeLine': { boxShadow: 'inset 3px 0 var(--link)' },
  '.cm-tooltip': {
    background: 'var(--ground)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    maxWidth: '32rem',
    padding: '0.3rem 0.5rem',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--link)', color: 'var(--ground)' },
  '.cm-diagnostic': { borderLeftColor: 'var(--bad)' },
  '.cm-panels': { background: 'var(--soft)', color: 'var(--ink)' },
});

/** Everything that the editor is made of. */
export function extensions(parts: EditorParts): Extension {
  return [
    EditorView.cspNonce.of(parts.nonce),
    lineNumbers(),
    history(),
    highlightActiveLine(),
    bracketMatching(),
    indentOnInput(),
    yaml(),
    syntaxHighlighting(COLOURS),
    LOOKS,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': `Scenario ${parts.path}` }),
    autocompletion({ override: [(context) => completions(context, parts)] }),
    hoverTooltip((view, at) => hover(view, at, parts.schema())),
    linter((view) => diagnostics(view, parts), { delay: PAUSE_MS }),
    lintGutter(),
    // The studio runs the text then.
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true }])),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
      if (docChanged) parts.onText(state.doc.toString());
      if (docChanged || selectionSet) parts.onCursor(state.selection.main.head);
    }),
  ];
}

function completions(context: CompletionContext, parts: EditorParts) {
  const [schema, text] = [parts.schema(), context.state.doc.toString()];
  const known = { text, last: parts.last() };
  const place = placeAt(text, context.pos);
  if (place === null || (!context.explicit && place.from === context.pos)) return null;
  const { path, role, there, from, isAlone } = place;
  const words =
    role === 'value' ? [...wordsAt(schema, path), ...namesAt(known, path, schema)].map(wordOf) : [];
  // Behind a key stands its value: further keys begin on a line of their own.
  const fit = [...keysAt(schema, path, there), ...nameKeysAt(known, path, there)];
  const keys = role === 'key' || isAlone ? fit.map((one) => keyOf(one, path, schema)) : [];
  return { from, options: [...words, ...keys], validFor: /^[\w./-]*$/ };
}

const wordOf = ({ name, text }: Fitting): Completion => ({
  label: name,
  type: 'constant',
  ...(text === '' ? {} : { info: text }),
});

/** With its colon, so that the value comes next; words of it are offered at once. */
function keyOf({ name, text, usual }: Fitting, path: readonly string[], schema: JsonSchema): Completion {
  const hasWords = wordsAt(schema, [...path, name]).length > 0;
  return {
    label: name,
    type: 'property',
    detail: usual,
    info: text,
    apply: (view, _, from, to) => {
      const rest = view.state.sliceDoc(to, to + 1) === ':' ? '' : ': ';
      view.dispatch({
        changes: { from, to, insert: `${name}${rest}` },
        selection: { anchor: from + name.length + rest.length },
        userEvent: 'input.complete',
      });
      if (rest !== '' && hasWords) setTimeout(() => startCompletion(view));
    },
  };
}

function hover(view: EditorView, at: number, schema: JsonSchema) {
  const key = keyAt(view.state.doc.toString(), at);
  const meaning = key === null ? null : meaningOf(schema, key.path);
  if (key === null || meaning === null || meaning.text === '') return null;
  const create = () => {
    const dom = document.createElement('div');
    const usual = meaning.usual === '' ? '' : ` Default: ${meaning.usual}.`;
    dom.textContent = `${key.path.join('.')}: ${meaning.text}${usual}`;
    return { dom };
  };
  return { pos: key.from, end: key.to, above: true, create };
}

async function diagnostics(view: EditorView, { path, check }: EditorParts): Promise<Diagnostic[]> {
  const { doc } = view.state;
  return (await check(doc.toString())).map((mistake) => diagnosticOf(mistake, doc, path));
}

function diagnosticOf(mistake: Mistake, doc: Text, path: string): Diagnostic {
  const from = offsetOf(mistake, doc, path);
  const rest = doc.sliceString(from, doc.lineAt(from).to);
  const to = from + (/^['"]?[\w./-]+/.exec(rest)?.[0].length ?? Math.min(1, rest.length));
  const [, better] = /did you mean '([^']+)'/.exec(mistake.text) ?? [];
  const actions =
    better === undefined || mistake.file !== path
      ? []
      : [
          {
            name: `Write '${better}'`,
            apply: (view: EditorView, start: number, end: number) =>
              view.dispatch({ changes: { from: start, to: end, insert: better } }),
          },
        ];
  const where = mistake.path === '' ? '' : `${mistake.path}: `;
  return { from, to, severity: 'error', message: `${where}${mistake.text}`, actions };
}

/** Of another file: where this one begins. */
export function offsetOf({ file, line, column }: Mistake, doc: Text, path: string): number {
  if (file !== path || line < 1 || line > doc.lines) return 0;
  const found = doc.line(line);
  return Math.min(found.from + column - 1, found.to);
}
