/** Programs that copy data, with the products they copy. */
const TOOLS: readonly {
  words: readonly string[];
  products: readonly string[];
}[] = [
  {
    words: [
      'pg_dump',
      'pg_dumpall',
      'pg_basebackup',
      'wal-g',
      'pgbackrest',
      'barman',
      'barman-cloud-backup',
      'wal-e',
    ],
    products: ['postgres'],
  },
  {
    words: [
      'mysqldump',
      'mariadb-dump',
      'mydumper',
      'xtrabackup',
      'mariabackup',
      'mysqlpump',
      'mariadb-backup',
    ],
    products: ['mysql'],
  },
  { words: ['mongodump', 'pbm'], products: ['mongodb'] },
  { words: ['etcdctl'], products: ['etcd'] },
  { words: ['clickhouse-backup'], products: ['clickhouse'] },
  { words: ['neo4j-admin'], products: ['neo4j'] },
  { words: ['influx'], products: ['influxdb'] },
  { words: ['sqlcmd'], products: ['mssql'] },
  {
    words: ['restic', 'borg', 'borgmatic', 'velero', 'duplicity', 'kopia'],
    products: [],
  },
];
/** Arguments without which these tools do something else. */
const NEEDS: Readonly<Record<string, RegExp>> = {
  etcdctl: /\bsnapshot save\b/,
  'neo4j-admin': /\b(?:dump|backup)\b/,
  influx: /\bbackup\b/,
  sqlcmd: /\bBACKUP DATABASE\b/i,
  velero: /\b(?:backup|schedule) create\b/,
  restic: /\bbackup\b/,
  borg: /\bcreate\b/,
  kopia: /\bsnapshot\b/,
  barman: /\bbackup\b/,
  'wal-g': /\bbackup-push\b/,
  'wal-e': /\bbackup-push\b/,
  pgbackrest: /\bbackup\b/,
  pbm: /\bbackup\b/,
};
/** Names of images that make copies on a schedule of their own. */
const IMAGE = /(?:backup|pgbackups|db-dump|restic|borgmatic)/i;
const IMAGE_PRODUCTS: readonly [RegExp, string][] = [
  [/postgres|pg-|pgsql/i, 'postgres'],
  [/mysql|mariadb/i, 'mysql'],
  [/mongo/i, 'mongodb'],
];

/** The tool for copies among the words of a command. */
export function backupTool(
  words: readonly string[],
): { tool: string; products: readonly string[] } | undefined {
  const text = words.join(' ');
  for (const word of words) {
    const name = word.slice(word.lastIndexOf('/') + 1);
    const found = TOOLS.find(item => item.words.includes(name));
    if (found && (NEEDS[name]?.test(text) ?? true)) {
      return { tool: name, products: found.products };
    }
  }
  return undefined;
}

/** Tools named in a text that is not taken apart further. */
export function backupToolIn(text: string) {
  return backupTool(text.split(/[\s'"`;|&()[\],]+/));
}

/** What an image for copies copies. */
export function backupImage(
  repository: string,
): { tool: string; products: readonly string[] } | undefined {
  if (!IMAGE.test(repository)) {
    return undefined;
  }
  const product = IMAGE_PRODUCTS.find(([pattern]) => pattern.test(repository));
  return { tool: repository, products: product ? [product[1]] : [] };
}

/** Names of the tools, for what was looked for. */
export const BACKUP_TOOL_NAMES: readonly string[] = TOOLS.flatMap(({ words }) =>
  words.slice(0, 3),
);
