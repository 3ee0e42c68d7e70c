/** The scenario that `hasim init` writes: small, and with one of everything that people change first. */

/** Its text, under this name. */
export function starterScenario(name: string): string {
  return `# A scenario: a cluster, its work, what happens to it, and what must come out.
#
#   hasim run <this file>                             what happens, with charts
#   hasim run <this file> --set nodes.app.count=3     the same with another figure
#   hasim compare <this file> <another>               two designs under the same work
#   hasim schema > scenario.schema.json               completion in an editor, with the line
#                                                     # yaml-language-server: $schema=./scenario.schema.json
name: ${name}
question: Do deployments wait when a node crashes?
seed: 1
duration: 4h

# Where things are. Round trips inside a zone and between zones have usual values; see network.
regions: { home: [a, b] }
loadBalancer: { at: home, choice: round-robin }
nodes:
  # A node runs up to taskCap tasks at a time.
  app: { count: 2, at: home/a, taskCap: 10, cores: 4 }
# The time of one call on one core: half of them below the median, one in twenty above p95.
database:
  at: home/a
  cores: 4
  read: { lognormal: { median: 0.5ms, p95: 2ms } }
  write: { lognormal: { median: 1.5ms, p95: 5ms } }
storage: { at: home }

workload:
  tasks:
    deployment:
      arrivals: { poisson: 30/h }
      steps:
        - db: { calls: 40, writes: 10 } # one after another, each with a round trip
        - read: 200MB # packages
        - repeat:
            times: 10
            steps:
              - db: { calls: 20, writes: 5 }
              - run: { lognormal: { median: 25s, p95: 90s } } # the script of a step
  requests:
    dashboard: { arrivals: { poisson: 20/m }, from: home, cpu: 8ms, db: 15 }

timeline:
  # Its tasks are lost, the other node takes over.
  - { at: 2h, crash: app-1, for: 10m }

# hasim run judges these, hasim check does so for CI. hasim schema --metrics lists what can be expected. With
# hasim check <this file> --update it keeps all figures, and fails from then on when one is worse than it was.
expect:
  - tasks.queueWait.p50 < 1m
  - requests.dashboard.latency.p50 < 1s
  - database.call.mean < 1.4ms # a slower database shows here before anybody waits for it
  - tasks.successRatio > 90%
  - availability.capacity > 95%
`;
}
