import { folderOf, nameOf } from '../manifests/names';
import { ProcessKind } from './schema';

const KIND_WORDS: [ProcessKind, string[]][] = [
  [
    'scheduler',
    ['scheduler', 'schedule', 'cron', 'beat', 'clock', 'timer', 'periodic'],
  ],
  [
    'worker',
    [
      'worker',
      'workers',
      'consumer',
      'consumers',
      'queue',
      'subscriber',
      'listener',
      'processor',
      'poller',
    ],
  ],
  ['server', ['server', 'api', 'web', 'http', 'gateway', 'grpc']],
  [
    'job',
    [
      'job',
      'migrate',
      'migration',
      'migrations',
      'seed',
      'backup',
      'cleanup',
      'import',
      'export',
      'sync',
      'report',
      'init',
      'setup',
    ],
  ],
];
/** The kind that names of services and files say. */
export function kindByName(names: string[]): ProcessKind | undefined {
  for (const name of names) {
    const words = name.toLocaleLowerCase('en-US').split(/[^a-z]/);
    const found = KIND_WORDS.find(([, list]) =>
      list.some(word => words.includes(word)),
    );
    if (found) {
      return found[0];
    }
  }
  return undefined;
}
/** Agents that variables of the environment load into the process. */
export function agentsOf(environment: Record<string, string>): string[] {
  const agents: string[] = [];
  for (const name of [
    'NODE_OPTIONS',
    'JAVA_TOOL_OPTIONS',
    'JAVA_OPTS',
    'JDK_JAVA_OPTIONS',
  ]) {
    for (const word of (environment[name] ?? '').split(/[\s=]/)) {
      if (word.startsWith('-javaagent:')) {
        agents.push(word.slice('-javaagent:'.length));
      } else if (name === 'NODE_OPTIONS' && !word.startsWith('-') && word) {
        agents.push(word);
      }
    }
  }
  return agents;
}

/** Names of files that say nothing by themselves. */
const COMMON_NAMES = new Set([
  'main',
  '__main__',
  '__init__',
  'index',
  'manage',
  'next',
]);
/** Short name of an entry for people. */
export function nameOfEntry(path: string): string {
  const stem = nameOf(path).split('.')[0];
  const folder = nameOf(folderOf(path));
  return COMMON_NAMES.has(stem) &&
    folder &&
    folder !== 'src' &&
    folder !== 'app'
    ? folder
    : stem;
}
