import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { lineOf } from '../../../facts/applications/code';
import { findAll } from '../../../facts/tokens/expressions';
import { isSecretName } from '../../../facts/settings/secretNames';
import { FrontendApplication } from '../../../judging/frontends';

const PUBLIC =
  /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|EXPO_PUBLIC|VUE_APP|GATSBY|PUBLIC)_/;

/** Secrets of the server that a file marked `"use client"` reads. */
export async function clientReads(
  context: CheckContext,
  applications: readonly FrontendApplication[],
): Promise<Evidence[]> {
  if (!applications.some(({ framework }) => framework === 'nextjs')) {
    return [];
  }
  const files = await context.syntax.files({
    languages: ['typescript', 'tsx', 'javascript'],
    containing: ['use client'],
  });
  return files.flatMap(file => {
    const text = context.read(file.path) ?? '';
    if (!isClient(text) || !text.includes('process.env')) {
      return [];
    }
    return findAll(file.root, {
      kind: 'member_expression',
      regex: '^process\\.env\\.[A-Z][A-Z0-9_]*$',
    }).flatMap((node): Evidence[] => {
      const name = node.field('property')?.text() ?? '';
      return isSecretName(name) && !PUBLIC.test(name)
        ? [
            {
              path: file.path,
              line: lineOf(node),
              subject: name,
              severity: 'high',
              note: `\`${name}\` is read in a client component: it is undefined there, or published by whoever makes it work`,
            },
          ]
        : [];
    });
  });
}

/** `"use client"` at the front of the file, after comments at most. */
function isClient(text: string): boolean {
  return /^["']use client["']/m.test(text.slice(0, 3000));
}
