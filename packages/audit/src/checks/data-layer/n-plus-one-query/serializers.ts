import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { ClassFact, FileSyntax } from '../../../syntax/schema';
import { callsWithin } from '../../../judging/reach';
import { storeCall } from '../../../facts/database/storeCalls';
import { EAGER } from './relations';

const LISTS =
  /(?:^|\.)(?:ModelViewSet|ReadOnlyModelViewSet|ListModelMixin|ListAPIView|ListCreateAPIView)$/;
const LOADS_ALONG = /annotate\(|Prefetch\(/;

/**
 * Serializers of Django REST framework that ask the database for each object, used by a view that lists objects whose
 * query does not load along what they ask for.
 */
export async function serializerQueries(
  context: Pick<CheckContext, 'syntax'>,
): Promise<Evidence[]> {
  const views = await listViews(context);
  if (!views.size) {
    return [];
  }
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['SerializerMethodField', 'many=True', 'many = True'],
  })) {
    for (const owner of file.classes) {
      const view = views.get(owner.name);
      if (view) {
        result.push(...nested(owner, view), ...methods(file, owner, view));
      }
    }
  }
  return result;
}

interface View {
  name: string;
  path: string;
  line: number;
  /** What it queries, as written. */
  query: string;
}

/** Views that list, by the serializer that they use. */
async function listViews(
  context: Pick<CheckContext, 'syntax'>,
): Promise<Map<string, View>> {
  const result = new Map<string, View>();
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['serializer_class'],
  })) {
    for (const owner of file.classes) {
      const field = (name: string) =>
        owner.fields.find(item => item.target === name)?.text ?? '';
      const serializer = field('serializer_class').split('.').pop()!;
      if (!serializer || !owner.bases.some(base => LISTS.test(base))) {
        continue;
      }
      const method = file.functions.find(
        item =>
          item.name === 'get_queryset' && item.enclosing.at(-1) === owner.name,
      );
      const lines = method
        ? file.text
            .split('\n')
            .slice(method.line - 1, method.endLine)
            .join('\n')
        : '';
      const query = `${field('queryset')}\n${lines}`;
      // What is made elsewhere is not known.
      if (/\.objects\b/.test(query)) {
        result.set(serializer, {
          name: owner.name,
          path: file.path,
          line: owner.line,
          query,
        });
      }
    }
  }
  return result;
}

/** `items = ItemSerializer(many=True)` under a view that does not prefetch. */
function nested(owner: ClassFact, view: View): Evidence[] {
  return owner.fields
    .filter(
      item =>
        /Serializer\(/.test(item.text) &&
        /many\s*=\s*True/.test(item.text) &&
        !/write_only\s*=\s*True/.test(item.text) &&
        !/prefetch_related|Prefetch\(/.test(view.query),
    )
    .map(item => ({
      path: item.path,
      line: item.line,
      subject: `${owner.name}.${item.target}`,
      note: `\`${item.target}\` is loaded for each object of ${view.name}, whose query does not prefetch it`,
      related: [{ path: view.path, line: view.line }],
    }));
}

/** `def get_total(self, order): return order.items.count()` */
function methods(file: FileSyntax, owner: ClassFact, view: View): Evidence[] {
  return file.functions
    .filter(
      item =>
        /^get_\w+$/.test(item.name) &&
        item.enclosing.at(-1) === owner.name &&
        item.parameters.length === 2 &&
        owner.fields.some(
          field =>
            field.target === item.name.slice(4) &&
            /SerializerMethodField/.test(field.text),
        ),
    )
    .flatMap(method => {
      const object = method.parameters[1].name;
      const relation = new RegExp(
        `^(?:self\\.instance|${object})\\.(\\w+)\\.(all|filter|count|exists|first|last|aggregate|exclude|order_by|values_list)$`,
      );
      const call = callsWithin(file, method).find(item => {
        const match = relation.exec(item.callee);
        if (match) {
          return /filter|exclude|order_by|first|last|aggregate/.test(match[2])
            ? !LOADS_ALONG.test(view.query)
            : !(EAGER.test(view.query) && view.query.includes(match[1]));
        }
        return (
          storeCall(item, file)?.action === 'read' ||
          /^[A-Z]\w*\.objects\.(?:filter|exclude|aggregate)$/.test(item.callee)
        );
      });
      return call && !LOADS_ALONG.test(view.query)
        ? [
            {
              path: file.path,
              line: call.line,
              subject: `${owner.name}.${method.name}`,
              note: `\`${call.callee}\` asks the database for each object of ${view.name}`,
              related: [{ path: view.path, line: view.line }],
            },
          ]
        : [];
    });
}
