/** A Redis of the test's own on a loopback port, started and stopped by it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
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
  #child: ChildProcess | null = null;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.again();
    return server;
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it (again) with what it has on disk. */
  async again(): Promise<void> {
    const own = ['--bind', '127.0.0.1', '--port', `${this.port}`, '--dir', this.#folder];
    this.#child = spawn(PROGRAM, [...own, '--save', '', '--appendonly', 'yes'], { stdio: 'ignore' });
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
    for (let tries = 0; tries < 500; tries += 1) {
      const answer = await new Promise<string>((done) => {
        const socket = connect(this.port, '127.0.0.1', () => socket.write('PING\r\n'));
        socket.once('data', (data) => {
          socket.destroy();
          done(data.toString());
        });
        socket.once('error', () => done(''));
      });
      if (answer.startsWith('+PONG')) return;
      await new Promise((next) => setTimeout(next, 20));
    }
    throw new Error(`${PROGRAM} does not answer`);
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
