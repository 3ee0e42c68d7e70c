/**
 * A checked, fully defaulted scenario: what the model runs. No units and no names left to resolve:
 * times are whole microseconds, sizes bytes, rates per second, shares 0..1, and whatever was named in
 * the file is an index into an array of this value. It is plain data (structured-cloneable, JSON), frozen,
 * and everything a run does follows from it, the seed and the replication number.
 *
 * Whoever reads a scenario imports from here: what the four files say of its parts is one vocabulary.
 */
import type { Micros } from '../engine/time.ts';
import type { Calendar } from './calendar.ts';
import type {
  BalancerSpec,
  DatabaseSpec,
  GroupSpec,
  NetworkSpec,
  NodeSpec,
  Place,
  StorageSpec,
  WorkerPoolSpec,
} from './cluster-spec.ts';
import type { DispatchSpec } from './dispatch-spec.ts';
import type { Expectation, LimitExpectation } from './expectation.ts';
import type { FailureSpec, PlanSpec, TimelineEntry } from './timeline-spec.ts';
import type { RequestClassSpec, TaskClassSpec } from './workload-spec.ts';

export * from './cluster-spec.ts';
export * from './dispatch-spec.ts';
export * from './policies.ts';
export * from './timeline-spec.ts';
export * from './workload-spec.ts';

export interface Scenario {
  readonly name: string;
  /** The question the scenario answers, in words; empty when the file asks none. */
  readonly question: string;
  readonly seed: string;
  readonly duration: Micros;
  /** Dates of simulated times; null: it has none. */
  readonly calendar: Calendar | null;
  readonly study: 'terminating' | 'steady';
  /** Cut before measuring; null in a steady study: found by MSER-5. Always 0 in a terminating one unless given. */
  readonly warmUp: Micros | null;
  readonly places: readonly Place[];
  readonly network: NetworkSpec;
  readonly balancers: readonly BalancerSpec[];
  readonly nodes: readonly NodeSpec[];
  readonly groups: readonly GroupSpec[];
  readonly workers: readonly WorkerPoolSpec[];
  /** null: `ideal`, every call answers at once (rule B8). */
  readonly database: DatabaseSpec | null;
  /** null: `ideal`, every operation ends at once (rule S2). */
  readonly storage: StorageSpec | null;
  readonly dispatch: DispatchSpec;
  /** The node limit of the licence; null is unlimited (rule A1). */
  readonly licence: number | null;
  readonly tasks: readonly TaskClassSpec[];
  readonly requests: readonly RequestClassSpec[];
  /** In order of time, entries of one time in file order (rule F1). */
  readonly timeline: readonly TimelineEntry[];
  readonly failures: readonly FailureSpec[];
  readonly plans: readonly PlanSpec[];
  readonly cost: CostSpec | null;
  /** Rule C2: run and cpu steps fail after twice their length. */
  readonly overloadFailures: boolean;
  /** Up to and including this time every replication does what this one did (rule T9); usually there is none. */
  readonly history?: { readonly replication: number; readonly until: Micros };
  readonly expect: readonly Expectation[];
  /** What it keeps in every disaster. */
  readonly promises: readonly LimitExpectation[];
  /** Figures that come from a preset or default and are not documented facts: named under every result. */
  readonly assumed: readonly FilledFigure[];
  /** The same that are: with them all that an answer rests on and the file does not say. */
  readonly documented: readonly FilledFigure[];
}

/** Prices in `currency`. */
export interface CostSpec {
  readonly currency: string;
  readonly perHour: {
    readonly node: number;
    readonly core: number;
    readonly worker: number;
    /** Share of the price of a node and its cores that it costs while it is down. */
    readonly off: number;
    readonly database: number;
    readonly storage: number;
    readonly balancer: number;
  };
  readonly perYear: { readonly licence: number };
}

/** What a preset or a default filled in. */
export interface FilledFigure {
  /** Where it stands, as a path: `database.read`. */
  readonly path: string;
  /** What it is, with its value. */
  readonly text: string;
  readonly value: string;
  readonly source: string;
  readonly standing: 'documented' | 'measured' | 'typical' | 'assumed';
}
