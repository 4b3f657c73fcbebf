import { parse } from 'smol-toml';
import { folderOf } from './names';
import { DependencyFact, ManifestFact } from './schema';
import { stringOf, Table, tableAt } from './values';

const SCOPES: Record<string, DependencyFact['scope']> = {
  implementation: 'production',
  api: 'production',
  compile: 'production',
  runtime: 'production',
  compileOnly: 'production',
  compileOnlyApi: 'production',
  runtimeOnly: 'production',
  annotationProcessor: 'production',
  kapt: 'production',
  ksp: 'production',
  providedRuntime: 'production',
  developmentOnly: 'development',
  testAndDevelopmentOnly: 'development',
};

/** Libraries of a version catalog by accessor: `libs.spring.web` → `group:artifact:version`. */
export type VersionCatalog = ReadonlyMap<string, string[]>;

/** Reads `gradle/libs.versions.toml`. */
export function parseVersionCatalog(text: string): VersionCatalog {
  const document = parse(text) as Table;
  const versions = tableAt(document, 'versions');
  const result = new Map<string, string[]>();
  for (const [alias, value] of Object.entries(tableAt(document, 'libraries'))) {
    const table = tableAt(value);
    const module =
      stringOf(table.module) ??
      (stringOf(table.group) && stringOf(table.name)
        ? `${table.group}:${table.name}`
        : undefined);
    const reference = stringOf(tableAt(table, 'version').ref);
    const version =
      stringOf(table.version) ??
      (reference ? stringOf(versions[reference]) : undefined) ??
      '';
    const coordinates =
      stringOf(value) ?? (module && `${module}:${version}`) ?? undefined;
    if (coordinates) {
      result.set(`libs.${accessor(alias)}`, [coordinates]);
    }
  }
  for (const [alias, list] of Object.entries(tableAt(document, 'bundles'))) {
    const members = (Array.isArray(list) ? list : []).flatMap(item =>
      typeof item === 'string'
        ? result.get(`libs.${accessor(item)}`) ?? []
        : [],
    );
    result.set(`libs.bundles.${accessor(alias)}`, members);
  }
  return result;
}

function accessor(alias: string): string {
  return alias.split(/[-_.]/).join('.');
}

/**
 * Reads the dependencies of a Gradle build script as far as they are written out, one a line: notation as a string,
 * as named parts, and accessors of the version catalog. What a script computes is not seen.
 */
export function parseGradle(
  path: string,
  text: string,
  catalog: VersionCatalog,
): ManifestFact {
  const dependencies: DependencyFact[] = [];
  let inComment = false;
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (inComment || line.startsWith('/*')) {
      inComment = !line.includes('*/');
      return;
    }
    const word = leadingWord(line);
    const scope = scopeOf(word);
    if (!scope || line.startsWith('//')) {
      return;
    }
    for (const coordinates of coordinatesIn(line.slice(word.length), catalog)) {
      const [group, artifact, version = ''] = coordinates.split(':');
      if (group && artifact) {
        dependencies.push({
          name: `${group}:${artifact}`,
          range: version,
          scope,
          exact: !isDynamic(version),
          path,
          line: index + 1,
        });
      }
    }
  });
  return {
    path,
    ecosystem: 'gradle',
    root: folderOf(path),
    dependencies,
    scripts: [],
    locks: [],
  };
}

function leadingWord(line: string): string {
  let end = 0;
  while (end < line.length && /[A-Za-z0-9_]/.test(line[end])) {
    end++;
  }
  return line.slice(0, end);
}

function scopeOf(word: string): DependencyFact['scope'] | undefined {
  if (Object.hasOwn(SCOPES, word)) {
    return SCOPES[word];
  }
  const test =
    word.startsWith('test') ||
    word.startsWith('androidTest') ||
    word.startsWith('integrationTest');
  return test &&
    (word.endsWith('Implementation') ||
      word.endsWith('Only') ||
      word.endsWith('Compile'))
    ? 'development'
    : undefined;
}

function coordinatesIn(rest: string, catalog: VersionCatalog): string[] {
  const strings = quoted(rest);
  const accessors = rest.includes('libs.')
    ? [...catalog].flatMap(([name, list]) =>
        hasAccessor(rest, name) ? list : [],
      )
    : [];
  const [first] = strings;
  if (rest.includes('group') && rest.includes('name') && strings.length >= 2) {
    return [strings.join(':')];
  }
  return first?.includes(':') ? [first, ...accessors] : accessors;
}

function hasAccessor(text: string, name: string): boolean {
  const at = text.indexOf(name);
  const after = text[at + name.length] ?? '';
  return at >= 0 && !/[A-Za-z0-9_.]/.test(after);
}

function quoted(text: string): string[] {
  const result: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text[at];
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, at + 1);
      if (end < 0) {
        break;
      }
      result.push(text.slice(at + 1, end));
      at = end;
    } else if (text.startsWith('//', at)) {
      break;
    }
    at++;
  }
  return result;
}

function isDynamic(version: string): boolean {
  return (
    version.endsWith('+') ||
    version.startsWith('[') ||
    version.startsWith('(') ||
    version.startsWith('latest.') ||
    version.endsWith('-SNAPSHOT')
  );
}
