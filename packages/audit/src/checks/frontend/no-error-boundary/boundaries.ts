import { CheckContext } from '../../../engine/types';
import { InventoryFile } from '../../../facts/inventory/schema';
import {
  FrontendApplication,
  FrontendFramework,
} from '../../../judging/frontends';

/** A boundary that is in use. */
export interface Boundary {
  path: string;
  line: number;
  note: string;
}

/** Components of libraries that are boundaries wherever they are used. */
const LIBRARY_BOUNDARIES: { module: string; names: string[] }[] = [
  {
    module: 'react-error-boundary',
    names: ['ErrorBoundary', 'withErrorBoundary'],
  },
  { module: '@sentry/', names: ['ErrorBoundary', 'withErrorBoundary'] },
  { module: '@rollbar/react', names: ['ErrorBoundary'] },
  { module: '@bugsnag/', names: ['createErrorBoundary'] },
  { module: '@datadog/browser-rum-react', names: ['ErrorBoundary'] },
  { module: '@highlight-run/react', names: ['ErrorBoundary'] },
  { module: 'preact-iso', names: ['ErrorBoundary'] },
];

/** Calls that make an application whose framework brings boundaries along. */
const FRAMEWORK_CALLS = [
  '@backstage/frontend-defaults.createApp',
  '@backstage/app-defaults.createApp',
];

/** Methods that make a class of React a boundary. */
const BOUNDARY_METHODS = ['componentDidCatch', 'getDerivedStateFromError'];

/** Properties by which routers take a boundary: `errorElement: <Oops />`. */
const ROUTER_PROPERTIES = [
  'errorElement',
  'errorComponent',
  'defaultErrorComponent',
  'ErrorBoundary',
];

/** Files that are boundaries by their name: start and end of the file name. */
const FILE_CONVENTIONS: Partial<Record<FrontendFramework, string[]>> = {
  nextjs: ['error.', 'global-error.', '_error.'],
  nuxt: ['error.vue'],
  sveltekit: ['+error.svelte'],
};

/** Texts in files that cannot be parsed here (`.vue`, `.svelte`) or that set a global handler. */
const WORDS: Partial<Record<FrontendFramework, string[]>> = {
  vue: ['errorCaptured', 'onErrorCaptured(', '.config.errorHandler'],
  nuxt: [
    'errorCaptured',
    'onErrorCaptured(',
    'NuxtErrorBoundary',
    'vueApp.config.errorHandler',
  ],
  svelte: ['<svelte:boundary'],
  sveltekit: ['<svelte:boundary', 'handleError'],
};

/** Boundaries of an application that are really used, by path. */
export async function boundariesOf(
  context: CheckContext,
  application: FrontendApplication,
): Promise<{ used: Boundary[]; unused: Boundary[] }> {
  const used = [
    ...byFileName(application),
    ...byWords(context, application),
    ...(await byRouters(context, application)),
    ...(await byFramework(context, application)),
  ];
  const unused: Boundary[] = [];
  const { wired, idle } = await byComponents(context, application);
  used.push(...wired);
  unused.push(...idle);
  const angular =
    application.framework === 'angular'
      ? await byErrorHandler(context, application)
      : [];
  used.push(...angular);
  return { used, unused };
}

function byFileName({
  framework,
  files,
  root,
}: FrontendApplication): Boundary[] {
  const prefix = root ? `${root}/` : '';
  const names = FILE_CONVENTIONS[framework] ?? [];
  return files
    .filter(({ path }) => {
      const relative = path.slice(prefix.length);
      const name = relative.slice(relative.lastIndexOf('/') + 1);
      if (framework === 'nextjs') {
        const routed = ['app/', 'src/app/', 'pages/', 'src/pages/'].some(
          folder => relative.startsWith(folder),
        );
        return (
          routed &&
          names.some(start => name.startsWith(start)) &&
          name.startsWith('_error.') === relative.includes('pages/')
        );
      }
      return names.includes(name);
    })
    .map(({ path }) => ({
      path,
      line: 1,
      note: 'boundary by its file name',
    }));
}

function byWords(
  context: CheckContext,
  { framework, files }: FrontendApplication,
): Boundary[] {
  const words = WORDS[framework] ?? [];
  return words.length === 0
    ? []
    : files.flatMap(({ path }) => {
        const text = context.read(path) ?? '';
        const word = words.find(item => text.includes(item));
        return word
          ? [{ path, line: lineOf(text, word), note: word.split('(').join('') }]
          : [];
      });
}

async function byFramework(
  context: CheckContext,
  { files }: FrontendApplication,
): Promise<Boundary[]> {
  const calls = await context.syntax.calls({ names: FRAMEWORK_CALLS });
  return calls
    .filter(call => files.some(({ path }) => path === call.path))
    .map(({ path, line, name }) => ({
      path,
      line,
      note: `${name.split('.')[0]} puts a boundary around every page`,
    }));
}

/** The grammar of plain TypeScript has no elements and refuses queries for them. */
function hasElements(language: InventoryFile['language']): boolean {
  return language === 'tsx' || language === 'javascript';
}

