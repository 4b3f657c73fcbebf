import { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotModifiedError } from '@backstage/errors';
import { MemoryTree, TreeBuilder, TreeLimits } from '@readiness/audit';

/**
 * Reads a tree through the configured SCM integrations.
 *
 * @returns `undefined` when the tree is still at `etag`.
 */
export async function readUrlTree(options: {
  url: string;
  etag?: string;
  limits: Partial<TreeLimits>;
  signal: AbortSignal;
  urlReader: UrlReaderService;
}): Promise<{ tree: MemoryTree; etag: string } | undefined> {
  const { url, etag, limits, signal, urlReader } = options;
  const builder = new TreeBuilder(limits);
  try {
    const response = await urlReader.readTree(url, {
      etag,
      signal,
      // Must not throw: archive readers of some hosts cannot bear it. The builder counts and refuses instead.
      filter: (path, info) => builder.wants(path, info?.size ?? 0),
    });
    for (const file of await response.files()) {
      signal.throwIfAborted();
      // Paths are those of the archive, whatever they say; here they are keys and never joined to a folder.
      builder.add(file.path, await file.content());
    }
    return { tree: builder.build(), etag: response.etag };
  } catch (error) {
    if ((error as Error).name === NotModifiedError.name) {
      return undefined;
    }
    throw error;
  }
}
