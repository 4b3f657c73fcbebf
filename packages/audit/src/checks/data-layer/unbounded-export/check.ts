import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { databaseQueries } from '../../../facts/database/queries';
import { functionAt } from '../../../facts/flow/functions';
import { handlers } from '../../../facts/handlers/extract';
import { manyRead } from '../../../judging/manyReads';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { Code, codeOf, reachedCode } from '../../../judging/reach';
import { isBrowserCode, isCommandLine } from '../../../judging/services';
import { FileSyntax } from '../../../syntax/schema';

/** Words of code that makes files for people or other systems. */
const WORDS = [
  'csv.',
  'text/csv',
  'Workbook',
  'to_csv(',
  'to_excel(',
  'json2csv',
  'unparse(',
  'attachment',
  'vnd.ms-excel',
  'vnd.openxmlformats',
  'xlsxwriter',
];
const EXPORTS =
  /csv\.(?:writer|DictWriter)\(|["'`]text\/csv|(?:openpyxl\.|xlsxwriter\.|ExcelJS\.|\b)Workbook\(|\.to_csv\(|\.to_excel\(|json2csv|\.unparse\(|application\/vnd\.(?:ms-excel|openxmlformats)|\.attachment\(|Content-Disposition["'`]?[\s\S]{0,40}attachment/g;

/** Rows come in pieces. */
const IN_PIECES =
  /\.a?iterator\(|yield_per|stream_results|\.stream\(|\.cursor\(|chunk|\.partitions\(|batch|for await\b|pipeline\(|QueryStream|fetchmany|islice|in_batches|itersize|Paginator\(|paginate/i;
/** All of them are put together again. */
const TOGETHER = /\b(?:list|tuple|sorted)\(\s*[\w.()=,\s]*\.iterator\(/;

export const check = defineCheck({
  id: 'unbounded-export',
  area: 'data-layer',
  severity: 'medium',
  confidence: 'likely',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'Export that loads everything',
  description:
    'Looks at functions that make CSV files, workbooks or attachments, in Python and JavaScript, and at what handlers among them lead to, for queries that read all rows at once: a query of a mapper or a statement without limit, slice, `iterator()`, cursor, stream or chunks; an `iterator()` that is put together again by `list()`. Programs for the command line are low. Exports in other formats, synchronisations and batch jobs without such a file, rows that come from a function that is not found, and whether the answer is streamed are not judged.',
  failureMode:
    'All rows of a table are turned into objects and then into one text, before the first byte is sent.',
  manifestation:
    'The export works for small customers; for the largest one it ends in a time-out or takes the worker with it.',
  impact:
    'One click of one user can end the process for everybody, and the customers with the most data cannot get it out.',
  remediation:
    'Read in pieces and send while reading, or make the file in a job and cap what a request may ask for.\n\n```python\ndef rows():\n    for order in Order.objects.order_by("id").values_list(*FIELDS).iterator(chunk_size=2000):\n        yield writer.writerow(order)\n\nreturn StreamingHttpResponse(rows(), content_type="text/csv")\n```',
  guardrail: {
    tests: 'an export of more rows than fit into the memory of the test',
    architecture: 'one export job with chunks and a cap',
  },
  references: [
    {
      title: 'Django: streaming large CSV files',
      url: 'https://docs.djangoproject.com/en/stable/howto/outputting-csv/#streaming-large-csv-files',
    },
    {
      title: 'CWE-770',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const queries = await context.facts(databaseQueries);
    const bad: Evidence[] = [];
    const good: Evidence[] = [];
    for (const codes of await exports(context)) {
      const [own] = codes;
      const place = {
        path: own.file.path,
        line: own.span.line,
        subject: own.fn.name,
      };
      const inPieces = codes.find(code => IN_PIECES.test(code.text));
      const again = codes.find(code => TOGETHER.test(code.text));
      const read = codes
        .map(code => manyRead(code, queries))
        .find(item => item !== undefined);
      if (again || (read && !inPieces)) {
        bad.push({
          ...place,
          ...(again || !read ? {} : { path: read.path, line: read.line }),
          ...(isCommandLine(own.file) ? { severity: 'low' as const } : {}),
          note: again
            ? 'reads in pieces and puts them together again with `list()`'
            : `reads all rows of \`${read!.text}\` for an export`,
        });
      } else if (inPieces && read) {
        good.push({ ...place, note: 'reads in pieces' });
      }
    }
    const places = inOrder(bad);
    if (places.length) {
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'export loads',
          'exports load',
        )} everything at once: ${somePlaces(places)}`,
        evidence: places,
        ...(good.length ? { strengths: inOrder(good) } : {}),
      };
    }
    return good.length
      ? {
          status: 'pass',
          summary: 'Exports read in pieces',
          evidence: inOrder(good),
        }
      : {
          status: 'not-applicable',
          summary: 'No export that reads a database was found',
        };
  }),
});

/** Functions that make files, each with what it leads to where it is a handler. */
async function exports(context: CheckContext): Promise<Code[][]> {
  const all = (await context.facts(handlers)).handlers;
  const result: Code[][] = [];
  for (const file of await context.syntax.files({
    languages: ['python', 'typescript', 'javascript'],
    containing: WORDS,
  })) {
    if (isBrowserCode(file, file.text)) {
      continue;
    }
    for (const span of spansOf(file)) {
      const handler = all.find(
        item =>
          item.body.path === file.path &&
          item.body.line <= span.line &&
          item.body.endLine >= span.endLine,
      );
      const codes = handler ? await reachedCode(context, handler) : [];
      const own = codes.length ? undefined : await codeOf(context, span);
      if (codes.length || own) {
        result.push(codes.length ? codes : [own!]);
      }
    }
  }
  return result;
}

/** Outermost functions in which a file is made. */
function spansOf(file: FileSyntax) {
  const found = new Map<
    number,
    { path: string; line: number; endLine: number }
  >();
  for (const match of file.text.matchAll(EXPORTS)) {
    let fn = functionAt(file, match.index);
    while (fn?.parent) {
      fn = fn.parent;
    }
    if (fn) {
      found.set(fn.start, {
        path: file.path,
        line: fn.line,
        endLine: fn.endLine,
      });
    }
  }
  return [...found.values()];
}
