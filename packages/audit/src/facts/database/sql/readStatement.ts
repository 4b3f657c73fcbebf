import { SqlStatement, SqlToken } from './tokenize';

/** A column as a statement declares it. */
export interface SqlColumn {
  name: string;
  /** In lower case, with its parameters: `numeric(10,2)`. */
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  line: number;
}

/** What a statement does, of the few kinds that are of interest. */
export type SqlOperation =
  | { kind: 'create-table'; table: string; columns: SqlColumn[]; line: number }
  | { kind: 'drop-table'; table: string; line: number }
  | { kind: 'rename-table'; table: string; to: string; line: number }
  | { kind: 'add-column'; table: string; column: SqlColumn; line: number }
  | { kind: 'drop-column'; table: string; column: string; line: number }
  | { kind: 'rename-column'; table: string; column: string; line: number }
  | { kind: 'set-not-null'; table: string; column: string; line: number }
  | {
      kind: 'create-index';
      table: string;
      concurrently: boolean;
      line: number;
    }
  | {
      kind: 'row-level-security';
      table: string;
      action: 'enable' | 'disable' | 'force' | 'no force';
      line: number;
    }
  | {
      kind: 'create-policy';
      table: string;
      name: string;
      /** `all`, `select`, `insert`, `update`, `delete`. */
      command: string;
      restrictive: boolean;
      using?: string;
      withCheck?: string;
      line: number;
    }
  | { kind: 'drop-policy'; table: string; name: string; line: number }
  | {
      kind: 'role';
      name: string;
      superuser: boolean;
      bypassRls: boolean;
      line: number;
    };

const MODIFIERS = new Set(['if', 'not', 'exists', 'only', 'concurrently']);
const CONSTRAINTS = new Set([
  'constraint',
  'primary',
  'unique',
  'foreign',
  'check',
  'exclude',
  'key',
  'index',
  'like',
  'fulltext',
  'spatial',
]);
const TYPE_ENDS = new Set([
  'not',
  'null',
  'default',
  'primary',
  'unique',
  'references',
  'check',
  'generated',
  'collate',
  'constraint',
  'auto_increment',
  'autoincrement',
  'comment',
  'on',
  'identity',
  'encode',
]);

class Reader {
  at = 0;

  constructor(readonly tokens: readonly SqlToken[]) {}

  get done() {
    return this.at >= this.tokens.length;
  }

  peek(offset = 0): SqlToken | undefined {
    return this.tokens[this.at + offset];
  }

  is(...words: string[]): boolean {
    return words.every((word, index) => {
      const token = this.peek(index);
      return (
        token !== undefined &&
        token.kind !== 'string' &&
        token.kind !== 'name' &&
        token.text === word
      );
    });
  }

  take(...words: string[]): boolean {
    const found = this.is(...words);
    if (found) {
      this.at += words.length;
    }
    return found;
  }

  skipModifiers() {
    while (this.peek()?.kind === 'word' && MODIFIERS.has(this.peek()!.text)) {
      this.at++;
    }
  }

  /** Last segment of a dotted name. */
  name(): string | undefined {
    let token = this.peek();
    if (token?.kind !== 'word' && token?.kind !== 'name') {
      return undefined;
    }
    this.at++;
    let text = token.text;
    while (this.is('.')) {
      token = this.peek(1);
      if (token?.kind !== 'word' && token?.kind !== 'name') {
        break;
      }
      text = token.text;
      this.at += 2;
    }
    return text;
  }

  /** Tokens inside the parentheses that begin here. */
  group(): SqlToken[] {
    if (!this.is('(')) {
      return [];
    }
    let depth = 0;
    const start = this.at + 1;
    while (!this.done) {
      if (this.is('(')) {
        depth++;
      } else if (this.is(')')) {
        depth--;
        if (depth === 0) {
          this.at++;
          return this.tokens.slice(start, this.at - 1);
        }
      }
      this.at++;
    }
    return this.tokens.slice(start);
  }
}

