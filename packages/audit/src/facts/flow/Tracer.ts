import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { CallSites } from './CallSites';
import { fieldIsClean } from './fields';
import { Fn, functionAt, nodesOf, Parameter } from './functions';
import { short, Use } from './guards';
import { carriesArguments, CLEANERS, FROM_RECEIVER } from './policies';
import { FlowStep, SinkKind } from './schema';
import {
  calleeName,
  chainOf,
  lineOf,
  literalText,
  Piece,
  Shape,
  shapeOf,
} from './shapes';
import { Sources } from './sources';
import {
  bind,
  distinct,
  firstText,
  formatted,
  Frame,
  hostIsFixed,
  isOwnField,
  iteratedBy,
  reaching,
  start,
  step,
  through,
  Trail,
} from './trails';
import { isCleanType, isPatterned } from './types';

/** What is known of one question. */
interface Search {
  kind: SinkKind;
  budget: number;
  visiting: Set<string>;
  /** Controls that ended a way. */
  cleaned: FlowStep[];
}

const MAX_DEPTH = 3;
const BUDGET = 400;
const MAX_TRAILS = 6;

/** What is asked of a value and no longer it. */
const PROPERTIES =
  /^(?:length|size|content_type|contentType|mimetype|content_length|headers|type|status|ok|is_file|exists|count|user|state|app|session)$/;

/** Follows expressions back to the request that they come from. */
export class Tracer {
  /** Steps that are left for the whole tree. */
  private left = 100_000;

  constructor(
    private readonly sources: Sources,
    private readonly sites: CallSites,
  ) {}

  /** There are no steps left. */
  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** Ways from requests to an expression. */
  async trace(
    kind: SinkKind,
    node: SyntaxNode,
    frame: Frame,
  ): Promise<{ trails: Trail[]; cleaned: FlowStep[]; complete: boolean }> {
    const search: Search = {
      kind,
      budget: BUDGET,
      visiting: new Set(),
      cleaned: [],
    };
    const trails = await this.follow(node, frame, search);
    return {
      trails: distinct(trails),
      cleaned: search.cleaned,
      complete: search.budget > 0 && this.left > 0,
    };
  }

  private async follow(
    node: SyntaxNode,
    frame: Frame,
    search: Search,
    hint?: string,
  ): Promise<Trail[]> {
    const place = node.range();
    const key = `${frame.file.path}:${place.start.index}:${place.end.index}:${frame.depth}:${hint}`;
    search.budget -= 1;
    this.left -= 1;
    if (
      search.budget < 0 ||
      this.left < 0 ||
      search.visiting.has(key) ||
      search.visiting.size > 60
    ) {
      return [];
    }
    search.visiting.add(key);
    try {
      return await this.shape(node, shapeOf(node), frame, search, hint);
    } finally {
      search.visiting.delete(key);
    }
  }

  private async all(
    nodes: readonly SyntaxNode[],
    frame: Frame,
    search: Search,
    hint?: string,
  ): Promise<Trail[]> {
    const result: Trail[] = [];
    for (const node of nodes) {
      result.push(...(await this.follow(node, frame, search, hint)));
      if (result.length >= MAX_TRAILS) {
        break;
      }
    }
    return result;
  }

