import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax, FunctionFact } from '../../syntax/schema';
import { namedChildren, nodesOfKind, stringText } from './code';
import { RouteFact } from './schema';

const DIRECTIVE = 'use server';

/** Whether a body begins with the directive that makes functions callable by the browser. */
function isServer(body: SyntaxNode): boolean {
  const [first] = namedChildren(body).filter(item => item.kind() !== 'comment');
  const [text] =
    first?.kind() === 'expression_statement' ? namedChildren(first) : [];
  return Boolean(text && stringText(text) === DIRECTIVE);
}

/** Server actions of a file of Next.js: exported functions of a server module, and functions with the directive inside. */
export function serverActions(file: FileSyntax): RouteFact[] {
  const exported = isServer(file.root) ? exportedLines(file) : undefined;
  const inner = new Set(
    nodesOfKind(file.root, 'statement_block')
      .filter(isServer)
      .map(block => block.parent()?.range().start.line ?? -1)
      .map(line => line + 1),
  );
  return file.functions
    .filter(made =>
      exported
        ? !made.enclosing.length && exported.has(made.line)
        : inner.has(made.line),
    )
    .map(made => actionOf(file, made));
}

/** Lines on which a module gives a function away. */
function exportedLines(file: FileSyntax): Set<number> {
  const lines = new Set<number>();
  for (const statement of nodesOfKind(file.root, 'export_statement')) {
    const { start } = statement.range();
    lines.add(start.line + 1);
    for (const child of nodesOfKind(statement, 'arrow_function')) {
      lines.add(child.range().start.line + 1);
    }
  }
  return lines;
}

function actionOf(file: FileSyntax, made: FunctionFact): RouteFact {
  return {
    method: 'POST',
    fullPath: `/${made.name}`,
    path: file.path,
    line: made.line,
    handler: made.name,
    body: { path: file.path, line: made.line, endLine: made.endLine },
    parameters: made.parameters.map(item => item.name),
    guards: [],
    guardedBy: [],
    async: true,
    list: false,
  };
}