/** Properties of route objects and elements. */
async function byRouters(
  context: CheckContext,
  { files, framework }: FrontendApplication,
): Promise<Boundary[]> {
  const result: Boundary[] = [];
  for (const { path, language } of files) {
    const text = language ? context.read(path) ?? '' : '';
    if (!ROUTER_PROPERTIES.some(name => text.includes(name))) {
      continue;
    }
    const file = await context.syntax.file(path);
    const attribute = file?.root.find({
      rule: {
        any: [
          ...(hasElements(language)
            ? [
                {
                  kind: 'jsx_attribute',
                  regex:
                    '^(errorElement|errorComponent|defaultErrorComponent)\\b',
                },
              ]
            : []),
          {
            kind: 'pair',
            regex:
              '^(errorElement|errorComponent|defaultErrorComponent|ErrorBoundary)\\s*:',
          },
        ],
      },
    });
    if (attribute) {
      result.push({
        path,
        line: attribute.range().start.line + 1,
        note: `router: ${attribute.text().split(/[=:\s]/)[0]}`,
      });
    }
    // A route module of Remix and React Router exports its boundary.
    const exported =
      framework === 'remix' &&
      file?.functions.find(
        ({ name, enclosing }) =>
          name === 'ErrorBoundary' && enclosing.length === 0,
      );
    if (exported) {
      result.push({
        path,
        line: exported.line,
        note: 'boundary of the route module',
      });
    }
  }
  return result;
}

/** Boundaries that are components: of a library, or own classes, when an element of them exists. */
async function byComponents(
  context: CheckContext,
  { files }: FrontendApplication,
): Promise<{ wired: Boundary[]; idle: Boundary[] }> {
  const own = new Map<string, Boundary>();
  const wired: Boundary[] = [];
  const parsed = files.filter(({ language }) => language !== null);
  for (const { path } of parsed) {
    const text = context.read(path) ?? '';
    if (BOUNDARY_METHODS.some(name => text.includes(name))) {
      const file = await context.syntax.file(path);
      for (const item of file?.classes ?? []) {
        const isBoundary = file?.functions.some(
          ({ name, enclosing }) =>
            BOUNDARY_METHODS.includes(name) &&
            enclosing[enclosing.length - 1] === item.name,
        );
        if (isBoundary) {
          own.set(item.name, {
            path,
            line: item.line,
            note: `class ${item.name}`,
          });
        }
      }
    }
  }
  const usedNames = new Set<string>();
  for (const { path, language } of parsed) {
    const text = context.read(path) ?? '';
    const mentions =
      [...own.keys()].some(name => text.includes(name)) ||
      text.includes('rrorBoundary');
    if (!mentions) {
      continue;
    }
    const file = await context.syntax.file(path);
    const elements = hasElements(language)
      ? file?.root.findAll({
          rule: {
            any: [
              { kind: 'jsx_opening_element' },
              { kind: 'jsx_self_closing_element' },
            ],
          },
        })
      : undefined;
    for (const element of elements ?? []) {
      const name = element.field('name')?.text() ?? '';
      const [first, ...rest] = name.split('.');
      const last = rest[rest.length - 1] ?? first;
      const imported = file?.imports.find(({ local }) => local === first);
      const library = LIBRARY_BOUNDARIES.find(
        item =>
          imported?.module.startsWith(item.module) &&
          item.names.includes(rest.length > 0 ? last : imported.imported),
      );
      const line = element.range().start.line + 1;
      if (library) {
        wired.push({ path, line, note: `<${name}> of ${imported?.module}` });
      } else {
        const known =
          own.get(first) ??
          (imported ? own.get(imported.imported) : undefined) ??
          // A default import may have any name.
          (imported?.imported === 'default'
            ? [...own.values()].find(({ path: at }) =>
                at.includes(lastSegment(imported.module)),
              )
            : undefined);
        if (known && !isInside(file?.classes ?? [], known, path, line)) {
          wired.push({ path, line, note: `<${name}>, ${known.note}` });
          usedNames.add(known.note);
        }
      }
    }
    const wrapped = file?.calls.find(({ name, callee }) =>
      LIBRARY_BOUNDARIES.some(
        item =>
          name.startsWith(item.module) &&
          item.names.some(last => callee.endsWith(last)),
      ),
    );
    if (wrapped) {
      wired.push({ path, line: wrapped.line, note: wrapped.callee });
    }
  }
  return {
    wired,
    idle: [...own.values()].filter(({ note }) => !usedNames.has(note)),
  };
}

/** A class that draws itself is not used by that. */
function isInside(
  classes: readonly { name: string; line: number; endLine: number }[],
  boundary: Boundary,
  path: string,
  line: number,
): boolean {
  return (
    boundary.path === path &&
    classes.some(
      item =>
        item.line === boundary.line &&
        line >= item.line &&
        line <= item.endLine,
    )
  );
}

async function byErrorHandler(
  context: CheckContext,
  { files }: FrontendApplication,
): Promise<Boundary[]> {
  const result: Boundary[] = [];
  for (const { path, language } of files) {
    const text = language ? context.read(path) ?? '' : '';
    if (text.includes('ErrorHandler') && text.includes('provide')) {
      const file = await context.syntax.file(path);
      const provider = file?.root.find({
        rule: { kind: 'pair', regex: '^provide\\s*:\\s*ErrorHandler$' },
      });
      if (provider) {
        result.push({
          path,
          line: provider.range().start.line + 1,
          note: 'provider of ErrorHandler',
        });
      }
    }
  }
  return result;
}

function lastSegment(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1);
}

function lineOf(text: string, word: string): number {
  return text.slice(0, text.indexOf(word)).split('\n').length;
}
