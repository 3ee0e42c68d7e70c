/**
 * The library, for browsers and Node alike: scenarios from text, one replication as a pure function, and what many
 * say together. `hasim/node` adds what needs files and threads.
 */
export type { Tap } from './cluster/observer.ts';
export { InternalError } from './engine/invariant.ts';
export type { Micros } from './engine/time.ts';
export type { BinSample, RunResult, Sample, Series, Span, Value } from './measure/result.ts';
export { CATALOGUE, describeMetric, type MetricDescription } from './scenario/catalogue.ts';
export { type Mistake, ScenarioError } from './scenario/errors.ts';
export type { Expectation } from './scenario/expectation.ts';
export type { ReadFile, SourceFile } from './scenario/layers.ts';
export { type ParsedScenario, type ParseOptions, parseScenario } from './scenario/parse.ts';
export type { Scenario } from './scenario/scenario.ts';
export { type SimulateOptions, simulate } from './simulate.ts';
export {
  type Candidate,
  type CompareOptions,
  type Comparison,
  compare,
  compareStudies,
  type Design,
} from './study/comparison/compare.ts';
export type { Effect } from './study/comparison/effect.ts';
export type { Estimate } from './study/estimates/estimate.ts';
export { type Judgement, judge, type Verdict } from './study/estimates/gate.ts';
export {
  type Progress,
  type ReplicateOptions,
  replicate,
  replicateOnly,
  type Study,
  studyOf,
} from './study/replications/replicate.ts';
export { inlineRunner, type Runner } from './study/replications/runner.ts';
export { decided, fixed, precise, type StopRule } from './study/replications/stop-rule.ts';
export { type Yearly, type YearlyOptions, yearly } from './study/yearly/yearly.ts';
