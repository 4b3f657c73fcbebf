import { Audit } from '../model/audit';
import { ReportContext, Section } from './context';
import {
  definitionsById,
  describeFindings,
  groupFindings,
  ReportOptions,
} from './describeFindings';
import { findings } from './sections/findings';
import { head, summary } from './sections/summary';
import { nextReview, notJudged, roadmap, verdicts } from './sections/outlook';
import { preventability, risks, scorecard, strengths } from './sections/tables';

const SECTIONS: readonly Section[] = [
  head,
  summary,
  findings,
  strengths,
  scorecard,
  risks,
  preventability,
  roadmap,
  verdicts,
  notJudged,
  nextReview,
];

/**
 * An audit as a report for people, in Markdown (GitHub flavoured): summary, findings by severity, strengths, scorecard,
 * risks, preventability, roadmap, verdicts, what was not judged, next review. Pure; the same audit gives the same text.
 *
 * Whatever comes from the tree (paths, snippets, names) is shown as it is: it is never read as Markdown and hides
 * nothing.
 *
 * @public
 */
export function auditToMarkdown(audit: Audit, options: ReportOptions): string {
  const context: ReportContext = {
    ...options,
    audit,
    definitions: definitionsById(options),
    groups: groupFindings(describeFindings(audit, options)),
  };
  return `${SECTIONS.flatMap(section => section(context)).join('\n\n')}\n`;
}
