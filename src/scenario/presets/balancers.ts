/** Health checks of real load balancers: how fast a dead node is out, and whether a drained one is seen. */
import { COMMON_KNOWLEDGE, type Figure, figure, type Preset, type Standing } from './preset.ts';

const AWS_CDK =
  'AWS CDK API reference, HealthCheck of ApplicationTargetGroup, NetworkTargetGroup and LoadBalancer';
const AWS_TARGETS = 'docs.aws.amazon.com, Elastic Load Balancing API reference, CreateTargetGroup';
/** The CDK reference and older pages still say 3 and 3. */
const AWS_NLB =
  'docs.aws.amazon.com, CreateTargetGroup as of 2024 (TCP: 5 and 2; the CDK reference still says 3 and 3)';
const AZURE_PROBE = 'learn.microsoft.com, Load Balancer probes REST reference';
const AZURE_RISE = 'learn.microsoft.com, Azure Load Balancer health probes: up with the next good one';
/** Templates and providers write 2; where it is 1, as the overview has it, a node is out at the first. */
const AZURE_FALL =
  'learn.microsoft.com, Load Balancer probes REST reference: numberOfProbes, without a default';
const AZURE_TIMEOUT =
  'learn.microsoft.com, Azure Load Balancer health probes: an HTTP probe waits for its interval, 30 s at most';
const APP_GATEWAY =
  'learn.microsoft.com, Application Gateway health monitoring overview, default health probe settings';
const GCLOUD = 'cloud.google.com, gcloud compute health-checks create reference';
const HAPROXY =
  'docs.haproxy.org, configuration manual 3.0, server options inter (2000 ms), fall (3), rise (2)';
const NGINX = 'nginx.org, ngx_http_upstream_module and ngx_http_proxy_module';
const KUBERNETES = 'octopus.com/docs, Octopus Server in Kubernetes, sample probes (fact 42)';

const NONE_HEALTHY_WHAT = 'what requests get while no node is healthy';
/** What each says of the moment when no node is healthy. */
const NONE_HEALTHY = {
  alb: 'docs.aws.amazon.com, Health checks for Application Load Balancer target groups',
  nlb: 'docs.aws.amazon.com, Health checks for Network Load Balancer target groups',
  clb: 'repost.aws/knowledge-center, 503 errors of a Classic Load Balancer',
  azure: 'learn.microsoft.com, ProbeNoHealthyBackendsBehavior (AllProbedDown; AllProbedUp can be chosen)',
  gateway: 'learn.microsoft.com, Troubleshooting bad gateway errors in Application Gateway',
  google: 'cloud.google.com, Application Load Balancer logging (failed_to_pick_backend)',
  haproxy: 'haproxy.com, configuration manual, status codes that HAProxy emits by itself (503)',
  kubernetes: 'kubernetes.io, Pod lifecycle, readiness probes: unready pods are no endpoints',
  dns: 'learn.microsoft.com, Troubleshooting degraded state on Azure Traffic Manager',
} as const;

/** [value, standing, source] */
type Told<T> = readonly [T, Standing, string];

function active(
  type: 'http' | 'tcp',
  whenNoneHealthy: 'refuse' | 'all',
  of: keyof typeof NONE_HEALTHY,
  told: { interval: Told<string>; timeout: Told<string>; fall: Told<number>; rise: Told<number> },
): Figure[] {
  const [, standing, source] =
    [told.rise, told.fall, told.interval].find((each) => each[1] === 'documented') ?? told.interval;
  return [
    figure('probe.type', type, 'type of its probes', standing, source),
    figure('probe.interval', told.interval[0], 'interval of its probes', told.interval[1], told.interval[2]),
    figure('probe.timeout', told.timeout[0], 'time-out of its probes', told.timeout[1], told.timeout[2]),
    figure('probe.fall', told.fall[0], 'failed probes that take a node out', told.fall[1], told.fall[2]),
    figure('probe.rise', told.rise[0], 'good probes that put a node back', told.rise[1], told.rise[2]),
    figure('whenNoneHealthy', whenNoneHealthy, NONE_HEALTHY_WHAT, 'documented', NONE_HEALTHY[of]),
  ];
}

const typical = <T>(value: T): Told<T> => [value, 'typical', COMMON_KNOWLEDGE];
const documented = <T>(value: T, source: string): Told<T> => [value, 'documented', source];

