"""bench-mmc in SimPy (3 or 4), written as its manual would have it.

Arguments: seconds of arrivals, runs. Prints one JSON document: the answers of the last run, and for each run
its tasks and the seconds it took.
"""

import json
import random
import sys
import time

import simpy


def job(env, servers, answers):
    arrived = env.now
    with servers.request() as request:
        yield request
        started = env.now
        answers["queueWait"] += started - arrived
        yield env.timeout(random.expovariate(1.0))
    answers["duration"] += env.now - started
    answers["turnaround"] += env.now - arrived
    answers["succeeded"] += 1


def arrivals(env, servers, duration, answers):
    while True:
        yield env.timeout(random.expovariate(8.0))
        if env.now >= duration:
            return
        answers["arrived"] += 1
        env.process(job(env, servers, answers))


def run(duration):
    answers = {
        "arrived": 0,
        "refused": 0,
        "succeeded": 0,
        "cancelled": 0,
        "queueWait": 0.0,
        "duration": 0.0,
        "turnaround": 0.0,
    }
    env = simpy.Environment()
    env.process(arrivals(env, simpy.Resource(env, 10), duration, answers))
    env.run()
    answers["queueWait"] /= answers["arrived"]
    answers["duration"] /= answers["succeeded"]
    answers["turnaround"] /= answers["succeeded"]
    return answers


def main():
    duration, runs = float(sys.argv[1]), int(sys.argv[2])
    took = []
    for seed in range(runs):
        random.seed(seed)
        begin = time.perf_counter()
        answers = run(duration)
        took.append({"tasks": answers["arrived"], "seconds": time.perf_counter() - begin})
    print(json.dumps({"simpy": simpy.__version__, "python": sys.version.split()[0], "runs": took, "answers": answers}))


main()
