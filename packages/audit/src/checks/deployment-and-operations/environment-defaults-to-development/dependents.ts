import { Place } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { settings } from '../../../facts/settings/extract';
import { codeFiles } from '../../../judging/outcome';
import { ConstantValue } from '../../../syntax/schema';

/** What a branch or an argument on the environment touches when it is about security. */
const SECURITY =
  /secure|https|\bssl\b|\btls\b|cookie|same_?site|http_?only|docs_?url|redoc|openapi|swagger|graphiql|playground|introspection|\bcors|origins?\b|csrf|\bauth|token|secret|passw|\bstack\b|traceback|helmet|\bcsp\b|hsts|rate_?limit|throttl|\bdemo\b|\bseed|bypass|skip_?(?:auth|check|verif)|\bdebug\s*[=:]|verify|permission|allowed_?hosts|insecure/i;
/** A branch that turns callers away: whether a route works depends on the environment. */
const REFUSAL =
  /(?:raise|throw|abort|return)\b[^\n]*(?:\b40[134]\b|HTTP_40[134]|Http404|Forbidden|PermissionDenied|NotFound|Unauthorized)|\bstatus\(\s*40[134]\b/;
const PRODUCTION = /["'`](?:prod|production|prd|live)["'`]/i;
const DEVELOPMENT = /["'`](?:dev|devel|development|local|test|testing)["'`]/i;
/** Lines of a branch that are looked at. */
const MAX_BRANCH = 15;
const MAX_FLAGS = 20;

/** A place whose behaviour depends on the name of the environment. */
export interface Dependent extends Place {
  path: string;
  line: number;
  /** It compares with a single name of production. */
  singleName: boolean;
  /** It compares with a name of production or development at all. */
  text: string;
}

/**
 * Places about security that depend on an environment variable: comparisons with the name of an environment, in the
 * line or in the branch that they guard, directly or through a flag such as `IS_PRODUCTION`.
 */
export async function securityDependents(
  context: CheckContext,
  names: readonly string[],
): Promise<Dependent[]> {
  const own = names.filter(name => name.length > 2);
  if (own.length === 0) {
    return [];
  }
  const found: Dependent[] = [];
  const named = new RegExp(
    `(?:^|[^\\w])(?:${own.map(escape).join('|')})(?:$|[^\\w])`,
    'i',
  );
  const flags = new Map<string, boolean>();
  const files = await context.syntax.files({
    classes: ['source', 'config'],
    containing: [...new Set(own.flatMap(name => [name, name.toLowerCase()]))],
  });
  const { conditions } = await context.facts(settings);
  for (const file of files) {
    const lines = (context.read(file.path) ?? '').split('\n');
    for (const [index, line] of lines.entries()) {
      if (
        !named.test(line) ||
        isComment(line) ||
        !(PRODUCTION.test(line) || DEVELOPMENT.test(line)) ||
        !/[=!]=|\bin\b|includes|\.equals|has\(/.test(line)
      ) {
        continue;
      }
      const number = index + 1;
      const branch = conditions.find(
        item =>
          item.path === file.path &&
          (item.line === number || item.line === number + 1),
      );
      const guarded = lines
        .slice(index, branchEnd(branch, index, lines))
        .join('\n');
      const singleName =
        PRODUCTION.test(line) &&
        !/\bin\b|includes|has\(/.test(line) &&
        !/staging|preprod|uat/i.test(line);
      const around = checkAround(file.functions, number);
      if (
        SECURITY.test(guarded) ||
        REFUSAL.test(guarded) ||
        SECURITY.test(around)
      ) {
        found.push({
          path: file.path,
          line: number,
          singleName,
          text: line.trim(),
        });
      }
      const flag = flagOf(line) ?? functionAround(file.functions, number);
      if (flag && flags.size < MAX_FLAGS) {
        flags.set(flag, singleName);
      }
    }
  }
  found.push(...(await throughFlags(context, flags)));
  const unique = new Map(
    found.map(item => [`${item.path}:${item.line}`, item]),
  );
  return [...unique.values()].sort(
    (a, b) =>
      (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
  );
}

function branchEnd(
  branch: { endLine: number } | undefined,
  index: number,
  lines: readonly string[],
): number {
  return branch
    ? Math.min(branch.endLine, index + MAX_BRANCH)
    : // The rest of a call or object over several lines says nothing: only the line itself and the one it opens.
      Math.min(index + 1, lines.length);
}

function isComment(line: string): boolean {
  return /^\s*(?:#|\/\/|\*|\/\*)/.test(line);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `IS_PROD = …`, `const isDev = …`, `isProduction: …`. */
function flagOf(line: string): string | undefined {
  return /^\s*(?:export\s+)?(?:const |let |var |static |readonly |self\.|this\.)*((?:is_?|IS_?)?(?:prod|dev|local)\w*|is\w+|IS_\w+|DEBUG)\s*(?::\s*\w+)?\s*[:=](?!=)/i.exec(
    line,
  )?.[1];
}

/** Name of a short function that checks something: `_check_default_secret`. */
function checkAround(
  functions: readonly { name: string; line: number; endLine: number }[],
  line: number,
): string {
  return (
    functions.find(
      item =>
        item.line <= line &&
        line <= item.endLine &&
        item.endLine - item.line <= 25 &&
        /check|valid|verif|ensure|require|enforce|assert/i.test(item.name),
    )?.name ?? ''
  );
}

/** A property or function that answers whether it is production. */
function functionAround(
  functions: readonly { name: string; line: number; endLine: number }[],
  line: number,
): string | undefined {
  return functions.find(
    item =>
      item.line <= line &&
      line <= item.endLine &&
      item.endLine - item.line <= 6 &&
      /^(?:is_?|in_?)?(?:prod|dev|local|debug)/i.test(item.name),
  )?.name;
}

async function throughFlags(
  context: CheckContext,
  flags: ReadonlyMap<string, boolean>,
): Promise<Dependent[]> {
  if (flags.size === 0) {
    return [];
  }
  const { conditions } = await context.facts(settings);
  const found: Dependent[] = [];
  for (const { path } of await codeFiles(context, ['source', 'config'])) {
    const text = context.read(path) ?? '';
    for (const [flag, singleName] of flags) {
      if (!text.includes(flag)) {
        continue;
      }
      const word = new RegExp(`(?:^|[^\\w])${escape(flag)}(?:$|[^\\w])`);
      const lines = text.split('\n');
      lines.forEach((line, index) => {
        if (!word.test(line) || isComment(line) || flagOf(line) === flag) {
          return;
        }
        const number = index + 1;
        const branch = conditions.find(
          item =>
            item.path === path &&
            (item.line === number || item.line === number + 1),
        );
        const guarded = lines
          .slice(index, branchEnd(branch, index, lines))
          .join('\n');
        if (
          SECURITY.test(guarded.replace(word, ' ')) ||
          REFUSAL.test(guarded)
        ) {
          found.push({ path, line: number, singleName, text: line.trim() });
        }
      });
    }
  }
  return found;
}

/** The text of a value, for names of environments. */
export function asText(value: ConstantValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
