import { UrlReaderService } from '@backstage/backend-plugin-api';
import { MemoryTree, TreeBuilder, TreeLimits } from '@readiness/audit';
import { RepositoryVisit } from '@readiness/plugin-readiness-node';
import { Frame } from './findLocalRepository';
import { readUrlTree, UrlTreeFile } from './readUrlTree';

/** What is known of a repository during a visit. */
interface Seen {
  /** It is at this revision. */
  revision: string;
  /** Everything in it that can be wanted, once somebody needed it. */
  files?: UrlTreeFile[];
}

/**
 * Reads trees of URLs, each repository once a visit: whoever comes first asks the host, for the others it is known to
 * be unchanged, or they get their folder of what was read.
 */
export class RepositoryReader {
  private readonly visits = new WeakMap<RepositoryVisit, Map<string, Seen>>();

  constructor(
    private readonly options: {
      limits: Partial<TreeLimits>;
      urlReader: UrlReaderService;
    },
  ) {}

  /** @returns `undefined` when the tree is still at `etag`. */
  async read(request: {
    frame: Frame;
    etag?: string;
    visit: RepositoryVisit;
    signal: AbortSignal;
  }): Promise<{ tree: MemoryTree; revision: string } | undefined> {
    const { frame, etag, visit, signal } = request;
    if (visit.entities === 1) {
      return this.readAlone(request);
    }
    const seen = this.seenDuring(visit);
    const known = seen.get(frame.root);
    if (known && known.revision === etag) {
      return undefined;
    }
    if (!known?.files) {
      const read = await readUrlTree({
        ...this.options,
        frame: { root: frame.root, focus: '' },
        // Known without files: it is at another revision than this entity has, so there is nothing to ask.
        etag: known ? undefined : etag,
        signal,
      });
      if (!read) {
        seen.set(frame.root, { revision: etag! });
        return undefined;
      }
      seen.set(frame.root, read);
    }
    const { revision, files } = seen.get(frame.root)!;
    const tree = this.treeOf(frame.focus, files!);
    return tree ? { tree, revision } : this.readAlone(request);
  }

  private async readAlone(request: {
    frame: Frame;
    etag?: string;
    signal: AbortSignal;
  }): Promise<{ tree: MemoryTree; revision: string } | undefined> {
    const { frame, etag, signal } = request;
    const read = await readUrlTree({ ...this.options, frame, etag, signal });
    return (
      read && {
        tree: this.treeOf(frame.focus, read.files)!,
        revision: read.revision,
      }
    );
  }

  /** `undefined` when the limits of the whole repository kept something out that the folder alone has room for. */
  private treeOf(focus: string, files: UrlTreeFile[]): MemoryTree | undefined {
    const builder = new TreeBuilder({ limits: this.options.limits, focus });
    for (const { path, size, content } of files) {
      if (builder.wants(path, size)) {
        if (!content) {
          return undefined;
        }
        builder.add(path, content);
      }
    }
    return builder.build();
  }

  private seenDuring(visit: RepositoryVisit): Map<string, Seen> {
    const seen = this.visits.get(visit) ?? new Map<string, Seen>();
    this.visits.set(visit, seen);
    return seen;
  }
}
