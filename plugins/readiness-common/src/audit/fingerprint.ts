import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { Evidence } from '../model/check';

/**
 * Identity of a finding across audits: check, path and subject, never the line. Without a subject the snippet
 * stands in without what formatters change: white space, the kind of quotes, closing commas and semicolons. Equal
 * instances in one file are told apart by their order.
 *
 * @returns one fingerprint for each item of `evidence`, 32 hexadecimal digits, unique within the check.
 * @public
 */
export function fingerprints(
  check: string,
  evidence: readonly Evidence[],
): string[] {
  const seen = new Map<string, number>();
  return evidence.map(({ path, subject, snippet }) => {
    const what = subject ?? unformatted(snippet ?? '');
    const key = JSON.stringify([check, path ?? '', what]);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const hash = sha256(utf8ToBytes(nth === 0 ? key : `${key}#${nth}`));
    return bytesToHex(hash).slice(0, 32);
  });
}

function unformatted(snippet: string): string {
  return snippet
    .replace(/\s+/g, '')
    .replace(/['`]/g, '"')
    .replace(/[,;]+(?=[)\]}]|$)/g, '')
    .replace(/;/g, '');
}
