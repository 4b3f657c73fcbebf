import { yamlCommand } from '../deployables/command';
import { parseImage } from '../deployables/image';
import { DeploymentRole, roleOfName } from '../deployables/role';
import {
  entriesOf,
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  truthAt,
  valueAt,
} from '../yaml/access';
import { YamlEntry, YamlMap, YamlValue } from '../yaml/schema';
import {
  ComposeBuild,
  ComposeHealthcheck,
  ComposePort,
  ComposeService,
  ComposeVariable,
  ComposeVolume,
  PlacedText,
} from './schema';

/** Where a service stands, and whose file its values come from. */
export interface ServiceContext {
  path: string;
  role: DeploymentRole;
  because: string;
  pathOf(value: YamlValue): string;
}

/** Reads one service from its merged map. */
export function readService(
  entry: YamlEntry,
  context: ServiceContext,
): ComposeService {
  const value = entry.value as YamlMap;
  const placed = (...keys: string[]) => placedAt(value, context, ...keys);
  const list = (key: string) =>
    scalarsOf(valueAt(value, key)).map(item => ({
      text: item.text,
      path: context.pathOf(item),
      line: item.line,
    }));
  const image = placed('image');
  const profiles = list('profiles').map(item => item.text);
  const profileRole = profiles
    .map(roleOfName)
    .find(role => role !== undefined && role !== 'production');
  const marked =
    context.role === 'production' &&
    profileRole !== undefined &&
    !profiles.some(profile => roleOfName(profile) === 'production');
  return {
    name: entry.key,
    path: context.path,
    line: entry.line,
    endLine: entry.endLine,
    role: marked ? profileRole! : context.role,
    because: marked ? `profile: ${profiles.join(', ')}` : context.because,
    image: image && {
      ...parseImage(image.text),
      path: image.path,
      line: image.line,
    },
    build: readBuild(entryAt(value, 'build'), context),
    command: command(value, 'command', context),
    entrypoint: command(value, 'entrypoint', context),
    environment: readPairs(valueAt(value, 'environment'), context),
    envFiles: itemsOf(valueAt(value, 'env_file')).flatMap(item => {
      const text = item.kind === 'scalar' ? item.text : textAt(item, 'path');
      return text
        ? [{ text, path: context.pathOf(item), line: item.line }]
        : [];
    }),
    ports: itemsOf(valueAt(value, 'ports')).map(item =>
      readPort(item, context),
    ),
    volumes: [
      ...itemsOf(valueAt(value, 'volumes')).map(item =>
        readVolume(item, context),
      ),
      ...list('tmpfs').map(
        (item): ComposeVolume => ({
          type: 'tmpfs',
          target: item.text.split(':')[0],
          readOnly: false,
          path: item.path,
          line: item.line,
        }),
      ),
    ],
    healthcheck: readHealthcheck(entryAt(value, 'healthcheck'), context),
    dependsOn: readDependencies(valueAt(value, 'depends_on')),
    limits: {
      cpu:
        placed('deploy', 'resources', 'limits', 'cpus') ??
        placed('cpus') ??
        placed('cpu_quota'),
      memory:
        placed('deploy', 'resources', 'limits', 'memory') ??
        placed('mem_limit'),
    },
    restart: readRestart(value, context),
    privileged: truthAt(value, 'privileged') ? placed('privileged') : undefined,
    capAdd: list('cap_add'),
    capDrop: list('cap_drop'),
    securityOpt: list('security_opt'),
    networkMode: placed('network_mode'),
    pid: placed('pid'),
    ipc: placed('ipc'),
    user: placed('user'),
    readOnly: truthAt(value, 'read_only') === true,
    profiles,
    networks: entriesOf(valueAt(value, 'networks'))
      .map(item => item.key)
      .concat(list('networks').map(item => item.text)),
    labels: readPairs(valueAt(value, 'labels'), context),
    oneShot: false,
  };
}

function placedAt(
  value: YamlValue,
  context: ServiceContext,
  ...keys: string[]
): PlacedText | undefined {
  const entry = entryAt(value, ...keys);
  return entry?.value.kind === 'scalar' && entry.value.value !== null
    ? {
        text: entry.value.text,
        path: context.pathOf(entry.value),
        line: entry.value.line,
      }
    : undefined;
}

function command(value: YamlMap, key: string, context: ServiceContext) {
  const found = valueAt(value, key);
  return found && yamlCommand(found, context.pathOf(found));
}

function readBuild(
  entry: YamlEntry | undefined,
  context: ServiceContext,
): ComposeBuild | undefined {
  if (!entry) {
    return undefined;
  }
  const path = context.pathOf(entry.value);
  const short = entry.value.kind === 'scalar' ? entry.value.text : undefined;
  const folder = path.split('/').slice(0, -1).join('/');
  const buildContext = joinPath(
    folder,
    short ?? textAt(entry.value, 'context') ?? '.',
  );
  return {
    context: buildContext,
    dockerfile: joinPath(
      buildContext,
      textAt(entry.value, 'dockerfile') ?? 'Dockerfile',
    ),
    target: textAt(entry.value, 'target'),
    args: readPairs(valueAt(entry.value, 'args'), context),
    path,
    line: entry.line,
  };
}

