import type { SyntaxNode } from '../../syntax/nodes';
import {
  ArgumentFact,
  AssignmentFact,
  CallFact,
  ClassFact,
  FileSyntax,
} from '../../syntax/schema';
import { SettingDefault, SettingFact, SettingSource } from './schema';

/** A setting before the file that it stands in is added. */
export type FoundSetting = Omit<SettingFact, 'path' | 'language' | 'class'>;

/** Calls that read an environment variable: name first, default second or by keyword. */
const ENVIRONMENT_CALLS = new Set([
  'os.getenv',
  'os.environ.get',
  'os.environ.setdefault',
  'os.environ.pop',
  'environ.get',
  'decouple.config',
  'os.Getenv',
  'os.LookupEnv',
  'syscall.Getenv',
  'System.getenv',
  'java.lang.System.getenv',
  'System.getenv().getOrDefault',
  'Deno.env.get',
]);

/** Calls that fail when there is nothing. */
const REQUIRED_CALLS = new Set(['decouple.config']);

/** Makers of readers: `env = environ.Env()`, then `env('X', default=…)` and `env.str('X', …)`. */
const READER_MAKERS = new Set([
  'environ.Env',
  'environ.FileAwareEnv',
  'environs.Env',
  'starlette.config.Config',
  'decouple.Config',
]);

/** Readers of INI files, in which an option is asked for by its section first. */
const INI_PARSERS = new Set([
  'configparser.ConfigParser',
  'configparser.RawConfigParser',
  'configparser.SafeConfigParser',
]);

/** Helpers that people write for it, in any language. */
const OWN_HELPER =
  /(?:^|\.)(?:get_?env\w{0,20}|env_?or\w{0,20}|env(?:_?(?:str|var|string|default))?|read_?env|must_?get_?env|lookup_?env)$/i;

/** Look-ups in a settings object, with a default of their own. */
const LOOKUPS =
  /(?:^|\.)(?:configService|config|settings|conf|env|environment)\.(?:get|getOrThrow|getProperty)$/i;

const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/** Settings that code reads by calls. */
export function fromCalls(file: FileSyntax): FoundSetting[] {
  const readers = new Set(
    file.calls
      .filter(call => READER_MAKERS.has(call.name))
      .map(call => call.assignedTo),
  );
  const parsers = new Set(
    file.calls
      .filter(call => INI_PARSERS.has(call.name))
      .map(call => call.assignedTo),
  );
  return file.calls.flatMap(call => {
    // Arguments are only read where they can matter: most calls of a file are others.
    if (!mayRead(call, readers)) {
      return [];
    }
    const [first, second] = call.args.filter(item => item.name === undefined);
    const name = first && typeof first.value === 'string' ? first.value : '';
    if (call.name.endsWith('viper.SetDefault') && name) {
      return [found(call, name, 'lookup', second)];
    }
    const byReader = readers.has(call.callee.split('.')[0]);
    const byHelper =
      OWN_HELPER.test(call.callee) &&
      !ENVIRONMENT_CALLS.has(call.name) &&
      VARIABLE.test(name);
    if (ENVIRONMENT_CALLS.has(call.name) || byReader || byHelper) {
      const keyword = call.args.find(item => item.name === 'default');
      const given = keyword ?? (byReader ? undefined : second);
      return name
        ? [
            {
              ...found(
                call,
                name,
                'environment',
                given ?? afterwards(file, call),
              ),
              required:
                given === undefined &&
                (byReader || REQUIRED_CALLS.has(call.name)),
            },
          ]
        : [];
    }
    if (call.name === 'getattr' && call.args.length === 3) {
      const key = call.args[1].value;
      return typeof key === 'string' &&
        /(?:^|\.)(?:settings|config|conf)$/.test(call.args[0].text)
        ? [found(call, key, 'lookup', call.args[2])]
        : [];
    }
    if (LOOKUPS.test(call.callee) && name) {
      const option = second?.value;
      const fallback = call.args.find(item => item.name === 'fallback');
      // `parser.get(section, option, fallback=…)`
      return (fallback || parsers.has(call.callee.replace(/\.\w+$/, ''))) &&
        typeof option === 'string'
        ? [found(call, option, 'lookup', fallback)]
        : [found(call, name, 'lookup', second)];
    }
    if (call.name === 'org.springframework.beans.factory.annotation.Value') {
      return placeholders(name).map(({ key, fallback }) => ({
        ...found(call, key, 'environment', undefined),
        required: fallback === undefined,
        ...(call.decorates ? { assignedTo: call.decorates } : {}),
        ...(fallback === undefined
          ? {}
          : { default: { text: fallback, value: fallback, line: call.line } }),
      }));
    }
    return [];
  });
}

