import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { REPOSITORIES, Source } from './world';

/** A host of repositories that answers conditional requests, and fails for a third of them. */
export class SourceHost {
  readonly counts = { asked: 0, unchanged: 0, read: 0, failed: 0, refused: 0 };
  /** How often a repository was read at a revision. */
  readonly reads = new Map<string, number>();
  private readonly revisions = new Map<number, number>();
  private readonly asked = new Map<number, number>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((req, res) => {
      const index = Number(req.url!.slice(1));
      const times = (this.asked.get(index) ?? 0) + 1;
      this.asked.set(index, times);
      this.counts.asked += 1;
      // The first requests of every third repository: errors, broken connections, and a few "too many requests".
      if (index % 3 === 0 && times <= (index % 30 === 0 ? 2 : 1)) {
        if (index % 600 === 0) {
          this.counts.refused += 1;
          res.writeHead(429, { 'Retry-After': '1' }).end();
        } else if (index % 2 === 0) {
          this.counts.failed += 1;
          req.socket.destroy();
        } else {
          this.counts.failed += 1;
          res.writeHead(500).end();
        }
        return;
      }
      const source = this.sourceOf(index);
      // Long enough to be killed in the middle.
      setTimeout(() => {
        if (req.headers['if-none-match'] === source.revision) {
          this.counts.unchanged += 1;
          res.writeHead(304).end();
          return;
        }
        const key = `${index}@${source.revision}`;
        this.reads.set(key, (this.reads.get(key) ?? 0) + 1);
        this.counts.read += 1;
        res
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(JSON.stringify(source));
      }, Math.random() * 40);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  sourceOf(repository: number): Source {
    const revision = this.revisions.get(repository) ?? 1;
    return {
      revision: `${repository}-r${revision}`,
      places: ['stays', revision === 1 ? 'fixed' : 'new'],
    };
  }

  /** A commit in every fourth repository: one place is mended, another is new. */
  commit(): number[] {
    const changed = Array.from({ length: REPOSITORIES }, (_, index) => index);
    const every4th = changed.filter(index => index % 4 === 0);
    every4th.forEach(index => this.revisions.set(index, 2));
    return every4th;
  }
}
