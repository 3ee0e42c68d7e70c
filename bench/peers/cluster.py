"""bench-cluster in SimPy (3 or 4): tasks are processes, servers are resources, a crash interrupts.

Arguments: seconds of arrivals, runs. Prints one JSON document: the answers of the last run, and for each run
its tasks and the seconds it took.
"""

import json
import math
import random
import sys
import time
from collections import deque

import simpy

NODES, CAP, ROUNDS = 4, 10, 20
ONE_WAY, TRANSFER = 0.0005, 0.000001
SIGMA = math.sqrt(math.log(1 + 0.533**2))
MU = math.log(0.020) - SIGMA**2 / 2


class Node:
    def __init__(self):
        self.up = True
        self.running = set()
        self.orphans = 0


class Cluster:
    def __init__(self, duration):
        self.env = simpy.Environment()
        self.duration = duration
        self.database = simpy.Resource(self.env, 8)
        self.storage = simpy.Resource(self.env, 4)
        self.nodes = [Node() for _ in range(NODES)]
        self.queue = deque()
        self.drained = self.env.event()
        self.answers = {
            "arrived": 0,
            "refused": 0,
            "succeeded": 0,
            "cancelled": 0,
            "queueWait": 0.0,
            "duration": 0.0,
            "turnaround": 0.0,
        }
        self.over = False

    def call(self):
        yield self.env.timeout(ONE_WAY)
        with self.database.request() as server:
            yield server
            yield self.env.timeout(random.expovariate(1 / 0.004))

    def operation(self):
        yield self.env.timeout(ONE_WAY)
        with self.storage.request() as server:
            yield server
            yield self.env.timeout(random.expovariate(1 / 0.002))
        yield self.env.timeout(TRANSFER)
        yield self.env.timeout(ONE_WAY)

    def task(self, node, arrived):
        env = self.env
        started = env.now
        try:
            for _ in range(ROUNDS):
                yield from self.call()
                yield env.timeout(ONE_WAY)
                yield env.timeout(random.lognormvariate(MU, SIGMA))
                yield from self.operation()
            yield from self.call()
            yield env.timeout(ONE_WAY)
        except simpy.Interrupt:
            return
        node.running.discard(env.active_process)
        self.answers["succeeded"] += 1
        self.answers["duration"] += env.now - started
        self.answers["turnaround"] += env.now - arrived
        self.dispatch()
        self.look_for_the_end()

    def dispatch(self):
        while self.queue:
            able = [node for node in self.nodes if node.up and len(node.running) < CAP]
            if not able:
                return
            node = min(able, key=lambda it: len(it.running))
            arrived = self.queue.popleft()
            self.answers["queueWait"] += self.env.now - arrived
            node.running.add(self.env.process(self.task(node, arrived)))

    def cancel_orphans(self, node):
        try:
            yield from self.call()
        except simpy.Interrupt:
            return
        self.answers["cancelled"] += node.orphans
        node.orphans = 0
        self.look_for_the_end()

    def failures(self, node):
        while True:
            write = self.env.process(self.cancel_orphans(node)) if node.orphans else None
            yield self.env.timeout(random.expovariate(1 / 60))
            if write is not None and write.is_alive:
                write.interrupt()
            node.up = False
            node.orphans += len(node.running)
            for process in node.running:
                process.interrupt()
            node.running.clear()
            yield self.env.timeout(random.expovariate(1 / 5))
            node.up = True
            self.dispatch()

    def arrivals(self):
        while True:
            yield self.env.timeout(random.expovariate(48.0))
            if self.env.now >= self.duration:
                break
            self.answers["arrived"] += 1
            if any(node.up for node in self.nodes):
                self.queue.append(self.env.now)
                self.dispatch()
            else:
                self.answers["refused"] += 1
        self.over = True
        self.look_for_the_end()

    def look_for_the_end(self):
        done = self.answers["refused"] + self.answers["succeeded"] + self.answers["cancelled"]
        if self.over and done == self.answers["arrived"] and not self.drained.triggered:
            self.drained.succeed()

    def run(self):
        for node in self.nodes:
            self.env.process(self.failures(node))
        self.env.process(self.arrivals())
        self.env.run(until=self.drained)
        self.answers["queueWait"] /= self.answers["arrived"] - self.answers["refused"]
        self.answers["duration"] /= self.answers["succeeded"]
        self.answers["turnaround"] /= self.answers["succeeded"]
        return self.answers


def main():
    duration, runs = float(sys.argv[1]), int(sys.argv[2])
    took = []
    for seed in range(runs):
        random.seed(seed)
        begin = time.perf_counter()
        answers = Cluster(duration).run()
        took.append({"tasks": answers["arrived"], "seconds": time.perf_counter() - begin})
    print(json.dumps({"simpy": simpy.__version__, "python": sys.version.split()[0], "runs": took, "answers": answers}))


main()