export const BALANCER_PRESETS: readonly Preset[] = [
  {
    name: 'aws-alb',
    text: 'AWS Application Load Balancer: a drained node (418) is taken out, as only 200 is healthy.',
    figures: active('http', 'all', 'alb', {
      interval: documented('30s', AWS_TARGETS),
      timeout: documented('5s', AWS_TARGETS),
      fall: documented(2, AWS_TARGETS),
      rise: documented(5, AWS_TARGETS),
    }),
  },
  {
    name: 'aws-nlb',
    text: 'AWS Network Load Balancer with its TCP check: a drained node is not seen, a dead one leaves late.',
    figures: [
      ...active('tcp', 'all', 'nlb', {
        interval: documented('30s', AWS_TARGETS),
        timeout: documented('10s', AWS_TARGETS),
        fall: documented(2, AWS_NLB),
        rise: documented(5, AWS_NLB),
      }),
      figure(
        'probe.outAfter',
        '35s',
        'from the failed probes until a node gets no request (30 to 40 s)',
        'measured',
        'github.com/aws/containers-roadmap, issue 470',
      ),
    ],
  },
  {
    name: 'aws-clb',
    text: 'AWS Classic Load Balancer with an HTTP check.',
    figures: active('http', 'refuse', 'clb', {
      interval: documented('30s', AWS_CDK),
      timeout: documented('5s', AWS_CDK),
      fall: documented(5, AWS_CDK),
      rise: documented(2, AWS_CDK),
    }),
  },
  {
    name: 'azure-load-balancer',
    text: 'Azure Load Balancer with an HTTP probe; the API default interval.',
    figures: active('http', 'refuse', 'azure', {
      interval: documented('15s', AZURE_PROBE),
      timeout: documented('15s', AZURE_TIMEOUT),
      fall: [2, 'typical', AZURE_FALL],
      rise: documented(1, AZURE_RISE),
    }),
  },
  {
    name: 'azure-application-gateway',
    text: 'Azure Application Gateway with its default probe.',
    figures: active('http', 'refuse', 'gateway', {
      interval: documented('30s', APP_GATEWAY),
      timeout: documented('30s', APP_GATEWAY),
      fall: documented(3, APP_GATEWAY),
      rise: documented(1, APP_GATEWAY),
    }),
  },
  {
    name: 'gcp-load-balancer',
    text: 'Google Cloud load balancer with an HTTP health check.',
    figures: active('http', 'refuse', 'google', {
      interval: documented('5s', GCLOUD),
      timeout: documented('5s', GCLOUD),
      fall: documented(2, GCLOUD),
      rise: documented(2, GCLOUD),
    }),
  },
  {
    name: 'haproxy-tcp',
    text: 'HAProxy with its default check, a TCP connect: a drained node is not seen.',
    figures: active('tcp', 'refuse', 'haproxy', {
      interval: documented('2s', HAPROXY),
      timeout: typical('2s'),
      fall: documented(3, HAPROXY),
      rise: documented(2, HAPROXY),
    }),
  },
  {
    name: 'haproxy-http',
    text: 'HAProxy with option httpchk.',
    figures: active('http', 'refuse', 'haproxy', {
      interval: documented('2s', HAPROXY),
      timeout: typical('2s'),
      fall: documented(3, HAPROXY),
      rise: documented(2, HAPROXY),
    }),
  },
  {
    name: 'nginx',
    text: 'NGINX open source: no probes; a node is skipped after a failed request, a drained one never.',
    figures: [
      figure('probe.type', 'passive', 'type of its probes', 'documented', NGINX),
      figure('probe.maxFails', 1, 'failed requests until a node is skipped', 'documented', NGINX),
      figure('probe.failTimeout', '10s', 'how long a node is skipped', 'documented', NGINX),
      figure('probe.nextUpstream', true, 'whether a request goes on to the next node', 'documented', NGINX),
      figure('connectTimeout', '60s', 'time-out of its connections', 'documented', NGINX),
      figure('whenNoneHealthy', 'refuse', NONE_HEALTHY_WHAT, 'documented', NGINX),
    ],
  },
  {
    name: 'kubernetes-readiness',
    text: "The vendor's Kubernetes sample: 60 failures until a pod that hangs is out; a drained one counts as alive, one that ended leaves at once.",
    figures: [
      ...active('tcp', 'refuse', 'kubernetes', {
        interval: documented('30s', KUBERNETES),
        timeout: documented('5s', KUBERNETES),
        fall: documented(60, KUBERNETES),
        rise: documented(1, 'kubernetes.io, Configure Probes (successThreshold)'),
      }),
      figure(
        'orchestrator.ended',
        '1s',
        'until a pod that ended is no endpoint any more',
        'typical',
        'kubernetes.io, Pod lifecycle: the EndpointSlice changes with the pod, at the same time as its termination',
      ),
      figure(
        'orchestrator.hostLost',
        '50s',
        'until the pods of a lost host are no endpoints any more',
        'documented',
        'kubernetes.io, kube-controller-manager (node-monitor-grace-period; 40 s before 1.32)',
      ),
    ],
  },
  {
    name: 'dns',
    text: 'Global DNS or traffic manager: three failures, and a time to live of 60 s counted as two more.',
    figures: active('http', 'all', 'dns', {
      interval: typical('30s'),
      timeout: typical('10s'),
      fall: typical(5),
      rise: typical(5),
    }),
  },
];
