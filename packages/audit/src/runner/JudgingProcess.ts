import { ChildProcess, fork } from 'child_process';
import { promises as fs } from 'fs';
import { AuditTask } from '../engine/TaskStack';
import { FromChild, ToChild } from './protocol';

/** How often the memory of a process is looked at. */
const WATCH_MS = 250;
/** A process may take this long to load and to receive the tree, on a machine that is busy, before its first task. */
const START_MS = 60_000;
/** Last characters of the error output that are kept, for the reason of a crash. */
const KEPT_ERRORS = 4096;

/** How one request ended. */
export type Ended =
  | { status: 'done'; skipped: Extract<FromChild, { type: 'done' }>['skipped'] }
  | {
      status: 'lost';
      /** What was at work. */
      task: AuditTask | undefined;
      /** The large file that was read last by that task. */
      file: string | undefined;
      reason: string;
    };

/** What a process is given. */
export interface JudgingProcessOptions {
  /** File that the process runs. */
  entry: string;
  /** Heap, MiB. */
  memoryMb: number;
  /** All memory, MiB; more is not given to it. */
  residentMb: number;
  /** Threads for parsing. */
  threads: number;
}

/** One child process, used for one request after the other. */
export class JudgingProcess {
  private readonly child: ChildProcess;
  private readonly options: JudgingProcessOptions;
  private readonly running: AuditTask[] = [];
  private file: string | undefined;
  private killedBecause: string | undefined;
  private errors = '';
  ended = false;

  constructor(options: JudgingProcessOptions) {
    this.options = options;
    this.child = fork(options.entry, [], {
      serialization: 'advanced',
      // What it prints is no result; what it says when it dies is read below.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Credentials of the parent are no business of a process that reads foreign text.
      env: {
        NODE_ENV: process.env.NODE_ENV,
        UV_THREADPOOL_SIZE: String(Math.max(1, options.threads)),
      },
      execArgv: [
        ...process.execArgv.filter(arg => !arg.startsWith('--inspect')),
        ...(options.entry.endsWith('.ts')
          ? [
              '--require',
              require.resolve('@backstage/cli/config/nodeTransform.cjs'),
            ]
          : []),
        `--max-old-space-size=${options.memoryMb}`,
      ],
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-KEPT_ERRORS);
    });
    this.child.once('exit', () => {
      this.ended = true;
    });
    // A failure to start is told by the exit as well.
    this.child.on('error', () => {});
  }

  /**
   * Judges what `send` sends.
   *
   * @param deadlineMs - For each task.
   */
  async serve(options: {
    deadlineMs: number;
    send: (send: (message: ToChild) => Promise<void>) => Promise<void>;
    onMessage: (message: FromChild) => void;
    signal?: AbortSignal;
  }): Promise<Ended> {
    const { child } = this;
    const { deadlineMs } = options;
    let deadline: NodeJS.Timeout | undefined;
    const restartDeadline = (startMs = 0) => {
      clearTimeout(deadline);
      deadline = setTimeout(
        () => this.kill(`took longer than ${deadlineMs / 1000} s`),
        deadlineMs + startMs,
      );
    };
    const watch = setInterval(() => this.watchMemory(), WATCH_MS);
    const onAbort = () => this.kill('the audit was stopped');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.running.length = 0;
    this.file = undefined;

    let onMessage: ((message: FromChild) => void) | undefined;
    let onExit:
      | ((code: number | null, signal: string | null) => void)
      | undefined;
    try {
      const ended = new Promise<Ended>((resolve, reject) => {
        onMessage = message => {
          switch (message.type) {
            case 'begin':
              this.running.push(message.task);
              this.file = undefined;
              restartDeadline();
              break;
            case 'end':
              this.forget(message.task);
              this.file = undefined;
              restartDeadline();
              break;
            case 'file':
              // Not a sign of progress: a loop may go from file to file.
              this.file = message.path;
              break;
            case 'done':
              resolve({ status: 'done', skipped: message.skipped });
              break;
            case 'failed':
              reject(new Error(message.message));
              break;
            default:
          }
          options.onMessage(message);
        };
        onExit = (code, signal) =>
          resolve({
            status: 'lost',
            task: this.running.at(-1),
            file: this.file,
            reason: this.killedBecause ?? this.causeOfDeath(code, signal),
          });
        child.on('message', onMessage);
        child.once('exit', onExit);
        if (this.ended) {
          onExit(child.exitCode, child.signalCode);
        }
        restartDeadline(START_MS);
      });
      // It may reject while the files are still being sent; the await below is who handles it.
      ended.catch(() => {});
      // Sending fails when the child dies meanwhile; its exit says so better.
      await options.send(message => this.send(message)).catch(() => {});
      return await ended;
    } finally {
      clearTimeout(deadline);
      clearInterval(watch);
      options.signal?.removeEventListener('abort', onAbort);
      if (onMessage) {
        child.off('message', onMessage);
      }
      if (onExit) {
        child.off('exit', onExit);
      }
    }
  }

  kill(reason: string): void {
    this.killedBecause ??= reason;
    this.child.kill('SIGKILL');
  }

  onEnd(listener: () => void): void {
    this.child.once('exit', listener);
  }

  private forget(task: AuditTask): void {
    const index = this.running.findLastIndex(
      item => item.kind === task.kind && item.id === task.id,
    );
    if (index >= 0) {
      this.running.splice(index, 1);
    }
  }

  private send(message: ToChild): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.send(message, error => (error ? reject(error) : resolve()));
    });
  }

  /** Memory outside the heap has no limit of its own. Only where the system tells. */
  private async watchMemory(): Promise<void> {
    try {
      const [, pages] = (
        await fs.readFile(`/proc/${this.child.pid}/statm`, 'utf8')
      ).split(' ');
      if (Number(pages) * 4096 > this.options.residentMb * 1024 * 1024) {
        this.kill(`needed more than ${this.options.residentMb} MiB of memory`);
      }
    } catch {
      // Gone, or not Linux.
    }
  }

  private causeOfDeath(code: number | null, signal: string | null): string {
    const ended = `the process that judges ended with ${
      signal ?? `status ${code}`
    }`;
    const fatal = /FATAL ERROR: ([^\n]{1,120})/.exec(this.errors)?.[1];
    return fatal ? `${ended}: ${fatal.trim()}` : ended;
  }
}
