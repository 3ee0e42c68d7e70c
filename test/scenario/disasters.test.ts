/** Disasters: roles found in any design, laid over it, and every mistake at its place in their own file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../src/engine/time.ts';
import { type Disaster, parseDisasters } from '../../src/scenario/disasters/disaster.ts';
import { layOver } from '../../src/scenario/disasters/lay.ts';
import { ROLES } from '../../src/scenario/disasters/roles.ts';
import { ScenarioError } from '../../src/scenario/errors.ts';
import { plain } from '../../src/scenario/tree.ts';
import { parseDuration } from '../../src/scenario/units.ts';
import { EVERYTHING, parse, SMALLEST } from './support.ts';

const SHIPPED = resolve(import.meta.dirname, '../../disasters');

function disastersOf(text: string): Disaster[] {
  return parseDisasters({ path: 'd.yaml', text });
}

function mistakesIn(text: string): string[] {
  try {
    disastersOf(text);
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.mistakes.map(({ line, column, path, text: what }) => `${line}:${column} ${path}: ${what}`);
  }
}

const one = (happens: string, more = '') =>
  disastersOf(`disasters: { it: { about: Something happens, happens: [ ${happens} ]${more} } }`)[0]!;

describe('roles', () => {
  const { scenario } = parse(EVERYTHING);
  const nameOf = (role: string, of = scenario) => ROLES[role]!.find(of);

  test.each([
    ['a node that runs tasks', 'e-1'],
    ['another node that runs tasks', 'e-2'],
    ['a node that serves users', 'e-1'],
    ['the zone of the database', 'east/a'],
    ['the zone of the standby', 'east/b'],
    ['another zone with nodes', 'west/a'],
    ['the first region', 'east'],
    ['the second region', 'west'],
    ['the database', 'database'],
    ['the standby', 'standby'],
    ['the distant copy', 'dr'],
    ['the storage', 'storage'],
    ['the copy of the files', 'copy'],
    ['the balancer', 'loadBalancer'],
  ])('%s is %s', (role, name) => expect(nameOf(role)).toEqual({ name }));

  test.each([
    ['the zone of the storage', 'no store that stands in one zone'],
    ['the second balancer', 'only one load balancer in use'],
    ['the users', 'no users outside of its own regions'],
  ])('%s: a design that has %s says so', (role, lacks) => expect(nameOf(role)).toEqual({ lacks }));

  test('the smallest design lacks nearly all of them, in words', () => {
    const small = parse(SMALLEST).scenario;
    const found = Object.entries(ROLES).filter(([, { find }]) => 'name' in find(small));
    expect(found.map(([role]) => role)).toEqual([
      'a node that runs tasks',
      'a node that serves users',
      'the first region',
    ]);
  });

  test('a balancer that a plan switches to is not the second one before', () => {
    const text = `${EVERYTHING.replace('loadBalancer: { at: east, preset: aws-alb }', 'loadBalancers: { one: { at: east }, two: { at: west } }')}
plans: { go: [ { do: switch, loadBalancer: two } ] }
`;
    expect(nameOf('the balancer', parse(text).scenario)).toEqual({ name: 'one' });
    expect(nameOf('the second balancer', parse(text).scenario)).toHaveProperty('lacks');
  });
});

describe('laid over a design', () => {
  const { scenario } = parse(EVERYTHING);
  const over = (disaster: Disaster) => plain(layOver(disaster, scenario).over) as Record<string, unknown>;

  test('roles become names, times begin when it strikes, and the run goes on for as long as it is watched', () => {
    const disaster = one(
      '{ outage: the zone of the database, for: 2h }, { after: 10m, crash: e-2, for: 5m }',
      ', strikes: 3h, watch: 30m',
    );
    expect(over(disaster)).toMatchObject({
      duration: '5h30m',
      study: 'terminating',
      timeline: [
        { at: '3h', name: 'it', outage: 'east/a', for: '2h' },
        { at: '3h10m', name: 'it-2', crash: 'e-2', for: '5m' },
      ],
    });
  });

  test('its own plan answers, else the usual steps do, else nobody', () => {
    const steps = ', answer: recover, steps: [ { do: promote, what: the distant copy } ]';
    const usual = over(one('{ outage: the first region }', steps));
    expect(usual).toMatchObject({
      timeline: [{ plan: 'recover' }],
      plans: { recover: [{ do: 'promote', what: 'dr' }] },
    });
    const own = parse(`${EVERYTHING}plans: { recover: [ { do: wait, takes: 5h } ] }\n`).scenario;
    const laid = layOver(one('{ outage: the first region }', steps), own);
    expect(plain(laid.over)).not.toHaveProperty('plans');
    // One hour until it strikes, five of the plan, three to watch.
    expect(plain(laid.over)).toMatchObject({ duration: '9h' });
    const nobody = layOver(one('{ outage: the first region }', ', answer: recover'), scenario);
    expect(nobody.notes).toEqual(['nobody acts: it has no plan recover']);
  });

  describe('is watched from when all that it does, and the plan that answers it, is over', () => {
    const lasts = (disaster: Disaster, plans = '') => {
      const design = plans === '' ? scenario : parse(`${EVERYTHING}plans: { ${plans} }\n`).scenario;
      return parseDuration(String((plain(layOver(disaster, design).over) as { duration: string }).duration));
    };
    const hours = (n: number) => ({ ok: true, value: n * HOUR });

    test('an outage of a drawn length, which is hardly ever longer', () => {
      const drawn = '{ outage: the first region, after: 2h, for: { uniform: [6h, 10h] } }';
      // 99 of 100 are not longer than 9.96 h.
      expect(lasts(one(drawn))).toEqual(hours(1 + 2 + 9.96 + 3));
    });

    test('a plan with all attempts at a step, what it waits for, and the plan that takes over from it', () => {
      const tried = 'recover: [ { do: wait, takes: 1h, fails: 30%, tries: 3, otherwise: by-hand } ]';
      const plans = `${tried}, by-hand: [ { do: waitFor, what: storage, upTo: 2h }, { do: wait, takes: 4h } ]`;
      expect(lasts(one('{ outage: the first region }', ', answer: recover'), plans)).toEqual(
        hours(1 + 3 + 2 + 4 + 3),
      );
    });

    test('a step that is tried until it succeeds: 99 of 100 times it has', () => {
      // 0.5^6 is above a hundredth, 0.5^7 is below.
      const plans = 'recover: [ { do: wait, takes: 1h, fails: 50% } ]';
      expect(lasts(one('{ outage: the first region }', ', answer: recover'), plans)).toEqual(
        hours(1 + 7 + 3),
      );
    });

    test('a plan that waits for the end of the fault', () => {
      const plans = 'recover: [ { do: waitFor, what: fault }, { do: wait, takes: 5h } ]';
      const struck = one('{ outage: the first region, for: 8h }', ', answer: recover');
      expect(lasts(struck, plans)).toEqual(hours(1 + 8 + 5 + 3));
    });

    test('steps of its own alike', () => {
      const steps =
        '[ { do: waitFor, what: fault }, { do: decide, takes: { uniform: [1h, 2h] } }, { do: promote, what: the distant copy } ]';
      const struck = one('{ outage: the first region, for: 8h }', `, answer: recover, steps: ${steps}`);
      // A step that says nothing takes half an hour at most.
      expect(lasts(struck)).toEqual(hours(1 + 8 + 1.99 + 0.5 + 3));
    });
  });

  test('what is optional is left out of designs that do not have it', () => {
    const { over: laid, lacks } = layOver(
      one('{ outage: the balancer, for: 5m }, { outage: the second balancer, for: 5m, optional: true }'),
      scenario,
    );
    expect(lacks).toEqual([]);
    expect((plain(laid) as { timeline: unknown[] }).timeline).toHaveLength(1);
  });

  test('a restore without backups is what the design lacks', () => {
    const without = parse(EVERYTHING.replace('  backups: {}\n', '')).scenario;
    const disaster = one('{ stop: nodes, for: 1h }', ', answer: back, steps: [ { do: restore } ]');
    expect(layOver(disaster, without).lacks).toEqual(['no backups to restore']);
    expect(layOver(disaster, scenario).lacks).toEqual([]);
  });

  test('roles stand wherever an entry or a step names a part, and words of the grammar stay what they are', () => {
    const steps = [
      '{ do: waitFor, what: fault, otherwise: other }',
      '{ do: repoint, nodes: another node that runs tasks }',
    ];
    const disaster = one(
      '{ errors: a node that serves users, for: 5m }, { after: 1m, cut: the zone of the database, from: the second region, for: 5m }',
      `, answer: mend, steps: [ ${steps.join(', ')} ]`,
    );
    const { lacks, unknown } = layOver(disaster, scenario);
    expect({ lacks, unknown }).toEqual({ lacks: [], unknown: [] });
    expect(over(disaster)).toMatchObject({
      timeline: [{ errors: 'e-1' }, { cut: 'east/a', from: 'west' }],
      plans: { mend: [{ what: 'fault', otherwise: 'other' }, { nodes: 'e-2' }] },
    });
  });

  test('a name that is neither role nor part says what would be right, at its place', () => {
    const [unknown] = layOver(one('{ outage: the zone of the databse, for: 1h }'), scenario).unknown;
    expect(unknown).toMatchObject({ file: 'd.yaml', line: 1, path: 'disasters.it.outage' });
    expect(unknown!.text).toContain("did you mean 'the zone of the database'?");
  });
});

describe('mistakes have their places', () => {
  test.each([
    ['', '1:1 : is empty; a file of disasters begins with disasters: and has a name for each'],
    ['disaster: {}', 'disaster: unknown key'],
    [
      'disasters: { x: { happens: [ { crash: a } ] } }',
      'disasters.x.about: missing; what happens, in a sentence',
    ],
    ['disasters: { x: { about: y, happens: [] } }', 'disasters.x.happens: is empty'],
    ['disasters: { x: { about: y, happens: [ 5 ] } }', 'happens.0: 5 is not a map; what happens is a map'],
    ['disasters: { x: { about: y, happens: [ { at: 2h, crash: a } ] } }', 'happens.0.at: is of a timeline'],
    [
      'disasters: { x: { about: y, happens: [ { after: 10, crash: a } ] } }',
      'happens.0.after: 10 has no unit',
    ],
    ['disasters: { x: { about: y, happens: [ { crash: a, optional: yes } ] } }', 'optional: '],
    ['disasters: { x: { about: y, watch: 0s, happens: [ { crash: a } ] } }', 'watch: 0s is no time at all'],
    [
      'disasters: { x: { about: y, happens: [ { crash: a } ], steps: [ { do: decide } ] } }',
      'steps: answer nothing',
    ],
    ['disasters: { "1x": { about: y, happens: [ { crash: a } ] } }', "'1x' is not a name"],
  ])('%s', (text, expected) => expect(mistakesIn(text).join('\n')).toContain(expected));
});

describe('the library', () => {
  const all = readdirSync(SHIPPED).flatMap((file) =>
    parseDisasters({ path: file, text: readFileSync(join(SHIPPED, file), 'utf8') }),
  );

  test('has twenty-two disasters, each with a sentence and a name of its own', () => {
    expect(all).toHaveLength(22);
    expect(new Set(all.map(({ name }) => name)).size).toBe(22);
  });

  test('docs/disasters.md says every role and every disaster in these words', () => {
    const page = readFileSync(resolve(SHIPPED, '../docs/disasters.md'), 'utf8');
    for (const [role, { means }] of Object.entries(ROLES)) expect(page).toContain(`| ${role} | ${means} |`);
    for (const { name, about } of all) expect(page).toContain(`| ${name} | ${about} |`);
  });

  test('each strikes a design that has every part, and is a right scenario there', () => {
    const text = EVERYTHING.replace('from: east', 'from: office')
      .replace('west: [a] }', 'west: [a], office: [hq] }')
      .replace('{ east: { west: 87ms } }', '{ east: { west: 87ms, office: 9ms }, west: { office: 9ms } }');
    const { scenario } = parse(text);
    for (const disaster of all) {
      const { over, lacks } = layOver(disaster, scenario);
      expect(lacks, disaster.name).toEqual([]);
      expect(() => parse(text, setsOf(plain(over) as Record<string, unknown>)), disaster.name).not.toThrow();
    }
  });
});

function setsOf(over: Record<string, unknown>): string[] {
  return Object.entries(over).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}
