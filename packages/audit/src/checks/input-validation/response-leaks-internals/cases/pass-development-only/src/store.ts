export async function list(query: unknown) {
  return [query];
}
