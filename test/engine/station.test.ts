/** First come first served, giving up anywhere, and areas that are the stays of all that entered (section 11). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation } from '../../src/engine/simulation.ts';
import { Station } from '../../src/engine/station.ts';
import { stream } from '../../src/engine/streams.ts';
import { waitsOfFifo } from '../../src/study/theory/general.ts';
import { mmc } from '../../src/study/theory/markov.ts';
import { tInterval } from '../support/interval.ts';

/** What somebody does after some time; `which` picks one of those there. */
const deed = fc.record({
  after: fc.integer({ min: 0, max: 9 }),
  what: fc.constantFrom('enter', 'enter', 'enter', 'leave', 'leave', 'giveUp'),
  which: fc.nat({ max: 40 }),
});

describe('Station', () => {
  it('does what a list does, and its areas are the integrals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(deed, { maxLength: 150 }), (servers, deeds) => {
        const sim = new Simulation();
        const station = new Station(sim, 'line', servers);
        const line: { who: number; position: number }[] = [];
        const served: number[] = [];
        let [queueArea, busyArea, entered, waited, abandoned, now] = [0, 0, 0, 0, 0, 0];
        deeds.forEach(({ after, what, which }, who) => {
          queueArea += line.length * after;
          busyArea += served.length * after;
          now += after;
          sim.runUntil(now);
          if (what === 'enter') {
            entered += 1;
            const isServed = served.length < servers;
            expect(station.enter(who)).toBe(isServed);
            if (isServed) served.push(now);
            else {
              waited += 1;
              line.push({ who, position: station.position });
            }
          } else if (what === 'leave' && served.length > 0) {
            const [began] = served.splice(which % served.length, 1);
            const next = line.shift();
            expect(station.leave(began!)).toBe(next?.who ?? -1);
            if (next !== undefined) served.push(now);
          } else if (what === 'giveUp' && line.length > 0) {
            const [one] = line.splice(which % line.length, 1);
            station.giveUp(one!.position);
            abandoned += 1;
          }
          expect(station.first()).toBe(line[0]?.who ?? -1);
          if (line.length > 0) expect(station.firstPosition).toBe(line[0]!.position);
          expect([station.busy, station.waiting]).toEqual([served.length, line.length]);
          expect([station.entered, station.everWaited, station.abandoned]).toEqual([
            entered,
            waited,
            abandoned,
          ]);
          expect([station.queueArea(), station.busyArea()]).toEqual([queueArea, busyArea]);
          expect(station.isConserved()).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the order of a line of thousands, of which some gave up', () => {
    const station = new Station(new Simulation(), 'line', 1);
    station.enter(0);
    const positions: number[] = [];
    for (let who = 1; who <= 5000; who += 1) {
      expect(station.enter(who)).toBe(false);
      positions.push(station.position);
    }
    const stays = (who: number): boolean => who % 3 !== 0 && who > 100 && who <= 4990;
    for (let who = 1; who <= 5000; who += 1) if (!stays(who)) station.giveUp(positions[who - 1]!);
    const order: number[] = [];
    for (let who = station.leave(0); who !== -1; who = station.leave(0)) order.push(who);
    expect(order).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1).filter(stays));
  });

  it('serves more at a time when it gets servers while nobody waits', () => {
    const station = new Station(new Simulation(), 'line', 1);
    station.servers = 2;
    expect([station.enter(0), station.enter(1), station.enter(2)]).toEqual([true, true, false]);
  });

  it('notices a stay that is not the one that was, when nobody is left', () => {
    const sim = new Simulation();
    const station = new Station(sim, 'line', 1);
    sim.runUntil(10);
    station.enter(0);
    sim.runUntil(30);
    station.leave(11);
    expect(station.isConserved()).toBe(false);
  });

  it('is exact where the area passes 2^53', () => {
    const sim = new Simulation();
    const station = new Station(sim, 'line', 1);
    for (let who = 0; who < 3000; who += 1) station.enter(who);
    sim.runUntil(2 ** 42 - 1);
    expect(station.queueArea()).toBe(Number(2999n * (2n ** 42n - 1n)));
    expect(station.isConserved()).toBe(true);
    for (let at = 0; at < 3000; at += 1) station.leave(at === 0 ? 0 : sim.now);
    expect(station.isConserved()).toBe(true);
    expect(station.busyArea()).toBe(2 ** 42 - 1);
  });
});

/** Jobs through a station, told to it as the model's parts do: the wait of each. */
function waitsAt(servers: number, arrivals: readonly number[], services: readonly number[]): number[] {
  const sim = new Simulation();
  const station = new Station(sim, 'line', servers);
  const waits: number[] = [];
  const begin = (job: number): void => {
    waits[job] = sim.now - arrivals[job]!;
    sim.after(services[job]!, done, job);
  };
  const arrives = sim.handler('arrives', (job) => {
    if (station.enter(job)) begin(job);
  });
  const done = sim.handler('done', (job) => {
    const next = station.leave(sim.now - services[job]!);
    if (next !== -1) begin(next);
  });
  arrivals.forEach((at, job) => {
    sim.at(at, arrives, job);
  });
  sim.runUntil(Number.MAX_SAFE_INTEGER);
  expect(station.isConserved()).toBe(true);
  expect(station.queueArea()).toBe(waits.reduce((sum, wait) => sum + wait, 0));
  expect(station.busyArea()).toBe(services.reduce((sum, service) => sum + service, 0));
  return waits;
}

describe('a station under work', () => {
  it('has exactly the waits of the recursion of Kiefer and Wolfowitz', () => {
    const job = fc.record({ gap: fc.integer({ min: 0, max: 20 }), service: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(job, { maxLength: 200 }), fc.integer({ min: 1, max: 5 }), (jobs, servers) => {
        let now = 0;
        const arrivals = jobs.map(({ gap }) => (now += gap));
        const services = jobs.map(({ service }) => service);
        expect(waitsAt(servers, arrivals, services)).toEqual([...waitsOfFifo(arrivals, services, servers)]);
      }),
    );
  });

  it('M/M/3 at 80 %: the mean wait is that of Erlang C', () => {
    const [servers, mean, jobs] = [3, 1e6, 20_000];
    const means = Array.from({ length: 20 }, (_, replication) => {
      const random = stream('station', replication, 'jobs');
      const exponential = (of: number): number => Math.round(-of * Math.log(1 - random.uniform()));
      let now = 0;
      const arrivals = Array.from({ length: jobs }, () => (now += exponential(mean / (servers * 0.8))));
      const waits = waitsAt(
        servers,
        arrivals,
        arrivals.map(() => exponential(mean)),
      );
      return waits.slice(2000).reduce((sum, wait) => sum + wait, 0) / (jobs - 2000);
    });
    const { low, high } = tInterval(means, 0.999);
    const { wait } = mmc((servers * 0.8) / mean, 1 / mean, servers);
    expect(low).toBeLessThan(wait);
    expect(high).toBeGreaterThan(wait);
  });
});
