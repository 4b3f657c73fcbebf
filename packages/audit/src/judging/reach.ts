import type { SyntaxNode } from '../syntax/nodes';
import { CheckContext } from '../engine/types';
import { SpanFact } from '../facts/applications/schema';
import { Fn, functionsOf } from '../facts/flow/functions';
import { HandlerFact } from '../facts/handlers/schema';
import { CallFact, FileSyntax } from '../syntax/schema';

/** A function with its file, for checks that look at what it does. */
export interface Code {
  span: SpanFact;
  file: FileSyntax;
  fn: Fn;
  /** Calls inside, those of inner functions included. */
  calls: CallFact[];
  text: string;
}

/** The function of a span; `undefined` when the file cannot be read any more. */
export async function codeOf(
  context: Pick<CheckContext, 'syntax'>,
  span: SpanFact,
): Promise<Code | undefined> {
  const file = await context.syntax.file(span.path);
  const fn =
    file &&
    functionsOf(file).find(
      item => item.line === span.line && item.endLine === span.endLine,
    );
  return (
    file &&
    fn && {
      span,
      file,
      fn,
      text: fn.node.text(),
      calls: callsWithin(file, span),
    }
  );
}

/** A handler and the own functions that it leads to, itself first. */
export async function reachedCode(
  context: Pick<CheckContext, 'syntax'>,
  handler: HandlerFact,
): Promise<Code[]> {
  const result: Code[] = [];
  for (const span of [handler.body, ...handler.reaches]) {
    const code = await codeOf(context, span);
    if (code) {
      result.push(code);
    }
  }
  return result;
}

export function callsWithin(
  file: FileSyntax,
  { line, endLine }: { line: number; endLine: number },
): CallFact[] {
  return file.calls.filter(
    call => call.line >= line && call.endLine <= endLine,
  );
}

/** Lines of a node, from 1. */
export function linesOf(node: SyntaxNode): { line: number; endLine: number } {
  const { start, end } = node.range();
  return { line: start.line + 1, endLine: end.line + 1 };
}

/** Exceptions that a Python handler names; empty for a bare one. */
export function caughtBy(clause: SyntaxNode): string[] {
  let [caught] = clause
    .children()
    .filter(
      child => child.isNamed() && !child.is('block') && !child.is('comment'),
    );
  if (!caught) {
    return [];
  }
  if (caught.is('as_pattern')) {
    caught = caught.children().filter(child => child.isNamed())[0];
  }
  return caught.is('tuple')
    ? caught
        .children()
        .filter(child => child.isNamed())
        .map(child => child.text())
    : [caught.text()];
}

const EVERYTHING = /^(?:builtins\.)?(?:Exception|BaseException)$/;

/** Handlers inside a function that take every exception. */
export function broadHandlers({ file, fn }: Pick<Code, 'file' | 'fn'>): {
  clause: SyntaxNode;
  tried: SyntaxNode;
  body: SyntaxNode;
}[] {
  const python = file.language === 'python';
  return fn.node
    .findAll({ rule: { kind: python ? 'except_clause' : 'catch_clause' } })
    .filter(clause => {
      const caught = python ? caughtBy(clause) : [];
      return caught.length === 0 || caught.some(name => EVERYTHING.test(name));
    })
    .flatMap(clause => {
      const body =
        clause.field('body') ??
        clause.children().find(item => item.is('block'));
      const tried = clause.parent()?.field('body');
      return body && tried ? [{ clause, tried, body }] : [];
    });
}
