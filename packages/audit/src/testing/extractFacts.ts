import { SkippedFile } from '@readiness/plugin-readiness-common';
import { runChecks } from '../engine/runChecks';
import { defineCheck } from '../engine/defineCheck';
import { Extractor } from '../engine/types';
import { MemoryTree } from '../tree/MemoryTree';

/** Runs one extractor over a tree given as paths with their texts, exactly as an audit would. */
export async function extractFacts<T>(
  extractor: Extractor<T>,
  files: Record<string, string>,
  options: { catalog?: unknown } = {},
): Promise<{ facts: T; skipped: SkippedFile[] }> {
  let facts: { value: T } | undefined;
  const probe = defineCheck({
    id: 'probe',
    area: 'probe',
    severity: 'low',
    confidence: 'certain',
    phase: 'probe',
    effort: 'small',
    title: '',
    description: '',
    failureMode: '',
    manifestation: '',
    impact: '',
    remediation: '',
    guardrail: {},
    references: [],
    evaluate: async context => {
      facts = { value: await context.facts(extractor) };
      return { status: 'pass', summary: '' };
    },
  });
  const tree = new MemoryTree(
    new Map(
      Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]),
    ),
  );
  const { results, skipped } = await runChecks({
    tree,
    checks: [probe],
    catalog: options.catalog,
  });
  if (!facts) {
    throw new Error(results[0].summary);
  }
  return { facts: facts.value, skipped };
}
