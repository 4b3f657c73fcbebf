import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { environmentCondition } from '../../../facts/applications/code';
import { caughtBy, linesOf } from '../../../judging/reach';
import { FileSyntax } from '../../../syntax/schema';

/** Calls that make an answer or an error that becomes one. */
const ANSWERS =
  /(?:^|\.)(?:HTTPException|JSONResponse|ORJSONResponse|PlainTextResponse|HTMLResponse|Response|JsonResponse|HttpResponse|HttpResponseServerError|HttpResponseBadRequest|HttpResponseNotFound|jsonify|abort|make_response|APIException|InternalServerError)$/;
const BROAD = /^(?:builtins\.)?(?:Exception|BaseException|\w*OSError|IOError)$/;
/** Exceptions whose text tells of the inside: drivers, processes, the network. */
const INTERNAL =
  /(?:^|\.)(?:SQLAlchemyError|OperationalError|ProgrammingError|IntegrityError|DatabaseError|PyMongoError|RedisError|CalledProcessError|RequestException|ConnectionError|ClientError|BotoCoreError|Git(?:Command)?Error|subprocess\.\w+)$/;
/** Built-in and narrow: the text is mostly about the value. */
const NARROW =
  /^(?:ValueError|TypeError|KeyError|AttributeError|LookupError|IndexError|RuntimeError|UnicodeDecodeError|json\.JSONDecodeError|JSONDecodeError|PermissionError|FileNotFoundError|NotImplementedError)$/;

const OUTPUT = /\b\w+\.(?:stderr|stdout|output)\b/;
const TRACE = /\btraceback\.format_(?:exc|exception|tb)\(/;

/** Answers of a Python file that show what only operators may see. */
export function pythonLeaks(
  file: FileSyntax,
  isHandler: (line: number) => boolean,
): Evidence[] {
  const result: Evidence[] = [];
  for (const call of file.calls) {
    if (!ANSWERS.test(call.callee)) {
      continue;
    }
    const node = file.nodeOf(call);
    const list = node?.field('arguments');
    if (node && list) {
      const found = leakIn(file, node, list);
      if (found) {
        result.push(found);
      }
    }
  }
  // `return {"error": str(e)}, 500`
  for (const node of file.root.findAll({
    rule: { kind: 'return_statement' },
  })) {
    const value = node.children().filter(child => child.isNamed())[0];
    if (
      value &&
      (value.is('dictionary') || value.is('expression_list')) &&
      isHandler(linesOf(node).line) &&
      !value.find({
        rule: {
          kind: 'call',
          regex: '^(jsonify|make_response|Response|JsonResponse)\\(',
        },
      })
    ) {
      const found = leakIn(file, node, value);
      if (found) {
        result.push(found);
      }
    }
  }
  return result;
}

function leakIn(
  file: FileSyntax,
  node: SyntaxNode,
  content: SyntaxNode,
): Evidence | undefined {
  const text = content.text();
  const place = { path: file.path, ...linesOf(node) };
  if (isConditional(node)) {
    return undefined;
  }
  if (TRACE.test(text)) {
    return { ...place, note: 'the answer carries a stack trace' };
  }
  const caught = exceptionAround(node);
  const use = caught && usedIn(content, caught.name);
  if (use) {
    const severity = severityOf(file, caught.classes, text);
    return severity === undefined
      ? undefined
      : {
          ...place,
          ...(severity === 'low' ? { severity } : {}),
          note: `the answer carries \`${use}\`, the text of ${
            caught.classes.join(', ') || 'any exception'
          }`,
        };
  }
  if (OUTPUT.test(text) && /\bsubprocess\b/.test(file.text)) {
    const output = OUTPUT.exec(text)![0];
    const made = file.assignments.some(
      item =>
        item.target === output.split('.')[0] && /subprocess\./.test(item.text),
    );
    return made
      ? {
          ...place,
          note: `the answer carries \`${output}\`, what a process printed`,
        }
      : undefined;
  }
  const path = pathIn(file, node, content);
  return path
    ? {
        ...place,
        note: `the answer carries \`${path}\`, a path of the file system`,
      }
    : undefined;
}

/** Only outside of production, or to those who may see it. */
function isConditional(node: SyntaxNode): boolean {
  return (
    environmentCondition(node)?.developmentOnly === true ||
    node
      .ancestors()
      .some(
        item =>
          item.is('if_statement') &&
          /is_superuser|is_staff|is_admin|\bDEBUG\b|\.debug\b/.test(
            item.field('condition')?.text() ?? '',
          ),
      )
  );
}

interface Caught {
  name: string;
  classes: string[];
}

/** The exception whose handler a node stands in: of an `except` clause, or of a function that takes errors of the application. */
function exceptionAround(node: SyntaxNode): Caught | undefined {
  for (const ancestor of node.ancestors()) {
    if (ancestor.is('except_clause')) {
      const name = /\bas\s+(\w+)\s*:/.exec(ancestor.text())?.[1];
      return name ? { name, classes: caughtBy(ancestor) } : undefined;
    }
    if (ancestor.is('function_definition')) {
      const decorated = ancestor.parent();
      const registered =
        decorated?.is('decorated_definition') &&
        decorated
          .children()
          .filter(child => child.is('decorator'))
          .map(child =>
            /\.(?:exception_handler|errorhandler|app_errorhandler)\(([^)]*)\)/.exec(
              child.text(),
            ),
          )
          .find(Boolean);
      if (!registered) {
        return undefined;
      }
      const parameters = ancestor.field('parameters')?.text() ?? '';
      const names = parameters.match(/\w+(?=\s*[:,)=])/g) ?? [];
      const name = names.find(item =>
        /^(?:e|ex|exc|err|error|exception)$/.test(item),
      );
      return name
        ? { name, classes: [registered[1].replace(/^500$/, 'Exception')] }
        : undefined;
    }
  }
  return undefined;
}

