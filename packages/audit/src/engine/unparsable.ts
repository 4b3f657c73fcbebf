const MAX_LENGTH = 200;

/** Why a parser gave up, as a reason to skip a file: one line. */
export function unparsable(error: unknown): string {
  const message = String((error as Error).message ?? error);
  // Parsers that call themselves for what is nested report the end of the stack in words of their own.
  const reason = message.includes('call stack')
    ? 'nested too deeply'
    : message.split('\n', 1)[0].slice(0, MAX_LENGTH);
  return `unparsable: ${reason}`;
}
