import { ExtractContext } from '../../engine/types';
import { leadingName, splitList } from '../applications/code';
import { Resolver } from '../applications/Resolver';
import { GuardUse, SpanFact } from '../applications/schema';
import { DependencyJudge } from './DependencyJudge';
import { balanced } from './expressions';
import { FunctionJudge } from './FunctionJudge';
import { Judges } from './Judges';
import { externalVerdict, namesPrivilege } from './libraries';
import { NameJudge } from './NameJudge';
import { pageGuards } from './pageGuards';
import { literals, PathRules, pathRules } from './pathRules';
import { permissionVerdict } from './permissions';
import { GuardVerdict, JudgedGuard } from './schema';
import { SourceText } from './SourceText';
import { NONE, SAID, together } from './verdicts';

/** Finds out what guards do as they are wired, following own code to where it turns a caller away. */
export class GuardJudge {
  private readonly known = new Map<string, Promise<GuardVerdict>>();
  private readonly judges: Judges;

  constructor(context: ExtractContext) {
    const judges = {
      resolver: new Resolver(context),
      source: new SourceText(context),
    } as Judges;
    judges.names = new NameJudge(judges);
    judges.functions = new FunctionJudge(judges);
    judges.dependencies = new DependencyJudge(judges);
    this.judges = judges;
  }

  /** Whether a handler turns callers away by itself. */
  handler(body: SpanFact): Promise<GuardVerdict> {
    return this.judges.functions.handler(body);
  }

  /** What a page of Next.js and the layouts around it check on the server. */
  pageGuards(path: string): JudgedGuard[] {
    return pageGuards(this.judges.resolver, this.judges.source, path);
  }

  /** Verdict on something as it is wired; the same thing at many routes is judged once. */
  judge(use: GuardUse): Promise<GuardVerdict> {
    const key = `${use.how}\n${use.path}\n${(use.scope ?? []).join('.')}\n${
      use.text
    }\n${use.says ?? ''}`;
    let verdict = this.known.get(key);
    if (!verdict) {
      verdict = this.decide(use);
      this.known.set(key, verdict);
    }
    return verdict;
  }

  private async decide(use: GuardUse): Promise<GuardVerdict> {
    if (use.says) {
      return {
        rejects: SAID[use.says],
        privilege: use.says === 'privilege',
        // What a framework does by default is nobody's decision.
        opens: use.says === 'open' && use.how !== 'permission',
        because: use.text,
      };
    }
    if (use.definedAt) {
      return this.spanned(use, use.definedAt);
    }
    switch (use.how) {
      case 'dependencies':
        return this.judges.dependencies.list(
          use.path,
          use.scope ?? [],
          use.text,
          0,
        );
      case 'permission':
        return permissionVerdict(use, name => this.ownClass(use.path, name));
      case 'mixin':
        return this.mixin(use);
      case 'hook':
        return this.hook(use);
      default:
        return this.judges.names.expression(
          use.path,
          use.scope ?? [],
          use.text,
          0,
        );
    }
  }

  /** `@bp.before_request` over `@jwt_required()`: the decorators of a hook run with it. */
  private async hook(use: GuardUse): Promise<GuardVerdict> {
    const verdict = await this.judges.names.expression(
      use.path,
      use.scope ?? [],
      use.text,
      0,
    );
    const made = await this.judges.resolver.function(use.path, use.text);
    if (verdict.rejects === 'yes' || !made) {
      return verdict;
    }
    const verdicts = [verdict];
    for (const text of made.decorators) {
      if (!/request$/.test(text)) {
        verdicts.push(
          await this.judges.names.expression(made.path, [], text, 1),
        );
      }
    }
    return {
      ...together(verdicts),
      definedAt: { path: made.path, line: made.line },
    };
  }

  /** Own code that the reader of the framework found, or what it is given: `requireUser(list)`. */
  private async spanned(use: GuardUse, span: SpanFact): Promise<GuardVerdict> {
    const file = await this.judges.resolver.file(span.path);
    const made = file?.functions.find(item => item.line === span.line);
    const verdict = made ? await this.judges.functions.function(made, 0) : NONE;
    if (verdict.rejects !== 'no') {
      return {
        ...verdict,
        privilege: verdict.privilege || namesPrivilege(use.text),
      };
    }
    return verdict;
  }

