import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { lineOf } from '../../../facts/applications/code';
import { isMinorUnit, moneyName } from './names';

const STATISTICS =
  /^(?:statistics|numpy|pandas|scipy|sklearn|torch|matplotlib|polars)\b/;
const DISPLAY =
  /display|format|label|text|str|percent|share|ratio|chart|plot|score|feature|log/i;

const lastName = (text: string) => text.split('.').pop() ?? text;

/**
 * Arithmetic of Python that makes binary fractions of money: minor units divided by 100, and `float()` of an amount as
 * an operand, where the result is stored in something that is an amount.
 */
export async function floatArithmetic(
  context: CheckContext,
): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['/ 100', '/100', 'float('],
  })) {
    if (file.imports.some(item => STATISTICS.test(item.module))) {
      continue;
    }
    for (const node of file.root.findAll({
      rule: { kind: 'binary_operator', regex: '/ ?100(?:\\.0)?$|float\\(' },
    })) {
      const left = node.field('left');
      const right = node.field('right');
      const operator = node.field('operator')?.text();
      if (!left || !right) {
        continue;
      }
      const target = targetOf(node);
      if (!target || DISPLAY.test(target)) {
        continue;
      }
      const divides =
        operator === '/' &&
        /^100(?:\.0)?$/.test(right.text()) &&
        isAmount(left) &&
        (moneyName(target) !== undefined || target.includes('.'));
      const converted = [left, right].find(
        side =>
          ['+', '-', '*'].includes(operator ?? '') &&
          side.kind() === 'call' &&
          side.field('function')?.text() === 'float' &&
          moneyIn(side.text()),
      );
      if (
        divides ||
        (converted && (moneyName(lastName(target)) || target.includes('.')))
      ) {
        result.push({
          path: file.path,
          line: lineOf(node),
          subject: `${file.enclosingOf(node).join('.') || 'module'} ${target}`,
          note: divides
            ? `${left
                .text()
                .slice(
                  0,
                  60,
                )} becomes a binary fraction and goes into ${target}`
            : `float() of an amount is calculated with and goes into ${target}`,
        });
      }
    }
  }
  return result;
}

/** A name, attribute or item of minor units; no product with a rate. */
function isAmount(node: SyntaxNode): boolean {
  return (
    ['identifier', 'attribute', 'subscript'].includes(node.kind()) &&
    (moneyIn(node.text()) || isMinorUnit(node.text()))
  );
}

function moneyIn(text: string): boolean {
  return (text.match(/[A-Za-z_]\w*/g) ?? []).some(
    name =>
      name !== 'float' && (moneyName(name) !== undefined || isMinorUnit(name)),
  );
}

/** What takes the result: a variable, an attribute, a keyword. */
function targetOf(node: SyntaxNode): string | undefined {
  let current = node;
  for (let depth = 0; depth < 6; depth++) {
    const parent = current.parent();
    switch (parent?.kind()) {
      case 'assignment':
      case 'augmented_assignment':
        return parent.field('left')?.text();
      case 'keyword_argument':
        return parent.field('name')?.text();
      case 'binary_operator':
      case 'parenthesized_expression':
        current = parent;
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}
