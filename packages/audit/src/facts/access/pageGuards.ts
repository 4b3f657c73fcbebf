import { Resolver } from '../applications/Resolver';
import { namesPrivilege } from './libraries';
import { JudgedGuard } from './schema';
import { codeOf, signalsOf } from './signals';
import { SourceText } from './SourceText';

/** Calls in pages and layouts that send a caller without a session away. */
const PAGE_GUARD =
  /\b(?:require|ensure|protect|check)(?:d)?_?(?:User|Auth\w*|Session|Login|Admin|Role\w*|Permission\w*)\s*\(|\bwithPageAuthRequired\b|\bif\s*\(\s*!\s*(?:session|user|auth\w*|userId|data|member|account)\b/;

/** What a page of Next.js and the layouts around it check on the server. */
export function pageGuards(
  resolver: Resolver,
  source: SourceText,
  path: string,
): JudgedGuard[] {
  const folders = path.split('/').slice(0, -1);
  const files = [path];
  for (let length = folders.length; length > 0; length--) {
    for (const ending of ['tsx', 'jsx', 'ts', 'js']) {
      files.push(`${folders.slice(0, length).join('/')}/layout.${ending}`);
    }
  }
  const result: JudgedGuard[] = [];
  for (const item of files.filter(file => resolver.has(file))) {
    const text = source.linesOf(item).join('\n');
    const code = codeOf(text, 'tsx');
    if (
      !/^\s*["']use client["']/.test(text) &&
      (signalsOf(code).rejects || PAGE_GUARD.test(code))
    ) {
      result.push({
        use: { text: item, how: 'hook', path: item, line: 1, level: 'route' },
        verdict: {
          rejects: 'yes',
          privilege: namesPrivilege(code),
          opens: false,
          because: 'the page or its layout turns callers away',
          definedAt: { path: item, line: 1 },
        },
      });
    }
  }
  return result;
}
