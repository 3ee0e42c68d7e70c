/** Tables of things that come and go, and the stages that they go through. */
import { expect, test } from 'vitest';
import { InternalError } from '../../src/engine/invariant.ts';
import { Simulation } from '../../src/engine/simulation.ts';
import { StagedRow, Stages } from '../../src/engine/stages.ts';
import { Row, Table } from '../../src/engine/table.ts';

class Thing extends Row {}
class Trip extends StagedRow {}

test('a table uses its rows again, the last that came free first, and visits those in use by number', () => {
  const table = new Table((index) => new Thing(index));
  const [a, b, c] = [table.add(), table.add(), table.add()];
  table.remove(a);
  table.remove(c);
  expect([...table]).toEqual([b]);
  expect(table.add()).toBe(c);
  expect(table.add()).toBe(a);
  expect(table.add().index).toBe(3);
  expect([...table].map((row) => row.index)).toEqual([0, 1, 2, 3]);
  expect(table.at(1)).toBe(b);
});

test('a stage of no length is over at once; the end of another is told once, in its time', () => {
  const sim = new Simulation();
  const trips = new Stages(sim, (index) => new Trip(index));
  const told: [number, number][] = [];
  const ended = sim.handler('there', (index) => {
    if (trips.ended(index, 1) !== null) told.push([index, sim.now]);
  });
  const trip = trips.add();
  expect(trips.enter(trip, 1, 0, ended)).toBe(true);
  expect(trips.enter(trip, 1, 5, ended)).toBe(false);
  sim.runUntil(10);
  expect(told).toEqual([[0, 5]]);
});

test('the end of a stage that was left meanwhile, or whose thing is gone, is out of date', () => {
  const sim = new Simulation();
  const trips = new Stages(sim, (index) => new Trip(index));
  let told = 0;
  const ended = sim.handler('there', (index) => {
    if (trips.ended(index, 1) !== null) told += 1;
  });
  const [left, gone, again] = [trips.add(), trips.add(), trips.add()];
  for (const trip of [left, gone, again]) trips.enter(trip, 1, 5, ended);
  left.stage = 2;
  trips.remove(gone);
  expect(trips.add()).toBe(gone);
  trips.enter(again, 1, 8, ended);
  sim.runUntil(6);
  expect(told).toBe(0);
  sim.runUntil(9);
  expect(told).toBe(1);
});

test('a stage of no length that is entered on its own ends with an event of its instant, after what goes on', () => {
  const sim = new Simulation();
  const trips = new Stages(sim, (index) => new Trip(index));
  const told: string[] = [];
  const ended = sim.handler('there', (index) => {
    if (trips.ended(index, 1) !== null) told.push(`ended at ${sim.now}`);
  });
  const begins = sim.handler('begins', () => {
    trips.enterOnItsOwn(trips.add(), 1, 0, ended);
    told.push('begun');
  });
  sim.at(3, begins, 0);
  sim.runUntil(10);
  expect(told).toEqual(['begun', 'ended at 3']);
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('a stage of length %d is refused', (length) => {
  const sim = new Simulation();
  const trips = new Stages(sim, (index) => new Trip(index));
  const ended = sim.handler('there', () => {});
  expect(() => {
    trips.enter(trips.add(), 1, length, ended);
    sim.runUntil(10);
  }).toThrow(InternalError);
});
