import { ApplicationFact, MiddlewareFact } from '../applications/schema';
import { CorsFact, OriginFact } from './schema';

/** `true` and `false` as the languages write them. */
export function truth(text: string): boolean | undefined {
  const word = text.toLocaleLowerCase('en-US');
  return word === 'true' || (word === 'false' ? false : undefined);
}

export function literal(value: string, path: string, line: number): OriginFact {
  return {
    value,
    path,
    line,
    source: 'literal',
    pattern: false,
    developmentOnly: false,
    refused: false,
  };
}

export const hasStar = (value: unknown) =>
  value === '*' || (Array.isArray(value) && value.includes('*'));

export function blank(
  app: ApplicationFact,
  item: Pick<MiddlewareFact, 'path' | 'line' | 'endLine' | 'developmentOnly'>,
  by: string,
): CorsFact {
  return {
    subject: app.id,
    application: app.id,
    by,
    path: item.path,
    line: item.line,
    endLine: item.endLine,
    origins: [],
    dynamic: false,
    credentials: false,
    allMethods: false,
    allHeaders: false,
    developmentOnly: item.developmentOnly === true,
    overridden: false,
  };
}
