/**
 * The library, for browsers and Node alike: scenarios from text, one replication as a pure function, and what many
 * say together. `hasim/node` is all of this, with files and threads.
 *
 * @module
 */
export {
  LOOK_MOMENTS,
  type LookMoment,
  REFUSAL_REASONS,
  REQUEST_OUTCOMES,
  type RefusalReason,
  type RequestOutcome,
  type SpanKind,
  TASK_OUTCOMES,
  TASK_STAGES,
  TASK_WAITS,
  type Tap,
  type TaskOutcome,
  type TaskStage,
  type TaskWait,
  WORK_KINDS,
  WORK_STAGES,
  type WorkKind,
  type WorkStage,
} from './cluster/observer.ts';
export type { Distribution } from './engine/distributions.ts';
export { InternalError } from './engine/invariant.ts';
export type { Ties } from './engine/simulation.ts';
export type { Micros } from './engine/time.ts';
export { Attribution, type OnSegment } from './measure/attribution.ts';
export { tapFor } from './measure/both-taps.ts';
export { CAUSES, type Cause } from './measure/causes.ts';
export type { Work } from './measure/followed.ts';
export type { SparseCounts } from './measure/histogram.ts';
export { type Causes, type ClassCauses, WORK_OUTCOMES, type WorkOutcome } from './measure/kept-causes.ts';
export type { BinSample, RunResult, Sample, Series, Span, Value } from './measure/result.ts';
export type { ClassTimes, TaskTimes } from './measure/task-times.ts';
export type * from './scenario/autoscale.ts';
export type { Calendar, ClockOffset } from './scenario/calendar.ts';
export { CATALOGUE, describeMetric, type MetricDescription } from './scenario/catalogue.ts';
export { type Mistake, type Position, ScenarioError } from './scenario/errors.ts';
export {
  type BaselineExpectation,
  COMPARISONS,
  type ComparisonOperator,
  type Expectation,
  type LimitExpectation,
  type Window,
} from './scenario/expectation.ts';
export type { ReadFile, SourceFile } from './scenario/layers.ts';
export type { MetricKind, MetricUnit } from './scenario/metric-table.ts';
export { type ParsedScenario, type ParseOptions, parseScenario } from './scenario/parse.ts';
export type * from './scenario/scenario.ts';
export type { SimulateOptions } from './simulate.ts';
export { simulate } from './simulate-text.ts';
export type { Answer } from './study/comparison/answer.ts';
export {
  type Attribute,
  type Candidate,
  type CompareOptions,
  type Comparison,
  compare,
  compareStudies,
  type Design,
  type Follow,
} from './study/comparison/compare.ts';
export type { Effect, EffectVerdict } from './study/comparison/effect.ts';
export type { Resources } from './study/comparison/resources.ts';
export type { SlowerTasks, SlowTask, TaskPlace } from './study/comparison/slower-tasks.ts';
export type { Estimate } from './study/estimates/estimate.ts';
export { type Judgement, judge, type Verdict } from './study/estimates/gate.ts';
export { judgeLimits } from './study/estimates/judge-limits.ts';
export type { Met } from './study/estimates/met.ts';
export {
  type CauseDifferences,
  causesOf,
  type Group,
  type GroupDifference,
} from './study/explain/differences.ts';
export type { MeanOf } from './study/explain/mean-of.ts';
export {
  type Progress,
  type ReplicateOptions,
  replicate,
  replicateOnly,
  type Study,
  studyOf,
} from './study/replications/replicate.ts';
export { inlineRunner, type Order, type Runner, type StopSignal } from './study/replications/runner.ts';
export type { Saturated } from './study/replications/saturation.ts';
export { decided, fixed, precise, type StopRule } from './study/replications/stop-rule.ts';
export type { TieDifference } from './study/replications/ties.ts';
export type { Change, Parameter, ParameterPart } from './study/sensitivity/parameters.ts';
export {
  type LeftOut,
  type Sensitivity,
  type SensitivityOptions,
  sensitivity,
} from './study/sensitivity/run-sensitivity.ts';
export type { Dependence, Influence, Side } from './study/sensitivity/sensitivity.ts';
export type { Bound, BoundCause } from './study/size/bounds.ts';
export type { Growth, SizeAxis, SizeRequest } from './study/size/configurations.ts';
export type { Headroom } from './study/size/headroom.ts';
export type { Survived } from './study/size/losses.ts';
export { type SizeQuestion, sizeRequest } from './study/size/request.ts';
export type { TrialVerdict } from './study/size/search.ts';
export { type Configuration, type SizeOptions, type Sizing, size } from './study/size/size.ts';
export type { GoalJudgement, Trial } from './study/size/trial.ts';
export { type Break, breaksOf } from './study/sweep/breaks.ts';
export type { ReadWith } from './study/sweep/designs.ts';
export { type SweepOptions, sweep } from './study/sweep/run-sweep.ts';
export { estimateAt, kneesOf, type Sweep, type SweepCell } from './study/sweep/sweep.ts';
export type { GridAxis } from './study/sweep/vary.ts';
export {
  type Yearly,
  type YearlyFigure,
  type YearlyOptions,
  type YearlyPart,
  yearly,
} from './study/yearly/yearly.ts';
