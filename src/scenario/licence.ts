/** Licences by name, number or XML, to a limit of nodes (rule A1, facts 68–69). */
import type { Report } from './report.ts';
import type { ScenarioFile } from './schema.ts';

/** The limit of nodes; null: unlimited. */
export function parseLicence(licence: ScenarioFile['licence'], report: Report): number | null {
  if (typeof licence === 'number') return licence;
  if (licence === 'professional') return 2;
  if (licence === 'enterprise') return null;
  const limit = nodeLimitOf(licence);
  if (limit.ok) return limit.value;
  report.value(['licence'], limit.why);
  return 1;
}

type Limit =
  | { readonly ok: true; readonly value: number | null }
  | { readonly ok: false; readonly why: string };

const MARKUP =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const TEXT = /[^<]+/y;

/** The element `NodeLimit`: a number or `Unlimited`; none means 1 node (fact 69). Malformed XML is a mistake. */
export function nodeLimitOf(xml: string): Limit {
  const malformed = (why: string): Limit => ({
    ok: false,
    why: `is not well-formed XML: ${why}; paste the licence as it is`,
  });
  const open: string[] = [];
  let roots = 0;
  let limit: string | null = null;
  let at = 0;
  while (at < xml.length) {
    TEXT.lastIndex = at;
    const text = TEXT.exec(xml)?.[0];
    if (text !== undefined) {
      if (open.length === 0 && text.trim() !== '') return malformed(`text outside of its element`);
      if (open.at(-1) === 'NodeLimit') limit = (limit ?? '') + text;
      at += text.length;
      continue;
    }
    MARKUP.lastIndex = at;
    const found = MARKUP.exec(xml);
    if (found === null) return malformed(`'${xml.slice(at, at + 20)}' is no tag`);
    const [all, closing, name, , empty] = found;
    at += all.length;
    if (name === undefined) continue;
    if (closing === '/') {
      const last = open.pop();
      if (last !== name)
        return malformed(
          last === undefined ? `</${name}> closes nothing` : `<${last}> is closed by </${name}>`,
        );
    } else {
      if (open.length === 0) roots += 1;
      if (empty !== '/') open.push(name);
    }
  }
  if (open.length > 0) return malformed(`<${open.at(-1)}> is not closed`);
  if (roots !== 1) return malformed(`it has ${roots} root elements`);
  return limitOf(limit);
}

function limitOf(text: string | null): Limit {
  if (text === null) return { ok: true, value: 1 };
  const value = text.trim();
  if (value === 'Unlimited') return { ok: true, value: null };
  if (/^[1-9]\d{0,5}$/.test(value)) return { ok: true, value: Number(value) };
  return { ok: false, why: `has the NodeLimit '${value}'; it is a whole number from 1, or Unlimited` };
}
