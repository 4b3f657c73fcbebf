/**
 * What a deployment file is for. Only `production` is production configuration; a file without any mark is.
 *
 * @public
 */
export type DeploymentRole =
  | 'production'
  | 'development'
  | 'test'
  | 'ci'
  | 'example'
  | 'backup';

/** @public */
export interface RoleFact {
  role: DeploymentRole;
  /** What decided it, for instance `name: dev`; empty for production without a mark. */
  because: string;
}

const WORD_ROLES: Record<DeploymentRole, string> = {
  production: 'prod production prd live staging stage stg',
  development:
    'dev devel develop development local localhost override overrides devcontainer gitpod codespace vagrant debug devtools sandbox ' +
    'playground minikube kind skaffold tilt hotreload watch hack',
  test:
    'test tests testing e2e integration loadtest perftest fixture fixtures __tests__ testdata testserver testservers ' +
    'testbed testenv testsuite testutil testutils testhelpers unittest unittests mock mocks spec',
  ci: 'ci cicd',
  example:
    'example examples sample samples demo demos tutorial tutorials template templates doc docs contrib vendor third_party ' +
    'node_modules cookiecutter',
  backup:
    'backup bak old orig archive archived legacy deprecated disabled unused copy',
};

const ROLE_OF_WORD = new Map<string, DeploymentRole>(
  (Object.keys(WORD_ROLES) as DeploymentRole[]).flatMap(role =>
    WORD_ROLES[role].split(' ').map(word => [word, role] as const),
  ),
);

/** Sentences at the top of a file that speak about the whole of it. */
const HEADINGS: [RegExp, DeploymentRole][] = [
  [
    /\b(?:development|dev|local|local development)[ -]only\b|\bonly (?:be used )?(?:for|in|during) (?:the )?(?:local(?: development)?|development|dev)\b|\bnot (?:meant |intended |suitable |ready |to be used )?(?:for|in) production\b|\bdo not use (?:this )?(?:file )?in production\b|\bfor local (?:development|use|work|testing)\b|\blocal development (?:stack|environment|setup|set-up|only)\b/i,
    'development',
  ],
  [
    /\btests?[ -]only\b|\bonly (?:be used )?(?:for|in|by) (?:the )?(?:integration |e2e )?tests?(?:ing)?\b|\bthrow-?away\b/i,
    'test',
  ],
];

/** Folders of what developers start by hand: a Compose file there brings up what they work against. */
const SCRIPT_FOLDERS = new Set(['script', 'scripts', 'tool', 'tools']);
const DEPLOYS = /deploy|install|release|server|host/i;

function isComposeName(name: string): boolean {
  return /^(?:docker-)?compose\b[\w.-]*\.ya?ml$/i.test(name);
}

/** Extensions under which people keep old copies. */
const BACKUP_NAME = /(?:\.(?:bak|backup|orig|old|save|disabled)|~)$/i;

/**
 * Decides by folder names, the file's name and a comment at its top what a deployment file is for. A word for
 * production in the file's own name wins over everything.
 *
 * @public
 */
export function roleOf(path: string, heading = ''): RoleFact {
  const segments = path.split('/');
  const name = segments.pop() ?? '';
  if (BACKUP_NAME.test(name)) {
    return { role: 'backup', because: `name: ${name}` };
  }
  // `backup.yaml` makes backups; only `compose.backup.yml` is one.
  const ownWords = wordsOfName(name).filter(
    word => word !== 'backup' || /\.backup\./i.test(name),
  );
  const own = ownWords
    .map(word => ({ word, role: ROLE_OF_WORD.get(word) }))
    // `kind`, `watch` and the like mean something only as names of folders or files on their own.
    .filter(item => item.role !== undefined);
  const production = own.find(item => item.role === 'production');
  if (production) {
    return { role: 'production', because: `name: ${production.word}` };
  }
  if (own.length > 0) {
    return { role: own[0].role!, because: `name: ${own[0].word}` };
  }
  for (const folder of segments) {
    for (const word of wordsOfName(folder)) {
      const role = ROLE_OF_WORD.get(word);
      if (
        role &&
        role !== 'production' &&
        word !== 'backup' &&
        !isPlatformFolder(folder)
      ) {
        return { role, because: `folder: ${folder}` };
      }
    }
  }
  const scripts = segments.find(folder => SCRIPT_FOLDERS.has(folder));
  if (scripts && isComposeName(name) && !DEPLOYS.test(path)) {
    return { role: 'development', because: `folder: ${scripts}` };
  }
  for (const [pattern, role] of HEADINGS) {
    const match = pattern.exec(heading);
    if (match) {
      return { role, because: `comment at the top: "${match[0]}"` };
    }
  }
  return { role: 'production', because: '' };
}

/** The role that a profile, target or service name gives on its own. */
export function roleOfName(name: string): DeploymentRole | undefined {
  for (const word of wordsOfName(name)) {
    const role = word === 'backup' ? undefined : ROLE_OF_WORD.get(word);
    if (role) {
      return role;
    }
  }
  return undefined;
}

function wordsOfName(name: string): string[] {
  return name
    .toLocaleLowerCase('en-US')
    .replace(/\.(?:ya?ml|toml|ini|conf|tf|tpl)$/, '')
    .split(/[^a-z0-9_]+|_/)
    .filter(word => word !== '');
}

/** Folders in which platforms keep files; their name says nothing about the purpose. */
function isPlatformFolder(folder: string): boolean {
  return ['.github', '.circleci', 'templates', 'kind'].includes(folder);
}
