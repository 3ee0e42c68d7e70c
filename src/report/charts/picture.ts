/** A chart as the library hands it out, without the types of Chart.js: those need the DOM's, which programs in Node lack. */

export interface Point {
  readonly x: number;
  /** NaN is a gap. */
  readonly y: number;
}

// biome-ignore lint/suspicious/noExplicitAny: for Chart.js to read, whose types say what each may be
type Options = Record<string, any>;

/** A configuration of Chart.js. */
export interface LineChart {
  readonly type: 'line';
  readonly data: { readonly datasets: (Options & { data: Point[] })[] };
  /** @internal */
  readonly options?: Options | undefined;
  /** @internal */
  readonly plugins?: (Options & { id: string })[];
}

/** A PNG of a report: its file name without ending, what it shows in one line, and how it is drawn. */
export interface Chart {
  readonly file: string;
  readonly about: string;
  /** Beginnings of the names of the metrics that one sees on it. */
  readonly shows: readonly string[];
  readonly config: LineChart;
}
