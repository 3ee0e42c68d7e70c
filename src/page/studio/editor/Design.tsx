/** The cluster as the text says it, beside the text: what is picked here is found there, and the other way round. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ParsedScenario } from '../../../scenario/parse.ts';
import { sketchOf } from '../../cluster/parts.ts';
import type { Field } from '../../model.ts';
import { Cluster } from '../../view/Cluster.tsx';
import { FieldInput } from '../../view/FieldInput.tsx';
import { Scroll } from '../../view/Scroll.tsx';
import type { JsonSchema } from '../schema-words.ts';
import { fieldsOf, type TextPath, type Thing, thingsAt, thingsOf } from '../things.ts';

interface Props {
  /** The last text without mistakes. */
  readonly parsed: ParsedScenario;
  /** Whether that is the text as it stands. */
  readonly isNow: boolean;
  readonly schema: JsonSchema;
  /** Keys on the way to the cursor. */
  readonly cursor: TextPath;
  /** Puts the cursor there; false: this file says nothing of it. */
  readonly goTo: (path: TextPath) => boolean;
  /** Rewrites one value; false: it is written in a way that only the text can change. */
  readonly put: (path: TextPath, value: string) => boolean;
}

export function Design({ parsed, isNow, schema, cursor, goTo, put }: Props): JSX.Element {
  const { scenario, resolved } = parsed;
  const drawing = useMemo(() => sketchOf(scenario, scenario.name), [parsed]);
  const things = useMemo(() => thingsOf(drawing, scenario, resolved), [parsed]);
  /** What is picked and stands in another file, so that no cursor can be there. */
  const [elsewhere, setElsewhere] = useState('');
  useEffect(() => setElsewhere(''), [cursor.join('\n')]);
  const chosen = elsewhere === '' ? thingsAt(things, cursor) : new Set([elsewhere]);
  const pick = (thing: Thing) => {
    const isHere = thing.paths.some(goTo);
    setElsewhere(isHere ? '' : thing.key);
  };
  const one = [...things.parts, ...things.places].find(({ key }) => chosen.has(key));
  return (
    <section class="design" aria-label="Drawing of the scenario">
      <h2>The design</h2>
      <p class="about" role="status">
        {isNow
          ? 'As the text says it. Pick a part to find it in the text; the part at the cursor is marked.'
          : 'As the text said it before it had mistakes.'}
      </p>
      <Scroll label="Drawing of the scenario, scrolls">
        <Cluster
          drawing={drawing}
          moment={null}
          picking={{
            isPart: (i) => chosen.has(things.parts[i]!.key),
            isPlace: (i) => chosen.has(things.places[i]!.key),
            onPart: (i) => pick(things.parts[i]!),
            onPlace: (i) => pick(things.places[i]!),
          }}
        />
      </Scroll>
      {one === undefined ? null : (
        <Values
          key={one.key}
          thing={one}
          parsed={parsed}
          schema={schema}
          put={put}
          isHere={elsewhere === ''}
        />
      )}
    </section>
  );
}

interface ValuesProps {
  readonly thing: Thing;
  readonly parsed: ParsedScenario;
  readonly schema: JsonSchema;
  readonly put: Props['put'];
  readonly isHere: boolean;
}

/** Its simple values: what is changed here is rewritten in the text, and nothing else. */
function Values({ thing, parsed, schema, put, isHere }: ValuesProps): JSX.Element {
  const now = fieldsOf(thing, parsed.resolved, schema);
  /** As they were when it was picked: sliders reach from there. */
  const [first] = useState(now);
  /** What was typed, until the text has been read. */
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState('');
  useEffect(() => setTyped({}), [parsed]);
  const change = ({ path }: Field, value: string) => {
    setTyped({ ...typed, [path]: value });
    setRefused(put(path.split('.'), value) ? '' : path);
  };
  return (
    <div class="values">
      <h3>{thing.title}</h3>
      {isHere ? null : (
        <p class="about">Another file says it, or a default: what you change is written into this one.</p>
      )}
      <div class="fields">
        {now.map((field) => (
          <FieldInput
            key={field.path}
            field={first.find(({ path }) => path === field.path) ?? field}
            value={typed[field.path] ?? field.value}
            onValue={(value) => change(field, value)}
          />
        ))}
      </div>
      {refused === '' ? null : (
        <p class="bad" role="alert">{`${refused} is more than one value: change it in the text.`}</p>
      )}
    </div>
  );
}
