/**
 * What a node does with a request that has reached it (rules L10, L13, B2): an error at once, or a place in its line where
 * requests at once are limited, CPU, database calls one after another, a file; then it answers.
 */
import { Sampler } from '../engine/distributions.ts';
import { draw, PURPOSE } from '../engine/draw.ts';
import type { Handler, Simulation } from '../engine/simulation.ts';
import type { Stages } from '../engine/stages.ts';
import type { RequestClassSpec } from '../scenario/scenario.ts';
import { type CallKind, callKind } from './calls.ts';
import { jobOfRequest } from './cpu-work.ts';
import { ANSWERED, type DatabaseCalls } from './database-calls.ts';
import { CORE, type Node } from './node.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import { isWrite } from './program.ts';
import { ANSWER, isProbe, NONE, type Request, STAGE, tellWhere } from './request-row.ts';
import { DONE, type FileUse, type Storage } from './storage.ts';

export interface RequestWorkParts {
  readonly sim: Simulation;
  readonly classes: readonly RequestClassSpec[];
  readonly calls: DatabaseCalls;
  readonly storage: Storage;
  readonly observer: Observer;
}

export class RequestWork {
  readonly out = {
    /** A node has an answer, and is done with the request. */
    answers: unheard as (request: Request, answer: number) => void,
  };
  readonly #parts: RequestWorkParts;
  readonly #requests: Stages<Request>;
  /** By class: its CPU time, and the file that it reads. */
  readonly #cpu: readonly Sampler[];
  readonly #files: readonly FileUse[];
  readonly #read: CallKind;
  readonly #write: CallKind;
  /** The same on the connection of a transaction, and for that connection. */
  readonly #readHeld: CallKind;
  readonly #writeHeld: CallKind;
  readonly #connection: CallKind;
  readonly #stored: Handler;
  readonly #erred: Handler;

  constructor(parts: RequestWorkParts, requests: Stages<Request>) {
    this.#parts = parts;
    this.#requests = requests;
    const { sim, classes } = parts;
    this.#cpu = classes.map((spec) => new Sampler(spec.cpu));
    this.#files = classes.map(({ read }) => ({ bytes: read, reads: true, of: 'request' }));
    const called = sim.handler('request.called', (index) => this.#afterCall(requests.at(index)));
    const of = 'request';
    this.#read = callKind(called, { of });
    this.#write = callKind(called, { of, writes: true });
    this.#readHeld = callKind(called, { of, connectionHeld: true });
    this.#writeHeld = callKind(called, { of, writes: true, connectionHeld: true });
    const connected = sim.handler('request.connected', (index) => {
      const request = requests.at(index);
      if (this.#afterConnect(request)) this.#nextCall(request);
    });
    this.#connection = callKind(connected, { of, connectOnly: true });
    this.#stored = sim.handler('request.stored', (index) => this.#afterStorage(requests.at(index)));
    this.#erred = sim.handler('request.erred', (index) => {
      const request = requests.ended(index, STAGE.erring);
      if (request !== null) this.#answer(request, ANSWER.failed);
    });
  }

