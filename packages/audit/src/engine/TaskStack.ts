/**
 * One piece of work of an audit: a check, or an extractor that a check or another extractor was the first to need.
 *
 * @public
 */
export interface AuditTask {
  kind: 'check' | 'facts';
  id: string;
}

/**
 * What one task cost, without the tasks that it waited for and without parsing, which is shared.
 *
 * @public
 */
export interface TaskCost extends AuditTask {
  /** Processor time of the whole process, milliseconds. */
  cpuMs: number;
}

/** Told when tasks begin and end; may delay the beginning, so that it is known outside before anything can hang. */
export interface TaskObserver {
  onBegin?(task: AuditTask): Promise<void> | void;
  onEnd?(task: AuditTask): void;
  onCost?(cost: TaskCost): void;
}

/**
 * Runs tasks strictly nested: one at a time, and while it waits for another, only that one. So it is known at every
 * moment who is at work, which is what a hang, a crash and a bill are attributed to.
 */
export class TaskStack {
  private readonly observer: TaskObserver;
  private readonly parsingMs: () => number;
  private readonly running: { task: AuditTask; cpuMs: number }[] = [];
  private lastCpu = 0;
  private lastParsing = 0;

  constructor(observer: TaskObserver, parsingMs: () => number) {
    this.observer = observer;
    this.parsingMs = parsingMs;
  }

  async run<T>(task: AuditTask, work: () => Promise<T> | T): Promise<T> {
    await this.observer.onBegin?.(task);
    this.charge();
    const entry = { task, cpuMs: 0 };
    this.running.push(entry);
    try {
      return await work();
    } finally {
      this.charge();
      this.running.splice(this.running.indexOf(entry), 1);
      this.observer.onEnd?.(task);
      this.observer.onCost?.({ ...task, cpuMs: entry.cpuMs });
    }
  }

  /** Puts what was used since the last time on the bill of the innermost task. */
  private charge(): void {
    if (!this.observer.onCost) {
      return;
    }
    const { user, system } = process.cpuUsage();
    const cpu = (user + system) / 1000;
    const parsing = this.parsingMs();
    const current = this.running.at(-1);
    if (current) {
      current.cpuMs += cpu - this.lastCpu - (parsing - this.lastParsing);
    }
    this.lastCpu = cpu;
    this.lastParsing = parsing;
  }
}
