import { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotModifiedError } from '@backstage/errors';
import { TreeBuilder, TreeLimits } from '@readiness/audit';
import { Frame } from './findLocalRepository';
import { watchRefusals } from './refusals/watchRefusals';

/** A file of an archive; without content when the limits, or its kind, kept it out. */
export interface UrlTreeFile {
  path: string;
  size: number;
  content?: Uint8Array;
}

/**
 * Reads the files of a tree through the configured SCM integrations, in the order of the archive.
 *
 * @returns `undefined` when the tree is still at `etag`.
 * @throws RateLimitedError when the host was asked too often.
 */
export async function readUrlTree(options: {
  /** URL of the repository, and the folder of it that is judged. */
  frame: Frame;
  etag?: string;
  limits: Partial<TreeLimits>;
  signal: AbortSignal;
  urlReader: UrlReaderService;
}): Promise<{ files: UrlTreeFile[]; revision: string } | undefined> {
  const { frame, etag, limits, signal, urlReader } = options;
  const bounds = new TreeBuilder({ limits, focus: frame.focus });
  const files = new Map<string, UrlTreeFile>();
  try {
    return await watchRefusals(async () => {
      const response = await urlReader.readTree(frame.root, {
        etag,
        signal,
        // Must not throw: archive readers of some hosts cannot bear it. The bounds count and refuse instead.
        filter: (path, info) => {
          const size = info?.size ?? 0;
          files.set(path, { path, size });
          return bounds.wants(path, size);
        },
      });
      for (const file of await response.files()) {
        signal.throwIfAborted();
        // Paths are those of the archive, whatever they say; here they are keys and never joined to a folder.
        const { path } = file;
        const size = files.get(path)?.size ?? 0;
        files.set(path, { path, size, content: await file.content() });
      }
      return { files: [...files.values()], revision: response.etag };
    });
  } catch (error) {
    if ((error as Error).name === NotModifiedError.name) {
      return undefined;
    }
    throw error;
  }
}
