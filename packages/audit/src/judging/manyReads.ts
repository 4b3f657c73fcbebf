import { DatabaseQueries, QueryFact } from '../facts/database/schema';
import { CallFact } from '../syntax/schema';
import { Code } from './reach';

/** Ends of chains that give one row, a number or nothing to answer. */
const SINGLE =
  /^(?:\w+\.)*(?:a?get|get_or_404|a?first|first_or_404|first_or_none|one|one_or_none|scalar_one|scalar_one_or_none|scalar|a?last|latest|earliest|a?exists|a?count|len|aggregate|find_one|findOne\w*|findFirst\w*|findUnique\w*|findById\w*|findByPk|get_or_none|get_by_id|getOne|getRawOne|limit|take|slice|paginate|delete|update|values_list|in_bulk|Subquery|Exists|OuterRef|Prefetch|in_|exec_one)$/;

const isMany = (query: QueryFact) =>
  query.operation === 'select' &&
  !query.byId &&
  !query.chain.some(item => SINGLE.test(item)) &&
  !/\[\s*(?:\w*\s*:|0\])/.test(query.text.slice(-40)) &&
  !/^(?:get_object_or_404|aget_object_or_404)/.test(query.text);

/** `Order.objects.all()[:50]`, at once or in the next lines by the name that takes it. */
function isSliced(code: Code, query: QueryFact): boolean {
  const lines = code.file.text.split('\n').slice(query.line - 1, query.endLine);
  const name = /^\s*(\w+)\s*=/.exec(lines[0] ?? '')?.[1];
  const text = lines.join('\n');
  return (
    /[)\w]\[\s*[\w.]*\s*:\s*[\w.+]+\s*\]/.test(text) ||
    (name !== undefined &&
      new RegExp(`\\b${name}\\[\\s*[\\w.]*\\s*:\\s*[\\w.+]+\\s*\\]`).test(
        code.text,
      ))
  );
}

/** Statement in SQL that reads rows without a limit and not by a key. */
const SELECTS = /^[\s"'`frb(]*select\b/i;
const NARROW =
  /\blimit\b|\bfetch\s+(?:first|next)\b|\btop\s*\(?\d|\bcount\(|\bsum\(|\bmax\(|\bwhere\s+(?:\w+\.)?(?:id|uuid|key|email|slug|name|token|\w+_id)\s*=/i;

/** A read of many rows in a function: a query without an end that makes it one, or a cursor that is read to its end. */
export function manyRead(
  code: Code,
  { queries }: DatabaseQueries,
): { path: string; line: number; text: string } | undefined {
  const query = queries.find(
    item =>
      item.path === code.file.path &&
      item.line >= code.span.line &&
      item.endLine <= code.span.endLine &&
      isMany(item) &&
      !isSliced(code, item),
  );
  if (query) {
    return {
      path: query.path,
      line: query.line,
      text: query.text.replace(/\s+/g, ' ').replace(/^\( /, '').slice(0, 60),
    };
  }
  const call = code.calls.find(item => readsAll(item));
  return (
    call && {
      path: call.path,
      line: call.line,
      text: call.callee.replace(/\s+/g, '').slice(-60),
    }
  );
}

/** Reads rows at all, however many. */
export function readsRows(code: Code, { queries }: DatabaseQueries): boolean {
  return queries.some(
    item =>
      item.path === code.file.path &&
      item.line >= code.span.line &&
      item.endLine <= code.span.endLine &&
      item.operation === 'select' &&
      !item.byId,
  );
}

function readsAll(call: CallFact): boolean {
  if (
    /^(?:prisma|this\.prisma|db|this\.db|\w*[rR]epo(?:sitory)?|this\.\w*[rR]epo(?:sitory)?)(?:\.\w+)?\.(?:findMany|findAll)$/.test(
      call.callee,
    )
  ) {
    return true;
  }
  // `collection.find({…}).toArray()`, `collection.find({}).to_list(None)`
  if (/\.find\([^]*\)\.(?:toArray|to_list)$/.test(call.callee)) {
    return (
      !/\.limit\(/.test(call.callee) && !/^\d/.test(call.args[0]?.text ?? '')
    );
  }
  const [statement] = call.args;
  const text =
    typeof statement?.value === 'string' ? statement.value : statement?.text;
  return (
    text !== undefined &&
    /(?:^|\.)(?:query|all|any|many|manyOrNone|fetch|fetch_all|\$queryRaw)$/.test(
      call.callee,
    ) &&
    SELECTS.test(text) &&
    !NARROW.test(text)
  );
}
