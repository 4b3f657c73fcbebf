import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { applications } from '../applications/extract';
import { ApplicationFact } from '../applications/schema';
import { compose } from '../compose/extract';
import { ContainerCommand } from '../deployables/command';
import { roleOf } from '../deployables/role';
import { builtImage } from '../dockerfiles/builtImage';
import { dockerfiles } from '../dockerfiles/extract';
import { DockerfileFact } from '../dockerfiles/schema';
import { inventory, partOf } from '../inventory/extract';
import { Inventory, InventoryFile } from '../inventory/schema';
import { kubernetes } from '../kubernetes/extract';
import { manifests } from '../manifests/extract';
import { folderOf, isWithin, nameOf } from '../manifests/names';
import { Manifests } from '../manifests/schema';
import { CommandReader, findFile, handsOver, Launch } from './commands';
import { Reach } from './Reach';
import { ProcessFact, ProcessKind, Processes, ProcessPlace } from './schema';

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

const KIND_WORDS: [ProcessKind, string[]][] = [
  [
    'scheduler',
    ['scheduler', 'schedule', 'cron', 'beat', 'clock', 'timer', 'periodic'],
  ],
  [
    'worker',
    [
      'worker',
      'workers',
      'consumer',
      'consumers',
      'queue',
      'subscriber',
      'listener',
      'processor',
      'poller',
    ],
  ],
  ['server', ['server', 'api', 'web', 'http', 'gateway', 'grpc']],
  [
    'job',
    [
      'job',
      'migrate',
      'migration',
      'migrations',
      'seed',
      'backup',
      'cleanup',
      'import',
      'export',
      'sync',
      'report',
      'init',
      'setup',
    ],
  ],
];

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

interface Start {
  place: ProcessPlace;
  /** Folder in which its files lie: the context of the build. */
  root: string;
  launches: Launch[];
  environment: Record<string, string>;
  /** Ends by itself. */
  oneShot: boolean;
  text: string;
}

