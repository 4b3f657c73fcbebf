import { ChildProcess, fork } from 'child_process';
import { join } from 'path';

/** Backends as processes: always as many as wanted, however often they are killed. */
export class Replicas {
  killed = 0;
  private readonly running: ChildProcess[] = [];
  /** Ends of processes that nobody killed. */
  readonly crashes: string[] = [];

  constructor(private readonly env: Record<string, string>) {}

  start(count: number): void {
    for (let i = 0; i < count; i++) {
      this.running.push(this.startOne());
    }
  }

  /** Without a chance to clean up; another one takes its place. */
  kill(index: number): void {
    const replica = this.running[index];
    replica.kill('SIGKILL');
    this.killed += 1;
    this.running[index] = this.startOne();
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.running.map(
        replica =>
          new Promise<void>(resolve => {
            replica.once('exit', () => resolve());
            replica.kill('SIGKILL');
          }),
      ),
    );
  }

  private startOne(): ChildProcess {
    const replica = fork(join(__dirname, 'replica.ts'), {
      env: { ...process.env, ...this.env, LOG_LEVEL: 'error' },
      execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const last: string[] = [];
    for (const stream of [replica.stdout!, replica.stderr!]) {
      stream.on('data', data => {
        last.push(String(data));
        last.splice(0, last.length - 5);
      });
    }
    replica.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL') {
        this.crashes.push(`Exit ${code ?? signal}: ${last.join('')}`);
      }
    });
    return replica;
  }
}
