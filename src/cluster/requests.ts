/**
 * Requests of users and API clients (rules L1, L4, W3): from the clients' place to the balancer that they know, to a node
 * in rotation, CPU, database calls, a file, and back the same way.
 */

import { wider } from '../engine/columns.ts';
import { Sampler } from '../engine/distributions.ts';
import { PURPOSE } from '../engine/draw.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { Micros } from '../engine/time.ts';
import type { RequestClassSpec } from '../scenario/scenario.ts';
import type { Addresses } from './addresses.ts';
import { CALL } from './calls.ts';
import { ANSWERED, type Database } from './database.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { type Network, wayThere } from './network.ts';
import { CORE, type Node } from './node.ts';
import type { RequestOutcome, Tap } from './observer.ts';
import { isWrite } from './program.ts';
import { DONE, type Storage } from './storage.ts';

const STAGE = {
  free: 0,
  /** On the way to the balancer, and from it to the node. */
  toBalancer: 1,
  toNode: 2,
  cpu: 3,
  call: 4,
  storage: 5,
  /** The answer is on its way to the balancer, and from it to the client. */
  back: 6,
  toClient: 7,
  /** The balancer learns of a refusal, or that there is no answer. */
  refusal: 8,
  /** Nothing will come: the client's time-out ends it. */
  silent: 9,
} as const;
const NONE = -1;
/** The two trips of a request draw their jitter apart from its calls. */
const TRIP_TO_BALANCER = 1_000_000;
const TRIP_TO_NODE = 1_000_001;

export interface RequestParts {
  readonly sim: Simulation;
  readonly classes: readonly RequestClassSpec[];
  readonly network: Network;
  readonly nodes: readonly Node[];
  readonly balancers: readonly LoadBalancer[];
  readonly addresses: Addresses;
  readonly database: Database;
  readonly storage: Storage;
  readonly observer: Tap;
}

export class Requests {
  /** Requests whose client has no answer yet. */
  open = 0;
  readonly #parts: RequestParts;
  readonly #cpu: readonly Sampler[];
  /** Told a closed-loop user whose request is over. */
  readonly #userFree: number;
  #class = new Int32Array(64);
  #stage = new Uint8Array(64);
  #keyHigh = new Int32Array(64);
  #keyLow = new Int32Array(64);
  #user = new Int32Array(64);
  #arrived = new Float64Array(64);
  #balancer = new Int32Array(64);
  #node = new Int32Array(64);
  #calls = new Int32Array(64);
  /** How often its balancer had been lost when it set out. */
  #losses = new Int32Array(64);
  #waitFor = new Int32Array(64);
  #due = new Float64Array(64);
  #sent = new Float64Array(64);
  #timeout = new Float64Array(64);
  /** Whether its client has been told, and whether what comes back is an error. */
  #told = new Uint8Array(64);
  #failed = new Uint8Array(64);
  #size = 0;
  /** By request that goes on to other nodes: those that it has been to (rule L3). */
  readonly #tried = new Map<number, number[]>();
  readonly #free: number[] = [];
  readonly #atBalancer: number;
  readonly #atNode: number;
  readonly #called: number;
  readonly #stored: number;
  readonly #refusal: number;
  readonly #backAtBalancer: number;
  readonly #atClient: number;
  /** By class. */
  readonly #timeouts: readonly number[];