  /** Mixins and own base classes of views. */
  private async mixin(use: GuardUse): Promise<GuardVerdict> {
    const own = await this.ownClass(use.path, use.text);
    if (!own) {
      const file = await this.judges.resolver.file(use.path);
      const name = leadingName(use.text) ?? use.text;
      return (
        externalVerdict(
          file ? this.judges.names.qualified(file, name) : name,
          use.text,
        ) ?? NONE
      );
    }
    const file = await this.judges.resolver.file(own.path);
    const verdicts: GuardVerdict[] = [];
    for (const method of file?.functions ?? []) {
      if (!method.enclosing.includes(own.name)) {
        continue;
      }
      if (['dispatch', 'setup', 'initial', 'test_func'].includes(method.name)) {
        verdicts.push(await this.judges.functions.function(method, 1));
      } else if (method.name === 'get_permissions') {
        const code = this.judges.source.code(method);
        verdicts.push({
          rejects:
            /AllowAny|OrReadOnly/.test(code) ||
            !/[Ii]s[A-Z]\w+|Permission/.test(code)
              ? 'unclear'
              : 'yes',
          privilege: /Admin|Permission|Owner|Staff/.test(code),
          opens: false,
          because: 'get_permissions decides',
          definedAt: { path: method.path, line: method.line },
        });
      }
    }
    return together(verdicts);
  }

  /** Class behind a name, also one that a setting names with its module: `"shop.access.IsMember"`. */
  private async ownClass(path: string, name: string) {
    const dot = name.lastIndexOf('.');
    const module =
      dot > 0
        ? this.judges.resolver.module(path, name.slice(0, dot))
        : undefined;
    const found =
      (await this.judges.resolver.class(path, name)) ??
      (module
        ? await this.judges.resolver.class(module, name.slice(dot + 1))
        : undefined);
    return found && { ...found, code: this.judges.source.code(found) };
  }

  /** Guards in a composed decorator: `Auth = () => applyDecorators(UseGuards(JwtGuard))`. */
  async composedGuards(use: GuardUse): Promise<GuardVerdict> {
    const name = leadingName(use.text);
    const made = name && (await this.judges.resolver.function(use.path, name));
    const found = made
      ? undefined
      : name && (await this.judges.resolver.assignment(use.path, [], name));
    const span = made || found;
    if (!span) {
      return NONE;
    }
    const code = this.judges.source.code(span);
    const verdicts: GuardVerdict[] = [];
    for (const match of code.matchAll(/\bUseGuards\s*\(/g)) {
      for (const text of splitList(
        balanced(code, match.index + match[0].length),
      )) {
        const verdict = await this.judges.names.expression(
          span.path,
          [],
          text,
          1,
        );
        verdicts.push({
          ...verdict,
          privilege: verdict.privilege || namesPrivilege(use.text),
        });
      }
    }
    return together(verdicts);
  }

  /** Code of the class or function that a guard is. */
  async classCode(use: GuardUse): Promise<string> {
    const name = leadingName(use.text);
    const own = name && (await this.judges.resolver.class(use.path, name));
    return own ? this.judges.source.code(own) : '';
  }

  /** Addresses and endpoints that a hook leaves out. */
  async hookRules(at: {
    path: string;
    line: number;
  }): Promise<PathRules & { names: string[] }> {
    const file = await this.judges.resolver.file(at.path);
    const made = file?.functions.find(item => item.line === at.line);
    if (!made) {
      return { exempt: [], only: [], names: [] };
    }
    const { code, exempt, only } = await this.rulesOf(made);
    const names = /\bendpoint\b|\bblueprint\b/.test(code) ? literals(code) : [];
    for (const assignment of file?.assignments ?? []) {
      if (
        /^[A-Z_a-z]\w{3,}$/.test(assignment.target) &&
        code.includes(assignment.target) &&
        /\bendpoint\b/.test(code)
      ) {
        names.push(...literals(assignment.text));
      }
    }
    return { exempt, only, names };
  }

  /** Rules about addresses in the code behind a guard. */
  async rulesOf(span: SpanFact): Promise<PathRules & { code: string }> {
    const code = this.judges.source.code(span);
    const file = await this.judges.resolver.file(span.path);
    const constants = new Map<string, string>();
    for (const assignment of file?.assignments ?? []) {
      const outside =
        assignment.line < span.line || assignment.line > span.endLine;
      const last = assignment.target.split('.').pop()!;
      if (
        /^[A-Za-z_]\w*$/.test(last) &&
        last.length > 3 &&
        code.includes(last) &&
        (outside || assignment.enclosing.length > 0) &&
        /["']\//.test(assignment.text)
      ) {
        constants.set(last, assignment.text);
      }
    }
    for (const imported of file?.imports ?? []) {
      if (
        /path|route|url|public|exempt|endpoint/i.test(imported.local) &&
        code.includes(imported.local)
      ) {
        const found = await this.judges.resolver.assignment(
          span.path,
          [],
          imported.local,
        );
        if (found) {
          constants.set(imported.local, found.text);
        }
      }
    }
    return { ...pathRules(code, constants), code };
  }
}
