import { ClassFact, FileSyntax, FunctionFact } from '../../syntax/schema';
import { leadingName } from '../applications/code';
import { SpanFact } from '../applications/schema';
import {
  ERROR_HANDLER,
  HANDLER_HELPER,
  Judges,
  MAX_DEPTH,
  MAX_FOLLOWED,
} from './Judges';
import { externalVerdict, namesPrivilege } from './libraries';
import { GuardVerdict } from './schema';
import { signalsOf } from './signals';
import { NONE, together } from './verdicts';

/** Names of helpers in which a guard may turn callers away. */
const HELPER =
  /auth|user|require|ensure|login|session|token|permission|role|admin|guard|protect|signature|verif|validat|check|decode|bearer|credential|jwt|key|identity|principal|caller|access|allow|owner|member|deny|refuse|reject|unauth|forbid|current|assert|scope|restrict/i;
const OPTIONAL_NAME =
  /optional|maybe|or_?none|or_?null|anonymous|_opt\b|try_?get/i;

/** Reads own functions, classes and handlers: what they show, what their helpers do, what they depend on. */
export class FunctionJudge {
  private readonly known = new Map<string, GuardVerdict>();

  constructor(private readonly judges: Judges) {}

  /** A class that is called: an instance is its `__call__`, a dependency its constructor. */
  async class(
    owner: ClassFact,
    isInstance: boolean,
    depth: number,
  ): Promise<GuardVerdict> {
    const file = await this.judges.resolver.file(owner.path);
    const methods =
      file?.functions.filter(item => item.enclosing.includes(owner.name)) ?? [];
    const wanted = owner.path.endsWith('.py')
      ? [
          isInstance ? '__call__' : '__init__',
          '__call__',
          'dispatch',
          'process_request',
          'process_view',
        ]
      : [
          'canActivate',
          'use',
          'intercept',
          'handleRequest',
          'doFilterInternal',
        ];
    const verdicts: GuardVerdict[] = [];
    for (const method of methods.filter(item => wanted.includes(item.name))) {
      if (method.name === 'canActivate') {
        verdicts.push(await this.canActivate(method, depth));
      } else {
        verdicts.push(await this.function(method, depth));
      }
    }
    for (const base of owner.bases) {
      const found = await this.judges.resolver.class(
        owner.path,
        base.split('(')[0],
      );
      const inherited = found
        ? await this.class(found, isInstance, depth + 1)
        : externalVerdict(
            this.judges.names.qualified(file!, leadingName(base) ?? base),
            base,
          );
      // `handleRequest(err, user) { return user || null; }` takes the refusal away.
      const optional = methods.find(item => item.name === 'handleRequest');
      if (
        inherited &&
        !(optional && !signalsOf(this.judges.source.code(optional)).rejects)
      ) {
        verdicts.push(inherited);
      }
    }
    for (const field of owner.fields) {
      if (/Depends|Security/.test(field.text + (field.annotation ?? ''))) {
        verdicts.push(
          await this.judges.dependencies.list(
            owner.path,
            [],
            `${field.annotation ?? ''} ${field.text}`,
            depth + 1,
          ),
        );
      }
    }
    const verdict = together(verdicts);
    return {
      ...verdict,
      privilege:
        verdict.privilege ||
        (verdict.rejects !== 'no' && namesPrivilege(owner.name)),
      definedAt: verdict.definedAt ?? { path: owner.path, line: owner.line },
    };
  }

  /** A guard of NestJS says no by its result as well. */
  private async canActivate(
    method: FunctionFact,
    depth: number,
  ): Promise<GuardVerdict> {
    const verdict = await this.function(method, depth);
    if (verdict.rejects !== 'no') {
      return verdict;
    }
    const code = this.judges.source.code(method);
    const results = [...code.matchAll(/\breturn\s+([^;\n]{1,200})/g)].map(
      match => match[1].trim(),
    );
    return results.some(item => item !== 'true' && item !== 'true;')
      ? {
          rejects: 'yes',
          privilege: namesPrivilege(code),
          opens: false,
          because: 'canActivate decides',
          definedAt: { path: method.path, line: method.line },
        }
      : verdict;
  }

  /** Own function: what it shows itself, what its helpers do, what it depends on. */
  async function(made: FunctionFact, depth: number): Promise<GuardVerdict> {
    if (depth > MAX_DEPTH) {
      return NONE;
    }
    const key = `function\n${made.path}:${made.line}`;
    let verdict = this.known.get(key);
    if (!verdict) {
      // A function that calls itself, also through others, finds this while it is being judged: a promise of the
      // verdict would wait for itself.
      this.known.set(key, NONE);
      verdict = await this.judgeFunction(made, depth);
      this.known.set(key, verdict);
    }
    return verdict;
  }

