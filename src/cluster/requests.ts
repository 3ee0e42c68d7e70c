/**
 * Requests of users and API clients (rules L1, L4, W3): from the clients' place to the balancer that they know, to a node
 * in rotation, which works on them (`request-work.ts`), and back the same way.
 *
 * Longer than other files: the stages of the way, each of which goes on to the next within one event, are one story.
 */

import { derivedWord } from '../engine/draw.ts';
import type { Handler, LaneNumber } from '../engine/simulation.ts';
import { Stages } from '../engine/stages.ts';
import type { Micros } from '../engine/time.ts';
import type { RequestClassSpec } from '../scenario/scenario.ts';
import type { Addresses } from './addresses.ts';
import { ClientRetries } from './client-retries.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { type Network, wayThere } from './network.ts';
import type { Node } from './node.ts';
import type { RequestOutcome, WorkStage } from './observer.ts';
import { unheard } from './outputs.ts';
import { type ProbeKeys, probeClass } from './probe-class.ts';
import { ANSWER, isProbe, NO_NODES, NONE, OUTCOMES, Request, STAGE, TOLD, tellWhere } from './request-row.ts';
import { RequestWork, type RequestWorkParts } from './request-work.ts';

/** The two trips of a request draw their jitter apart from its calls. */
const TRIP_TO_BALANCER = 1_000_000;
const TRIP_TO_NODE = 1_000_001;
const TRIPS = 2;

export interface RequestParts extends RequestWorkParts {
  readonly probeKeys: ProbeKeys;
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly balancers: readonly LoadBalancer[];
  readonly addresses: Addresses;
}

export class Requests {
  readonly out = {
    /** A closed-loop user's request is over. */
    userFree: unheard as (user: number) => void,
  };
  /** Requests whose client has no answer yet. */
  open = 0;
  readonly #parts: RequestParts;
  readonly #work: RequestWork;
  readonly #requests: Stages<Request>;
  /** Those of the scenario, then the probes of each balancer. */
  readonly #classes: readonly RequestClassSpec[];
  readonly #atBalancer: Handler;
  readonly #atNode: Handler;
  readonly #triesAgain: Handler;
  readonly #refusal: Handler;
  readonly #backAtBalancer: Handler;
  readonly #atClient: Handler;
  /** By class. */
  readonly #timeouts: readonly LaneNumber[];
  /** By class; null: its clients ask once. */
  readonly #retries: readonly (ClientRetries | null)[];

