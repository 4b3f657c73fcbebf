import { folderOf } from './names';
import { DependencyFact, ManifestFact } from './schema';
import { childrenOf, parseXml, textOf, XmlElement } from './xml';

/** Reads a `pom.xml`: the module's own dependencies, with properties of the same file put in. */
export function parsePom(path: string, text: string): ManifestFact {
  const project = parseXml(text);
  if (project.name !== 'project') {
    throw new Error('no Maven project');
  }
  const properties = new Map(
    childrenOf(project, 'properties')
      .flatMap(({ children }) => children)
      .map(({ name, text: value }) => [name, value.trim()] as const),
  );
  const version = textOf(project, 'version');
  const [parent] = childrenOf(project, 'parent');
  properties.set('project.version', version ?? textOf(parent, 'version') ?? '');
  properties.set(
    'project.groupId',
    textOf(project, 'groupId') ?? textOf(parent, 'groupId') ?? '',
  );
  const managed =
    Boolean(parent) || childrenOf(project, 'dependencyManagement').length > 0;
  const holders: XmlElement[] = [
    project,
    ...childrenOf(project, 'profiles').flatMap(profiles =>
      childrenOf(profiles, 'profile'),
    ),
  ];
  const dependencies = holders.flatMap(holder =>
    childrenOf(holder, 'dependencies').flatMap(list =>
      childrenOf(list, 'dependency').map((item): DependencyFact => {
        const range = resolve(textOf(item, 'version') ?? '', properties);
        return {
          name: `${resolve(
            textOf(item, 'groupId') ?? '',
            properties,
          )}:${resolve(textOf(item, 'artifactId') ?? '', properties)}`,
          range,
          scope: scopeOf(item),
          exact: isExactVersion(range, managed),
          path,
          line: item.line,
        };
      }),
    ),
  );
  const name = textOf(project, 'artifactId');
  return {
    path,
    ecosystem: 'maven',
    root: folderOf(path),
    ...(name ? { name } : {}),
    dependencies,
    scripts: [],
    locks: [],
  };
}

function scopeOf(dependency: XmlElement): DependencyFact['scope'] {
  if (textOf(dependency, 'scope') === 'test') {
    return 'development';
  }
  return textOf(dependency, 'optional') === 'true' ? 'optional' : 'production';
}

/** Without a version, the parent or the dependency management decides on one. */
function isExactVersion(range: string, managed: boolean): boolean {
  if (range === '') {
    return managed;
  }
  return !(
    range.startsWith('[') ||
    range.startsWith('(') ||
    range.endsWith('-SNAPSHOT') ||
    range === 'LATEST' ||
    range === 'RELEASE'
  );
}

function resolve(
  text: string,
  properties: ReadonlyMap<string, string>,
): string {
  let result = text;
  // A property may name another one; a circle ends here as well.
  for (let round = 0; round < 5 && result.includes('${'); round++) {
    const start = result.indexOf('${');
    const end = result.indexOf('}', start);
    const value =
      end < 0 ? undefined : properties.get(result.slice(start + 2, end));
    if (value === undefined) {
      return result;
    }
    result = result.slice(0, start) + value + result.slice(end + 1);
  }
  return result;
}