function mayRead(call: CallFact, readers: Set<string | undefined>): boolean {
  return (
    ENVIRONMENT_CALLS.has(call.name) ||
    call.name === 'getattr' ||
    call.name.endsWith('viper.SetDefault') ||
    call.name === 'org.springframework.beans.factory.annotation.Value' ||
    OWN_HELPER.test(call.callee) ||
    LOOKUPS.test(call.callee) ||
    readers.has(call.callee.split('.')[0])
  );
}

/** `${key:default}` of Spring. */
export function placeholders(
  text: string,
): { key: string; fallback: string | undefined }[] {
  return [...text.matchAll(/\$\{([\w.\-[\]]+)(?::([^}]*))?\}/g)].map(
    ([, key, fallback]) => ({ key, fallback }),
  );
}

function found(
  call: CallFact,
  name: string,
  source: SettingSource,
  given: ArgumentFact | SettingDefault | undefined,
): FoundSetting {
  return {
    name,
    source,
    line: call.line,
    required: false,
    enclosing: call.enclosing,
    ...(call.assignedTo ? { assignedTo: call.assignedTo } : {}),
    ...(given && given.value !== null
      ? {
          default: { text: given.text, value: given.value, line: given.line },
        }
      : {}),
  };
}

/** What stands after the read: `os.getenv("X") or "default"`, `Optional.ofNullable(getenv("X")).orElse("default")`. */
function afterwards(
  file: FileSyntax,
  call: CallFact,
): SettingDefault | undefined {
  if (file.language === 'java') {
    const outer = file.calls.find(
      other =>
        /\.(?:orElse|orElseGet)$/.test(other.callee) &&
        other.line <= call.line &&
        call.line <= other.endLine,
    );
    const given = outer?.args[0];
    return given && given.value !== null
      ? { text: given.text, value: given.value, line: given.line }
      : undefined;
  }
  return undefined;
}

/** Right side of `read or x`, `read || x`, `read ?? x`, for the node of a read. */
export function fallbackOf(
  file: FileSyntax,
  node: SyntaxNode,
): SettingDefault | undefined {
  let current = node;
  for (let depth = 0; depth < 4; depth++) {
    const parent = current.parent();
    if (!parent) {
      return undefined;
    }
    const operator = parent.field('operator')?.text();
    const right = parent.field('right');
    if (
      right &&
      (operator === 'or' || operator === '||' || operator === '??') &&
      right.id() !== current.id()
    ) {
      const value = file.valueOf(right);
      return value === null
        ? undefined
        : {
            text: right.text().slice(0, 500),
            value,
            line: right.range().start.line + 1,
          };
    }
    if (
      ![
        'parenthesized_expression',
        'as_expression',
        'non_null_expression',
      ].includes(parent.kind())
    ) {
      return undefined;
    }
    current = parent;
  }
  return undefined;
}

