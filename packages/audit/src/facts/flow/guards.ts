import { FileSyntax } from '../../syntax/schema';
import { mentions } from '../applications/code';
import { definitionsOf, Fn, nodesOf } from './functions';
import { judgeCondition, GuardVerdict } from './policies';
import { FlowStep, SinkKind } from './schema';
import { shapeOf } from './shapes';

/** A name that carried the value, in a function, before a place. */
export interface Use {
  fn: Fn | undefined;
  name: string;
  at: number;
}

interface Condition {
  text: string;
  start: number;
  end: number;
  line: number;
  /** Leaves the function or the loop. */
  leaves: boolean;
  /** What is done where it holds. */
  then: string;
}

/** A call that stands by itself and is given something: `validate(name)`. */
interface Statement {
  callee: string;
  args: string;
  start: number;
  line: number;
}

const CONDITIONS = {
  python: [
    'if_statement',
    'elif_clause',
    'conditional_expression',
    'assert_statement',
    'while_statement',
    'if_clause',
  ],
  other: ['if_statement', 'ternary_expression', 'while_statement'],
};
const LEAVES =
  /\b(?:raise|return|throw|abort|continue|break|exit|panic|reject|fail|redirect|HTTPException|Error)\b|\bnext\(|\.(?:status|sendStatus|code|error|send|json)\(/;

const conditionsByFn = new WeakMap<Fn, Condition[]>();
const statementsByFn = new WeakMap<Fn, Statement[]>();

function conditionsOf(fn: Fn): Condition[] {
  const found = conditionsByFn.get(fn);
  if (found) {
    return found;
  }
  const kinds =
    fn.file.language === 'python' ? CONDITIONS.python : CONDITIONS.other;
  const result = nodesOf(fn.node, kinds).map(node => {
    const { start, end } = node.range();
    const children = node.children().filter(child => child.isNamed());
    const kind = node.kind();
    const condition =
      node.field('condition') ??
      (kind === 'conditional_expression' ? children[1] : children[0]);
    const then = node.field('consequence') ?? node.field('body');
    const text = (condition?.text() ?? '').slice(0, 1000);
    // `if (x) { … } else { refuse }` refuses as well.
    const rest = node.text().slice(text.length);
    return {
      text,
      start: start.index,
      end: end.index,
      line: start.line + 1,
      then: (then?.text() ?? rest).slice(0, 1000),
      leaves:
        kind === 'assert_statement' ||
        kind === 'if_clause' ||
        LEAVES.test(then?.text() ?? rest) ||
        /\belse\b/.test(rest),
    };
  });
  conditionsByFn.set(fn, result);
  return result;
}

function statementsOf(fn: Fn): Statement[] {
  const found = statementsByFn.get(fn);
  if (found) {
    return found;
  }
  const result = nodesOf(fn.node, ['expression_statement']).flatMap(node => {
    let inner = node.children().find(child => child.isNamed());
    for (let depth = 0; inner && depth < 3; depth++) {
      const own = shapeOf(inner);
      if (own.kind === 'wrapped') {
        inner = own.inner;
      } else if (own.kind === 'call') {
        const { start } = node.range();
        return [
          {
            callee: own.callee.text(),
            args: own.args.map(item => item.value.text()).join(', '),
            start: start.index,
            line: start.line + 1,
          },
        ];
      } else {
        return [];
      }
    }
    return [];
  });
  statementsByFn.set(fn, result);
  return result;
}

/** What checks stand between a value and its use. */
export interface GuardResult {
  verdict: GuardVerdict;
  place?: FlowStep;
  /** A function that checks it, whose rules are not known. */
  unsure?: string;
}

/** Looks up a function that is called by name in a file. */
export type FindFunction = (
  file: FileSyntax,
  fn: Fn | undefined,
  callee: string,
) => Promise<Fn | undefined>;

/** Text of what a name was made of in a function, so that a check of `path.resolve()` counts for it. */
function originOf(fn: Fn, name: string): string {
  return (definitionsOf(fn).get(name) ?? [])
    .map(item => item.value.text().slice(0, 400))
    .join('\n');
}

function mentionsAny(text: string, names: readonly string[]): boolean {
  return text.length < 2000 && names.some(name => mentions(text, name));
}

/** Names that were made of a name: `resolved` of `resolved = (base / name).resolve()`. */
function derivedNames(fn: Fn, name: string): string[] {
  const result: string[] = [];
  let last = [name];
  for (let step = 0; step < 2 && last.length; step++) {
    const wanted = last;
    const next: string[] = [];
    for (const [target, definitions] of definitionsOf(fn)) {
      if (target === name || result.includes(target)) {
        continue;
      }
      const made = definitions.some(item =>
        mentionsAny(item.value.text(), wanted),
      );
      if (made) {
        next.push(target);
      }
    }
    result.push(...next);
    last = next;
  }
  return result;
}

/** `if (!safe(next)) next = '/'` */
const replaces = (then: string, name: string) =>
  then.split('\n').some(line => {
    const trimmed = line.trim().replace(/^\{\s*/, '');
    return (
      trimmed.startsWith(name) && /^\s*=[^=]/.test(trimmed.slice(name.length))
    );
  });

const CHECKING =
  /valid|safe|allow|check|ensure|assert|verif|sanit|permit|guard|within|inside/i;

/** The strongest check on the names that carried a value. */
export async function guardOf(
  kind: SinkKind,
  uses: readonly Use[],
  find: FindFunction,
): Promise<GuardResult> {
  let result: GuardResult = { verdict: undefined };
  for (const use of uses) {
    const { fn } = use;
    if (!fn) {
      continue;
    }
    const names: [name: string, derived: boolean][] = [
      [use.name, false],
      ...derivedNames(fn, use.name).map((name): [string, boolean] => [
        name,
        true,
      ]),
    ];
    for (const condition of conditionsOf(fn)) {
      const inside = condition.start < use.at && use.at < condition.end;
      const found =
        condition.start < use.at &&
        names.find(([name]) => mentions(condition.text, name));
      if (
        !found ||
        !(inside || condition.leaves || replaces(condition.then, use.name))
      ) {
        continue;
      }
      const [name, derived] = found;
      const text = condition.text;
      const place = {
        path: fn.file.path,
        line: condition.line,
        text: short(text),
      };
      const verdict = judgeCondition(
        kind,
        text,
        // The extension in a list says nothing of the folder.
        derived && kind === 'file' && !isWholePath(fn, name) ? '\0' : name,
        originOf(fn, name),
      );
      if (verdict === 'holds') {
        return { verdict, place };
      }
      if (verdict === 'filter') {
        result = { ...result, verdict, place };
      } else {
        const called = calledIn(text, name);
        const judged = called && (await judgeFunction(kind, fn, called, find));
        if (judged === 'holds') {
          return { verdict: 'holds', place };
        }
        if (called && judged === undefined && CHECKING.test(called)) {
          result = {
            ...result,
            unsure: `${called} checks it by rules that were not found`,
          };
        }
      }
    }
    for (const statement of statementsOf(fn)) {
      if (
        statement.start >= use.at ||
        !names.some(
          ([name]) =>
            mentions(statement.args, name) || mentions(statement.callee, name),
        )
      ) {
        continue;
      }
      const place = {
        path: fn.file.path,
        line: statement.line,
        text: short(statement.callee),
      };
      if (kind === 'file' && /\.relative_to$/.test(statement.callee)) {
        return { verdict: 'holds', place };
      }
      const judged = await judgeFunction(kind, fn, statement.callee, find);
      if (judged === 'holds') {
        return { verdict: 'holds', place };
      }
      const last = statement.callee.split('.').pop()!;
      if (judged === undefined && CHECKING.test(last)) {
        result = {
          ...result,
          unsure: `${last.replace(
            /\W+$/,
            '',
          )} checks it by rules that were not found`,
        };
      }
    }
  }
  return result;
}

/** A name that holds the path itself, not only a piece of it. */
function isWholePath(fn: Fn, name: string): boolean {
  return !/\b(?:splitext|suffix|suffixes|extname|rsplit|split|rpartition|content_type|mimetype)\b/.test(
    originOf(fn, name),
  );
}

/** Function that a condition gives a name to. */
function calledIn(text: string, name: string): string | undefined {
  const match = /(?<![\w$.])([A-Za-z_$][\w$.]*)\(([^()]*)\)/g;
  for (const [, callee, args] of text.matchAll(match)) {
    if (mentions(args, name)) {
      return callee;
    }
  }
  return undefined;
}

/** Whether an own function checks what it is given; `undefined` when it is not known. */
async function judgeFunction(
  kind: SinkKind,
  fn: Fn,
  callee: string,
  find: FindFunction,
): Promise<'holds' | 'nothing' | undefined> {
  const own = await find(fn.file, fn, callee);
  if (!own) {
    return undefined;
  }
  const first = own.parameters
    .flatMap(item => item.names)
    .filter(name => name !== 'self' && name !== 'cls' && name !== 'this');
  for (const name of first) {
    for (const used of [name, ...derivedNames(own, name)]) {
      const texts = [
        ...conditionsOf(own).map(item => item.text),
        ...nodesOf(own.node, ['return_statement']).map(item => item.text()),
        // `() => expression`
        ...(own.node.field('body') && own.node.kind() === 'arrow_function'
          ? [own.node.field('body')!.text().slice(0, 500)]
          : []),
      ];
      if (
        texts.some(
          text =>
            mentions(text, used) &&
            judgeCondition(kind, text, used, originOf(own, used)) === 'holds',
        )
      ) {
        return 'holds';
      }
    }
  }
  return 'nothing';
}

/** One line of at most 80 characters. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
