/**
 * Entry point of the process that reads foreign text. Its parent may kill it at any moment: a native match cannot be
 * interrupted and a bad grammar aborts the process, so nothing but this process may be lost with it.
 */
import { checksById } from './checks';
import { runChecks } from './engine/runChecks';
import { FromChild, ToChild } from './runner/protocol';
import { MemoryTree } from './tree/MemoryTree';

let files = new Map<string, Uint8Array>();

function send(message: FromChild) {
  process.send?.(message);
}

async function run(request: Extract<ToChild, { type: 'run' }>) {
  const tree = new MemoryTree(files, request.skipped);
  files = new Map();
  const { skipped } = await runChecks({
    tree,
    checks: request.checks.map(checksById),
    catalog: request.catalog,
    onStart: check => send({ type: 'started', check }),
    onResult: result => send({ type: 'result', result }),
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
    send({ type: 'failed', message: (error as Error).message }),
  );
});

// Without a parent there is nobody to work for.
process.on('disconnect', () => process.exit(0));
