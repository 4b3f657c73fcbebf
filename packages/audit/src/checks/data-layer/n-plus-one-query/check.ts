import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { databaseModels } from '../../../facts/database/models';
import { databaseQueries } from '../../../facts/database/queries';
import { QueryFact } from '../../../facts/database/schema';
import { handlers } from '../../../facts/handlers/extract';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { isBrowserCode, isCommandLine } from '../../../judging/services';
import { FileSyntax } from '../../../syntax/schema';
import { queriesInLoops } from './queries';
import { lazyRelations } from './relations';
import { serializerQueries } from './serializers';

/** Words of which every query in a loop has one. */
const WORDS = [
  '.objects',
  '.execute(',
  '.scalar',
  'session.',
  '.query',
  'find_one',
  'findOne',
  'findUnique',
  'findFirst',
  'findById',
  'findByPk',
  'findMany',
  'findAll',
  '.save(',
  '.create(',
  'insert_one',
  'get_object_or_404',
  'select(',
];
/** Folders and files of code that answers requests. */
const REQUESTS =
  /(?:^|\/)(?:views?|api|apis|routes?|routers?|controllers?|serializers?|services?|resolvers?|handlers?|endpoints?|blueprints?|pages)(?:\/|\.\w+$|_\w+\.\w+$)|\.(?:controller|service|resolver|router|route)\.[jt]s$/;
const OUTSIDE =
  /(?:^|\/)(?:management|commands?|tasks?|jobs?|cron\w*|workers?|scripts?|bin|cli|seeds?|seeders?|fixtures|importers?|celery\w*|migrat\w*|backfill\w*|maintenance|upgrade\w*)(?:\/|\.\w+$)|_(?:tasks?|jobs?)\.\w+$/i;

const EAGER_CHAIN =
  /^(?:select_related|prefetch_related|populate|leftJoinAndSelect|innerJoinAndSelect|joinedload|selectinload)$/;
const EAGER_TEXT =
  /\b(?:joinedload|selectinload|subqueryload)\(|\binclude\s*:|\brelations\s*:|JOIN FETCH/;

export const check = defineCheck({
  id: 'n-plus-one-query',
  area: 'data-layer',
  severity: 'medium',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'Queries in loops (N+1)',
  description:
    'Looks at loops, comprehensions and callbacks of `map`/`forEach` in Python, JavaScript and Java whose body asks the database for something of the element, over results of queries (in requests over anything, when one row is asked for by its key); at relations of Django and SQLAlchemy rows that are read in a loop over a query that does not load them along; and at serializers of Django REST framework, nested or with methods that query, under a list view whose own query neither prefetches nor annotates. Writing one row after the other in a request is low, and so is what no request waits for. Loops over constants and batches, `in` queries, and look-ups that Prisma puts together do not count. Lazy relations of TypeORM, Hibernate and templates, and queries behind further calls are not judged.',
  failureMode:
    'For a list of N elements the database is asked N + 1 times instead of once or twice.',
  manifestation:
    'The page is quick with ten rows of test data, and takes seconds with a thousand; the database is busy with tiny queries.',
  impact:
    "Response times grow with the customers' data, connections are held longer, and the database becomes the bottleneck of everything else.",
  remediation:
    'Load what the loop needs together with the rows, or ask for all keys at once.\n\n```python\norders = Order.objects.select_related("customer").prefetch_related("items")\nprices = {p.id: p for p in Price.objects.filter(id__in=ids)}\n```',
  guardrail: {
    linter: 'django-auto-prefetch, nplusone, ORM linters (partly)',
    tests: 'query-count assertions (assertNumQueries)',
    architecture: 'repositories that load whole aggregates',
  },
  references: [
    {
      title: 'Django: database access optimization',
      url: 'https://docs.djangoproject.com/en/stable/topics/db/optimization/',
    },
    {
      title: 'CWE-1049',
      url: 'https://cwe.mitre.org/data/definitions/1049.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const { queries } = await context.facts(databaseQueries);
    const models = await context.facts(databaseModels);
    const evidence: Evidence[] = [...(await serializerQueries(context))];
    const inRequest = await requestCode(context);
    for (const file of await context.syntax.files({
      languages: ['python', 'typescript', 'javascript', 'java'],
      containing: WORDS,
    })) {
      if (isBrowserCode(file, file.text)) {
        continue;
      }
      const runs = inRequest(file);
      evidence.push(...queriesInLoops(file, runs));
      const own = queries.filter(item => item.path === file.path);
      if (file.language === 'python' && own.length) {
        const owners = await Promise.all(
          [...new Set(own.map(item => item.model))].map(async name => {
            const model = models.models.find(item => item.name === name);
            const place = model && (await context.syntax.file(model.path));
            return [
              name,
              place?.classes.find(item => item.name === name)?.fields ?? [],
            ] as const;
          }),
        );
        const fields = new Map(owners);
        evidence.push(
          ...lazyRelations(
            file,
            own,
            models,
            model => fields.get(model.name) ?? [],
            runs,
          ),
        );
      }
    }
    return verdict(inOrder(evidence), queries);
  }),
});

function verdict(places: Evidence[], queries: readonly QueryFact[]) {
  const eager = inOrder(
    queries
      .filter(
        item =>
          item.chain.some(link => EAGER_CHAIN.test(link)) ||
          EAGER_TEXT.test(item.text),
      )
      .map(item => ({
        path: item.path,
        line: item.line,
        note: `loads what belongs to each ${item.model} along`,
      })),
  ).slice(0, 5);
  if (places.length) {
    return {
      status: 'fail' as const,
      summary: `${count(
        places.length,
        'loop asks',
        'loops ask',
      )} the database for each element: ${somePlaces(places)}`,
      evidence: places,
      ...(eager.length ? { strengths: eager } : {}),
    };
  }
  return queries.length
    ? {
        status: 'pass' as const,
        summary: eager.length
          ? 'Queries load what belongs to their rows along, and no loop asks again'
          : 'No loop asks the database for each element',
        evidence: eager,
      }
    : {
        status: 'not-applicable' as const,
        summary: 'No query of a mapper was found',
      };
}

/** Tells which lines of a file requests wait for. */
async function requestCode(
  context: CheckContext,
): Promise<(file: FileSyntax) => (line: number) => boolean> {
  const spans = (await context.facts(handlers)).handlers.flatMap(item => [
    item.body,
    ...item.reaches,
  ]);
  return file => {
    const own = spans.filter(span => span.path === file.path);
    if (OUTSIDE.test(file.path) || isCommandLine(file)) {
      return line =>
        own.some(span => line >= span.line && line <= span.endLine);
    }
    if (REQUESTS.test(file.path)) {
      return () => true;
    }
    return line => own.some(span => line >= span.line && line <= span.endLine);
  };
}
