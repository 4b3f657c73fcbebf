import { isWithin } from './names';
import { DependencyFact, Ecosystem, Manifests } from './schema';

/**
 * Options of {@link dependsOn}.
 *
 * @public
 */
export interface DependsOnOptions {
  /** Default: any. */
  scope?: DependencyFact['scope'] | readonly DependencyFact['scope'][];
  /**
   * Folder that uses the dependency. Manifests in it and above it count, because a workspace's root also serves its
   * members; manifests of other parts do not. Default: the whole tree.
   */
  root?: string;
}

/**
 * The places where manifests themselves name one of some packages. Names may end with `*`
 * (`opentelemetry-instrumentation-*`, `@opentelemetry/*`). Names of Maven and Gradle are `group:artifact`; each of the
 * two ecosystems also answers for the other, as they share their packages.
 *
 * @public
 */
export function dependsOn(
  manifests: Manifests,
  ecosystem: Ecosystem,
  names: readonly string[],
  options: DependsOnOptions = {},
): DependencyFact[] {
  const exact = new Set(names.filter(name => !name.endsWith('*')));
  const prefixes = names
    .filter(name => name.endsWith('*'))
    .map(name => name.slice(0, -1));
  const scopes =
    options.scope === undefined ? undefined : [options.scope].flat();
  return manifests.manifests
    .filter(
      manifest =>
        sameRegistry(manifest.ecosystem, ecosystem) &&
        (options.root === undefined || isWithin(options.root, manifest.root)),
    )
    .flatMap(manifest => manifest.dependencies)
    .filter(
      ({ name, scope }) =>
        (scopes === undefined || scopes.includes(scope)) &&
        (exact.has(name) || prefixes.some(prefix => name.startsWith(prefix))),
    );
}

function sameRegistry(one: Ecosystem, other: Ecosystem): boolean {
  const jvm: Ecosystem[] = ['maven', 'gradle'];
  return one === other || (jvm.includes(one) && jvm.includes(other));
}
