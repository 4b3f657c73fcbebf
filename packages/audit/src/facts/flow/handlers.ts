import type { SyntaxNode } from '../../syntax/nodes';
import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { CallFact, ClassFact, FileSyntax } from '../../syntax/schema';
import { applications } from '../applications/extract';
import { ApplicationFact, Framework, RouteFact } from '../applications/schema';
import { Resolver } from '../applications/Resolver';
import { CallSites } from './CallSites';
import { Fn } from './functions';
import { handlersOf } from './routes';
import { serializerInputs } from './serializers';
import { chainOf, isScript, lineOf, shapeOf } from './shapes';
import { isSchema, plainType } from './types';

/** How the handler of one writing route treats what it is sent. @public */
export interface InputFact {
  application: string;
  framework: Framework;
  method: string;
  fullPath: string;
  path: string;
  /** Where the body is read, or the handler. */
  line: number;
  /**
   * `checked`: by a type or schema · `raw`: used as it comes · `spread`: given whole to a model or an update ·
   * `verified`: raw on purpose, for a signature or a file · `delegated`: given whole to code that was not found.
   */
  how: 'checked' | 'raw' | 'spread' | 'verified' | 'delegated';
  /** As written. */
  text: string;
}

/** @public */
export interface Inputs {
  inputs: InputFact[];
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', '*']);

/** Expressions that hold the body as it came. */
const RAW: Partial<Record<Framework, string>> = {
  fastapi: '^(request|req)\\.(json|form)$',
  starlette: '^(request|req)\\.(json|form)$',
  flask: '^(flask\\.)?request\\.(json|get_json|form|values)$',
  django: '^(self\\.)?request\\.(POST|data|body)$',
  express: '^(req|request|_req)\\.body$',
  fastify: '^(req|request)\\.body$',
  nextjs: '^(req|request|_req)\\.(json|formData|body)$',
};

/** Calls that check data against a schema, by their last name. */
const CHECKS =
  /(?:^|\.)(?:model_validate|model_validate_json|parse_obj|parse_raw|validate_python|validate_json|validate|is_valid|safeParse|safeParseAsync|parseAsync|validateAsync|validateSync|validationResult|matchedData|validateOrReject|full_clean|run_validation|TypeAdapter|validate_on_submit|isValidSync|checkSchema|parse_args|validateBody|validateRequest|from_dict|structure|serializer|get_serializer|getValidatedBody|asserts|assertBody)$/;
const PARSES =
  /(?:^|\.)(?:parse|load|assert|decode|create|cast|check|convert)$/;
const NO_SCHEMA =
  /^(?:JSON|Date|URL|qs|path|json|yaml|url|querystring|Number|csv|ast|pickle|marshal|toml|console|Object|React|jwt|prisma|db)\b/;
const SCHEMA_LIKE =
  /schema|Schema|Validator|validator|Dto|DTO|z\.object|Form\b|form\b/;
const MIDDLEWARE =
  /valid|[Ss]chema|celebrate|\bjoi\b|\bzod\b|(?:^|[^.\w])(?:body|check|checkSchema|param)\(|sanitiz/i;
/** Words that validate who is asking, not what is sent. */
const IDENTITY =
  /(?<!\w)\w*valid\w*(?:session|auth|token|user|jwt|csrf|login|access|permission|apikey|api_key|key)\w*|(?<!\w)\w*(?:session|auth|token|user|jwt|csrf|login|access|permission)\w*valid\w*/gi;
const SIGNATURE =
  /construct_event|constructEvent|compare_digest|timingSafeEqual|hmac|[Ss]vix|verify_?signature|createHmac|[Ss]ignature/;
const ASSIGNS =
  /(?:^|\.)(?:create|update|insert|insertOne|insertMany|bulkCreate|build|save|assign|findByIdAndUpdate|findOneAndUpdate|updateOne|upsert|update_or_create|get_or_create|insert_one|merge|updateMany|set|filter)$/;

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

class Reader {
  private readonly resolver: Resolver;
  private globalPipe: Promise<boolean> | undefined;

  constructor(private readonly context: ExtractContext) {
    this.resolver = new Resolver(context);
  }

  async read(
    app: ApplicationFact,
    route: RouteFact,
    fn: Fn,
  ): Promise<InputFact | undefined> {
    const { file } = fn;
    const make = (how: InputFact['how'], line: number, text: string) => ({
      application: app.id,
      framework: app.framework,
      method: route.method,
      fullPath: route.fullPath,
      path: file.path,
      line,
      how,
      text: text.replace(/\s+/g, ' ').slice(0, 80),
    });
    const declared = await this.declared(app, file, fn);
    if (declared && declared.how !== 'checked') {
      return make(declared.how, fn.line, declared.text);
    }
    const pattern = RAW[app.framework];
    const kind = isScript(file.language) ? 'member_expression' : 'attribute';
    const raw = pattern
      ? fn.node.findAll({ rule: { kind, regex: pattern } })
      : [];
    // `request.body` of Django counts where it is parsed.
    const nodes = raw.filter(
      node =>
        !/request\.body$/.test(node.text()) ||
        isScript(file.language) ||
        isParsed(node),
    );
    if (!nodes.length) {
      return declared && make('checked', fn.line, declared.text);
    }
    const [first] = nodes;
    const how = await this.judge(file, fn, route, nodes);
    return make(how, lineOf(first), first.text());
  }

  /** What the parameters of the handler say. */
  private async declared(
    app: ApplicationFact,
    file: FileSyntax,
    fn: Fn,
  ): Promise<{ how: 'checked' | 'raw'; text: string } | undefined> {
    let good: { how: 'checked'; text: string } | undefined;
    for (const parameter of fn.parameters) {
      const { annotation = '', text } = parameter;
      const type = plainType(annotation);
      if (app.framework === 'fastapi') {
        if (
          /\b(?:Depends|Security|File|Header|Cookie|Query|Path)\(|UploadFile/.test(
            text,
          )
        ) {
          continue;
        }
        if (
          /^(?:dict|Dict|Any|typing\.Any|object|Mapping|list\[dict|JSON)\b/.test(
            type,
          )
        ) {
          return { how: 'raw', text };
        }
        const owner = type
          ? await this.resolver.class(file.path, /^[\w.]*/.exec(type)![0])
          : undefined;
        // FastAPI reads every class that it does not hand in itself from the body.
        if (
          (owner && (isSchema(owner) || owner.bases.length > 0)) ||
          /\b(?:Form|Body)\(/.test(text)
        ) {
          good = { how: 'checked', text };
        }
      } else if (app.framework === 'nestjs' && /@Body\(/.test(text)) {
        if (
          /Pipe|new \w+Validation/.test(text) ||
          /@UsePipes/.test(fn.decorators.join(' '))
        ) {
          good = { how: 'checked', text };
          continue;
        }
        const owner = await this.resolver.class(
          file.path,
          /^[\w.]*/.exec(type)![0],
        );
        if (
          owner &&
          (await this.hasRules(owner)) &&
          (await this.hasGlobalPipe())
        ) {
          good = { how: 'checked', text };
        } else if (!/^(?:string|number|boolean)$/.test(type)) {
          return { how: 'raw', text };
        }
      } else if (app.framework === 'spring' && /@RequestBody\b/.test(text)) {
        if (/@Valid\b|@Validated\b/.test(text)) {
          good = { how: 'checked', text };
        } else if (!/^(?:String|byte|Integer|Long|Boolean)/.test(type)) {
          return { how: 'raw', text };
        }
      }
    }
    return good;
  }

  /** A class without a decorator and without a base says nothing that a pipe could check. */
  private async hasRules(owner: ClassFact): Promise<boolean> {
    const file = await this.resolver.file(owner.path);
    const body = file?.root
      .text()
      .split('\n')
      .slice(owner.line - 1, owner.endLine)
      .join('\n');
    return (
      owner.bases.length > 0 || /@\w/.test(body?.slice(body.indexOf('{')) ?? '')
    );
  }

  private hasGlobalPipe(): Promise<boolean> {
    this.globalPipe ??= this.context.syntax
      .files({
        languages: ['typescript', 'javascript'],
        containing: ['ValidationPipe', 'ZodValidationPipe', 'APP_PIPE'],
      })
      .then(files =>
        files.some(file =>
          /APP_PIPE|useGlobalPipes|@UsePipes/.test(file.root.text()),
        ),
      );
    return this.globalPipe;
  }

  private async judge(
    file: FileSyntax,
    fn: Fn,
    route: RouteFact,
    nodes: readonly SyntaxNode[],
  ): Promise<InputFact['how']> {
    const calls = file.calls.filter(
      call => call.line >= fn.line && call.endLine <= fn.endLine,
    );
    if (calls.some(isCheck)) {
      return 'checked';
    }
    const text = fn.node.text();
    if (
      SIGNATURE.test(text) ||
      (/formData\(|arrayBuffer\(/.test(text) &&
        /arrayBuffer\(|\.stream\(\)/.test(text))
    ) {
      return 'verified';
    }
    const around = [
      ...route.guards,
      ...fn.decorators,
      lines(file, route.line, fn.line),
    ].join('\n');
    if (MIDDLEWARE.test(around.replace(IDENTITY, ''))) {
      return 'checked';
    }
    for (const node of nodes) {
      const given = await this.givenTo(file, node);
      if (given) {
        return given;
      }
    }
    return 'raw';
  }

  /** What a body is given to whole: `Model(**data)`, `service.create(req.body)`. */
  private async givenTo(
    file: FileSyntax,
    node: SyntaxNode,
  ): Promise<InputFact['how'] | undefined> {
    let current = node;
    for (let depth = 0; depth < 6; depth++) {
      const parent = current.parent();
      if (!parent) {
        return undefined;
      }
      const kind = parent.kind();
      if (kind === 'arguments' || kind === 'argument_list') {
        const outer = parent.parent();
        const own = outer && shapeOf(outer);
        if (own?.kind !== 'call') {
          return undefined;
        }
        return this.receiverOf(file, chainOf(own.callee) ?? `.${own.method}`);
      }
      if (
        !/await|parenthesized|as_expression|dictionary_splat|spread_element|object$|pair|keyword_argument|call/.test(
          kind,
        ) ||
        // `req.body.name` takes one value out.
        /member|attribute|subscript/.test(kind)
      ) {
        return undefined;
      }
      current = parent;
    }
    return undefined;
  }

  private async receiverOf(
    file: FileSyntax,
    callee: string,
  ): Promise<InputFact['how'] | undefined> {
    const owner = await this.resolver.class(file.path, callee);
    if (owner) {
      return isSchema(owner) ||
        owner.bases.some(
          base =>
            /Form|Serializer|Schema|Model$/.test(base) &&
            !/^(?:db\.)?Model$|models\.Model/.test(base),
        )
        ? 'checked'
        : 'spread';
    }
    if (
      /(?:^|\.)(?:writeFile|writeFileSync|write|putObject|end)$/.test(callee)
    ) {
      // A file that is kept as it is.
      return 'verified';
    }
    if (
      /Form$|Serializer$|Schema$|(?:^|\.)(?:deserialize\w*|fromBinary)$/.test(
        callee,
      ) ||
      (PARSES.test(callee) && !ASSIGNS.test(callee) && !NO_SCHEMA.test(callee))
    ) {
      return 'checked';
    }
    if (
      ASSIGNS.test(callee) &&
      /^[A-Z]|prisma|repository|Repository|objects|Object\.assign|collection|db\./.test(
        callee,
      )
    ) {
      return 'spread';
    }
    const target = await this.resolver.function(file.path, callee);
    const other = target && (await this.context.syntax.file(target.path));
    if (target && other) {
      const inside = other.calls.filter(
        call => call.line >= target.line && call.endLine <= target.endLine,
      );
      return inside.some(isCheck) ? 'checked' : undefined;
    }
    return /^(?:json\.loads|JSON\.|console\.|logger\.|res\.|jsonify|print|Object\.|dict|len|bool|String)/.test(
      callee,
    )
      ? undefined
      : 'delegated';
  }
}

function isCheck(call: CallFact): boolean {
  return (
    CHECKS.test(call.name) ||
    (PARSES.test(call.name) &&
      !NO_SCHEMA.test(call.callee) &&
      // A name that is no library's own parser is a schema's: zod, valibot, yup.
      ((isScript(call.language) && /\.parse$/.test(call.callee)) ||
        SCHEMA_LIKE.test(call.callee) ||
        /^[A-Z]\w*\.(?:parse|load)$/.test(call.callee))) ||
    /(?:^|\.)(?:\w*Form|\w*Serializer|\w*Schema)$/.test(call.name)
  );
}

/** `json.loads(request.body)` */
function isParsed(node: SyntaxNode): boolean {
  const call = node.ancestors().find(item => item.kind() === 'call');
  return /^(?:json\.loads?|loads|ujson\.loads|orjson\.loads)$/.test(
    call?.field('function')?.text() ?? '',
  );
}

function lines(file: FileSyntax, from: number, to: number): string {
  return to - from > 30 || to < from
    ? ''
    : file.root
        .text()
        .split('\n')
        .slice(from - 1, to)
        .join('\n');
}

/** What handlers do with the bodies that they are sent. */
export const inputs = defineExtractor<Inputs>({
  id: 'inputs',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const reader = new Reader(context);
    const found: InputFact[] = [];
    const resolver = new Resolver(context);
    const handlers = await handlersOf(
      apps,
      context,
      new CallSites(context, resolver),
    );
    for (const { app, route, fn } of handlers) {
      if (WRITES.has(route.method)) {
        const input = await reader.read(app, route, fn);
        if (input) {
          found.push(input);
        }
      }
    }
    found.push(...(await serializerInputs(resolver, apps)));
    // One handler may answer under several addresses.
    const seen = new Set<string>();
    return {
      inputs: found
        .sort(
          (a, b) =>
            compareText(a.path, b.path) ||
            a.line - b.line ||
            compareText(a.fullPath, b.fullPath),
        )
        .filter(item => {
          const key = `${item.path}:${item.line}:${item.how}`;
          const isNew = !seen.has(key);
          seen.add(key);
          return isNew;
        }),
    };
  },
});
