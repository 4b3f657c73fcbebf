import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact } from '../../syntax/schema';
import { parseYaml } from '../yaml/parseYaml';
import { YamlValue } from '../yaml/schema';
import { ProcessScope, TelemetryContext } from './ProcessScope';
import { TelemetryGap, TelemetrySetup } from './schema';

/** A configuration of the standard library's logging, however it was written. */
interface LoggingConfiguration {
  path: string;
  line: number;
  formatters: Map<string, { text: string; line: number }>;
  /** Formatter by handler. */
  handlers: Map<string, string>;
  /** Handlers that the root or another logger uses. */
  attached: Set<string>;
}

type Tree = { line: number; value: string | Tree[] | Map<string, Tree> };

interface Found {
  setups: TelemetrySetup[];
  gaps: TelemetryGap[];
}

const LOADERS = ['logging.config.dictConfig', 'logging.config.fileConfig'];

/** Structured logging of Python processes. */
export async function pythonLogging(shared: TelemetryContext): Promise<Found> {
  const { context, scopes } = shared;
  const python = scopes.filter(({ process }) => process.language === 'python');
  const result: Found = { setups: [], gaps: [] };
  if (python.length === 0) {
    return result;
  }
  const loads = await context.syntax.calls({
    languages: ['python'],
    names: LOADERS,
  });
  const configurations = [...(await inCode(shared)), ...inFiles(shared)];
  for (const configuration of configurations) {
    const inFile = !configuration.path.endsWith('.py');
    const state = await judge(shared, configuration);
    const users: ProcessScope[] = [];
    let load: CallFact | undefined;
    for (const scope of python) {
      const used = await loaderOf(shared, scope, configuration, loads, inFile);
      if (used) {
        users.push(scope);
        load ??= used === true ? undefined : used;
      }
    }
    if (!state.json) {
      if (state.unattached && users.length > 0) {
        result.gaps.push({
          kind: 'structured-logging',
          product: 'JSON formatter',
          path: configuration.path,
          line: state.unattached.line,
          reason: 'formatter is not attached',
        });
      }
      continue;
    }
    if (users.length === 0) {
      result.gaps.push({
        kind: 'structured-logging',
        product: 'JSON formatter',
        path: configuration.path,
        line: state.json.line,
        reason: 'not loaded',
      });
      continue;
    }
    result.setups.push({
      kind: 'structured-logging',
      product: 'logging',
      path: configuration.path,
      line: state.json.line,
      note: `structured formatter "${state.json.name}", attached to a handler`,
      related: load
        ? [
            {
              path: load.path,
              line: load.line,
              note: `loaded by ${load.callee}`,
            },
          ]
        : [],
      processes: users.map(({ process }) => process.id),
      requestLevel: false,
      confidence: state.json.certain ? 'certain' : 'likely',
    });
  }
  await byCalls(shared, python, result);
  return result;
}

/** The call that loads a configuration in a process; `true` when a framework or the command line does. */
async function loaderOf(
  { context }: TelemetryContext,
  scope: ProcessScope,
  configuration: LoggingConfiguration,
  loads: readonly CallFact[],
  inFile: boolean,
): Promise<CallFact | true | undefined> {
  const name = configuration.path.slice(
    configuration.path.lastIndexOf('/') + 1,
  );
  if (inFile) {
    const { command } = scope.process;
    if (
      command.some(
        (word, index) =>
          word.includes(name) &&
          (word.includes('log') || command[index - 1]?.includes('log')),
      )
    ) {
      return true;
    }
    const named = [...scope.closure].some(path =>
      (context.tree.read(path) ?? '').includes(name),
    );
    if (!named) {
      return undefined;
    }
  } else if (!scope.has(configuration.path)) {
    return undefined;
  } else if (isDjangoSetting(context.tree.read(configuration.path) ?? '')) {
    return true;
  }
  for (const load of loads) {
    if (await scope.runs(load.path, load.enclosing)) {
      return load;
    }
  }
  return undefined;
}

function isDjangoSetting(text: string): boolean {
  return (
    text.includes('INSTALLED_APPS') &&
    text.split('\n').some(line => line.startsWith('LOGGING'))
  );
}

async function judge(
  shared: TelemetryContext,
  configuration: LoggingConfiguration,
): Promise<{
  json?: { name: string; line: number; certain: boolean };
  unattached?: { line: number };
}> {
  let unattached: { line: number } | undefined;
  for (const [name, { text, line }] of configuration.formatters) {
    const structured = await isStructured(shared, text);
    if (!structured) {
      continue;
    }
    const handlers = [...configuration.handlers]
      .filter(([, formatter]) => formatter === name)
      .map(([handler]) => handler);
    if (handlers.some(handler => configuration.attached.has(handler))) {
      return { json: { name, line, certain: structured === 'certain' } };
    }
    unattached ??= { line };
  }
  return { unattached };
}

const STRUCTURED_WORDS = [
  'json',
  'ecs_logging',
  'logstash',
  'gelf',
  'logfmt',
  'keyvalue',
  'google.cloud.logging',
];

