export function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}

/** HTTP status of a failed request, if it got an answer. */
export function statusOf(error: Error): number | undefined {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}
