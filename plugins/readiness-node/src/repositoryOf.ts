/** What stands between a repository and the rest of a URL into it, in the forms of the usual hosts. */
const INSIDE =
  /(\/-)?\/(blob|tree|edit|raw|commits?|archive)\/|\/src\/|\.git(?=\/|$)|\/?$/;

/**
 * The repository that a URL points into, as a key: without branch and path, in lower case. URLs of a file, a folder or
 * the repository itself give the same, whatever their branch.
 *
 * @returns `undefined` for what is no URL.
 * @public
 */
export function repositoryOf(url: string): string | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { protocol, host, pathname } = new URL(url);
  const path = pathname.slice(0, pathname.search(INSIDE));
  return `${protocol}//${host}${path}`.toLocaleLowerCase('en-US');
}