/** Whether the class or format of a formatter writes records that a machine can take apart. */
async function isStructured(
  shared: TelemetryContext,
  text: string,
): Promise<'certain' | 'likely' | undefined> {
  const lower = text.toLocaleLowerCase('en-US');
  if (STRUCTURED_WORDS.some(word => lower.includes(word))) {
    return 'certain';
  }
  if (lower.split('=%(').length > 2 || lower.split('={').length > 2) {
    return 'likely';
  }
  for (const word of text.split(/[^A-Za-z0-9_.]/)) {
    const name = word.slice(word.lastIndexOf('.') + 1);
    if (/^[A-Z]\w+$/.test(name) && (await writesJson(shared, name))) {
      return 'certain';
    }
  }
  return undefined;
}

/** Whether an own class of that name turns records into JSON. */
async function writesJson(
  { context }: TelemetryContext,
  name: string,
): Promise<boolean> {
  const files = await context.syntax.files({
    languages: ['python'],
    containing: [`class ${name}`],
  });
  return files.some(file =>
    file.classes
      .filter(item => item.name === name)
      .some(item =>
        file.calls.some(
          call =>
            call.line >= item.line &&
            call.endLine <= item.endLine &&
            call.name.endsWith('dumps'),
        ),
      ),
  );
}

async function inCode({
  context,
}: TelemetryContext): Promise<LoggingConfiguration[]> {
  const result: LoggingConfiguration[] = [];
  const files = await context.syntax.files({
    languages: ['python'],
    classes: ['source', 'config'],
    containing: ['formatters'],
  });
  for (const file of files) {
    for (const node of file.root.findAll({ rule: { kind: 'dictionary' } })) {
      if (!node.text().includes('formatters')) {
        continue;
      }
      const tree = readNode(node);
      const configuration =
        tree.value instanceof Map && readTree(tree, file.path);
      if (configuration) {
        result.push(configuration);
      }
    }
  }
  return result;
}

/** Dictionaries and lists as a tree; everything else as it is written. */
function readNode(node: SyntaxNode): Tree {
  const line = node.range().start.line + 1;
  const kind = node.kind();
  if (kind === 'dictionary') {
    const entries = new Map<string, Tree>();
    for (const pair of node.children()) {
      const key = pair.field('key');
      const value = pair.field('value');
      if (key && value) {
        const text = unquote(key.text());
        entries.set(text, {
          ...readNode(value),
          line: pair.range().start.line + 1,
        });
      }
    }
    return { line, value: entries };
  }
  if (kind === 'list' || kind === 'tuple') {
    return {
      line,
      value: node
        .children()
        .filter(item => item.isNamed())
        .map(readNode),
    };
  }
  return { line, value: unquote(node.text()) };
}

function unquote(text: string): string {
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.endsWith(quote)
    ? text.slice(1, -1)
    : text;
}

function inFiles({
  context,
  inventory,
}: TelemetryContext): LoggingConfiguration[] {
  const result: LoggingConfiguration[] = [];
  for (const { path, class: fileClass, size } of inventory.files) {
    const extension = path.slice(path.lastIndexOf('.') + 1);
    if (
      (fileClass !== 'config' && fileClass !== 'source') ||
      !['yaml', 'yml', 'json', 'ini', 'conf', 'cfg'].includes(extension) ||
      size > 200_000
    ) {
      continue;
    }
    const text = context.tree.read(path) ?? '';
    if (['ini', 'conf', 'cfg'].includes(extension)) {
      const configuration = readIni(path, text);
      if (configuration) {
        result.push(configuration);
      }
    } else if (text.includes('formatters') && text.includes('handlers')) {
      // JSON is YAML.
      for (const document of parseYaml(text).documents) {
        const configuration = readTree(readYaml(document), path);
        if (configuration) {
          result.push(configuration);
        }
      }
    }
  }
  return result;
}

function readYaml(value: YamlValue): Tree {
  if (value.kind === 'map') {
    return {
      line: value.line,
      value: new Map(
        [...value.entries].map(([key, entry]) => [
          key,
          { ...readYaml(entry.value), line: entry.line },
        ]),
      ),
    };
  }
  return value.kind === 'sequence'
    ? { line: value.line, value: value.items.map(readYaml) }
    : { line: value.line, value: value.text };
}

