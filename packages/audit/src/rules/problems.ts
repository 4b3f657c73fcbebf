import { z } from 'zod';
import { CONDITIONS, PLACE_CONDITIONS } from './schema';
import { suggest } from './suggest';

/** Keys and positions on the way to a value of a check. */
export type FieldPath = (string | number)[];

/** What is wrong with a field. */
export interface FieldProblem {
  path: FieldPath;
  message: string;
  /** The problem is the key itself, not its value. */
  atKey?: boolean;
}

type Issue = z.core.$ZodIssue;

/** `kinds[0].failsWhen.in` */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') {
      return `${name}[${key}]`;
    }
    return name ? `${name}.${key}` : key;
  }, '');
}

/** Turns what the schema says into sentences for authors. */
export function problemsOf(
  schema: z.ZodType,
  input: unknown,
  issues: readonly Issue[],
  base: FieldPath = [],
): FieldProblem[] {
  return issues.flatMap(issue =>
    problemsOfIssue(schema, input, issue, [...base, ...pathOf(issue)]),
  );
}

function pathOf(issue: Issue): FieldPath {
  return issue.path.map(key => (typeof key === 'number' ? key : String(key)));
}

function problemsOfIssue(
  root: z.ZodType,
  input: unknown,
  issue: Issue,
  path: FieldPath,
): FieldProblem[] {
  const value = valueAt(input, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: [...path, key],
        message: unknownField(key, keysAt(root, input, path)),
        atKey: true,
      }));
    case 'invalid_union':
      return problemsOfUnion(root, input, issue, path);
    case 'invalid_type':
      return [
        {
          path,
          message:
            value === undefined
              ? `is missing; expected ${nameOfType(issue.expected)}`
              : `expected ${nameOfType(issue.expected)}, found ${found(value)}`,
        },
      ];
    case 'invalid_value': {
      const known = issue.values.map(String);
      const near = suggest(String(value), known);
      return [
        {
          path,
          message:
            value === undefined
              ? `is missing; expected one of ${known.join(', ')}`
              : `expected one of ${known.join(', ')}, found ${found(value)}${
                  near ? `; did you mean "${near}"?` : ''
                }`,
        },
      ];
    }
    case 'too_small':
      return [
        {
          path,
          message: `expected at least ${issue.minimum}${unitOf(
            issue.origin,
          )}, found ${found(value)}`,
        },
      ];
    case 'too_big':
      return [
        {
          path,
          message: `expected at most ${issue.maximum}${unitOf(issue.origin)}`,
        },
      ];
    case 'invalid_format':
      return [
        { path, message: `expected ${issue.message}, found ${found(value)}` },
      ];
    default:
      return [{ path, message: issue.message }];
  }
}

function problemsOfUnion(
  root: z.ZodType,
  input: unknown,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: FieldPath,
): FieldProblem[] {
  const value = valueAt(input, path);
  const options = optionsAt(root, input, path);
  const conditions = Object.keys(
    options.length === Object.keys(CONDITIONS).length
      ? CONDITIONS
      : PLACE_CONDITIONS,
  );
  const isCondition =
    options.length > 2 &&
    options.every(option => objectKeys(option).length > 0);
  if (isCondition) {
    return problemsOfCondition(root, input, issue, path, conditions);
  }
  const index = options.findIndex(option => accepts(option, value));
  if (index >= 0 && issue.errors[index]) {
    return problemsOf(root, input, issue.errors[index], path);
  }
  const types = options.map(option => nameOfType(option.def.type));
  return [
    {
      path,
      message:
        value === undefined
          ? `is missing; expected ${types.join(' or ')}`
          : `expected ${types.join(' or ')}, found ${found(value)}`,
    },
  ];
}

/** A condition is told by one key: what it looks at. */
function problemsOfCondition(
  root: z.ZodType,
  input: unknown,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: FieldPath,
  known: readonly string[],
): FieldProblem[] {
  const value = valueAt(input, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = `a condition (a map with one of ${known.join(', ')})`;
    return [
      {
        path,
        message:
          value === undefined
            ? `is missing; expected ${what}`
            : `expected ${what}, found ${found(value)}${
                Array.isArray(value) ? '; join several with "all" or "any"' : ''
              }`,
      },
    ];
  }
  const keys = Object.keys(value);
  const telling = keys.filter(key => known.includes(key));
  if (telling.length === 1) {
    const index = known.indexOf(telling[0]);
    return problemsOf(root, input, issue.errors[index] ?? [], path);
  }
  if (telling.length > 1) {
    return [
      {
        path: [...path, telling[1]],
        message: `a condition looks at one thing, this one at ${telling
          .map(key => `"${key}"`)
          .join(' and ')}; join several with "all" or "any"`,
        atKey: true,
      },
    ];
  }
  const [first] = keys;
  if (first === undefined) {
    return [
      { path, message: `expected one of ${known.join(', ')}, found nothing` },
    ];
  }
  const near = keys
    .map(key => ({ key, word: suggest(key, known) }))
    .find(({ word }) => word);
  const other = Object.keys(CONDITIONS).includes(first);
  return [
    {
      path: [...path, near?.key ?? first],
      message: other
        ? `"${first}" finds no places; expected one of ${known.join(', ')}`
        : `expected one of ${known.join(', ')}, found "${near?.key ?? first}"${
            near ? `; did you mean "${near.word}"?` : ''
          }`,
      atKey: true,
    },
  ];
}

