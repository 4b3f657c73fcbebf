import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { compose } from '../../../facts/compose/extract';
import { inventory } from '../../../facts/inventory/extract';
import { RowLevelSecurity } from '../../../facts/database/schema';

const CREATES_ROLE = /\bcreate\s+(?:role|user)\s+(?!mapping)/i;
const SET_FOR_SESSION =
  /\bset_config\(\s*['"][\w]+\.[\w]+['"]\s*,[^()]{0,80},\s*false\s*\)|['"`]\s*SET\s+(?!LOCAL\b)(?:SESSION\s+)?[a-z_]+\.[a-z_]+\s*(?:=|TO)\s/i;

/** `${POSTGRES_USER:-app}` and `${POSTGRES_USER}` are the same. */
const plain = (text: string) =>
  /^\$\{(\w+)[^}]*\}?$/.exec(text)?.[1] ?? text.replace(/^\$(\w+)$/, '$1');

/** Whether anything in the tree makes a role besides the one that owns the tables. */
export async function ownRole(
  context: CheckContext,
  security: RowLevelSecurity,
): Promise<{ path: string; line: number } | undefined> {
  const [first] = security.roles;
  if (first) {
    return { path: first.path, line: first.line };
  }
  for (const { path, class: kind } of (await context.facts(inventory)).files) {
    if (
      !/\.(?:sh|bash|sql|ya?ml|tf|py|ts|js|psql|tpl|j2)$/.test(path) ||
      // What CI makes for itself is not there in production.
      /^\.(?:github|gitlab|circleci)/.test(path) ||
      ['test', 'example', 'docs', 'generated'].includes(kind)
    ) {
      continue;
    }
    const text = context.read(path) ?? '';
    if (!CREATES_ROLE.test(text)) {
      continue;
    }
    const line = text.split('\n').findIndex(item => CREATES_ROLE.test(item));
    if (line >= 0) {
      return { path, line: line + 1 };
    }
  }
  return undefined;
}

/** Applications that connect as the bootstrap superuser of their database container. */
export async function superuserConnections(
  context: CheckContext,
): Promise<Evidence[]> {
  const { production } = await context.facts(compose);
  const bootstrap = new Map<string, string>();
  for (const service of production) {
    const isPostgres = service.environment.some(
      item =>
        item.name === 'POSTGRES_PASSWORD' || item.name === 'POSTGRES_USER',
    );
    if (isPostgres) {
      const user = service.environment.find(
        item => item.name === 'POSTGRES_USER',
      );
      bootstrap.set(service.name, plain(user?.value ?? 'postgres'));
    }
  }
  const result: Evidence[] = [];
  for (const service of production) {
    if (bootstrap.has(service.name) || service.oneShot) {
      continue;
    }
    for (const item of service.environment) {
      const found =
        /^postgres(?:ql)?(?:\+\w+)?:\/\/([^:@/]+)(?::[^@]*)?@([\w-]+)/.exec(
          item.value ?? '',
        );
      if (
        found &&
        !/migrat|admin|owner/i.test(`${service.name} ${item.name}`) &&
        bootstrap.get(found[2]) === plain(found[1])
      ) {
        result.push({
          path: item.path,
          line: item.line,
          subject: `${service.name} ${item.name}`,
          note: `${service.name} connects as the superuser that the database container is made with: no policy applies to it`,
        });
      }
    }
  }
  return result;
}

/** Places that set the variable of the policies for the whole session of a pooled connection. */
export async function sessionSettings(
  context: CheckContext,
): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['python', 'typescript', 'javascript', 'go', 'java'],
    containing: ['set_config(', 'SET ', 'set '],
  })) {
    const text = context.read(file.path) ?? '';
    if (!SET_FOR_SESSION.test(text) || /\bRESET\b|DISCARD ALL/.test(text)) {
      continue;
    }
    for (const [index, line] of text.split('\n').entries()) {
      if (
        line.length < 500 &&
        SET_FOR_SESSION.test(line) &&
        !/^\s*(?:#|\/\/|\*)/.test(line)
      ) {
        result.push({
          path: file.path,
          line: index + 1,
          subject: 'setting of the session',
          note: 'the variable of the policies outlives the transaction: the next user of the pooled connection inherits it',
        });
      }
    }
  }
  return result;
}
