import type { SyntaxNode } from '../../../syntax/nodes';
import { ExtractContext } from '../../../engine/types';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import { argumentNodes, nodeOfCall } from '../../applications/code';
import { ModelFact, QueryFact, QueryOperation } from '../schema';
import { candidateFiles } from './candidates';
import { chainOf, refinements } from './chain';

const WORDS = [
  'select(',
  '.query(',
  '.query.',
  '.objects',
  '.find(',
  '.find_one(',
  '.get(',
  '.filter(',
  'update(',
  'delete(',
  'get_object_or_404',
];

const CORE =
  /^(?:sqlalchemy|sqlmodel|sqlalchemy\.\w+(?:\.\w+)*|sqlmodel\.\w+(?:\.\w+)*)\.(select|update|delete)$/;
/** Methods of a session that take a model and an identity. */
const BY_IDENTITY = /\.(?:get|get_one|get_or_404|one_or_404)$/;
/** What such a session is called; a scope or repository of the project's own is none. */
const SESSION =
  /(?:session|sess|db|database|conn|connection|tx|uow|orm|^s)(?:\(\))?$/i;
const SHORTCUT = /(?:^|\.)(?:a?get_object_or_404|a?get_list_or_404)$/;
/** Methods that begin a query on a class of an ODM or active record. */
const ODM: Record<string, ReadonlySet<string>> = {
  beanie: new Set(
    'find find_one find_all get all find_many aggregate count count_documents delete_all update_all inspect_collection'.split(
      ' ',
    ),
  ),
  odmantic: new Set<string>(),
  mongoengine: new Set(['objects']),
  peewee: new Set(
    'select get get_by_id get_or_none update delete delete_by_id'.split(' '),
  ),
  tortoise: new Set(
    'filter get get_or_none all first exclude annotate'.split(' '),
  ),
};
const FILTERS = new Set(
  'where filter filter_by find find_one get get_or_none get_or_404 first_or_404 one_or_404 having exclude objects options with_loader_criteria execution_options join match aggregate get_or_create update_or_create aget afilter find_many'.split(
    ' ',
  ),
);
/** Methods of Django managers that write new rows only. */
const CREATES = new Set([
  'create',
  'bulk_create',
  'acreate',
  'create_user',
  'create_superuser',
  'none',
  'model',
  'contribute_to_class',
]);

/** Queries of the Python ORMs and ODMs. */
export async function readPythonQueries(
  context: ExtractContext,
  models: readonly ModelFact[],
): Promise<QueryFact[]> {
  const byName = modelsByName(models.filter(item => item.path.endsWith('.py')));
  if (byName.size === 0) {
    return [];
  }
  const result: QueryFact[] = [];
  for await (const file of candidateFiles(
    context,
    ['python'],
    WORDS,
    new Set(byName.keys()),
  )) {
    const inScope = scopeOf(file, byName);
    for (const call of file.calls) {
      const found = rootOf(call, inScope);
      if (found) {
        result.push(readQuery(file, call, found));
      }
    }
  }
  return result;
}

export function modelsByName(
  models: readonly ModelFact[],
): Map<string, ModelFact[]> {
  const result = new Map<string, ModelFact[]>();
  for (const model of models) {
    const list = result.get(model.name) ?? [];
    list.push(model);
    result.set(model.name, list);
  }
  return result;
}

interface Scope {
  /** The model that a name means in the file, `models.Invoice` included. */
  find(text: string): ModelFact | undefined;
}

function scopeOf(
  file: FileSyntax,
  byName: ReadonlyMap<string, ModelFact[]>,
): Scope {
  const known = new Map<string, ModelFact | undefined>();
  return {
    find: text => {
      if (known.has(text)) {
        return known.get(text);
      }
      const segments = text.split('.');
      const imported = file.imports.find(item => item.local === segments[0]);
      const original =
        imported && imported.imported !== '*' ? imported.imported : text;
      const name =
        segments.length === 1 ? original : segments[segments.length - 1];
      const candidates = byName.get(name) ?? [];
      const own = candidates.find(item => item.path === file.path);
      const isKnown =
        segments.length > 1
          ? imported !== undefined
          : imported !== undefined ||
            own !== undefined ||
            file.imports.some(item => item.local === '*');
      const model = isKnown ? own ?? candidates[0] : undefined;
      known.set(text, model);
      return model;
    },
  };
}

interface Root {
  model: ModelFact;
  operation: QueryOperation;
  manager?: string;
  byId?: boolean;
  /** First method as a link of its own. */
  first: string;
}

