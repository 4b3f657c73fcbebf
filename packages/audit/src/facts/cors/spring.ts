import {
  endLineOf,
  lineOf,
  nodeOfCall,
  nodesOfKind,
  stringText,
} from '../applications/code';
import { ApplicationFact } from '../applications/schema';
import { Workbench } from '../applications/Workbench';
import { literal, blank } from './facts';
import { CorsFact } from './schema';

export async function ofSpring(
  bench: Workbench,
  app: ApplicationFact,
): Promise<CorsFact[]> {
  const result: CorsFact[] = [];
  const files = await bench.context.syntax.files({
    languages: ['java'],
    containing: ['CrossOrigin', 'llowedOrigin'],
  });
  for (const file of files.filter(
    item => !app.part || item.path.startsWith(`${app.part}/`),
  )) {
    // `new CorsConfiguration()` and its setters, or `registry.addMapping(…)` and what is chained to it.
    const groups = new Map<string, CorsFact>();
    for (const call of file.calls) {
      const method = call.callee.split('.').pop()!;
      const group = call.enclosing.join('.');
      const fact = groups.get(group);
      if (/^(?:set|add)?[aA]llowedOrigin(?:Pattern)?s?$/.test(method)) {
        const made = fact ?? {
          ...blank(app, call, 'Spring'),
          line: call.endLine,
          endLine: call.endLine,
        };
        const node = nodeOfCall(file, call);
        for (const text of node
          ? nodesOfKind(node.field('arguments')!, 'string_literal')
          : []) {
          const value = stringText(text);
          if (value) {
            made.origins.push({
              ...literal(value, file.path, lineOf(text)),
              pattern: value !== '*' && value.includes('*'),
            });
            made.line = lineOf(text);
            made.endLine = lineOf(text);
          }
        }
        groups.set(group, made);
      }
    }
    for (const call of file.calls) {
      const fact = groups.get(call.enclosing.join('.'));
      if (
        fact &&
        /^(?:set)?[aA]llowCredentials$/.test(call.callee.split('.').pop()!)
      ) {
        fact.credentials =
          call.args[0]?.text === 'true' ||
          call.args[0]?.text === 'Boolean.TRUE';
      }
    }
    result.push(...groups.values());
    for (const kind of ['annotation', 'marker_annotation']) {
      for (const annotation of nodesOfKind(file.root, kind)) {
        if (annotation.field('name')?.text() !== 'CrossOrigin') {
          continue;
        }
        const text = annotation.text();
        const fact = blank(
          app,
          {
            path: file.path,
            line: lineOf(annotation),
            endLine: endLineOf(annotation),
          },
          '@CrossOrigin',
        );
        const values = nodesOfKind(annotation, 'string_literal').map(
          item => stringText(item) ?? '',
        );
        const origins = values.filter(
          value => value === '*' || value.includes('://'),
        );
        for (const value of origins.length ||
        /[oO]rigin/.test(text.replace('CrossOrigin', ''))
          ? origins
          : ['*']) {
          fact.origins.push({
            ...literal(value, file.path, lineOf(annotation)),
            pattern: value !== '*' && value.includes('*'),
          });
        }
        fact.credentials = /allowCredentials\s*=\s*"true"/.test(text);
        result.push(fact);
      }
    }
  }
  return result;
}
