import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { FileSyntax } from '../../../syntax/schema';

const CHECKED =
  /CSRFCheck|enforce_csrf|csrf_?(?:token|protect|check)|CsrfView/i;
const SAME_SITE = /samesite\s*=\s*["'](?:lax|strict)["']/i;

/**
 * Own authentication classes of Django REST framework that take the proof out of a cookie: REST framework exempts its
 * views from the middleware, so that the class has to ask for the token itself.
 */
export async function cookieAuthentication(
  context: CheckContext,
): Promise<{ failing: Evidence[]; good: Evidence[] }> {
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['.COOKIES'],
  })) {
    for (const owner of file.classes) {
      const method = file.functions.find(
        item =>
          item.name === 'authenticate' && item.enclosing.at(-1) === owner.name,
      );
      if (
        !method ||
        !textOf(file, method).includes('.COOKIES') ||
        !(await isUsed(context, file, owner.name))
      ) {
        continue;
      }
      const place = { path: file.path, line: owner.line, subject: owner.name };
      if (CHECKED.test(file.text)) {
        good.push({
          ...place,
          note: `${owner.name} takes a cookie and asks for the CSRF token`,
        });
      } else if (await setsSameSite(context)) {
        good.push({
          ...place,
          note: `${owner.name} takes a cookie that other sites do not send along`,
        });
      } else {
        failing.push({
          ...place,
          note: `${owner.name} takes a cookie and asks for no CSRF token`,
        });
      }
    }
  }
  return { failing, good };
}

function textOf(
  file: FileSyntax,
  span: { line: number; endLine: number },
): string {
  return file.text
    .split('\n')
    .slice(span.line - 1, span.endLine)
    .join('\n');
}

async function isUsed(
  context: CheckContext,
  own: FileSyntax,
  name: string,
): Promise<boolean> {
  const files = await context.syntax.files({
    languages: ['python'],
    classes: ['source', 'config'],
    containing: [name],
  });
  return files.some(
    file =>
      file.path !== own.path &&
      /AUTHENTICATION_CLASSES|authentication_classes/.test(file.text),
  );
}

async function setsSameSite(context: CheckContext): Promise<boolean> {
  const files = await context.syntax.files({
    languages: ['python'],
    containing: ['set_cookie'],
  });
  return files.some(file => SAME_SITE.test(file.text));
}
