/** Platforms: network, balancer, database and storage in one line. */
import { COMMON_KNOWLEDGE, figure, type Preset, type Standing } from './preset.ts';

const XKYLE = 'xkyle.com, measured latency between AWS availability zones';
const SIMONPAINTER = 'simonpainter.com, TCP echo between Azure zones and regions';
const AWS_REGIONS =
  'acomputerscientistlearnsaws.blogspot.com/2017/04/aws-regions.html (2017; 10–20 % less is realistic today)';

const AWS_NAMES = [
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
] as const;

/** Round trips in ms from each of the first five regions to those after it in the list. */
const AWS_BETWEEN: readonly (readonly number[])[] = [
  [72.7, 87.0, 80.6, 88.7, 145.3, 216.7, 230.0, 119.5],
  [19.5, 153.2, 166.6, 102.5, 174.0, 157.5, 192.7],
  [137.0, 159.5, 89.1, 161.4, 162.2, 182.7],
  [19.6, 212.4, 239.0, 309.6, 191.3],
  [236.5, 325.9, 323.5, 194.9],
];

function network(sameZone: string, crossZone: string, standing: Standing, source: string) {
  return [
    figure('network.sameZone', sameZone, 'round trip inside a zone', standing, source),
    figure('network.crossZone', crossZone, 'round trip between zones', standing, source),
  ];
}

function products(balancer: string, database: string, storage: string) {
  const usual = 'octopus.com/docs, high availability design for this platform';
  return [
    figure('loadBalancer.preset', balancer, 'load balancer', 'documented', usual),
    figure('database.preset', database, 'database', 'documented', usual),
    figure('storage.preset', storage, 'storage', 'documented', usual),
  ];
}

const awsBetween = AWS_BETWEEN.flatMap((row, i) =>
  row.map((ms, j) => {
    const [from, to] = [AWS_NAMES[i]!, AWS_NAMES[i + 1 + j]!];
    return figure(
      `network.between.${from}.${to}`,
      `${ms}ms`,
      `round trip ${from} to ${to}`,
      'measured',
      AWS_REGIONS,
    );
  }),
);

export const PLATFORM_PRESETS: readonly Preset[] = [
  {
    name: 'on-premises',
    text: 'Two data centres of a city as zones, HAProxy, an Always On availability group, an SMB share.',
    figures: [
      ...network('0.2ms', '2ms', 'typical', COMMON_KNOWLEDGE),
      ...products('haproxy-http', 'sql-ag-sync', 'smb-nas'),
    ],
  },
  {
    name: 'aws',
    text: 'Amazon Web Services with its round trips between regions, an ALB, RDS Multi-AZ and FSx for Windows.',
    figures: [
      ...network('0.5ms', '1.2ms', 'measured', XKYLE),
      ...awsBetween,
      ...products('aws-alb', 'rds-sqlserver-multi-az', 'fsx-windows'),
    ],
  },
  {
    name: 'azure',
    text: 'Microsoft Azure with an Application Gateway, zone-redundant Azure SQL and Azure Files on SSD.',
    figures: [
      ...network('0.9ms', '1.55ms', 'measured', SIMONPAINTER),
      figure(
        'network.between.uksouth.ukwest',
        '5.39ms',
        'round trip uksouth to ukwest',
        'measured',
        SIMONPAINTER,
      ),
      ...products('azure-application-gateway', 'azure-sql-zone-redundant', 'azure-files-ssd'),
    ],
  },
  {
    name: 'gcp',
    text: 'Google Cloud with its load balancer, Cloud SQL with high availability and Filestore Regional.',
    figures: [
      ...network('0.5ms', '1.2ms', 'typical', COMMON_KNOWLEDGE),
      ...products('gcp-load-balancer', 'cloud-sql-ha', 'filestore-regional'),
    ],
  },
];
