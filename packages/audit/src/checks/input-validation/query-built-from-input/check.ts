import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { databaseQueries } from '../../../facts/database/queries';
import { QueryFact } from '../../../facts/database/schema';
import { FlowFact, SinkFact } from '../../../facts/flow/schema';
import { judgeFlows } from '../../../judging/flows';
import { count, inOrder, judged } from '../../../judging/outcome';

const SQL =
  /\b(?:select|insert|update|delete|from|where|order\s+by|group\s+by|values|set|join|like|limit|create|drop|alter|truncate|call|exec|union|and|or|match|return)\b/i;

/** Text that is no query: other things are executed, too. */
const isNoQuery = (flow: FlowFact, sink: SinkFact) =>
  sink.kind === 'sql' &&
  !SQL.test(`${flow.before ?? ''} ${flow.after ?? ''}`) &&
  !/(?:text|raw|RawSQL|Unsafe|Raw)$|(?:^|[._])(?:cur|cursor|conn|connection|db|session|engine|pool|tx)\.\w+$/i.test(
    sink.callee,
  );

/** A body of JSON brings objects where a text is expected; a path or a form does not. */
const bringsNoObject = (flow: FlowFact, sink: SinkFact) =>
  sink.kind === 'filter' &&
  (flow.joined || !['body', 'query', 'message'].includes(flow.source.kind));

export const check = defineCheck({
  id: 'query-built-from-input',
  area: 'input-validation',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Query text built from input',
  description:
    'Starts at calls that run queries given as text (drivers, SQLAlchemy `text`, Django `raw` and `extra`, Prisma, Knex, Sequelize, TypeORM, `database/sql`, JDBC and JPA) and follows the parts of the text back to values of requests: interpolation, concatenation, `%`, `format`, helper functions, three calls deep. Also finds objects of a request that a document store takes as filter. Bound parameters, numbers, UUIDs, enums, lookups in fixed lists and escaped identifiers end the search. Values whose way to a request is not found are left out, so a name of a table that other code hands in is not reported.',
  failureMode:
    'A value that the caller chose is put into the text of a query instead of being bound to it, or an object of the caller is the filter.',
  manifestation:
    'A quote in a search field gives a syntax error; `\' OR 1=1 --` gives all rows; `{"$ne": null}` matches every document.',
  impact:
    'All data that the connection may reach can be read, changed or removed by whoever reaches the route.',
  remediation:
    'Bind values as parameters; choose identifiers from a constant list.\n\n```python\nsession.execute(text("select * from item where sku = :sku"), {"sku": sku})\ncolumn = {"name": Item.name, "price": Item.price}[sort]\n```\n\n```ts\nawait pool.query(\'select * from item where sku = $1\', [sku]);\nawait users.findOne({ email: String(req.body.email) });\n```',
  guardrail: {
    linter: 'ruff S608, eslint-plugin-security, semgrep',
    tests: 'negative tests with quotes and operators',
    ci: 'CodeQL (SQL injection)',
    architecture: 'queries only through the ORM or bound statements',
  },
  references: [
    { title: 'CWE-89', url: 'https://cwe.mitre.org/data/definitions/89.html' },
    {
      title: 'OWASP: SQL Injection Prevention',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
    },
  ],
  evaluate: judged(
    { containing: ['execute', '.query(', 'raw(', 'RawUnsafe', 'createQuery'] },
    async context => {
      const outcome = await judgeFlows(context, {
        kinds: ['sql', 'filter'],
        confidence: 'likely',
        ignore: (flow, sink) =>
          isNoQuery(flow, sink) || bringsNoObject(flow, sink),
        // One field of a body in a filter: schemas of the store often turn objects into text.
        doubtful: (flow, sink) =>
          sink.kind === 'filter' && flow.source.name.split('.').length > 2,
        one: 'query is put together from a request',
        many: 'queries are put together from requests',
        clean: 'the text of a query',
        absent: 'No query is given as a text that varies',
      });
      if (outcome.status !== 'pass' && outcome.status !== 'not-applicable') {
        return outcome;
      }
      const checked = outcome.status === 'pass' ? outcome.evidence ?? [] : [];
      const built = await builtQueries(context);
      return built.length > 0
        ? {
            status: 'pass',
            summary: `${built
              .map(({ note }) => note)
              .join('; ')}; no value of a caller was found to reach a text`,
            evidence: inOrder([...checked, ...built]),
          }
        : outcome;
    },
  ),
});

/** Libraries that keep values apart from the text of queries, each with its first use. */
async function builtQueries(context: CheckContext): Promise<Evidence[]> {
  const { queries } = await context.facts(databaseQueries);
  const byLibrary = new Map<string, QueryFact[]>();
  for (const query of queries) {
    if (query.library !== 'sql') {
      const known = byLibrary.get(query.library) ?? [];
      byLibrary.set(query.library, [...known, query]);
    }
  }
  return [...byLibrary].map(([library, [first, ...more]]) => ({
    path: first.path,
    line: first.line,
    subject: library,
    note: `${count(more.length + 1, 'query', 'queries')} built by ${library}`,
  }));
}
