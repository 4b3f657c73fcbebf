import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { applications } from '../applications/extract';
import { ApplicationFact } from '../applications/schema';
import { inventory, partOf } from '../inventory/extract';
import { Inventory, InventoryFile } from '../inventory/schema';
import { manifests } from '../manifests/extract';
import { folderOf, isWithin, nameOf } from '../manifests/names';
import { Manifests } from '../manifests/schema';
import { CommandReader } from './commands';
import { EntryFinder } from './entries';
import { agentsOf, kindByName, nameOfEntry } from './kinds';
import { Launch } from './launch';
import { Reach } from './Reach';
import { ProcessFact, ProcessKind, Processes, ProcessPlace } from './schema';
import { Start, StartReader } from './starts';

/**
 * Follows imports and calls from entry points; one for the whole audit.
 *
 * @public
 */
export const reach = defineExtractor<Reach>({
  id: 'reach',
  extract: async context =>
    new Reach(
      context,
      await context.facts(inventory),
      await context.facts(manifests),
    ),
});
/** Scripts that start a service, the one for production first. */
const START_SCRIPTS = ['start:prod', 'start:production', 'start'];

/** Calls that start something which runs on, where no image or application object says so. */
const STARTING_CALLS: Record<string, ProcessKind> = {
  '@backstage/backend-defaults.createBackend': 'server',
  'http.createServer': 'server',
  'https.createServer': 'server',
  'http2.createSecureServer': 'server',
  '@hapi/hapi.server': 'server',
  koa: 'server',
  '@grpc/grpc-js.Server': 'server',
  'uvicorn.run': 'server',
  'aiohttp.web.run_app': 'server',
  'waitress.serve': 'server',
  'tornado.httpserver.HTTPServer': 'server',
  'sanic.Sanic': 'server',
  'grpc.server': 'server',
  'grpc.aio.server': 'server',
  'bullmq.Worker': 'worker',
  'rq.Worker': 'worker',
  'celery.Celery': 'worker',
  'node-cron.schedule': 'scheduler',
  'apscheduler.schedulers.blocking.BlockingScheduler': 'scheduler',
};

const SERVING_WORDS = ['.ListenAndServe', '.Serve(', 'http.Server{'];
class ProcessFinder {
  private readonly reader: CommandReader;
  private readonly starts: StartReader;
  private readonly entries: EntryFinder;
  private readonly found = new Map<string, ProcessFact>();
  private readonly unresolved: Processes['unresolved'] = [];
  private readonly code: InventoryFile[];

  constructor(
    private readonly context: ExtractContext,
    private readonly files: Inventory,
    private readonly declared: Manifests,
    private readonly served: readonly ApplicationFact[],
  ) {
    this.reader = new CommandReader(context.tree, declared);
    this.starts = new StartReader(context, files, this.reader);
    this.code = files.files.filter(
      file =>
        file.language !== null &&
        (file.class === 'source' || file.class === 'script'),
    );
    this.entries = new EntryFinder(context, this.code, served);
  }