/** Variable that takes the value of an expression, looking through fallbacks and conversions. */
function receiverOf(node: SyntaxNode): string | undefined {
  let current = node;
  for (let depth = 0; depth < 5; depth++) {
    const parent = current.parent();
    switch (parent?.kind()) {
      case 'assignment':
      case 'assignment_expression':
        return parent.field('left')?.text();
      case 'variable_declarator':
      case 'public_field_definition':
        return parent.field('name')?.text();
      case 'pair':
        return parent
          .field('key')
          ?.text()
          .replace(/^["']|["']$/g, '');
      case 'keyword_argument':
        return parent.field('name')?.text();
      case undefined:
        return undefined;
      default:
        current = parent!;
    }
  }
  return undefined;
}

/** `os.environ["X"]`, and the calls above with a fallback after them. */
export function fromPython(file: FileSyntax): FoundSetting[] {
  const subscripts = file.root
    .findAll({ rule: { kind: 'subscript' } })
    .flatMap((node): FoundSetting[] => {
      const object = node.field('value');
      const key = node.field('subscript');
      const parent = node.parent();
      if (
        !object ||
        !key ||
        file.resolve(object.text()) !== 'os.environ' ||
        (parent?.is('assignment') && parent.field('left')?.id() === node.id())
      ) {
        return [];
      }
      const name = file.valueOf(key);
      const assignedTo = receiverOf(node);
      return typeof name === 'string'
        ? [
            {
              name,
              source: 'environment',
              line: node.range().start.line + 1,
              required: true,
              enclosing: file.enclosingOf(node),
              ...(assignedTo ? { assignedTo } : {}),
            },
          ]
        : [];
    });
  const withFallback = file.root
    .findAll({
      rule: { kind: 'boolean_operator', has: { field: 'left', kind: 'call' } },
    })
    .flatMap((node): FoundSetting[] => {
      const call = file.callOf(node.field('left')!);
      const name = call?.args[0]?.value;
      const fallback =
        node.field('left') && fallbackOf(file, node.field('left')!);
      const assignedTo = receiverOf(node);
      return call &&
        fallback &&
        ENVIRONMENT_CALLS.has(call.name) &&
        typeof name === 'string'
        ? [
            {
              name,
              source: 'environment',
              line: call.line,
              required: false,
              default: fallback,
              enclosing: call.enclosing,
              ...(assignedTo ? { assignedTo } : {}),
            },
          ]
        : [];
    });
  const calls = fromCalls(file).filter(
    item =>
      !withFallback.some(
        other => other.line === item.line && other.name === item.name,
      ),
  );
  return [
    ...calls,
    ...subscripts,
    ...withFallback,
    ...settingsClasses(file),
    ...settingsModule(file),
  ];
}

const SETTINGS_BASES =
  /^(?:\w+\.)*(?:BaseSettings|BaseAppSettings|PydanticBaseSettings)$/;

/** Fields of pydantic settings, also of classes that inherit from such a class of the same file. */
function settingsClasses(file: FileSyntax): FoundSetting[] {
  const known = new Set<string>();
  return file.classes.flatMap(item => {
    if (
      !item.bases.some(base => SETTINGS_BASES.test(base) || known.has(base))
    ) {
      return [];
    }
    known.add(item.name);
    return item.fields
      .filter(
        field =>
          field.annotation !== undefined &&
          field.target !== 'model_config' &&
          !/ClassVar/.test(field.annotation),
      )
      .map(field => fieldSetting(file, item, field));
  });
}

function fieldSetting(
  file: FileSyntax,
  owner: ClassFact,
  field: AssignmentFact,
): FoundSetting {
  const call = file.calls.find(
    item =>
      item.line === field.line &&
      item.assignedTo === field.target &&
      /(?:^|\.)Field$/.test(item.name),
  );
  const positional = call?.args.find(item => item.name === undefined);
  const own =
    field.text === ''
      ? undefined
      : { text: field.text, value: field.value, line: field.line };
  const given = call
    ? call.args.find(item => item.name === 'default') ?? positional
    : own;
  const alias = call?.args.find(item =>
    ['alias', 'validation_alias', 'env'].includes(item.name ?? ''),
  )?.value;
  const missing =
    given === undefined || given.text === '...' || given.text === 'None';
  return {
    name:
      typeof alias === 'string'
        ? alias
        : field.target.toLocaleUpperCase('en-US'),
    source: 'settings-class',
    line: field.line,
    required:
      missing &&
      given?.text !== 'None' &&
      !call?.args.some(item => item.name === 'default_factory'),
    owner: owner.name,
    assignedTo: field.target,
    enclosing: field.enclosing,
    ...(field.annotation ? { type: field.annotation } : {}),
    ...(missing || given.value === null
      ? {}
      : {
          default: { text: given.text, value: given.value, line: given.line },
        }),
  };
}

/** Upper-case assignments of Django's settings modules. */
function settingsModule(file: FileSyntax): FoundSetting[] {
  const own = file.assignments.filter(
    item => item.enclosing.length === 0 && VARIABLE.test(item.target),
  );
  const names = new Set(own.map(({ target }) => target));
  const isModule =
    /(?:^|\/)settings(?:\/[^/]+|[\w]*)\.py$/.test(file.path) &&
    [
      'INSTALLED_APPS',
      'MIDDLEWARE',
      'ROOT_URLCONF',
      'SECRET_KEY',
      'DEBUG',
      'DATABASES',
      'ALLOWED_HOSTS',
    ].some(name => names.has(name));
  return isModule
    ? own.map(item => ({
        name: item.target,
        source: 'settings-module',
        line: item.line,
        required: false,
        assignedTo: item.target,
        enclosing: [],
        default: { text: item.text, value: item.value, line: item.line },
      }))
    : [];
}

/** `process.env.X`, `import.meta.env.X`, patterns of them, and schemas with defaults. */
export function fromJavaScript(file: FileSyntax): FoundSetting[] {
  const members = file.root
    .findAll({
      rule: {
        any: [{ kind: 'member_expression' }, { kind: 'subscript_expression' }],
      },
    })
    .flatMap((node): FoundSetting[] => {
      const object = node.field('object')?.text();
      if (object !== 'process.env' && object !== 'import.meta.env') {
        return [];
      }
      const index = node.field('index');
      const name =
        node.field('property')?.text() ?? (index ? file.valueOf(index) : '');
      const parent = node.parent();
      if (
        typeof name !== 'string' ||
        name === '' ||
        (parent?.is('assignment_expression') &&
          parent.field('left')?.id() === node.id())
      ) {
        return [];
      }
      const fallback = fallbackOf(file, node);
      const assignedTo = receiverOf(node);
      return [
        {
          name,
          source: 'environment',
          line: node.range().start.line + 1,
          required: false,
          enclosing: file.enclosingOf(node),
          ...(assignedTo ? { assignedTo } : {}),
          ...(fallback ? { default: fallback } : {}),
        },
      ];
    });
  const patterns = file.root
    .findAll({
      rule: { kind: 'object_assignment_pattern' },
    })
    .flatMap((node): FoundSetting[] => {
      const owner = node.parent()?.parent();
      const right = node.field('right');
      const name = node.field('left')?.text();
      return owner?.is('variable_declarator') &&
        owner.field('value')?.text() === 'process.env' &&
        name &&
        right
        ? [
            {
              name,
              source: 'environment',
              line: node.range().start.line + 1,
              required: false,
              enclosing: file.enclosingOf(node),
              assignedTo: name,
              default: {
                text: right.text(),
                value: file.valueOf(right),
                line: right.range().start.line + 1,
              },
            },
          ]
        : [];
    });
  return [...fromCalls(file), ...members, ...patterns, ...schemas(file)];
}

/** `X: z.string().default('y')`, `X: Joi.string().default('y')`, `X: str({ default: 'y' })`. */
function schemas(file: FileSyntax): FoundSetting[] {
  return file.root
    .findAll({
      rule: {
        kind: 'pair',
        has: { field: 'key', regex: '^["\']?[A-Z][A-Z0-9_]*["\']?$' },
        all: [{ has: { field: 'value', kind: 'call_expression' } }],
      },
    })
    .flatMap((node): FoundSetting[] => {
      const key = node.field('key')!.text().replace(/["']/g, '');
      const value = node.field('value')!;
      const schema =
        /^(?:z|zod|Joi|joi|yup|t|v)\.|^(?:str|email|url|port|num|bool|host|json)\(/.test(
          value.text(),
        );
      if (!schema) {
        return [];
      }
      const given = schemaDefault(file, value);
      return [
        {
          name: key,
          source: 'settings-class',
          line: node.range().start.line + 1,
          required: !given && !/\.optional\(\)/.test(value.text()),
          enclosing: file.enclosingOf(node),
          assignedTo: key,
          ...(given ? { default: given } : {}),
        },
      ];
    });
}

function schemaDefault(
  file: FileSyntax,
  node: SyntaxNode,
): SettingDefault | undefined {
  let current: SyntaxNode | null = node;
  for (let depth = 0; current && depth < 8; depth++) {
    const call = file.callOf(current);
    const given = call?.callee.endsWith('.default')
      ? call.args[0]
      : call?.args[0]?.entries?.find(item => item.name === 'default');
    if (given) {
      return { text: given.text, value: given.value, line: given.line };
    }
    current = current.field('function')?.field('object') ?? null;
  }
  return undefined;
}

/** Calls, and the tags of configuration structs. */
export function fromGo(file: FileSyntax): FoundSetting[] {
  const fields = file.classes.flatMap(item =>
    item.fields.flatMap((field): FoundSetting[] => {
      const tag = (name: string) =>
        new RegExp(`(?:^|[\`\\s])${name}:"([^"]*)"`).exec(field.tag ?? '')?.[1];
      const names = tag('env') ?? tag('envconfig') ?? tag('mapstructure');
      if (names === undefined) {
        return [];
      }
      const fallback =
        tag('envDefault') ?? tag('default') ?? tag('env-default');
      const [name, ...options] = names.split(',');
      return name
        ? [
            {
              name,
              source: 'settings-class',
              line: field.line,
              required:
                options.includes('required') || tag('required') === 'true',
              owner: item.name,
              assignedTo: field.target,
              enclosing: field.enclosing,
              ...(field.annotation ? { type: field.annotation } : {}),
              ...(fallback === undefined
                ? {}
                : {
                    default: {
                      text: fallback,
                      value: fallback,
                      line: field.line,
                    },
                  }),
            },
          ]
        : [];
    }),
  );
  return [...fromCalls(file), ...fields];
}
