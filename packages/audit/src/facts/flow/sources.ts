import { RouteFact } from '../applications/schema';
import { FileSyntax } from '../../syntax/schema';
import { Fn, Parameter } from './functions';
import { Handler } from './routes';
import { FlowRoute, SourceFact, SourceKind } from './schema';
import { isScript } from './shapes';
import { isCleanType, isPatterned, plainType } from './types';

/** Names of a request object that a function is given. */
const REQUEST_NAMES: Record<string, RegExp> = {
  python: /^(?:request|req|http_request|websocket|ws|_request)$/,
  script: /^(?:req|request|_req|_request|ctx|context|c|event|socket)$/,
};
const REQUEST_TYPES =
  /(?:^|[^\w])(?:Request|HttpRequest|WSGIRequest|ASGIRequest|WebSocket|HTTPConnection|FastifyRequest|NextApiRequest|NextRequest|IncomingMessage|Context|ExpressRequest|KoaContext|HttpServletRequest|ServerRequest)\b|http\.Request|gin\.Context|echo\.Context|fiber\.Ctx/;
/** Types that are called alike and are no request of a caller. */
const NO_REQUEST =
  /Axios|RequestInit|RequestConfig|RequestOptions|Schema|Dto|Model|ExecutionContext|context\.Context/;

/** What an attribute of a request holds. */
const PYTHON: Record<string, SourceKind> = {
  args: 'query',
  values: 'query',
  form: 'body',
  json: 'body',
  get_json: 'body',
  data: 'body',
  get_data: 'body',
  files: 'upload',
  headers: 'header',
  cookies: 'cookie',
  view_args: 'path',
  GET: 'query',
  POST: 'body',
  FILES: 'upload',
  body: 'body',
  META: 'header',
  COOKIES: 'cookie',
  query_params: 'query',
  path_params: 'path',
  match_info: 'path',
  matchdict: 'path',
  query: 'query',
  rel_url: 'query',
  params: 'query',
  json_body: 'body',
  post: 'body',
  text: 'body',
  read: 'body',
  path: 'url',
  path_info: 'url',
  query_string: 'query',
  stream: 'body',
  receive_text: 'message',
  receive_json: 'message',
  receive_bytes: 'message',
  get_argument: 'query',
  get_query_argument: 'query',
  get_body_argument: 'body',
};

const SCRIPT: Record<string, SourceKind> = {
  params: 'path',
  param: 'path',
  query: 'query',
  body: 'body',
  rawBody: 'body',
  headers: 'header',
  header: 'header',
  cookies: 'cookie',
  signedCookies: 'cookie',
  file: 'upload',
  files: 'upload',
  url: 'url',
  originalUrl: 'url',
  path: 'url',
  json: 'body',
  text: 'body',
  formData: 'body',
  blob: 'body',
  arrayBuffer: 'body',
  parseBody: 'body',
  nextUrl: 'url',
};
/** The short names are those of many things: only what is a request in the frameworks that use them. */
const SCRIPT_CONTEXT: Record<string, SourceKind> = {
  params: 'path',
  query: 'query',
  'request.body': 'body',
  'request.query': 'query',
  'request.params': 'path',
  'request.files': 'upload',
  'request.header': 'header',
  'request.headers': 'header',
  'request.url': 'url',
  'req.param': 'path',
  'req.query': 'query',
  'req.queries': 'query',
  'req.json': 'body',
  'req.text': 'body',
  'req.formData': 'body',
  'req.parseBody': 'body',
  'req.header': 'header',
  'req.url': 'url',
};

const GO: [RegExp, SourceKind][] = [
  [/^URL\.(?:Query|RawQuery)\b/, 'query'],
  [/^(?:FormValue|PostFormValue|PostForm|Form|MultipartForm|Body)\b/, 'body'],
  [/^FormFile\b/, 'upload'],
  [/^(?:PathValue|Param|Params)\b/, 'path'],
  [/^(?:Query|DefaultQuery|QueryParam|QueryArray)\b/, 'query'],
  [/^(?:Header\.Get|GetHeader|Get)\b/, 'header'],
  [/^(?:URL\.Path|RequestURI)\b/, 'url'],
  [/^(?:Cookie|Cookies)\b/, 'cookie'],
];
const GO_CALLS: Record<string, SourceKind> = {
  'github.com/gorilla/mux.Vars': 'path',
  'github.com/go-chi/chi.URLParam': 'path',
  'github.com/go-chi/chi/v5.URLParam': 'path',
  'mux.Vars': 'path',
  'chi.URLParam': 'path',
};
const JAVA: [RegExp, SourceKind][] = [
  [/^getParameter/, 'query'],
  [/^getHeader/, 'header'],
  [/^(?:getPathInfo|getRequestURI|getServletPath)/, 'url'],
  [/^(?:getInputStream|getReader)/, 'body'],
  [/^getPart/, 'upload'],
];

