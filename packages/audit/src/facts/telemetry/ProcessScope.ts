import { ExtractContext } from '../../engine/types';
import { ApplicationFact } from '../applications/schema';
import { Inventory } from '../inventory/schema';
import { isWithin } from '../manifests/names';
import { Reach } from '../processes/Reach';
import { ProcessFact } from '../processes/schema';

/** Files of Next.js that only the browser loads. */
const CLIENT_FILES = ['instrumentation-client.', 'sentry.client.config.'];

/** A process with the files that it loads. */
export class ProcessScope {
  private constructor(
    readonly process: ProcessFact,
    readonly closure: ReadonlySet<string>,
    private readonly reach: Reach,
    /** A framework loads the files by convention, nobody calls them. */
    private readonly byConvention: boolean,
  ) {}

  static async of(
    process: ProcessFact,
    applications: readonly ApplicationFact[],
    inventory: Inventory,
    reach: Reach,
  ): Promise<ProcessScope> {
    const served = applications.filter(({ id }) =>
      process.applications.includes(id),
    );
    const byConvention = served.some(
      ({ framework }) => framework === 'nextjs' || framework === 'spring',
    );
    const closure = new Set(await reach.closure(process.entry.path));
    if (byConvention) {
      for (const { path, language, class: fileClass } of inventory.files) {
        if (
          language &&
          (fileClass === 'source' || fileClass === 'config') &&
          isWithin(path, process.root) &&
          !CLIENT_FILES.some(name => path.includes(name))
        ) {
          closure.add(path);
        }
      }
    }
    for (const agent of process.agents) {
      if (agent.startsWith('.') || agent.startsWith('/')) {
        const path = reach.resolver.module(
          `${process.root ? `${process.root}/` : ''}package.json.js`,
          agent.startsWith('/') ? `.${agent.replace('/app', '')}` : agent,
        );
        for (const file of path ? await reach.closure(path) : []) {
          closure.add(file);
        }
      }
    }
    return new ProcessScope(process, closure, reach, byConvention);
  }

  has(path: string): boolean {
    return this.closure.has(path);
  }

  /** Whether a module that a file imports lies in the tree. */
  isOwn(path: string, module: string): boolean {
    return this.reach.isOwn(path, module);
  }

  /** Whether the code at a place runs in this process. */
  async runs(path: string, enclosing: readonly string[]): Promise<boolean> {
    return (
      this.closure.has(path) &&
      (this.byConvention || this.reach.isReached(this.closure, path, enclosing))
    );
  }
}

/** Everything that the readers of telemetry share. */
export interface TelemetryContext {
  context: ExtractContext;
  inventory: Inventory;
  scopes: ProcessScope[];
}
