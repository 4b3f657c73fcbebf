import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { databaseMigrations } from '../database/migrations';
import { databaseModels } from '../database/models';
import { TenancyPlace, Tenancy } from './schema';
import { nameWords as words } from './words';

/** Words that mean a customer's scope by themselves. */
const STRONG = ['tenant', 'organisation', 'organization', 'org', 'workspace'];
/** Words that are as often a plain business object: they need a membership or a context that names them. */
const WEAK = ['company', 'firm', 'account', 'team', 'project'];
const MIN_MODELS = 3;

const CONTEXT_TEXT = /context|scope|current|middleware|guard|membership/i;

interface Model extends TenancyPlace {
  fields: string[];
}

/**
 * The tenant key: a column that names the customer's scope on at least three models, with a membership or role model
 * or a context object beside it.
 *
 * @public
 */
export const tenancy = defineExtractor<Tenancy>({
  id: 'tenancy',
  extract: async context => {
    const declared: Model[] = (await context.facts(databaseModels)).models.map(
      ({ name, path, line, fields }) => ({
        name,
        path,
        line,
        fields: fields.map(field => field.name),
      }),
    );
    const tables: Model[] = (
      await context.facts(databaseMigrations)
    ).tables.map(({ table, columns, path, line }) => ({
      name: table,
      path,
      line,
      fields: columns,
    }));
    if (declared.length < MIN_MODELS && tables.length < MIN_MODELS) {
      return {};
    }
    for (const word of [...STRONG, ...WEAK]) {
      // The same table may be known from a class and from a migration: the classes are better.
      const models = [declared, tables].find(
        list => carriersOf(list, word).length >= MIN_MODELS,
      );
      if (!models) {
        continue;
      }
      const carriers = carriersOf(models, word);
      const distinct = new Map(
        carriers.map(model => [singular(model.name), model]),
      );
      const because =
        [...declared, ...tables].find(model =>
          isMembership(model.name, word),
        ) ??
        carriers.find(model => isMember(model.name, word)) ??
        (await contextNames(context, word)).find(place =>
          isContext(place.name, word),
        );
      if (!because) {
        continue;
      }
      const counts = new Map<string, number>();
      for (const field of carriers.flatMap(model =>
        model.fields.filter(item => keyWord(item) === word),
      )) {
        counts.set(field, (counts.get(field) ?? 0) + 1);
      }
      const [name] = [...counts].sort(
        (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
      )[0];
      return {
        key: {
          name,
          word,
          models: [...distinct.values()]
            .map(({ fields: _, ...place }) => place)
            .sort(
              (a, b) =>
                (a.path < b.path ? -1 : Number(a.path > b.path)) ||
                a.line - b.line,
            ),
          because: {
            name: because.name,
            path: because.path,
            line: because.line,
          },
        },
      };
    }
    return {};
  },
});

/** `tenant` of `tenant_id`, `tenantId`, `tenant`; nothing for `tenant_name`. */
function keyWord(field: string): string | undefined {
  const parts = words(field);
  const rest = parts.filter(
    part => !['id', 'uuid', 'key', 'ref', 'fk', 'pk'].includes(part),
  );
  return rest.length === 1 &&
    parts[0] === rest[0] &&
    [...STRONG, ...WEAK].includes(rest[0])
    ? rest[0]
    : undefined;
}

/** Models that have the key as a column, one for each name. */
function carriersOf(models: readonly Model[], word: string): Model[] {
  const seen = new Set<string>();
  return models.filter(model => {
    const isNew =
      model.fields.some(field => keyWord(field) === word) &&
      !seen.has(singular(model.name));
    if (isNew) {
      seen.add(singular(model.name));
    }
    return isNew;
  });
}

/** A row of somebody who signs in and belongs to one tenant only. */
function isMember(name: string, word: string): boolean {
  const last = (words(name).pop() ?? '').replace(/s$/, '');
  return (
    [...STRONG, 'company', 'firm'].includes(word) &&
    ['user', 'employee', 'staff'].includes(last)
  );
}

function singular(name: string): string {
  return words(name).join('').replace(/s$/, '');
}

function isMembership(name: string, word: string): boolean {
  const parts = words(name).map(part => part.replace(/s$/, ''));
  const member = parts.some(part =>
    ['membership', 'member', 'role', 'collaborator'].includes(part),
  );
  const named = parts.includes(word);
  return STRONG.includes(word)
    ? member || (named && parts.includes('user'))
    : named && (member || parts.includes('user'));
}

function isContext(name: string, word: string): boolean {
  const parts = words(name);
  return (
    parts.includes(word) &&
    parts.some(part =>
      [
        'context',
        'scope',
        'current',
        'middleware',
        'guard',
        'membership',
      ].includes(part),
    )
  );
}

/** Names of classes, functions and variables that may be a context. */
async function contextNames(
  context: ExtractContext,
  word: string,
): Promise<TenancyPlace[]> {
  const result: TenancyPlace[] = [];
  for (const file of await context.syntax.files({
    languages: ['python', 'typescript', 'tsx', 'javascript', 'go', 'java'],
    containing: [word, word[0].toUpperCase() + word.slice(1)],
  })) {
    if (!CONTEXT_TEXT.test(context.tree.read(file.path) ?? '')) {
      continue;
    }
    for (const item of [...file.classes, ...file.functions]) {
      result.push({ name: item.name, path: item.path, line: item.line });
    }
    for (const item of file.assignments) {
      if (!item.enclosing.length) {
        result.push({ name: item.target, path: item.path, line: item.line });
      }
    }
  }
  return result;
}
