import { FileSyntax } from '../../syntax/schema';
import { leadingName, nodesOfKind, splitList } from '../applications/code';
import { isRequire } from './expressions';
import {
  ERROR_HANDLER,
  HANDLER_HELPER,
  Judges,
  MAX_DEPTH,
  MAX_FOLLOWED,
} from './Judges';
import { externalVerdict, namesPrivilege } from './libraries';
import { GuardVerdict } from './schema';
import { codeOf, signalsOf } from './signals';
import { NONE, together } from './verdicts';

/** Follows expressions and names to the own code behind them, or to what a library is known to do. */
export class NameJudge {
  constructor(private readonly judges: Judges) {}

  /** What an expression does that is called before a handler. */
  async expression(
    path: string,
    scope: readonly string[],
    text: string,
    depth: number,
  ): Promise<GuardVerdict> {
    if (depth > MAX_DEPTH) {
      return NONE;
    }
    const file = await this.judges.resolver.file(path);
    const name = leadingName(text);
    if (!file) {
      return NONE;
    }
    if (!name || /^(?:async|function|func|lambda|void)\b/.test(name)) {
      return this.inline(file, scope, text, depth);
    }
    const isCall = /^\s*(?:<[^>()]{0,80}>)?\(/.test(
      text.replace(/^(?:new|await)\s+/, '').slice(name.length),
    );
    const own = await this.own(file, scope, name, isCall, depth);
    const external = externalVerdict(this.qualified(file, name), text);
    let verdict = own ?? external ?? NONE;
    if (own && own.rejects === 'no' && own.because === 'unresolved') {
      verdict = external ?? NONE;
    }
    if (isCall && verdict.rejects === 'no') {
      // `asyncHandler(requireUser)`, `compose([a, b])`, `unless(auth, …)`
      const inner = await this.wrapped(file, scope, text, name, depth);
      if (inner) {
        verdict = inner;
      }
    }
    return verdict.rejects !== 'no' && !verdict.privilege
      ? { ...verdict, privilege: namesPrivilege(text) }
      : verdict;
  }

  /** A function as a middleware is written where it is used, or wrapped in a helper. */
  private async wrapped(
    file: FileSyntax,
    scope: readonly string[],
    text: string,
    name: string,
    depth: number,
  ): Promise<GuardVerdict | undefined> {
    const rest = text.replace(/^(?:new|await)\s+/, '').slice(name.length);
    const verdicts: GuardVerdict[] = [];
    for (const argument of splitList(rest.trim()).slice(0, 6)) {
      if (
        /^(?:async\s*)?(?:\(|function\b|\w+\s*=>|func\b|lambda\b)/.test(
          argument,
        )
      ) {
        verdicts.push(await this.inline(file, scope, argument, depth + 1));
      } else if (/^[A-Za-z_$][\w$.]*(?:\(|$)/.test(argument)) {
        verdicts.push(
          await this.expression(file.path, scope, argument, depth + 1),
        );
      }
    }
    const verdict = together(verdicts);
    return verdict.rejects === 'no' ? undefined : verdict;
  }

  private async inline(
    file: FileSyntax,
    scope: readonly string[],
    text: string,
    depth: number,
  ): Promise<GuardVerdict> {
    const code = codeOf(text, file.language);
    const signals = signalsOf(code);
    if (file.language !== 'python' && ERROR_HANDLER.test(code.slice(0, 300))) {
      return NONE;
    }
    if (signals.rejects || signals.verifies) {
      return {
        rejects: 'yes',
        privilege: namesPrivilege(code),
        opens: false,
        because: 'turns callers away itself',
      };
    }
    const verdicts: GuardVerdict[] = [];
    const names = new Set(
      [...code.matchAll(/\b([A-Za-z_$][\w$.]{2,80})\s*\(/g)].map(
        match => match[1],
      ),
    );
    for (const name of [...names]
      .filter(item => HANDLER_HELPER.test(item))
      .slice(0, MAX_FOLLOWED)) {
      const found = await this.own(file, scope, name, false, depth + 1);
      if (found && found.because !== 'unresolved') {
        verdicts.push(found);
      } else if (!found && /^(?:require|ensure|assert)[A-Z_]/.test(name)) {
        const external = externalVerdict(this.qualified(file, name), name);
        if (external) {
          verdicts.push(external);
        }
      }
    }
    return together(verdicts);
  }

  qualified(file: FileSyntax, name: string): string {
    const [head, ...rest] = name.split('.');
    const imported = file.imports.find(item => item.local === head);
    if (!imported) {
      return name;
    }
    const base =
      imported.imported === '*' || imported.imported === 'default'
        ? imported.module
        : `${imported.module.split('/').pop()}.${imported.imported}`;
    return [base, ...rest].join('.');
  }

  /** Verdict on own code behind a name; `undefined` when the name comes from outside. */
  async own(
    file: FileSyntax,
    scope: readonly string[],
    name: string,
    isCall: boolean,
    depth: number,
  ): Promise<GuardVerdict | undefined> {
    const bare = name.replace(/^(?:self|this|cls)\./, '');
    if (bare !== name) {
      const method = file.functions.find(
        item =>
          item.name === bare.split('.')[0] &&
          item.enclosing.length > 0 &&
          (!scope.length || item.enclosing.some(part => scope.includes(part))),
      );
      return method && !bare.includes('.')
        ? this.judges.functions.function(method, depth)
        : undefined;
    }
    const made = await this.judges.resolver.function(file.path, name);
    if (made) {
      return this.judges.functions.function(made, depth);
    }
    const owner = await this.judges.resolver.class(file.path, name);
    if (owner) {
      return this.judges.functions.class(owner, isCall, depth);
    }
    const whole = await this.wholeModule(file, name, depth);
    if (whole) {
      return whole;
    }
    const assigned = await this.judges.resolver.assignment(
      file.path,
      scope,
      name,
    );
    if (assigned?.text && !isRequire(assigned.text)) {
      return this.assigned(assigned, name, depth);
    }
    const place = name.includes('.')
      ? undefined
      : await this.judges.resolver.dotted(file.path, name);
    const other =
      place && place.path !== file.path
        ? await this.judges.resolver.file(place.path)
        : undefined;
    return other
      ? this.exportedMember(other, place!.name, name, depth)
      : this.member(file, scope, name, depth);
  }

  /** `module.exports = (req, res, next) => …` and `export default …` without a name. */
  private async wholeModule(
    file: FileSyntax,
    name: string,
    depth: number,
  ): Promise<GuardVerdict | undefined> {
    if (file.language === 'python' || name.includes('.')) {
      return undefined;
    }
    const place = await this.judges.resolver.dotted(file.path, name);
    if (!place || place.path === file.path) {
      return undefined;
    }
    if (place.name !== 'default' && place.name !== '*') {
      return undefined;
    }
    const target = await this.judges.resolver.file(place.path);
    const exported = target?.assignments.find(
      item => item.target === 'module.exports' && item.text,
    );
    const text =
      exported?.text ??
      (target
        ? nodesOfKind(target.root, 'export_statement')
            .find(item =>
              item.children().some(child => child.kind() === 'default'),
            )
            ?.field('value')
            ?.text()
        : undefined);
    if (!target || !text) {
      return undefined;
    }
    const verdict = await this.expression(target.path, [], text, depth + 1);
    return {
      ...verdict,
      definedAt: { path: target.path, line: exported?.line ?? 1 },
    };
  }

  /** `viewer = project_context(Role.VIEWER)`, `exports.protect = wrap(async (req, res, next) => …)`. */
  private async assigned(
    assignment: { path: string; line: number; endLine: number; text: string },
    name: string,
    depth: number,
  ): Promise<GuardVerdict> {
    const verdict = await this.expression(
      assignment.path,
      [],
      assignment.text,
      depth + 1,
    );
    return verdict.rejects === 'no'
      ? verdict
      : {
          ...verdict,
          privilege: verdict.privilege || namesPrivilege(name),
          definedAt: verdict.definedAt ?? {
            path: assignment.path,
            line: assignment.line,
          },
        };
  }

  /** `authController.protect`, `auth.required`: a method of an object or of a module's default export. */
  private async member(
    file: FileSyntax,
    scope: readonly string[],
    name: string,
    depth: number,
  ): Promise<GuardVerdict | undefined> {
    const dot = name.lastIndexOf('.');
    if (dot < 0) {
      return undefined;
    }
    const head = name.slice(0, dot);
    const last = name.slice(dot + 1);
    const bound = await this.judges.resolver.assignment(file.path, scope, head);
    const object = bound && isRequire(bound.text) ? undefined : bound;
    const maker = object && leadingName(object.text);
    const owner = maker
      ? await this.judges.resolver.class(object.path, maker)
      : await this.judges.resolver.class(file.path, head);
    const place = await this.judges.resolver.dotted(
      file.path,
      head.split('.')[0],
    );
    const target =
      owner?.path ??
      object?.path ??
      (place && (place.path !== file.path || place.name === '*')
        ? place.path
        : undefined);
    const targetFile = target
      ? await this.judges.resolver.file(target)
      : undefined;
    if (!targetFile) {
      return undefined;
    }
    const method =
      targetFile.functions.find(
        item =>
          item.name === last && (!owner || item.enclosing.includes(owner.name)),
      ) ?? undefined;
    if (method) {
      return this.judges.functions.function(method, depth);
    }
    const exported = await this.exportedMember(targetFile, last, name, depth);
    if (exported) {
      return exported;
    }
    // A method of a library's object that was made here: `fastapi_users.current_user`.
    return undefined;
  }

  /** `exports.protect = …`, and `const auth = { required: expressjwt({…}) }; module.exports = auth;` */
  private async exportedMember(
    file: FileSyntax,
    last: string,
    name: string,
    depth: number,
  ): Promise<GuardVerdict | undefined> {
    const exported = file.assignments.find(
      item =>
        item.target === last ||
        item.target === `exports.${last}` ||
        item.target === `module.exports.${last}` ||
        item.target.endsWith(`.${last}`),
    );
    if (exported && exported.text !== name && !isRequire(exported.text)) {
      return this.assigned(exported, last, depth);
    }
    const value = nodesOfKind(file.root, 'pair')
      .find(item => item.field('key')?.text() === last)
      ?.field('value')
      ?.text();
    return value
      ? this.expression(file.path, [], value.slice(0, 2000), depth + 1)
      : undefined;
  }
}
