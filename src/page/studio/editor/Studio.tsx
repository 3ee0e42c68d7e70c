/** The studio: the text on one side, its page on the other; run, compare with before, undo, save. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Mistake } from '../../../scenario/errors.ts';
import { describePosition } from '../../../scenario/errors.ts';
import type { ParsedScenario } from '../../../scenario/parse.ts';
import type { Page } from '../../model.ts';
import { App } from '../../view/App.tsx';
import { Live, type LiveState } from '../../view/live.ts';
import { viewOf } from '../../view/view-link.ts';
import type { OrderedDesign } from '../../what-if/order.ts';
import type { StudioData } from '../document.ts';
import type { StudioAnswer, StudioOrder } from '../order.ts';
import type { JsonSchema } from '../schema-words.ts';
import { pathAt } from '../text-place.ts';
import { type Checked, Checker, type Fetch } from './check.ts';
import { Design } from './Design.tsx';
import { Editor, type EditorHandle } from './Editor.tsx';
import { useKeys } from './keys.ts';
import { useSaving } from './saving.tsx';

const USUAL_REPLICATIONS = 10;
const MOST_REPLICATIONS = 1000;

export interface StudioParts {
  readonly data: StudioData;
  readonly schema: JsonSchema;
  /** Of the server. */
  readonly post: (name: string, body: object) => Promise<unknown>;
  readonly run: (order: StudioOrder, onAnswer: (answer: StudioAnswer) => void) => void;
  readonly ask: LiveState['ask'];
  readonly warm: LiveState['warm'];
  readonly follow: LiveState['follow'];
}

export function Studio({ data, schema, post, run, ask, warm, follow }: StudioParts): JSX.Element {
  const [text, setText] = useState(data.text.replaceAll('\r\n', '\n'));
  const [checked, setChecked] = useState<Checked | null>(null);
  const [replications, setReplications] = useState(USUAL_REPLICATIONS);
  const [against, setAgainst] = useState<'nothing' | 'before' | 'disk'>('nothing');
  const [ran, setRan] = useState<{ now: OrderedDesign | null; before: OrderedDesign | null }>({
    now: null,
    before: null,
  });
  const [page, setPage] = useState<Page | null>(null);
  const [good, setGood] = useState<Scenario | null>(null);
  const [cursor, setCursor] = useState(0);
  /** For the editor, which is made once. */
  const lastGood = useRef<ParsedScenario | null>(null);
  const [status, setStatus] = useState('');
  const asked = useRef(0);
  const editor = useRef<EditorHandle | null>(null);
  const checker = useMemo(
    () => new Checker(data.path, ((file, from, kind) => post('read', { file, from, kind })) as Fetch),
    [],
  );
  const saving = useSaving({ text, onDisk: data.onDisk, path: data.path, post });

  const look = async (now: string): Promise<Checked> => {
    const found = await checker.check(now);
    setChecked(found);
    if (found.kind !== 'scenario') return found;
    setGood(found);
    lastGood.current = found.parsed;
    return found;
  };
  const check = async (now: string): Promise<readonly Mistake[]> => {
    const found = await look(now);
    return found.kind === 'mistakes' ? found.mistakes : [];
  };
  const start = async (): Promise<void> => {
    const found = await look(text);
    if (found.kind === 'mistakes') return setStatus('There are mistakes: nothing was run.');
    const now = designOf(found);
    const isSame = ran.now?.sources.file.text === text;
    const before =
      against === 'before'
        ? isSame
          ? ran.before
          : ran.now
        : await designOnDisk(checker, saving.onDisk, against);
    setRan({ now, before: isSame ? ran.before : ran.now });
    asked.current += 1;
    setStatus('Running …');
    run({ kind: 'page', id: asked.current, replications, now, before, version: data.version }, (answer) => {
      if (answer.kind === 'mistakes') return setStatus(`It cannot be run: ${answer.lines.join('; ')}`);
      setPage(answer.page);
      const beside = before === null ? '' : ', beside what was before';
      setStatus(
        `${answer.done} of ${answer.of} replications${beside}${answer.done < answer.of ? ' …' : '.'}`,
      );
    });
  };
  useEffect(() => void start(), []);
  useKeys({
    run: () => void start(),
    save: saving.ask,
    undo: () => editor.current?.undo(),
    redo: () => editor.current?.redo(),
  });

  const path = useMemo(() => pathAt(text, cursor), [text, cursor]);
  const isOlder = page !== null && ran.now?.sources.file.text !== text;
  const mistakes = checked?.kind === 'mistakes' ? checked.mistakes : [];
  return (
    <div class="studio">
      <header class="bar">
        <h1>hasim studio · {data.path}</h1>
        <button type="button" onClick={() => void start()} title="Ctrl+Enter">
          Run
        </button>
        <label>
          replications
          <input
            type="number"
            min="1"
            max={MOST_REPLICATIONS}
            value={replications}
            onInput={({ currentTarget }) => setReplications(within(currentTarget.valueAsNumber))}
          />
        </label>
        <label>
          compare with
          <select
            value={against}
            onChange={({ currentTarget }) => setAgainst(currentTarget.value as typeof against)}
          >
            <option value="nothing">nothing</option>
            <option value="before">the run before</option>
            <option value="disk">what is saved</option>
          </select>
        </label>
        <button type="button" onClick={() => editor.current?.undo()}>
          Undo
        </button>
        <button type="button" onClick={() => editor.current?.redo()}>
          Redo
        </button>
        <button type="button" onClick={saving.ask} disabled={saving.isSaved} title="Ctrl+S">
          Save
        </button>
        <p class="status" role="status">
          {saving.words} {status}
          {isOlder ? ' The page is that of the text before: Run makes it anew.' : ''}
        </p>
      </header>
      {saving.question}
      <div class="panes">
        <section class="text" aria-label="Text of the scenario">
          <Editor
            text={data.text}
            path={data.path}
            nonce={data.nonce}
            schema={() => schema}
            last={() => lastGood.current}
            check={check}
            onText={setText}
            onCursor={setCursor}
            onReady={(handle) => {
              editor.current = handle;
            }}
          />
          <Mistakes mistakes={mistakes} onPick={(one) => editor.current?.goTo(one)} />
        </section>
        <div class="sight">
          {good === null ? null : (
            <Design
              parsed={good.parsed}
              isNow={checked?.kind === 'scenario'}
              schema={schema}
              cursor={path}
              goTo={(to) => editor.current?.show(to) ?? false}
              put={(to, value) => editor.current?.put(to, value) ?? false}
            />
          )}
          {page === null ? null : <Sight page={page} ask={ask} warm={warm} follow={follow} />}
        </div>
      </div>
    </div>
  );
}

