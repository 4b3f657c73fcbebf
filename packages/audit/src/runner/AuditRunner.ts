import { ChildProcess, fork } from 'child_process';
import { CheckResult, SkippedFile } from '@readiness/plugin-readiness-common';
import { checksById } from '../checks';
import { RunChecksResult } from '../engine/runChecks';
import { MemoryTree } from '../tree/MemoryTree';
import { FromChild, ToChild } from './protocol';

/** Bytes of file contents in one message; more at once would hold both processes up. */
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Processes that one tree may cost. Many checks share facts, and a tree that stops one may stop all: without a bound
 * it would hold a worker for the deadline of each of them.
 */
const MAX_LOSSES = 4;

/**
 * Options of {@link AuditRunner}.
 *
 * @public
 */
export interface AuditRunnerOptions {
  /** A single check, with the facts that it is the first to need, may take this long. Default 60,000 ms. */
  checkDeadlineMs?: number;
  /** Heap of the process that judges, MiB. Default 1024. */
  memoryMb?: number;
}

/**
 * One tree to judge.
 *
 * @public
 */
export interface AuditRunRequest {
  tree: MemoryTree;
  /** Ids of checks. */
  checks: readonly string[];
  catalog?: unknown;
  signal?: AbortSignal;
}

/**
 * Runs checks over foreign trees in a process of its own that is killed when it exceeds its deadline. The check at
 * which it was killed or crashed becomes `unknown`, and the others are run in a new process.
 *
 * @public
 */
export class AuditRunner {
  private readonly checkDeadlineMs: number;
  private readonly memoryMb: number;
  private readonly idle: ChildProcess[] = [];
  private readonly all = new Set<ChildProcess>();
  private closed = false;

  constructor(options: AuditRunnerOptions = {}) {
    this.checkDeadlineMs = options.checkDeadlineMs ?? 60_000;
    this.memoryMb = options.memoryMb ?? 1024;
  }

  /**
   * @returns one result for each check of the request, in its order.
   * @throws the abort reason when the signal is aborted.
   */
  async run(request: AuditRunRequest): Promise<RunChecksResult> {
    const results = new Map<string, CheckResult>();
    let skipped: SkippedFile[] = [...request.tree.skipped];
    let remaining = request.checks;
    let losses = 0;
    while (remaining.length > 0) {
      request.signal?.throwIfAborted();
      const outcome = await this.attempt(request, remaining, results);
      if (outcome.status === 'done') {
        skipped = outcome.skipped;
      } else {
        losses += 1;
        const culprits =
          losses < MAX_LOSSES ? [outcome.check ?? remaining[0]] : remaining;
        for (const culprit of culprits.filter(check => !results.has(check))) {
          results.set(culprit, undecided(culprit, outcome.reason));
        }
      }
      remaining = request.checks.filter(check => !results.has(check));
    }
    return {
      results: request.checks.map(check => results.get(check)!),
      skipped,
    };
  }

  /** Ends all processes; a run that is under way rejects. */
  async close(): Promise<void> {
    this.closed = true;
    for (const child of this.all) {
      child.kill('SIGKILL');
    }
  }

  private async attempt(
    request: AuditRunRequest,
    checks: readonly string[],
    results: Map<string, CheckResult>,
  ): Promise<
    | { status: 'done'; skipped: SkippedFile[] }
    | { status: 'lost'; check: string | undefined; reason: string }
  > {
    const child = this.idle.pop() ?? this.spawn();
    let current: string | undefined;
    let deadline: NodeJS.Timeout | undefined;
    let timedOut = false;
    let onAbort: (() => void) | undefined;

    try {
      const ended = new Promise<
        | { status: 'done'; skipped: SkippedFile[] }
        | { status: 'lost'; check: string | undefined; reason: string }
      >((resolve, reject) => {
        const restartDeadline = () => {
          clearTimeout(deadline);
          deadline = setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, this.checkDeadlineMs);
        };
        onAbort = () => {
          child.kill('SIGKILL');
          reject(request.signal!.reason);
        };
        request.signal?.addEventListener('abort', onAbort, { once: true });

        child.on('message', (message: FromChild) => {
          restartDeadline();
          switch (message.type) {
            case 'started':
              current = message.check;
              break;
            case 'result':
              results.set(message.result.check, message.result);
              break;
            case 'done':
              resolve({ status: 'done', skipped: message.skipped });
              break;
            case 'failed':
              reject(new Error(message.message));
              break;
            default:
            // Development servers send messages of their own.
          }
        });
        child.once('error', reject);
        child.once('exit', (code, signal) => {
          if (this.closed) {
            reject(new Error('The audit was stopped'));
            return;
          }
          resolve({
            status: 'lost',
            check: current,
            reason: timedOut
              ? `took longer than ${this.checkDeadlineMs / 1000} s`
              : `the process that judges ended with ${
                  signal ?? `status ${code}`
                }`,
          });
        });
        restartDeadline();
      });
      // It may reject while the files are still being sent; the await below is who handles it.
      ended.catch(() => {});
      // Sending fails when the child dies meanwhile; its exit says so better.
      await sendRequest(child, request, checks).catch(() => {});
      const outcome = await ended;
      if (outcome.status === 'done' && !this.closed) {
        child.removeAllListeners('message');
        child.removeAllListeners('error');
        child.removeAllListeners('exit');
        child.once('exit', () => this.forget(child));
        this.idle.push(child);
      }
      return outcome;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(deadline);
      if (onAbort) {
        request.signal?.removeEventListener('abort', onAbort);
      }
    }
  }

  private spawn(): ChildProcess {
    const entry = require.resolve('@readiness/audit/child');
    const child = fork(entry, [], {
      serialization: 'advanced',
      // Credentials of the parent are no business of a process that reads foreign text.
      env: { NODE_ENV: process.env.NODE_ENV },
      execArgv: [
        ...process.execArgv.filter(arg => !arg.startsWith('--inspect')),
        ...(entry.endsWith('.ts')
          ? [
              '--require',
              require.resolve('@backstage/cli/config/nodeTransform.cjs'),
            ]
          : []),
        `--max-old-space-size=${this.memoryMb}`,
      ],
    });
    this.all.add(child);
    child.once('exit', () => this.forget(child));
    return child;
  }

  private forget(child: ChildProcess): void {
    this.all.delete(child);
    const index = this.idle.indexOf(child);
    if (index >= 0) {
      this.idle.splice(index, 1);
    }
  }
}

async function sendRequest(
  child: ChildProcess,
  request: AuditRunRequest,
  checks: readonly string[],
): Promise<void> {
  let batch: [string, Uint8Array][] = [];
  let bytes = 0;
  for (const entry of request.tree.entries()) {
    batch.push(entry);
    bytes += entry[1].byteLength;
    if (bytes >= BATCH_BYTES) {
      await send(child, { type: 'files', files: batch });
      batch = [];
      bytes = 0;
    }
  }
  await send(child, { type: 'files', files: batch });
  await send(child, {
    type: 'run',
    checks,
    skipped: request.tree.skipped,
    catalog: request.catalog,
  });
}

function send(child: ChildProcess, message: ToChild): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(message, error => (error ? reject(error) : resolve()));
  });
}

function undecided(check: string, reason: string): CheckResult {
  const { definition } = checksById(check);
  return {
    check,
    area: definition.area,
    severity: definition.severity,
    status: 'unknown',
    confidence: definition.confidence,
    summary: `Could not be decided: ${reason}.`,
    evidence: [],
    lookedFor: [],
  };
}
