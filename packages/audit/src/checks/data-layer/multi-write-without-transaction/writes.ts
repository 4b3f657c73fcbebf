import type { SyntaxNode } from '../../../syntax/nodes';
import { storeCall } from '../../../facts/database/storeCalls';
import { CallFact } from '../../../syntax/schema';
import { Code } from '../../../judging/reach';

/** What makes several writes one. */
export const TRANSACTION =
  /\batomic\b|\.begin(?:_nested)?\(|\.transaction\(|\$transaction|startTransaction|withTransaction|@Transactional|queryRunner|unit_of_work|\buow\b|["'`]BEGIN\b|START TRANSACTION|sessionmaker\.begin|\btrx\b|\btx\b/i;

/** Stores whose writes stand alone by default, and rows that are kept on purpose whatever happens. */
const DOCUMENTS =
  /(?:insert|update|delete|replace)_(?:one|many)|(?:insert|update|delete|replace)(?:One|Many)|find(?:_one_and|OneAnd|ByIdAnd)/;
const ASIDE =
  /log|audit|history|activity|notif|event|session|token|cache|last_?(?:seen|login|view)|metric/i;

/** Something that a write goes to. */
interface Write {
  call: CallFact;
  node: SyntaxNode;
  target: string;
}

/** Two writes of a function that belong together and of which only the first may happen; the second is given. */
export function looseWrite(code: Code): CallFact | undefined {
  const writes = code.calls.flatMap((call): Write[] => {
    const { action, onlyOnce } = storeCall(call, code.file) ?? {};
    // What is made only when it is not there is made again without harm.
    const node =
      !onlyOnce &&
      (action === 'create' || action === 'update' || action === 'delete')
        ? code.file.nodeOf(call)
        : undefined;
    const target = call.callee
      .replace(/\.(?:objects|query)\b[^]*$/, '')
      .replace(/\.\w+$/, '');
    return node &&
      !DOCUMENTS.test(call.callee) &&
      !ASIDE.test(call.callee) &&
      isOwn(node, code)
      ? [{ call, node, target }]
      : [];
  });
  for (const [index, first] of writes.entries()) {
    const second = writes.slice(index + 1).find(
      item =>
        item.target !== first.target &&
        !excludes(first.node, item.node) &&
        // What a session collects is written at its one commit.
        !/(?:session|sess|db)\.(?:add|add_all|delete|merge)$/.test(
          item.call.callee,
        ),
    );
    if (
      second &&
      !/(?:session|sess|db)\.(?:add|add_all|delete|merge)$/.test(
        first.call.callee,
      )
    ) {
      return second.call;
    }
  }
  return undefined;
}

/** Directly in the function: what inner functions write is theirs. */
function isOwn(node: SyntaxNode, code: Code): boolean {
  const around = node
    .ancestors()
    .find(item =>
      /^(?:function_definition|lambda|function_declaration|function_expression|arrow_function|method_definition)$/.test(
        item.kind(),
      ),
    );
  return around?.range().start.index === code.fn.node.range().start.index;
}

const BRANCHES =
  /^(?:if_statement|elif_clause|else_clause|except_clause|catch_clause|switch_case|case_clause|match_statement|switch_body|try_statement|conditional_expression|ternary_expression)$/;
const LEAVES =
  /^(?:return_statement|raise_statement|throw_statement|continue_statement)$/;

/** At most one of the two happens: they stand in different branches, or the first one leaves. */
function excludes(first: SyntaxNode, second: SyntaxNode): boolean {
  const later = second.range();
  let child = first;
  for (const ancestor of first.ancestors()) {
    const { start, end } = ancestor.range();
    const isCommon =
      start.index <= later.start.index && end.index >= later.end.index;
    if (isCommon) {
      return (
        BRANCHES.test(ancestor.kind()) && !bothInBody(ancestor, child, second)
      );
    }
    if (
      /^(?:block|statement_block)$/.test(ancestor.kind()) &&
      LEAVES.test(
        String(
          ancestor
            .children()
            .filter(item => item.isNamed())
            .at(-1)
            ?.kind(),
        ),
      )
    ) {
      return true;
    }
    child = ancestor;
  }
  return false;
}

/** Both in the same child of a branching statement. */
function bothInBody(
  statement: SyntaxNode,
  child: SyntaxNode,
  second: SyntaxNode,
): boolean {
  return statement
    .children()
    .some(
      item =>
        item.range().start.index <= child.range().start.index &&
        item.range().end.index >= second.range().end.index,
    );
}
