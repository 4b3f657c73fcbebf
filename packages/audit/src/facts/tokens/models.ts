import type { SyntaxNode } from '../../syntax/nodes';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  lineOf,
  namedChildren,
  stringText,
} from '../applications/code';
import { inventory } from '../inventory/extract';
import { findAll } from './expressions';
import { StoredFieldFact, StoredModelFact } from './schema';

/** Text of which one stands in every file with a persisted model. */
const PYTHON_WORDS = [
  'models.Model',
  'db.Model',
  'DeclarativeBase',
  'Column(',
  'mapped_column',
  'Document',
  'table=True',
  'table = True',
  '_tablename_',
  'AbstractUser',
  'AbstractBaseUser',
];
const SCRIPT_WORDS = [
  '@Entity',
  '@Schema',
  '@Table',
  'Schema(',
  'pgTable',
  'mysqlTable',
  'sqliteTable',
  '.define(',
  '.init(',
];

const PYTHON_BASE =
  /(?:^|\.)(?:Model|Base|Document|DynamicDocument|AbstractUser|AbstractBaseUser|TimeStampedModel|DeclarativeBase|PolymorphicModel)$/;
const COLUMN_CALL =
  /^(?:db\.|sa\.|models\.|orm\.|sqlalchemy\.|me\.)?(?:Column|mapped_column|\w+Field)\(/;

/** Models, tables and collections of the tree with their fields. */
export async function storedModels(
  context: ExtractContext,
): Promise<StoredModelFact[]> {
  const result: StoredModelFact[] = [];
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: PYTHON_WORDS,
  })) {
    result.push(...pythonModels(file, context.tree.read(file.path) ?? ''));
  }
  for (const file of await context.syntax.files({
    languages: ['typescript', 'tsx', 'javascript'],
    containing: SCRIPT_WORDS,
  })) {
    result.push(...scriptModels(file));
  }
  const { files } = await context.facts(inventory);
  for (const { path, class: kind } of files) {
    if (path.endsWith('.prisma') && kind !== 'test' && kind !== 'vendored') {
      result.push(...prismaModels(path, context.tree.read(path) ?? ''));
    }
  }
  return result;
}

function pythonModels(file: FileSyntax, text: string): StoredModelFact[] {
  const lines = text.split('\n');
  return file.classes.flatMap(item => {
    const head = lines[item.line - 1] ?? '';
    const persisted =
      item.bases.some(base => PYTHON_BASE.test(base)) ||
      /\btable\s*=\s*True/.test(head) ||
      item.fields.some(field => COLUMN_CALL.test(field.text));
    return persisted
      ? [
          {
            name: item.name,
            path: file.path,
            line: item.line,
            fields: item.fields.map(
              (field): StoredFieldFact => ({
                owner: item.name,
                name: field.target,
                path: file.path,
                line: field.line,
              }),
            ),
          },
        ]
      : [];
  });
}

function scriptModels(file: FileSyntax): StoredModelFact[] {
  const classes = file.classes
    .filter(item =>
      item.decorators.some(text =>
        /^(?:Entity|Schema|Table|ObjectType)\b/.test(text),
      ),
    )
    .map(item => ({
      name: item.name,
      path: file.path,
      line: item.line,
      fields: item.fields.map(field => ({
        owner: item.name,
        name: field.target,
        path: file.path,
        line: field.line,
      })),
    }));
  const objects = findAll(file.root, {
    any: [
      {
        kind: 'new_expression',
        has: { field: 'constructor', regex: '(?:^|\\.)Schema$' },
      },
      {
        kind: 'call_expression',
        has: {
          field: 'function',
          regex:
            '^(?:pgTable|mysqlTable|sqliteTable)$|\\.(?:define|init)$|(?:^|\\.)Schema$',
        },
      },
    ],
  }).flatMap((node): StoredModelFact[] => {
    const args = argumentNodes(node);
    const body = args.slice(0, 2).find(item => item.is('object'));
    if (!body) {
      return [];
    }
    const first = args[0] && stringText(args[0]);
    const name =
      first ??
      (
        node.parent()?.field('name') ?? node.field('function')?.field('object')
      )?.text() ??
      'schema';
    return [
      {
        name,
        path: file.path,
        line: lineOf(node),
        fields: fieldsOf(file, name, body),
      },
    ];
  });
  return [...classes, ...objects];
}

function fieldsOf(
  file: FileSyntax,
  owner: string,
  body: SyntaxNode,
): StoredFieldFact[] {
  return namedChildren(body).flatMap(child => {
    const key = child.field('key');
    const name = key ? stringText(key) ?? key.text() : undefined;
    return name ? [{ owner, name, path: file.path, line: lineOf(child) }] : [];
  });
}

/** Prisma's schema language has no parser here; its blocks are one field a line. */
function prismaModels(path: string, text: string): StoredModelFact[] {
  const result: StoredModelFact[] = [];
  let current: StoredModelFact | undefined;
  text.split('\n').forEach((line, index) => {
    const start = /^model\s+(\w+)\s*\{/.exec(line);
    if (start) {
      current = { name: start[1], path, line: index + 1, fields: [] };
      result.push(current);
    } else if (/^\s*\}/.test(line)) {
      current = undefined;
    } else {
      const field = /^\s+(\w+)\s+\w/.exec(line);
      if (current && field) {
        current.fields.push({
          owner: current.name,
          name: field[1],
          path,
          line: index + 1,
        });
      }
    }
  });
  return result;
}
