/** A Redis of the test's own on a loopback port, started and stopped by it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = 'redis-server';

/** Without it tests are skipped on a laptop; in CI they fail. */
export const hasRedis = process.env['CI'] !== undefined || isInstalled();

function isInstalled(): boolean {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class RedisServer {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'hasim-redis-'));
  readonly #more: readonly string[];
  #child: ChildProcess | null = null;

  private constructor(port: number, more: readonly string[]) {
    this.port = port;
    this.#more = more;
  }

  /** @param more of the server's own arguments */
  static async start(...more: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), more);
    await server.again();
    return server;
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it (again) with what it has on disk. */
  async again(): Promise<void> {
    const own = ['--bind', '127.0.0.1', '--port', `${this.port}`, '--dir', this.#folder];
    this.#child = spawn(PROGRAM, [...own, '--save', '', '--appendonly', 'yes', ...this.#more], {
      stdio: 'ignore',
    });
    const failed = new Promise<never>((_, fail) => this.#child!.once('error', fail));
    await Promise.race([this.#answering(), failed]);
  }

  /** As when the machine is gone. */
  async kill(): Promise<void> {
    const child = this.#child!;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answering(): Promise<void> {
    for (let tries = 0; tries < 30_000; tries += 1) {
      const answer = await new Promise<string>((done) => {
        const socket = connect(this.port, '127.0.0.1', () => socket.write('PING\r\n'));
        socket.once('data', (data) => {
          socket.destroy();
          done(data.toString());
        });
        socket.once('error', () => done(''));
      });
      if (/^(\+PONG|-NOAUTH)/.test(answer)) return;
      await new Promise((next) => setTimeout(next, 20));
    }
    throw new Error(`${PROGRAM} does not answer`);
  }
}

/** The network between a server and those that reach it through this: it can be cut, with or without a word. */
export class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #state: 'whole' | 'silent' | 'cut' = 'whole';

  private constructor(to: number) {
    this.#server = createServer((near) => {
      if (this.#state === 'cut') {
        near.destroy();
        return;
      }
      const far = connect(to, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('data', (data) => other.write(data));
        one.on('error', () => {});
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        if (this.#state === 'silent') one.pause();
      }
    });
  }

  static async to(port: number): Promise<Line> {
    const line = new Line(port);
    await new Promise<void>((done) => line.#server.listen(0, '127.0.0.1', done));
    return line;
  }

  get address(): string {
    return `redis://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** Nothing passes, and nobody is told. */
  silence(): void {
    this.#state = 'silent';
    for (const socket of this.#sockets) socket.pause();
  }

  /** All connections break, and none can be made. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#state = 'whole';
    for (const socket of this.#sockets) socket.resume();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

/** Of the loopback, free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
