import { dependencyUse, importsOf } from '../../facts/manifests/dependencyUse';
import { manifests } from '../../facts/manifests/extract';
import { isWithin } from '../../facts/manifests/names';
import { DependencyFact, ManifestFact } from '../../facts/manifests/schema';
import type { Found, Lookup, Search } from '../evaluate';
import { listOf } from '../lists';
import type { DependencyCondition } from '../schema';
import { isVersionIn, versionOf } from '../versions';
import { folderOf, valuesOfFile } from './candidates';

/** Finds what manifests themselves name; inside a part or a file, the manifests of its folder and above. */
export async function findDependencies(
  condition: DependencyCondition,
  { context, inside }: Search,
): Promise<Lookup> {
  const { manifests: all, unreadable } = await context.facts(manifests);
  const names = nameMatcher(listOf(condition.dependency));
  const except = nameMatcher(listOf(condition.except));
  const ecosystems = listOf(condition.ecosystem);
  const scopes = listOf(condition.scope);
  const places: Found[] = [];
  const undecided = unreadable.map(path => `${path} cannot be parsed`);
  for (const manifest of all) {
    if (
      (ecosystems.length > 0 && !ecosystems.includes(manifest.ecosystem)) ||
      (inside.kind !== 'tree' && !isWithin(folderOf(inside), manifest.root))
    ) {
      continue;
    }
    for (const dependency of manifest.dependencies) {
      if (
        !names(dependency.name) ||
        except(dependency.name) ||
        (scopes.length > 0 && !scopes.includes(dependency.scope))
      ) {
        continue;
      }
      if (condition.version !== undefined) {
        const isIn = isVersionIn(
          dependency,
          manifest.ecosystem,
          condition.version,
        );
        if (isIn === undefined) {
          undecided.push(
            `the version of ${dependency.name} is not known (${dependency.path}:${dependency.line})`,
          );
        }
        if (!isIn) {
          continue;
        }
      }
      if (condition.imported !== undefined) {
        const use = await context.facts(dependencyUse);
        const found = importsOf(use, dependency, manifest);
        if (!found) {
          undecided.push(
            `imports of ${dependency.name} are not read (${dependency.path}:${dependency.line})`,
          );
          continue;
        }
        const isImported = found.some(item => item.class === 'source');
        if (isImported !== condition.imported) {
          continue;
        }
      }
      places.push(place(dependency, manifest));
    }
  }
  return { places, unreadable: undecided };
}

function nameMatcher(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter(name => !name.endsWith('*')));
  const prefixes = names
    .filter(name => name.endsWith('*'))
    .map(name => name.slice(0, -1));
  return name =>
    exact.has(name) || prefixes.some(prefix => name.startsWith(prefix));
}

function place(dependency: DependencyFact, manifest: ManifestFact): Found {
  const { name, path, line, range } = dependency;
  return {
    path,
    line,
    subject: name,
    values: {
      ...valuesOfFile(path),
      line: String(line),
      name,
      range,
      version: versionOf(dependency, manifest.ecosystem) ?? range,
    },
    inside: { kind: 'file', path },
  };
}
