/** What is special about a terminal: colours, a bar for long work. */
import cliProgress from 'cli-progress';
import pc from 'picocolors';
import { type Painter, PLAIN } from '../report/painter.ts';
import { columnsOf } from '../report/terminal-width.ts';
import { duration } from '../report/words.ts';
import { printable } from '../scenario/plain-text.ts';
import { Pace } from './pace.ts';

/** A stream that may be a terminal. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colours on a terminal, unless NO_COLOR (no-color.org) is set; none in a file or pipe. */
export function painterFor(output: Output, env: NodeJS.ProcessEnv = process.env): Painter {
  const { NO_COLOR = '', TERM } = env;
  const columns = columnsOf(output);
  if (output.isTTY !== true || NO_COLOR !== '' || TERM === 'dumb') return { ...PLAIN, columns };
  const colours = pc.createColors(true);
  return {
    columns,
    strong: colours.bold,
    quiet: colours.dim,
    good: colours.green,
    bad: colours.red,
    unsure: colours.yellow,
  };
}

export interface ProgressBar {
  /** `done` of `asked`; the number asked may rise on the way. */
  readonly update: (done: number, asked: number, what: string) => void;
  /** Clears the line. To be called however the work ends. */
  readonly stop: () => void;
}

/** Work shorter than this needs no bar. */
const PATIENCE_MS = 2_000;

/** Where there is no terminal, a line so often says that it still works: build systems end what is silent. */
const LINE_MS = 30_000;

/**
 * A bar with the time left on a terminal, once the work has taken more than two seconds; elsewhere a line every half
 * minute.
 */
export function progressBar(output: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (output.isTTY !== true) return progressLines(output);
  const begun = Date.now();
  const bar = new cliProgress.SingleBar({
    stream: output,
    format: '  {bar} {value}/{total} {what}{left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 40,
    clearOnComplete: true,
    hideCursor: true,
  });
  const pace = new Pace(begun);
  let shown = false;
  return {
    update: (done, asked, what) => {
      const seconds = pace.left(done, asked, Date.now());
      const left = seconds === null ? '' : `, about ${roughly(Math.max(1, Math.round(seconds)))} left`;
      if (!shown) {
        if (Date.now() - begun < PATIENCE_MS || done >= asked) return;
        bar.start(asked, done, { what, left });
        shown = true;
      }
      bar.setTotal(asked);
      bar.update(done, { what, left });
    },
    stop: () => {
      if (shown) bar.stop();
      shown = false;
    },
  };
}

function progressLines(output: NodeJS.WriteStream): ProgressBar {
  const pace = new Pace(Date.now());
  let line = '';
  let timer: NodeJS.Timeout | null = null;
  return {
    update: (done, asked, what) => {
      const seconds = pace.left(done, asked, Date.now());
      const left = seconds === null ? '' : `, about ${roughly(Math.max(1, Math.round(seconds)))} left`;
      line = `${done} of ${asked} ${what}${left}`;
      timer ??= setInterval(() => output.write(`${printable(line, false)}\n`), LINE_MS).unref();
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}

/** No tenths of a second. */
function roughly(seconds: number): string {
  return seconds < 60 ? `${seconds}\u00a0s` : duration(seconds);
}