/** Request objects that are imported. */
const IMPORTED_REQUEST =
  /^(?:flask|quart|bottle|flask\.globals|sanic|connexion)\.request(?=\.|$)/;

/** What to do with a parameter. */
export type ParameterOrigin =
  | { source: SourceFact }
  /** Harmless, or something that the framework hands in. */
  | 'clean'
  /** What a dependency gives. */
  | { dependency: string }
  /** Fields of a class that describes the input. */
  | { schema: string; source: SourceFact }
  | undefined;

const FASTAPI_DECORATOR =
  /\.(?:get|post|put|patch|delete|head|options|api_route|websocket|trace)\(/;
const FLASK_DECORATOR = /\.(?:route|get|post|put|patch|delete)\(/;
const NEST_PARAMETER =
  /@(Param|Query|Body|Headers|UploadedFiles?|Cookies|RawBody|MessageBody|Payload)\(/;
const NEST_KINDS: Record<string, SourceKind> = {
  Param: 'path',
  Query: 'query',
  Body: 'body',
  RawBody: 'body',
  Headers: 'header',
  UploadedFile: 'upload',
  UploadedFiles: 'upload',
  Cookies: 'cookie',
  MessageBody: 'message',
  Payload: 'message',
};
const SPRING_PARAMETER =
  /@(PathVariable|RequestParam|RequestBody|RequestHeader|CookieValue|RequestPart|ModelAttribute)\b/;
const SPRING_KINDS: Record<string, SourceKind> = {
  PathVariable: 'path',
  RequestParam: 'query',
  RequestBody: 'body',
  RequestHeader: 'header',
  CookieValue: 'cookie',
  RequestPart: 'upload',
  ModelAttribute: 'body',
};

/** Says which expressions and parameters are values of a caller. */
export class Sources {
  private readonly handlers = new Map<string, Handler[]>();

  constructor(
    handlers: readonly Handler[],
    /** Whether a route asks who is calling. */
    private readonly isGuarded: (route: RouteFact) => boolean,
  ) {
    for (const handler of handlers) {
      const { path } = handler.fn.file;
      const list = this.handlers.get(path) ?? [];
      list.push(handler);
      this.handlers.set(path, list);
    }
  }

  /** Routes that a function answers. */
  routesOf(fn: Fn): Handler[] {
    return (this.handlers.get(fn.file.path) ?? []).filter(
      item => item.fn.start === fn.start,
    );
  }

  /** Route around a place. */
  routeAt(path: string, line: number): FlowRoute | undefined {
    const found = (this.handlers.get(path) ?? [])
      .filter(({ fn }) => fn.line <= line && line <= fn.endLine)
      .sort((a, b) => a.fn.endLine - a.fn.line - (b.fn.endLine - b.fn.line))[0];
    return (
      found && {
        method: found.route.method,
        fullPath: found.route.fullPath,
        guarded: this.isGuarded(found.route),
        application: found.app.id,
      }
    );
  }

  /** Kind of an expression that is read from a request, by its names: `request.args.get`. */
  expression(
    file: FileSyntax,
    fn: Fn | undefined,
    chain: string,
  ): SourceKind | undefined {
    const { language } = file;
    if (language === 'python') {
      return this.pythonExpression(file, fn, chain);
    }
    if (isScript(language)) {
      return scriptExpression(fn, chain);
    }
    const called = GO_CALLS[file.resolve(chain)] ?? GO_CALLS[chain];
    if (called && language === 'go') {
      return called;
    }
    const dot = chain.indexOf('.');
    const head = chain.slice(0, dot);
    const rest = chain.slice(dot + 1);
    if (dot < 0 || !requestParameter(fn, head, undefined)) {
      return undefined;
    }
    return (language === 'go' ? GO : JAVA).find(([pattern]) =>
      pattern.test(rest),
    )?.[1];
  }

  private pythonExpression(
    file: FileSyntax,
    fn: Fn | undefined,
    chain: string,
  ): SourceKind | undefined {
    const imported = IMPORTED_REQUEST.exec(file.resolve(chain));
    let rest: string | undefined;
    if (imported) {
      rest = file.resolve(chain).slice(imported[0].length + 1);
    } else if (chain.startsWith('self.request.')) {
      rest = chain.slice('self.request.'.length);
    } else if (/^self\.get_(?:query_|body_)?argument$/.test(chain)) {
      rest = chain.slice('self.'.length);
    } else if (chain.startsWith('self.kwargs') && fn?.className) {
      return this.routesOf(fn).length || /View|ViewSet/.test(classBases(fn))
        ? 'path'
        : undefined;
    } else {
      const dot = chain.indexOf('.');
      if (
        dot > 0 &&
        requestParameter(fn, chain.slice(0, dot), REQUEST_NAMES.python)
      ) {
        rest = chain.slice(dot + 1);
      }
    }
    const first = rest?.split('.')[0];
    if (!first) {
      return undefined;
    }
    if (first === 'url') {
      return /^url\.(?:path|query)$/.test(rest!) ? 'url' : undefined;
    }
    return Object.hasOwn(PYTHON, first) ? PYTHON[first] : undefined;
  }

  /** Where the value of a parameter comes from, for functions that a framework calls. */
  parameter(fn: Fn, parameter: Parameter, name: string): ParameterOrigin {
    const { language } = fn.file;
    if (REQUEST_TYPES.test(parameter.annotation ?? '') && !parameter.pattern) {
      return 'clean';
    }
    if (language === 'python') {
      return this.pythonParameter(fn, parameter, name);
    }
    if (isScript(language)) {
      return scriptParameter(fn, parameter, name);
    }
    if (language === 'java') {
      const kind = SPRING_PARAMETER.exec(parameter.text)?.[1];
      if (!kind) {
        return undefined;
      }
      return isCleanType(parameter.annotation ?? '') === true
        ? 'clean'
        : { source: sourceOf(fn, parameter, SPRING_KINDS[kind], name, true) };
    }
    return undefined;
  }

  private pythonParameter(
    fn: Fn,
    parameter: Parameter,
    name: string,
  ): ParameterOrigin {
    if (name === 'self' || name === 'cls') {
      return 'clean';
    }
    const handlers = this.routesOf(fn);
    const frameworks = new Set(handlers.map(item => item.app.framework));
    const decorators = fn.decorators.join('\n');
    const imports = (word: string) =>
      fn.file.imports.some(item => item.module.split('.')[0] === word);
    if (
      frameworks.has('fastapi') ||
      (!frameworks.size &&
        FASTAPI_DECORATOR.test(decorators) &&
        (imports('fastapi') || hasDependencyDefaults(fn)))
    ) {
      return fastapiParameter(fn, parameter, name, decorators, handlers);
    }
    if (
      frameworks.has('flask') ||
      (!frameworks.size &&
        FLASK_DECORATOR.test(decorators) &&
        (imports('flask') || imports('quart') || imports('flask_restful')))
    ) {
      const converter = new RegExp(
        `<(?:([a-z]+)(?:\\([^)]*\\))?:)?${escape(name)}>`,
      ).exec(decorators)?.[1];
      return converter && converter !== 'string' && converter !== 'path'
        ? 'clean'
        : {
            source: sourceOf(fn, parameter, 'path', name, converter !== 'path'),
          };
    }
    if (frameworks.has('django')) {
      if (REQUEST_NAMES.python.test(name)) {
        return 'clean';
      }
      const kind = djangoCapture(
        handlers.map(item => item.written).join('\n'),
        name,
      );
      return parameter.rest || parameter.fallback || kind === 'clean'
        ? 'clean'
        : {
            source: sourceOf(fn, parameter, 'path', name, kind !== 'path'),
          };
    }
    return handlers.length && parameter === fn.parameters[0]
      ? 'clean'
      : undefined;
  }
}

function sourceOf(
  fn: Fn,
  parameter: Parameter,
  kind: SourceKind,
  name: string,
  segment: boolean,
): SourceFact {
  const offset = fn.node.text().indexOf(parameter.text || name);
  const before = offset < 0 ? '' : fn.node.text().slice(0, offset);
  return {
    kind,
    name,
    path: fn.file.path,
    line: fn.line + before.split('\n').length - 1,
    ...(segment ? { segment: true } : {}),
  };
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

function classBases(fn: Fn): string {
  return (
    fn.file.classes.find(item => item.name === fn.className)?.bases.join(' ') ??
    ''
  );
}

function hasDependencyDefaults(fn: Fn): boolean {
  return fn.parameters.some(item =>
    /\b(?:Depends|Query|Path|Body|File)\(/.test(item.text),
  );
}

/** What a pattern of Django lets through for a name. */
function djangoCapture(
  written: string,
  name: string,
): 'clean' | 'segment' | 'path' {
  const converter = new RegExp(`<([a-z]+):${escape(name)}>`).exec(written)?.[1];
  if (converter) {
    return converter === 'path'
      ? 'path'
      : (converter === 'str' && 'segment') || 'clean';
  }
  const group = new RegExp(`\\(\\?P<${escape(name)}>([^()]*)`).exec(
    written,
  )?.[1];
  if (group === undefined) {
    return 'segment';
  }
  if (/\[\^[^\]]*\//.test(group)) {
    return 'segment';
  }
  return /^\.|\[\^/.test(group) ? 'path' : 'clean';
}

/** Names that FastAPI hands in itself. */
const INJECTED =
  /^(?:Request|Response|BackgroundTasks|WebSocket|HTTPConnection|SecurityScopes|AsyncSession|Session|Connection|AsyncConnection|Pool)$/;

function fastapiParameter(
  fn: Fn,
  parameter: Parameter,
  name: string,
  decorators: string,
  handlers: Handler[],
): ParameterOrigin {
  const annotation = parameter.annotation ?? '';
  const dependency = /\b(?:Depends|Security)\(\s*([\w.]*)/.exec(parameter.text);
  if (dependency) {
    return dependency[1] ? { dependency: dependency[1] } : 'clean';
  }
  const type = plainType(annotation);
  if (INJECTED.test(type.split('.').pop()!) || parameter.rest) {
    return 'clean';
  }
  const addresses = `${decorators} ${handlers
    .map(item => item.route.fullPath)
    .join(' ')}`;
  const inPath = new RegExp(`\\{${escape(name)}(:\\w+)?\\}`).exec(addresses);
  const whole = inPath && addresses.includes(`{${name}:path}`);
  let kind: SourceKind = 'query';
  if (inPath) {
    kind = 'path';
  } else if (
    /\bUploadFile\b/.test(annotation) ||
    /\bFile\(/.test(parameter.text)
  ) {
    kind = 'upload';
  } else if (/\bHeader\(/.test(parameter.text)) {
    kind = 'header';
  } else if (/\bCookie\(/.test(parameter.text)) {
    kind = 'cookie';
  } else if (
    /\b(?:Body|Form)\(/.test(parameter.text) ||
    /^(?:dict|list|Dict|List|Any|typing\.Any|object)\b/.test(type)
  ) {
    kind = 'body';
  }
  const source = sourceOf(fn, parameter, kind, name, kind === 'path' && !whole);
  if (kind === 'upload') {
    return { source };
  }
  const clean = isCleanType(annotation);
  if (clean === true || isPatterned(parameter.text)) {
    return 'clean';
  }
  return clean === undefined
    ? {
        schema: type,
        source: inPath
          ? source
          : { ...source, kind: kind === 'query' ? 'body' : kind },
      }
    : { source };
}

/** Whether a name is the request that an enclosing function was given. */
function requestParameter(
  fn: Fn | undefined,
  head: string,
  names: RegExp | undefined,
): boolean {
  for (let item = fn; item; item = item.parent) {
    const found = item.parameters.find(
      parameter => !parameter.pattern && parameter.names.includes(head),
    );
    if (found) {
      const { annotation = '' } = found;
      if (REQUEST_TYPES.test(annotation) && !NO_REQUEST.test(annotation)) {
        return true;
      }
      const known = plainType(annotation);
      return (
        names?.test(head) === true &&
        (known === '' ||
          /^(?:any|unknown|Any|object)$/.test(known) ||
          /Req/.test(known)) &&
        !NO_REQUEST.test(annotation)
      );
    }
  }
  return false;
}

function scriptExpression(
  fn: Fn | undefined,
  chain: string,
): SourceKind | undefined {
  const plain = chain.replace(/^this\.(?=(?:ctx|req|request)\.)/, '');
  const [head, first, second] = plain.split('.');
  if (!first || !REQUEST_NAMES.script.test(head)) {
    const known = fn && requestParameter(fn, head, undefined);
    return known && first && Object.hasOwn(SCRIPT, first)
      ? SCRIPT[first]
      : undefined;
  }
  if (plain === chain && !requestParameter(fn, head, REQUEST_NAMES.script)) {
    return undefined;
  }
  if (/^(?:ctx|context|c|event)$/.test(head)) {
    const own = SCRIPT_CONTEXT[`${first}.${second}`];
    if (own) {
      return own;
    }
    // `(parent, args, context)`: a resolver's context has no query of its own.
    return head === 'ctx' && Object.hasOwn(SCRIPT_CONTEXT, first)
      ? SCRIPT_CONTEXT[first]
      : undefined;
  }
  if (first === 'nextUrl') {
    return /^(?:searchParams|pathname|search|href)$/.test(second ?? '')
      ? 'query'
      : undefined;
  }
  return Object.hasOwn(SCRIPT, first) ? SCRIPT[first] : undefined;
}

const ANSWERS = /^_?(?:res|response|reply|rep|h)$/;

function scriptParameter(
  fn: Fn,
  parameter: Parameter,
  name: string,
): ParameterOrigin {
  const nest = NEST_PARAMETER.exec(parameter.text)?.[1];
  if (nest) {
    const clean =
      /Parse(?:Int|UUID|Bool|Enum|Float|Date|ObjectId)\w*/.test(
        parameter.text,
      ) || isCleanType(parameter.annotation ?? '') === true;
    if (clean) {
      return 'clean';
    }
    const source = sourceOf(fn, parameter, NEST_KINDS[nest], name, false);
    const type = plainType(parameter.annotation ?? '');
    return isCleanType(type) === undefined && NEST_KINDS[nest] !== 'upload'
      ? { schema: type, source }
      : { source };
  }
  const index = fn.parameters.indexOf(parameter);
  const next = fn.parameters[index + 1];
  if (parameter.pattern && Object.hasOwn(SCRIPT, name)) {
    // `({ params, body }, res) => …`, or what Next.js hands to a route or a page.
    const handler = index === 0 && next && ANSWERS.test(next.names[0] ?? '');
    const nextRoute =
      /(?:^|\/)app\/.*(?:route|page|layout)\.[cm]?[jt]sx?$/.test(
        fn.file.path,
      ) &&
      (name === 'params' || name === 'searchParams') &&
      fn.parent === undefined;
    if (handler || nextRoute) {
      return {
        source: sourceOf(fn, parameter, SCRIPT[name] ?? 'query', name, false),
      };
    }
  }
  if (
    parameter.pattern &&
    name === 'searchParams' &&
    /(?:^|\/)app\/.*page\.[cm]?[jt]sx?$/.test(fn.file.path)
  ) {
    return { source: sourceOf(fn, parameter, 'query', name, false) };
  }
  if (isServerAction(fn)) {
    return { source: sourceOf(fn, parameter, 'body', name, false) };
  }
  // `(req, res)`: members of it are the values, not itself.
  return REQUEST_NAMES.script.test(name) ? 'clean' : undefined;
}

/** A function that a browser calls by name. */
export function isServerAction(fn: Fn): boolean {
  if (fn.parent || !isScript(fn.file.language)) {
    return false;
  }
  const directive = /^\s*["']use server["']/;
  const body = fn.node.field('body')?.text() ?? '';
  if (directive.test(body.replace(/^\{/, ''))) {
    return true;
  }
  if (!directive.test(fn.file.root.text().slice(0, 200))) {
    return false;
  }
  // Only what is exported can be called.
  const statement = fn.node
    .ancestors()
    .find(item => item.kind() === 'export_statement');
  return statement !== undefined;
}
