import type { SyntaxNode } from '../../../syntax/nodes';
import { ExtractContext } from '../../../engine/types';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import { argumentNodes, nodeOfCall, unwrap } from '../../applications/code';
import { ModelFact, QueryFact, QueryOperation } from '../schema';
import { candidateFiles } from './candidates';
import { chainOf, refinements } from './chain';

const METHODS: Partial<Record<ModelFact['library'], string>> = {
  prisma:
    'findMany findFirst findFirstOrThrow findUnique findUniqueOrThrow update updateMany delete deleteMany count aggregate groupBy upsert',
  typeorm:
    'find findBy findOne findOneBy findOneOrFail findOneByOrFail findAndCount findAndCountBy findByIds count countBy delete update softDelete restore createQueryBuilder exists existsBy sum average',
  mongoose:
    'find findOne findById findByIdAndUpdate findByIdAndDelete findByIdAndRemove findOneAndUpdate findOneAndDelete findOneAndReplace updateOne updateMany deleteOne deleteMany countDocuments aggregate distinct exists count replaceOne',
  sequelize:
    'findAll findOne findByPk findAndCountAll count update destroy sum min max findOrCreate scope',
};
const METHOD_SETS = new Map(
  Object.entries(METHODS).map(([library, names]) => [
    library,
    new Set(names!.split(' ')),
  ]),
);
const ANY_METHOD = new Set(
  Object.values(METHODS).flatMap(names => names!.split(' ')),
);
/** Methods that add conditions to a chain. */
const FILTERS = new Set(
  'where andWhere orWhere find findOne match whereIn having innerJoin leftJoin innerJoinAndSelect leftJoinAndSelect equals populate scope setOptions'.split(
    ' ',
  ),
);

/** Words of which every file with a query has one. */
const WORDS = [
  '.find',
  '.count',
  '.update',
  '.delete',
  '.aggregate(',
  '.groupBy(',
  '.from(',
  '.destroy(',
  'createQueryBuilder',
  '.upsert(',
];

/** Queries of the JavaScript ORMs and ODMs. */
export async function readScriptQueries(
  context: ExtractContext,
  models: readonly ModelFact[],
): Promise<QueryFact[]> {
  const own = models.filter(item => !item.path.endsWith('.py'));
  if (own.length === 0) {
    return [];
  }
  const byName = new Map(own.map(item => [item.name, item]));
  const prisma = new Map(
    own
      .filter(item => item.library === 'prisma')
      .map(item => [item.name[0].toLowerCase() + item.name.slice(1), item]),
  );
  const result: QueryFact[] = [];
  for await (const file of candidateFiles(
    context,
    ['typescript', 'tsx', 'javascript'],
    WORDS,
    new Set([...byName.keys(), ...prisma.keys()]),
  )) {
    const receivers = receiversOf(
      context.tree.read(file.path) ?? '',
      file,
      byName,
    );
    for (const call of file.calls) {
      const root = rootOf(file, call, byName, prisma, receivers);
      if (root) {
        result.push(readQuery(file, call, root));
      }
    }
  }
  return result;
}

/** Variables and members that stand for the repository or model of an entity. */
function receiversOf(
  text: string,
  file: FileSyntax,
  byName: ReadonlyMap<string, ModelFact>,
): Map<string, ModelFact> {
  const result = new Map<string, ModelFact>();
  // `private readonly orders: Repository<Order>`, `catModel: Model<CatDocument>`.
  const typed =
    /\b(\w+)[?!]?: (?:\w+\.)?(?:Repository|EntityRepository|TreeRepository|Model|PaginateModel|ModelStatic|Collection)<(?:typeof )?(\w+)/g;
  for (let match = typed.exec(text); match; match = typed.exec(text)) {
    const model =
      byName.get(match[2]) ?? byName.get(match[2].replace(/Document$/, ''));
    if (model) {
      result.set(match[1], model);
    }
  }
  for (const call of file.calls) {
    if (
      call.assignedTo &&
      /(?:^|\.)(?:getRepository|getCustomRepository|model)$/.test(call.callee)
    ) {
      const [first] = call.args;
      const model =
        first &&
        byName.get(typeof first.value === 'string' ? first.value : first.text);
      if (model) {
        result.set(call.assignedTo.replace(/^this\./, ''), model);
      }
    }
  }
  return result;
}

interface Root {
  model: ModelFact;
  method: string;
  /** Position of the argument that carries the conditions. */
  condition: number;
  /** The argument is an options object with `where`. */
  options: boolean;
  byId: boolean;
}

