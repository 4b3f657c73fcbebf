import { ExtractContext } from '../../../engine/types';
import { AssignmentFact, ClassFact, FileSyntax } from '../../../syntax/schema';
import { ModelFact, ModelField, ModelLibrary } from '../schema';

/** Base classes that make a class a model, by their resolved names. */
const BASES: [RegExp, ModelLibrary][] = [
  [/^django\.(?:contrib\.gis\.)?db\.models\.Model$/, 'django'],
  [
    /^django\.contrib\.auth\.(?:models|base_user)\.(?:AbstractUser|AbstractBaseUser)$/,
    'django',
  ],
  [/^sqlmodel\.(?:main\.)?SQLModel$/, 'sqlmodel'],
  [/^(?:beanie|bunnet)\.(?:Document|UnionDoc)$/, 'beanie'],
  [/^odmantic\.(?:Model|EmbeddedModel)$/, 'odmantic'],
  [
    /^(?:flask_)?mongoengine\.(?:\w+\.)?(?:Dynamic)?(?:Embedded)?Document$/,
    'mongoengine',
  ],
  [/^peewee\.Model$/, 'peewee'],
  [/^tortoise\.(?:models\.)?Model$/, 'tortoise'],
  [/^(?:\w+\.)*db\.Model$/, 'sqlalchemy'],
  [/^flask_sqlalchemy\.(?:model\.)?Model$/, 'sqlalchemy'],
];

