/** Rows of an exported SELECT: a header and fields between commas, semicolons or tabs, as the header shows. */

/** Fields by column of the header, and the line, from 1, in which the row begins. */
export interface CsvRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Why a text is no table, and in which line. */
export interface CsvMistake {
  readonly line: number;
  readonly text: string;
}

const DELIMITERS = [',', ';', '\t'] as const;
const NAMES: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

/** A field in quotes may hold the delimiter, line ends and doubled quotes (RFC 4180). Empty lines are no rows. */
export function readCsv(text: string): CsvTable | CsvMistake {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const firstLine = plain.slice(0, (plain.search(/\r|\n/) + plain.length + 1) % (plain.length + 1));
  const delimiter = DELIMITERS.reduce((a, b) => (parts(firstLine, b) > parts(firstLine, a) ? b : a));
  const lines = split(plain, delimiter);
  if ('text' in lines) return lines;
  const [first, ...others] = lines;
  if (first === undefined) return { line: 1, text: 'is empty; an export has a header and rows' };
  const header = first.fields.map((name) => name.trim());
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) return { line: first.line, text: `has the column '${twice}' twice` };
  const wrong = others.find(({ fields }) => fields.length !== header.length);
  if (wrong !== undefined)
    return {
      line: wrong.line,
      text: `has ${wrong.fields.length} fields where the header has ${header.length}; fields are between ${NAMES[delimiter]}, and one that holds such is in quotes`,
    };
  return {
    header,
    rows: others.map(({ line, fields }) => ({
      line,
      fields: Object.fromEntries(header.map((name, i) => [name, fields[i]!])),
    })),
  };
}

function parts(line: string, delimiter: string): number {
  return line.split(delimiter).length;
}

function split(text: string, delimiter: string): { line: number; fields: string[] }[] | CsvMistake {
  const rows: { line: number; fields: string[] }[] = [];
  const field = new RegExp(`"((?:[^"]|"")*)"(?=${delimiter}|\\r|\\n|$)|([^${delimiter}\\r\\n]*)`, 'y');
  let [line, began] = [1, 1];
  let fields: string[] = [];
  for (let at = 0; at <= text.length; ) {
    field.lastIndex = at;
    const found = field.exec(text)!;
    if (found[2]?.startsWith('"'))
      return { line, text: 'has a quote that does not end, or goes on after it' };
    fields.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    line += found[0].split('\n').length - 1;
    at = field.lastIndex;
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    if (fields.length > 1 || fields[0]!.trim() !== '') rows.push({ line: began, fields });
    fields = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
    began = line;
  }
  return rows;
}
