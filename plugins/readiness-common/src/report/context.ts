import { Audit } from '../model/audit';
import { CheckDefinition } from '../model/check';
import { FindingGroup, ReportOptions } from './describeFindings';

/** What each section of a report is made of. */
export interface ReportContext extends ReportOptions {
  audit: Audit;
  definitions: ReadonlyMap<string, CheckDefinition>;
  groups: readonly FindingGroup[];
}

/** A section: blocks of Markdown, none when there is nothing to say. */
export type Section = (context: ReportContext) => string[];

/** `payments` of an entity, a folder or an address. */
export function nameOf({
  entity,
  scope,
  source,
}: Pick<Audit, 'entity' | 'scope' | 'source'>): string {
  const segments = (entity ?? scope?.folder ?? source ?? '')
    .split(/[/\\]/)
    .filter(Boolean);
  return segments.at(-1) ?? '';
}

/** `4.6/10`, or a dash where there is none. */
export function score(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)}/10`;
}

/** `3 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** First letter in upper case. */
export function capital(word: string): string {
  return `${word.slice(0, 1).toLocaleUpperCase('en-US')}${word.slice(1)}`;
}