  async run(): Promise<Processes> {
    for (const group of await this.starts.read()) {
      let resolved = false;
      for (const start of group) {
        for (const launch of resolved ? [] : start.launches) {
          resolved = (await this.add(start, launch)) || resolved;
        }
      }
      const [start] = group;
      if (
        start &&
        !resolved &&
        start.launches.some(
          ({ target }) => target.type === 'module' || target.type === 'file',
        )
      ) {
        this.unresolved.push({ ...start.place, command: start.text });
      }
    }
    await this.addFromCode();
    return {
      processes: [...this.found.values()]
        .map(item => ({
          ...item,
          places: [...item.places].sort(
            (a, b) => compare(a.path, b.path) || a.line - b.line,
          ),
        }))
        .sort(
          (a, b) => compare(a.entry.path, b.entry.path) || compare(a.id, b.id),
        ),
      unresolved: this.unresolved,
    };
  }
  /** Adds what a command starts; whether its entry lies in the tree. */
  private async add(start: Start, launch: Launch): Promise<boolean> {
    const entry = await this.entries.entryOf(launch, start.root);
    if (!entry) {
      return false;
    }
    const served = await this.servedOf(entry.path, launch);
    const kind =
      launch.kind ??
      (start.oneShot
        ? 'job'
        : kindByName([
            start.place.source === 'dockerfile' ? '' : start.place.name ?? '',
            nameOf(entry.path).split('.')[0],
          ]) ??
          (served.length > 0 ? 'server' : undefined) ??
          kindByName([entry.path]) ??
          'worker');
    this.put({
      id: '',
      name: start.place.name ?? nameOfEntry(entry.path),
      kind,
      root: partOf(this.files.parts, entry.path),
      language: entry.language,
      entry: { path: entry.path, line: entry.line },
      command: launch.words,
      agents: [...launch.agents, ...agentsOf(start.environment)],
      environment: { ...start.environment, ...launch.environment },
      applications: kind === 'server' ? served : [],
      places: [start.place],
      confidence: 'certain',
    });
    return true;
  }

  private put(process: ProcessFact) {
    const id = `${process.kind}:${process.entry.path}`;
    const known = this.found.get(id);
    if (known) {
      known.agents = [...new Set([...known.agents, ...process.agents])];
      known.environment = { ...process.environment, ...known.environment };
      for (const place of process.places) {
        if (
          !known.places.some(
            item => item.path === place.path && item.line === place.line,
          )
        ) {
          known.places.push(place);
        }
      }
      // A service's name says more than a file's.
      const named = known.places.find(({ name }) => name);
      known.name = named?.name ?? known.name;
    } else {
      this.found.set(id, { ...process, id });
    }
  }
  private async servedOf(path: string, launch: Launch): Promise<string[]> {
    const { target } = launch;
    // A command of `manage.py` loads the whole project and serves none of it.
    if (target.type === 'management-command') {
      return [];
    }
    if (target.type === 'module' && target.attribute) {
      const exact = this.served.filter(
        item => item.path === path && item.name === target.attribute,
      );
      if (exact.length > 0) {
        return this.withMounted(exact);
      }
    }
    const follow = await this.context.facts(reach);
    const closure = await follow.closure(path);
    const result: ApplicationFact[] = [];
    for (const item of this.served) {
      if (
        closure.has(item.path) ||
        (item.framework === 'nextjs' &&
          isWithin(path, item.part) &&
          item.path === path)
      ) {
        result.push(item);
      }
    }
    return this.withMounted(result);
  }

  private withMounted(served: ApplicationFact[]): string[] {
    const ids = new Set(served.map(({ id }) => id));
    for (const item of this.served) {
      if (item.mountedIn && ids.has(item.mountedIn)) {
        ids.add(item.id);
      }
    }
    return [...ids].sort();
  }
  /** Where nothing in the tree starts a part: its application objects, main packages and start scripts. */
  private async addFromCode() {
    const started = () =>
      new Set([...this.found.values()].map(({ root }) => root));
    const startedParts = started();
    for (const { root } of this.files.parts) {
      if (!startedParts.has(root)) {
        await this.addStartScript(root);
      }
    }
    // What a start script runs begins where the script says, not where its application is made.
    const covered = new Set(
      [...this.found.values()].flatMap(({ applications: ids }) => ids),
    );
    for (const application of this.served) {
      if (
        !startedParts.has(application.part) &&
        !application.mountedIn &&
        !covered.has(application.id)
      ) {
        this.put({
          id: '',
          name: application.name ?? nameOfEntry(application.path),
          kind: 'server',
          root: application.part,
          language: application.language,
          entry: { path: application.path, line: application.line },
          command: [],
          agents: [],
          environment: {},
          applications: this.withMounted([application]),
          places: [
            {
              source: 'code',
              path: application.path,
              line: application.line,
            },
          ],
          confidence: 'likely',
        });
      }
    }
    await this.addStartingCalls(started());
    for (const { root } of this.files.parts) {
      if (started().has(root)) {
        continue;
      }
      for (const path of [
        ...(await this.entries.goMains(root)),
        ...(await this.entries.javaMains(root)),
      ]) {
        // A module without a server or broker is a command-line tool.
        if (
          partOf(this.files.parts, path) === root &&
          (await this.serves(path))
        ) {
          const file = this.code.find(item => item.path === path);
          this.put({
            id: '',
            name: nameOf(folderOf(path)) || nameOfEntry(path),
            kind: kindByName([path]) ?? 'server',
            root,
            language: file?.language ?? 'go',
            entry: { path, line: await this.entries.startLine(path) },
            command: [],
            agents: [],
            environment: {},
            applications: [],
            places: [
              {
                source: 'code',
                path,
                line: await this.entries.startLine(path),
              },
            ],
            confidence: 'likely',
          });
        }
      }
    }
  }