/** Reads a statement; an empty list for every other kind. */
export function readStatement(statement: SqlStatement): SqlOperation[] {
  const reader = new Reader(statement.tokens);
  const { line } = statement;
  if (reader.take('create')) {
    return createStatement(reader, line);
  }
  if (reader.take('alter')) {
    if (reader.take('table') || reader.take('foreign', 'table')) {
      return alterTable(reader);
    }
    if (reader.take('role') || reader.take('user')) {
      return role(reader, line);
    }
    return [];
  }
  if (reader.take('drop')) {
    if (reader.take('table')) {
      const result: SqlOperation[] = [];
      do {
        reader.skipModifiers();
        const table = reader.name();
        if (table) {
          result.push({ kind: 'drop-table', table, line });
        }
      } while (reader.take(','));
      return result;
    }
    if (reader.take('policy')) {
      reader.skipModifiers();
      const name = reader.name();
      const table = reader.take('on') ? reader.name() : undefined;
      return name && table ? [{ kind: 'drop-policy', table, name, line }] : [];
    }
  }
  return [];
}

function createStatement(reader: Reader, line: number): SqlOperation[] {
  if (reader.take('or', 'replace')) {
    // A view or function.
    return [];
  }
  if (reader.take('role') || reader.take('user')) {
    return role(reader, line);
  }
  if (reader.take('policy')) {
    return policy(reader, line);
  }
  if (reader.is('unique') || reader.is('index') || reader.is('fulltext')) {
    reader.take('unique');
    reader.take('fulltext');
    if (!reader.take('index')) {
      return [];
    }
    const concurrently = reader.is('concurrently');
    reader.skipModifiers();
    if (!reader.is('on')) {
      reader.name();
    }
    reader.take('on');
    reader.skipModifiers();
    const table = reader.name();
    return table ? [{ kind: 'create-index', table, concurrently, line }] : [];
  }
  const temporary = reader.take('temp') || reader.take('temporary');
  reader.take('unlogged');
  if (!reader.take('table') || temporary) {
    return [];
  }
  reader.skipModifiers();
  const table = reader.name();
  return table
    ? [{ kind: 'create-table', table, columns: columns(reader.group()), line }]
    : [];
}

function columns(tokens: readonly SqlToken[]): SqlColumn[] {
  return splitByComma(tokens).flatMap(item => {
    const [first] = item;
    return !first || (first.kind === 'word' && CONSTRAINTS.has(first.text))
      ? []
      : column(item) ?? [];
  });
}

function column(tokens: readonly SqlToken[]): SqlColumn | undefined {
  const [name, ...rest] = tokens;
  if (!name || (name.kind !== 'word' && name.kind !== 'name')) {
    return undefined;
  }
  let end = 0;
  let depth = 0;
  while (end < rest.length) {
    const { kind, text } = rest[end];
    if (text === '(') {
      depth++;
    } else if (text === ')') {
      depth--;
    } else if (depth === 0 && kind === 'word' && TYPE_ENDS.has(text)) {
      break;
    }
    end++;
  }
  const words = rest.slice(end).map(item => item.text);
  return {
    name: name.text,
    type: joined(rest.slice(0, end)),
    notNull: words.some(
      (word, index) => word === 'not' && words[index + 1] === 'null',
    ),
    hasDefault:
      words.includes('default') ||
      words.includes('generated') ||
      words.includes('identity') ||
      words.includes('auto_increment') ||
      /serial/.test(joined(rest.slice(0, end))),
    line: name.line,
  };
}

