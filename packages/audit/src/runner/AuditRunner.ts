import { CheckResult, SkippedFile } from '@readiness/plugin-readiness-common';
import { availableParallelism } from 'os';
import {
  availableChecks,
  AvailableChecks,
  CheckSource,
} from '../engine/availableChecks';
import { RunChecksResult } from '../engine/runChecks';
import { MemoryTree } from '../tree/MemoryTree';
import { Ended, JudgingProcess } from './JudgingProcess';
import { ToChild } from './protocol';

/** Bytes of file contents in one message; more at once would hold both processes up. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** Processes that one tree may cost: without a bound it would hold a worker for the deadline of each of its checks. */
const MAX_LOSSES = 6;

/** Memory beside the heap: texts, syntax trees, the program itself. MiB. */
const BESIDE_HEAP_MB = 1024;

/** More do not help: parsing is about half of the work. */
const MAX_THREADS = 2;

/**
 * Options of {@link AuditRunner}.
 *
 * @public
 */
export interface AuditRunnerOptions {
  /** A single check or extractor of facts may take this long. Default 60,000 ms. */
  checkDeadlineMs?: number;
  /** All checks of one tree together may take this long; what is left is `unknown`. Default 600,000 ms. */
  auditDeadlineMs?: number;
  /** Heap of the process that judges, MiB. Default 1024. */
  memoryMb?: number;
  /** Threads that parse beside the one that judges. Default: 2 on a machine with two cores or more, otherwise 1. */
  threads?: number;
}

/** What runs instead of the built-in checks, for tests of the runner. */
export interface AuditRunnerParts {
  /** File that the child process runs. */
  entry: string;
  /** The checks that it knows. */
  available: (extra: readonly CheckSource[]) => AvailableChecks;
}

/**
 * One tree to judge.
 *
 * @public
 */
export interface AuditRunRequest {
  tree: MemoryTree;
  /** Ids of checks, built-in ones or those of `extraChecks`. */
  checks: readonly string[];
  /** Declarative checks in YAML that `checks` may name. */
  extraChecks?: readonly CheckSource[];
  catalog?: unknown;
  signal?: AbortSignal;
  onProgress?: (progress: AuditProgress) => void;
}

/**
 * How far a run is.
 *
 * @public
 */
export interface AuditProgress {
  /** Checks that are decided. */
  done: number;
  total: number;
  /** The check that was decided last. */
  check?: string;
}

/** One request with what is known of it so far. */
class Run {
  readonly request: AuditRunRequest;
  /** Extractors and files that cost a process, with the reason: they are not tried again. */
  readonly lostFacts = new Map<string, string>();
  readonly lostFiles = new Map<string, string>();
  private readonly available: AvailableChecks;
  private readonly results = new Map<string, CheckResult>();
  private skipped: readonly SkippedFile[];
  private losses = 0;

  constructor(request: AuditRunRequest, available: AvailableChecks) {
    this.request = request;
    this.available = available;
    this.skipped = request.tree.skipped;
  }

  get remaining(): string[] {
    return this.request.checks.filter(check => !this.results.has(check));
  }

  decide(result: CheckResult): void {
    this.results.set(result.check, result);
    this.request.onProgress?.({
      done: this.results.size,
      total: new Set(this.request.checks).size,
      check: result.check,
    });
  }

  /** Draws the conclusion from how a process ended. */
  account(ended: Ended): void {
    if (ended.status === 'done') {
      this.skipped = ended.skipped;
      return;
    }
    this.losses += 1;
    const { task, file, reason } = ended;
    if (this.losses >= MAX_LOSSES) {
      this.giveUp(reason);
    } else if (file !== undefined && !this.lostFiles.has(file)) {
      this.lostFiles.set(file, reason);
    } else if (task?.kind === 'facts' && !this.lostFacts.has(task.id)) {
      this.lostFacts.set(task.id, reason);
    } else {
      const check = task?.kind === 'check' ? task.id : this.remaining[0];
      if (check !== undefined && !this.results.has(check)) {
        this.decide(this.undecided(check, reason));
      }
    }
  }

  giveUp(reason: string): void {
    for (const check of this.remaining) {
      this.decide(this.undecided(check, reason));
    }
  }

  result(): RunChecksResult {
    return {
      results: this.request.checks.map(check => this.results.get(check)!),
      skipped: [...this.skipped],
    };
  }