  constructor(parts: RequestParts, userFree: number) {
    this.#parts = parts;
    this.#userFree = userFree;
    const { sim, classes } = parts;
    this.#cpu = classes.map((spec) => new Sampler(spec.cpu));
    const on = (name: string, stage: number, run: (request: number) => void): number =>
      sim.handler(name, (request) => {
        if (this.#stage[request] === stage && this.#due[request] === sim.now) run(request);
      });
    this.#atBalancer = on('request.at-balancer', STAGE.toBalancer, (r) => this.#arriveAtBalancer(r));
    this.#atNode = on('request.at-node', STAGE.toNode, (r) => this.#arriveAtNode(r));
    this.#refusal = on('request.refused', STAGE.refusal, (r) => this.#learnRefusal(r));
    this.#backAtBalancer = on('request.answered', STAGE.back, (r) => this.#passAnswer(r));
    this.#atClient = on('request.at-client', STAGE.toClient, (r) => this.#reachClient(r));
    this.#called = sim.handler('request.called', (r) => this.#afterCall(r));
    this.#stored = sim.handler('request.stored', (r) => this.#afterStorage(r));
    const timeout = sim.handler('request.timeout', (r) => this.#timeOut(r));
    this.#timeouts = classes.map((spec) => sim.lane(spec.timeout, timeout));
  }

  /** A client asks. @param user index of a closed-loop user; -1 for an open arrival. */
  arrive(requestClass: number, keyHigh: number, keyLow: number, user: number): void {
    const { sim, observer } = this.#parts;
    const request = this.#add();
    this.#class[request] = requestClass;
    this.#keyHigh[request] = keyHigh;
    this.#keyLow[request] = keyLow;
    this.#user[request] = user;
    this.#arrived[request] = sim.now;
    this.#balancer[request] = NONE;
    this.#node[request] = NONE;
    this.#calls[request] = 0;
    this.#told[request] = 0;
    this.#failed[request] = 0;
    this.#timeout[request] = sim.arm(this.#timeouts[requestClass]!, request);
    this.open += 1;
    observer.requestArrived(sim.now, requestClass, request);
    this.#leave(request);
  }

  /** A node's CPU is done with a request. */
  capacityDone(request: number): void {
    this.#nextCall(request);
  }

  /** A node went down: the requests in it fail now (rule L4). */
  nodeDown(node: Node): void {
    const { database, storage } = this.#parts;
    for (let request = 0; request < this.#size; request += 1) {
      const stage = this.#stage[request]!;
      if (stage < STAGE.cpu || stage > STAGE.storage || this.#node[request] !== node.index) continue;
      if (stage === STAGE.cpu) node.cpu.remove(this.#waitFor[request]!);
      else if (stage === STAGE.call) database.abandon(this.#waitFor[request]!);
      else storage.abandon(this.#waitFor[request]!);
      if (this.#balancerIsLost(request)) {
        this.#fallSilent(request);
        continue;
      }
      this.#disconnect(request, false);
      this.#tell(request, 'failed');
      this.#remove(request);
    }
  }

  /** Tells of every request whose client has no answer yet: its class and its arrival. */
  forEachUnfinished(tell: (requestClass: number, arrived: Micros) => void): void {
    for (let request = 0; request < this.#size; request += 1) {
      if (this.#stage[request] === STAGE.free || this.#told[request] === 1) continue;
      tell(this.#class[request]!, this.#arrived[request]!);
    }
  }

  #leave(request: number): void {
    const requestClass = this.#class[request]!;
    const { from } = this.#parts.classes[requestClass]!;
    const [high, low] = [this.#keyHigh[request]!, this.#keyLow[request]!];
    const balancer = this.#parts.addresses.of(requestClass, from, high, low);
    if (balancer === undefined) {
      this.#fallSilent(request);
      return;
    }
    this.#balancer[request] = balancer.index;
    this.#losses[request] = balancer.losses;
    this.#send(request, STAGE.toBalancer, wayThere(this.#trip(request, TRIP_TO_BALANCER)), this.#atBalancer);
  }

  /** The round trip of one of a request's two trips, in µs. */
  #trip(request: number, trip: number): Micros {
    const { network, classes, balancers, nodes } = this.#parts;
    const balancer = balancers[this.#balancer[request]!]!.spec.place;
    const other =
      trip === TRIP_TO_BALANCER ? classes[this.#class[request]!]!.from : nodes[this.#node[request]!]!.place;
    return network.callRoundTrip(other, balancer, this.#keyHigh[request]!, this.#keyLow[request]!, trip);
  }

  #send(request: number, stage: number, length: Micros, handler: number): void {
    const { sim } = this.#parts;
    this.#stage[request] = stage;
    this.#sent[request] = sim.now;
    this.#due[request] = sim.now + length;
    if (length === 0) sim.call(handler, request);
    else sim.after(length, handler, request);
  }

  #arriveAtBalancer(request: number): void {
    const { balancers, network, classes } = this.#parts;
    const balancer = balancers[this.#balancer[request]!]!;
    const from = classes[this.#class[request]!]!.from;
    if (this.#balancerIsLost(request) || network.isLost(from, balancer.spec.place, this.#sent[request]!))
      this.#fallSilent(request);
    else if (!this.#forward(request, balancer)) this.#answer(request, 2);
  }

  /** Its balancer is lost, or was since it set out: nothing comes back through it (rule L4). */
  #balancerIsLost(request: number): boolean {
    return this.#parts.balancers[this.#balancer[request]!]!.losses !== this.#losses[request];
  }

  /** Sends a request on to a node that it has not been to; false: there is none in rotation. */
  #forward(request: number, balancer: LoadBalancer): boolean {
    const node = balancer.choose(
      this.#keyHigh[request]!,
      this.#keyLow[request]!,
      this.#user[request]!,
      this.#tried.get(request),
    );
    if (node === NONE) return false;
    this.#node[request] = node;
    balancer.connect(node, 1);
    this.#send(request, STAGE.toNode, wayThere(this.#trip(request, TRIP_TO_NODE)), this.#atNode);
    return true;
  }

  #arriveAtNode(request: number): void {
    const { nodes, balancers, network, sim } = this.#parts;
    const node = nodes[this.#node[request]!]!;
    const balancer = balancers[this.#balancer[request]!]!;
    const lost = network.isLost(balancer.spec.place, node.place, this.#sent[request]!);
    if (node.hostLost || lost) {
      const known = this.#sent[request]! + balancer.spec.connectTimeout;
      this.#send(request, STAGE.refusal, Math.max(0, known - sim.now), this.#refusal);
      return;
    }
    if (!node.isOnline) {
      const trip = this.#trip(request, TRIP_TO_NODE);
      this.#send(request, STAGE.refusal, trip - wayThere(trip), this.#refusal);
      return;
    }
    const length = this.#cpu[this.#class[request]!]!.draw(
      this.#keyHigh[request]!,
      this.#keyLow[request]!,
      PURPOSE.cpu,
      0,
    );
    this.#stage[request] = STAGE.cpu;
    if (length === 0) this.#nextCall(request);
    else this.#waitFor[request] = node.cpu.add(2 * request + 1, CORE, length);
  }

  #nextCall(request: number): void {
    const { database, nodes, classes } = this.#parts;
    const spec = classes[this.#class[request]!]!;
    const node = nodes[this.#node[request]!]!;
    while (this.#calls[request]! < spec.dbCalls) {
      this.#stage[request] = STAGE.call;
      const ordinal = this.#calls[request]!;
      this.#calls[request] = ordinal + 1;
      const call = database.call(
        node,
        isWrite(ordinal, spec.dbCalls, spec.dbWrites) ? CALL.write : CALL.plain,
        this.#keyHigh[request]!,
        this.#keyLow[request]!,
        ordinal,
        this.#called,
        request,
        NONE,
      );
      if (call !== ANSWERED) {
        this.#waitFor[request] = call;
        return;
      }
      if (!database.ok) {
        this.#answerFromNode(request, true);
        return;
      }
    }
    this.#readFile(request, node, spec.read);
  }

  #afterCall(request: number): void {
    if (this.#parts.database.ok) this.#nextCall(request);
    else this.#answerFromNode(request, true);
  }

  #readFile(request: number, node: Node, bytes: number): void {
    if (bytes === 0) {
      this.#answerFromNode(request, false);
      return;
    }
    this.#stage[request] = STAGE.storage;
    const op = this.#parts.storage.operate(
      node,
      bytes,
      true,
      this.#keyHigh[request]!,
      this.#keyLow[request]!,
      0,
      this.#stored,
      request,
    );
    if (op === DONE) this.#afterStorage(request);
    else this.#waitFor[request] = op;
  }

  #afterStorage(request: number): void {
    this.#answerFromNode(request, !this.#parts.storage.ok);
  }

  /** The node answers, with an error if `failed`. */
  #answerFromNode(request: number, failed: boolean): void {
    this.#failed[request] = failed ? 1 : 0;
    const trip = this.#trip(request, TRIP_TO_NODE);
    this.#send(request, STAGE.back, trip - wayThere(trip), this.#backAtBalancer);
  }

  #passAnswer(request: number): void {
    const { nodes, balancers, network } = this.#parts;
    const node = nodes[this.#node[request]!]!;
    const balancer = balancers[this.#balancer[request]!]!;
    if (this.#balancerIsLost(request)) {
      this.#fallSilent(request);
      return;
    }
    this.#disconnect(request, true);
    if (network.isLost(node.place, balancer.spec.place, this.#sent[request]!)) this.#fallSilent(request);
    else this.#answer(request, this.#failed[request]!);
  }

  /** The balancer learns that a node refuses or gives no answer (rules L3, L4). */
  #learnRefusal(request: number): void {
    const balancer = this.#parts.balancers[this.#balancer[request]!]!;
    if (this.#balancerIsLost(request)) {
      this.#fallSilent(request);
      return;
    }
    this.#disconnect(request, false);
    const { type, nextUpstream } = balancer.spec.probe;
    if (type === 'passive' && nextUpstream) {
      this.#tried.set(request, [...(this.#tried.get(request) ?? []), this.#node[request]!]);
      if (this.#forward(request, balancer)) return;
    }
    this.#answer(request, 1);
  }

  /** The balancer answers its client: 0 well, 1 failed, 2 no node in rotation. */
  #answer(request: number, failed: number): void {
    this.#failed[request] = failed;
    const trip = this.#trip(request, TRIP_TO_BALANCER);
    this.#send(request, STAGE.toClient, trip - wayThere(trip), this.#atClient);
  }

  #reachClient(request: number): void {
    const { network, classes, balancers } = this.#parts;
    const from = classes[this.#class[request]!]!.from;
    const place = balancers[this.#balancer[request]!]!.spec.place;
    if (network.isLost(place, from, this.#sent[request]!)) {
      this.#fallSilent(request);
      return;
    }
    this.#tell(request, (['served', 'failed', 'refused'] as const)[this.#failed[request]!]!);
    this.#remove(request);
  }

  #disconnect(request: number, wentWell: boolean): void {
    const node = this.#node[request]!;
    const balancer = this.#parts.balancers[this.#balancer[request]!]!;
    balancer.connect(node, -1);
    balancer.noteRequest(node, wentWell);
  }

  #fallSilent(request: number): void {
    this.#stage[request] = STAGE.silent;
    if (this.#told[request] === 1) this.#remove(request);
  }

  /** The client gives up; the request goes on in the node (rule L4). */
  #timeOut(request: number): void {
    this.#tell(request, 'timedOut');
    if (this.#stage[request] === STAGE.silent) this.#remove(request);
  }

  #tell(request: number, outcome: RequestOutcome): void {
    if (this.#told[request] === 1) return;
    this.#told[request] = 1;
    this.open -= 1;
    const { sim, observer } = this.#parts;
    const requestClass = this.#class[request]!;
    sim.disarm(this.#timeouts[requestClass]!, this.#timeout[request]!);
    observer.requestEnded(
      sim.now,
      requestClass,
      request,
      this.#arrived[request]!,
      outcome,
      this.#node[request]!,
    );
    if (this.#user[request] !== NONE) sim.call(this.#userFree, this.#user[request]!);
  }

  #add(): number {
    const request = this.#free.pop() ?? this.#size;
    if (request === this.#size) {
      if (request === this.#stage.length) this.#grow();
      this.#size += 1;
    }
    return request;
  }

  #remove(request: number): void {
    this.#stage[request] = STAGE.free;
    this.#tried.delete(request);
    this.#free.push(request);
  }

  #grow(): void {
    const size = 2 * this.#stage.length;
    this.#class = wider(this.#class, new Int32Array(size));
    this.#stage = wider(this.#stage, new Uint8Array(size));
    this.#keyHigh = wider(this.#keyHigh, new Int32Array(size));
    this.#keyLow = wider(this.#keyLow, new Int32Array(size));
    this.#user = wider(this.#user, new Int32Array(size));
    this.#arrived = wider(this.#arrived, new Float64Array(size));
    this.#balancer = wider(this.#balancer, new Int32Array(size));
    this.#node = wider(this.#node, new Int32Array(size));
    this.#calls = wider(this.#calls, new Int32Array(size));
    this.#losses = wider(this.#losses, new Int32Array(size));
    this.#waitFor = wider(this.#waitFor, new Int32Array(size));
    this.#due = wider(this.#due, new Float64Array(size));
    this.#sent = wider(this.#sent, new Float64Array(size));
    this.#timeout = wider(this.#timeout, new Float64Array(size));
    this.#told = wider(this.#told, new Uint8Array(size));
    this.#failed = wider(this.#failed, new Uint8Array(size));
  }
}