/** How the exception itself is written into an answer; `undefined` when only parts of it that are meant for callers are. */
function usedIn(content: SyntaxNode, name: string): string | undefined {
  const uses = content.findAll({
    rule: { kind: 'identifier', regex: `^${name}$` },
  });
  for (const use of uses) {
    const parent = use.parent();
    const kind = String(parent?.kind());
    if (kind === 'attribute' && parent) {
      if (
        /\.(?:args|message|strerror|stderr|stdout|output|filename|orig)$/.test(
          parent.text(),
        )
      ) {
        return parent.text();
      }
    } else if (kind === 'argument_list') {
      const call = parent!.parent();
      const callee = call?.field('function')?.text() ?? '';
      if (
        /^(?:str|repr|format|escape|html\.escape|force_str|traceback\.\w+)$/.test(
          callee,
        ) ||
        /\.format$/.test(callee)
      ) {
        return call!.text().slice(0, 60);
      }
    } else if (kind === 'interpolation') {
      return parent!.text();
    } else if (
      kind === 'keyword_argument' &&
      parent!.field('name')?.text() !== name
    ) {
      return /^(?:detail|content|description|message|error|data)$/.test(
        parent!.field('name')?.text() ?? '',
      )
        ? parent!.text().slice(0, 60)
        : undefined;
    } else if (kind === 'binary_operator' || kind === 'tuple') {
      const operation = kind === 'tuple' ? parent!.parent() : parent;
      if (operation?.is('binary_operator') && /["']/.test(operation.text())) {
        return operation.text().replace(/\s+/g, ' ').slice(0, 60);
      }
    }
  }
  return undefined;
}

/** How bad it is; `undefined` for exceptions whose text is written for callers. */
function severityOf(
  file: FileSyntax,
  classes: readonly string[],
  text: string,
): 'medium' | 'low' | undefined {
  const isClientError =
    /(?:^|\W)(?:4\d\d)\b|HTTP_4\d\d|BAD_REQUEST|NOT_FOUND|CONFLICT|UNPROCESSABLE/.test(
      text,
    );
  if (
    classes.length === 0 ||
    classes.some(item => BROAD.test(item) || INTERNAL.test(file.resolve(item)))
  ) {
    return 'medium';
  }
  if (classes.every(item => NARROW.test(item))) {
    return isClientError ? 'low' : 'medium';
  }
  // Classes of the project or of a library for callers.
  return undefined;
}

const MAKES_PATH =
  /\bPath\(|os\.path\.(?:join|abspath|realpath)\(|_(?:DIR|ROOT|PATH|dir|root|path)\s*\/|\w+\s*\/\s*(?:f?["']|\w)|\.resolve\(\)|\b\w*_path\(/;

/** A path that the server made, written into a text. */
function pathIn(
  file: FileSyntax,
  node: SyntaxNode,
  content: SyntaxNode,
): string | undefined {
  const enclosing = file.enclosingOf(node);
  const scope = enclosing.join('.');
  for (const use of content.findAll({ rule: { kind: 'interpolation' } })) {
    const name = /^\{\s*(?:str\()?(\w+)\)?\s*(?:![rs])?\}$/.exec(
      use.text(),
    )?.[1];
    const made =
      name &&
      (file.assignments.some(
        item =>
          item.target === name &&
          item.enclosing.join('.') === scope &&
          MAKES_PATH.test(item.text) &&
          !/request\.|url|http/i.test(item.text),
      ) ||
        file.functions.some(
          item =>
            item.name === enclosing.at(-1) &&
            item.parameters.some(
              parameter =>
                parameter.name === name &&
                /^(?:pathlib\.)?Path\b/.test(parameter.annotation ?? ''),
            ),
        ));
    if (made) {
      return name;
    }
  }
  return undefined;
}
