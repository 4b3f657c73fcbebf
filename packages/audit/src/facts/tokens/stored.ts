import type { SyntaxNode } from '../../syntax/nodes';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { endLineOf, lineOf, nodeOfCall } from '../applications/code';
import { calleeOf, nameOf } from './expressions';
import { isTokenField } from './names';
import { StoredModelFact, TokenStorageFact } from './schema';
import { functionAtLine, functionName, Taken, takerOf, usesOf } from './taker';

/** Calls that make a value nobody can guess. */
export const MAKERS = [
  'secrets.token_urlsafe',
  'secrets.token_hex',
  'secrets.token_bytes',
  'secrets.randbelow',
  'os.urandom',
  'uuid.uuid4',
  'django.utils.crypto.get_random_string',
  'get_random_string',
  'crypto.randomBytes',
  'crypto.randomUUID',
  'crypto.randomInt',
  'nanoid.nanoid',
  'nanoid',
  'uuid.v4',
  'uuid.uuidv4',
  'java.util.UUID.randomUUID',
  'github.com/google/uuid.NewString',
  'github.com/google/uuid.New',
];

/** Calls that write what they are given into a database. */
const WRITES =
  /^(?:create|create_all|createMany|insert|insert_one|insertOne|insert_many|insertMany|values|update|update_one|updateOne|updateMany|find_one_and_update|findOneAndUpdate|findByIdAndUpdate|upsert|save|set|get_or_create|update_or_create|build|merge|add|objects|patch|replaceOne|find_and_modify)$/;
const SQL_CALLS =
  /^(?:execute|executemany|query|run|raw|exec|Exec|ExecContext|fetchrow|fetch|prepare|\$executeRaw|\$queryRaw)$/;
