import { FileSyntax } from '../../syntax/schema';
import {
  endLineOf,
  environmentCondition,
  stringText,
  unwrap,
} from '../applications/code';
import { ApplicationFact, MiddlewareFact } from '../applications/schema';
import { headerWrites } from '../headers/writes';
import { literal, blank } from './facts';
import { CorsFact } from './schema';

/** Own code that writes the headers. */
export async function ofHeaders(
  app: ApplicationFact,
  item: MiddlewareFact,
  file: FileSyntax,
  span: { path: string; line: number; endLine: number },
): Promise<CorsFact | undefined> {
  const writes = headerWrites(file, span);
  const origin = writes.find(
    write => write.name === 'access-control-allow-origin',
  );
  if (!origin) {
    return undefined;
  }
  const credentials = writes.find(
    write => write.name === 'access-control-allow-credentials',
  );
  const fact: CorsFact = {
    ...blank(app, item, 'own middleware'),
    path: file.path,
    line: origin.line,
    endLine: origin.value ? endLineOf(origin.value) : origin.line,
  };
  const value = origin.value && unwrap(origin.value);
  const text = value?.text() ?? '';
  const condition = environmentCondition(origin.node);
  fact.developmentOnly =
    fact.developmentOnly || condition?.developmentOnly === true;
  fact.credentials = credentials
    ? /true/i.test(credentials.value?.text() ?? '')
    : false;
  const guarded = origin.node
    .ancestors()
    .some(
      ancestor =>
        ancestor.kind() === 'if_statement' &&
        /origin/i.test(ancestor.field('condition')?.text() ?? ''),
    );
  if (value && stringText(value) !== undefined) {
    fact.origins.push(literal(stringText(value)!, file.path, origin.line));
  } else if (
    !guarded &&
    /(?:headers|header|get|META)\b[^=]*["'`.]?(?:HTTP_)?origin/i.test(text)
  ) {
    fact.reflects = {
      path: file.path,
      line: origin.line,
      note: `the caller's origin is sent back: ${text.slice(0, 60)}`,
    };
  } else {
    fact.dynamic = true;
  }
  return fact;
}
