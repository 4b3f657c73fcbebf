import { CommanderError } from 'commander';
import { createProgram } from './program';

/** Names of errors that say everything in their message. */
const FOR_PEOPLE = ['UsageError', 'InputError', 'NotFoundError'];

/** Runs the command line and sets the exit status: 0, 1 for a failed gate, 2 for a usage or input error. */
export async function run(args: readonly string[]): Promise<void> {
  process.stdout.on('error', endOnClosedPipe);
  process.stderr.on('error', endOnClosedPipe);
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = statusOf(error);
  }
}

/** Whoever reads (`| head`) has seen enough; that is no error. */
function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit();
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version are no errors; of the others commander has told already.
    return error.exitCode === 0 ? 0 : 2;
  }
  const { name, message, stack } = error as Error;
  const lines = FOR_PEOPLE.includes(name)
    ? message.split('\n')
    : [
        `unexpected error: ${message} (READINESS_DEBUG=1 shows where; please report it)`,
      ];
  for (const line of lines) {
    process.stderr.write(`readiness: ${withoutControls(line)}\n`);
  }
  if (process.env.READINESS_DEBUG) {
    process.stderr.write(`${stack}\n`);
  }
  return 2;
}

/** Names of files may move the cursor. Spelled out here, because what reports use for it takes its time to load. */
function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, character =>
    JSON.stringify(character).length > 3
      ? JSON.stringify(character).slice(1, -1)
      : `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}
