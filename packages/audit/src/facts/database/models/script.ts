import { ExtractContext } from '../../../engine/types';
import { ArgumentFact, CallFact, FileSyntax } from '../../../syntax/schema';
import { ModelFact, ModelField, ModelLibrary } from '../schema';

const LANGUAGES = ['typescript', 'tsx', 'javascript'] as const;
/** Modules of which every file with a model names one. */
const WORDS = [
  'typeorm',
  '@mikro-orm',
  'mongoose',
  'sequelize',
  'DataTypes',
  'drizzle-orm',
];

/** Class decorators that make a model, by the module they come from. */
const CLASS_DECORATORS: [name: string, modules: RegExp, ModelLibrary][] = [
  ['Entity', /^typeorm|^@mikro-orm\//, 'typeorm'],
  ['Schema', /^@nestjs\/mongoose/, 'mongoose'],
  ['Table', /^sequelize-typescript/, 'sequelize'],
];

/** Field decorators that say nothing about a column. */
const PASSIVE =
  /(?:^|\.)(?:Api\w*|Is[A-Z]\w*|Exclude|Expose|Type|Field|Min|Max|Length|Matches|Validate\w*|Transform|OneToMany|HasMany|AfterLoad|Before\w+|After\w+)$/;

/** Models of TypeORM, MikroORM, Sequelize, Mongoose and Drizzle. */
export async function readScriptModels(
  context: ExtractContext,
): Promise<ModelFact[]> {
  const result: ModelFact[] = [];
  for (const file of await context.syntax.files({
    languages: LANGUAGES,
    containing: WORDS,
  })) {
    result.push(...classModels(file), ...callModels(file));
  }
  return result;
}

function classModels(file: FileSyntax): ModelFact[] {
  const result: ModelFact[] = [];
  for (const item of file.classes) {
    const known = item.decorators
      .map(text => /^(\w+)/.exec(text)?.[1])
      .map(name =>
        CLASS_DECORATORS.find(
          ([wanted, modules]) =>
            wanted === name &&
            file.imports.some(
              other => other.local === name && modules.test(other.module),
            ),
        ),
      )
      .find(Boolean);
    if (!known) {
      continue;
    }
    const [decorator, , library] = known;
    const decorations = new Map<string, CallFact[]>();
    let table: string | undefined;
    for (const call of file.calls) {
      if (call.line < item.line - 12 || call.line > item.endLine) {
        continue;
      }
      if (call.decorates === item.name && call.callee === decorator) {
        const [first] = call.args;
        table =
          typeof first?.value === 'string'
            ? first.value
            : stringEntry(first, 'name') ?? stringEntry(first, 'tableName');
      } else if (call.decorates && call.line >= item.line) {
        const list = decorations.get(call.decorates) ?? [];
        list.push(call);
        decorations.set(call.decorates, list);
      }
    }
    result.push({
      name: item.name,
      ...(table ? { table } : {}),
      library,
      store: library === 'mongoose' ? 'document' : 'sql',
      path: file.path,
      line: item.line,
      endLine: item.endLine,
      bases: item.bases,
      fields: item.fields.flatMap((field): ModelField[] => {
        const calls = (decorations.get(field.target) ?? []).filter(
          call => !PASSIVE.test(call.callee),
        );
        const options = calls.map(call => call.args.at(-1));
        const given = calls
          .flatMap(call => call.args)
          .map(argument =>
            typeof argument.value === 'string'
              ? argument.value
              : entryText(argument, 'type') ??
                (/^DataType\b/.test(argument.text) ? argument.text : undefined),
          )
          .find(Boolean);
        const encrypted = calls
          .map(call => entryText(call.args.at(-1), 'transformer'))
          .find(Boolean);
        const column = options
          .map(
            option =>
              stringEntry(option, 'name') ?? stringEntry(option, 'field'),
          )
          .find(Boolean);
        return [
          {
            name: field.target,
            ...(column ? { column } : {}),
            type: given ?? field.annotation ?? '',
            text: `${calls.map(call => `@${call.callee}`).join(' ')} ${
              field.target
            }: ${field.annotation ?? ''}${
              encrypted ? ` transformer ${encrypted}` : ''
            }`.trim(),
            path: file.path,
            line: field.line,
          },
        ];
      }),
    });
  }
  return result;
}

function callModels(file: FileSyntax): ModelFact[] {
  const result: ModelFact[] = [];
  /** Variable of a schema → model made of it. */
  const names = new Map<string, string>();
  for (const call of file.calls) {
    if (/(?:^|\.)model$/.test(call.name) && call.args.length >= 2) {
      const [name, schema] = call.args;
      if (typeof name.value === 'string') {
        names.set(schema.text.trim(), name.value);
      }
    }
  }
  for (const call of file.calls) {
    const made =
      drizzle(call) ?? mongoose(call, names) ?? sequelize(call) ?? undefined;
    if (made) {
      result.push({
        ...made,
        path: file.path,
        line: call.line,
        endLine: call.endLine,
        bases: [],
      });
    }
  }
  return result;
}

type Made = Pick<ModelFact, 'name' | 'table' | 'library' | 'store' | 'fields'>;

function drizzle(call: CallFact): Made | undefined {
  if (!/(?:^|\.)(?:pg|mysql|sqlite)Table$/.test(call.name)) {
    return undefined;
  }
  const [table, columns] = call.args;
  if (!columns?.entries) {
    return undefined;
  }
  const tableName = typeof table?.value === 'string' ? table.value : undefined;
  const name = call.assignedTo ?? tableName;
  return name
    ? {
        name,
        ...(tableName ? { table: tableName } : {}),
        library: 'drizzle',
        store: 'sql',
        fields: columns.entries.flatMap((entry): ModelField[] => {
          const head =
            /^(?:\w+\.)?(\w+)(?:<[^>]*>)?\(\s*(?:["'`](\w+)["'`])?/.exec(
              entry.text.slice(0, 300),
            );
          return entry.name && head
            ? [
                {
                  name: entry.name,
                  ...(head[2] ? { column: head[2] } : {}),
                  type: head[1],
                  text: entry.text.slice(0, 400),
                  path: call.path,
                  line: entry.line,
                },
              ]
            : [];
        }),
      }
    : undefined;
}

function mongoose(
  call: CallFact,
  names: ReadonlyMap<string, string>,
): Made | undefined {
  if (
    !/^(?:mongoose\.)?Schema$/.test(
      call.name.replace(/^mongoose\.default\./, ''),
    ) ||
    !call.construct
  ) {
    return undefined;
  }
  const [columns] = call.args;
  const variable = call.assignedTo;
  if (!columns?.entries || !variable) {
    return undefined;
  }
  return {
    name: names.get(variable) ?? variable.replace(/_?schema$/i, ''),
    library: 'mongoose',
    store: 'document',
    fields: columns.entries.flatMap((entry): ModelField[] =>
      entry.name
        ? [
            {
              name: entry.name,
              type: entryText(entry, 'type') ?? entry.text.slice(0, 80),
              text: entry.text.slice(0, 400),
              path: call.path,
              line: entry.line,
            },
          ]
        : [],
    ),
  };
}

function sequelize(call: CallFact): Made | undefined {
  const isDefine = /(?:^|\.)define$/.test(call.callee);
  const isInit = /^[A-Z]\w*\.init$/.test(call.callee);
  if (!isDefine && !isInit) {
    return undefined;
  }
  const columns = call.args[isDefine ? 1 : 0];
  const first = call.args[0];
  if (
    !columns?.entries?.some(entry =>
      /\bDataTypes?\b|\bSequelize\./.test(entry.text),
    )
  ) {
    return undefined;
  }
  const given = typeof first.value === 'string' ? first.value : undefined;
  const name = isInit ? call.callee.split('.')[0] : given ?? call.assignedTo;
  const options = call.args.at(-1);
  const table = stringEntry(options, 'tableName');
  return name
    ? {
        name: isDefine && call.assignedTo ? call.assignedTo : name,
        table: table ?? (isDefine ? name : undefined),
        library: 'sequelize',
        store: 'sql',
        fields: columns.entries.flatMap((entry): ModelField[] =>
          entry.name
            ? [
                {
                  name: entry.name,
                  ...(stringEntry(entry, 'field')
                    ? { column: stringEntry(entry, 'field') }
                    : {}),
                  type: entryText(entry, 'type') ?? entry.text.slice(0, 80),
                  text: entry.text.slice(0, 400),
                  path: call.path,
                  line: entry.line,
                },
              ]
            : [],
        ),
      }
    : undefined;
}

function stringEntry(
  argument: ArgumentFact | undefined,
  name: string,
): string | undefined {
  const value = argument?.entries?.find(item => item.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function entryText(
  argument: ArgumentFact | undefined,
  name: string,
): string | undefined {
  const entry = argument?.entries?.find(item => item.name === name);
  return (
    entry && (typeof entry.value === 'string' ? entry.value : entry.text.trim())
  );
}
