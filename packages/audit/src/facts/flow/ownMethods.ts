import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { namedChildren, nodesOfKind } from '../applications/code';
import { Resolver } from '../applications/Resolver';
import { isScript } from './shapes';

const MAX_BASES = 4;

/**
 * Whether `this.orders.find(…)` calls a method of an own class, which the field or the parameter of the constructor is
 * declared as: what happens to the value is seen inside, under the names of libraries only what they do counts.
 */
export async function isOwnMethod(
  file: FileSyntax,
  callee: SyntaxNode,
  resolver: Resolver,
): Promise<boolean> {
  const match = isScript(file.language)
    ? /^this\.([A-Za-z_$][\w$]*)\.([A-Za-z_$][\w$]*)$/.exec(callee.text())
    : null;
  const type = match && declaredType(file, match[1]);
  if (!match || !type) {
    return false;
  }
  let owner = await resolver.class(file.path, type);
  for (let depth = 0; owner && depth < MAX_BASES; depth++) {
    const { name, path, bases } = owner;
    const home = await resolver.file(path);
    if (
      home?.functions.some(
        item => item.name === match[2] && item.enclosing.includes(name),
      )
    ) {
      return true;
    }
    const base = bases[0]?.split(/[<(]/)[0];
    owner = base ? await resolver.class(path, base) : undefined;
  }
  return false;
}

/** Name of the class that a field, or a parameter that becomes one, is declared as. */
function declaredType(file: FileSyntax, field: string): string | undefined {
  for (const kind of [
    'required_parameter',
    'optional_parameter',
    'public_field_definition',
  ]) {
    for (const node of nodesOfKind(file.root, kind)) {
      const name = node.field('pattern') ?? node.field('name');
      const annotation = node.field('type');
      const [type] = annotation ? namedChildren(annotation) : [];
      if (name?.text() === field && type) {
        return /^[A-Z]\w*/.exec(type.text())?.[0];
      }
    }
  }
  return undefined;
}
