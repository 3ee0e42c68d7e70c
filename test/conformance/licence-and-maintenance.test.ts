/** Rules A1 and A2: work that is refused whatever is up (facts 68–70, 77). */
import { describe, expect, it } from 'vitest';
import { run, valueOf } from '../support/run.ts';

const THREE_NODES = `
duration: 10m
regions: { r: [a] }
nodes: { n: { count: 3, at: r/a, taskCap: 5, startTime: 0s, phase: even } }
workload:
  tasks:
    deployment: { kind: deployment, arrivals: { every: 10s }, steps: [ { run: 1s } ] }
    runbook: { kind: runbook, arrivals: { every: 10s }, steps: [ { run: 1s } ] }
    other: { kind: other, arrivals: { every: 10s }, steps: [ { run: 1s } ] }
    sweep: { kind: system, arrivals: { every: 10s }, steps: [ { run: 1s } ] }
`;

describe('licence (rule A1)', () => {
  it('fact 70: over the limit deployments and runbook runs are refused, other work is not', () => {
    const { result } = run(`name: over\nlicence: professional\n${THREE_NODES}`);
    expect(valueOf(result, 'tasks.deployment.refused')).toBe(60);
    expect(valueOf(result, 'tasks.runbook.refused')).toBe(60);
    expect(valueOf(result, 'tasks.other.refused')).toBe(0);
    expect(valueOf(result, 'tasks.sweep.refused')).toBe(0);
  });

  it('fact 69: enterprise has no limit', () => {
    const { result } = run(`name: within\nlicence: enterprise\n${THREE_NODES}`);
    expect(valueOf(result, 'tasks.refused')).toBe(0);
  });

  it.each([
    ['<License><NodeLimit>3</NodeLimit></License>', 0],
    ['<License><NodeLimit>Unlimited</NodeLimit></License>', 0],
    ['<License><NodeLimit>2</NodeLimit></License>', 60],
  ])('fact 68: the limit is the NodeLimit of the XML: %s refuses %i', (xml, refused) => {
    const { result } = run(`name: xml\nlicence: "${xml}"\n${THREE_NODES}`);
    expect(valueOf(result, 'tasks.deployment.refused')).toBe(refused);
  });

  it('fact 69: XML without a NodeLimit allows one node', () => {
    const refused = (timeline: string) => {
      const { result } = run(
        `name: one\nlicence: "<License><LicensedTo>us</LicensedTo></License>"\n${THREE_NODES}timeline: [ ${timeline} ]\n`,
      );
      return valueOf(result, 'tasks.deployment.refused');
    };
    expect(refused('{ at: 0s, stop: n-3 }')).toBe(60);
    expect(refused('{ at: 0s, stop: n-3 }, { at: 5s, stop: n-2 }')).toBe(1);
  });

  it('fact 70, failure mode 23: until the extra row is gone: 120 s after the third node was last seen', () => {
    const { result } = run(`name: until\nlicence: 2\n${THREE_NODES}timeline: [ { at: 1s, crash: n-3 } ]\n`);
    // Seen at 1 s: believed online until 121 s, in which 13 arrive (0 s … 120 s).
    expect(valueOf(result, 'tasks.deployment.refused')).toBe(13);
  });

  it('fact 50: a clean stop frees its row at once', () => {
    const { result } = run(`name: stop\nlicence: 2\n${THREE_NODES}timeline: [ { at: 5s, stop: n-3 } ]\n`);
    expect(valueOf(result, 'tasks.deployment.refused')).toBe(1);
  });
});

describe('maintenance mode (rule A2)', () => {
  it("fact 77: users' new work is refused while it lasts, what is queued and system tasks go on", () => {
    const { result } = run(
      `name: maintenance\n${THREE_NODES}timeline: [ { at: 95s, maintenance: on, for: 60s } ]\n`,
    );
    // Those of 100, 110, 120, 130, 140 and 150 s.
    expect(valueOf(result, 'tasks.deployment.refused')).toBe(6);
    expect(valueOf(result, 'tasks.other.refused')).toBe(6);
    expect(valueOf(result, 'tasks.sweep.refused')).toBe(0);
    expect(valueOf(result, 'tasks.deployment.succeeded')).toBe(54);
    expect(valueOf(result, 'tasks.sweep.succeeded')).toBe(60);
  });

  it('W4, A2: what nobody can queue when it arrives is refused when somebody can, if maintenance lasts until then', () => {
    const outcomes = (maintenance: string) => {
      const { result } = run(`
name: held
duration: 10m
nodes: { n: { startTime: 0s, phase: 0s } }
workload:
  tasks:
    person: { whenDown: hold, arrivals: { at: [100s] }, steps: [ { run: 1s } ] }
    schedule: { startedBy: schedule, arrivals: { at: [100s] }, steps: [ { run: 1s } ] }
    refused: { arrivals: { at: [100s] }, steps: [ { run: 1s } ] }
timeline: [ { at: 50s, crash: n, for: 100s }, { at: 90s, maintenance: on, for: ${maintenance} } ]
`);
      expect(valueOf(result, 'tasks.refused.refusedWithoutUi')).toBe(1);
      return ['person', 'schedule'].map((name) =>
        ['succeeded', 'refusedInMaintenance'].map((what) => valueOf(result, `tasks.${name}.${what}`)),
      );
    };
    expect(outcomes('30s')).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(outcomes('100s')).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});