const within = (value: number): number =>
  Number.isFinite(value) ? Math.min(MOST_REPLICATIONS, Math.max(1, Math.round(value))) : USUAL_REPLICATIONS;

type Scenario = Extract<Checked, { kind: 'scenario' }>;

function designOf({ parsed, sources }: Scenario): OrderedDesign {
  return { name: parsed.scenario.name, sources, set: [] };
}

/** null where nothing is saved, or nothing that can be run. */
async function designOnDisk(
  checker: Checker,
  onDisk: string | null,
  against: 'nothing' | 'before' | 'disk',
): Promise<OrderedDesign | null> {
  if (against !== 'disk' || onDisk === null) return null;
  const found = await checker.check(onDisk);
  return found.kind === 'scenario' ? designOf(found) : null;
}

interface MistakesProps {
  readonly mistakes: readonly Mistake[];
  readonly onPick: (mistake: Mistake) => void;
}

/** As the command line says them; each leads to its place. */
function Mistakes({ mistakes, onPick }: MistakesProps): JSX.Element | null {
  if (mistakes.length === 0) return null;
  return (
    <ul class="mistakes" aria-label="Mistakes" aria-live="polite">
      {mistakes.map((mistake) => (
        <li>
          <button type="button" onClick={() => onPick(mistake)}>
            {describePosition(mistake)}
          </button>
          {mistake.path === '' ? '' : `${mistake.path}: `}
          {mistake.text}
        </li>
      ))}
    </ul>
  );
}

/** The page of a report, alive. */
function Sight({
  page,
  ask,
  warm,
  follow,
}: { page: Page } & Pick<LiveState, 'ask' | 'warm' | 'follow'>): JSX.Element {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const look = () => setHash(location.hash);
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  const linked = useMemo(() => viewOf(hash), [hash]);
  return (
    <Live.Provider value={{ isLive: true, linked, hash, ask, warm, follow }}>
      <App page={page} />
    </Live.Provider>
  );
}
