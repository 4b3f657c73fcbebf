import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNode,
  argumentNodes,
  dottedName,
  endLineOf,
  entryNode,
  environmentCondition,
  isFunction,
  lineOf,
  namedChildren,
  nodesOfKind,
  stringText,
  unwrap,
} from '../applications/code';
import { Workbench } from '../applications/Workbench';
import { configuredValue } from './configured';
import { OriginFact } from './schema';

const MAX_STEPS = 8;

/** What an expression for origins comes to. */
export interface OriginSet {
  origins: OriginFact[];
  reflects?: { path: string; line: number; note: string };
  dynamic: boolean;
}

interface Origin {
  file: FileSyntax;
  scope: readonly string[];
  source: OriginFact['source'];
  name?: string;
  steps: number;
}

const ENVIRONMENT_CALLS =
  /(?:^|\.)(?:getenv|environ\.get|env|env\.\w+|config|config\.get|get|getOrThrow|Getenv|str|list)$/;

const isEnvironmentCall = (callee: string) =>
  ENVIRONMENT_CALLS.test(callee) &&
  /env|config|settings|decouple/i.test(callee);

/** `config.get_list("outputs", "origins", default=["*"])`: what is there when the file says nothing. */
export function configuredDefault(call: SyntaxNode): SyntaxNode | undefined {
  const callee = call.field('function')?.text() ?? '';
  return /(?:^|\.)(?:conf\w*|cfg|settings|options|parser)\.get\w*$/i.test(
    callee,
  )
    ? argumentNode(call, 'default') ??
        argumentNode(call, 'fallback') ??
        argumentNode(call, 'default_value')
    : undefined;
}

/** Computes the origins that an expression stands for, defaults of settings and variables included. */
export async function originsOf(
  bench: Workbench,
  file: FileSyntax,
  scope: readonly string[],
  node: SyntaxNode,
): Promise<OriginSet> {
  const result: OriginSet = { origins: [], dynamic: false };
  await read(bench, node, { file, scope, source: 'literal', steps: 0 }, result);
  return result;
}

async function read(
  bench: Workbench,
  node: SyntaxNode,
  from: Origin,
  out: OriginSet,
): Promise<void> {
  const plain = unwrap(node);
  const kind = plain.kind();
  if (from.steps > MAX_STEPS) {
    out.dynamic = true;
    return;
  }
  const next = { ...from, steps: from.steps + 1 };
  const literal = stringText(plain);
  if (literal !== undefined) {
    add(plain, literal, false, from, out);
    return;
  }
  switch (kind) {
    case 'string':
    case 'template_string':
      out.dynamic = true;
      return;
    case 'regex':
      add(plain, plain.text(), true, from, out);
      return;
    case 'true':
      out.reflects = {
        path: from.file.path,
        line: lineOf(plain),
        note: plain.parent()?.text().slice(0, 60) ?? 'true',
      };
      return;
    case 'false':
    case 'none':
    case 'null':
    case 'undefined':
      return;
    case 'list':
    case 'array':
    case 'tuple':
    case 'set':
    case 'expression_list':
      for (const item of namedChildren(plain)) {
        await read(bench, item, next, out);
      }
      return;
    case 'list_splat':
    case 'spread_element':
      for (const item of namedChildren(plain)) {
        await read(bench, item, next, out);
      }
      return;
    case 'boolean_operator':
    case 'binary_operator':
    case 'binary_expression': {
      const operator = plain.field('operator')?.text() ?? '';
      if (['or', '||', '??', '+'].includes(operator)) {
        const left = plain.field('left');
        const right = plain.field('right');
        if (left) {
          await read(bench, left, next, out);
        }
        if (right) {
          const name = left && variableName(left);
          await read(
            bench,
            right,
            name && operator !== '+'
              ? { ...next, source: 'environment-default', name }
              : next,
            out,
          );
        }
        return;
      }
      out.dynamic = true;
      return;
    }
    case 'conditional_expression': {
      const [body, , other] = namedChildren(plain);
      for (const item of [body, other]) {
        if (item) {
          await read(bench, item, next, out);
        }
      }
      return;
    }
    case 'ternary_expression':
      for (const name of ['consequence', 'alternative']) {
        const item = plain.field(name);
        if (item) {
          await read(bench, item, next, out);
        }
      }
      return;
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression': {
      const clause = namedChildren(plain).find(
        item => item.kind() === 'for_in_clause',
      );
      const iterable = clause?.field('right');
      if (iterable) {
        await read(bench, iterable, next, out);
      } else {
        out.dynamic = true;
      }
      return;
    }
    case 'call':
    case 'call_expression':
    case 'new_expression':
      await readCall(bench, plain, next, out);
      return;
    case 'lambda': {
      const body = plain.field('body');
      if (body) {
        await read(bench, body, next, out);
      }
      return;
    }
    default:
  }
  if (isFunction(plain)) {
    readCallback(plain, from, out);
    for (const list of comparedLists(plain)) {
      await readName(bench, list, next, out);
    }
    return;
  }
  // `get_settings().cors_origins`
  const maker = kind === 'attribute' ? plain.field('object') : undefined;
  const made =
    maker?.kind() === 'call' ? maker.field('function')?.text() : undefined;
  const name = made
    ? `${made}.${plain.field('attribute')?.text()}`
    : dottedName(plain);
  if (!name) {
    out.dynamic = true;
    return;
  }
  if (/(?:^|\.)env\.[A-Za-z_]\w*$/.test(name)) {
    await schemaDefault(bench, name.split('.').pop()!, next, out);
    out.dynamic = true;
    return;
  }
  await readName(bench, name, next, out);
}

