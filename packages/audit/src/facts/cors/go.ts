import {
  endLineOf,
  lineOf,
  namedChildren,
  nodesOfKind,
  stringText,
} from '../applications/code';
import { ApplicationFact } from '../applications/schema';
import { Workbench } from '../applications/Workbench';
import { truth, literal, blank } from './facts';
import { CorsFact } from './schema';

export async function ofGo(
  bench: Workbench,
  app: ApplicationFact,
): Promise<CorsFact[]> {
  const result: CorsFact[] = [];
  const files = await bench.context.syntax.files({
    languages: ['go'],
    containing: ['cors', 'CORS'],
  });
  for (const file of files.filter(
    item => !app.part || item.path.startsWith(`${app.part}/`),
  )) {
    for (const literalNode of nodesOfKind(file.root, 'composite_literal')) {
      const type = literalNode.field('type')?.text() ?? '';
      if (
        !/^(?:\w+\.)?(?:cors\.Options|cors\.Config|CORSConfig)$|CORSConfig$/.test(
          type,
        )
      ) {
        continue;
      }
      const fact = blank(
        app,
        {
          path: file.path,
          line: lineOf(literalNode),
          endLine: endLineOf(literalNode),
        },
        type,
      );
      fact.credentials = false;
      let named = false;
      for (const element of nodesOfKind(literalNode, 'keyed_element')) {
        const [key, value] = namedChildren(element);
        const name = key?.text();
        if (!value) {
          continue;
        }
        if (name === 'AllowedOrigins' || name === 'AllowOrigins') {
          named = true;
          const strings = nodesOfKind(value, 'interpreted_string_literal');
          for (const item of strings) {
            const text = stringText(item) ?? '';
            fact.origins.push({
              ...literal(text, file.path, lineOf(item)),
              pattern: text !== '*' && text.includes('*'),
            });
          }
          fact.dynamic = !strings.length;
        } else if (name === 'AllowAllOrigins' && value.text() === 'true') {
          named = true;
          fact.origins.push(literal('*', file.path, lineOf(element)));
        } else if (name === 'AllowCredentials') {
          fact.credentials = truth(value.text());
        } else if (name === 'AllowOriginFunc') {
          named = true;
          const text = value.text();
          if (/\{\s*return\s+true\s*\}/.test(text)) {
            fact.reflects = {
              path: file.path,
              line: lineOf(element),
              note: 'AllowOriginFunc returns true',
            };
          } else {
            fact.dynamic = true;
          }
        }
      }
      if (!named && type === 'cors.Options') {
        fact.origins.push(literal('*', file.path, lineOf(literalNode)));
      }
      result.push(fact);
    }
    for (const call of file.calls) {
      if (/^cors\.(?:AllowAll|Default)$/.test(call.callee)) {
        result.push({
          ...blank(app, call, call.callee),
          origins: [literal('*', file.path, call.line)],
        });
      }
    }
  }
  // Several routers in one part share the middleware: it is reported with the first.
  return result;
}