  private async shape(
    node: SyntaxNode,
    own: Shape,
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    switch (own.kind) {
      case 'wrapped':
        return this.follow(own.inner, frame, search, hint);
      case 'name':
        return this.name(own.name, node, frame, search, hint);
      case 'member':
        return this.member(node, own, frame, search, hint);
      case 'index':
        return this.follow(
          own.object,
          frame,
          search,
          // `files[i].path` is still the path.
          own.key && /^["'`]/.test(own.key.text())
            ? literalText(own.key)
            : hint,
        );
      case 'choice':
        return this.all(own.options, frame, search, hint);
      case 'collection':
        return this.collection(own.items, frame, search, hint);
      case 'joined':
        return this.joined(own.parts, frame, search, own.operator);
      case 'call':
        return this.call(node, own, frame, search, hint);
      default:
        return [];
    }
  }

  private async collection(
    items: readonly Piece[],
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    const named = hint && items.find(item => item.name === hint);
    // An object in a document filter is judged by what is put into it.
    const chosen = named ? [named] : items;
    return this.all(
      chosen.map(item => item.value),
      frame,
      search,
    );
  }

  private async joined(
    parts: readonly (SyntaxNode | string)[],
    frame: Frame,
    search: Search,
    operator: string,
  ): Promise<Trail[]> {
    const result: Trail[] = [];
    const address = search.kind === 'url' || search.kind === 'redirect';
    let before = '';
    for (const [index, part] of parts.entries()) {
      if (typeof part === 'string') {
        before += part;
        // Whoever fixed the host decides where it goes.
        if (address && hostIsFixed(before)) {
          break;
        }
        continue;
      }
      const found = await this.follow(part, frame, search);
      const rest = parts
        .slice(index + 1)
        .filter((item): item is string => typeof item === 'string')
        .join('');
      const text = before;
      result.push(
        ...found.map(trail => ({
          ...trail,
          joined: trail.joined || operator !== '/',
          through:
            operator === '/' ? [...trail.through, 'Path'] : trail.through,
          before: text + (trail.before ?? ''),
          after: (trail.after ?? '') + rest,
        })),
      );
      if (address) {
        break;
      }
      before += '…';
    }
    return result;
  }

  private async name(
    name: string,
    node: SyntaxNode,
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    const { file } = frame;
    const at = node.range().start.index;
    for (let scope = frame.fn; scope; scope = scope.parent) {
      const here: Frame =
        scope === frame.fn ? frame : { file, fn: scope, depth: frame.depth };
      const found = reaching(scope, name, at);
      const parameter = scope.parameters.find(item =>
        item.names.includes(name),
      );
      if (found.length) {
        const result: Trail[] = [];
        const address = search.kind === 'url' || search.kind === 'redirect';
        for (const item of found) {
          if (item.adds && address) {
            // What is added at the end does not choose the host.
            continue;
          }
          const trails = await this.follow(
            item.value,
            { ...here, fn: functionAt(file, item.start) ?? scope },
            search,
            item.whole ? hint : name,
          );
          result.push(
            ...trails.map(trail =>
              step(
                trail,
                file,
                item.line,
                `${name} = ${short(item.value.text())}`,
                {
                  fn: scope,
                  name,
                  at,
                },
              ),
            ),
          );
        }
        const open = found.every(item => item.adds || item.start > at);
        if (!parameter || !open) {
          return result;
        }
        return [
          ...result,
          ...(await this.parameter(
            scope!,
            parameter,
            name,
            here,
            search,
            hint,
            at,
          )),
        ];
      }
      if (parameter) {
        return this.parameter(scope, parameter, name, here, search, hint, at);
      }
    }
    return [];
  }

  private async parameter(
    fn: Fn,
    parameter: Parameter,
    name: string,
    frame: Frame,
    search: Search,
    hint: string | undefined,
    at: number,
  ): Promise<Trail[]> {
    const use: Use = { fn, name, at };
    const used = (trails: Trail[]) =>
      trails.map(trail => ({ ...trail, uses: [...trail.uses, use] }));
    if (frame.bound) {
      const given = frame.bound.get(name);
      return given
        ? used(
            await this.follow(
              given.node,
              given.frame,
              search,
              parameter.pattern ? name : hint,
            ),
          )
        : [];
    }
    const origin = this.sources.parameter(fn, parameter, name);
    if (origin === 'clean') {
      return [];
    }
    if (origin && 'dependency' in origin) {
      const target = await this.sites.definition(
        frame.file,
        fn,
        origin.dependency,
      );
      return target && frame.depth < MAX_DEPTH
        ? this.results(
            target,
            {
              file: target.file,
              fn: target,
              depth: frame.depth + 1,
              dependency: true,
            },
            search,
            hint,
          )
        : [];
    }
    if (origin && 'schema' in origin) {
      return (await fieldIsClean(
        this.sites.resolver,
        fn.file,
        origin.schema,
        hint,
        origin.source.kind === 'path',
        search.kind,
      ))
        ? []
        : used([start(origin.source, hint)]);
    }
    if (origin) {
      return isOwnField(fn.file, origin.source, hint)
        ? []
        : used([start(origin.source, hint)]);
    }
    if (isCleanType(parameter.annotation ?? '') === true) {
      return [];
    }
    if (frame.dependency && fn.file.language === 'python') {
      return isPatterned(parameter.text) || parameter.annotation === undefined
        ? []
        : used([
            start(
              { kind: 'query', name, path: fn.file.path, line: fn.line },
              hint,
            ),
          ]);
    }
    const iterated = iteratedBy(fn);
    if (iterated && fn.parameters[0] === parameter) {
      return used(
        await this.follow(
          iterated,
          { file: fn.file, fn: fn.parent, depth: frame.depth },
          search,
          hint,
        ),
      );
    }
    return used(await this.callers(fn, parameter, name, frame, search, hint));
  }

  private async callers(
    fn: Fn,
    parameter: Parameter,
    name: string,
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    if (frame.depth >= MAX_DEPTH || !fn.name) {
      return [];
    }
    const result: Trail[] = [];
    const own = fn.parameters.filter(
      item => !/^(?:self|cls)$/.test(item.names[0] ?? ''),
    );
    for (const site of await this.sites.of(fn)) {
      const parameters = site.onReceiver ? own : fn.parameters;
      const index = parameters.indexOf(parameter);
      const positional = site.args.filter(item => !item.name);
      const given =
        site.args.find(item => item.name === name) ??
        (parameter.rest ? undefined : positional[index]);
      if (!given || given.spread) {
        continue;
      }
      const trails = await this.follow(
        given.value,
        { file: site.file, fn: site.fn, depth: frame.depth + 1 },
        search,
        parameter.pattern ? name : hint,
      );
      const line = lineOf(site.node);
      const chain = chainOf(given.value);
      result.push(
        ...trails.map(trail => {
          const next = step(trail, site.file, line, short(site.node.text()), {
            fn: site.fn,
            name: chain ?? short(given.value.text()),
            at: site.node.range().start.index,
          });
          return site.guessed
            ? {
                ...next,
                unsure: next.unsure ?? `${fn.name} is found by its name`,
              }
            : next;
        }),
      );
    }
    return result;
  }

  private async member(
    node: SyntaxNode,
    own: Extract<Shape, { kind: 'member' }>,
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    const chain = chainOf(node);
    const kind = chain && this.sources.expression(frame.file, frame.fn, chain);
    if (kind) {
      const source = {
        kind,
        name: chain,
        path: frame.file.path,
        line: lineOf(node),
      };
      if (isOwnField(frame.file, source, hint)) {
        return [];
      }
      return [
        {
          ...start(source, hint),
          uses: [{ fn: frame.fn, name: chain, at: node.range().start.index }],
        },
      ];
    }
    if (PROPERTIES.test(own.property)) {
      return [];
    }
    if (search.kind === 'file' && isLastPart(frame.file, own)) {
      const found = await this.follow(own.object, frame, {
        ...search,
        cleaned: [],
      });
      return this.note(search, frame.file, node, found);
    }
    const attribute = /^(?:self|this)\.([\w$]+)$/.exec(chain ?? '');
    if (attribute) {
      return this.attribute(attribute[1], chain!, frame, search);
    }
    return this.follow(own.object, frame, search, own.property);
  }

  /** A way that ended at a control is shown as that control. */
  private note(
    search: Search,
    file: FileSyntax,
    node: SyntaxNode,
    ended: readonly Trail[],
  ): Trail[] {
    if (ended.length) {
      search.cleaned.push({
        path: file.path,
        line: lineOf(node),
        text: short(node.text()),
      });
    }
    return [];
  }

  /** `self.x`: what the class puts there. */
  private async attribute(
    name: string,
    chain: string,
    frame: Frame,
    search: Search,
  ): Promise<Trail[]> {
    if (frame.depth >= MAX_DEPTH) {
      return [];
    }
    let method = frame.fn;
    while (method && !method.className) {
      method = method.parent;
    }
    const owner = method?.className;
    if (!owner) {
      return [];
    }
    const all = nodesOf(frame.file.root, [
      frame.file.language === 'python' ? 'assignment' : 'assignment_expression',
    ])
      .filter(item => item.field('left')?.text() === chain)
      .slice(0, 4);
    const result: Trail[] = [];
    for (const item of all) {
      const value = item.field('right');
      const fn = functionAt(frame.file, item.range().start.index);
      if (!value || fn?.className !== owner) {
        continue;
      }
      const trails = await this.follow(
        value,
        { file: frame.file, fn, depth: frame.depth + 1 },
        search,
      );
      result.push(
        ...trails.map(trail =>
          step(
            trail,
            frame.file,
            lineOf(item),
            `${chain} = ${short(value.text())}`,
            {
              fn,
              name: chain,
              at: item.range().start.index,
            },
          ),
        ),
      );
    }
    return name ? result : [];
  }

  private async call(
    node: SyntaxNode,
    own: Extract<Shape, { kind: 'call' }>,
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    const { file } = frame;
    const chain =
      own.receiver && own.callee.kind() === 'identifier'
        ? `${chainOf(own.receiver) ?? ''}.${own.method}`
        : chainOf(own.callee);
    const kind = chain && this.sources.expression(file, frame.fn, chain);
    if (kind) {
      return [
        {
          ...start(
            {
              kind,
              name: short(node.text()),
              path: file.path,
              line: lineOf(node),
            },
            hint,
          ),
          uses: [
            {
              fn: frame.fn,
              name: short(node.text()),
              at: node.range().start.index,
            },
          ],
        },
      ];
    }
    const name = calleeName(own, text => file.resolve(text));
    const values = own.args.map(item => item.value);
    if (CLEANERS[search.kind]?.test(name)) {
      const ended = await this.all(
        [...(own.receiver ? [own.receiver] : []), ...values],
        frame,
        { ...search, cleaned: [] },
      );
      return this.note(search, file, node, ended);
    }
    if (own.method === 'format' && own.receiver) {
      const text = shapeOf(own.receiver);
      if (text.kind === 'constant') {
        return through(
          await this.joined(
            formatted(literalText(own.receiver), values),
            frame,
            search,
            '',
          ),
          name,
        );
      }
    }
    const own_ = await this.sites.called(file, frame.fn, chain ?? '');
    if (own_ && frame.depth < MAX_DEPTH) {
      const bound = bind(own_, own, frame);
      const trails = await this.results(
        own_,
        { file: own_.file, fn: own_, bound, depth: frame.depth + 1 },
        search,
        hint,
      );
      return trails.map(trail => ({
        ...trail,
        steps: [
          ...trail.steps,
          { path: file.path, line: lineOf(node), text: short(node.text()) },
        ],
      }));
    }
    if (own.method === 'map' && isConstantFunction(own.args[0]?.value)) {
      // `ids.map(() => '?')` says how many there are.
      return [];
    }
    const nodes: SyntaxNode[] = [];
    const carries = carriesArguments(name, own.method);
    if (own.receiver && (carries || FROM_RECEIVER.has(own.method))) {
      nodes.push(own.receiver);
    }
    if (carries) {
      // `text.replace(a, b)`: what is put in; `urljoin(base, x)`: either.
      nodes.push(...values);
    }
    const trails = await this.all(
      nodes,
      frame,
      search,
      own.method === 'get' || own.method === 'pop' ? firstText(own.args) : hint,
    );
    return through(
      own.method === 'Sprintf' || own.method === 'printf'
        ? trails.map(trail => ({
            ...trail,
            joined: true,
            before: trail.before ?? (values[0] ? literalText(values[0]) : ''),
          }))
        : trails,
      name,
    );
  }

  /** What a function gives back. */
  private async results(
    fn: Fn,
    frame: Frame,
    search: Search,
    hint: string | undefined,
  ): Promise<Trail[]> {
    const body = fn.node.field('body');
    if (!body) {
      return [];
    }
    const returned = nodesOf(fn.node, ['return_statement'])
      .filter(
        item =>
          functionAt(fn.file, item.range().start.index)?.start === fn.start,
      )
      .flatMap(item =>
        item
          .children()
          .filter(child => child.isNamed())
          .slice(0, 1),
      );
    const expressions =
      returned.length || /block|body/.test(body.kind()) ? returned : [body];
    return this.all(expressions.slice(0, 8), frame, search, hint);
  }
}

/** `Path(x).name`, `path.parse(x).base`: the last part of a path holds no slash. */
function isLastPart(
  file: FileSyntax,
  { object, property }: Extract<Shape, { kind: 'member' }>,
): boolean {
  if (file.language === 'python') {
    return /^(?:suffix|stem|name)$/.test(property);
  }
  return (
    /^(?:name|base|ext)$/.test(property) &&
    /(?:^|\.)parse\(/.test(object.text())
  );
}

/** A function that gives back the same text whatever it is given. */
function isConstantFunction(node: SyntaxNode | undefined): boolean {
  const body = node?.kind() === 'arrow_function' ? node.field('body') : null;
  return Boolean(body && shapeOf(body).kind === 'constant');
}
