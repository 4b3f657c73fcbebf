import { ClassFact, FunctionFact } from '../../syntax/schema';
import { leadingName, splitList } from './code';
import { GuardUse, FrameworkSetting } from './schema';
import { Workbench } from './Workbench';

const MAX_BASES = 12;
const REST_VIEW =
  /(?:^|\.)(?:\w*APIView|\w*ViewSet|ViewSetMixin|GenericViewSet)$/;

/** A view class with its own bases, nearest first, and the names of those that come from outside. */
export interface ViewClass {
  chain: ClassFact[];
  outside: { name: string; owner: ClassFact }[];
  /** Of the REST framework, which has permissions of its own. */
  rest: boolean;
}

/** Follows the bases of a view class through the tree. */
export async function viewClass(
  bench: Pick<Workbench, 'resolver'>,
  owner: ClassFact | undefined,
): Promise<ViewClass> {
  const chain: ClassFact[] = owner ? [owner] : [];
  const outside: ViewClass['outside'] = [];
  for (const item of chain) {
    for (const base of item.bases) {
      const found = await bench.resolver.class(item.path, base);
      if (!found) {
        outside.push({ name: base, owner: item });
      } else if (!chain.includes(found) && chain.length < MAX_BASES) {
        chain.push(found);
      }
    }
  }
  return {
    chain,
    outside,
    rest: outside.some(({ name }) => REST_VIEW.test(name)),
  };
}

/** Default permissions of the REST framework: those of the settings, else everybody may. */
export function defaultPermissions(
  settings: readonly FrameworkSetting[],
  fallback: { path: string; line: number },
): GuardUse {
  const framework = settings.find(item => item.name === 'REST_FRAMEWORK');
  const start = framework?.text.indexOf('DEFAULT_PERMISSION_CLASSES') ?? -1;
  const open =
    start < 0 ? -1 : /[[(]/.exec(framework!.text.slice(start))?.index ?? -1;
  const common = { how: 'permission', level: 'application' } as const;
  if (framework && start >= 0 && open >= 0) {
    const list = framework.text.slice(start + open);
    const end = list.search(/[\])]/);
    const line =
      framework.entries?.find(
        item => item.name === 'DEFAULT_PERMISSION_CLASSES',
      )?.line ??
      framework.line + framework.text.slice(0, start).split('\n').length - 1;
    return {
      ...common,
      text: list.slice(0, end < 0 ? undefined : end + 1),
      path: framework.path,
      line,
    };
  }
  return {
    ...common,
    // What the framework does without a setting.
    text: 'AllowAny (default)',
    path: framework?.path ?? fallback.path,
    line: framework?.line ?? fallback.line,
    says: 'open',
  };
}

/** What stands between a caller and a method of a view class. */
export function classGuards(
  view: ViewClass,
  method: FunctionFact | undefined,
  verb: string,
  defaults: GuardUse,
): GuardUse[] {
  const [owner] = view.chain;
  if (!owner) {
    return [];
  }
  const result: GuardUse[] = view.outside
    .filter(({ name }) => !REST_VIEW.test(name))
    .map(({ name, owner: at }) => ({
      text: name,
      how: 'mixin',
      path: at.path,
      line: at.line,
      level: 'route',
    }));
  for (const item of view.chain) {
    // Its own `dispatch` and `get_permissions` may decide.
    result.push({
      text: item.name,
      how: 'mixin',
      path: item.path,
      line: item.line,
      level: 'route',
    });
    result.push(
      ...item.decorators
        .filter(
          text =>
            !/\bname\s*=\s*["'](\w+)["']/.test(text) ||
            ['dispatch', method?.name, verb.toLowerCase()].includes(
              /\bname\s*=\s*["'](\w+)["']/.exec(text)![1],
            ),
        )
        .flatMap(text => unwrapped(text))
        .map(text => use(text, 'decorator', item)),
    );
  }
  for (const text of method?.decorators ?? []) {
    result.push(
      ...unwrapped(text).map(inner => use(inner, 'decorator', method!)),
    );
  }
  if (view.rest) {
    result.push(permissionOf(view, method, defaults));
  }
  return result;
}

/** `method_decorator([login_required, never_cache], name='dispatch')` stands for what it wraps. */
function unwrapped(text: string): string[] {
  const wrapped = /^(?:\w+\.)*method_decorator\(/.exec(text);
  if (!wrapped) {
    return [text];
  }
  const [first] = splitList(text.slice(wrapped[0].length, -1));
  return first?.startsWith('[') || first?.startsWith('(')
    ? splitList(first)
    : [first ?? text];
}

function permissionOf(
  view: ViewClass,
  method: FunctionFact | undefined,
  defaults: GuardUse,
): GuardUse {
  const action = method?.decorators
    .filter(text => /^(?:\w+\.)*action\(/.test(text))
    .map(text => /permission_classes\s*=\s*([[(][^\])]*[\])])/.exec(text)?.[1])
    .find(Boolean);
  if (action && method) {
    return use(action, 'permission', method);
  }
  for (const item of view.chain) {
    const field = item.fields.find(
      candidate => candidate.target === 'permission_classes',
    );
    if (field) {
      return use(field.text, 'permission', field);
    }
  }
  return defaults;
}

export function use(
  text: string,
  how: GuardUse['how'],
  at: { path: string; line: number; enclosing?: string[] },
): GuardUse {
  return {
    text,
    how,
    path: at.path,
    line: at.line,
    ...(at.enclosing ? { scope: at.enclosing } : {}),
    level: 'route',
  };
}

/** What stands before a function that is a view. */
export function functionGuards(
  made: FunctionFact | undefined,
  defaults: GuardUse,
): GuardUse[] {
  const decorators = made?.decorators ?? [];
  const result = decorators.map(text => use(text, 'decorator', made!));
  if (decorators.some(text => /^(?:\w+\.)*api_view\b/.test(text))) {
    const own = decorators
      .map(text => /^(?:\w+\.)*permission_classes\((.*)\)$/s.exec(text)?.[1])
      .find(Boolean);
    result.push(own ? use(own, 'permission', made!) : defaults);
  }
  return result;
}

/** Decorators that wrap a view where it is routed: `login_required(staff_required(view))`. */
export function routingGuards(
  text: string,
  at: { path: string; line: number },
): { guards: GuardUse[]; view: string } {
  const guards: GuardUse[] = [];
  let view = text.trim();
  for (let depth = 0; depth < 5; depth++) {
    const name = leadingName(view);
    if (!name || name.endsWith('.as_view') || !view.endsWith(')')) {
      break;
    }
    const rest = view.slice(name.length).trim();
    if (!rest.startsWith('(')) {
      break;
    }
    // `user_passes_test(f)(view)`: the view is in the last list.
    const open = lastList(rest);
    const [inner] = splitList(rest.slice(open));
    if (!inner || !/^[A-Za-z_]/.test(inner)) {
      break;
    }
    guards.push({
      text: open > 0 ? `${name}${rest.slice(0, open)}` : name,
      how: 'decorator',
      path: at.path,
      line: at.line,
      level: 'route',
    });
    view = inner;
  }
  return { guards, view };
}

function lastList(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') {
      depth++;
    } else if (text[at] === '(') {
      depth--;
      if (depth === 0) {
        return at;
      }
    }
  }
  return 0;
}
