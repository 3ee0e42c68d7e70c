/**
 * Why a text is no YAML, in the words of who wrote it: the one slip from which all that a parser says about it follows.
 * The text is read from its start, as far as quotes and brackets go; what that does not show is seen in the line itself.
 */

/** A mistake at an offset of the text. */
export interface Slip {
  readonly at: number;
  readonly text: string;
}

/** What a parser says. */
export interface ParserError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** The cause of these errors, of which there is at least one. */
export function slipBehind(text: string, errors: readonly ParserError[]): Slip {
  const first = errors.reduce((a, b) => (b.pos[0] < a.pos[0] ? b : a));
  const far = Math.max(...errors.map(({ pos }) => pos[0]));
  const end = text.indexOf('\n', far);
  const last = end < 0 ? text.length : end;
  const found = new Reading(text).slip();
  const line = slipOfLine(text, first.pos[0]);
  if (found !== null && found.at <= last && (line === null || found.at <= line.at)) return found;
  return line ?? { at: first.pos[0], text: wordsOf(first, text) };
}

/** A bracket or brace that is open. */
interface Open {
  readonly bracket: '[' | '{';
  readonly at: number;
  /** Blanks before the line in which it stands. */
  readonly indent: number;
  /** Colons since the last comma. */
  colons: number;
}

const CLOSES = { '[': ']', '{': '}' } as const;
const WORD_BEFORE = /[^\s,[\]{}]*$/;
/** `key: |`, whose text goes on below. */
const BLOCK_TEXT = /[:-] +[|>][+-]?\d?[+-]? *(?:#.*)?$/;

/** Quotes, brackets and what stands between them, to the first that is wrong. */
class Reading {
  private readonly text: string;
  private readonly open: Open[] = [];
  private at = 0;
  /** Whether a value may begin here. */
  private fresh = true;
  /** The last character that is no blank, within brackets. */
  private before = '';

  constructor(text: string) {
    this.text = text;
  }

  slip(): Slip | null {
    while (this.at < this.text.length) {
      const slip = this.at === 0 || this.text[this.at - 1] === '\n' ? this.lineBegins() : null;
      const wrong = slip ?? this.step();
      if (wrong !== null) return wrong;
    }
    const inner = this.open.at(-1);
    return inner === undefined ? null : unclosed(inner);
  }

  /** A line that is no deeper than the one in which a bracket opened is not between brackets any more. */
  private lineBegins(): Slip | null {
    const line = this.restOfLine();
    const indent = line.length - line.trimStart().length;
    const begins = line.trim();
    const [outer] = this.open;
    this.fresh = true;
    if (outer === undefined || begins === '' || /^[#\]}]/.test(begins) || indent > outer.indent) return null;
    return unclosed(this.open.at(-1)!);
  }

  private step(): Slip | null {
    const { text, at } = this;
    const c = text[at]!;
    const inside = this.open.at(-1);
    const next = text[at + 1] ?? '\n';
    if (c === '#' && /\s/.test(text[at - 1] ?? '\n')) return this.skip(this.restOfLine().length);
    if (/\s/.test(c)) return this.skip(1);
    if ((c === '"' || c === "'") && this.fresh) return this.quoted(c);
    if ((c === '[' || c === '{') && (this.fresh || inside !== undefined)) return this.opens(c);
    if (inside === undefined) {
      const isMark = (c === ':' || (c === '-' && this.fresh)) && /\s/.test(next);
      const below = c === ':' && BLOCK_TEXT.test(text.slice(at, at + this.restOfLine().length));
      this.fresh = isMark;
      return below ? this.skipBelow() : this.skip(1);
    }
    if (c === ']' || c === '}') return this.closes(c, inside);
    if (c === ',') {
      if (/[,[{]/.test(this.before)) return { at, text: 'a comma has nothing before it; leave it out' };
      inside.colons = 0;
      return this.mark(',');
    }
    if (c === '-' && this.fresh && /\s/.test(next)) {
      const items = inside.bracket === '{' ? 'a list stands between [ and ], its' : 'between [ and ]';
      return {
        at,
        text: `a dash stands between brackets; ${items} items have commas between them and no dashes`,
      };
    }
    if (c === ':' && /[\s,\]}]/.test(next)) {
      inside.colons += 1;
      if (inside.colons === 2) return this.noComma();
      return this.mark(':');
    }
    if (/[\]}]/.test(this.before)) return { at, text: 'follows without a comma; write one before it' };
    this.fresh = false;
    this.before = c;
    return this.skip(1);
  }

  private quoted(quote: string): Slip | null {
    const line = this.restOfLine();
    const closed = (quote === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^'(?:[^']|'')*'/).exec(line);
    if (closed === null) return { at: this.at, text: `a quote is not closed; write ${quote} at its end` };
    const behind = line.slice(closed[0].length).trimStart();
    if (!/^(?:[,:\]}#\r]|$)/.test(behind)) {
      const twice = quote === "'" ? '; an apostrophe between single quotes is written twice' : '';
      return { at: this.at, text: `a text between quotes goes on behind them${twice}` };
    }
    this.fresh = false;
    this.before = quote;
    return this.skip(closed[0].length);
  }

  private opens(bracket: '[' | '{'): Slip | null {
    const { at } = this;
    if (/[\]}]/.test(this.before)) return { at, text: 'follows without a comma; write one before it' };
    const start = this.text.lastIndexOf('\n', at) + 1;
    const indent = /^ */.exec(this.text.slice(start, at))![0].length;
    this.open.push({ bracket, at, indent, colons: 0 });
    return this.mark(bracket);
  }

  private closes(closing: ']' | '}', inner: Open): Slip | null {
    const { at } = this;
    if (CLOSES[inner.bracket] !== closing) {
      return this.open.some(({ bracket }) => CLOSES[bracket] === closing)
        ? unclosed(inner)
        : tooMany(closing, at);
    }
    this.open.pop();
    this.fresh = false;
    this.before = this.open.length === 0 ? '' : closing;
    if (this.open.length > 0) return this.skip(1);
    this.skip(1);
    const behind = this.restOfLine();
    const rest = behind.trim();
    const where = this.at + behind.length - behind.trimStart().length;
    if (rest === '' || /^[#:]/.test(rest)) return null;
    if (/^[\]}]/.test(rest)) return tooMany(rest[0]!, where);
    return { at: where, text: `text stands behind the ${closing} that ends the value; leave it out` };
  }

  /** A second key since the last comma. */
  private noComma(): Slip {
    const so = this.text.slice(0, this.at);
    const key = WORD_BEFORE.exec(so)![0];
    const at = this.at - key.length;
    const semicolon = /;\s*$/.test(so.slice(0, at));
    return {
      at,
      text: semicolon ? 'follows a semicolon; write a comma' : 'follows without a comma; write one before it',
    };
  }

  private mark(before: string): null {
    this.before = before;
    this.fresh = true;
    return this.skip(1);
  }

  private skip(characters: number): null {
    this.at += characters;
    return null;
  }

  /** Lines of text below a key, which are deeper than it. */
  private skipBelow(): null {
    const start = this.text.lastIndexOf('\n', this.at) + 1;
    const indent = /^ */.exec(this.text.slice(start))![0].length;
    this.skip(this.restOfLine().length + 1);
    while (this.at < this.text.length) {
      const line = this.restOfLine();
      if (line.trim() !== '' && line.length - line.trimStart().length <= indent) break;
      this.skip(line.length + 1);
    }
    return null;
  }

  private restOfLine(): string {
    const end = this.text.indexOf('\n', this.at);
    return this.text.slice(this.at, end < 0 ? this.text.length : end);
  }
}

