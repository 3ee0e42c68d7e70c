/** What if: something changed, simulated again here with the same random numbers, beside the original. */
import type { JSX } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { together } from '../../report/line-breaks.ts';
import type { Rerun, RerunDesign } from '../model.ts';
import { type Change, changeLink, changeOf, WHAT_IF } from '../what-if/link.ts';
import type { Found, WhatIfAnswer } from '../what-if/order.ts';
import { ChartFrame } from './ChartFrame.tsx';
import { FieldInput } from './FieldInput.tsx';
import { Figures } from './FirstScreen.tsx';
import { Live } from './live.ts';

/** A slider that is drawn is not asked about at every step. */
const PAUSE_MS = 150;
/** Replications of the original that are run before anything is asked. */
const WARMED = 3;

/** Only where scripts run: without them there would be nothing to change it with. */
export function WhatIf({ rerun }: { rerun: Rerun }): JSX.Element {
  const { ask, warm, hash } = useContext(Live);
  const last = rerun.designs.length - 1;
  const [change, setChange] = useState<Change>({ design: last, against: last, set: [] });
  const [answer, setAnswer] = useState<WhatIfAnswer | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(0);
  useEffect(() => {
    const linked = changeOf(hash, rerun.designs.length);
    if (linked !== null) setChange(linked);
  }, [hash]);
  useEffect(() => {
    asked.current += 1;
    const id = asked.current;
    const isSame = change.set.length === 0 && change.design === change.against;
    setBusy(!isSame);
    if (isSame) {
      setAnswer(null);
      return;
    }
    const timer = setTimeout(() => {
      const order = {
        id,
        seed: rerun.seed,
        replications: rerun.replications,
        original: rerun.designs[change.against]!,
        changed: withSet(rerun.designs[change.design]!, change.set),
      };
      void ask(order, (one) => {
        setAnswer(one);
        if (one.kind === 'mistakes' || one.found.done === one.found.of) setBusy(false);
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [change]);
  // Who comes near is about to ask: the engine starts, and the original's first replications are run, so that only the
  // change is left, by a program that the browser has compiled.
  const prepare = () => {
    const [original, changed] = [rerun.designs[change.against]!, rerun.designs[change.design]!];
    warm({ id: 0, seed: rerun.seed, replications: Math.min(WARMED, rerun.replications), original, changed });
  };
  return (
    <section
      id={WHAT_IF}
      class={answer?.kind === 'found' ? 'depth' : 'depth unanswered'}
      onPointerEnter={prepare}
      onFocusCapture={prepare}
    >
      <h2>What if</h2>
      <p>
        Change something: the same engine runs it again in this page, with the same random numbers, and lays
        it over the original. Nothing leaves this page.
      </p>
      <Form rerun={rerun} change={change} onChange={setChange} />
      <p class="about" role="status">
        {statusOf(answer, isBusy)}
      </p>
      {answer?.kind === 'mistakes' ? (
        <ul class="bad">
          {answer.lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      ) : null}
      {answer?.kind === 'found' ? <Result rerun={rerun} change={change} found={answer.found} /> : null}
    </section>
  );
}

function withSet(design: RerunDesign, set: readonly string[]): RerunDesign {
  return { ...design, set: [...design.set, ...set] };
}

function statusOf(answer: WhatIfAnswer | null, isBusy: boolean): string {
  if (answer === null) return isBusy ? 'Running …' : 'Nothing is changed.';
  if (answer.kind === 'mistakes') return 'This is no valid scenario:';
  const { done, of } = answer.found;
  return `${done} of ${of} replications${isBusy ? ' …' : ''}`;
}

interface FormProps {
  readonly rerun: Rerun;
  readonly change: Change;
  readonly onChange: (change: Change) => void;
}

/** What is changed, against what, field by field and by any path. */
function Form({ rerun: { designs }, change, onChange }: FormProps): JSX.Element {
  const design = designs[change.design]!;
  const valueOf = (path: string) =>
    change.set.findLast((text) => text.startsWith(`${path}=`))?.slice(path.length + 1);
  const put = (path: string, original: string, value: string) => {
    const others = change.set.filter((text) => !text.startsWith(`${path}=`));
    onChange({ ...change, set: value === original ? others : [...others, `${path}=${value}`] });
  };
  const free = change.set.filter((text) => !design.fields.some(({ path }) => text.startsWith(`${path}=`)));
  const putFree = (text: string) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    // What is typed takes the place of what a field said of the same path, mistakes and all.
    const paths = new Set(lines.map(pathOf));
    const others = change.set.filter((one) => !free.includes(one) && !paths.has(pathOf(one)));
    onChange({ ...change, set: [...others, ...lines] });
  };
  const options = designs.map(({ name }, i) => <option value={i}>{name}</option>);
  return (
    <div class="form">
      {designs.length === 1 ? null : (
        <div class="controls">
          <label>
            change
            <select
              value={change.design}
              onChange={({ currentTarget }) =>
                onChange({ ...change, design: Number(currentTarget.value), set: [] })
              }
            >
              {options}
            </select>
          </label>
          <label>
            beside
            <select
              value={change.against}
              onChange={({ currentTarget }) => onChange({ ...change, against: Number(currentTarget.value) })}
            >
              {options}
            </select>
          </label>
        </div>
      )}
      <div class="fields">
        {design.fields.map((field) => (
          <FieldInput
            key={`${change.design} ${field.path}`}
            field={field}
            value={valueOf(field.path) ?? field.value}
            onValue={(value) => put(field.path, field.value, value)}
          />
        ))}
      </div>
      <div class="field">
        <label for="free-set">anything else, a line each, such as nodes.a.taskCap=20</label>
        <textarea id="free-set" rows={2} onChange={({ currentTarget }) => putFree(currentTarget.value)}>
          {free.join('\n')}
        </textarea>
      </div>
      <p>
        <button
          type="button"
          onClick={() => onChange({ ...change, set: [] })}
          disabled={change.set.length === 0}
        >
          back to the original
        </button>{' '}
        <a href={changeLink(change)}>link that carries this change</a>
      </p>
    </div>
  );
}

function pathOf(assignment: string): string {
  return assignment.split('=')[0]!.trim();
}

interface ResultProps {
  readonly rerun: Rerun;
  readonly change: Change;
  readonly found: Found;
}

function Result({ rerun, change, found }: ResultProps): JSX.Element {
  const original = rerun.designs[change.against]!;
  const changed = withSet(rerun.designs[change.design]!, change.set);
  const isWhole = found.done === found.of;
  const isSame = found.digests[0] === original.digest;
  return (
    <div>
      <div class="answer">
        {found.answer.map((sentence) => (
          <p>{together(sentence)}</p>
        ))}
      </div>
      <Figures figures={found.figures} />
      <div class="charts">
        {found.charts.map((chart) => (
          <ChartFrame key={chart.id} chart={chart} />
        ))}
      </div>
      <h3>To have it outside of this page</h3>
      <pre>
        <code>{commandOf(changed, rerun)}</code>
      </pre>
      {isWhole ? (
        <p class="digest">
          It prints the digest <code>{found.digests[1]}</code>, that of this page.{' '}
          <span class={isSame ? 'good' : 'bad'}>
            {isSame
              ? `The original, run again here, has its digest ${original.digest} too.`
              : `The original, run again here, has the digest ${found.digests[0]} instead of ${original.digest}: do not trust this browser.`}
          </span>
        </p>
      ) : null}
      {found.yaml === '' ? null : (
        <details>
          <summary>The changed scenario as YAML</summary>
          <pre>
            <code>{found.yaml}</code>
          </pre>
        </details>
      )}
    </div>
  );
}

/** The command that runs the changed design. */
function commandOf({ sources, set }: RerunDesign, { seed, replications }: Rerun): string {
  const words = [
    ...['hasim', 'run', sources.file.path, '--seed', seed, '--replications', `${replications}`],
    ...set.flatMap((text) => ['--set', text]),
  ];
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