  /** A request has reached a node that takes it, lets it wait in its line, or refuses it. */
  arrive(request: Request, node: Node): void {
    if (node.errors !== null && !isProbe(request) && this.#errs(request, node.errors)) return;
    const entry = node.serving === null ? 'begins' : node.serving.enter(request.index);
    if (entry === 'begins') this.#begin(request, node);
    else if (entry === 'full') this.#answer(request, ANSWER.refused);
    else {
      request.stage = STAGE.waiting;
      tellWhere(this.#parts.sim, this.#parts.observer, request, 'serverQueue');
    }
  }

  /** Whether a node answers with an error instead of working on a request. */
  #errs(request: Request, { share, takes }: NonNullable<Node['errors']>): boolean {
    const { keyHigh, keyLow, attempt } = request;
    if (share < 1 && draw(keyHigh, keyLow, PURPOSE.erring, attempt) >= share) return false;
    if (this.#requests.enter(request, STAGE.erring, takes, this.#erred)) this.#answer(request, ANSWER.failed);
    return true;
  }

  /** The node's CPU is done with a request. */
  capacityDone(request: Request): void {
    this.#nextCall(request);
  }

  /** Whether a request is in a node: waits in its line, or is worked on. */
  isIn({ stage, node: at }: Request, node: Node): boolean {
    return stage >= STAGE.waiting && stage <= STAGE.storage && at === node;
  }

  /** A node went down: nothing in it goes on. Its line is cleared by whoever calls this for each request there. */
  stop(request: Request, node: Node): void {
    const { calls, storage } = this.#parts;
    const { stage, waitFor } = request;
    if (stage === STAGE.waiting) request.waitFor = NONE;
    else if (stage !== STAGE.erring) {
      node.serving?.leave(request.servedSince);
      if (stage === STAGE.cpu) node.cpu.remove(waitFor);
      else if (stage === STAGE.call) calls.abandon(waitFor);
      else storage.abandon(waitFor);
    }
    this.#releaseConnection(request);
  }

  /** Its node works on it from now. */
  #begin(request: Request, node: Node): void {
    const { requestClass, keyHigh, keyLow } = request;
    request.servedSince = this.#parts.sim.now;
    const drawn = this.#cpu[requestClass]!.draw(keyHigh, keyLow, PURPOSE.cpu, 0);
    const length = node.cache === null ? drawn : drawn + node.cache.use(request, request.attempt);
    request.stage = STAGE.cpu;
    if (length === 0) this.#nextCall(request);
    else {
      tellWhere(this.#parts.sim, this.#parts.observer, request, 'cpu', node.lengthAlone(CORE, length, true));
      request.waitFor = node.cpu.add(jobOfRequest(request.index), CORE, length);
    }
  }

  #nextCall(request: Request): void {
    const { calls } = this.#parts;
    const { spec } = request;
    const node = request.node!;
    const { transaction } = spec;
    if (transaction && request.connectionSince === NONE && !this.#connect(request, node)) return;
    while (request.calls < spec.dbCalls) {
      request.stage = STAGE.call;
      const ordinal = request.calls;
      request.calls = ordinal + 1;
      const writes = isWrite(ordinal, spec.dbCalls, spec.dbWrites);
      if (request.asked !== null)
        tellWhere(this.#parts.sim, this.#parts.observer, request, 'databaseService');
      let kind = writes ? this.#write : this.#read;
      if (transaction) kind = writes ? this.#writeHeld : this.#readHeld;
      const call = calls.call(node, kind, request, ordinal, request.index);
      if (call !== ANSWERED) {
        request.waitFor = call;
        return;
      }
      if (!calls.ok) {
        this.#leaveNode(request, ANSWER.failed);
        return;
      }
    }
    this.#readFile(request, node, this.#files[request.requestClass]!);
  }

  /** Asks for the connection of a request's transaction: true when it has it. */
  #connect(request: Request, node: Node): boolean {
    request.stage = STAGE.call;
    const call = this.#parts.calls.call(node, this.#connection, request, 0, request.index);
    if (call === ANSWERED) return this.#afterConnect(request);
    request.waitFor = call;
    return false;
  }

  #afterConnect(request: Request): boolean {
    const { calls } = this.#parts;
    if (calls.ok) request.connectionSince = calls.connectionSince;
    else this.#leaveNode(request, ANSWER.failed);
    return calls.ok;
  }

  #releaseConnection(request: Request): void {
    const since = request.connectionSince;
    if (since === NONE) return;
    request.connectionSince = NONE;
    this.#parts.calls.releaseConnection(request.node!, since);
  }

  #afterCall(request: Request): void {
    if (this.#parts.calls.ok) this.#nextCall(request);
    else this.#leaveNode(request, ANSWER.failed);
  }

  #readFile(request: Request, node: Node, file: FileUse): void {
    const { storage } = this.#parts;
    if (file.bytes === 0) {
      this.#leaveNode(request, ANSWER.well);
      return;
    }
    request.stage = STAGE.storage;
    if (request.asked !== null) tellWhere(this.#parts.sim, this.#parts.observer, request, 'storageLatency');
    const op = storage.operate(node, file, request, 0, this.#stored, request.index);
    if (op === DONE) this.#afterStorage(request);
    else request.waitFor = op;
  }

  #afterStorage(request: Request): void {
    this.#leaveNode(request, this.#parts.storage.ok ? ANSWER.well : ANSWER.failed);
  }

  /** The node has worked on it; it takes the next from its line. */
  #leaveNode(request: Request, answer: number): void {
    const node = request.node!;
    const { serving } = node;
    serving?.leave(request.servedSince);
    this.#answer(request, answer);
    if (serving === null || serving.isTaking) return;
    serving.isTaking = true;
    for (let next = serving.next(); next !== NONE; next = serving.next()) {
      const waited = this.#requests.at(next);
      if (waited.told && serving.spec.dropExpired) this.#answer(waited, ANSWER.failed);
      else {
        serving.begin();
        this.#begin(waited, node);
      }
    }
    serving.isTaking = false;
  }

  #answer(request: Request, answer: number): void {
    this.#releaseConnection(request);
    this.out.answers(request, answer);
  }
}
