import type { SyntaxNode } from '../../syntax/nodes';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { Resolver } from '../applications/Resolver';
import { Fn, functionAt, functionNamed, functionsOf } from './functions';
import { Language } from '../inventory/schema';
import { chainOf, isScript, Piece, shapeOf } from './shapes';

/** A place where an own function is called. */
export interface CallSite {
  file: FileSyntax;
  fn: Fn | undefined;
  node: SyntaxNode;
  args: Piece[];
  /** Called on something: the first parameter of a Python method is not among the arguments. */
  onReceiver: boolean;
  /** Found by name only. */
  guessed: boolean;
}

const MAX_SITES = 12;
const MAX_FILES = 40;

/** Names that say nothing of whose method it is. */
const GENERIC = new Set(
  (
    'get set run call execute query save load open read write create update delete remove add find fetch send post put ' +
    'close start stop handle process main init render list make build parse format apply emit dispatch next test ' +
    'filter map append pop push'
  ).split(' '),
);

/** Finds definitions of own functions and the places that call them. */
export class CallSites {
  private readonly sites = new Map<string, Promise<CallSite[]>>();

  constructor(
    private readonly context: ExtractContext,
    readonly resolver: Resolver,
  ) {}

  /** Own function behind a callee as written. */
  async definition(
    file: FileSyntax,
    fn: Fn | undefined,
    callee: string,
  ): Promise<Fn | undefined> {
    if (!/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/.test(callee)) {
      return undefined;
    }
    const own = /^(?:self|this|cls)\.([\w$]+)$/.exec(callee);
    if (own) {
      const all = functionsOf(file).filter(item => item.name === own[1]);
      let scope = fn;
      while (scope && !scope.className) {
        scope = scope.parent;
      }
      return all.find(item => item.className === scope?.className) ?? undefined;
    }
    // A function inside this one, or beside it.
    if (
      !callee.includes('.') &&
      !file.imports.some(item => item.local === callee)
    ) {
      return functionsOf(file).find(
        item => item.name === callee && !item.className,
      );
    }
    const fact = await this.resolver.function(file.path, callee);
    const target = fact && (await this.context.syntax.file(fact.path));
    return target && functionNamed(target, fact!.name, fact!.line);
  }

  /** The same, and methods of objects where only one class can be meant. */
  async called(
    file: FileSyntax,
    fn: Fn | undefined,
    callee: string,
  ): Promise<Fn | undefined> {
    const own = await this.definition(file, fn, callee);
    const method = /\.([A-Za-z_$][\w$]*)$/.exec(callee)?.[1];
    if (own || !method) {
      return own;
    }
    const receiver = callee.slice(0, -method.length - 1);
    if (
      !/^[\w$.]+$/.test(receiver) ||
      file.imports.some(
        item => item.local === receiver && item.imported === '*',
      )
    ) {
      return undefined;
    }
    const files = await this.context.syntax.files({
      languages: languagesOf(file),
      containing:
        file.language === 'python'
          ? [`def ${method}(`]
          : [`${method}(`, `${method} = `],
    });
    if (files.length > MAX_FILES) {
      return undefined;
    }
    const declared = files
      .flatMap(item => functionsOf(item))
      .filter(item => item.name === method && item.className);
    // A protocol or abstract class only says what there is; whoever implements it is called.
    const found = declared.filter(item => !isDeclaredOnly(item));
    const typed = found.filter(item =>
      isTyped(file, receiver, item.className!),
    );
    const byInterface = declared.some(
      item => isDeclaredOnly(item) && isTyped(file, receiver, item.className!),
    );
    const chosen = typed.length ? typed : found;
    return chosen.length === 1 &&
      (typed.length > 0 ||
        byInterface ||
        similar(receiver, chosen[0].className!))
      ? chosen[0]
      : undefined;
  }

  /** Places that call a function, at most a dozen. */
  of(fn: Fn): Promise<CallSite[]> {
    const name = constructorOf(fn) ?? fn.name;
    if (!name || !/^[\w$]+$/.test(name)) {
      return Promise.resolve([]);
    }
    const key = `${fn.file.path}\0${fn.line}\0${name}`;
    let found = this.sites.get(key);
    if (!found) {
      found = this.search(fn, name);
      this.sites.set(key, found);
    }
    return found;
  }

  private async search(fn: Fn, name: string): Promise<CallSite[]> {
    const files = await this.context.syntax.files({
      languages: languagesOf(fn.file),
      containing: [`${name}(`, `${name}<`],
    });
    // What is called the same everywhere belongs to nobody.
    if (files.length > MAX_FILES) {
      return this.matching(fn, name, [fn.file], false);
    }
    const method =
      fn.className !== undefined && constructorOf(fn) === undefined;
    let unique = method;
    if (method) {
      const definitions = files
        .flatMap(file => functionsOf(file))
        .filter(item => item.name === name);
      unique = definitions.length === 1;
    }
    return this.matching(fn, name, files, unique);
  }