/** Joins a folder of the tree with a relative path; `..` is resolved, what leads out of the tree stays out. */
export function joinPath(folder: string, relative: string): string {
  const segments = relative.startsWith('/')
    ? []
    : folder.split('/').filter(item => item !== '');
  for (const segment of relative.split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '.' && segment !== '') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

function readPairs(
  value: YamlValue | undefined,
  context: ServiceContext,
): ComposeVariable[] {
  if (value?.kind === 'map') {
    return entriesOf(value).map(entry => ({
      name: entry.key,
      value:
        entry.value.kind === 'scalar' && entry.value.value !== null
          ? entry.value.text
          : undefined,
      path: context.pathOf(entry.value),
      line: entry.merged ? entry.value.line : entry.line,
    }));
  }
  return scalarsOf(value).map(item => {
    const equals = item.text.indexOf('=');
    return {
      name: equals < 0 ? item.text : item.text.slice(0, equals),
      value: equals < 0 ? undefined : item.text.slice(equals + 1),
      path: context.pathOf(item),
      line: item.line,
    };
  });
}

function readPort(value: YamlValue, context: ServiceContext): ComposePort {
  const path = context.pathOf(value);
  const { line } = value;
  if (value.kind === 'map') {
    const published = textAt(value, 'published');
    const target = textAt(value, 'target') ?? '';
    return {
      text: published ? `${published}:${target}` : target,
      hostIp: textAt(value, 'host_ip'),
      published,
      target,
      path,
      line,
    };
  }
  const text = value.kind === 'scalar' ? value.text : '';
  const parts = splitOutsideBraces(text.replace(/\/(?:tcp|udp)$/, ''));
  const target = parts.pop() ?? '';
  const published = parts.pop();
  const hostIp = parts.length > 0 ? parts.join(':') : undefined;
  return { text, hostIp, published, target, path, line };
}

/** Parts between colons; those inside `${NAME:-value}` are no separators. */
function splitOutsideBraces(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
    }
    if (char === ':' && depth === 0) {
      parts.push('');
    } else {
      parts[parts.length - 1] += char;
    }
  }
  return parts;
}

function readVolume(value: YamlValue, context: ServiceContext): ComposeVolume {
  const path = context.pathOf(value);
  const { line } = value;
  if (value.kind === 'map') {
    const type = textAt(value, 'type') ?? 'volume';
    const source = textAt(value, 'source');
    const long: ComposeVolume['type'] = source ? 'named' : 'anonymous';
    return {
      type: type === 'bind' || type === 'tmpfs' ? type : long,
      source,
      target: textAt(value, 'target') ?? '',
      readOnly: truthAt(value, 'read_only') === true,
      path,
      line,
    };
  }
  const text = value.kind === 'scalar' ? value.text : '';
  const [first, second, mode] = splitOutsideBraces(text);
  if (second === undefined) {
    return { type: 'anonymous', target: first, readOnly: false, path, line };
  }
  return {
    type: /^[./~]|^\$/.test(first) ? 'bind' : 'named',
    source: first,
    target: second,
    readOnly: (mode ?? '').split(',').includes('ro'),
    path,
    line,
  };
}

function readHealthcheck(
  entry: YamlEntry | undefined,
  context: ServiceContext,
): ComposeHealthcheck | undefined {
  if (!entry || entry.value.kind !== 'map') {
    return undefined;
  }
  const { value } = entry;
  const test = valueAt(value, 'test');
  const words = scalarsOf(test).map(item => item.text);
  const none =
    words.length === 1 && words[0].toLocaleUpperCase('en-US') === 'NONE';
  const path = context.pathOf(test ?? value);
  return {
    disabled: none || truthAt(value, 'disable') === true,
    test: test && yamlCommand(test, path),
    startPeriod: valueAt(value, 'start_period') !== undefined,
    timeout: valueAt(value, 'timeout') !== undefined,
    path,
    line: path === context.path && !entry.merged ? entry.line : value.line,
  };
}

function readDependencies(
  value: YamlValue | undefined,
): ComposeService['dependsOn'] {
  if (value?.kind === 'map') {
    return entriesOf(value).map(entry => ({
      service: entry.key,
      condition: textAt(entry.value, 'condition'),
    }));
  }
  return scalarsOf(value).map(item => ({ service: item.text }));
}

function readRestart(
  value: YamlMap,
  context: ServiceContext,
): PlacedText | undefined {
  const policy = entryAt(value, 'deploy', 'restart_policy');
  if (policy) {
    return {
      text: textAt(policy.value, 'condition') ?? 'any',
      path: context.pathOf(policy.value),
      line: policy.line,
    };
  }
  return placedAt(value, context, 'restart');
}
