/**
 * Which balancer the clients of a request class go to (rule L7). They know one address, the nearest balancer's at the
 * start or the one that the file names, until a plan switches to another; or a failover service knows several and
 * whether they are well; or a DNS name with health checks does, whose answers live on for a while.
 */
import { draw, PURPOSE } from '../engine/draw.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { Place, RequestClassSpec } from '../scenario/scenario.ts';
import { DnsName } from './dns-name.ts';
import { ANEW, type Client, HoldingOn } from './holding-on.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Network } from './network.ts';

type Way = (from: number, keyHigh: number, keyLow: number) => LoadBalancer | undefined;

export interface AddressParts {
  readonly sim: Simulation;
  readonly classes: readonly RequestClassSpec[];
  readonly balancers: readonly LoadBalancer[];
  readonly network: Network;
  readonly places: readonly Place[];
}

export class Addresses {
  readonly #network: Network;
  readonly #ways: readonly Way[];
  /** By class: the one address that its clients know. */
  readonly #known: (LoadBalancer | undefined)[];
  /** By class: clients that hold on to an address (rule L14); null: none. */
  readonly #holdOn: readonly (HoldingOn | null)[];
  readonly #names: readonly (DnsName | null)[];
  /** What the one address was, until when. */
  readonly #before: { readonly known: readonly (LoadBalancer | undefined)[]; readonly until: Micros }[] = [];
  readonly #sim: Simulation;

  constructor({ sim, classes, balancers, network, places }: AddressParts) {
    this.#sim = sim;
    this.#network = network;
    let users = 0;
    this.#holdOn = classes.map(({ source, holdOn }) => {
      const first = users;
      const own = source.kind === 'closed' ? source.users : 0;
      users += own;
      return holdOn === null ? null : new HoldingOn(holdOn, own, first);
    });
    this.#known = classes.map((spec) => {
      if (spec.via.kind === 'address') return balancers[spec.via.balancer];
      const inUse = balancers.filter((balancer) => balancer.isInUse);
      const far = ({ spec: { place } }: LoadBalancer): number => network.roundTrip(spec.from, place);
      const apart = ({ spec: { place } }: LoadBalancer): number =>
        apartness(places[spec.from]!, places[place]!);
      return inUse.sort((a, b) => far(a) - far(b) || apart(a) - apart(b))[0];
    });
    const names = classes.map(({ via, holdOn }) =>
      via.kind === 'dns'
        ? new DnsName(
            sim,
            via,
            via.balancers.map((b) => balancers[b]!),
            holdOn === null ? 0 : (holdOn.for ?? Number.POSITIVE_INFINITY),
          )
        : null,
    );
    this.#names = names;
    const checks = sim.handler('dns.checks', (name) => names[name]!.check(name, checks));
    for (const [c, name] of names.entries()) name?.begin(c, checks);
    this.#ways = classes.map(({ via }, c): Way => {
      if (via.kind === 'dns')
        return (_, keyHigh, keyLow) => names[c]!.answer(draw(keyHigh, keyLow, PURPOSE.dnsAge, 0));
      if (via.kind === 'service')
        return (from) =>
          this.#best(
            via.balancers.map((b) => balancers[b]!),
            from,
          );
      return () => this.#known[c];
    });
  }

  /** Where a request goes; undefined: nowhere, so that it has no answer. */
  of(
    requestClass: number,
    from: number,
    keyHigh: number,
    keyLow: number,
    client: Client,
  ): LoadBalancer | undefined {
    const age = this.#holdOn[requestClass]?.age(client, this.#sim.now) ?? ANEW;
    const balancer =
      age === ANEW
        ? this.#ways[requestClass]!(from, keyHigh, keyLow)
        : this.#heldSince(requestClass, this.#sim.now - age);
    return balancer !== undefined && this.#answers(balancer, from) ? balancer : undefined;
  }

  /** A plan changes the address of the service: who knows one address knows this one from now on (rule F3). */
  switchTo(balancer: LoadBalancer): void {
    this.#before.push({ known: [...this.#known], until: this.#sim.now });
    this.#known.fill(balancer);
  }

  /** What who looked it up at a time has found. */
  #heldSince(requestClass: number, asked: Micros): LoadBalancer | undefined {
    const name = this.#names[requestClass];
    if (name != null) return name.answerOf(asked);
    const { known } = this.#before.find(({ until }) => asked < until) ?? { known: this.#known };
    return known[requestClass];
  }

  /** The first that is well; where none is, the first that answers at all. */
  #best(balancers: readonly LoadBalancer[], from: number): LoadBalancer | undefined {
    const answering = balancers.filter((balancer) => this.#answers(balancer, from));
    return answering.find((balancer) => balancer.hasHealthy) ?? answering[0];
  }

  #answers(balancer: LoadBalancer, from: number): boolean {
    return balancer.isUp && balancer.isInUse && !this.#network.isCut(from, balancer.spec.place);
  }
}

/** Of places that are equally far by round trip: the same zone is nearer than the same region, and that than others. */
function apartness(a: Place, b: Place): number {
  if (a.region !== b.region) return 2;
  return a.zone === b.zone || a.zone === null || b.zone === null ? 0 : 1;
}