class ProcessFinder {
  private readonly reader: CommandReader;
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
    this.code = files.files.filter(
      file =>
        file.language !== null &&
        (file.class === 'source' || file.class === 'script'),
    );
  }

  async run(): Promise<Processes> {
    for (const group of await this.starts()) {
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

  /** Everything that is started; the starts of one group are readings of the same command with other folders. */
  private async starts(): Promise<Start[][]> {
    const { dockerfiles: images } = await this.context.facts(dockerfiles);
    const production = images.filter(({ role }) => role === 'production');
    const services = (await this.context.facts(compose)).production;
    const { workloads } = await this.context.facts(kubernetes);
    const result: Start[][] = [];
    for (const file of production) {
      const image = builtImage(file);
      const own = services.filter(
        ({ build }) => build?.dockerfile === file.path,
      );
      const command = image?.cmd ?? image?.entrypoint;
      // Where every service runs another command, nobody runs the image's own.
      const isRun =
        own.length === 0 ||
        workloads.length > 0 ||
        own.some(item => !item.command && !item.entrypoint);
      if (image && command && isRun) {
        const name = own.find(item => !item.command)?.name;
        result.push(
          // The folder of the Dockerfile is the context unless a service says otherwise.
          unique([
            own[0]?.build?.context ?? this.contextOf(file),
            folderOf(file.path),
          ]).map(root =>
            this.start(
              {
                source: 'dockerfile',
                path: file.path,
                line: command.line,
                ...(name ? { name } : {}),
              },
              root,
              image.entrypoint,
              image.cmd,
              variablesOf(image.env),
              false,
            ),
          ),
        );
      }
    }
    for (const service of services) {
      const { build } = service;
      if (!build) {
        continue;
      }
      const file = images.find(({ path }) => path === build.dockerfile);
      const image = file && builtImage(file, build.target);
      const at = service.command ?? service.entrypoint;
      result.push(
        unique([build.context, folderOf(build.dockerfile)]).map(root =>
          this.start(
            {
              source: 'compose',
              path: at?.path ?? service.path,
              line: at?.line ?? service.line,
              name: service.name,
            },
            root,
            service.entrypoint ?? image?.entrypoint,
            service.command ?? (service.entrypoint ? undefined : image?.cmd),
            variablesOf([...(image?.env ?? []), ...service.environment]),
            service.oneShot,
          ),
        ),
      );
    }
    for (const workload of workloads) {
      for (const container of workload.role === 'production'
        ? workload.containers
        : []) {
        const at = container.command ?? container.args;
        if (at) {
          result.push(
            this.roots().map(root =>
              this.start(
                {
                  source: 'kubernetes',
                  path: workload.path,
                  line: at.line,
                  name: workload.name,
                },
                root,
                container.command,
                container.args,
                variablesOf(container.env),
                workload.oneShot || workload.schedule !== undefined,
              ),
            ),
          );
        }
      }
    }
    result.push(...this.procfiles().map(start => [start]));
    return result;
  }

  /** Folders that commands of a workload may mean, as nothing says which image is built from where. */
  private roots(): string[] {
    return this.files.parts.map(({ root }) => root);
  }

  private contextOf(file: DockerfileFact): string {
    const folder = folderOf(file.path);
    const last = nameOf(folder).toLocaleLowerCase('en-US');
    return ['docker', 'build', 'deploy', '.docker', 'deployment'].includes(last)
      ? folderOf(folder)
      : folder;
  }

  private start(
    place: ProcessPlace,
    root: string,
    entrypoint: ContainerCommand | undefined,
    command: ContainerCommand | undefined,
    environment: Record<string, string>,
    oneShot: boolean,
  ): Start {
    const read = (item: ContainerCommand | undefined): Launch[] => {
      if (item === undefined) {
        return [];
      }
      return item.form === 'shell'
        ? this.reader.readText(item.text, root)
        : this.reader.readWords(item.words, root);
    };
    let launches: Launch[];
    if (entrypoint && command) {
      const joined = this.reader.readWords(
        [...entrypoint.words, ...command.words],
        root,
      );
      const script = findFile(
        this.context.tree,
        entrypoint.words[0] ?? '',
        root,
      );
      const text =
        script && script.endsWith('.sh')
          ? this.context.tree.read(script)
          : undefined;
      if (text !== undefined) {
        launches = read(
          handsOver(text) || text.includes('$@') ? command : entrypoint,
        );
      } else {
        launches = ownCode(joined).length > 0 ? joined : read(command);
      }
    } else {
      launches = read(entrypoint ?? command);
    }
    return {
      place,
      root,
      launches,
      environment,
      oneShot,
      text: [entrypoint?.text, command?.text].filter(Boolean).join(' '),
    };
  }

  private procfiles(): Start[] {
    return this.files.files
      .filter(
        ({ path }) =>
          nameOf(path) === 'Procfile' && roleOf(path).role === 'production',
      )
      .flatMap(({ path }) =>
        (this.context.tree.read(path) ?? '')
          .split('\n')
          .flatMap((line, index) => {
            const colon = line.indexOf(':');
            const name = line.slice(0, Math.max(colon, 0)).trim();
            return /^[A-Za-z0-9_-]+$/.test(name)
              ? [
                  {
                    place: {
                      source: 'procfile' as const,
                      path,
                      line: index + 1,
                      name,
                    },
                    root: folderOf(path),
                    launches: this.reader.readText(
                      line.slice(colon + 1),
                      folderOf(path),
                    ),
                    environment: {},
                    oneShot: name === 'release',
                    text: line.slice(colon + 1).trim(),
                  },
                ]
              : [];
          }),
      );
  }

  /** Adds what a command starts; whether its entry lies in the tree. */
  private async add(start: Start, launch: Launch): Promise<boolean> {
    const entry = await this.entryOf(launch, start.root);
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

  private async entryOf(
    launch: Launch,
    root: string,
  ): Promise<
    | { path: string; line: number; language: ProcessFact['language'] }
    | undefined
  > {
    const { target } = launch;
    let path: string | undefined;
    if (target.type === 'module') {
      path = this.pythonModule(target.module, root);
    } else if (target.type === 'file') {
      // The standalone server of Next.js only exists in the build.
      path =
        this.scriptFile(target.file, root) ??
        (nameOf(target.file) === 'server.js'
          ? await this.frameworkEntry('next', root)
          : undefined);
    } else if (target.type === 'framework') {
      path = await this.frameworkEntry(target.framework, root);
    } else {
      path = await this.goMain(target.name, root);
    }
    const file = this.code.find(item => item.path === path);
    if (!file?.language) {
      return undefined;
    }
    const application = this.served.find(
      item =>
        item.path === path &&
        target.type === 'module' &&
        item.name === target.attribute,
    );
    return {
      path: file.path,
      line: application?.line ?? (await this.startLine(file.path)),
      language: file.language,
    };
  }

  /** The line where a reader would look: the main block or function, else the top. */
  private async startLine(path: string): Promise<number> {
    const file = await this.context.syntax.file(path);
    const main = file?.functions.find(
      ({ name, enclosing }) =>
        (name === 'main' || name === 'bootstrap') && enclosing.length <= 1,
    );
    return main?.line ?? 1;
  }

  private pythonModule(module: string, root: string): string | undefined {
    const relative = module.split('.').join('/');
    const candidates = [
      `${relative}.py`,
      `${relative}/__main__.py`,
      `${relative}/celery.py`,
      `${relative}/__init__.py`,
    ];
    for (const candidate of candidates) {
      const found = this.code
        .map(({ path }) => path)
        .filter(
          path =>
            isWithin(path, root) &&
            (path === candidate || path.endsWith(`/${candidate}`)),
        )
        .sort((a, b) => a.length - b.length)[0];
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** `dist/server.js` → `src/server.ts`; `/app/main.py` → `main.py`. */
  private scriptFile(file: string, root: string): string | undefined {
    const all = file.split('/').filter(item => item && item !== '.');
    for (let from = 0; from < all.length; from++) {
      const segments = all.slice(from);
      const folders = segments.slice(0, -1);
      const name = segments[segments.length - 1];
      const dot = name.lastIndexOf('.');
      const stem = dot > 0 ? name.slice(0, dot) : name;
      const withoutOutput = folders.filter(
        folder =>
          !['dist', 'build', 'out', 'lib', 'compiled', '.output'].includes(
            folder,
          ),
      );
      const places = [
        folders,
        withoutOutput,
        ['src', ...withoutOutput],
        ['src', ...withoutOutput.slice(1)],
      ];
      for (const folder of places) {
        for (const ending of [
          name,
          ...['ts', 'tsx', 'mts', 'cts', 'js', 'mjs', 'cjs', 'py'].map(
            extension => `${stem}.${extension}`,
          ),
        ]) {
          const path = [root, ...folder, ending].filter(Boolean).join('/');
          if (this.code.some(item => item.path === path)) {
            return path;
          }
        }
      }
    }
    return undefined;
  }

  private async frameworkEntry(
    framework: string,
    root: string,
  ): Promise<string | undefined> {
    if (framework === 'java') {
      return (await this.javaMains(root))[0];
    }
    const names: Record<string, string> = { next: 'nextjs', nest: 'nestjs' };
    return this.served.find(
      item =>
        item.framework === (names[framework] ?? framework) &&
        isWithin(item.path, root),
    )?.path;
  }

  private async servedOf(path: string, launch: Launch): Promise<string[]> {
    const { target } = launch;
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

  private async goMain(
    name: string,
    root: string,
  ): Promise<string | undefined> {
    const mains = await this.goMains(root);
    const byFolder = mains.find(path => nameOf(folderOf(path)) === name);
    return byFolder ?? (mains.length === 1 ? mains[0] : undefined);
  }

  private async goMains(root: string): Promise<string[]> {
    const result: string[] = [];
    for (const { path, language, class: fileClass } of this.code) {
      if (
        language === 'go' &&
        fileClass === 'source' &&
        isWithin(path, root) &&
        (this.context.tree.read(path) ?? '').includes('func main()') &&
        (await this.context.syntax.file(path))?.functions.some(
          ({ name, enclosing }) => name === 'main' && enclosing.length === 0,
        )
      ) {
        result.push(path);
      }
    }
    return result;
  }

  private async javaMains(root: string): Promise<string[]> {
    const calls = await this.context.syntax.calls({
      languages: ['java'],
      names: ['.SpringApplication.run', 'SpringApplication.run', '.run'],
    });
    return calls
      .filter(
        ({ callee, path }) =>
          callee.endsWith('SpringApplication.run') && isWithin(path, root),
      )
      .map(({ path }) => path);
  }

  /** Where nothing in the tree starts a part: its application objects, main packages and start scripts. */
  private async addFromCode() {
    const started = () =>
      new Set([...this.found.values()].map(({ root }) => root));
    const startedParts = started();
    for (const application of this.served) {
      if (!startedParts.has(application.part) && !application.mountedIn) {
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
      const manifest = this.declared.manifests.find(
        item => item.ecosystem === 'npm' && item.root === root,
      );
      const script = manifest?.scripts.find(({ name }) => name === 'start');
      if (manifest && script) {
        for (const launch of this.reader.readText(script.command, root)) {
          await this.addLikely(launch, root, {
            source: 'script',
            path: manifest.path,
            line: script.line,
          });
        }
      }
      for (const path of [
        ...(await this.goMains(root)),
        ...(await this.javaMains(root)),
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
            entry: { path, line: await this.startLine(path) },
            command: [],
            agents: [],
            environment: {},
            applications: [],
            places: [
              { source: 'code', path, line: await this.startLine(path) },
            ],
            confidence: 'likely',
          });
        }
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
    const entry = await this.entryOf(launch, root);
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

function ownCode(launches: Launch[]): Launch[] {
  return launches.filter(({ target }) => target.type !== 'binary');
}

function kindByName(names: string[]): ProcessKind | undefined {
  for (const name of names) {
    const words = name.toLocaleLowerCase('en-US').split(/[^a-z]/);
    const found = KIND_WORDS.find(([, list]) =>
      list.some(word => words.includes(word)),
    );
    if (found) {
      return found[0];
    }
  }
  return undefined;
}

function unique(items: string[]): string[] {
  return [...new Set(items)];
}

function variablesOf(
  variables: readonly { name: string; value?: string }[],
): Record<string, string> {
  return Object.fromEntries(
    variables.map(({ name, value }) => [name, value ?? '']),
  );
}

/** Agents that variables of the environment load into the process. */
function agentsOf(environment: Record<string, string>): string[] {
  const agents: string[] = [];
  for (const name of [
    'NODE_OPTIONS',
    'JAVA_TOOL_OPTIONS',
    'JAVA_OPTS',
    'JDK_JAVA_OPTIONS',
  ]) {
    for (const word of (environment[name] ?? '').split(/[\s=]/)) {
      if (word.startsWith('-javaagent:')) {
        agents.push(word.slice('-javaagent:'.length));
      } else if (name === 'NODE_OPTIONS' && !word.startsWith('-') && word) {
        agents.push(word);
      }
    }
  }
  return agents;
}

/** Names of files that say nothing by themselves. */
const COMMON_NAMES = new Set([
  'main',
  '__main__',
  '__init__',
  'index',
  'manage',
  'next',
]);

function nameOfEntry(path: string): string {
  const stem = nameOf(path).split('.')[0];
  const folder = nameOf(folderOf(path));
  return COMMON_NAMES.has(stem) &&
    folder &&
    folder !== 'src' &&
    folder !== 'app'
    ? folder
    : stem;
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
