import { AvailableChecks, CheckSource } from '../engine/availableChecks';
import { messageOf } from '../engine/FactStore';
import { runChecks } from '../engine/runChecks';
import { MemoryTree } from '../tree/MemoryTree';
import { FromChild, ToChild } from './protocol';

/**
 * Judges what the parent process sends, one tree after the other.
 *
 * @param available - The checks that there are, given the declarative ones of a request.
 */
export function serveAudits(
  available: (extra: readonly CheckSource[]) => AvailableChecks,
): void {
  let files = new Map<string, Uint8Array>();

  async function run(request: Extract<ToChild, { type: 'run' }>) {
    const tree = new MemoryTree(files, request.skipped);
    files = new Map();
    const { byId } = available(request.extraChecks);
    const { skipped } = await runChecks({
      tree,
      checks: request.checks.map(byId),
      catalog: request.catalog,
      lostFacts: request.lostFacts,
      onResult: result => send({ type: 'result', result }),
      observer: {
        // Nothing begins before the parent can know of it: a loop would keep the message here for ever.
        onBegin: task => send({ type: 'begin', task }),
        onEnd: task => {
          send({ type: 'end', task });
        },
      },
      parsing: {
        threads: request.threads,
        skippedFiles: request.lostFiles,
        onLargeFile: path => {
          send({ type: 'file', path });
        },
      },
    });
    send({ type: 'done', skipped });
  }

  process.on('message', (message: ToChild) => {
    if (message.type === 'files') {
      for (const [path, content] of message.files) {
        files.set(path, content);
      }
      return;
    }
    run(message).catch(error =>
      send({ type: 'failed', message: messageOf(error) }),
    );
  });

  // Whoever waits for a promise hears of its rejection; one that nobody waits for says nothing about the results.
  process.on('unhandledRejection', () => {});

  // Without a parent there is nobody to work for.
  process.on('disconnect', () => process.exit(0));
}

/** Resolves when the message is on its way. */
function send(message: FromChild): Promise<void> {
  return new Promise(resolve => {
    if (process.send) {
      process.send(message, () => resolve());
    } else {
      resolve();
    }
  });
}
