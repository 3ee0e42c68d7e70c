/** What a page shows, as plain data: made once from results, rendered to HTML, and brought to life from the same. */

import type { ClusterDrawing } from './cluster/drawing.ts';

/** A page: first its answer, then for the planner, then for the engineer. */
export interface Page {
  /** The question; the name where none is asked. */
  readonly title: string;
  /** What was run: names of designs, replications, seed. */
  readonly setup: string;
  /** Sentences, as the terminal says them. */
  readonly answer: readonly string[];
  readonly limits: readonly Limit[];
  /** The few that matter. */
  readonly figures: readonly Figure[];
  /** The smallest chart that proves the answer. */
  readonly proof: Chart | null;
  readonly planner: readonly Section[];
  readonly engineer: readonly Section[];
  /** The command that repeats it; empty where none does. */
  readonly repeat: string;
  /** In groups of four. */
  readonly digest: string;
  readonly version: string;
  /** What a browser needs to run it again with something changed; null where it cannot. */
  readonly rerun: Rerun | null;
}

/** A promise, and what came of it. */
export interface Limit {
  readonly text: string;
  readonly measured: string;
  readonly interval: string;
  /** Distance of the deciding end of the interval from the limit; empty where there is none. */
  readonly margin: string;
  readonly verdict: string;
  /** Of what is inconclusive: what stands in the way, where it is not what was measured; else empty. */
  readonly why: string;
  readonly tone: Tone;
}

export type Tone = 'good' | 'bad' | 'unsure' | 'quiet';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Below it: a verdict, what it was. */
  readonly note: string;
  readonly tone: Tone;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | TableBlock
  | { readonly kind: 'story'; readonly moments: readonly Moment[] }
  | { readonly kind: 'charts'; readonly charts: readonly Chart[] }
  | { readonly kind: 'cluster'; readonly drawings: readonly ClusterDrawing[] };

export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many more there are, and where; empty: that is all. */
  readonly more: string;
}

/** A sentence of the story, and when it happened. */
export interface Moment {
  /** Seconds of simulated time. */
  readonly at: number;
  /** As people say it. */
  readonly time: string;
  readonly text: string;
}

export type Chart = LinesChart | RowsChart | MatrixChart;

interface Drawn {
  /** Of the page: letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** What is drawn: which mean, which interval. */
  readonly about: string;
  /** What it shows, with numbers. */
  readonly sentence: string;
}

/** Lines over time, percentiles or a parameter. */
export interface LinesChart extends Drawn {
  readonly kind: 'lines';
  readonly x: XAxis;
  readonly y: { readonly title: string; readonly unit: string };
  readonly lines: readonly Line[];
  /** Half of the 50 % interval as a share of the half of the 95 % one; null: no bands. */
  readonly fifty: number | null;
  readonly spans: readonly Span[];
  /** Lines that were left out; empty: none. */
  readonly more: string;
}

/** Simulated time, or places with names. */
export type XAxis =
  | { readonly kind: 'time'; readonly seconds: number }
  | {
      readonly kind: 'places';
      /** Of its column in the table. */
      readonly title: string;
      readonly max: number;
      /** Every one that has a value, and those that the axis names. */
      readonly places: readonly Place[];
      readonly ticks: readonly Place[];
      /** Where all values stand; null: in the table. */
      readonly file: string | null;
    };

export interface Place {
  readonly at: number;
  readonly label: string;
}

export interface Line {
  readonly name: string;
  /** Of the palette. */
  readonly tone: number;
  readonly style: 'line' | 'thin' | 'dashed';
  readonly at: readonly number[];
  /** In base units; null is a gap. */
  readonly value: readonly (number | null)[];
  /** Half of the 95 % interval, or how far it reaches up; null: the line has none. */
  readonly half: readonly (number | null)[] | null;
  /** How far it reaches down; left out: as far as up. */
  readonly below?: readonly (number | null)[];
}

/** A time in which something was not as usual, in seconds. */
export interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Values with their intervals and the replications as dots. */
export interface RowsChart extends Drawn {
  readonly kind: 'rows';
  /** `own`: rows of unlike things; `shared`: rows that one compares. */
  readonly axis: 'own' | 'shared';
  readonly rows: readonly Row[];
  /** What the mark is: `the limit`, `no difference`. */
  readonly markIs: string;
}

export interface Row {
  readonly label: string;
  /** Value and verdict in words. */
  readonly note: string;
  readonly tone: number;
  readonly unit: string;
  readonly value: number;
  /** Ends of the 95 % interval; null: there is none. */
  readonly ends95: readonly [number, number] | null;
  readonly ends50: readonly [number, number] | null;
  /** One a replication. */
  readonly dots: readonly number[];
  /** A limit, or 0 of a difference; null: none. */
  readonly mark: number | null;
  /** Labels carry a sign. */
  readonly signed: boolean;
}

/** A value for each pair of two parameters. */
export interface MatrixChart extends Drawn {
  readonly kind: 'matrix';
  readonly down: { readonly title: string; readonly labels: readonly string[] };
  readonly across: { readonly title: string; readonly labels: readonly string[] };
  /** By row; `share` 0..1 of the largest, null where there is nothing to say. */
  readonly cells: readonly (readonly { readonly text: string; readonly share: number | null }[])[];
}

/** The designs of a page as their files, and how they were run. */
export interface Rerun {
  readonly seed: string;
  readonly replications: number;
  readonly designs: readonly RerunDesign[];
}

export interface RerunDesign {
  readonly name: string;
  readonly sources: Sources;
  /** `path=value`, over the files. */
  readonly set: readonly string[];
  /** Over its replications, in groups of four: what a browser has to find again. */
  readonly digest: string;
  /** What people change first. */
  readonly fields: readonly Field[];
}

/** A scenario file with all that it names, so that it can be read where there are no files. */
export interface Sources {
  readonly file: { readonly path: string; readonly text: string };
  readonly named: readonly {
    readonly name: string;
    readonly from: string;
    readonly path: string;
    readonly text: string;
  }[];
}

/** A value of the scenario, where `--set` finds it. */
export interface Field {
  readonly path: string;
  /** As it is written. */
  readonly value: string;
  /** The words that it may be; null: a number with its unit. */
  readonly choices: readonly string[] | null;
}
