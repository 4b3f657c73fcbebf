import { CheckContext } from '../../../engine/types';
import { ApplicationFact } from '../../../facts/applications/schema';

const OFF =
  /\bcsrf\s*\(\s*\)\s*\.\s*disable\s*\(|\bcsrf\s*\(\s*(?:\w+\s*->\s*\{?\s*\w+\s*\.\s*disable\s*\(|\w*::disable\b)/;
/** Ways of signing in that keep a session in a cookie. */
const COOKIES = /\.\s*(formLogin|oauth2Login|rememberMe|saml2Login)\s*\(/;

/** What the filter chains of an application do about forged requests; `undefined` when no cookie signs in. */
export async function springCsrf(
  context: CheckContext,
  app: ApplicationFact,
): Promise<
  | {
      by: string;
      chain: { path: string; line: number };
      off?: { path: string; line: number };
    }
  | undefined
> {
  const files = await context.syntax.files({
    languages: ['java'],
    containing: ['HttpSecurity'],
  });
  for (const file of files) {
    if (app.part && !file.path.startsWith(`${app.part}/`)) {
      continue;
    }
    const lines = (context.read(file.path) ?? '').split('\n');
    for (const made of file.functions) {
      if (
        !/SecurityFilterChain/.test(made.returns ?? '') &&
        made.name !== 'configure'
      ) {
        continue;
      }
      const text = lines
        .slice(made.line - 1, made.endLine)
        .map(line => line.replace(/(^|\s)\/\/.*$/, ''))
        .join('\n');
      const by = COOKIES.exec(text)?.[1];
      if (!by || /\bSTATELESS\b/.test(text)) {
        continue;
      }
      const off = OFF.exec(text);
      const chain = { path: file.path, line: made.line };
      return {
        by,
        chain,
        ...(off
          ? {
              off: {
                path: file.path,
                line:
                  made.line + text.slice(0, off.index).split('\n').length - 1,
              },
            }
          : {}),
      };
    }
  }
  return undefined;
}