function rootOf(call: CallFact, scope: Scope): Root | undefined {
  const { callee, name } = call;
  const core = CORE.exec(name);
  if (core) {
    const model = call.args
      .map(item => modelIn(item.text, scope))
      .find(Boolean);
    return (
      model && {
        model,
        operation:
          core[1] === 'select' && /\bfunc\./.test(call.args[0]?.text ?? '')
            ? 'aggregate'
            : (core[1] as QueryOperation),
        first: core[1],
      }
    );
  }
  if (callee.endsWith('.query') && call.args.length > 0) {
    const model = modelIn(call.args[0].text, scope);
    return model && { model, operation: 'select', first: 'query' };
  }
  if (
    BY_IDENTITY.test(callee) &&
    call.args.length >= 2 &&
    SESSION.test(callee.split('.').at(-2) ?? '')
  ) {
    const text = call.args[0].text.trim();
    const model = /^[A-Z]\w*$|\.[A-Z]\w*$/.test(text)
      ? scope.find(text)
      : undefined;
    if (
      model &&
      (model.library === 'sqlalchemy' || model.library === 'sqlmodel')
    ) {
      return { model, operation: 'select', byId: true, first: 'get' };
    }
  }
  if (SHORTCUT.test(name) && call.args.length > 0) {
    const text = call.args[0].text.trim();
    const model = /^[\w.]+$/.test(text) ? scope.find(text) : undefined;
    return (
      model && { model, operation: 'select', first: 'get', manager: 'objects' }
    );
  }
  const dotted = /^((?:\w+\.)*[A-Z]\w*)\.(\w+)(?:\.(\w+))?$/.exec(callee);
  if (!dotted) {
    return undefined;
  }
  const [, owner, member, method] = dotted;
  const model = scope.find(owner);
  if (!model) {
    return undefined;
  }
  switch (model.library) {
    case 'django':
      return method && !CREATES.has(method) && !/^[A-Z]/.test(member)
        ? {
            model,
            operation: operationOf(method),
            manager: member,
            first: method,
          }
        : undefined;
    case 'sqlalchemy':
    case 'sqlmodel':
      return member === 'query' && method
        ? {
            model,
            operation: operationOf(method),
            byId: /^(?:get|get_or_404)$/.test(method),
            first: method,
          }
        : undefined;
    default:
      return ODM[model.library]?.has(member)
        ? {
            model,
            operation: operationOf(method ?? member),
            byId: /^(?:get|get_by_id)$/.test(member) && call.args.length === 1,
            first: method ?? member,
          }
        : undefined;
  }
}

function operationOf(method: string): QueryOperation {
  if (/^a?(?:update|bulk_update|update_all|update_or_create)$/.test(method)) {
    return 'update';
  }
  if (/^a?(?:delete|delete_all|delete_by_id)$/.test(method)) {
    return 'delete';
  }
  return /^a?(?:count|aggregate|count_documents|exists)$/.test(method)
    ? 'aggregate'
    : 'select';
}

/** The model in `Model`, `Model.id`, `func.count(Model.id)`, `models.Model`. */
function modelIn(text: string, scope: Scope): ModelFact | undefined {
  const names = text.slice(0, 400).match(/[A-Za-z_][\w.]*/g) ?? [];
  for (const name of names) {
    const segments = name.split('.');
    for (let length = Math.min(segments.length, 4); length > 0; length--) {
      const candidate = segments.slice(0, length).join('.');
      if (/(?:^|\.)[A-Z]\w*$/.test(candidate)) {
        const model = scope.find(candidate);
        if (model) {
          return model;
        }
      }
    }
  }
  return undefined;
}

function readQuery(file: FileSyntax, call: CallFact, root: Root): QueryFact {
  const node = nodeOfCall(file, call);
  const chain = node && chainOf(node);
  const conditions: string[] = [];
  const add = (args: readonly SyntaxNode[]) =>
    conditions.push(...args.map(item => item.text().slice(0, 1000)));
  if (node && FILTERS.has(root.first)) {
    // The first argument of `session.get` and `get_object_or_404` is the model.
    const own = argumentNodes(node);
    add(
      (root.byId && own.length >= 2) || SHORTCUT.test(call.name)
        ? own.slice(1)
        : own,
    );
  }
  for (const link of chain?.links ?? []) {
    if (FILTERS.has(link.method)) {
      add(link.args);
    }
  }
  const more = refinements(file, chain?.variable, call.enclosing, call.line);
  conditions.push(...more);
  const methods = [
    root.first,
    ...(chain?.links.map(link => link.method) ?? []),
    ...more
      .flatMap(text => text.match(/\.\w+(?=\()/g) ?? [])
      .map(item => item.slice(1)),
    ...(chain?.wrappers ?? []),
  ];
  const last = chain?.links.at(-1)?.method;
  return {
    path: file.path,
    line: call.line,
    endLine: chain ? chain.top.range().end.line + 1 : call.endLine,
    model: root.model.name,
    library: root.model.library,
    operation:
      root.operation === 'select' && last ? operationOf(last) : root.operation,
    text: [chain?.top.text().slice(0, 2000) ?? call.callee, ...more].join('\n'),
    chain: methods,
    ...(root.manager ? { manager: root.manager } : {}),
    conditions,
    byId: Boolean(root.byId),
    enclosing: call.enclosing,
  };
}
