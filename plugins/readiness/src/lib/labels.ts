/** A readable form of an id, for as long as the standard's title is not known. */
export function labelOfId(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toLocaleUpperCase('en-US') + words.slice(1);
}

/** Title of the item with this id, or its id made readable. */
export function titleOf(
  items: readonly { id: string; title: string }[] | undefined,
  id: string,
): string {
  return items?.find(item => item.id === id)?.title ?? labelOfId(id);
}

/** Known title or raw value for values of the catalog, which are shown as they are. */
export function formatPlace(path: string, line?: number): string {
  return line === undefined ? path : `${path}:${line}`;
}