const SQL_WRITE = /\b(?:insert\s+into|update)\s+["'`]?(\w+)/i;

/** Things with fields of the same names that are no rows. */
const NO_ROWS =
  /^(?:app|application|request|req|response|res|settings|config|ctx|context|g|state|process|client|axios|headers|self\.(?:app|config|settings|client|headers|session)|window|module|exports)(?:\.|$)/;

const MAX_ROUNDS = 3;

type Found = Omit<TokenStorageFact, 'kind'>;
type Maker = NonNullable<TokenStorageFact['madeBy']>;

class Trace {
  readonly found: Found[] = [];
  private readonly fields: Map<string, StoredModelFact[]>;
  private readonly names: Set<string>;
  private readonly makers = new Map<string, Maker>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly context: ExtractContext,
    private readonly models: readonly StoredModelFact[],
  ) {
    this.fields = new Map();
    for (const model of models) {
      for (const { name } of model.fields) {
        this.fields.set(name, [...(this.fields.get(name) ?? []), model]);
      }
    }
    this.names = new Set(models.map(({ name }) => name));
  }

  async follow(
    file: FileSyntax,
    node: SyntaxNode,
    maker: Maker,
    round: number,
  ): Promise<void> {
    const { start } = node.range();
    const key = `${file.path}:${start.index}:${node.range().end.index}`;
    if (round > MAX_ROUNDS || this.seen.has(key) || this.seen.size > 5000) {
      return;
    }
    this.seen.add(key);
    const taken = takerOf(node);
    switch (taken?.kind) {
      case 'name':
        for (const use of usesOf(taken.within, taken.name, node)) {
          await this.follow(file, use, maker, round);
        }
        return;
      case 'return': {
        const name = functionName(taken.function);
        if (name && name.length > 4 && !this.makers.has(name)) {
          this.makers.set(name, maker);
          await this.followCalls(name, maker, round + 1);
        }
        return;
      }
      case 'field':
        this.field(file, taken, maker);
        return;
      case 'entry':
        this.entry(file, taken, maker);
        return;
      case 'argument':
        await this.argument(file, taken, maker, round);
        return;
      default:
    }
  }

  private async followCalls(name: string, maker: Maker, round: number) {
    for (const call of await this.context.syntax.calls({
      names: [name, `.${name}`],
    })) {
      const file = await this.context.syntax.file(call.path);
      const node = file && nodeOfCall(file, call);
      if (file && node) {
        await this.follow(file, node, maker, round);
      }
    }
  }

  private field(
    file: FileSyntax,
    taken: Extract<Taken, { kind: 'field' }>,
    maker: Maker,
  ) {
    const { object, field, node } = taken;
    if (!isTokenField(field) || NO_ROWS.test(object)) {
      return;
    }
    const around = file.enclosingOf(node);
    const owners = this.fields.get(field) ?? [];
    const isSelf = /^(?:self|this)$/.test(object);
    const owner = isSelf
      ? this.models.find(
          ({ name, path }) => around.includes(name) && path === file.path,
        )
      : owners.find(({ name }) => sameWord(name, object)) ?? owners[0];
    if (owner) {
      this.add(file, node, owner.name, field, maker);
    }
  }

  private entry(
    file: FileSyntax,
    taken: Extract<Taken, { kind: 'entry' }>,
    maker: Maker,
  ) {
    const { field, call, node } = taken;
    if (!isTokenField(field)) {
      return;
    }
    const { last, object } = calleeOf(call);
    const owners = this.fields.get(field) ?? [];
    if (this.names.has(last)) {
      this.add(file, node, last, field, maker);
    } else if (WRITES.test(last) && object) {
      const text = nameOf(object) ?? object.text().slice(0, 80);
      if (
        NO_ROWS.test(text) ||
        /cookie|cache|redis|header|storage|localStorage/i.test(text)
      ) {
        return;
      }
      const owner = owners.find(({ name }) =>
        text.split('.').some(part => sameWord(name, part)),
      );
      if (
        owner ||
        owners.length > 0 ||
        /(?:prisma|db|collection|repository|repo|model|objects|knex)\b/i.test(
          text,
        )
      ) {
        // `prisma.passwordReset.create` names what it writes to.
        const named = /^(?:prisma|db|tx|this\.prisma)\.(\w+)$/.exec(text)?.[1];
        this.add(
          file,
          node,
          owner?.name ?? named ?? owners[0]?.name,
          field,
          maker,
        );
      }
    }
  }

  private async argument(
    file: FileSyntax,
    taken: Extract<Taken, { kind: 'argument' }>,
    maker: Maker,
    round: number,
  ) {
    const { call, index, node } = taken;
    const { last } = calleeOf(call);
    if (SQL_CALLS.test(last)) {
      const text = call.text().slice(0, 4000);
      const table = SQL_WRITE.exec(text)?.[1];
      const column = table
        ? (text.match(/\b[a-z_]{3,40}\b/gi) ?? []).find(isTokenField)
        : undefined;
      if (table && column) {
        this.add(file, node, table, column, maker);
      }
      return;
    }
    // A helper of our own that takes the token: what it does with its parameter.
    if (!/^[\w$]{5,60}$/.test(last) || round >= MAX_ROUNDS) {
      return;
    }
    const targets = (
      await this.context.syntax.files({ containing: [last] })
    ).flatMap(other =>
      other.functions
        .filter(item => item.name === last)
        .map(item => ({ other, item })),
    );
    if (targets.length !== 1) {
      return;
    }
    const [{ other, item }] = targets;
    const keyword = node.is('keyword_argument')
      ? node.field('name')?.text()
      : undefined;
    const parameters = item.parameters.filter(
      ({ name }) => !/^(?:self|cls|this)$/.test(name),
    );
    const parameter = keyword
      ? parameters.find(({ name }) => name === keyword)
      : parameters[index];
    if (!parameter || !/^[\w$]+$/.test(parameter.name)) {
      return;
    }
    const body = functionAtLine(other, item.line, last);
    for (const use of body ? usesOf(body, parameter.name) : []) {
      await this.follow(other, use, maker, round + 1);
    }
  }

  /** Fields whose default makes the token: `default=secrets.token_urlsafe`, `default=make_token`. */
  async defaults(): Promise<void> {
    for (const model of this.models) {
      const wanted = model.fields.filter(({ name }) => isTokenField(name));
      const file =
        wanted.length > 0
          ? await this.context.syntax.file(model.path)
          : undefined;
      const assigned = file?.assignments ?? [];
      for (const field of wanted) {
        const text =
          assigned.find(
            item => item.line === field.line && item.target === field.name,
          )?.text ?? '';
        const name =
          /default(?:_factory|Fn)?\s*[=:(]\s*(?:lambda\s*:\s*|\(\)\s*=>\s*)?([\w.]+)/.exec(
            text,
          )?.[1];
        const resolved = name && file ? file.resolve(name) : undefined;
        const maker =
          name && resolved && MAKERS.includes(resolved)
            ? { name, path: field.path, line: field.line }
            : this.makers.get(name ?? '');
        if (maker) {
          this.found.push({
            subject: `${model.name}.${field.name}`,
            field: field.name,
            path: field.path,
            line: field.line,
            endLine: field.line,
            madeBy: maker,
          });
        }
      }
    }
  }

  private add(
    file: FileSyntax,
    node: SyntaxNode,
    owner: string | undefined,
    field: string,
    madeBy: Maker,
  ) {
    const line = lineOf(node);
    const subject = owner ? `${owner}.${field}` : field;
    if (
      this.found.some(
        item =>
          item.path === file.path &&
          item.line === line &&
          item.subject === subject,
      )
    ) {
      return;
    }
    this.found.push({
      subject,
      field,
      path: file.path,
      line,
      endLine: endLineOf(node),
      madeBy,
    });
  }
}

function sameWord(one: string, other: string): boolean {
  const plain = (text: string) =>
    text.replace(/[_\W]/g, '').toLowerCase().replace(/s$/, '');
  return plain(one) === plain(other) || plain(other).endsWith(plain(one));
}

/** Tokens that are made here and written to a field as they are. */
export async function tokenWrites(
  context: ExtractContext,
  models: readonly StoredModelFact[],
): Promise<Found[]> {
  const trace = new Trace(context, models);
  const calls = await context.syntax.calls({ names: MAKERS });
  const sources: { file: FileSyntax; node: SyntaxNode; maker: Maker }[] = [];
  for (const call of calls) {
    const file = await context.syntax.file(call.path);
    const node = file && nodeOfCall(file, call);
    if (file && node) {
      sources.push({
        file,
        node,
        maker: { name: call.callee, path: call.path, line: call.line },
      });
    }
  }
  for (const { file, node, maker } of sources) {
    await trace.follow(file, node, maker, 0);
  }
  await trace.defaults();
  return trace.found;
}
