/** Commits and hashes as people know them; other revisions are cut where a column still aligns. */
export function shortRevision(revision: string): string {
  return (
    /^(?:\w+:)?[0-9a-f]{10}(?=[0-9a-f]{6,}$)/i.exec(revision)?.[0] ??
    revision.slice(0, 24)
  );
}
