import { CheckContext } from '../engine/types';
import { applications } from '../facts/applications/extract';
import { RouteFact } from '../facts/applications/schema';
import { databaseMigrations } from '../facts/database/migrations';
import { databaseModels } from '../facts/database/models';
import { ModelFact, QueryFact, SqlPlace } from '../facts/database/schema';
import { TenantKey } from '../facts/tenancy/schema';
import { nameWords, TenantWords } from '../facts/tenancy/words';
import { FileSyntax, FunctionFact } from '../syntax/schema';

/** A named function or a handler, with its text. */
export interface Scope {
  path: string;
  line: number;
  endLine: number;
  name?: string;
  parameters: { name: string; annotation?: string; default?: string }[];
  text: string;
  route?: RouteFact;
  class?: string;
}

/** Something that puts the tenant into every query of a library. */
export interface Mechanism extends SqlPlace {
  note: string;
  covers(model: ModelFact): boolean;
}

const IDENTITY =
  /\b(?:(?:request|req|self|ctx|context|info|session|auth|c|g|event|this)\.(?:\w+\.)*user|current_?user\w*|[uU]ser\.(?:id|pk|sub|email|username)|user_?[iI]d|owner\w*|author\w*|created_?[bB]y\w*|placed_?[bB]y|member\w*|shopper|caller\w*|principal\w*|viewer|actor\w*|account_?holder|subject|claims)\b/;
const CREDENTIAL = new Set(
  'token tokens digest hash secret apikey prefix code otp nonce signature email username login jti sid invite invitation verification reset refresh fingerprint'.split(
    ' ',
  ),
);
const REQUEST_NAMES =
  /^(?:request|req|body|dto|payload|data|params|input|args|kwargs|event|query|form|wanted|command|cmd|message|msg|info|ctx|context|searchParams|formData)$/;
const REQUEST_TYPE =
  /(?:Request|Create|Update|Dto|DTO|In|Input|Payload|Body|Schema|Command|Params|Patch|Query)(?:\b|$)/;
