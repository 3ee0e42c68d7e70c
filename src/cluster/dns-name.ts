/**
 * A DNS name that leads to one of several balancers (rule L7): the first that its health checks find well, or when none
 * is, the first of the file. A client may have an answer that is up to `ttl` old.
 */
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { DnsSpec } from '../scenario/scenario.ts';
import type { LoadBalancer } from './load-balancer.ts';

export class DnsName {
  readonly #sim: Simulation;
  readonly #spec: DnsSpec;
  readonly #balancers: readonly LoadBalancer[];
  readonly #isWell: boolean[];
  /** Checks in a row that went otherwise than the present standing. */
  readonly #streak: number[];
  /** For how long clients can have an answer. */
  readonly #remembers: Micros;
  /** What it answers, since when; the newest last, and none older than clients can still have. */
  readonly #answers: { readonly since: Micros; readonly balancer: LoadBalancer }[];

  /** @param held for how long some clients go on with an answer, whatever its TTL */
  constructor(sim: Simulation, spec: DnsSpec, balancers: readonly LoadBalancer[], held: Micros) {
    this.#sim = sim;
    this.#spec = spec;
    this.#remembers = Math.max(spec.ttl, held);
    this.#balancers = balancers;
    this.#isWell = balancers.map((balancer) => balancer.isInUse);
    this.#streak = balancers.map(() => 0);
    this.#answers = [{ since: Number.NEGATIVE_INFINITY, balancer: this.#first() }];
  }

  /** Its first health check is one interval from now. */
  begin(argument: number, handler: Handler): void {
    this.#sim.after(this.#spec.interval, handler, argument);
  }

  /** Checks each balancer: does it answer, with a node that is healthy? The next check is one interval from now. */
  check(argument: number, handler: Handler): void {
    this.#sim.after(this.#spec.interval, handler, argument);
    this.#balancers.forEach((balancer, i) => {
      const isWell = balancer.isUp && balancer.isInUse && balancer.hasHealthy;
      this.#streak[i] = isWell === this.#isWell[i] ? 0 : this.#streak[i]! + 1;
      if (this.#streak[i] < (isWell ? this.#spec.rise : this.#spec.fall)) return;
      this.#isWell[i] = isWell;
      this.#streak[i] = 0;
    });
    const balancer = this.#first();
    if (balancer === this.#answers.at(-1)!.balancer) return;
    const oldest = this.#sim.now - this.#remembers;
    while (this.#answers.length > 1 && this.#answers[1]!.since <= oldest) this.#answers.shift();
    this.#answers.push({ since: this.#sim.now, balancer });
  }

  /** @param age how old a client's answer is, as a share of `ttl`. */
  answer(age: number): LoadBalancer {
    return this.answerOf(this.#sim.now - Math.floor(age * this.#spec.ttl));
  }

  /** What it answered at a time that clients can still have. */
  answerOf(asked: Micros): LoadBalancer {
    return this.#answers.findLast(({ since }) => since <= asked)!.balancer;
  }

  #first(): LoadBalancer {
    return this.#balancers.find((_, i) => this.#isWell[i]) ?? this.#balancers[0]!;
  }
}
