import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import {
  argumentNode,
  argumentNodes,
  lineOf,
  nodeOfCall,
  unwrap,
} from '../../../facts/applications/code';
import { Resolver } from '../../../facts/applications/Resolver';
import { inventory } from '../../../facts/inventory/extract';
import {
  boundTo,
  calleeOf,
  callsLike,
  findAll,
  functionAround,
  Leaf,
  leavesOf,
} from '../../../facts/tokens/expressions';
import { isPasswordName, isProtectedName } from '../../../facts/tokens/names';
import { CallFact, FileSyntax } from '../../../syntax/schema';
import { chainsFor } from './chains';
import { hasRule, judgesPassword, ruleOfClass } from './rules';

/** Text of which one stands in every file that hashes a password. */
export const HASHES = [
  'hashpw',
  'generate_password_hash',
  'CryptContext',
  'PasswordHasher',
  'PasswordHash',
  'bcrypt',
  'argon2',
  'pwd_context',
  'hash_password',
  'password_hash',
];

const HASH_CALL =
  '(?:hashpw|generate_password_hash|hash_password|get_password_hash|create_password_hash|(?:pwd_context|password_context|crypt_context|pwd_ctx|hasher|password_hasher|password_hash|ph|ctx|bcrypt|bcryptjs|argon2|Bun\\.password)\\.(?:hash|hashSync|encrypt))$';

const DERIVATIONS = [
  'crypto.scrypt',
  'crypto.scryptSync',
  'crypto.pbkdf2',
  'crypto.pbkdf2Sync',
  'hashlib.scrypt',
  'hashlib.pbkdf2_hmac',
];

const MAX_STEPS = 4;
/** Functions of commands, seeds and tests set passwords of their own. */
const OWN_USE = /seed|fixture|demo|sample|fake|dummy|absent|timing/i;

/** Functions that hash what somebody signs in with, to compare it. */
const VERIFIES = /check|verif|compar|authenticat|match/i;

interface Places {
  failing: Evidence[];
  good: Evidence[];
  open: Evidence[];
}

/** The tree as the resolver reads it. */
async function treeOf(context: CheckContext) {
  const { files } = await context.facts(inventory);
  return {
    syntax: context.syntax,
    tree: {
      files: files.map(({ path, size }) => ({ path, size })),
      read: (path: string) => context.read(path),
    },
  } as unknown as ConstructorParameters<typeof Resolver>[0];
}

type Place = { path: string; line: number };

class Trace {
  readonly places: Places = { failing: [], good: [], open: [] };
  private readonly seen = new Set<string>();
  private rulesOfTree: Promise<boolean> | undefined;

  constructor(
    private readonly context: CheckContext,
    private readonly resolver: Resolver,
  ) {}