const REQUEST_TEXT =
  /\b(?:request|req|ctx|event|self|context)\s*\.\s*(?:args|form|json|get_json|GET|POST|data|query_params|path_params|params|body|query|kwargs|match_info|view_args|nextUrl|param)\b|\bsearchParams\b|\bget_json\(|\.json\(\)/;
const CHECKS =
  /^(?:check|ensure|assert|verify|require|authori[sz]e|can|has|allowed|permission|permissions|belongs|access|guard|policy|forbid|protect|enforce|validate_access)$/;
const LOG_LINE =
  /\b(?:log|logger|logging|console|audit|print|sentry\w*)\b[\w.]*\(/;
const ADMIN =
  /(?:^|[^a-z])(?:admin|admins|superuser|super_?admin|staff|backoffice|internal|platform|system|root|operator|debug|health|healthz|readyz|livez|metrics|public|cron|seed|demo)(?:[^a-z]|$)/i;
const WEBHOOK = /webhook|hooks?\/|callback|hmac|signature|constructEvent/i;
const OFF_REQUEST =
  /(?:^|\/)(?:cli|commands?|management|scripts?|tasks?|jobs?|workers?|cron|seeds?|fixtures?|admin|migrations?|tools?|consumers?)(?:\/|\.\w+$|_)|(?:^|\/)(?:admin|tasks|worker|cli|manage|seed)\.\w+$/;
const EXPLICIT_MANAGER =
  /^(?:all_\w+|\w*unscoped\w*|\w*global\w*|admin\w*|system\w*|raw\w*|_base_manager|\w*unfiltered\w*|cross\w*)$/;

/** Calls whose names are too common to say which function is meant. */
const COMMON = new Set(
  'where filter filter_by get all first one one_or_none scalar scalars scalar_one_or_none execute find find_one findOne findMany findFirst findUnique update delete count order_by limit offset options join select from query values run sort skip list create save map then catch objects exclude values_list distinct prefetch_related select_related exists aggregate annotate lean exec populate this paginate fetchall append add commit refresh return json dict len str int list set'.split(
    ' ',
  ),
);

const PSEUDO: QueryFact = {
  path: '',
  line: 0,
  endLine: 0,
  model: '',
  library: 'sql',
  operation: 'select',
  text: '',
  chain: [],
  conditions: [],
  byId: false,
  enclosing: [],
};

const HOOKS: {
  words: string[];
  languages: ('python' | 'typescript' | 'tsx' | 'javascript')[];
  covers: ModelFact['library'][];
  note: string;
}[] = [
  {
    words: ['with_loader_criteria', 'do_orm_execute', 'before_compile'],
    languages: ['python'],
    covers: ['sqlalchemy', 'sqlmodel'],
    note: 'an event of the session adds the tenant to every statement',
  },
  {
    words: [
      'django_tenants',
      'tenant_schemas',
      'django_multitenant',
      'scopes_disabled',
      'django_scopes',
    ],
    languages: ['python'],
    covers: ['django'],
    note: 'a library for tenants scopes every queryset',
  },
  {
    words: ['$extends(', '$use('],
    languages: ['typescript', 'javascript'],
    covers: ['prisma'],
    note: 'an extension of the client adds the tenant to every query',
  },
  {
    words: ['.plugin(', "pre('find", 'pre("find', 'pre(/'],
    languages: ['typescript', 'javascript'],
    covers: ['mongoose'],
    note: 'a plugin of the schema adds the tenant to every query',
  },
  {
    words: ['defaultScope', 'beforeFind', 'DefaultScope'],
    languages: ['typescript', 'javascript'],
    covers: ['sequelize'],
    note: 'a default scope adds the tenant to every query',
  },
  {
    words: [
      'schema_translate_map',
      'search_path',
      'useDb(',
      'getTenantConnection',
    ],
    languages: ['python', 'typescript', 'javascript'],
    covers: [
      'sqlalchemy',
      'sqlmodel',
      'django',
      'typeorm',
      'mongoose',
      'sequelize',
      'prisma',
    ],
    note: 'each tenant has a schema or database of its own',
  },
];

/** By the facts of a run, so that nothing outlives it. */
const SCOPINGS = new WeakMap<TenantKey, Promise<TenantScoping>>();

/** Everything the tenancy checks share about one tree. */
export class TenantScoping {
  readonly words: TenantWords;
  private readonly routes = new Map<string, RouteFact[]>();
  private readonly handlers = new Map<RouteFact, RouteFact>();
  private readonly tenantFunctions = new Map<string, FunctionFact[]>();
  private readonly texts = new Map<string, string[]>();
  private readonly managers = new Map<string, SqlPlace | boolean>();

  private constructor(
    readonly context: CheckContext,
    readonly key: TenantKey,
    readonly models: ReadonlyMap<string, ModelFact>,
    readonly mechanisms: Mechanism[],
  ) {
    this.words = new TenantWords(key.word);
  }

  /** What is known of a tree; read once, whichever check asks first. */
  static read(context: CheckContext, key: TenantKey): Promise<TenantScoping> {
    let known = SCOPINGS.get(key);
    if (!known) {
      known = TenantScoping.make(context, key);
      known.catch(() => {});
      SCOPINGS.set(key, known);
    }
    return known;
  }

  private static async make(
    context: CheckContext,
    key: TenantKey,
  ): Promise<TenantScoping> {
    const { models } = await context.facts(databaseModels);
    const words = new TenantWords(key.word);
    const owned = new Map(
      models
        .filter(model => isOwned(model, key, words))
        .map(model => [model.name, model]),
    );
    const result = new TenantScoping(
      context,
      key,
      owned,
      await readMechanisms(context, words),
    );
    for (const app of (await context.facts(applications)).applications) {
      for (const route of app.routes) {
        const found = route.body && (await result.handlerOf(route));
        if (found?.body) {
          result.handlers.set(route, found);
          const list = result.routes.get(found.body.path) ?? [];
          list.push(found);
          result.routes.set(found.body.path, list);
        }
      }
    }
    for (const file of await context.syntax.files({
      languages: ['python', 'typescript', 'tsx', 'javascript'],
      containing: words.literals,
    })) {
      for (const item of file.functions) {
        if (
          !COMMON.has(item.name) &&
          words.in(result.textOf(file.path, item.line, item.endLine))
        ) {
          const list = result.tenantFunctions.get(item.name) ?? [];
          list.push(item);
          result.tenantFunctions.set(item.name, list);
        }
      }
    }
    return result;
  }

  /** The function behind `router.get('/:id', controller.get)` of a CommonJS module, which is `exports.get` there. */
  private async handlerOf(route: RouteFact): Promise<RouteFact> {
    const { body } = route;
    if (
      !body ||
      body.line !== body.endLine ||
      !/\.[cm]?[jt]s$/.test(body.path)
    ) {
      return route;
    }
    const text = this.textOf(body.path, body.line, body.line).slice(0, 500);
    const file = /\w\.\w/.test(text)
      ? await this.context.syntax.file(body.path)
      : undefined;
    for (const [, local, name] of text.matchAll(
      /(?<![\w$])([A-Za-z_$][\w$]{0,100})\.([A-Za-z_$][\w$]{0,100})\s{0,20}(?=[,)])/g,
    )) {
      const module = file?.imports.find(item => item.local === local)?.module;
      const base = module
        ?.split('/')
        .pop()
        ?.replace(/\.\w+$/, '');
      if (!base) {
        continue;
      }
      for (const other of await this.context.syntax.files({
        languages: ['typescript', 'javascript'],
        containing: [`exports.${name}`],
      })) {
        const target = other.functions.find(
          item => item.name.replace(/^(?:module\.)?exports\./, '') === name,
        );
        if (
          target &&
          other.path.replace(/(?:\/index)?\.\w+$/, '').endsWith(base)
        ) {
          return {
            ...route,
            body: {
              path: other.path,
              line: target.line,
              endLine: target.endLine,
            },
          };
        }
      }
    }
    return route;
  }

  private linesOf(path: string): string[] {
    let lines = this.texts.get(path);
    if (!lines) {
      lines = (this.context.read(path) ?? '').split('\n');
      this.texts.set(path, lines);
    }
    return lines;
  }

  textOf(path: string, line: number, endLine: number): string {
    return this.linesOf(path)
      .slice(line - 1, endLine)
      .join('\n');
  }

  mechanismFor(model: string): Mechanism | undefined {
    const fact = this.models.get(model);
    return fact && this.mechanisms.find(item => item.covers(fact));
  }

  /** Lines of the handler of a route. */
  bodyOf(route: RouteFact): RouteFact['body'] {
    return (this.handlers.get(route) ?? route).body;
  }

  routesOf(path: string): readonly RouteFact[] {
    return this.routes.get(path) ?? [];
  }

  hasRoutes(): boolean {
    return this.routes.size > 0;
  }

  /** Innermost function or handler around a line. */
  scopeAt(file: FileSyntax, line: number): Scope | undefined {
    let best: Scope | undefined;
    const consider = (candidate: Omit<Scope, 'text'>) => {
      if (
        candidate.line <= line &&
        line <= candidate.endLine &&
        (!best ||
          candidate.endLine - candidate.line < best.endLine - best.line ||
          (candidate.route &&
            !best.route &&
            candidate.endLine === best.endLine))
      ) {
        best = {
          ...candidate,
          text: this.textOf(file.path, candidate.line, candidate.endLine),
        };
      }
    };
    for (const item of file.functions) {
      consider({
        path: file.path,
        line: item.line,
        endLine: item.endLine,
        name: item.name,
        parameters: item.parameters,
        class: item.enclosing.at(-1),
      });
    }
    for (const route of this.routesOf(file.path)) {
      const named = file.functions.find(
        item =>
          item.endLine === route.body!.endLine &&
          Math.abs(item.line - route.body!.line) < 20,
      );
      consider({
        path: file.path,
        line: route.body!.line,
        endLine: route.body!.endLine,
        ...(named ? { name: named.name } : {}),
        parameters:
          named?.parameters ?? route.parameters.map(name => ({ name })),
        route,
        class: named?.enclosing.at(-1),
      });
    }
    return best;
  }

  /** Whether a statement has the tenant in its conditions, by itself or through an own helper. */
  isScoped(query: QueryFact): boolean {
    const { words } = this;
    if (query.conditions.some(text => words.in(text))) {
      return true;
    }
    const names = query.chain
      .flatMap(item => item.match(/[A-Za-z_$][\w$]*/g) ?? [])
      .filter(name => name !== query.model);
    return names.some(
      name =>
        (words.in(name) && !/^[A-Z]/.test(name)) ||
        this.tenantFunctions.has(name),
    );
  }

  /** Narrower than the tenant: what belongs to the caller, or what only the holder of a secret can name. */
  isNarrower(query: QueryFact): boolean {
    return query.conditions.some(
      text =>
        IDENTITY.test(text) ||
        (text.match(/[A-Za-z_$][\w$]*/g) ?? []).some(name =>
          nameWords(name).some(part => CREDENTIAL.has(part)),
        ),
    );
  }

  /** Whether a function checks the tenant of what it loads. */
  isChecked(scope: Scope, except?: QueryFact): boolean {
    const lines = scope.text.split('\n');
    const head = headLength(lines);
    for (const [index, line] of lines.entries()) {
      const at = scope.line + index;
      if (
        index < head ||
        (except && at >= except.line && at <= except.endLine) ||
        LOG_LINE.test(line)
      ) {
        continue;
      }
      const plain = line.replace(/(?:#|\/\/).*$/, '');
      if (
        this.words.in(plain) &&
        /[!=]==?|\bis not\b|\bnot in\b|\bin\b|\bassert\b/.test(plain)
      ) {
        return true;
      }
      const call = /(?<![\w$.])([A-Za-z_$][\w$.]*)\s{0,20}\(/g;
      for (let match = call.exec(plain); match; match = call.exec(plain)) {
        const name = match[1].split('.').pop()!;
        const parts = nameWords(name);
        if (
          (CHECKS.test(parts[0] ?? '') && parts.length > 1) ||
          (!/^[A-Z]/.test(name) && this.words.in(name)) ||
          this.tenantFunctions.has(name)
        ) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a name in a text is that of a function with the tenant or the caller in it: a dependency or a guard. */
  dependenciesKnow(text: string): boolean {
    return (text.match(/[A-Za-z_$][\w$]*/g) ?? []).some(name =>
      this.tenantFunctions.has(name),
    );
  }

  /** What the values of the conditions come from. */
  origin(
    query: QueryFact,
    scope: Scope,
  ): { kind: 'none' | 'derived' | 'request' | 'parameter'; name?: string } {
    let found: { kind: 'request' | 'parameter'; name: string } | undefined;
    const assignments = localAssignments(scope.text);
    for (const condition of query.conditions) {
      for (const chain of valuesIn(condition)) {
        const [root, ...rest] = chain.split('.');
        if (/^[A-Z]/.test(root) || root === query.model) {
          continue;
        }
        const parameter = scope.parameters.find(item =>
          namesOfParameter(item.name).includes(root),
        );
        const assigned = assignments.get(root);
        if (parameter) {
          const isDependency =
            /\bDepends\(|\bSecurity\(|\bInject/.test(
              `${parameter.annotation ?? ''} ${parameter.default ?? ''}`,
            ) || root === 'self';
          const isRequest =
            REQUEST_NAMES.test(root) ||
            REQUEST_TYPE.test(parameter.annotation ?? '') ||
            /_in$|Dto$|Input$|Body$/.test(root);
          if (isRequest) {
            if (root === 'self' && rest[0] !== 'kwargs') {
              continue;
            }
            found ??= { kind: 'request', name: chain };
          } else if (root === 'self' && rest[0] === 'kwargs') {
            found ??= { kind: 'request', name: chain };
          } else if (isDependency || rest.length > 0) {
            return { kind: 'derived', name: chain };
          } else {
            found ??= { kind: 'parameter', name: root };
          }
        } else if (
          REQUEST_TEXT.test(chain) ||
          (REQUEST_NAMES.test(root) && rest.length > 0)
        ) {
          found ??= { kind: 'request', name: chain };
        } else if (assigned !== undefined) {
          // An attribute of what was loaded by an id of the request is no word of the request any more.
          const isRequest =
            rest.length > 0
              ? /^(?:await\s+)?(?:self\.)?(?:req|request|ctx|event)\b/.test(
                  assigned,
                )
              : REQUEST_TEXT.test(assigned) ||
                /\bparams\b|\breq\.|\brequest\./.test(assigned);
          if (isRequest) {
            found ??= { kind: 'request', name: root };
          } else {
            return { kind: 'derived', name: chain };
          }
        }
      }
    }
    return found ?? { kind: 'none' };
  }

  /** Whether the manager of a Django model adds the tenant to every queryset. */
  async managerScopes(
    model: ModelFact,
    manager: string,
  ): Promise<SqlPlace | boolean> {
    if (EXPLICIT_MANAGER.test(manager) || this.words.in(manager)) {
      return true;
    }
    const cached = this.managers.get(`${model.name}.${manager}`);
    if (cached !== undefined) {
      return cached;
    }
    const result = await this.readManager(model, manager);
    this.managers.set(`${model.name}.${manager}`, result);
    return result;
  }

  private async readManager(
    model: ModelFact,
    manager: string,
  ): Promise<SqlPlace | boolean> {
    const seen = new Set<string>();
    const queue: { path: string; name: string }[] = [
      { path: model.path, name: model.name },
    ];
    // The manager may be inherited from an abstract base.
    while (queue.length > 0 && seen.size < 10) {
      const { path, name } = queue.shift()!;
      if (seen.has(name)) {
        continue;
      }
      seen.add(name);
      const file = await this.context.syntax.file(path);
      const own = file?.classes.find(item => item.name === name);
      if (!file || !own) {
        const other = await this.classNamed(name);
        if (other && other.path !== path) {
          queue.push({ path: other.path, name });
          seen.delete(name);
        }
        continue;
      }
      const field = own.fields.find(item => item.target === manager);
      if (field) {
        const made = (field.text.match(/[A-Z]\w*/g) ?? []).filter(
          item => item !== 'Manager' && item !== 'QuerySet',
        );
        for (const item of made) {
          const scopes = await this.classScopes(item);
          if (item === 'ScopedManager' || scopes) {
            return scopes ?? true;
          }
        }
        return false;
      }
      for (const base of own.bases) {
        const parent = await this.classNamed(base.split('.').pop() ?? base);
        if (parent) {
          queue.push({ path: parent.path, name: parent.name });
        }
      }
    }
    return false;
  }

  private async classNamed(
    name: string,
  ): Promise<{ path: string; name: string } | undefined> {
    for (const file of await this.context.syntax.files({
      languages: ['python'],
      containing: [`class ${name}(`, `class ${name}:`],
    })) {
      if (file.classes.some(item => item.name === name)) {
        return { path: file.path, name };
      }
    }
    return undefined;
  }

  /** Where `get_queryset` of a class or of its own bases names the tenant or the caller. */
  async classScopes(
    name: string,
    methods: readonly string[] = ['get_queryset'],
  ): Promise<SqlPlace | undefined> {
    const seen = new Set<string>();
    const queue = [name];
    while (queue.length > 0 && seen.size < 12) {
      const current = queue.shift()!;
      if (seen.has(current)) {
        continue;
      }
      seen.add(current);
      const place = await this.classNamed(current);
      const file = place && (await this.context.syntax.file(place.path));
      const own = file?.classes.find(item => item.name === current);
      if (!file || !own) {
        continue;
      }
      for (const item of file.functions) {
        if (
          methods.includes(item.name) &&
          item.line >= own.line &&
          item.endLine <= own.endLine
        ) {
          const text = this.textOf(file.path, item.line, item.endLine);
          if (this.words.in(text) || IDENTITY.test(text)) {
            return { path: file.path, line: item.line };
          }
        }
      }
      queue.push(
        ...own.bases.map(base => base.replace(/\[.*$/, '').split('.').pop()!),
      );
    }
    return undefined;
  }

  /** Own functions of this name that speak of the tenant. */
  functionsNamed(name: string): readonly FunctionFact[] {
    return this.tenantFunctions.get(name) ?? [];
  }

  /** Places outside of requests, or where all tenants are meant. */
  isForAll(scope: Scope | undefined, path: string): boolean {
    return (
      OFF_REQUEST.test(path) ||
      ADMIN.test(path.replace(/^.*\/(?=[^/]*\/[^/]*$)/, '')) ||
      /webhook/i.test(path) ||
      (scope !== undefined &&
        (WEBHOOK.test(scope.text) ||
          ADMIN.test(scope.name?.replace(/_/g, ' ') ?? '') ||
          (scope.route !== undefined &&
            (ADMIN.test(scope.route.fullPath) ||
              WEBHOOK.test(scope.route.fullPath) ||
              scope.route.guards.some(guard =>
                /admin|superuser|staff/i.test(guard),
              )))))
    );
  }

  /**
   * A handler that reaches a function without a check of the tenant on the way, and hands on what the request says.
   * `undefined` when there is none or nobody calls it.
   */
  async unguardedHandler(
    scope: Scope,
    value: string | undefined,
    steps = 0,
  ): Promise<Scope | undefined> {
    const parameter = value?.split('.')[0];
    if (scope.route) {
      return this.isForAll(scope, scope.path) ||
        (await this.dependencyChecks(scope, value?.split('.').pop()))
        ? undefined
        : scope;
    }
    const { name } = scope;
    if (!name || steps > 3 || name.length < 3) {
      return undefined;
    }
    const position = scope.parameters
      .filter(item => item.name !== 'self' && item.name !== 'cls')
      .findIndex(item => item.name === parameter);
    for (const file of await this.context.syntax.files({
      languages: ['python', 'typescript', 'tsx', 'javascript'],
      containing: [`${name}(`],
    })) {
      for (const call of file.calls) {
        if (
          call.callee.split('.').pop() !== name ||
          (file.path === scope.path &&
            call.line >= scope.line &&
            call.endLine <= scope.endLine) ||
          !this.couldMean(file, call.callee, scope)
        ) {
          continue;
        }
        const caller = this.scopeAt(file, call.line);
        if (!caller || this.isChecked(caller)) {
          continue;
        }
        // The tenant is handed on, or goes with the receiver.
        if (
          call.args.some(item => this.words.in(item.text)) ||
          this.words.in(call.callee)
        ) {
          continue;
        }
        let next: string | undefined;
        if (parameter !== undefined) {
          const argument =
            call.args.find(item => item.name === parameter) ??
            call.args.filter(item => item.name === undefined)[position];
          if (!argument) {
            continue;
          }
          const origin = this.origin(
            { ...PSEUDO, conditions: [argument.text] },
            caller,
          );
          if (origin.kind === 'derived' || origin.kind === 'none') {
            continue;
          }
          next = origin.name;
        }
        const found = await this.unguardedHandler(caller, next, steps + 1);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  }

  /** Whether a call by name can be one of this function: methods need a receiver that sounds like the class. */
  private couldMean(file: FileSyntax, callee: string, scope: Scope): boolean {
    const segments = callee.split('.');
    if (file.path === scope.path) {
      return true;
    }
    const module = scope.path
      .slice(scope.path.lastIndexOf('/') + 1)
      .replace(/\.\w+$/, '');
    if (segments.length === 1) {
      return file.imports.some(item => item.local === segments[0]);
    }
    const receiver = nameWords(segments[segments.length - 2]).filter(
      item => item !== 'this' && item !== 'self',
    );
    const owner = new Set([
      ...nameWords(scope.class ?? '').flatMap(item => [item, `${item}s`]),
      ...nameWords(module).flatMap(item => [item, `${item}s`]),
    ]);
    return receiver.some(
      item => owner.has(item) || owner.has(item.replace(/s$/, '')),
    );
  }

  /** Whether a dependency or guard of a handler looks at the same parameter, or loads what is named by it. */
  private async dependencyChecks(
    scope: Scope,
    parameter: string | undefined,
  ): Promise<boolean> {
    const mentioned = [
      ...(scope.route?.guards ?? []),
      ...scope.parameters.map(
        item => `${item.annotation ?? ''} ${item.default ?? ''}`,
      ),
    ].join(' ');
    const names = mentioned.match(/[A-Za-z_]\w*/g) ?? [];
    for (const name of new Set(names)) {
      for (const item of this.tenantFunctions.get(name) ?? []) {
        const text = this.textOf(item.path, item.line, item.endLine);
        if (
          parameter !== undefined &&
          (item.parameters.some(other => other.name === parameter) ||
            new RegExp(
              `(?:params|path_params|view_args|kwargs)[.\\[('"]{1,3}${parameter.replace(
                /[^\w]/g,
                '',
              )}\\b`,
            ).test(text))
        ) {
          return true;
        }
      }
    }
    return false;
  }
}

/** A model with the key that is neither a membership nor the tenant itself. */
function isOwned(
  model: ModelFact,
  key: TenantKey,
  words: TenantWords,
): boolean {
  const parts = nameWords(model.name).map(part => part.replace(/s$/, ''));
  return (
    model.fields.some(field => {
      const own = nameWords(field.name).filter(
        part => !['id', 'uuid', 'key', 'ref', 'fk', 'pk'].includes(part),
      );
      return own.length === 1 && words.in(field.name);
    }) &&
    !parts.some(part =>
      ['membership', 'member', 'invitation', 'invite', 'role'].includes(part),
    ) &&
    // `Organisation`, `OrgSettings`: rows about the tenant, found by what the caller belongs to.
    !isTableOfTenants(model.name, words) &&
    key.models.some(item => item.name === model.name)
  );
}

async function readMechanisms(
  context: CheckContext,
  words: TenantWords,
): Promise<Mechanism[]> {
  const result: Mechanism[] = [];
  const { rowLevelSecurity } = await context.facts(databaseMigrations);
  for (const item of rowLevelSecurity.enabled) {
    const policy = rowLevelSecurity.policies.find(
      other => other.table === item.table,
    );
    if (policy) {
      result.push({
        path: policy.path,
        line: policy.line,
        note: `row-level security on ${item.table}`,
        covers: model => isTableOf(model, item.table),
      });
    }
  }
  if (rowLevelSecurity.unresolved.length > 0) {
    const [first] = rowLevelSecurity.unresolved;
    result.push({
      ...first,
      note: 'row-level security on a list of tables',
      covers: model => model.store === 'sql',
    });
  }
  for (const { words: texts, languages, covers, note } of HOOKS) {
    for (const file of await context.syntax.files({
      languages,
      containing: texts,
      classes: ['source', 'config'],
    })) {
      const lines = (context.read(file.path) ?? '').split('\n');
      // The use, not its import.
      const at = lines.findIndex(
        line =>
          texts.some(word => line.includes(word)) &&
          !/^\s*(?:from|import)\b/.test(line),
      );
      if (at < 0) {
        continue;
      }
      const around = lines.slice(Math.max(0, at - 15), at + 40).join('\n');
      if (words.in(around)) {
        result.push({
          path: file.path,
          line: at + 1,
          note,
          covers: model => covers.includes(model.library),
        });
        break;
      }
    }
  }
  return result;
}

/** `Organisation` for `org_id`: the table of the tenants themselves. */
export function isTableOfTenants(name: string, words: TenantWords): boolean {
  return nameWords(name).length === 1 && words.in(name);
}

/** Whether a table is the one of a model, by its given name or by the conventions of the libraries. */
export function isTableOf(model: ModelFact, table: string): boolean {
  const wanted = table.toLowerCase();
  if (model.table) {
    return model.table.toLowerCase() === wanted;
  }
  const parts = nameWords(model.name);
  const snake = parts.join('_');
  const app = /([^/]+)\/models(?:\/[^/]+)?\.py$/.exec(model.path)?.[1];
  const candidates = [
    snake,
    `${snake}s`,
    `${snake}es`,
    snake.endsWith('y') ? `${snake.slice(0, -1)}ies` : snake,
    parts.join(''),
    `${parts.join('')}s`,
    ...(app ? [`${app}_${parts.join('')}`] : []),
  ];
  return candidates.includes(wanted);
}

/** Lines of the head of a function: name, parameters, return type. */
function headLength(lines: readonly string[]): number {
  const end = lines.findIndex(line =>
    /(?::|\{|=>)\s*(?:#.*|\/\/.*)?$/.test(line),
  );
  return end < 0 ? 1 : Math.min(end + 1, 30);
}

/** Names that are assigned in a text, with what is assigned first. */
function localAssignments(text: string): Map<string, string> {
  const result = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.length > 400) {
      continue;
    }
    const plain =
      /^\s*(?:(?:const|let|var)\s+)?(?:\{([^}=]*)\}|([A-Za-z_$][\w$]*(?:\s*,\s*[A-Za-z_$][\w$]*)*))\s*(?::[^=]{0,80})?=(?!=)\s*(.*)$/.exec(
        line,
      );
    const loop =
      /^\s*(?:async\s+)?for\s{0,9}\(?\s{0,9}(?:const\s{1,9}|let\s{1,9})?([\w$,][\w$,\s]{0,200}?)\s+(?:in|of)\s+(.*)$/.exec(
        line,
      );
    const found =
      (plain && [plain[1] ?? plain[2], plain[3]]) ??
      (loop && [loop[1], loop[2]]);
    if (found) {
      for (const name of found[0].split(',')) {
        const local = name.split(':').pop()!.trim();
        if (local && !result.has(local)) {
          result.set(local, found[1]);
        }
      }
    }
  }
  return result;
}

/** Dotted names on the value side of a condition. */
function valuesIn(condition: string): string[] {
  const text = condition
    .replace(/'[^'\n]*'|"[^"\n]*"/g, "''")
    // Keys of keyword arguments and of object literals.
    .replace(/(^|[({,\s])[A-Za-z_]\w*\s*=(?!=)/g, '$1')
    .replace(/([{,]\s*)[\w$]+\s*:/g, '$1');
  return (text.match(/[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*/g) ?? [])
    .map(item => item.replace(/\?/g, ''))
    .filter(
      item =>
        !/^(?:and|or|not|in|is|None|True|False|null|undefined|true|false|await|new|return|as|string|number|where|lambda|for|if|else|func|sa|or_|and_|Q)$/.test(
          item,
        ),
    );
}

/** Names that a parameter binds: `{ id, name }` binds two. */
function namesOfParameter(text: string): string[] {
  return text.startsWith('{')
    ? text.match(/[\w$]+/g) ?? []
    : [text.replace(/^\*+/, '')];
}
