import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { namedChildren, stringText, unwrap } from '../applications/code';
import { Resolver } from '../applications/Resolver';
import { boundTo, functionAround } from './expressions';

/** Entries of an options object, spread objects and names followed. */
export interface Options {
  entries: Map<string, { node: SyntaxNode; file: FileSyntax }>;
  /** Something in it could not be followed. */
  open: boolean;
}

const MAX_STEPS = 6;

/** Reads an options object that is written here, bound to a name, or exported by another file. */
export async function readOptions(
  resolver: Resolver,
  file: FileSyntax,
  given: SyntaxNode,
  steps = 0,
): Promise<Options> {
  const node = unwrap(given);
  const result: Options = { entries: new Map(), open: false };
  if (steps > MAX_STEPS) {
    return { ...result, open: true };
  }
  if (node.is('object') || node.is('dictionary')) {
    for (const child of namedChildren(node)) {
      const key = child.field('key');
      if (child.is('spread_element') || child.is('dictionary_splat')) {
        const inner = namedChildren(child)[0];
        const other = inner
          ? await readOptions(resolver, file, inner, steps + 1)
          : undefined;
        other?.entries.forEach((value, name) =>
          result.entries.set(name, value),
        );
        result.open ||= other?.open ?? true;
      } else if (key) {
        const value = child.field('value');
        if (value) {
          result.entries.set(stringText(key) ?? key.text(), {
            node: value,
            file,
          });
        }
      } else if (child.is('shorthand_property_identifier')) {
        result.entries.set(child.text(), { node: child, file });
      }
    }
    return result;
  }
  if (node.is('identifier')) {
    const found = await definitionOf(resolver, file, node);
    if (found) {
      return readOptions(resolver, found.file, found.node, steps + 1);
    }
  }
  return { ...result, open: true };
}

/** The one value that a name has: in its function, at the top of its file, or where it is imported from. */
export async function definitionOf(
  resolver: Resolver,
  file: FileSyntax,
  name: SyntaxNode,
): Promise<{ file: FileSyntax; node: SyntaxNode } | undefined> {
  const text = name.text();
  for (const within of [functionAround(name), file.root]) {
    const bound = boundTo(within, text);
    if (bound.length === 1) {
      return { file, node: bound[0] };
    }
    if (bound.length > 1) {
      return undefined;
    }
  }
  const place = await resolver.symbol(file.path, text);
  if (!place || place.path === file.path) {
    return undefined;
  }
  const other = await resolver.file(place.path);
  const bound = other ? boundTo(other.root, place.name) : [];
  return other && bound.length === 1
    ? { file: other, node: bound[0] }
    : undefined;
}
