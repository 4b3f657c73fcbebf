import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import {
  DatabaseModels,
  ModelFact,
  QueryFact,
} from '../../../facts/database/schema';
import { AssignmentFact, FileSyntax } from '../../../syntax/schema';
import { nodesOf } from '../../../facts/flow/functions';
import { linesOf } from '../../../judging/reach';
import { mentions } from '../../../judging/loops';

/** What loads related rows together with the rows. */
export const EAGER =
  /select_related|prefetch_related|joinedload|selectinload|subqueryload|contains_eager|prefetch\(|Prefetch\(|fetch_links|fetch_related|\.values\(|\.values_list\(|\.only\(/;
const LAZY_OFF = /lazy\s*=\s*["'](?:joined|selectin|subquery|immediate)["']/;

/** Relations of rows that are read one by one in Python loops over queries. */
export function lazyRelations(
  file: FileSyntax,
  queries: readonly QueryFact[],
  { models }: DatabaseModels,
  fieldsOf: (model: ModelFact) => AssignmentFact[],
  inRequest: (line: number) => boolean,
): Evidence[] {
  const result: Evidence[] = [];
  for (const node of nodesOf(file.root, [
    'for_statement',
    'list_comprehension',
    'generator_expression',
    'dictionary_comprehension',
  ])) {
    const clause = node.is('for_statement')
      ? node
      : node.children().find(item => item.is('for_in_clause'));
    const name = clause?.field('left')?.text() ?? '';
    const iterable = clause?.field('right');
    const body = node.field('body');
    const query =
      iterable && /^\w+$/.test(name) && queryOf(file, iterable, queries);
    const model = query && models.find(item => item.name === query.model);
    if (!query || !model || !body || EAGER.test(query.text)) {
      continue;
    }
    const fields = fieldsOf(model).filter(
      item =>
        /(?:^|\.)(?:ForeignKey|OneToOneField|relationship)\(/.test(item.text) &&
        !LAZY_OFF.test(item.text),
    );
    const use = accessOf(body, name, new Set(fields.map(item => item.target)));
    if (use) {
      result.push({
        path: file.path,
        ...linesOf(use),
        ...(inRequest(linesOf(use).line) ? {} : { severity: 'low' as const }),
        subject: file.enclosingOf(use).join('.') || undefined,
        note: `\`${use
          .text()
          .replace(/\s+/g, ' ')
          .slice(0, 60)}\` loads a relation for each ${
          query.model
        }; the query does not load it along`,
        related: [{ path: query.path, line: query.line }],
      });
    }
  }
  return result;
}

/** The query whose rows are gone over, directly or through a name of the same function. */
function queryOf(
  file: FileSyntax,
  iterable: SyntaxNode,
  queries: readonly QueryFact[],
): QueryFact | undefined {
  const { line, endLine } = linesOf(iterable);
  const text = iterable.text();
  const usable = (item: QueryFact) =>
    item.path === file.path && item.operation === 'select' && !item.byId;
  if (!/^\w+$/.test(text)) {
    return queries.find(
      item =>
        usable(item) &&
        item.line >= line &&
        item.endLine <= endLine &&
        !item.chain.some(link =>
          /^(?:get|first|count|exists|get_object_or_404)$/.test(link),
        ),
    );
  }
  const scope = file.enclosingOf(iterable).join('.');
  const assigned = file.assignments.filter(
    item =>
      item.target === text &&
      item.line <= line &&
      item.enclosing.join('.') === scope,
  );
  const last = assigned.at(-1);
  // Filled in steps: some step may load the relations.
  return last && !assigned.some(item => EAGER.test(item.text))
    ? queries.find(
        item =>
          usable(item) &&
          item.line >= last.line &&
          item.endLine <= last.endLine,
      )
    : undefined;
}

/** `order.customer.name`, `order.items.all()`: something that the row does not hold itself. */
function accessOf(
  body: SyntaxNode,
  name: string,
  fields: ReadonlySet<string>,
): SyntaxNode | undefined {
  return nodesOf(body, ['attribute']).find(node => {
    const match = /^(\w+)\.(\w+)\.(\w+)$/.exec(node.text());
    if (!match || match[1] !== name || !mentions(node.text(), [name])) {
      return false;
    }
    if (fields.has(match[2])) {
      return !/^(?:pk|id)$/.test(match[3]) || !/_id$/.test(match[2]);
    }
    // Managers of the other side.
    return (
      /^(?:all|filter|count|exists|first|last|values_list|order_by|exclude)$/.test(
        match[3],
      ) &&
      node.parent()?.is('call') === true &&
      (/_set$/.test(match[2]) ||
        /^(?:all|exists|order_by|exclude)$/.test(match[3]))
    );
  });
}
