import { satisfies as satisfiesPep440, validRange } from '@renovatebot/pep440';
import semver from 'semver';
import { CheckContext } from '../../../engine/types';
import { compose } from '../../../facts/compose/extract';
import { ImageReference } from '../../../facts/deployables/image';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import { inventory } from '../../../facts/inventory/extract';
import { kubernetes } from '../../../facts/kubernetes/extract';
import { manifests } from '../../../facts/manifests/extract';
import { folderOf, nameOf } from '../../../facts/manifests/names';
import { RuntimeFact } from '../../../facts/manifests/schema';
import { CODENAMES, ProductId, releasesOf, supportOf } from './calendar';

/** A version of a product that the tree names. */
export interface RuntimeUse {
  product: ProductId;
  /** `3.9`, or a range as written. */
  release: string;
  /** Last day with support; `undefined` when the calendar does not have it. */
  end: string | undefined;
  /** It ended before that day, which is the one of the oldest release of the calendar. */
  before?: true;
  path: string;
  line: number;
  /** What names it: `image`, `version file`, `manifest`, `framework`. */
  kind: 'image' | 'version file' | 'manifest' | 'framework';
}

/** A range of versions that a manifest allows. */
export interface RuntimeRange {
  product: ProductId;
  range: string;
  path: string;
  line: number;
  allows(version: string): boolean;
}

/** Images whose version is that of a product, by the last part of their name. */
const IMAGES: Readonly<Record<string, ProductId>> = {
  python: 'python',
  node: 'node',
  golang: 'go',
  openjdk: 'java',
  'eclipse-temurin': 'java',
  amazoncorretto: 'java',
  ibmjava: 'java',
  ruby: 'ruby',
  php: 'php',
  debian: 'debian',
  ubuntu: 'ubuntu',
  alpine: 'alpine',
  postgres: 'postgresql',
  postgresql: 'postgresql',
  postgis: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
  mongo: 'mongodb',
  mongodb: 'mongodb',
  elasticsearch: 'elasticsearch',
};

/** Who publishes such images; others number theirs as they like. */
const PUBLISHERS = new Set([
  '',
  'library',
  'docker/library',
  'bitnami',
  'bitnamilegacy',
  'cimg',
  'circleci',
  'postgis',
  'elasticsearch',
  'sapmachine',
]);

/** Everything of the tree that names a version of a runtime, a distribution, a datastore or a framework. */
export async function runtimesOf(context: CheckContext): Promise<{
  uses: RuntimeUse[];
  ranges: RuntimeRange[];
}> {
  const uses = [
    ...(await ofImages(context)),
    ...(await ofVersionFiles(context)),
    ...(await ofFrameworks(context)),
  ];
  const ranges = await rangesOf(context);
  return { uses, ranges };
}

async function ofImages(context: CheckContext): Promise<RuntimeUse[]> {
  const found: { image: ImageReference; path: string; line: number }[] = [];
  const { dockerfiles: files } = await context.facts(dockerfiles);
  for (const { path, role, stages } of files) {
    if (role === 'production') {
      for (const { base, baseStage, line } of stages) {
        if (baseStage === undefined) {
          found.push({ image: base, path, line });
        }
      }
    }
  }
  for (const { services } of (await context.facts(compose)).files) {
    for (const { image, role } of services) {
      if (image && role === 'production') {
        found.push({ image, path: image.path, line: image.line });
      }
    }
  }
  for (const workload of (await context.facts(kubernetes)).workloads) {
    for (const { image } of workload.containers) {
      if (image && workload.role === 'production') {
        found.push({ image, path: workload.path, line: image.line });
      }
    }
  }
  return found.flatMap(({ image, path, line }) =>
    productsOfImage(image).map(item => ({
      ...item,
      path,
      line,
      kind: 'image' as const,
    })),
  );
}

/** `python:3.9-slim-buster` is Python 3.9 on Debian 10. */
export function productsOfImage(
  image: Pick<ImageReference, 'repository' | 'tag' | 'unresolved'>,
): Pick<RuntimeUse, 'product' | 'release' | 'end' | 'before'>[] {
  const { repository, tag } = image;
  const name = nameOf(repository);
  const result: Pick<RuntimeUse, 'product' | 'release' | 'end' | 'before'>[] =
    [];
  const add = (product: ProductId, version: string) => {
    const support = supportOf(product, version);
    if (support) {
      result.push({ product, ...support });
    }
  };
  const distroless =
    /^(?:static|base|cc|python3|nodejs\d*|java\d*|java-base|base-nossl)-debian(\d{1,2})$/.exec(
      name,
    );
  if (folderOf(repository) === 'distroless' && distroless) {
    add('debian', distroless[1]);
    const runtime = /^(nodejs|java)(\d{1,2})-/.exec(name);
    if (runtime) {
      add(runtime[1] === 'java' ? 'java' : 'node', runtime[2]);
    }
    return result;
  }
  const product = Object.hasOwn(IMAGES, name) ? IMAGES[name] : undefined;
  if (!product || !tag || !PUBLISHERS.has(folderOf(repository))) {
    return result;
  }
  const [version, ...rest] = tag.replace(/^v(?=\d)/, '').split('-');
  if (/^\d/.test(version)) {
    add(product, version);
  } else {
    rest.unshift(version);
  }
  for (const word of rest) {
    if (Object.hasOwn(CODENAMES, word)) {
      const [distribution, release] = CODENAMES[word];
      add(distribution, release);
    } else if (word.startsWith('alpine') && word.length > 'alpine'.length) {
      add('alpine', word.slice('alpine'.length));
    }
  }
  return result;
}

