/** Fields of rows that are used again, each left as it was: a call, a request, a file operation. */
import type { Mutant } from './mutant.ts';

/** Of what comes, one field after the other is that of what was in its row before. */
function left(file: string, row: string, values: Readonly<Record<string, string>>): Mutant[] {
  return Object.entries(values).map(([field, value]) => ({
    fault: `${row}.${field} is that of another, which was in the row before`,
    file,
    from: `\n    ${row}.${field} = ${value};`,
    to: '',
    test: 'conformance/rows-used-again.test.ts',
    red: 'a run is the same whatever stood in its rows before: flags true',
  }));
}

export const ROWS: readonly Mutant[] = [
  ...left('src/cluster/database-calls.ts', 'call', {
    kind: 'kind',
    node: 'node',
    keyHigh: 'key.keyHigh',
    keyLow: 'key.keyLow',
    ordinal: 'ordinal',
    argument: 'argument',
    refused: 'false',
    opens: '-1',
    toReplaced: 'this.#database.isServedByReplaced(node)',
    timeout: '-1',
    left: 'this.#sim.now',
  }),
  ...left('src/cluster/requests.ts', 'request', {
    spec: 'this.#classes[requestClass]!',
    requestClass: 'requestClass',
    keyHigh: 'keyHigh',
    keyLow: 'keyLow',
    user: 'user',
    asked: 'null',
    attempt: '0',
    made: '0',
    arrived: 'this.#parts.sim.now',
    calls: '0',
    connectionSince: 'NONE',
    told: 'false',
    node: 'null',
    tried: 'NO_NODES',
  }),
  ...left('src/cluster/storage.ts', 'op', {
    node: 'node',
    use: 'use',
    keyHigh: 'key.keyHigh',
    keyLow: 'key.keyLow',
    ordinal: 'ordinal',
    done: 'done',
    argument: 'argument',
    began: 'this.#sim.now',
  }),
  {
    fault: 'a call that gave up its wait for a connection closes one that another has opened',
    file: 'src/cluster/database-calls.ts',
    from: 'call.opens = -1;',
    to: '',
    test: 'conformance/database-calls.test.ts',
    red: 'B11: a call that gave up its wait for a connection',
  },
  {
    fault: 'a probe that a node works on is of the balancer that was in its row before',
    file: 'src/cluster/requests.ts',
    from: 'request.balancer = balancer;\n    request.node = node;',
    to: 'request.node = node;',
    test: 'conformance/rows-used-again.test.ts',
    red: 'a run is the same whatever stood in its rows before: flags true',
  },
  {
    fault: 'a probe that a node works on is known by when it came there',
    file: 'src/cluster/requests.ts',
    from: 'request.arrived = sent;',
    to: '',
    test: 'conformance/load-balancer-probes.test.ts',
    red: 'is the one that was sent, also when it was on its way',
  },
  {
    fault: 'file operations that wait for the store start in the order of their rows',
    file: 'src/cluster/storage.ts',
    from: 'op.order = this.#begun;',
    to: '',
    test: 'conformance/storage.test.ts',
    red: 'S2: what waited starts in order of arrival',
  },
];