function unknownField(key: string, known: readonly string[]): string {
  const near = suggest(key, known);
  return `unknown field "${key}"; ${
    near ? `did you mean "${near}"?` : `expected one of ${known.join(', ')}`
  }`;
}

function valueAt(input: unknown, path: FieldPath): unknown {
  let value = input;
  for (const key of path) {
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined;
  }
  return value;
}

/** The schema below wrappers that say nothing about the shape. */
function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema;
  for (;;) {
    if (current instanceof z.ZodOptional || current instanceof z.ZodNullable) {
      current = current.unwrap() as z.ZodType;
    } else if (current instanceof z.ZodLazy) {
      current = current.unwrap() as z.ZodType;
    } else {
      return current;
    }
  }
}

/** The schema of a field, following the value through unions. */
function schemaAt(
  root: z.ZodType,
  input: unknown,
  path: FieldPath,
): z.ZodType | undefined {
  let schema: z.ZodType | undefined = unwrap(root);
  for (let length = 0; length <= path.length && schema; length++) {
    const value = valueAt(input, path.slice(0, length));
    if (schema instanceof z.ZodUnion && length < path.length) {
      schema = optionsOf(schema).find(option => accepts(option, value));
    }
    if (length === path.length || !schema) {
      break;
    }
    schema = childOf(schema, path[length]);
  }
  return schema;
}

function childOf(
  schema: z.ZodType,
  key: string | number,
): z.ZodType | undefined {
  let child: unknown;
  if (schema instanceof z.ZodObject) {
    child = (schema.shape as Record<string, unknown>)[key];
  } else if (schema instanceof z.ZodArray) {
    child = schema.element;
  } else if (schema instanceof z.ZodRecord) {
    child = schema.valueType;
  }
  return child ? unwrap(child as z.ZodType) : undefined;
}

function optionsOf(schema: z.ZodUnion): z.ZodType[] {
  return (schema.options as z.ZodType[]).map(unwrap);
}

function optionsAt(
  root: z.ZodType,
  input: unknown,
  path: FieldPath,
): z.ZodType[] {
  const schema = schemaAt(root, input, path);
  return schema instanceof z.ZodUnion ? optionsOf(schema) : [];
}

function keysAt(root: z.ZodType, input: unknown, path: FieldPath): string[] {
  const schema = schemaAt(root, input, path);
  if (schema instanceof z.ZodUnion) {
    const value = valueAt(input, path);
    const option = optionsOf(schema).find(item => accepts(item, value));
    return option ? objectKeys(option) : [];
  }
  return schema ? objectKeys(schema) : [];
}

function objectKeys(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Whether a value is at least of the type of an option; of conditions, the one whose first key it has. */
function accepts(option: z.ZodType, value: unknown): boolean {
  if (option instanceof z.ZodObject) {
    const [first] = objectKeys(option);
    return (
      typeof value === 'object' && value !== null && Object.hasOwn(value, first)
    );
  }
  if (option instanceof z.ZodArray) {
    return Array.isArray(value);
  }
  if (option instanceof z.ZodRecord) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
  if (option instanceof z.ZodEnum || option instanceof z.ZodLiteral) {
    return typeof value === 'string';
  }
  return option.def.type === (value === null ? 'null' : typeof value);
}

const TYPE_NAMES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  enum: 'a word',
  literal: 'a word',
};

function nameOfType(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

function unitOf(origin: string): string {
  switch (origin) {
    case 'string':
      return ' characters';
    case 'array':
      return ' items';
    default:
      return '';
  }
}

/** A value in a few words. */
function found(value: unknown): string {
  if (value === null) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  if (typeof value === 'object') {
    return 'a map';
  }
  if (typeof value === 'string') {
    return value === ''
      ? 'an empty text'
      : `"${value.length > 40 ? `${value.slice(0, 37)}...` : value}"`;
  }
  return String(value);
}
