/** Latency and throughput of real file stores. */
import { COMMON_KNOWLEDGE, type Figure, figure, type Preset, type Standing } from './preset.ts';

const FSX = 'aws.amazon.com, FSx for Windows FAQ: below 1 ms from cache, else a few; how it spreads is ours';
const EFS =
  'docs.aws.amazon.com, Amazon EFS performance (Regional, Elastic: reads ~1 ms, writes ~2.7 ms, between them as we mix them; writes 1 to 5 GiB/s, a client 1500 MiB/s)';
const EFS_BURSTING =
  'docs.aws.amazon.com, Amazon EFS performance, bursting throughput: 50 KiB/s per GiB, 100 MiB/s up to 1 TiB, 2.1 TiB of credits at most and at first';
const AZURE_FILES =
  'learn.microsoft.com, Azure Files performance: SSD low single-digit ms, HDD tens; how it spreads is ours';

const latency = (value: unknown, standing: Standing, source: string): Figure =>
  figure('latency', value, 'latency of an operation', standing, source);
const bandwidth = (value: string, standing: Standing, source: string): Figure =>
  figure('bandwidth', value, 'bandwidth of the store', standing, source);
const perTransfer = (value: string, standing: Standing, source: string): Figure =>
  figure('perTransfer', value, 'bandwidth of one transfer', standing, source);

export const STORAGE_PRESETS: readonly Preset[] = [
  {
    name: 'smb-nas',
    text: 'SMB share on a NAS with SSDs: 0.5–2 ms, 200–1000 MB/s.',
    figures: [
      latency({ lognormal: { median: '1ms', p95: '2ms' } }, 'typical', COMMON_KNOWLEDGE),
      bandwidth('1GB/s', 'typical', COMMON_KNOWLEDGE),
      perTransfer('200MB/s', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'fsx-windows',
    text: 'Amazon FSx for Windows on SSD: below a millisecond from cache, else 1–3 ms; throughput as provisioned.',
    figures: [
      latency({ lognormal: { median: '1ms', p95: '3ms' } }, 'typical', FSX),
      bandwidth('512MB/s', 'typical', COMMON_KNOWLEDGE),
      perTransfer('250MB/s', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'efs-regional',
    text: 'Amazon EFS Regional: reads about 1 ms, writes about 2.7 ms, elastic throughput.',
    figures: [
      latency({ uniform: ['1ms', '2.7ms'] }, 'documented', EFS),
      bandwidth('1GiB/s', 'documented', EFS),
      perTransfer('1GiB/s', 'documented', EFS),
    ],
  },
  {
    name: 'efs-bursting',
    text: 'Amazon EFS Regional of up to 1 TiB in bursting mode, here with 100 GiB in it: 50 KiB/s for good for each GiB, 100 MiB/s with credits.',
    figures: [
      latency({ uniform: ['1ms', '2.7ms'] }, 'documented', EFS),
      bandwidth('100MiB/s', 'documented', EFS_BURSTING),
      perTransfer('100MiB/s', 'documented', EFS_BURSTING),
      figure(
        'burst.baseline',
        '5000KiB/s',
        'bandwidth of the store without credits',
        'documented',
        EFS_BURSTING,
      ),
      figure('burst.credits', '2150.4GiB', 'the most burst credits of the store', 'documented', EFS_BURSTING),
    ],
  },
  {
    name: 'azure-files-ssd',
    text: 'Azure Files on SSD: low single-digit milliseconds, metadata high single-digit.',
    figures: [
      latency({ lognormal: { median: '3ms', p95: '8ms' } }, 'typical', AZURE_FILES),
      bandwidth('1GB/s', 'typical', COMMON_KNOWLEDGE),
      perTransfer('250MB/s', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'azure-files-hdd',
    text: 'Azure Files on HDD: 10–30 ms.',
    figures: [
      latency({ lognormal: { median: '17ms', p95: '30ms' } }, 'typical', AZURE_FILES),
      bandwidth('300MB/s', 'typical', COMMON_KNOWLEDGE),
      perTransfer('60MB/s', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'filestore-regional',
    text: 'Google Filestore Regional: a write is acknowledged when the zones agree.',
    figures: [
      latency({ lognormal: { median: '2ms', p95: '5ms' } }, 'typical', COMMON_KNOWLEDGE),
      bandwidth('1GB/s', 'typical', COMMON_KNOWLEDGE),
      perTransfer('250MB/s', 'typical', COMMON_KNOWLEDGE),
    ],
  },
  {
    name: 'local-disk',
    text: 'Each node its own disk: fast, and wrong for a cluster (files of one node are missing on the others).',
    figures: [
      latency('0.2ms', 'typical', COMMON_KNOWLEDGE),
      figure('roundTrips', 0, 'network round trips of an operation', 'documented', 'there is no network'),
      bandwidth('500MB/s', 'typical', COMMON_KNOWLEDGE),
      perTransfer('500MB/s', 'typical', COMMON_KNOWLEDGE),
    ],
  },
];
