import { Evidence } from '@readiness/plugin-readiness-common';
import { TenantScoping } from '../../../judging/tenantScope';

/** Reads of a request header by name. */
const HEADER_READ =
  /(?:\.headers\s*(?:\.get\(|\[|\?\.\[)\s*|\.header\(\s*|\.get\(\s*|META\s*(?:\.get\(|\[)\s*)["'`]([\w-]{3,60})["'`]/g;
/** What shows that the caller's own memberships are looked at. */
const COMPARED =
  /\b(?:user|member|membership|memberships|principal|caller|claims|claim|token|jwt|session|permission|permissions|role|roles|allowed|forbidden|Forbidden|PermissionDenied|403|api_?key|signature|hmac|authorize|authorized|isMember|verify)\b|[uU]ser\b|Membership|Member\b/;

/** Places that take the tenant from a header without a look at who calls. */
export async function clientTenants(
  scoping: TenantScoping,
): Promise<Evidence[]> {
  const result: Evidence[] = [];
  if (!scoping.hasRoutes()) {
    return result;
  }
  for (const file of await scoping.context.syntax.files({
    languages: ['python', 'typescript', 'javascript'],
    containing: scoping.words.literals.flatMap(word => [
      `x-${word.toLowerCase()}`,
      `X-${word}`,
      `x_${word.toLowerCase()}`,
      `HTTP_X_${word.toUpperCase()}`,
    ]),
  })) {
    const found = new Map<number, string>();
    const lines = (scoping.context.read(file.path) ?? '').split('\n');
    for (const [index, line] of lines.entries()) {
      if (line.length > 500) {
        continue;
      }
      HEADER_READ.lastIndex = 0;
      const match = HEADER_READ.exec(line);
      if (match && scoping.words.in(match[1].replace(/-/g, '_'))) {
        found.set(index + 1, match[1]);
      }
    }
    for (const item of file.functions) {
      for (const parameter of item.parameters) {
        if (
          /\bHeader\(/.test(
            `${parameter.annotation ?? ''} ${parameter.default ?? ''}`,
          ) &&
          scoping.words.in(parameter.name)
        ) {
          found.set(item.line, parameter.name);
        }
      }
    }
    for (const [line, name] of found) {
      const scope = scoping.scopeAt(file, line);
      if (
        !scope ||
        /client|outbound|\bfetch\(|axios|httpx\.|requests\./.test(scope.text)
      ) {
        continue;
      }
      const all = scope.text.split('\n');
      // Names prove nothing: a function called `requireMember` may require nobody.
      const body = (scope.line === line ? all : all.slice(1))
        .map(text => text.replace(/(?:#|\/\/).*$/, ''))
        .join('\n');
      // Dependencies of the same function may know the caller.
      if (
        COMPARED.test(body) ||
        /\bDepends\((?!get_db|get_session|db)/.test(body)
      ) {
        continue;
      }
      result.push({
        path: file.path,
        line,
        subject: `header ${name}`,
        note: `the tenant is whatever the header ${name} says`,
      });
    }
  }
  return result;
}
