import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { HandlerFact } from '../../../facts/handlers/schema';
import { Code, linesOf } from '../../../judging/reach';
import { routeName } from '../../../judging/routes';

const KEYS =
  /^["']?(?:env|environment|app_?env|node_?env|stage|host_?name|hostname|python_?version|node_?version|platform|debug|settings|config|database_?url)["']?$/i;
const VALUES =
  /\bsettings\.\w|\bos\.environ|\bgetenv\(|\bprocess\.(?:env|version|platform)|\bconfig\.\w|\bapp\.config|gethostname|\bos\.hostname|\bplatform\.|\bsys\.version/;

/** Entries of an answer that tell where and how the service runs. */
export function surroundings(handler: HandlerFact, code: Code): Evidence[] {
  return code.fn.node
    .findAll({ rule: { kind: 'pair' } })
    .filter(
      pair =>
        KEYS.test(pair.field('key')?.text() ?? '') &&
        /^(?!\s*[[{])/.test(pair.field('value')?.text() ?? '{') &&
        VALUES.test(pair.field('value')?.text() ?? '') &&
        isAnswered(pair),
    )
    .map(pair => ({
      path: code.file.path,
      line: linesOf(pair).line,
      subject: `${routeName(handler.route)}: ${pair
        .field('key')!
        .text()
        .replace(/["']/g, '')}`,
      note: `everybody is told \`${pair
        .text()
        .replace(/\s+/g, ' ')
        .slice(0, 60)}\``,
    }));
}

/** The entry is part of what is returned or sent, and not of a log line. */
function isAnswered(pair: SyntaxNode): boolean {
  for (const ancestor of pair.ancestors()) {
    const kind = ancestor.kind();
    if (kind === 'return_statement') {
      return true;
    }
    if (kind === 'call' || kind === 'call_expression') {
      const callee = ancestor.field('function')?.text() ?? '';
      return /(?:^|\.)(?:json|send|jsonify|JsonResponse|JSONResponse|Response)$/.test(
        callee,
      );
    }
    if (/statement|declaration|assignment/.test(kind)) {
      return false;
    }
  }
  return false;
}
