import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  entryNode,
  nodesOfKind,
  unwrap,
} from '../applications/code';
import { MiddlewareFact } from '../applications/schema';
import { Workbench } from '../applications/Workbench';

import { truth } from './facts';
import { Library } from './libraries';
import { configuredDefault } from './origins';

export async function settingTruth(
  bench: Workbench,
  file: FileSyntax,
  node: SyntaxNode,
): Promise<boolean | undefined> {
  const plain = unwrap(node);
  const configured = plain.kind() === 'call' && configuredDefault(plain);
  if (configured) {
    return truth(configured.text());
  }
  const setting = await bench.setting(
    file.path,
    // `get_settings().cors_credentials`
    plain.text().replaceAll('()', ''),
  );
  return typeof setting?.value === 'boolean' ? setting.value : undefined;
}

export function argumentCount(node: SyntaxNode | undefined): number {
  return node ? argumentNodes(node).length : 0;
}

/** The call that carries the options: `cors({…})` inside `app.use(…)`, or the attaching call itself. */
export function callAt(
  file: FileSyntax,
  item: MiddlewareFact,
  library: Library,
): CallFact | undefined {
  const inside = file.calls.filter(
    call => call.line >= item.line && call.endLine <= item.endLine,
  );
  const last = item.name.split('.').pop()!;
  return (
    inside.find(
      call =>
        library.names.includes(call.name) ||
        call.callee.split('.').pop() === last,
    ) ??
    inside.find(
      call => call.line === item.line && call.endLine === item.endLine,
    ) ??
    inside[0]
  );
}

export async function argumentElsewhere(
  bench: Workbench,
  text: string,
  name: string,
): Promise<{ file: FileSyntax; node: SyntaxNode } | undefined> {
  for (const file of await bench.context.syntax.files({
    languages: ['python'],
    containing: ['flask_cors'],
  })) {
    for (const keyword of nodesOfKind(file.root, 'keyword_argument')) {
      const value = keyword.field('value');
      if (keyword.field('name')?.text() === name && value?.text() === text) {
        return { file, node: value };
      }
    }
  }
  return undefined;
}

/** The object literal with the options, also behind a name. */
export async function optionsObject(
  bench: Workbench,
  file: FileSyntax,
  scope: readonly string[],
  node: SyntaxNode | undefined,
  item: MiddlewareFact,
): Promise<{ file: FileSyntax; node: SyntaxNode } | undefined> {
  const candidates = node ? argumentNodes(node) : [];
  for (const argument of candidates) {
    const plain = unwrap(argument);
    if (
      plain.kind() === 'object' &&
      (entryNode(plain, 'origin') ||
        entryNode(plain, 'credentials') ||
        candidates.length === 1)
    ) {
      // `NestFactory.create(App, { cors: { … } })`
      return { file, node: plain };
    }
    const nested =
      plain.kind() === 'object' ? entryNode(plain, 'cors') : undefined;
    if (nested?.kind() === 'object') {
      return { file, node: nested };
    }
  }
  for (const argument of candidates) {
    if (
      unwrap(argument).kind() !== 'identifier' &&
      unwrap(argument).kind() !== 'member_expression'
    ) {
      continue;
    }
    const assignment = await bench.resolver.assignment(
      file.path,
      scope,
      unwrap(argument).text(),
    );
    const target = assignment && (await bench.resolver.file(assignment.path));
    const object =
      target &&
      nodesOfKind(target.root, 'variable_declarator')
        .filter(
          declared => declared.field('name')?.text() === assignment!.target,
        )
        .map(declared => declared.field('value'))
        .map(value => value && unwrap(value))
        .find((value): value is SyntaxNode => value?.kind() === 'object');
    if (object) {
      return { file: target!, node: object };
    }
  }
  if (!node && item.args.length === 0) {
    return undefined;
  }
  return undefined;
}
