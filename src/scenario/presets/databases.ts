/** How real SQL Server services fail over, and what their copies lose. */
import { COMMON_KNOWLEDGE, figure, type Preset } from './preset.ts';

const ALWAYS_ON =
  'learn.microsoft.com, Always On availability groups: session time-out and failover detection';
const AWS_RDS =
  'docs.aws.amazon.com, RDS Multi-AZ failover (60–120 s typical) and SQL Server recommendations';
const RDS_PARTS =
  'docs.aws.amazon.com, RDS Multi-AZ: failover times are typically 60–120 s in all; how they are made up is not said';
const AZURE_SQL = 'azure.microsoft.com, Azure SQL zone redundancy';
const CLOUD_SQL = 'cloud.google.com, Cloud SQL high availability';
const SELF_MANAGED = 'octopus.com/docs, self-managed SQL Server (fact 124)';

const DETECT = 'time until the failover begins';
const PROMOTE = 'time of the failover itself';

export const DATABASE_PRESETS: readonly Preset[] = [
  { name: 'sql-single', text: 'One SQL Server without a standby.', figures: [] },
  {
    name: 'sql-fci',
    text: 'SQL Server failover cluster on a shared disk: no copy, no cost for a commit, about a minute to fail over.',
    standby: { name: 'standby', at: 'same-zone' },
    figures: [
      figure('replicas.standby.mode', 'shared', 'kind of the standby', 'documented', ALWAYS_ON),
      figure('replicas.standby.detect', '30s', DETECT, 'typical', COMMON_KNOWLEDGE),
      figure('replicas.standby.promote', '30s', PROMOTE, 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'sql-ag-sync',
    text: 'Always On availability group, synchronous with automatic failover: a commit waits for the other zone.',
    standby: { name: 'standby', at: 'next-zone' },
    figures: [
      figure('replicas.standby.mode', 'sync', 'kind of the standby', 'documented', ALWAYS_ON),
      figure('replicas.standby.detect', '10s', DETECT, 'documented', ALWAYS_ON),
      figure('replicas.standby.promote', '20s', PROMOTE, 'typical', COMMON_KNOWLEDGE),
      figure('sessionTimeout', '10s', 'wait of commits for a lost standby', 'documented', ALWAYS_ON),
    ],
  },
  {
    name: 'sql-ag-async',
    text: 'Always On availability group, asynchronous: no cost for a commit, promoted by hand, loses its lag.',
    standby: { name: 'dr', at: 'other-region' },
    figures: [
      figure('replicas.dr.mode', 'async', 'kind of the copy', 'documented', ALWAYS_ON),
      figure(
        'replicas.dr.lag',
        '5s',
        'lag of the copy (seconds to a couple of minutes)',
        'typical',
        SELF_MANAGED,
      ),
      figure('replicas.dr.promote', '5m', 'time to promote the copy', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'rds-sqlserver-multi-az',
    text: 'Amazon RDS for SQL Server Multi-AZ: a standby in another zone, 60 to 120 s to fail over.',
    standby: { name: 'standby', at: 'other-zone' },
    figures: [
      figure('replicas.standby.mode', 'sync', 'kind of the standby', 'documented', AWS_RDS),
      figure('replicas.standby.detect', '30s', DETECT, 'typical', RDS_PARTS),
      figure('replicas.standby.promote', '60s', PROMOTE, 'typical', RDS_PARTS),
    ],
  },
  {
    name: 'azure-sql-zone-redundant',
    text: 'Azure SQL Database, zone redundant: about 30 s to fail over, connections dropped.',
    standby: { name: 'standby', at: 'other-zone' },
    figures: [
      figure('replicas.standby.mode', 'sync', 'kind of the standby', 'documented', AZURE_SQL),
      figure('replicas.standby.detect', '10s', DETECT, 'typical', COMMON_KNOWLEDGE),
      figure('replicas.standby.promote', '20s', PROMOTE, 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'cloud-sql-ha',
    text: 'Cloud SQL with high availability: about 60 s to declare the primary lost and 60 s to start the standby.',
    standby: { name: 'standby', at: 'other-zone' },
    figures: [
      figure('replicas.standby.mode', 'sync', 'kind of the standby', 'documented', CLOUD_SQL),
      figure('replicas.standby.detect', '60s', DETECT, 'documented', CLOUD_SQL),
      figure('replicas.standby.promote', '60s', PROMOTE, 'typical', COMMON_KNOWLEDGE),
    ],
  },
];
