import { defineExtractor } from '../../engine/defineExtractor';
import { policyOfText } from './policy';
import { StaticPolicyFact } from './schema';

const PAGES = /(?:^|\/)(?:index|app|main|base)\.html$/;
const HOSTING =
  /(?:^|\/)(?:vercel\.json|now\.json|netlify\.toml|_headers|firebase\.json|staticwebapp\.config\.json|customHttp\.yml|wrangler\.toml)$/;
const NAME = /content-security-policy(-report-only)?/gi;
const MAX_VALUE = 4000;

/**
 * Content-Security-Policies that stand in files: `<meta http-equiv>` of pages, header lists of hosts for static files.
 *
 * @public
 */
export const staticPolicies = defineExtractor<StaticPolicyFact[]>({
  id: 'staticPolicies',
  extract: ({ tree }) =>
    tree.files.flatMap(({ path }): StaticPolicyFact[] => {
      const page = PAGES.test(path);
      const text = page || HOSTING.test(path) ? tree.read(path) : undefined;
      if (!text) {
        return [];
      }
      return [...text.matchAll(NAME)].flatMap((match): StaticPolicyFact[] => {
        const behind = text.slice(
          match.index + match[0].length,
          match.index + match[0].length + MAX_VALUE,
        );
        const value = page
          ? metaContent(text, match.index, behind)
          : hostValue(behind);
        const policy = value === undefined ? undefined : policyOfText(value);
        return policy
          ? [
              {
                path,
                line: text.slice(0, match.index).split('\n').length,
                policy: { ...policy, reportOnly: match[1] !== undefined },
                by: page ? 'meta' : 'hosting',
              },
            ]
          : [];
      });
    }),
});

/** `content` of the tag in which the name stands, before or behind it. */
function metaContent(
  text: string,
  at: number,
  behind: string,
): string | undefined {
  const open = text.lastIndexOf('<', at);
  const end = behind.indexOf('>');
  const tag = `${text.slice(Math.max(open, at - MAX_VALUE), at)} ${behind.slice(
    0,
    end < 0 ? 0 : end,
  )}`;
  return /^<meta\b/i.test(tag)
    ? /\bcontent\s*=\s*"([^"]*)"/i.exec(tag)?.[1] ??
        /\bcontent\s*=\s*'([^']*)'/i.exec(tag)?.[1]
    : undefined;
}

/** The first text in quotes behind the name, or the rest of the line. */
function hostValue(behind: string): string | undefined {
  const json =
    /^["']?\s*,\s*"value"\s*:\s*"([^"]*)"/.exec(behind) ??
    /^["']?\s*[:=]\s*"([^"]*)"/.exec(behind);
  return json?.[1] ?? /^["']?\s*[:=]\s*([^\n]*)/.exec(behind)?.[1];
}