  private async addStartScript(root: string) {
    const manifest = this.declared.manifests.find(
      item => item.ecosystem === 'npm' && item.root === root,
    );
    const script = START_SCRIPTS.map(wanted =>
      manifest?.scripts.find(({ name }) => name === wanted),
    ).find(Boolean);
    if (manifest && script) {
      for (const launch of this.reader.readText(script.command, root)) {
        await this.addLikely(launch, root, {
          source: 'script',
          path: manifest.path,
          line: script.line,
        });
      }
    }
  }

  /** Only what runs when its file is loaded: a library that offers to start a server starts none. */
  private async addStartingCalls(served: ReadonlySet<string>) {
    const calls = await this.context.syntax.calls({
      names: Object.keys(STARTING_CALLS),
    });
    for (const call of calls) {
      const root = partOf(this.files.parts, call.path);
      const [outer] = call.enclosing;
      if (!served.has(root) && (outer === undefined || outer === 'main')) {
        this.put({
          id: '',
          name: nameOfEntry(call.path),
          kind: STARTING_CALLS[call.name],
          root,
          language: call.language,
          entry: { path: call.path, line: call.line },
          command: [],
          agents: [],
          environment: {},
          applications: [],
          places: [{ source: 'code', path: call.path, line: call.line }],
          confidence: 'likely',
        });
      }
    }
  }

  /** Whether a main package or class ends in something that listens. */
  private async serves(path: string): Promise<boolean> {
    if (path.endsWith('.java')) {
      return true;
    }
    const follow = await this.context.facts(reach);
    return [...(await follow.closure(path))].some(item =>
      SERVING_WORDS.some(word =>
        (this.context.tree.read(item) ?? '').includes(word),
      ),
    );
  }

  private async addLikely(launch: Launch, root: string, place: ProcessPlace) {
    const entry = await this.entries.entryOf(launch, root);
    if (!entry) {
      return;
    }
    const served = await this.servedOf(entry.path, launch);
    const kind =
      launch.kind ?? (served.length > 0 ? 'server' : kindByName([entry.path]));
    // `start` of a library or a command-line tool starts no process of a service.
    if (kind) {
      this.put({
        id: '',
        name: nameOfEntry(entry.path),
        kind,
        root: partOf(this.files.parts, entry.path),
        language: entry.language,
        entry: { path: entry.path, line: entry.line },
        command: launch.words,
        agents: launch.agents,
        environment: launch.environment,
        applications: kind === 'server' ? served : [],
        places: [place],
        confidence: 'likely',
      });
    }
  }
}
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * The processes of the product: what production configuration starts, and where it starts nothing, what code shows.
 *
 * @public
 */
export const processes = defineExtractor<Processes>({
  id: 'processes',
  extract: async context => {
    const files = await context.facts(inventory);
    const declared = await context.facts(manifests);
    const { applications: found } = await context.facts(applications);
    return new ProcessFinder(context, files, declared, found).run();
  },
});