  constructor(parts: RequestParts) {
    this.#parts = parts;
    const { sim, classes } = parts;
    const requests = new Stages(sim, (index) => new Request(index));
    this.#requests = requests;
    this.#atBalancer = sim.handler('request.at-balancer', (index) => {
      const request = requests.ended(index, STAGE.toBalancer);
      if (request !== null) this.#arriveAtBalancer(request);
    });
    this.#atNode = sim.handler('request.at-node', (index) => {
      const request = requests.ended(index, STAGE.toNode);
      if (request !== null) this.#arriveAtNode(request);
    });
    this.#refusal = sim.handler('request.refused', (index) => {
      const request = requests.ended(index, STAGE.refusal);
      if (request !== null) this.#learnRefusal(request);
    });
    this.#backAtBalancer = sim.handler('request.answered', (index) => {
      const request = requests.ended(index, STAGE.back);
      if (request !== null) this.#passAnswer(request);
    });
    this.#atClient = sim.handler('request.at-client', (index) => {
      const request = requests.ended(index, STAGE.toClient);
      if (request !== null) this.#reachClient(request);
    });
    const probes = parts.balancers.map(({ spec }) => probeClass(spec));
    const { calls, storage, observer } = parts;
    this.#classes = [...classes, ...probes];
    this.#work = new RequestWork({ sim, classes: this.#classes, calls, storage, observer }, requests);
    this.#work.out.answers = (request, answer) => this.#answerFromNode(request, answer);
    const timeout = sim.handler('request.timeout', (index) => this.#timeOut(requests.at(index)));
    this.#timeouts = classes.map((spec) => sim.lane(spec.timeout, timeout));
    this.#retries = classes.map(({ retry }) => (retry === null ? null : new ClientRetries(retry)));
    this.#triesAgain = sim.handler('request.tries-again', (index) => this.#try(requests.at(index)));
  }

  /** A client asks. @param user index of a closed-loop user; -1 for an open arrival. */
  arrive(requestClass: number, keyHigh: number, keyLow: number, user: number): void {
    const { sim, observer } = this.#parts;
    const request = this.#add(requestClass, keyHigh, keyLow, user);
    this.open += 1;
    observer.requestArrived(sim.now, requestClass, request.index);
    if (this.#retries[requestClass] === null) {
      request.timeout = sim.arm(this.#timeouts[requestClass]!, request.index);
      this.#leave(request);
    } else {
      request.stage = STAGE.asking;
      this.#try(request);
    }
  }

  #add(requestClass: number, keyHigh: number, keyLow: number, user: number): Request {
    const request = this.#requests.add();
    request.spec = this.#classes[requestClass]!;
    request.requestClass = requestClass;
    request.keyHigh = keyHigh;
    request.keyLow = keyLow;
    request.user = user;
    request.asked = null;
    request.attempt = 0;
    request.made = 0;
    request.isTrial = false;
    request.arrived = this.#parts.sim.now;
    request.calls = 0;
    request.connectionSince = NONE;
    request.told = false;
    request.node = null;
    request.tried = NO_NODES;
    return request;
  }

  /** The next attempt of what a client asks; at once in vain while its breaker is open (rule L9). */
  #try(asked: Request): void {
    const { sim, observer } = this.#parts;
    const { requestClass, keyHigh, keyLow, user } = asked;
    const passes = this.#retries[requestClass]!.letsThrough(sim.now);
    if (passes === 'no') {
      this.#end(asked, 'refused', NONE);
      return;
    }
    const { made, spec } = asked;
    const isAnew = made > 0 && spec.retry!.demand === 'anew';
    const word = (which: 0 | 1, same: number) => (isAnew ? derivedWord(keyHigh, keyLow, made, which) : same);
    const request = this.#add(requestClass, word(0, keyHigh), word(1, keyLow), user);
    request.asked = asked;
    request.attempt = made;
    request.isTrial = passes === 'as trial';
    asked.made += 1;
    if (asked.made > 1) observer.requestTried(sim.now, requestClass, asked.arrived);
    request.timeout = sim.arm(this.#timeouts[requestClass]!, request.index);
    this.#leave(request);
  }

  /** An attempt has ended for its client, who has what was asked for, tries again or gives up. */
  #attemptEnded(asked: Request, isTrial: boolean, outcome: RequestOutcome, node: number): void {
    const { sim, observer } = this.#parts;
    const { requestClass, keyHigh, keyLow, arrived, made } = asked;
    const retries = this.#retries[requestClass]!;
    retries.note(outcome === 'served', isTrial, sim.now);
    const pause = outcome === 'served' ? null : retries.pauseAfter(made, arrived, sim.now, keyHigh, keyLow);
    if (pause === null) this.#end(asked, outcome, node);
    else if (pause === 0) this.#try(asked);
    else {
      observer.follower?.workAt(sim.now, 'request', asked.index, 'pause', -1);
      sim.after(pause, this.#triesAgain, asked.index);
    }
  }

  /** What a client asked is over. */
  #end(asked: Request, outcome: RequestOutcome, node: number): void {
    asked.told = true;
    this.#noteEnd(asked, outcome, node);
    this.#requests.remove(asked);
  }

  /** A probe has come to a node that works on it like on a request (rule L12). @param sent by which it is known */
  probe(balancer: LoadBalancer, node: Node, sent: Micros): void {
    const { classes, probeKeys } = this.#parts;
    const { keyHigh, keyLow } = probeKeys.of(balancer.spec, node, sent);
    const request = this.#add(classes.length + balancer.index, keyHigh, keyLow, NONE);
    request.asked = request;
    request.arrived = sent;
    request.balancer = balancer;
    request.node = node;
    this.#work.arrive(request, node);
  }

  #probeAnswered(request: Request, isWell: boolean): void {
    const { balancer, node, arrived } = request;
    this.#requests.remove(request);
    balancer.probeAnswered(node!.index, arrived, isWell);
  }

  /** A node's CPU is done with a request. */
  capacityDone(request: number): void {
    this.#work.capacityDone(this.#requests.at(request));
  }

  /** A node went down: the requests in it fail now (rule L4). */
  nodeDown(node: Node): void {
    node.serving?.clear();
    node.cache?.empty();
    for (const request of this.#requests) {
      if (!this.#work.isIn(request, node)) continue;
      this.#work.stop(request, node);
      if (isProbe(request)) {
        this.#requests.remove(request);
        request.balancer.probeBroken(node.index, request.arrived);
        continue;
      }
      const isLost = this.#balancerIsLost(request);
      if (!isLost) this.#disconnect(request, false);
      if (isLost || this.#isCutOff(request, node)) {
        this.#fallSilent(request);
        continue;
      }
      this.#tell(request, 'failed');
      this.#requests.remove(request);
    }
  }

  /** Nothing comes from a node to the client of a request in it now: one of the two ways is cut (rule N3). */
  #isCutOff({ balancer, spec: { from } }: Request, node: Node): boolean {
    const { network, sim } = this.#parts;
    const { place } = balancer.spec;
    return network.isLost(node.place, place, sim.now) || network.isLost(place, from, sim.now);
  }

  /** Tells of every request whose client has no answer yet: its class and its arrival. */
  forEachUnfinished(tell: (requestClass: number, arrived: Micros) => void): void {
    for (const request of this.#requests) {
      if (!request.told && request.asked === null) tell(request.requestClass, request.arrived);
    }
  }

  #leave(request: Request): void {
    const { requestClass, spec, keyHigh, keyLow } = request;
    const balancer = this.#parts.addresses.of(
      requestClass,
      spec.from,
      keyHigh,
      keyLow,
      request.asked ?? request,
    );
    if (balancer === undefined) {
      this.#fallSilent(request);
      return;
    }
    request.balancer = balancer;
    request.losses = balancer.losses;
    request.toBalancer = this.#trip(request, TRIP_TO_BALANCER);
    this.#send(request, STAGE.toBalancer, wayThere(request.toBalancer), this.#atBalancer);
  }

  /** The round trip of one of a request's two trips, in µs. */
  #trip(request: Request, trip: number): Micros {
    const other = trip === TRIP_TO_BALANCER ? request.spec.from : request.node!.place;
    const balancer = request.balancer.spec.place;
    return this.#parts.network.callRoundTrip(
      other,
      balancer,
      request.keyHigh,
      request.keyLow,
      trip + TRIPS * request.attempt,
    );
  }

  #send(request: Request, stage: number, length: Micros, handler: Handler): void {
    const { sim } = this.#parts;
    request.sent = sim.now;
    request.due = sim.now;
    this.#at(request, TOLD[stage]!);
    if (this.#requests.enter(request, stage, length, handler)) sim.call(handler, request.index);
  }

  #at(request: Request, stage: WorkStage): void {
    tellWhere(this.#parts.sim, this.#parts.observer, request, stage);
  }

  #arriveAtBalancer(request: Request): void {
    const { balancer, spec, sent } = request;
    const isLost = this.#parts.network.isLost(spec.from, balancer.spec.place, sent);
    if (this.#balancerIsLost(request) || isLost) this.#fallSilent(request);
    else if (!this.#forward(request, balancer)) this.#answer(request, ANSWER.refused);
  }

  /** Its balancer is lost, or was since it set out: nothing comes back through it (rule L4). */
  #balancerIsLost(request: Request): boolean {
    return request.balancer.losses !== request.losses;
  }

  /** Sends a request on to a node that it has not been to; false: there is none in rotation. */
  #forward(request: Request, balancer: LoadBalancer): boolean {
    const { keyHigh, keyLow, user, attempt, tried } = request;
    const node = balancer.choose(keyHigh, keyLow, user, attempt, tried);
    if (node === NONE) return false;
    request.node = this.#parts.nodes[node]!;
    balancer.connect(node, 1);
    this.#parts.observer.follower?.attemptBegan(this.#parts.sim.now, 'request', request.index);
    request.toNode = this.#trip(request, TRIP_TO_NODE);
    this.#send(request, STAGE.toNode, wayThere(request.toNode), this.#atNode);
    return true;
  }

  #arriveAtNode(request: Request): void {
    const { network } = this.#parts;
    const { balancer } = request;
    const node = request.node!;
    const lost = network.isLost(balancer.spec.place, node.place, request.sent);
    if (node.hostLost || lost) {
      this.#waitInVain(request, request.sent + balancer.spec.connectTimeout);
      return;
    }
    if (!node.isOnline) {
      request.answer = ANSWER.refused;
      this.#send(request, STAGE.refusal, wayBack(request.toNode), this.#refusal);
      return;
    }
    this.#work.arrive(request, node);
  }

  /** Nothing comes from the node: the balancer knows at its time-out (rule L4). */
  #waitInVain(request: Request, known: Micros): void {
    const { sim } = this.#parts;
    request.answer = ANSWER.failed;
    this.#send(request, STAGE.refusal, Math.max(0, known - sim.now), this.#refusal);
    if (known > sim.now) this.#at(request, 'noAnswer');
  }

  /** The node answers. */
  #answerFromNode(request: Request, answer: number): void {
    if (isProbe(request)) {
      this.#probeAnswered(request, answer === ANSWER.well);
      return;
    }
    request.answer = answer;
    this.#send(request, STAGE.back, wayBack(request.toNode), this.#backAtBalancer);
  }

  #passAnswer(request: Request): void {
    const { balancer } = request;
    if (this.#balancerIsLost(request)) {
      this.#fallSilent(request);
      return;
    }
    const isLost = this.#parts.network.isLost(request.node!.place, balancer.spec.place, request.sent);
    this.#disconnect(request, !isLost);
    if (isLost) this.#fallSilent(request);
    else this.#answer(request, request.answer);
  }

  /** The balancer learns that a node refuses or gives no answer (rules L3, L4). */
  #learnRefusal(request: Request): void {
    const { balancer } = request;
    if (this.#balancerIsLost(request)) {
      this.#fallSilent(request);
      return;
    }
    const { sent, node } = request;
    const { spec } = balancer;
    // A refusal that is lost on its way back is no answer (rule N3).
    if (request.answer === ANSWER.refused && this.#parts.network.isLost(node!.place, spec.place, sent)) {
      this.#waitInVain(request, sent - wayThere(request.toNode) + spec.connectTimeout);
      return;
    }
    this.#disconnect(request, false);
    const { type, nextUpstream } = spec.probe;
    if (type === 'passive' && nextUpstream) {
      request.tried = [...request.tried, node!.index];
      this.#parts.observer.follower?.attemptFailed(this.#parts.sim.now, 'request', request.index);
      if (this.#forward(request, balancer)) return;
    }
    this.#answer(request, ANSWER.failed);
  }

  /** The balancer answers its client. */
  #answer(request: Request, answer: number): void {
    request.answer = answer;
    this.#send(request, STAGE.toClient, wayBack(request.toBalancer), this.#atClient);
  }

  #reachClient(request: Request): void {
    const { balancer, spec, sent } = request;
    if (this.#parts.network.isLost(balancer.spec.place, spec.from, sent)) {
      this.#fallSilent(request);
      return;
    }
    this.#tell(request, OUTCOMES[request.answer]!);
    this.#requests.remove(request);
  }

  #disconnect(request: Request, wentWell: boolean): void {
    const { balancer } = request;
    const node = request.node!.index;
    balancer.connect(node, -1);
    balancer.noteRequest(node, wentWell);
  }

  #fallSilent(request: Request): void {
    request.stage = STAGE.silent;
    this.#at(request, 'noAnswer');
    if (request.told) this.#requests.remove(request);
  }

  /** The client gives up; the request goes on in the node (rule L4). */
  #timeOut(request: Request): void {
    this.#tell(request, 'timedOut');
    if (request.stage === STAGE.silent) this.#requests.remove(request);
  }

  #tell(request: Request, outcome: RequestOutcome): void {
    if (request.told) return;
    request.told = true;
    const { requestClass, timeout, node, asked, isTrial } = request;
    this.#parts.sim.disarm(this.#timeouts[requestClass]!, timeout);
    if (asked === null) this.#noteEnd(request, outcome, node?.index ?? NONE);
    else this.#attemptEnded(asked, isTrial, outcome, node?.index ?? NONE);
  }

  #noteEnd({ requestClass, index, arrived, user }: Request, outcome: RequestOutcome, node: number): void {
    this.open -= 1;
    const { sim, observer } = this.#parts;
    observer.requestEnded(sim.now, requestClass, index, arrived, outcome, node);
    if (user !== NONE) this.out.userFree(user);
  }
}

/** The way back of a round trip, in µs. */
function wayBack(roundTrip: Micros): Micros {
  return roundTrip - wayThere(roundTrip);
}