function rootOf(
  file: FileSyntax,
  call: CallFact,
  byName: ReadonlyMap<string, ModelFact>,
  prisma: ReadonlyMap<string, ModelFact>,
  receivers: ReadonlyMap<string, ModelFact>,
): Root | undefined {
  const segments = call.callee.split('.');
  if (segments.length < 2 || segments.length > 6) {
    return undefined;
  }
  const method = segments[segments.length - 1];
  const receiver = segments[segments.length - 2];
  if (method === 'from' || method === 'update' || method === 'delete') {
    const [first] = call.args;
    const model = first && byName.get(localName(file, first.text.trim()));
    if (model?.library === 'drizzle') {
      return { model, method, condition: -1, options: false, byId: false };
    }
  }
  if (!ANY_METHOD.has(method)) {
    return undefined;
  }
  // `db.query.invoices.findMany({ where })` of Drizzle.
  if (segments[segments.length - 3] === 'query') {
    const model = byName.get(receiver);
    if (model?.library === 'drizzle') {
      return { model, method, condition: 0, options: true, byId: false };
    }
  }
  const client = prisma.get(receiver);
  if (client && METHOD_SETS.get('prisma')!.has(method)) {
    return { model: client, method, condition: 0, options: true, byId: false };
  }
  const repository =
    receivers.get(receiver) ??
    (/^[A-Z]/.test(receiver)
      ? byName.get(localName(file, receiver))
      : undefined);
  if (repository && METHOD_SETS.get(repository.library)?.has(method)) {
    const { library } = repository;
    return {
      model: repository,
      method,
      condition: library === 'sequelize' && method === 'update' ? 1 : 0,
      options:
        library === 'sequelize' ||
        (library === 'typeorm' &&
          /^(?:find|findOne|findOneOrFail|findAndCount|count|exists)$/.test(
            method,
          )),
      byId: /^findBy(?:Id|Pk)/.test(method),
    };
  }
  // `manager.findOne(Order, { where })`, `em.find(Order, {…})`.
  const [first] = call.args;
  const entity =
    first && /^[A-Z]\w*$/.test(first.text.trim())
      ? byName.get(localName(file, first.text.trim()))
      : undefined;
  if (
    entity?.library === 'typeorm' &&
    METHOD_SETS.get('typeorm')!.has(method) &&
    call.args.length >= 1
  ) {
    return {
      model: entity,
      method,
      condition: 1,
      options: /^(?:find|findOne|findOneOrFail|findAndCount|count)$/.test(
        method,
      ),
      byId: false,
    };
  }
  return undefined;
}

/** Name under which the other file exports what is known here by another one. */
function localName(file: FileSyntax, text: string): string {
  const imported = file.imports.find(item => item.local === text);
  return imported &&
    imported.imported !== 'default' &&
    imported.imported !== '*'
    ? imported.imported
    : text;
}

function readQuery(file: FileSyntax, call: CallFact, root: Root): QueryFact {
  const node = nodeOfCall(file, call);
  const chain = node && chainOf(node);
  const conditions: string[] = [];
  const own = node ? argumentNodes(node) : [];
  const argument = own[root.condition];
  if (argument) {
    conditions.push(
      ...(root.options
        ? whereOf(file, call, argument)
        : textOf(file, call, argument)),
    );
  }
  for (const link of chain?.links ?? []) {
    if (FILTERS.has(link.method)) {
      conditions.push(...link.args.map(item => item.text().slice(0, 1000)));
    }
  }
  if (root.method === 'aggregate' && argument) {
    conditions.push(argument.text().slice(0, 2000));
  }
  const more = refinements(file, chain?.variable, call.enclosing, call.line);
  // `qb.andWhere(…)` as a statement of its own.
  if (chain?.variable && /^[\w$]+$/.test(chain.variable)) {
    for (const other of file.calls) {
      if (
        other.line > call.line &&
        other.callee.startsWith(`${chain.variable}.`) &&
        FILTERS.has(other.callee.split('.').pop()!)
      ) {
        more.push(other.args.map(item => item.text).join(', '));
      }
    }
  }
  conditions.push(...more);
  return {
    path: file.path,
    line: call.line,
    endLine: chain ? chain.top.range().end.line + 1 : call.endLine,
    model: root.model.name,
    library: root.model.library,
    operation: operationOf(root.method),
    text: [chain?.top.text().slice(0, 2000) ?? call.callee, ...more].join('\n'),
    chain: [
      ...call.callee.split('.'),
      ...(chain?.links.map(link => link.method) ?? []),
      ...(chain?.wrappers ?? []),
    ],
    conditions,
    byId: root.byId,
    enclosing: call.enclosing,
  };
}

/** The `where` of an options object; the whole text of what is no literal. */
function whereOf(file: FileSyntax, call: CallFact, node: SyntaxNode): string[] {
  const object = unwrap(node);
  if (object.kind() !== 'object') {
    return textOf(file, call, node);
  }
  const result: string[] = [];
  for (const child of object.children()) {
    if (child.kind() === 'pair' && child.field('key')?.text() === 'where') {
      const value = child.field('value');
      if (value) {
        result.push(...textOf(file, call, value));
      }
    } else if (
      child.kind() === 'shorthand_property_identifier' &&
      child.text() === 'where'
    ) {
      result.push(...textOf(file, call, child));
    } else if (child.kind() === 'spread_element') {
      result.push(...textOf(file, call, child.child(1) ?? child));
    }
  }
  return result;
}

/** Text of an expression; a variable with what is assigned to it in the same function. */
function textOf(file: FileSyntax, call: CallFact, node: SyntaxNode): string[] {
  const text = node.text().slice(0, 2000);
  if (!/^[\w$]+$/.test(text)) {
    return [text];
  }
  return [
    text,
    ...file.assignments
      .filter(
        item =>
          (item.target === text || item.target.startsWith(`${text}.`)) &&
          item.enclosing.every((name, index) => call.enclosing[index] === name),
      )
      .map(item => `${item.target} = ${item.text}`),
  ];
}

function operationOf(method: string): QueryOperation {
  if (
    /^(?:update|upsert|restore|findByIdAndUpdate|findOneAndUpdate|replace)/.test(
      method,
    )
  ) {
    return 'update';
  }
  if (
    /^(?:delete|destroy|softDelete|findByIdAnd(?:Delete|Remove)|findOneAndDelete)/.test(
      method,
    )
  ) {
    return 'delete';
  }
  return /^(?:count|aggregate|groupBy|sum|average|min|max|distinct|exists)/.test(
    method,
  )
    ? 'aggregate'
    : 'select';
}