  private async matching(
    fn: Fn,
    name: string,
    files: readonly FileSyntax[],
    unique: boolean,
  ): Promise<CallSite[]> {
    const result: CallSite[] = [];
    for (const file of files) {
      for (const node of file.callNodes(name)) {
        const own = shapeOf(node);
        if (own.kind !== 'call') {
          continue;
        }
        const how = await this.calls(file, own, fn, name, unique);
        if (how) {
          result.push({
            file,
            fn: functionAt(file, node.range().start.index),
            node,
            args: own.args,
            onReceiver: how.onReceiver,
            guessed: how.guessed,
          });
          if (result.length >= MAX_SITES) {
            return result;
          }
        }
      }
    }
    return result;
  }

  private async calls(
    file: FileSyntax,
    own: Extract<ReturnType<typeof shapeOf>, { kind: 'call' }>,
    fn: Fn,
    name: string,
    unique: boolean,
  ): Promise<{ onReceiver: boolean; guessed: boolean } | undefined> {
    const chain = chainOf(own.callee);
    const isClass = constructorOf(fn) !== undefined;
    if (chain && !own.receiver) {
      if (isClass) {
        const place = await this.resolver.class(file.path, chain);
        return place?.path === fn.file.path && place.name === name
          ? { onReceiver: true, guessed: false }
          : undefined;
      }
      if (fn.className) {
        return undefined;
      }
      const target = await this.definition(file, undefined, chain);
      return target?.file.path === fn.file.path && target.line === fn.line
        ? { onReceiver: false, guessed: false }
        : undefined;
    }
    if (chain && !fn.className) {
      const target = await this.definition(file, undefined, chain);
      return target?.file.path === fn.file.path && target.line === fn.line
        ? { onReceiver: false, guessed: false }
        : undefined;
    }
    if (!fn.className || isClass) {
      return undefined;
    }
    if (
      /^(?:self|this|cls|super\(\))\./.test(chain ?? '') &&
      chain!.split('.').length === 2
    ) {
      return file.path === fn.file.path
        ? { onReceiver: true, guessed: false }
        : undefined;
    }
    const receiver = (own.receiver && chainOf(own.receiver)) ?? '';
    const typed =
      isTyped(file, receiver, fn.className) || similar(receiver, fn.className);
    if (!unique && !typed) {
      return undefined;
    }
    const known =
      typed || file.path === fn.file.path || file.text.includes(fn.className);
    if (!known && GENERIC.has(name)) {
      return undefined;
    }
    const isStatic = /staticmethod/.test(fn.decorators.join(' '));
    return { onReceiver: !isStatic, guessed: !known };
  }
}

function languagesOf({ language }: FileSyntax): Language[] {
  return isScript(language) ? ['typescript', 'tsx', 'javascript'] : [language];
}

/** `private readonly files: FilesService`, `storage = StorageService(…)`, `repo = new Repo()`. */
function isTyped(
  file: FileSyntax,
  receiver: string,
  className: string,
): boolean {
  const last = receiver.split('.').pop() ?? '';
  if (
    !/^[\w$]+$/.test(last) ||
    !/^[\w$]+$/.test(className) ||
    !file.text.includes(className)
  ) {
    return false;
  }
  // `self._files = files`, where the parameter says the type.
  const name = `_*${last.replace(/^_+/, '').replace(/\$/g, '\\$')}`;
  return new RegExp(
    `(?:^|[^\\w$])${name}\\??\\s{0,3}[:=]\\s{0,3}(?:new |await )?(?:Annotated\\[)?(?:\\w+\\.)?${className.replace(
      /\$/g,
      '\\$',
    )}(?![\\w$])`,
  ).test(file.text);
}

/** `def find(self, id): ...` of a protocol. */
function isDeclaredOnly({ file, node }: Fn): boolean {
  if (file.language !== 'python') {
    return false;
  }
  const statements = (node.field('body')?.children() ?? []).filter(
    child =>
      child.isNamed() &&
      !child.is('comment') &&
      !/^[rRbBuU]*["']/.test(child.text()),
  );
  return statements.every(child =>
    /^(?:\.\.\.|pass|raise NotImplementedError\b.*)$/s.test(
      child.text().trim(),
    ),
  );
}

/** `photo_storage` may well be a `PhotoStorage`. */
function similar(receiver: string, className: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const last = plain(receiver.split('.').pop() ?? '');
  return last.length > 3 && plain(className).endsWith(last);
}

/** Class that a function makes an object of. */
function constructorOf(fn: Fn): string | undefined {
  return fn.name === '__init__' || fn.name === 'constructor'
    ? fn.className
    : undefined;
}