function readTree(tree: Tree, path: string): LoggingConfiguration | undefined {
  const formatters = child(tree, 'formatters');
  const handlers = child(tree, 'handlers');
  if (
    !(formatters?.value instanceof Map) ||
    !(handlers?.value instanceof Map)
  ) {
    return undefined;
  }
  const result: LoggingConfiguration = {
    path,
    line: tree.line,
    formatters: new Map(),
    handlers: new Map(),
    attached: new Set(),
  };
  for (const [name, formatter] of formatters.value) {
    result.formatters.set(name, {
      text: [
        textOf(child(formatter, '()')),
        textOf(child(formatter, 'class')),
        textOf(child(formatter, 'format')),
        // Processors of structlog's formatter.
        textOf(child(formatter, 'processor')),
        textOf(child(formatter, 'processors')),
      ].join(' '),
      line: formatter.line,
    });
  }
  for (const [name, handler] of handlers.value) {
    result.handlers.set(name, textOf(child(handler, 'formatter')));
  }
  const attach = (logger: Tree | undefined) => {
    const list = child(logger, 'handlers')?.value;
    for (const item of Array.isArray(list) ? list : []) {
      result.attached.add(textOf(item));
    }
    // Written as something that cannot be read here: take all.
    if (typeof list === 'string') {
      for (const name of result.handlers.keys()) {
        result.attached.add(name);
      }
    }
  };
  attach(child(tree, 'root'));
  const loggers = child(tree, 'loggers');
  if (loggers?.value instanceof Map) {
    for (const logger of loggers.value.values()) {
      attach(logger);
    }
  }
  return result;
}

function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.value instanceof Map ? tree.value.get(key) : undefined;
}

function textOf(tree: Tree | undefined): string {
  if (tree === undefined) {
    return '';
  }
  if (typeof tree.value === 'string') {
    return tree.value;
  }
  return Array.isArray(tree.value) ? tree.value.map(textOf).join(' ') : '';
}

/** The format of `logging.config.fileConfig`. */
function readIni(path: string, text: string): LoggingConfiguration | undefined {
  if (!text.includes('[formatters]') || !text.includes('[handlers]')) {
    return undefined;
  }
  const result: LoggingConfiguration = {
    path,
    line: 1,
    formatters: new Map(),
    handlers: new Map(),
    attached: new Set(),
  };
  let section = '';
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line.startsWith('[') && line.endsWith(']')) {
      section = line.slice(1, -1);
      return;
    }
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(equals, 0)).trim();
    const value = line.slice(equals + 1).trim();
    if (
      section.startsWith('formatter_') &&
      (key === 'class' || key === 'format')
    ) {
      const name = section.slice('formatter_'.length);
      const known = result.formatters.get(name);
      result.formatters.set(name, {
        text: `${known?.text ?? ''} ${value}`,
        line: known?.line ?? index + 1,
      });
    } else if (section.startsWith('handler_') && key === 'formatter') {
      result.handlers.set(section.slice('handler_'.length), value);
    } else if (section.startsWith('logger_') && key === 'handlers') {
      for (const handler of value.split(',')) {
        result.attached.add(handler.trim());
      }
    }
  });
  return result;
}

/** Formatters set by hand, structlog and loguru. */
async function byCalls(
  shared: TelemetryContext,
  scopes: readonly ProcessScope[],
  result: Found,
) {
  const calls = await shared.context.syntax.calls({
    languages: ['python'],
    names: [
      '.setFormatter',
      'structlog.configure',
      'structlog.configure_once',
      'loguru.logger.add',
      'loguru.logger.configure',
    ],
  });
  for (const call of calls) {
    const structured = await structuredCall(shared, call);
    if (!structured) {
      continue;
    }
    const users: string[] = [];
    for (const scope of scopes) {
      if (await scope.runs(call.path, call.enclosing)) {
        users.push(scope.process.id);
      }
    }
    if (users.length > 0) {
      result.setups.push({
        kind: 'structured-logging',
        product: structured.product,
        path: call.path,
        line: call.line,
        note: structured.note,
        related: [],
        processes: users,
        requestLevel: false,
        confidence: 'likely',
      });
    } else {
      result.gaps.push({
        kind: 'structured-logging',
        product: structured.product,
        path: call.path,
        line: call.line,
        reason: 'not reached',
      });
    }
  }
}

async function structuredCall(
  shared: TelemetryContext,
  call: CallFact,
): Promise<{ product: string; note: string } | undefined> {
  const text = shared.context.tree.read(call.path) ?? '';
  if (call.name.startsWith('structlog.')) {
    return ['JSONRenderer', 'LogfmtRenderer', 'KeyValueRenderer'].some(word =>
      text.includes(word),
    )
      ? { product: 'structlog', note: 'structlog with a structured renderer' }
      : undefined;
  }
  if (call.name.startsWith('loguru.')) {
    return call.args.some(
      ({ name, value, text: written }) =>
        (name === 'serialize' && value !== false) ||
        written.includes('"serialize": True'),
    )
      ? { product: 'loguru', note: 'loguru that serialises its records' }
      : undefined;
  }
  // A handler gets it; whether the handler is used shows in the same file.
  if (
    !text.includes('addHandler') &&
    !text.includes('handlers=') &&
    !text.includes('.handlers')
  ) {
    return undefined;
  }
  const [formatter] = call.args;
  if (!formatter) {
    return undefined;
  }
  const file = await shared.context.syntax.file(call.path);
  const made =
    file?.calls.find(item => item.assignedTo === formatter.text)?.name ??
    formatter.text;
  return (await isStructured(shared, made))
    ? { product: 'logging', note: 'structured formatter set on a handler' }
    : undefined;
}