/** Calls that declare a column; the library is told apart by the base. */
const COLUMN_CALL =
  /^(?:\w+\.)*(?:mapped_column|Column|column_property|relationship|Relationship|Field|field|\w+Field|ForeignKey|OneToOneField|ManyToManyField|Indexed)\s*\(/;
const SQLALCHEMY_COLUMN = /^(?:\w+\.)*(?:mapped_column|Column)\s*\(/;
/** Tables for templates have columns as well. */
const SQLALCHEMY_MODULE =
  /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy|geoalchemy2)\b|(?:^|\.)(?:db|sa|sql|sqlalchemy|orm)\.(?:mapped_column|Column)$/;
const ANNOTATED = /^(?:\w+\.)?Mapped\[(.*)\]$/;

const LANGUAGE = { languages: ['python'] as const };
/** Words of which every file with a model has one. */
const WORDS = [
  'sqlalchemy',
  'sqlmodel',
  'django.db',
  'django.contrib.gis',
  'odmantic',
  'peewee',
  'tortoise',
  'beanie',
  'bunnet',
  'mongoengine',
  'db.Model',
  '__tablename__',
  'AbstractUser',
  'AbstractBaseUser',
];

interface Class extends ClassFact {
  file: FileSyntax;
  table: boolean;
  abstract: boolean;
  unmanaged: boolean;
}

const MAX_BASES = 20;

/** Models of the Python ORMs and ODMs. */
export async function readPythonModels(
  context: ExtractContext,
): Promise<ModelFact[]> {
  // Bases may lie in files without any of the words; the words decide which files are asked for models.
  const files = await context.syntax.files({ ...LANGUAGE, containing: WORDS });
  const byName = new Map<string, Class[]>();
  const all: Class[] = [];
  for (const file of files) {
    const metas = file.classes.filter(item => item.name === 'Meta');
    const lines = (context.tree.read(file.path) ?? '').split('\n');
    for (const item of file.classes) {
      const own: Class = {
        ...item,
        file,
        table: /\btable\s*=\s*True\b/.test(headerOf(lines, item.line)),
        unmanaged: metas.some(
          meta =>
            meta.enclosing.at(-1) === item.name &&
            meta.line > item.line &&
            meta.line <= item.endLine &&
            meta.fields.some(
              field =>
                (field.target === 'managed' && field.value === false) ||
                (field.target === 'proxy' && field.value === true),
            ),
        ),
        abstract:
          /^[ \t]*__abstract__[ \t]*=[ \t]*True\b/m.test(
            item.fields
              .map(field => `${field.target} = ${field.text}`)
              .join('\n'),
          ) ||
          metas.some(
            meta =>
              meta.enclosing.at(-1) === item.name &&
              meta.line > item.line &&
              meta.line <= item.endLine &&
              meta.fields.some(
                field => field.target === 'abstract' && field.value === true,
              ),
          ),
      };
      all.push(own);
      const list = byName.get(item.name) ?? [];
      list.push(own);
      byName.set(item.name, list);
    }
  }
  const parentOf = (item: Class, base: string): Class | undefined => {
    const name = base.replace(/\[.*$/, '').split('.').pop() ?? base;
    const candidates = (byName.get(name) ?? []).filter(other => other !== item);
    return (
      candidates.find(other => other.path === item.path) ??
      (candidates.length === 1 || importsName(item.file, name)
        ? candidates[0]
        : undefined)
    );
  };
  const libraryOf = (
    item: Class,
    seen = new Set<Class>(),
  ): ModelLibrary | undefined => {
    if (seen.has(item) || seen.size > MAX_BASES) {
      return undefined;
    }
    seen.add(item);
    for (const base of item.bases) {
      const resolved = item.file.resolve(base.replace(/\[.*$/, ''));
      const known = BASES.find(([pattern]) => pattern.test(resolved));
      if (known) {
        return known[1];
      }
    }
    if (
      item.fields.some(
        field =>
          (field.target === '__tablename__' && item.bases.length > 0) ||
          isColumn(item.file, field.text),
      ) &&
      item.bases.length > 0
    ) {
      const inherited = item.bases
        .map(base => parentOf(item, base))
        .map(parent => parent && libraryOf(parent, seen))
        .find(Boolean);
      return inherited ?? 'sqlalchemy';
    }
    for (const base of item.bases) {
      const parent = parentOf(item, base);
      const library = parent && libraryOf(parent, seen);
      if (library) {
        return library;
      }
    }
    return undefined;
  };
  const isBase = new Set<Class>();
  for (const item of all) {
    for (const base of item.bases) {
      const parent = parentOf(item, base);
      if (parent) {
        isBase.add(parent);
      }
    }
  }
  const fieldsOf = (item: Class, seen = new Set<Class>()): ModelField[] => {
    if (seen.has(item) || seen.size > MAX_BASES) {
      return [];
    }
    seen.add(item);
    const own = item.fields.flatMap(field => readField(field) ?? []);
    const names = new Set(own.map(field => field.name));
    return [
      ...own,
      ...item.bases
        .map(base => parentOf(item, base))
        .flatMap(parent => (parent ? fieldsOf(parent, seen) : []))
        .filter(field => !names.has(field.name)),
    ];
  };
  const inheritsUnmanaged = (item: Class) =>
    item.bases.some(base => {
      const name = item.file.resolve(base);
      return (
        // Accounts that live elsewhere are anonymous ones with a little more.
        /auth\.models\.AnonymousUser$/.test(name) ||
        (/auth\.(?:models|base_user)\.AbstractBaseUser$/.test(name) &&
          item.fields.length === 0)
      );
    });
  const result: ModelFact[] = [];
  for (const item of all) {
    const library = libraryOf(item);
    if (!library || !isTable(item, library, isBase.has(item))) {
      continue;
    }
    const fields = fieldsOf(item);
    if (fields.length === 0) {
      continue;
    }
    const table = item.fields.find(field =>
      ['__tablename__', 'db_table'].includes(field.target),
    )?.value;
    result.push({
      name: item.name,
      ...(typeof table === 'string' ? { table } : {}),
      library,
      store: ['beanie', 'odmantic', 'mongoengine'].includes(library)
        ? 'document'
        : 'sql',
      path: item.path,
      line: item.line,
      endLine: item.endLine,
      fields,
      bases: item.bases,
      ...(item.unmanaged || inheritsUnmanaged(item) ? { unmanaged: true } : {}),
    });
  }
  return result;
}

function isColumn(file: FileSyntax, text: string): boolean {
  const callee = SQLALCHEMY_COLUMN.test(text)
    ? /^[\w.]+/.exec(text)?.[0]
    : undefined;
  return callee !== undefined && SQLALCHEMY_MODULE.test(file.resolve(callee));
}

function isTable(item: Class, library: ModelLibrary, isBase: boolean): boolean {
  if (item.abstract) {
    return false;
  }
  switch (library) {
    case 'sqlmodel':
      return item.table;
    case 'sqlalchemy':
      return (
        item.fields.some(
          field =>
            field.target === '__tablename__' || field.target === '__table__',
        ) ||
        (!isBase &&
          item.fields.some(field => SQLALCHEMY_COLUMN.test(field.text)))
      );
    case 'django':
      return true;
    default:
      // A base without an explicit mark is taken for abstract.
      return !isBase;
  }
}

/** Head of a class statement; keyword arguments of it are no bases. */
function headerOf(lines: readonly string[], line: number): string {
  let text = '';
  for (
    let index = line - 1;
    index < Math.min(lines.length, line + 6);
    index++
  ) {
    text += `${lines[index]}\n`;
    if (/:\s*(?:#.*)?$/.test(lines[index])) {
      break;
    }
  }
  return text;
}

function importsName(file: FileSyntax, name: string): boolean {
  return file.imports.some(
    item => item.local === name || item.imported === '*' || item.local === '*',
  );
}

function readField(field: AssignmentFact): ModelField | undefined {
  const { target, text, annotation, path, line } = field;
  if (target.startsWith('__') || !/^\w+$/.test(target)) {
    return undefined;
  }
  const isCall = COLUMN_CALL.test(text);
  if (!isCall && annotation === undefined) {
    return undefined;
  }
  if (/^(?:\w+\.)?ClassVar\b/.test(annotation ?? '')) {
    return undefined;
  }
  const column = SQLALCHEMY_COLUMN.test(text)
    ? /\(\s*["'](\w+)["']/.exec(text.slice(0, 200))?.[1]
    : /\bdb_column\s*=\s*["'](\w+)["']/.exec(text)?.[1];
  return {
    name: target,
    ...(column ? { column } : {}),
    type: typeOf(text, annotation),
    text: `${target}${annotation ? `: ${annotation}` : ''}${
      text ? ` = ${text}` : ''
    }`.slice(0, 400),
    path,
    line,
  };
}

/** The type as the library names it. */
function typeOf(text: string, annotation: string | undefined): string {
  const call = /^([\w.]+)\s*\(/.exec(text)?.[1]?.split('.').pop();
  if (call === 'mapped_column' || call === 'Column') {
    const args = topLevel(
      text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
    );
    const named =
      args.find(
        item =>
          !/^\w+\s*=/.test(item) &&
          !/^["']/.test(item) &&
          !/^(?:\w+\.)*(?:ForeignKey|Identity|Sequence|Computed|CheckConstraint)\b/.test(
            item,
          ),
      ) ??
      args.find(item => /^type_\s*=/.test(item))?.replace(/^type_\s*=\s*/, '');
    if (named) {
      return named.replace(/^(?:\w+\.)+(?=\w)/, '').trim();
    }
    if (args.some(item => /^(?:\w+\.)*ForeignKey\b/.test(item))) {
      return 'ForeignKey';
    }
  }
  if (call && call !== 'mapped_column' && call !== 'Column') {
    const column =
      /\bsa_(?:column|type)\s*=\s*(?:(?:\w+\.)*Column\(\s*)?(?:\w+\.)*(\w+(?:\([^()]*\))?)/.exec(
        text,
      )?.[1];
    if (column) {
      return column;
    }
    if (!annotation || !['Field', 'field', 'Indexed'].includes(call)) {
      return call;
    }
  }
  const inner = ANNOTATED.exec(annotation ?? '')?.[1] ?? annotation ?? '';
  return inner.replace(/["']/g, '').trim();
}

/** Arguments of a call as written, at the outermost level. */
function topLevel(text: string): string[] {
  const result: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if ('([{'.includes(char)) {
      depth++;
    } else if (')]}'.includes(char)) {
      depth--;
    } else if (char === ',' && depth === 0) {
      result.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = text.slice(from).trim();
  return last ? [...result, last] : result;
}
