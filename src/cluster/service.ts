/** What users would call "up", exact at every instant (rule F4): tasks, user interface, capacity. */
import type { Simulation } from '../engine/simulation.ts';
import type { Database } from './database.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Node } from './node.ts';
import type { Observer } from './observer.ts';
import { unheard } from './outputs.ts';
import type { Storage } from './storage.ts';
import type { Waits } from './waits.ts';

export interface ServiceParts {
  readonly sim: Simulation;
  readonly nodes: readonly Node[];
  readonly database: Database;
  readonly storage: Storage;
  readonly balancers: readonly LoadBalancer[];
  readonly observer: Observer;
  readonly waits: Waits;
}

export class Service {
  readonly out = {
    /** The user interface came up or went down. */
    uiChanged: unheard as () => void,
  };
  tasksUp = false;
  uiUp = false;
  /** Caps of the nodes that are able to take tasks. */
  ableSlots = 0;
  readonly #sim: Simulation;
  readonly #database: Database;
  readonly #storage: Storage;
  readonly #observer: Observer;
  readonly #waits: Waits;
  readonly #balancers: readonly LoadBalancer[];
  /** By node: the slots it is able to offer, and whether it serves users. */
  readonly #able: Float64Array;
  readonly #serves: Uint8Array;
  #ableNodes = 0;
  #servingNodes = 0;
  /** By balancer: nodes in its rotation that serve. */
  readonly #behind: Int32Array;

  constructor({ sim, nodes, database, storage, balancers, observer, waits }: ServiceParts) {
    this.#sim = sim;
    this.#database = database;
    this.#storage = storage;
    this.#observer = observer;
    this.#waits = waits;
    this.#balancers = balancers;
    this.#able = new Float64Array(nodes.length);
    this.#serves = new Uint8Array(nodes.length);
    this.#behind = new Int32Array(balancers.length);
    for (const node of nodes) this.#update(node);
    this.uiUp = this.#isUiUp();
    this.#settle();
  }

  /** Something that decides what a node can do has changed. */
  nodeChanged(node: Node): void {
    if (this.#update(node)) this.#settle();
  }

  /** A balancer took a node into its rotation or out of it. */
  rotationChanged(balancer: number, node: number, isIn: boolean): void {
    if (this.#serves[node] === 0) return;
    this.#behind[balancer]! += isIn ? 1 : -1;
    this.#settle();
  }

  /** A balancer went down or came back. */
  balancerChanged(): void {
    this.#settle();
  }

  #update(node: Node): boolean {
    const index = node.index;
    const serves = node.isOnline && this.#database.serves(node);
    const canTake = serves && !node.draining && this.#database.isReachedFrom(node);
    const able = canTake && this.#storage.isReachedFrom(node) ? node.taskCap : 0;
    const before = this.#able[index]!;
    const wasServing = this.#serves[index] === 1;
    if (able === before && serves === wasServing) return false;
    this.#able[index] = able;
    this.#waits.setAble(index, able, node.slots.value);
    this.ableSlots += able - before;
    this.#ableNodes += (able > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    if (serves !== wasServing) {
      this.#serves[index] = serves ? 1 : 0;
      this.#servingNodes += serves ? 1 : -1;
      this.#balancers.forEach((balancer, b) => {
        if (balancer.isInRotation(index)) this.#behind[b]! += serves ? 1 : -1;
      });
    }
    return true;
  }

  #settle(): void {
    const tasks = this.#ableNodes > 0;
    const ui = this.#isUiUp();
    const uiChanged = ui !== this.uiUp;
    this.tasksUp = tasks;
    this.uiUp = ui;
    this.#observer.serviceChanged(this.#sim.now, tasks, ui, this.ableSlots);
    if (uiChanged) this.out.uiChanged();
  }

  #isUiUp(): boolean {
    if (this.#balancers.length === 0) return this.#servingNodes > 0;
    return this.#balancers.some((balancer, b) => balancer.isUp && balancer.isInUse && this.#behind[b]! > 0);
  }
}
