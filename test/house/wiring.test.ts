/** Every output of a part of the cluster is heard: what `wiring.ts` forgets would end a run when it is first told. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unheard } from '../../src/cluster/outputs.ts';
import { makeParts } from '../../src/cluster/parts.ts';
import { wire } from '../../src/cluster/wiring.ts';
import { Simulation } from '../../src/engine/simulation.ts';
import { Collector } from '../../src/measure/collector.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

/** It has a database, balancers, plans and faults: no part is left out. */
const FILE = 'scenarios/disaster-recovery/region-loss-hot-cold.yaml';

test('no output is left unheard', () => {
  const { scenario } = parseScenario(
    { path: FILE, text: readFileSync(FILE, 'utf8') },
    { read: (name) => ({ path: name, text: readFileSync(name, 'utf8') }) },
  );
  const sim = new Simulation();
  const observer = new Collector(sim, scenario);
  const parts = makeParts({ scenario, seed: '1', replication: 0, sim, observer, arrivalsUntil: 0 });
  wire(parts);
  const all = Object.entries(parts).flatMap(([name, part]) =>
    (Array.isArray(part) ? part : [part]).flatMap((each: object | null) =>
      each !== null && 'out' in each ? [[name, each.out as object] as const] : [],
    ),
  );
  expect(all.length).toBeGreaterThan(12);
  const forgotten = all.flatMap(([name, out]) =>
    Object.entries(out).flatMap(([output, heard]) => (heard === unheard ? [`${name}.${output}`] : [])),
  );
  expect(forgotten).toEqual([]);
});
