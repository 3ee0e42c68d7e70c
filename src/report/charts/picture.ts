/** A chart as the library hands it out, without the types of Chart.js: those need the DOM's, which programs in Node lack. */

export interface Point {
  readonly x: number;
  /** NaN is a gap. */
  readonly y: number;
}

/** Options of Chart.js: its own types say what each may be. */
// biome-ignore lint/suspicious/noExplicitAny: for Chart.js to read, whose types say what each may be
export type ChartOptions = Record<string, any>;

/** A configuration of Chart.js. */
export interface LineChart {
  readonly type: 'line';
  readonly data: { readonly datasets: (ChartOptions & { data: Point[] })[] };
  readonly options?: ChartOptions | undefined;
  readonly plugins?: (ChartOptions & { id: string })[];
}

/** A PNG of a report: its file name without ending, what it shows in one line, and how it is drawn. */
export interface Chart {
  readonly file: string;
  readonly about: string;
  /** Beginnings of the names of the metrics that one sees on it. */
  readonly shows: readonly string[];
  readonly config: LineChart;
}
