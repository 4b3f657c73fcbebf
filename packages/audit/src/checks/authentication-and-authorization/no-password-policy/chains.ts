import type { SyntaxNode } from '../../../syntax/nodes';
import { CheckContext } from '../../../engine/types';
import {
  argumentNodes,
  lineOf,
  nodeOfCall,
  stringText,
} from '../../../facts/applications/code';
import { hasRule } from './rules';

const STARTS = /(?:^|\.)(?:body|check|checkBody)$/;

/** Rules of express-validator for a field: `check('password').isLength({ min: 12 })`, with those that suffice first. */
export async function chainsFor(
  context: CheckContext,
  field: string,
): Promise<{ good: boolean; path: string; line: number; owner: string }[]> {
  const files = await context.syntax.files({
    languages: ['typescript', 'javascript'],
    containing: ['express-validator'],
  });
  const found = files.flatMap(file =>
    file.calls.flatMap(call => {
      const node = STARTS.test(call.name) ? nodeOfCall(file, call) : undefined;
      const [first] = node ? argumentNodes(node) : [];
      const text =
        node && first && stringText(first) === field ? chainAround(node) : '';
      // A sign-in only asks that something was sent.
      return /\.(?:isLength|isStrongPassword|matches|custom)\(/.test(text)
        ? [
            {
              good: hasRule(text) || /\.custom\(/.test(text),
              path: file.path,
              line: lineOf(first!),
              owner: 'express-validator',
            },
          ]
        : [];
    }),
  );
  return found.sort((a, b) => Number(b.good) - Number(a.good));
}

/** The whole chain of calls that begins with a node. */
function chainAround(node: SyntaxNode): string {
  let current = node;
  for (let depth = 0; depth < 60; depth++) {
    const parent = current.parent();
    const kind = String(parent?.kind());
    if (
      !parent ||
      (kind !== 'member_expression' &&
        !(
          kind === 'call_expression' &&
          parent.field('function')?.id() === current.id()
        ))
    ) {
      break;
    }
    current = parent;
  }
  return current.text().slice(0, 2000);
}