  /** Follows a value back to the request, a setting, or where the trail ends. */
  async from(
    file: FileSyntax,
    leaf: Leaf,
    step: number,
    passed: readonly string[],
    hash: Place,
  ): Promise<void> {
    const { start } = leaf.node.range();
    const key = `${file.path}:${start.index}:${leaf.text}`;
    if (
      step > MAX_STEPS ||
      this.seen.has(key) ||
      leaf.call ||
      isProtectedName(leaf.last)
    ) {
      return;
    }
    this.seen.add(key);
    const around = functionAround(leaf.node);
    const enclosing = file.enclosingOf(leaf.node);
    if (OWN_USE.test(enclosing.join('.'))) {
      return;
    }
    const texts = [
      ...passed,
      around.kind() === 'module' || around.kind() === 'program'
        ? ''
        : around.text(),
    ];
    const at = { path: file.path, line: lineOf(leaf.node) };
    const subject = enclosing.join('.') || file.path;
    if (texts.some(judgesPassword)) {
      this.places.good.push({
        ...at,
        subject,
        note: 'the password is judged before it is set',
      });
      return;
    }
    const [head, ...rest] = leaf.text.split('.');
    const field = rest.find(name => isPasswordName(name));
    const own = parameterOf(file, leaf, head);
    if (own?.annotation && field) {
      if (await this.byClass(file.path, own.annotation, field, hash)) {
        return;
      }
    }
    if (own && !field && rest.length === 0) {
      if (hasRule(`${own.annotation ?? ''} ${own.default ?? ''}`)) {
        this.places.good.push({
          ...at,
          subject,
          note: 'the parameter has a rule',
        });
      } else if (
        /\b(?:Form|Body|Query)\(/.test(
          `${own.annotation ?? ''} ${own.default ?? ''}`,
        )
      ) {
        this.fail(
          { ...at, subject: `${subject}.${head}` },
          'a form field without a rule',
          hash,
        );
      } else {
        await this.callers(file, around, own.name, step, texts, hash);
      }
      return;
    }
    if (isFromRequest(leaf.text)) {
      await this.raw(at, subject, leaf, hash);
      return;
    }
    if (
      /^(?:settings|config|os|process|env|app_settings|cfg|conf)$/.test(head) ||
      /\bsettings\./.test(leaf.text)
    ) {
      await this.bySetting(file, leaf, at, hash);
      return;
    }
    await this.byBinding(file, leaf, head, rest, field, around, {
      step,
      texts,
      hash,
      at,
      subject,
    });
  }

  private async byBinding(
    file: FileSyntax,
    leaf: Leaf,
    head: string,
    rest: readonly string[],
    field: string | undefined,
    around: SyntaxNode,
    state: {
      step: number;
      texts: readonly string[];
      hash: Place;
      at: Place;
      subject: string;
    },
  ): Promise<void> {
    const { step, texts, hash, at, subject } = state;
    // `const { password } = schema.parse(req.body)`
    for (const node of findAll(around, {
      kind: 'variable_declarator',
      has: { field: 'name', kind: 'object_pattern' },
    })) {
      const pattern = node.field('name')?.text() ?? '';
      const value = node.field('value');
      if (
        value &&
        new RegExp(`[{,\\s]${escape(head)}\\s*[,}=]`).test(pattern)
      ) {
        await this.fromValue(file, unwrap(value), head, at, subject, hash);
        return;
      }
    }
    const bound = boundTo(around, head);
    for (const value of bound.slice(0, 3)) {
      if (rest.length > 0 && field && /^(?:this|self)$/.test(value.text())) {
        // `const user = this` in a hook of a model.
        await this.byMongoose(file, leaf, hash);
      } else if (rest.length > 0 && field) {
        await this.fromValue(file, unwrap(value), field, at, subject, hash);
      } else {
        for (const next of leavesOf(value)) {
          await this.from(file, next, step + 1, texts, hash);
        }
      }
    }
    if (bound.length === 0 && isPasswordName(leaf.last)) {
      if (/^(?:this|self|user)$/.test(head)) {
        await this.byMongoose(file, leaf, hash);
      } else {
        this.places.open.push(at);
      }
    }
  }

  /** `schema.parse(req.body)`, `req.body`, `Model(**request.json)`. */
  private async fromValue(
    file: FileSyntax,
    value: SyntaxNode,
    field: string,
    at: Place,
    subject: string,
    hash: Place,
  ): Promise<void> {
    const { last, object } = calleeOf(value);
    if (
      object &&
      /^(?:parse|parseAsync|safeParse|validate|validateAsync|validateSync|cast|load|valid)$/.test(
        last,
      )
    ) {
      const place = await this.resolver.symbol(
        file.path,
        object.text().split('.')[0],
      );
      const other = place && (await this.resolver.file(place.path));
      const name = place?.name ?? '';
      const definition = other ? boundTo(other.root, name)[0] : undefined;
      if (other && definition) {
        await this.bySchema(other, definition, field, name, hash);
        return;
      }
      const annotated =
        place &&
        (await ruleOfClass(
          this.resolver,
          this.context.read,
          place.path,
          name,
          field,
        ));
      if (annotated) {
        this.judged(annotated, field, hash);
        return;
      }
      this.places.open.push(at);
      return;
    }
    // `form = NewUserForm()` of WTForms and Django.
    const made = value.is('call') ? value.field('function')?.text() : undefined;
    const form =
      made &&
      (await ruleOfClass(
        this.resolver,
        this.context.read,
        file.path,
        made,
        field,
      ));
    if (form) {
      this.judged(form, field, hash);
      return;
    }
    const [leaf] = leavesOf(value);
    if (leaf && isFromRequest(leaf.text)) {
      await this.raw(at, subject, leaf, hash);
    } else if (leaf && !leaf.call) {
      const own = parameterOf(file, leaf, leaf.text.split('.')[0]);
      if (
        !(
          own?.annotation &&
          (await this.byClass(file.path, own.annotation, field, hash))
        )
      ) {
        this.places.open.push(at);
      }
    }
  }

  /** The entry of a zod, Joi or yup schema. */
  private async bySchema(
    file: FileSyntax,
    definition: SyntaxNode,
    field: string,
    name: string,
    hash: Place,
  ) {
    const entry = findAll(definition, {
      kind: 'pair',
      has: { field: 'key', regex: `^["']?${escape(field)}["']?$` },
    })[0];
    if (!entry) {
      this.places.open.push({ path: file.path, line: lineOf(definition) });
      return;
    }
    const value = entry.field('value');
    const alias = value?.is('identifier')
      ? boundTo(file.root, value.text())[0]?.text()
      : undefined;
    const imported =
      value?.is('identifier') && !alias
        ? (await this.resolver.assignment(file.path, [], value.text()))?.text
        : undefined;
    this.judged(
      {
        good: hasRule(alias ?? imported ?? value?.text() ?? ''),
        path: file.path,
        line: lineOf(entry),
        owner: name,
      },
      field,
      hash,
    );
  }

  private async byClass(
    path: string,
    annotation: string,
    field: string,
    hash: Place,
  ): Promise<boolean> {
    for (const name of (annotation.match(/[A-Z]\w+/g) ?? []).slice(0, 4)) {
      const found = await ruleOfClass(
        this.resolver,
        this.context.read,
        path,
        name,
        field,
      );
      if (found) {
        this.judged(found, field, hash);
        return true;
      }
    }
    return false;
  }

  private judged(
    found: { good: boolean; path: string; line: number; owner: string },
    field: string,
    hash: Place,
  ) {
    const place = {
      path: found.path,
      line: found.line,
      subject: `${found.owner}.${field}`,
    };
    if (found.good) {
      this.places.good.push({ ...place, note: `\`${field}\` has a rule` });
    } else {
      this.fail(
        place,
        `\`${field}\` has no minimum length of 8 or more and no rule of strength`,
        hash,
      );
    }
  }

  private fail(place: Place & { subject: string }, note: string, hash: Place) {
    if (
      !this.places.failing.some(
        item => item.subject === place.subject && item.path === place.path,
      )
    ) {
      this.places.failing.push({
        ...place,
        note,
        related: [{ ...hash, note: 'hashed here' }],
      });
    }
  }

  /** Callers of the function whose parameter it is. */
  private async callers(
    file: FileSyntax,
    around: SyntaxNode,
    parameter: string,
    step: number,
    texts: readonly string[],
    hash: Place,
  ) {
    const name =
      around.field('name')?.text() ??
      around.parent()?.field('name')?.text() ??
      // `exports.hash = function (password) {…}`, `{ hash: password => … }`
      /([A-Za-z_$][\w$]{0,100})["']?$/.exec(
        (
          around.parent()?.field('left') ?? around.parent()?.field('key')
        )?.text() ?? '',
      )?.[1] ??
      '';
    const fact = file.functions.find(
      item => item.name === name && Math.abs(item.line - lineOf(around)) <= 2,
    );
    if (!fact || name.length < 4) {
      this.lose(file, around, parameter);
      return;
    }
    const names = fact.parameters
      .map(item => item.name)
      .filter(item => !/^(?:self|cls|this)$/.test(item));
    const index = names.indexOf(parameter);
    const calls = await this.context.syntax.calls({
      languages:
        file.language === 'python' ? ['python'] : ['typescript', 'javascript'],
      names: [name, `.${name}`],
    });
    if (calls.length === 0) {
      this.lose(file, around, parameter);
    }
    for (const call of calls.slice(0, 40)) {
      const given = await this.argument(call, parameter, index);
      for (const leaf of given ? leavesOf(given.node) : []) {
        await this.from(given!.file, leaf, step + 1, texts, hash);
      }
    }
  }

  /** A password whose trail ends in a parameter that nobody is seen to fill. */
  private lose(file: FileSyntax, around: SyntaxNode, parameter: string) {
    if (isPasswordName(parameter)) {
      this.places.open.push({ path: file.path, line: lineOf(around) });
    }
  }

  private async argument(
    call: CallFact,
    parameter: string,
    index: number,
  ): Promise<{ file: FileSyntax; node: SyntaxNode } | undefined> {
    const file = await this.context.syntax.file(call.path);
    const node = file && nodeOfCall(file, call);
    const given =
      node && argumentNode(node, parameter, index >= 0 ? index : undefined);
    return file && given ? { file, node: given } : undefined;
  }

  /** A value straight from the request: a rule anywhere for such a field is believed to be the one in front of it. */
  private async raw(at: Place, subject: string, leaf: Leaf, hash: Place) {
    this.rulesOfTree ??= this.context.syntax
      .files({ containing: ['assword'] })
      .then(files =>
        files.some(other =>
          (this.context.read(other.path) ?? '')
            .split('\n')
            .some(
              (line, index, all) =>
                /passw/i.test(line) &&
                hasRule(all.slice(index, index + 4).join('\n')),
            ),
        ),
      );
    if (await this.rulesOfTree) {
      this.places.open.push(at);
    } else {
      this.fail(
        { ...at, subject },
        `\`${leaf.text}\` is taken from the request as it is`,
        hash,
      );
    }
  }

  /** The password of the first account. */
  private async bySetting(
    file: FileSyntax,
    leaf: Leaf,
    at: Place,
    hash: Place,
  ) {
    for (const other of await this.context.syntax.files({
      languages: [file.language],
      containing: [leaf.last],
    })) {
      for (const item of other.classes) {
        if (item.fields.some(({ target }) => target === leaf.last)) {
          const found = await ruleOfClass(
            this.resolver,
            this.context.read,
            other.path,
            item.name,
            leaf.last,
          );
          if (found) {
            this.judged(found, leaf.last, hash);
            return;
          }
        }
      }
    }
    if (isPasswordName(leaf.last)) {
      this.fail(
        { ...at, subject: leaf.last },
        `the account's password is \`${leaf.last}\` of the environment, whatever it is`,
        hash,
      );
    }
  }

  /** Mongoose validates before its `save` hooks run. */
  private async byMongoose(file: FileSyntax, leaf: Leaf, hash: Place) {
    for (const node of findAll(file.root, {
      kind: 'pair',
      has: { field: 'key', regex: `^${escape(leaf.last)}$` },
    })) {
      const value = node.field('value');
      if (value && /\b(?:type|String)\b/.test(value.text())) {
        const good = hasRule(value.text()) || /validate\s*:/.test(value.text());
        // What the routes ask for before the model sees it.
        const [chain] = good ? [] : await chainsFor(this.context, leaf.last);
        this.judged(
          chain ?? {
            good,
            path: file.path,
            line: lineOf(node),
            owner: 'schema',
          },
          leaf.last,
          hash,
        );
        return;
      }
    }
    this.places.open.push({ path: file.path, line: lineOf(leaf.node) });
  }
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

/** Parameter of the function around a value. */
function parameterOf(file: FileSyntax, leaf: Leaf, name: string) {
  const line = lineOf(leaf.node);
  return file.functions
    .filter(item => item.line <= line && line <= item.endLine)
    .sort((a, b) => b.line - a.line)
    .flatMap(item => item.parameters)
    .find(item => item.name === name);
}

function isFromRequest(text: string): boolean {
  return /^(?:request|req|ctx\.request|self\.request|c\.req|event)\.(?:body|json|form|data|POST|args|values|get_json|query|params)\b/.test(
    text,
  );
}

/** Every password that reaches a hash, with the rule that it passed or not. */
export async function passwordsThatAreSet(
  context: CheckContext,
): Promise<Places> {
  const tree = await treeOf(context);
  const resolver = new Resolver(tree);
  const trace = new Trace(context, resolver);
  for (const file of await context.syntax.files({
    languages: ['python', 'typescript', 'javascript'],
    containing: HASHES,
  })) {
    for (const node of callsLike(file, HASH_CALL)) {
      const [first] = argumentNodes(node);
      // `stored == hash_password(given)` signs in.
      const compares = node
        .ancestors()
        .some(item =>
          ['comparison_operator', 'binary_expression'].includes(item.kind()),
        );
      const verifies = VERIFIES.test(file.enclosingOf(node).at(-1) ?? '');
      if (first && !compares && !verifies) {
        for (const leaf of leavesOf(first)) {
          await trace.from(file, leaf, 0, [], {
            path: file.path,
            line: lineOf(node),
          });
        }
      }
    }
  }
  const { failing, good, open } = trace.places;
  if (failing.length + good.length + open.length === 0) {
    // Own functions around these also verify: which of their callers set a password is not followed.
    for (const call of await context.syntax.calls({ names: DERIVATIONS })) {
      if (
        isPasswordName(call.args[0]?.text.split('.').at(-1) ?? '') ||
        /passw/i.test(call.enclosing.at(-1) ?? '')
      ) {
        open.push({ path: call.path, line: call.line });
      }
    }
  }
  return trace.places;
}
