/**
 * Which database each node knows (rule B10). A node has the address of one server, or of a name that leads to the
 * primary. Failovers inside the database are followed by all that knew the old primary; what a plan promotes is known to
 * the nodes that are there then, the others keep the address of what was replaced until they are repointed.
 */
import type { Node } from './node.ts';

export class DatabaseAddresses {
  /** By node: which address it has, of those that were given out one after another; the first without one. */
  readonly #address: number[] = [];
  /** By address: the host that it leads to. */
  readonly #hosts = [0];
  /** The address is a name: it leads everybody to the primary. */
  readonly #isName: boolean;
  #primary = 0;

  constructor(isName: boolean) {
    this.#isName = isName;
  }

  /** Whether a node knows the primary. */
  knowsPrimary(node: Node): boolean {
    return this.#isName || this.hostOf(node) === this.#primary;
  }

  /** Whether a node knows a host, whatever that is. */
  knows(node: Node, host: number): boolean {
    return !this.#isName && this.hostOf(node) === host;
  }

  /** Another host is the primary: who knew the one before follows. */
  follow(primary: number): void {
    for (const [address, host] of this.#hosts.entries())
      if (host === this.#primary) this.#hosts[address] = primary;
    this.#primary = primary;
  }

  /** Another host is the primary by a plan, which changes the address of the nodes that it reaches. */
  promote(primary: number, reached: Iterable<Node>): void {
    this.#primary = primary;
    this.#hosts.push(primary);
    for (const node of reached) this.repoint(node);
  }

  /** A node knows the primary from now on. */
  repoint(node: Node): void {
    this.#address[node.index] = this.#hosts.length - 1;
  }

  /** The host that the address of a node leads to, where it is no name. */
  hostOf(node: Node): number {
    return this.#hosts[this.#address[node.index] ?? 0]!;
  }
}