function unclosed({ bracket, at }: Open): Slip {
  return { at, text: `'${bracket}' is not closed; write ${CLOSES[bracket]} at its end` };
}

function tooMany(closing: string, at: number): Slip {
  return { at, text: `'${closing}' closes nothing that is open; leave it out` };
}

const KEY_ENDS = 'a key ends with a colon and a blank';

/** How a line that is not YAML begins or looks, and what is said of it. */
const LINES: readonly (readonly [line: RegExp, says: (match: RegExpExecArray) => string])[] = [
  [/^ *(```|~~~)/, () => 'is a line of Markdown, not of a scenario; leave it out'],
  [/^ *([–—•*·]) /, ([, mark]) => `begins with ${mark}; an item begins with - and a blank`],
  [/^ *-(?=[A-Za-z{["'])/, () => 'has no blank behind its dash; an item begins with - and a blank'],
  [/^ *([\w-]+)：/, ([, key]) => `has a colon of another script; ${KEY_ENDS}: ${key}: …`],
  [/^ *([A-Za-z][\w-]*) *= *(\S.*)$/, ([, key, value]) => `has = for a colon; write ${key}: ${value}`],
  [
    /^ *([A-Za-z][\w-]*):([^\s:].*)$/,
    ([, key, value]) => `is not YAML: ${KEY_ENDS}, such as ${key}: ${value}`,
  ],
  [/^ *([A-Za-z][\w-]*) *$/, ([, key]) => `is not YAML: ${KEY_ENDS}: ${key}:`],
  [
    /^ *- [A-Za-z][\w-]*: /,
    () => 'has a dash, and the lines beside it are keys; leave the dash out, or give all of them one',
  ],
];

/** What is wrong with the line of an offset by its looks, or with the one below it. */
function slipOfLine(text: string, offset: number): Slip | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = '', below = ''] = text.slice(start).split('\n');
  const at = start + line.length - line.trimStart().length;
  for (const [looks, says] of LINES) {
    const match = looks.exec(line.trimEnd());
    if (match !== null) return { at, text: says(match) };
  }
  const depth = (of: string) => of.length - of.trimStart().length;
  const [, key] = /^ *(?:- )?([A-Za-z][\w-]*): +[^\s#{["'|>&*!]/.exec(line) ?? [];
  if (key === undefined) return null;
  const value = line.slice(line.indexOf(': ') + 2);
  if (/: /.test(value))
    return { at: start + line.indexOf(value), text: `has a colon and a blank; put the text between quotes` };
  if (below.trim() === '' || depth(below) <= depth(line)) return null;
  const where = start + line.length + 1 + depth(below);
  return { at: where, text: `is deeper than '${key}' above it, which has a value already` };
}

/** Of an error that no slip explains. */
function wordsOf({ code, message, pos }: ParserError, text: string): string {
  const first = message.split('\n')[0]!;
  const sign = text[pos[0]] ?? '';
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; a file holds one scenario';
    case 'TAB_AS_INDENT':
      return 'is indented with a tab; YAML is indented with blanks';
    case 'TAG_RESOLVE_FAILED':
      return `${first}; a scenario is plain data without tags`;
    case 'BAD_INDENT':
      return 'does not begin in the column of the lines beside it; what belongs together is indented alike';
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
      return `begins with ${sign}, which means something else in YAML; put the text between quotes`;
    case 'BAD_DQ_ESCAPE':
      return 'has a backslash that YAML does not know; put the text between single quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      return `is not YAML: ${KEY_ENDS}, such as duration: 8h`;
    default:
      return 'is not YAML from here on: a line is a key with its value, or an item behind a dash';
  }
}
