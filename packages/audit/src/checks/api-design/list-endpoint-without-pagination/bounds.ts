import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { HandlerFact } from '../../../facts/handlers/schema';
import { Code } from '../../../judging/reach';
import { routeName } from '../../../judging/routes';

/** Words of whatever keeps a list short; also of parameters whose handling is elsewhere. */
const BOUNDED =
  /(?:^|[^a-z])(?:limit|offset|skip|page|pages|paging|pageable|per_?page|page_?size|page_?num\w*|pagin\w*|cursor|take|top|first|max_?results|max_?items|max_?rows|batch_?size|start_?after|last_?id|since_?id|truncate|head|islice|rownum|fetch_?size)(?![a-z])/i;
/** `rows[:50]`, `rows.slice(0, 50)` */
const SLICED = /\[\s*\w*\s*:\s*[\w.]+\s*\]|\.slice\(/;

/** Splits `pageSize` and `PAGE_SIZE` into words that the patterns see. */
const split = (text: string) =>
  text.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/["'`]/g, ' ');

/** Whether anything on the way from the request to the query limits the number of elements. */
export async function isBounded(
  context: CheckContext,
  handler: HandlerFact,
  codes: readonly Code[],
): Promise<boolean> {
  const texts = codes.flatMap(code => [code.text, ...code.fn.decorators]);
  if (
    [...texts, ...handler.route.guards].some(
      text => BOUNDED.test(split(text)) || SLICED.test(text),
    )
  ) {
    return true;
  }
  // The fields of a class that carries the parameters: `@Query() query: ListOrdersDto`, `filters: Filters = Depends()`.
  for (const { annotation } of codes[0].fn.parameters) {
    for (const name of annotation?.match(/\b[A-Z]\w+/g) ?? []) {
      const files = await context.syntax.files({
        containing: [`class ${name}`, `interface ${name}`, `type ${name}`],
      });
      const found = files.some(
        file =>
          new RegExp(`(?:class|interface|type)\\s+${name}\\b`).test(
            file.text,
          ) && BOUNDED.test(split(file.text)),
      );
      // A class of a library says nothing.
      if (found || !files.length) {
        return (
          found ||
          !/^(?:Request|Response|AsyncSession|Session|Annotated|Optional|List|Depends)$/.test(
            name,
          )
        );
      }
    }
  }
  return false;
}

const LIMIT =
  /^(?:limit|page_?size|per_?page|size|take|top|max_?results|first|count)$/i;
const CAPPED =
  /\ble\s*=|\blt\s*=|\bmin\(|Math\.min|\bclamp|max_?(?:limit|page|per_?page|size)|MAX_|maximum|\.max\(|@Max|conint|\bLiteral\[|Enum\b/i;

/** A parameter that says how many elements to answer, and that may be any number. */
export function unlimitedLimit(
  handler: HandlerFact,
  codes: readonly Code[],
): Evidence | undefined {
  if (handler.framework !== 'fastapi') {
    return undefined;
  }
  const parameter = codes[0].fn.parameters.find(
    item =>
      item.names.some(name => LIMIT.test(name)) &&
      /\bint\b/.test(item.annotation ?? ''),
  );
  if (
    !parameter ||
    CAPPED.test(parameter.text) ||
    codes.some(
      code =>
        CAPPED.test(code.text.replace(parameter.text, '')) ||
        // `if limit > 100`
        new RegExp(`\\b${parameter.names[0]}\\s*>=?\\s*[\\w.]+`).test(
          code.text,
        ),
    )
  ) {
    return undefined;
  }
  return {
    path: codes[0].file.path,
    line: codes[0].fn.line,
    subject: `${routeName(handler.route)}: ${parameter.names[0]}`,
    note: `\`${parameter.names[0]}\` has no maximum`,
  };
}
