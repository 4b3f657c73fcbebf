import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { ClassFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  lineOf,
  namedChildren,
  nodesOfKind,
  stringText,
  unwrap,
} from '../applications/code';
import { inventory } from '../inventory/extract';
import { TenancyPlace, Tenancy } from './schema';

/** Words that mean a customer's scope by themselves. */
const STRONG = ['tenant', 'organisation', 'organization', 'org', 'workspace'];
/** Words that are as often a plain business object: they need a membership or a context that names them. */
const WEAK = ['company', 'firm', 'account', 'team', 'project'];
const MIN_MODELS = 3;

const MODEL_TEXT =
  /\b(?:mapped_column|Column|relationship|models\.\w+|fields\.\w+|ReferenceField|StringField|ObjectIdField)\s*\(/;
const TABLE_CALLS = /^(?:pgTable|mysqlTable|sqliteTable|\w+\.define)$/;

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
    const models = [
      ...(await pythonModels(context)),
      ...(await scriptModels(context)),
      ...prismaModels(context),
      ...(await sqlModels(context)),
    ];
    if (models.length < MIN_MODELS) {
      return {};
    }
    const names = await contextNames(context);
    for (const word of [...STRONG, ...WEAK]) {
      const carriers = models.filter(model =>
        model.fields.some(field => keyWord(field) === word),
      );
      // The same table may be known from a class and from a migration.
      const distinct = new Map(
        carriers.map(model => [singular(model.name), model]),
      );
      if (distinct.size < MIN_MODELS) {
        continue;
      }
      const because =
        models.find(model => isMembership(model.name, word)) ??
        names.find(place => isContext(place.name, word));
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

const words = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLocaleLowerCase('en-US')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

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

async function pythonModels(context: ExtractContext): Promise<Model[]> {
  const files = await context.syntax.files({
    languages: ['python'],
    containing: [...STRONG, ...WEAK],
  });
  const classes = new Map<string, ClassFact>();
  for (const file of files) {
    for (const item of file.classes) {
      classes.set(item.name, item);
    }
  }
  const inherited = (item: ClassFact, seen: Set<string>): string[] => {
    if (seen.has(item.name) || seen.size > 20) {
      return [];
    }
    seen.add(item.name);
    return [
      ...item.fields.map(field => field.target),
      ...item.bases.flatMap(base => {
        const parent = classes.get(base.split('.').pop()!);
        return parent ? inherited(parent, seen) : [];
      }),
    ];
  };
  const isModel = (item: ClassFact, seen = new Set<string>()): boolean => {
    if (seen.has(item.name) || seen.size > 20) {
      return false;
    }
    seen.add(item.name);
    return (
      item.fields.some(
        field =>
          field.target === '__tablename__' ||
          MODEL_TEXT.test(field.text) ||
          field.annotation?.startsWith('Mapped['),
      ) ||
      item.bases.some(
        base =>
          /^(?:models\.Model|db\.Model|Document|EmbeddedDocument|SQLModel)\b/.test(
            base,
          ) ||
          Boolean(
            classes.get(base.split('.').pop()!) &&
              isModel(classes.get(base.split('.').pop()!)!, seen),
          ),
      )
    );
  };
  const bases = new Set(
    [...classes.values()].flatMap(item =>
      item.bases.map(base => base.split('.').pop()!),
    ),
  );
  return (
    [...classes.values()]
      .filter(item => isModel(item))
      // A mixin or abstract base is no table of its own.
      .filter(
        item =>
          !bases.has(item.name) ||
          item.fields.some(field => field.target === '__tablename__') ||
          item.bases.some(base => /models\.Model|db\.Model/.test(base)),
      )
      .map(item => ({
        name: item.name,
        path: item.path,
        line: item.line,
        fields: inherited(item, new Set()),
      }))
  );
}

async function scriptModels(context: ExtractContext): Promise<Model[]> {
  const files = await context.syntax.files({
    languages: ['typescript', 'tsx', 'javascript'],
    containing: ['@Entity', '@Schema', 'Schema(', 'Table(', '.define('],
  });
  const result: Model[] = [];
  for (const file of files) {
    for (const item of file.classes) {
      if (
        item.decorators.some(text => /^(?:Entity|Schema|Table)\b/.test(text))
      ) {
        result.push({
          name: item.name,
          path: item.path,
          line: item.line,
          fields: classFields(file, item),
        });
      }
    }
    for (const kind of ['call_expression', 'new_expression']) {
      for (const node of nodesOfKind(file.root, kind)) {
        const callee =
          (node.field('function') ?? node.field('constructor'))?.text() ?? '';
        if (!TABLE_CALLS.test(callee) && !/(?:^|\.)Schema$/.test(callee)) {
          continue;
        }
        const args = argumentNodes(node);
        const object = args
          .map(item => unwrap(item))
          .find(item => item.kind() === 'object');
        const name =
          (args[0] && stringText(args[0])) ??
          node.parent()?.field('name')?.text();
        if (object && name) {
          result.push({
            name: name.replace(/Schema$/, ''),
            path: file.path,
            line: lineOf(node),
            fields: namedChildren(object).flatMap(pair => {
              const key = pair.field('key');
              return key ? [stringText(key) ?? key.text()] : [];
            }),
          });
        }
      }
    }
  }
  return result;
}

function classFields(file: FileSyntax, item: ClassFact): string[] {
  const own = item.fields.map(field => field.target);
  if (own.length) {
    return own;
  }
  return nodesOfKind(file.root, 'public_field_definition')
    .filter(node => lineOf(node) >= item.line && lineOf(node) <= item.endLine)
    .map(node => node.field('name')?.text() ?? '');
}

function prismaModels(context: ExtractContext): Model[] {
  const result: Model[] = [];
  for (const { path } of context.tree.files) {
    if (!path.endsWith('.prisma')) {
      continue;
    }
    let current: Model | undefined;
    for (const [index, line] of (context.tree.read(path) ?? '')
      .split('\n')
      .entries()) {
      const start = /^model\s+(\w+)\s*\{/.exec(line);
      if (start) {
        current = { name: start[1], path, line: index + 1, fields: [] };
        result.push(current);
      } else if (line.trim() === '}') {
        current = undefined;
      } else if (current) {
        const field = /^\s+(\w+)\s+\w/.exec(line)?.[1];
        if (field) {
          current.fields.push(field);
        }
      }
    }
  }
  return result;
}

async function sqlModels(context: ExtractContext): Promise<Model[]> {
  const { files } = await context.facts(inventory);
  const result: Model[] = [];
  for (const { path, class: kind } of files) {
    if (
      !path.endsWith('.sql') ||
      ['test', 'fixture', 'example', 'vendored'].includes(kind)
    ) {
      continue;
    }
    let current: Model | undefined;
    for (const [index, line] of (context.tree.read(path) ?? '')
      .split('\n')
      .entries()) {
      const text = line.replace(/--.*$/, '');
      const start =
        /^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?([\w."]+)/i.exec(text);
      if (start) {
        current = {
          name: start[1].replace(/"/g, '').split('.').pop()!,
          path,
          line: index + 1,
          fields: [],
        };
        result.push(current);
      } else if (current && /^\s*\)/.test(text)) {
        current = undefined;
      } else if (current) {
        const column = /^\s*"?([a-z_][a-z0-9_]*)"?\s+[a-z]/i.exec(text)?.[1];
        if (column) {
          current.fields.push(column);
        }
      }
    }
  }
  return result;
}

/** Names of classes, functions and variables that may be a context. */
async function contextNames(context: ExtractContext): Promise<TenancyPlace[]> {
  const result: TenancyPlace[] = [];
  for (const file of await context.syntax.files({
    languages: ['python', 'typescript', 'tsx', 'javascript', 'go', 'java'],
    containing: [
      ...STRONG,
      ...WEAK,
      'Tenant',
      'Organisation',
      'Organization',
      'Workspace',
      'Company',
      'Team',
      'Account',
      'Project',
    ],
  })) {
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
