/**
 * Attempts at the steps of a plan (rule F8): how long each takes, by the hour in which it begins, and whether it comes
 * to nothing. Drawn by keys of the plan's name and the step's number (rule T4), so that people have the same luck in
 * every design with this plan.
 */
import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { ComponentLuck, Luck } from '../engine/luck.ts';
import type { Micros } from '../engine/time.ts';
import type { PlanSpec, PlanStep } from '../scenario/scenario.ts';

interface Step {
  readonly spec: PlanStep;
  readonly luck: ComponentLuck;
  readonly lengths: readonly Sampler[];
  /** Attempts so far, of all times that the plan was carried out. */
  made: number;
}

export interface Attempt {
  readonly length: Micros;
  readonly fails: boolean;
}

export class Attempts {
  /** By plan and step. */
  readonly #steps: readonly (readonly Step[])[];

  constructor(plans: readonly PlanSpec[], luck: Luck) {
    this.#steps = plans.map(({ name, steps }) =>
      steps.map((spec, index) => ({
        spec,
        luck: luck.of(`plan/${name}/${index}`),
        lengths: spec.takes.length.map((each) => new Sampler(each)),
        made: 0,
      })),
    );
  }

  /** The next attempt at a step, which begins now. */
  next(plan: number, index: number, now: Micros): Attempt {
    const step = this.#steps[plan]![index]!;
    const { spec, luck, lengths } = step;
    const sampler = lengths[pieceAt(spec, now)]!;
    const { length, key, n } = luck.drawn(now, step.made, sampler, PURPOSE.planLength);
    step.made += 1;
    return { length, fails: spec.fails > 0 && key.draw(PURPOSE.planFails, n) < spec.fails };
  }
}

/** Which piece of the day holds at a time. */
function pieceAt({ takes: { from, period } }: PlanStep, now: Micros): number {
  const time = period === null ? now : now % period;
  return Math.max(
    0,
    from.findLastIndex((each) => each <= time),
  );
}
