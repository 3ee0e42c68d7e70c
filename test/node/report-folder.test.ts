/** A report folder is written whole or not at all, and one that hasim did not make is never overwritten. */
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareReport, runReport } from '../../src/node/report-files.ts';
import {
  checkReportFolder,
  FolderNotOurs,
  type ReportFile,
  writeReportFolder,
} from '../../src/node/report-folder.ts';
import { gallery } from '../../src/report/charts/all.ts';
import { runTopic } from '../../src/report/topics.ts';
import { compareStudies } from '../../src/study/comparison/compare.ts';
import { aScenario, aStudy } from '../support/fixtures.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hasim-report-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const ONE: ReportFile[] = [{ name: 'a.txt', content: 'one' }];

async function* failing(): AsyncGenerator<ReportFile> {
  yield { name: 'a.txt', content: 'new' };
  throw new Error('the disk is full');
}

describe('a report folder', () => {
  it('is made with all folders above it, open to others as any folder is', async () => {
    const folder = join(root, 'reports', 'deep', 'x');
    await writeReportFolder(folder, ONE);
    expect((await readdir(folder)).sort()).toEqual(['.hasim-report', 'a.txt']);
    expect((await stat(folder)).mode & 0o777).toBe((await stat(join(root, 'reports'))).mode & 0o777);
  });

  it('takes the place of an earlier report, without what that had more', async () => {
    const folder = join(root, 'x');
    await writeReportFolder(folder, [...ONE, { name: 'old.png', content: 'old' }]);
    await writeReportFolder(folder, [{ name: 'a.txt', content: 'two' }]);
    expect((await readdir(folder)).sort()).toEqual(['.hasim-report', 'a.txt']);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('two');
    expect(await readdir(root)).toEqual(['x']);
  });

  it('says before what it would replace: the title of the report there, or its files', async () => {
    const folder = join(root, 'x');
    expect(await checkReportFolder(folder)).toBeNull();
    await writeReportFolder(folder, ONE);
    expect(await checkReportFolder(folder)).toBe('a.txt');
    await writeReportFolder(folder, [{ name: 'summary.md', content: '# Two big or four small?\n\nTwo.\n' }]);
    expect(await checkReportFolder(folder)).toBe('Two big or four small?');
  });

  it('keeps what users have put beside an earlier report', async () => {
    const folder = join(root, 'x');
    await writeReportFolder(folder, ONE);
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'notes.md'), 'mine');
    await writeReportFolder(folder, ONE);
    expect(await readFile(join(folder, 'mine', 'notes.md'), 'utf8')).toBe('mine');
  });

  it('is as it was when something fails half way, and nothing else is left', async () => {
    const folder = join(root, 'x');
    await writeReportFolder(folder, ONE);
    await expect(writeReportFolder(folder, failing())).rejects.toThrow('the disk is full');
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('one');
    await expect(writeReportFolder(join(root, 'y'), failing())).rejects.toThrow('the disk is full');
    expect(await readdir(root)).toEqual(['x']);
  });

  it('may be an empty folder, also through a link, which stays', async () => {
    await mkdir(join(root, 'real'));
    await symlink(join(root, 'real'), join(root, 'link'));
    await writeReportFolder(join(root, 'link'), ONE);
    expect(await readFile(join(root, 'real', 'a.txt'), 'utf8')).toBe('one');
    expect((await readdir(root)).sort()).toEqual(['link', 'real']);
  });

  it('is made where a link leads that leads to nothing yet', async () => {
    await symlink('real', join(root, 'link'));
    await writeReportFolder(join(root, 'link'), ONE);
    expect((await readdir(root)).sort()).toEqual(['link', 'real']);
  });

  it('that stepped aside in a process that was then killed is put back, or removed when there is another', async () => {
    const [folder, aside] = [join(root, 'x'), join(root, '.x-0b1f7c1e-0000-4000-8000-000000000000-before')];
    await writeReportFolder(aside, [{ name: 'a.txt', content: 'old' }]);
    await writeFile(join(aside, 'notes.md'), 'mine');
    await checkReportFolder(folder);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old');
    expect(await readdir(root)).toEqual(['x']);
    // Also where nothing is checked before, and with what users have put into it.
    await rename(folder, aside);
    await writeReportFolder(folder, ONE);
    expect((await readdir(folder)).sort()).toEqual(['.hasim-report', 'a.txt', 'notes.md']);
    await mkdir(aside);
    await writeReportFolder(folder, ONE);
    expect(await readdir(root)).toEqual(['x']);
  });

  it('that several write at the same time is that of one of them, whole, and nobody fails', async () => {
    const folder = join(root, 'x');
    await writeReportFolder(folder, ONE);
    await writeFile(join(folder, 'notes.md'), 'mine');
    const report = (n: number) => [
      { name: 'a.txt', content: `${n}` },
      { name: `${n}.txt`, content: `${n}` },
    ];
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        Array.from({ length: 8 }, async (_, n) => {
          await checkReportFolder(folder);
          await writeReportFolder(folder, report(n));
        }),
      );
      const n = await readFile(join(folder, 'a.txt'), 'utf8');
      expect((await readdir(folder)).sort()).toEqual(['.hasim-report', `${n}.txt`, 'a.txt', 'notes.md']);
      expect(await readdir(root)).toEqual(['x']);
    }
  });

  it('that a killed process left half written is removed after an hour, and nothing else', async () => {
    const folder = join(root, 'x');
    const names = [
      '.x-0b1f7c1e-0000-4000-8000-000000000000',
      '.x-0b1f7c1e-0000-4000-8000-000000000001',
      '.x-mine',
    ];
    for (const name of names) await mkdir(join(root, name));
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [names[0]!, names[2]!]) await utimes(join(root, name), longAgo, longAgo);
    await writeReportFolder(folder, ONE);
    expect((await readdir(root)).sort()).toEqual([names[1], names[2], 'x']);
  });

  it('is refused before the work where it could not be put: in its parent, or in the folder one is in', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(checkReportFolder(join(root, 'file', 'x'))).rejects.toThrow(
      /x is in a file, which is no folder: /,
    );
    if (process.platform === 'linux')
      await expect(checkReportFolder('/proc/x')).rejects.toMatchObject({
        path: '/proc/x',
        syscall: 'mkdtemp',
      });
    await expect(checkReportFolder('.')).rejects.toThrow(FolderNotOurs);
    expect(await readdir(root)).toEqual(['file']);
  });

  it('that hasim did not make is never overwritten', async () => {
    const folder = join(root, 'mine');
    await mkdir(folder);
    await writeFile(join(folder, 'thesis.md'), 'years of work');
    await expect(checkReportFolder(folder)).rejects.toThrow(FolderNotOurs);
    await expect(writeReportFolder(folder, ONE)).rejects.toThrow(FolderNotOurs);
    expect(await readdir(folder)).toEqual(['thesis.md']);
    await expect(writeReportFolder(join(folder, 'thesis.md'), ONE)).rejects.toThrow(FolderNotOurs);
    expect(await readFile(join(folder, 'thesis.md'), 'utf8')).toBe('years of work');
  });
});

describe('the files of a report', () => {
  const context = { repeat: 'hasim run x.yaml', version: '0.1.0' };

  it('of a run are the result, the summary, the series and the charts', async () => {
    const study = aStudy(2);
    const folder = join(root, 'run');
    await writeReportFolder(folder, runReport(study, [], { ...context, gallery: gallery(runTopic(study)) }));
    const names = await readdir(folder);
    expect(names).toEqual(
      expect.arrayContaining([
        'result.json',
        'report.html',
        'summary.md',
        'series.csv',
        'throughput.png',
        'latency.png',
      ]),
    );
    expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')).schema).toBe('hasim.result/1');
  });

  it('of a comparison without charts are four', async () => {
    const compared = compareStudies(aStudy(5), [aStudy(5, { scenario: aScenario({ name: 'b' }) })]);
    const folder = join(root, 'compare');
    await writeReportFolder(
      folder,
      compareReport(compared, { ...context, gallery: { charts: [], notes: [] } }),
    );
    expect((await readdir(folder)).sort()).toEqual([
      '.hasim-report',
      'comparison.json',
      'report.html',
      'series.csv',
      'summary.md',
    ]);
  });
});