  private undecided(check: string, reason: string): CheckResult {
    const { definition } = this.available.byId(check);
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
}

/**
 * Runs checks over foreign trees in a process of its own that is killed when it exceeds its deadline. What it was at
 * then is not run again: the check becomes `unknown`, or the checks that need the facts do, or the file is skipped. The
 * others are run in a new process.
 *
 * @public
 */
export class AuditRunner {
  private readonly checkDeadlineMs: number;
  private readonly auditDeadlineMs: number;
  private readonly memoryMb: number;
  private readonly threads: number;
  private readonly parts: AuditRunnerParts | undefined;
  private readonly idle: JudgingProcess[] = [];
  private readonly all = new Set<JudgingProcess>();
  private closed = false;

  constructor(options: AuditRunnerOptions = {}, parts?: AuditRunnerParts) {
    this.checkDeadlineMs = options.checkDeadlineMs ?? 60_000;
    this.auditDeadlineMs = options.auditDeadlineMs ?? 600_000;
    this.memoryMb = options.memoryMb ?? 1024;
    this.threads =
      options.threads ?? Math.min(MAX_THREADS, availableParallelism());
    this.parts = parts;
  }

  /**
   * @returns one result for each check of the request, in its order.
   * @throws the abort reason when the signal is aborted; an error naming the file for a declarative check that is not
   * right.
   */
  async run(request: AuditRunRequest): Promise<RunChecksResult> {
    const available = (this.parts?.available ?? availableChecks)(
      request.extraChecks ?? [],
    );
    // A request for a check that does not exist is refused before anything is started.
    request.checks.forEach(id => available.byId(id));
    const run = new Run(request, available);
    const deadline = performance.now() + this.auditDeadlineMs;
    while (run.remaining.length > 0) {
      this.throwIfStopped(request.signal);
      const left = deadline - performance.now();
      if (left <= 0) {
        run.giveUp(
          `the audit took longer than ${this.auditDeadlineMs / 1000} s`,
        );
        break;
      }
      const outcome = await this.attempt(run, left);
      this.throwIfStopped(request.signal);
      run.account(outcome);
    }
    return run.result();
  }

  /** Ends all processes; a run that is under way rejects. */
  async close(): Promise<void> {
    this.closed = true;
    for (const child of this.all) {
      child.kill('the audit was stopped');
    }
  }

  private throwIfStopped(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.closed) {
      throw new Error('The audit was stopped');
    }
  }

  private async attempt(run: Run, leftMs: number): Promise<Ended> {
    const { request } = run;
    const child = this.idle.pop() ?? this.spawn();
    const whole = setTimeout(
      () =>
        child.kill(
          `the audit took longer than ${this.auditDeadlineMs / 1000} s`,
        ),
      leftMs,
    );
    try {
      const ended = await child.serve({
        deadlineMs: this.checkDeadlineMs,
        send: send =>
          sendRequest(send, request, {
            type: 'run',
            checks: run.remaining,
            extraChecks: request.extraChecks ?? [],
            skipped: request.tree.skipped,
            catalog: request.catalog,
            lostFacts: run.lostFacts,
            lostFiles: run.lostFiles,
            threads: this.threads,
          }),
        onMessage: message => {
          if (message.type === 'result') {
            run.decide(message.result);
          }
        },
        signal: request.signal,
      });
      if (ended.status === 'done' && !this.closed) {
        this.idle.push(child);
      }
      return ended;
    } catch (error) {
      child.kill('it could not judge');
      throw error;
    } finally {
      clearTimeout(whole);
    }
  }

  private spawn(): JudgingProcess {
    const child = new JudgingProcess({
      entry: this.parts?.entry ?? require.resolve('@readiness/audit/child'),
      memoryMb: this.memoryMb,
      residentMb: this.memoryMb + BESIDE_HEAP_MB,
      threads: this.threads,
    });
    this.all.add(child);
    child.onEnd(() => {
      this.all.delete(child);
      const index = this.idle.indexOf(child);
      if (index >= 0) {
        this.idle.splice(index, 1);
      }
    });
    return child;
  }
}

async function sendRequest(
  send: (message: ToChild) => Promise<void>,
  request: AuditRunRequest,
  run: ToChild,
): Promise<void> {
  let batch: [string, Uint8Array][] = [];
  let bytes = 0;
  for (const entry of request.tree.entries()) {
    batch.push(entry);
    bytes += entry[1].byteLength;
    if (bytes >= BATCH_BYTES) {
      await send({ type: 'files', files: batch });
      batch = [];
      bytes = 0;
    }
  }
  await send({ type: 'files', files: batch });
  await send(run);
}