function alterTable(reader: Reader): SqlOperation[] {
  reader.skipModifiers();
  const table = reader.name();
  if (!table) {
    return [];
  }
  return splitByComma(reader.tokens.slice(reader.at)).flatMap(
    (tokens): SqlOperation[] => {
      const action = new Reader(tokens);
      const line = tokens[0]?.line ?? 1;
      for (const verb of ['enable', 'disable', 'force'] as const) {
        if (action.take(verb, 'row', 'level', 'security')) {
          return [{ kind: 'row-level-security', table, action: verb, line }];
        }
      }
      if (action.take('no', 'force', 'row', 'level', 'security')) {
        return [
          { kind: 'row-level-security', table, action: 'no force', line },
        ];
      }
      if (action.take('rename')) {
        if (action.take('to')) {
          const to = action.name();
          return to ? [{ kind: 'rename-table', table, to, line }] : [];
        }
        if (action.is('constraint') || action.is('index')) {
          return [];
        }
        action.take('column');
        const name = action.name();
        return name
          ? [{ kind: 'rename-column', table, column: name, line }]
          : [];
      }
      if (action.take('add')) {
        const isColumn = action.take('column');
        action.skipModifiers();
        const first = action.peek();
        if (
          !isColumn &&
          first?.kind === 'word' &&
          CONSTRAINTS.has(first.text)
        ) {
          return [];
        }
        const added = column(tokens.slice(action.at));
        return added
          ? [{ kind: 'add-column', table, column: added, line }]
          : [];
      }
      if (action.take('drop')) {
        const isColumn = action.take('column');
        action.skipModifiers();
        const first = action.peek();
        if (
          !isColumn &&
          first?.kind === 'word' &&
          CONSTRAINTS.has(first.text)
        ) {
          return [];
        }
        const name = action.name();
        return name ? [{ kind: 'drop-column', table, column: name, line }] : [];
      }
      if (action.take('alter')) {
        action.take('column');
        const name = action.name();
        return name && action.is('set', 'not', 'null')
          ? [{ kind: 'set-not-null', table, column: name, line }]
          : [];
      }
      return [];
    },
  );
}

function policy(reader: Reader, line: number): SqlOperation[] {
  reader.skipModifiers();
  const name = reader.name();
  const table = reader.take('on') ? reader.name() : undefined;
  if (!name || !table) {
    return [];
  }
  let command = 'all';
  let restrictive = false;
  let using: string | undefined;
  let withCheck: string | undefined;
  while (!reader.done) {
    if (reader.take('for')) {
      command = reader.name() ?? command;
    } else if (reader.take('as')) {
      restrictive = reader.name() === 'restrictive';
    } else if (reader.take('using')) {
      using = joined(reader.group());
    } else if (reader.take('with', 'check')) {
      withCheck = joined(reader.group());
    } else {
      reader.at++;
    }
  }
  return [
    {
      kind: 'create-policy',
      table,
      name,
      command,
      restrictive,
      ...(using === undefined ? {} : { using }),
      ...(withCheck === undefined ? {} : { withCheck }),
      line,
    },
  ];
}

function role(reader: Reader, line: number): SqlOperation[] {
  reader.skipModifiers();
  const name = reader.name();
  const words = new Set(
    reader.tokens
      .slice(reader.at)
      .filter(token => token.kind === 'word')
      .map(token => token.text),
  );
  return name
    ? [
        {
          kind: 'role',
          name,
          superuser: words.has('superuser'),
          bypassRls: words.has('bypassrls'),
          line,
        },
      ]
    : [];
}

function splitByComma(tokens: readonly SqlToken[]): SqlToken[][] {
  const result: SqlToken[][] = [];
  let current: SqlToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === ',' && depth === 0) {
      result.push(current);
      current = [];
      continue;
    }
    if (token.kind === 'symbol') {
      depth += Number(token.text === '(') - Number(token.text === ')');
    }
    current.push(token);
  }
  result.push(current);
  return result;
}

function joined(tokens: readonly SqlToken[]): string {
  return tokens
    .map(token => token.text)
    .join(' ')
    .replace(/ ?([(),.]) ?/g, '$1');
}