function add(
  node: SyntaxNode,
  value: string,
  pattern: boolean,
  from: Origin,
  out: OriginSet,
) {
  const values = value.startsWith('[') ? jsonList(value) : value.split(',');
  const condition = environmentCondition(node);
  for (const item of values.map(text => text.trim()).filter(Boolean)) {
    out.origins.push({
      value: item,
      path: from.file.path,
      line: lineOf(node),
      source: from.source,
      ...(from.name ? { name: from.name } : {}),
      pattern: pattern || (item !== '*' && item.includes('*')),
      developmentOnly: condition?.developmentOnly === true,
      refused: false,
    });
  }
}

function jsonList(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text.replace(/'/g, '"'));
    return Array.isArray(value)
      ? value.filter((item): item is string => typeof item === 'string')
      : [text];
  } catch {
    return [text];
  }
}

/** Name of the variable in `process.env.X` or `os.environ["X"]`. */
function variableName(node: SyntaxNode): string | undefined {
  const text = unwrap(node).text();
  return (
    /(?:process|import\.meta)\.env\??\.([A-Za-z_]\w*)/.exec(text)?.[1] ??
    /(?:env|environ|getenv|Getenv)\w*(?:\.get)?\??\.?[([]\s*["']([A-Za-z_]\w*)["']/.exec(
      text,
    )?.[1]
  );
}

async function readCall(
  bench: Workbench,
  node: SyntaxNode,
  from: Origin,
  out: OriginSet,
): Promise<void> {
  const callee = node.field('function') ?? node.field('constructor');
  const calleeName = (callee && dottedName(callee)) ?? '';
  const args = argumentNodes(node);
  const first = args[0];
  if (isEnvironmentCall(calleeName)) {
    const name = first ? stringText(first) : undefined;
    const fallback =
      argumentNode(node, 'default', 1) ??
      args
        .slice(1)
        .find(
          item =>
            !['keyword_argument', 'arrow_function', 'object'].includes(
              item.kind(),
            ),
        );
    const configured = name ? await configuredValue(bench, name) : undefined;
    if (fallback) {
      await read(
        bench,
        fallback,
        { ...from, source: 'environment-default', name },
        out,
      );
    } else if (configured) {
      await read(bench, configured.node, { ...from, ...configured }, out);
    } else if (name) {
      await schemaDefault(bench, name, from, out);
    }
    out.dynamic = true;
    return;
  }
  const configured = configuredDefault(node);
  if (configured) {
    await read(
      bench,
      configured,
      { ...from, source: 'environment-default' },
      out,
    );
    out.dynamic = true;
    return;
  }
  // `new RegExp("…")`, `re.compile(r"…")`
  if (/(?:^|\.)(?:RegExp|compile)$/.test(calleeName) && first) {
    const text = stringText(first);
    if (text === undefined) {
      out.dynamic = true;
    } else {
      add(first, text, true, from, out);
    }
    return;
  }
  // `x.split(",")`, `x.map(…)`: the object is what counts.
  const object = callee && (callee.field('object') ?? callee.field('operand'));
  const method =
    calleeName.split('.').pop() ||
    callee?.field('property')?.text() ||
    callee?.field('attribute')?.text() ||
    '';
  if (
    object &&
    /^(?:split|map|filter|strip|trim|flat|concat|rstrip|lower|toLowerCase|splitlines|default)$/.test(
      method,
    )
  ) {
    await read(bench, object, from, out);
    return;
  }
  if (
    /^(?:list|tuple|set|sorted|str|json\.loads|JSON\.parse|Array\.from|Set|Boolean|List\.of|Csv)$/.test(
      calleeName,
    ) &&
    first
  ) {
    await read(bench, first, from, out);
    return;
  }
  if (/(?:^|\.)[Ff]ield$/.test(calleeName)) {
    const fallback =
      argumentNode(node, 'default', 0) ?? argumentNode(node, 'default_factory');
    if (fallback && fallback.text() !== '...') {
      await read(bench, fallback, from, out);
    } else {
      out.dynamic = true;
    }
    return;
  }
  // An own function without side effects: what it returns.
  const own = calleeName
    ? await bench.resolver.function(from.file.path, calleeName)
    : undefined;
  const file = own && (await bench.resolver.file(own.path));
  if (own && file) {
    const returns = nodesOfKind(file.root, 'return_statement').filter(
      item => lineOf(item) >= own.line && endLineOf(item) <= own.endLine,
    );
    if (returns.length) {
      for (const item of returns) {
        const [value] = namedChildren(item);
        if (value) {
          await read(
            bench,
            value,
            { ...from, file, scope: [...own.enclosing, own.name] },
            out,
          );
        }
      }
      return;
    }
  }
  out.dynamic = true;
}

/** A callback that says yes to everything reflects the caller; one that compares is a closed list. */
function readCallback(node: SyntaxNode, from: Origin, out: OriginSet) {
  const text = node.text();
  const accepts =
    /\(\s*null\s*,\s*(?:true|origin)\s*\)|=>\s*true\b|return\s+(?:true|origin)\b|return\s+True\b/.test(
      text,
    );
  const decides = [
    'if',
    '?',
    '&&',
    '||',
    'includes',
    'indexOf',
    'test(',
    'match',
    'has(',
    'some(',
    '===',
    'startsWith',
    'endsWith',
    'await',
  ].some(word => text.replace(/=>\s*/g, '').includes(word));
  if (accepts && !decides) {
    out.reflects = {
      path: from.file.path,
      line: lineOf(node),
      note: 'a callback that accepts every origin',
    };
  } else {
    out.dynamic = true;
  }
}

/** Named lists in which a callback looks the origin up: `allowed.includes(origin)`, `allowed.indexOf(origin)`. */
function comparedLists(node: SyntaxNode): Set<string> {
  const lists = nodesOfKind(node, 'call_expression').flatMap(call => {
    const callee = call.field('function');
    const object = callee?.field('object');
    const method = callee?.field('property')?.text() ?? '';
    return object && ['includes', 'indexOf', 'has'].includes(method)
      ? dottedName(object) ?? []
      : [];
  });
  return new Set(lists);
}

async function readName(
  bench: Workbench,
  name: string,
  from: Origin,
  out: OriginSet,
): Promise<void> {
  const assignment = await bench.resolver.assignment(
    from.file.path,
    from.scope,
    name,
  );
  if (assignment) {
    const file = await bench.resolver.file(assignment.path);
    const value =
      file && assignedNode(file, assignment.target, assignment.line);
    if (file && value) {
      const before = out.origins.length;
      await read(
        bench,
        value,
        { ...from, file, scope: assignment.enclosing },
        out,
      );
      const condition = environmentCondition(value);
      if (condition?.developmentOnly) {
        out.origins.slice(before).forEach(item => {
          item.developmentOnly = true;
        });
      }
      return;
    }
  }
  // `settings.cors_origins`: a field with its default.
  const segments = name.split('.');
  const field = segments.pop()!;
  if (segments.length && (await readEntry(bench, segments, field, from, out))) {
    return;
  }
  if (segments.length) {
    const place = await bench.resolver.dotted(
      from.file.path,
      segments.join('.'),
    );
    const owner = await fieldOwner(bench, [place?.path, from.file.path], field);
    if (owner && owner.returns) {
      for (const value of owner.returns) {
        await read(
          bench,
          value,
          { ...from, file: owner.file, scope: owner.scope },
          out,
        );
      }
      return;
    }
    if (owner) {
      const value = assignedNode(owner.file, field, owner.line);
      const before = out.origins.length;
      if (value) {
        await read(
          bench,
          value,
          {
            ...from,
            file: owner.file,
            scope: [],
            source: 'setting-default',
            name: field,
          },
          out,
        );
      }
      out.dynamic = true;
      for (const origin of out.origins.slice(before)) {
        origin.refused = refused(owner.file, field, origin.value);
      }
      return;
    }
  }
  await schemaDefault(bench, field, from, out);
  out.dynamic = true;
}

interface FieldOwner {
  file: FileSyntax;
  line: number;
  scope: readonly string[];
  /** What a property of that name returns. */
  returns?: SyntaxNode[];
}

/** Class of settings with such a field or property. */
async function fieldOwner(
  bench: Workbench,
  paths: (string | undefined)[],
  field: string,
): Promise<FieldOwner | undefined> {
  const candidates = new Set(
    paths.filter((path): path is string => Boolean(path)),
  );
  // A settings object that came through a function: the class that has such a field.
  for (const file of await bench.context.syntax.files({
    languages: ['python'],
    containing: [field],
  })) {
    candidates.add(file.path);
  }
  for (const path of candidates) {
    const file = await bench.resolver.file(path);
    for (const item of file?.classes ?? []) {
      const isSettings =
        item.bases.some(base => /Settings|Config/.test(base)) ||
        /Settings|Config/.test(item.name);
      const found = isSettings
        ? item.fields.find(candidate => candidate.target === field)
        : undefined;
      if (file && found) {
        return { file, line: found.line, scope: [] };
      }
      const property = isSettings
        ? file?.functions.find(
            candidate =>
              candidate.name === field &&
              candidate.enclosing.at(-1) === item.name &&
              candidate.decorators.some(text => /property/.test(text)),
          )
        : undefined;
      if (file && property) {
        return {
          file,
          line: property.line,
          scope: [...property.enclosing, property.name],
          returns: nodesOfKind(file.root, 'return_statement')
            .filter(
              node =>
                lineOf(node) >= property.line &&
                endLineOf(node) <= property.endLine,
            )
            .flatMap(node => namedChildren(node).slice(0, 1)),
        };
      }
    }
  }
  return undefined;
}

/** Whether a validator of the settings raises on such an origin. */
function refused(file: FileSyntax, field: string, origin: string): boolean {
  const words = origin === '*' ? ['"*"', "'*'"] : ['localhost', 'https'];
  return file.functions.some(item => {
    const validates = item.decorators.some(
      text =>
        /validator/.test(text) &&
        (text.includes(field) ||
          text.startsWith('model_validator') ||
          text.startsWith('root_validator')),
    );
    if (!validates) {
      return false;
    }
    const body = file.root
      .text()
      .split('\n')
      .slice(item.line - 1, item.endLine)
      .join('\n');
    return (
      /\braise\b|\bassert\b/.test(body) &&
      words.some(word => body.includes(word)) &&
      (body.includes(field) ||
        item.decorators.some(text => text.includes(field)))
    );
  });
}

/** Right side of an assignment that stands at a line. */
function assignedNode(
  file: FileSyntax,
  target: string,
  line: number,
): SyntaxNode | undefined {
  for (const kind of [
    'assignment',
    'variable_declarator',
    'assignment_expression',
    'public_field_definition',
  ]) {
    for (const node of nodesOfKind(file.root, kind)) {
      const left = node.field('left') ?? node.field('name');
      if (left?.text() === target && Math.abs(lineOf(node) - line) <= 1) {
        return node.field('right') ?? node.field('value') ?? undefined;
      }
    }
  }
  return undefined;
}

/** Defaults in validation schemas: `CORS_ORIGINS: z.string().default('…')`. */
/** `config.origins` of `export const config = { origins: env.ALLOWED_ORIGINS.split(',') }`. */
async function readEntry(
  bench: Workbench,
  segments: readonly string[],
  field: string,
  from: Origin,
  out: OriginSet,
): Promise<boolean> {
  const [name, ...nested] = segments;
  const assignment =
    from.steps <= MAX_STEPS
      ? await bench.resolver.assignment(from.file.path, from.scope, name)
      : undefined;
  const file = assignment && (await bench.resolver.file(assignment.path));
  let value = file && assignedNode(file, assignment!.target, assignment!.line);
  for (const key of [...nested, field]) {
    value = value?.is('object') ? entryNode(value, key) : undefined;
  }
  if (!file || !value) {
    return false;
  }
  await read(
    bench,
    value,
    { ...from, file, scope: assignment!.enclosing, steps: from.steps + 1 },
    out,
  );
  return true;
}

async function schemaDefault(
  bench: Workbench,
  name: string,
  from: Origin,
  out: OriginSet,
): Promise<void> {
  if (from.steps > MAX_STEPS || name.length < 4) {
    return;
  }
  for (const file of await bench.context.syntax.files({
    languages: ['typescript', 'tsx', 'javascript'],
    containing: [name],
  })) {
    for (const object of nodesOfKind(file.root, 'object')) {
      const value = entryNode(object, name);
      if (!value || value.kind() !== 'call_expression') {
        continue;
      }
      for (const call of [value, ...nodesOfKind(value, 'call_expression')]) {
        const callee = call.field('function');
        const fallback = argumentNodes(call)[0];
        if (
          callee?.field('property')?.text() === 'default' &&
          fallback &&
          stringText(fallback) !== undefined
        ) {
          add(
            fallback,
            stringText(fallback)!,
            false,
            { ...from, file, source: 'setting-default', name },
            out,
          );
          return;
        }
      }
    }
  }
}
