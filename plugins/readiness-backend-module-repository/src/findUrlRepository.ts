import { ScmIntegrationRegistry } from '@backstage/integration';
import { Frame } from './findLocalRepository';

/**
 * Repository around a URL, as far as the integration of its host can tell; otherwise the URL stands for itself.
 */
export function findUrlRepository(
  target: string,
  integrations: ScmIntegrationRegistry,
): Frame {
  const root = integrations.resolveUrl({ url: '/', base: target });
  const here = integrations.resolveUrl({ url: '.', base: target });
  const focus = pathBelow(here, root);
  return focus === undefined ? { root: target, focus: '' } : { root, focus };
}

function pathBelow(url: string, root: string): string | undefined {
  // Azure DevOps names the path in the query, all others in the path.
  const path = new URL(url).searchParams.get('path');
  if (path !== null) {
    return trimSlashes(path);
  }
  return url.startsWith(root) || `${url}/` === root
    ? trimSlashes(decodeURI(url.slice(root.length)))
    : undefined;
}

function trimSlashes(path: string): string {
  return path.split('/').filter(Boolean).join('/');
}