  private async judgeFunction(
    made: FunctionFact,
    depth: number,
  ): Promise<GuardVerdict> {
    const file = await this.judges.resolver.file(made.path);
    if (!file || depth > MAX_DEPTH) {
      return NONE;
    }
    const code = this.judges.source.code(made);
    const signals = signalsOf(code);
    const definedAt = { path: made.path, line: made.line };
    const verdicts: GuardVerdict[] = [];
    if (file.language !== 'python' && ERROR_HANDLER.test(code)) {
      return { ...NONE, definedAt };
    }
    if (signals.rejects) {
      verdicts.push({
        rejects: 'yes',
        privilege: namesPrivilege(code),
        opens: false,
        because: `${made.name} turns callers away`,
        ...(signals.refuses ? { refusal: true } : {}),
        definedAt,
      });
    }
    if (file.language === 'python') {
      verdicts.push(await this.judges.dependencies.parameters(made, depth));
      for (const inner of file.functions.filter(
        item =>
          item.enclosing.includes(made.name) &&
          item.line > made.line &&
          item.endLine <= made.endLine,
      )) {
        verdicts.push(await this.judges.dependencies.parameters(inner, depth));
      }
    }
    if (
      !signals.rejects &&
      !signals.swallows &&
      !OPTIONAL_NAME.test(made.name)
    ) {
      verdicts.push(await this.helpers(file, made, HELPER, depth));
    }
    const verdict = together(verdicts);
    return verdict.rejects === 'no'
      ? { ...NONE, opens: OPTIONAL_NAME.test(made.name), definedAt }
      : {
          ...verdict,
          privilege: verdict.privilege || namesPrivilege(made.name),
          definedAt,
        };
  }

  private async helpers(
    file: FileSyntax,
    span: SpanFact & { enclosing?: string[] },
    words: RegExp,
    depth: number,
  ): Promise<GuardVerdict> {
    const verdicts: GuardVerdict[] = [];
    const seen = new Set<string>();
    for (const call of file.calls) {
      if (
        call.line < span.line ||
        call.endLine > span.endLine ||
        seen.has(call.callee) ||
        !words.test(call.callee) ||
        seen.size >= MAX_FOLLOWED
      ) {
        continue;
      }
      seen.add(call.callee);
      const found = await this.judges.names.own(
        file,
        call.enclosing,
        call.callee,
        false,
        depth + 1,
      );
      if (found) {
        verdicts.push(found);
      } else {
        const last = call.callee.split('.').pop()!;
        const text = `${call.callee}(${call.args
          .map(item => item.text.slice(0, 80))
          .join(', ')})`;
        const external =
          /^(?:require|ensure|assert|enforce|protect)(?:_|[A-Z])|^verify_jwt_in_request$|^protect$/.test(
            last,
          ) || /^(?:authenticate|authorize)$/.test(last)
            ? externalVerdict(
                this.judges.names.qualified(file, call.callee),
                text,
              )
            : undefined;
        if (external) {
          verdicts.push(external);
        }
      }
    }
    return together(verdicts);
  }

  /** Whether a handler turns callers away by itself. */
  async handler(body: SpanFact): Promise<GuardVerdict> {
    const key = `handler\n${body.path}:${body.line}:${body.endLine}`;
    let verdict = this.known.get(key);
    if (!verdict) {
      verdict = await this.judgeHandler(body);
      this.known.set(key, verdict);
    }
    return verdict;
  }

  private async judgeHandler(body: SpanFact): Promise<GuardVerdict> {
    const file = await this.judges.resolver.file(body.path);
    if (!file) {
      return NONE;
    }
    const made = file.functions.find(item => item.line === body.line);
    const code = this.judges.source.code(body);
    const signals = signalsOf(code);
    const verdicts: GuardVerdict[] = [];
    if (signals.rejects || signals.verifies) {
      verdicts.push({
        rejects: 'yes',
        privilege: namesPrivilege(code),
        opens: false,
        because: 'the handler turns callers away itself',
        definedAt: { path: body.path, line: body.line },
      });
    }
    if (made && file.language === 'python') {
      verdicts.push(await this.judges.dependencies.parameters(made, 0));
      const owner = file.classes.find(
        item => item.name === made.enclosing[made.enclosing.length - 1],
      );
      if (owner?.fields.some(field => /Depends|Security/.test(field.text))) {
        verdicts.push(await this.class(owner, false, 1));
      }
    }
    if (!signals.rejects && !signals.swallows) {
      verdicts.push(await this.helpers(file, body, HANDLER_HELPER, 1));
      verdicts.push(...(await this.overridden(file, body)));
    }
    return together(verdicts);
  }

  /** `super().post(name)`: what the method of the own base class does. */
  private async overridden(
    file: FileSyntax,
    body: SpanFact,
  ): Promise<GuardVerdict[]> {
    const verdicts: GuardVerdict[] = [];
    for (const call of file.calls) {
      const method = /^super\([^()]*\)\.(\w+)$/.exec(call.callee)?.[1];
      const owner =
        method && call.line >= body.line && call.endLine <= body.endLine
          ? file.classes.find(item => item.name === call.enclosing.at(-2))
          : undefined;
      const made = owner && method && (await this.inherited(owner, method));
      if (made) {
        verdicts.push(await this.handler(made));
      }
    }
    return verdicts;
  }

  /** The nearest method of that name in the own base classes. */
  private async inherited(
    owner: ClassFact,
    method: string,
  ): Promise<FunctionFact | undefined> {
    const chain = [owner];
    for (const item of chain) {
      for (const base of item.bases) {
        const found = await this.judges.resolver.class(item.path, base);
        if (found && !chain.includes(found) && chain.length < MAX_FOLLOWED) {
          chain.push(found);
        }
      }
    }
    for (const { path, name } of chain.slice(1)) {
      const file = await this.judges.resolver.file(path);
      const made = file?.functions.find(
        item => item.name === method && item.enclosing.at(-1) === name,
      );
      if (made) {
        return made;
      }
    }
    return undefined;
  }
}
