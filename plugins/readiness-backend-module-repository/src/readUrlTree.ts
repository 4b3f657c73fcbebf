import { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotModifiedError } from '@backstage/errors';
import { MemoryTree, TreeBuilder, TreeLimits } from '@readiness/audit';
import { Frame } from './findLocalRepository';

/**
 * Reads a tree through the configured SCM integrations.
 *
 * @returns `undefined` when the tree is still at `etag`.
 */
export async function readUrlTree(options: {
  /** URL of the repository, and the folder of it that is judged. */
  frame: Frame;
  etag?: string;
  limits: Partial<TreeLimits>;
  signal: AbortSignal;
  urlReader: UrlReaderService;
}): Promise<{ tree: MemoryTree; revision: string } | undefined> {
  const { frame, etag, limits, signal, urlReader } = options;
  const builder = new TreeBuilder({ limits, focus: frame.focus });
  try {
    const response = await urlReader.readTree(frame.root, {
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
    return { tree: builder.build(), revision: response.etag };
  } catch (error) {
    if ((error as Error).name === NotModifiedError.name) {
      return undefined;
    }
    throw error;
  }
}
