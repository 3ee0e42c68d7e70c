/** Colours and bars are for terminals; a closed pipe is no error. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { painterFor, progressBar } from '../../src/node/terminal.ts';
import { PLAIN } from '../../src/report/painter.ts';

afterEach(() => void vi.useRealTimers());

describe('colours', () => {
  it('are for a terminal, not for a pipe, a dumb terminal or NO_COLOR', () => {
    expect(painterFor({ isTTY: true }, {}).bad('x')).toBe('\u001b[31mx\u001b[39m');
    expect(painterFor({}, {})).toEqual(PLAIN);
    expect(painterFor({ isTTY: true }, { NO_COLOR: '1' })).toEqual(PLAIN);
    expect(painterFor({ isTTY: true }, { TERM: 'dumb' })).toEqual(PLAIN);
    // no-color.org: an empty value is as if it were not set.
    expect(painterFor({ isTTY: true }, { NO_COLOR: '' })).not.toEqual(PLAIN);
  });
});

describe('the bar', () => {
  function terminal(): { stream: NodeJS.WriteStream; written: () => string } {
    const through = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 100,
      cursorTo: () => true,
      clearLine: () => true,
    });
    let text = '';
    through.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    return { stream: through as unknown as NodeJS.WriteStream, written: () => text };
  }

  it('comes after two seconds of work, and not before', () => {
    vi.useFakeTimers();
    const { stream, written } = terminal();
    const bar = progressBar(stream);
    bar.update(1, 10, 'single-region');
    expect(written()).toBe('');
    vi.advanceTimersByTime(2_100);
    bar.update(2, 10, 'single-region');
    bar.stop();
    expect(written()).toContain('2/10 single-region');
  });

  it('says how much time is left', () => {
    vi.useFakeTimers();
    const { stream, written } = terminal();
    const bar = progressBar(stream);
    vi.advanceTimersByTime(10_000);
    bar.update(1, 10, 'single-region');
    bar.stop();
    expect(written().replaceAll('\u00a0', ' ')).toContain('1/10 single-region, about 1 m 30 s left');
  });

  it('off a terminal is a line every half minute, also while nothing ends', () => {
    vi.useFakeTimers();
    const { stream, written } = terminal();
    stream.isTTY = false;
    const bar = progressBar(stream);
    bar.update(0, 10, 'x');
    vi.advanceTimersByTime(61_000);
    bar.update(2, 10, 'x');
    vi.advanceTimersByTime(30_000);
    bar.stop();
    vi.advanceTimersByTime(90_000);
    expect(written().replaceAll('\u00a0', ' ')).toBe(
      '0 of 10 x\n0 of 10 x\n2 of 10 x, about 4 m 04 s left\n',
    );
  });

  it('never comes off a terminal', () => {
    vi.useFakeTimers();
    const { stream, written } = terminal();
    stream.isTTY = false;
    const bar = progressBar(stream);
    vi.advanceTimersByTime(10_000);
    bar.update(2, 10, 'x');
    bar.stop();
    expect(written()).toBe('');
  });
});

describe('a closed pipe', () => {
  it('ends the program quietly', () => {
    const program = `import('${new URL('../../dist/node/closed-pipe.js', import.meta.url)}').then(({ endOnClosedPipe }) => {
      endOnClosedPipe(66);
      const write = () => { process.stdout.write('line\\n'.repeat(2000)); setImmediate(write); };
      write();
    });`;
    const { status, stderr } = spawnSync(
      'bash',
      ['-c', `node -e "$0" | head -1; exit \${PIPESTATUS[0]}`, program],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

test.runIf(existsSync('/dev/full'))(
  'a full disk under the output ends the program with its exit code',
  () => {
    const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const { status, stderr } = spawnSync('bash', ['-c', `node "$0" schema > /dev/full`, cli], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([66, 'hasim: output cannot be written (ENOSPC)\n']);
  },
);
