export function Loading({ what }: { what: string }) {
  return <p role="status">Loading {what} …</p>;
}