/** Files that name one version, for tools that install it. */
const VERSION_FILES: Readonly<Record<string, ProductId>> = {
  '.python-version': 'python',
  '.nvmrc': 'node',
  '.node-version': 'node',
  '.ruby-version': 'ruby',
  '.go-version': 'go',
  '.java-version': 'java',
};

const TOOL_NAMES: Readonly<Record<string, ProductId>> = {
  python: 'python',
  nodejs: 'node',
  node: 'node',
  golang: 'go',
  go: 'go',
  ruby: 'ruby',
  php: 'php',
};

async function ofVersionFiles(context: CheckContext): Promise<RuntimeUse[]> {
  const { files } = await context.facts(inventory);
  return files.flatMap(({ path, class: fileClass }): RuntimeUse[] => {
    const name = nameOf(path);
    if (
      ['test', 'fixture', 'example', 'vendored', 'docs'].includes(fileClass)
    ) {
      return [];
    }
    const use = (product: ProductId, version: string, line: number) => {
      const support = supportOf(
        product,
        version.replace(/^(?:v|ruby-|python-)/, ''),
      );
      return support
        ? [{ product, ...support, path, line, kind: 'version file' as const }]
        : [];
    };
    const lines = (context.read(path) ?? '').split('\n', 50);
    if (Object.hasOwn(VERSION_FILES, name)) {
      return use(VERSION_FILES[name], lines[0].trim(), 1);
    }
    if (name === 'runtime.txt') {
      return lines[0].startsWith('python-')
        ? use('python', lines[0].trim(), 1)
        : [];
    }
    if (name === '.tool-versions') {
      return lines.flatMap((line, index) => {
        const [tool, version = ''] = line.trim().split(/\s+/);
        return Object.hasOwn(TOOL_NAMES, tool)
          ? use(TOOL_NAMES[tool], version, index + 1)
          : [];
      });
    }
    return [];
  });
}

async function ofFrameworks(context: CheckContext): Promise<RuntimeUse[]> {
  const { manifests: all } = await context.facts(manifests);
  return all.flatMap(({ dependencies, ecosystem }) =>
    dependencies.flatMap(({ name, resolved, scope, path, line }) => {
      if (scope !== 'production' || !resolved) {
        return [];
      }
      let product: ProductId | undefined;
      if (ecosystem === 'pypi' && name === 'django') {
        product = 'django';
      } else if (
        (ecosystem === 'maven' || ecosystem === 'gradle') &&
        name.startsWith('org.springframework.boot:spring-boot')
      ) {
        product = 'springBoot';
      }
      const support = product && supportOf(product, resolved);
      return product && support
        ? [{ product, ...support, path, line, kind: 'framework' as const }]
        : [];
    }),
  );
}

const RANGED: Partial<Record<RuntimeFact['name'], ProductId>> = {
  node: 'node',
  python: 'python',
  ruby: 'ruby',
  php: 'php',
};

/** Ranges of manifests. The directive of `go.mod` names a language version, not what runs. */
async function rangesOf(context: CheckContext): Promise<RuntimeRange[]> {
  const { manifests: all } = await context.facts(manifests);
  return all.flatMap(({ runtimes = [], path }) =>
    runtimes.flatMap(({ name, range, line }) => {
      const product = RANGED[name];
      const allows = product && matcherOf(product, range);
      return product && allows ? [{ product, range, path, line, allows }] : [];
    }),
  );
}

function matcherOf(
  product: ProductId,
  range: string,
): ((version: string) => boolean) | undefined {
  if (product === 'python') {
    if (validRange(range)) {
      return version => satisfiesPep440(version, range);
    }
    // Poetry also writes `^3.9` and `~3.9`; the rest is as npm reads it.
  }
  const parsed = semver.validRange(range, { loose: true });
  return parsed === null
    ? undefined
    : version => {
        const full = semver.coerce(version);
        return full !== null && semver.satisfies(full, parsed);
      };
}

/**
 * The youngest release that a range allows, when it allows none that is younger than the calendar; `undefined` when it
 * does, or when it allows nothing that is known.
 */
export function youngestAllowed({
  product,
  allows,
}: RuntimeRange): { release: string; end: string } | undefined {
  const releases = releasesOf(product).sort(([a], [b]) =>
    semver.compare(semver.coerce(a)!, semver.coerce(b)!),
  );
  const [newest] = releases[releases.length - 1];
  const [major, minor = 0] = newest.split('.').map(Number);
  const next = newest.includes('.')
    ? `${major}.${minor + 1}.0`
    : `${major + 1}.0.0`;
  if (allows(next) || allows(`${major + 1}.0.0`)) {
    return undefined;
  }
  // Some patch of the release is allowed, whatever the range says of patches.
  const allowed = releases.filter(([release]) =>
    ['0', '1', '9', '20', '99'].some(patch =>
      allows(
        release.includes('.') ? `${release}.${patch}` : `${release}.${patch}.0`,
      ),
    ),
  );
  const last = allowed[allowed.length - 1];
  return last && { release: last[0], end: last[1] };
}
