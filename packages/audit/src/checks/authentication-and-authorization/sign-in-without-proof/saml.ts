import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import {
  argumentNodes,
  endLineOf,
  lineOf,
} from '../../../facts/applications/code';
import { callsLike, findAll } from '../../../facts/tokens/expressions';

/** Options that switch the proof of a SAML answer off. */
const OPTIONS: Record<
  string,
  { bad: (value: unknown, text: string) => boolean; note: string }
> = {
  wantAssertionsSigned: {
    bad: value => value === false,
    note: 'assertions need no signature',
  },
  validateInResponseTo: {
    bad: (value, text) => value === false || /never/i.test(text),
    note: 'answers are not bound to a request of our own',
  },
};

/** (d) SAML answers that are not bound to the own request, or need no signature. */
export async function samlResponses(
  context: CheckContext,
): Promise<{ failing: Evidence[]; good: Evidence[] }> {
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['process_response'],
  })) {
    if (!file.imports.some(({ module }) => module.startsWith('onelogin'))) {
      continue;
    }
    for (const node of callsLike(file, '\\.process_response$')) {
      const place = {
        path: file.path,
        line: lineOf(node),
        endLine: endLineOf(node),
        subject: file.enclosingOf(node).join('.') || 'process_response',
      };
      if (argumentNodes(node).length === 0) {
        failing.push({
          ...place,
          severity: 'high',
          note: 'a SAML answer is accepted without the id of the request that it answers',
        });
      } else {
        good.push({
          ...place,
          note: 'the SAML answer is bound to its request',
        });
      }
    }
  }
  for (const file of await context.syntax.files({
    languages: ['typescript', 'tsx', 'javascript'],
    containing: Object.keys(OPTIONS),
  })) {
    if (!file.imports.some(({ module }) => /saml/i.test(module))) {
      continue;
    }
    for (const node of findAll(file.root, {
      kind: 'pair',
      has: {
        field: 'key',
        regex: `^["']?(?:${Object.keys(OPTIONS).join('|')})["']?$`,
      },
    })) {
      const name = (node.field('key')?.text() ?? '').replace(/["']/g, '');
      const value = node.field('value');
      if (
        value &&
        Object.hasOwn(OPTIONS, name) &&
        OPTIONS[name].bad(file.valueOf(value), value.text())
      ) {
        failing.push({
          path: file.path,
          line: lineOf(node),
          subject: name,
          severity: 'high',
          note: `\`${name}\`: ${OPTIONS[name].note}`,
        });
      }
    }
  }
  return { failing, good };
}
