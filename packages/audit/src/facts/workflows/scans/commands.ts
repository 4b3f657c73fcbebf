import { commandName } from '../tools';
import { ScanKind, ScanResult } from './schema';

/** A scanner as a command names it. */
export interface ScannerCall {
  tool: string;
  kinds: ScanKind[];
  result: ScanResult;
  report?: string;
}

interface ScannerRule {
  /** First argument that is no option; any when absent. */
  sub?: readonly string[];
  kinds: readonly ScanKind[] | ((args: readonly string[]) => ScanKind[]);
  /** One of these must be there, or findings end with success. */
  failsWith?: readonly string[];
  /** With one of these it ends with success whatever it found. */
  neverWith?: readonly string[];
  /** It hands its result on. */
  elsewhere?: string;
}

/** Value of an option, in both spellings. */
export function optionOf(
  args: readonly string[],
  ...names: string[]
): string | undefined {
  for (const [index, arg] of args.entries()) {
    for (const name of names) {
      if (arg === name) {
        return args[index + 1];
      }
      if (arg.startsWith(`${name}=`)) {
        return arg.slice(name.length + 1);
      }
    }
  }
  return undefined;
}

const list = (text: string | undefined): string[] | undefined =>
  text?.split(',').map(item => item.trim());

/** What Trivy looks for: vulnerabilities and secrets unless it is told otherwise. */
export function trivyKinds(
  target: string,
  scanners: string | undefined,
): ScanKind[] {
  const wanted = list(scanners) ?? ['vuln', 'secret'];
  const vulnerable = wanted.includes('vuln');
  const kinds: ScanKind[] = [];
  if (target === 'config') {
    return ['infrastructure'];
  }
  if (target === 'image' || target === 'docker') {
    return vulnerable ? ['images', 'dependencies'] : [];
  }
  if (vulnerable) {
    kinds.push('dependencies');
  }
  if (wanted.includes('secret') && target !== 'sbom') {
    kinds.push('secrets');
  }
  if (wanted.includes('misconfig') || wanted.includes('config')) {
    kinds.push('infrastructure');
  }
  return kinds;
}

const TRIVY_TARGETS: Readonly<Record<string, string>> = {
  i: 'image',
  image: 'image',
  fs: 'fs',
  filesystem: 'fs',
  repo: 'fs',
  repository: 'fs',
  rootfs: 'fs',
  config: 'config',
  conf: 'config',
  sbom: 'sbom',
};

function semgrepKinds(args: readonly string[]): ScanKind[] {
  const configs = args.filter((_, index) =>
    /^(?:--config|-c|-f)$/.test(args[index - 1] ?? ''),
  );
  const onlySecrets =
    configs.length > 0 && configs.every(config => /secrets/.test(config));
  if (onlySecrets) {
    return ['secrets'];
  }
  return args.some(arg => /p\/secrets|--secrets/.test(arg))
    ? ['static', 'secrets']
    : ['static'];
}

/** Whether a thing to scan is an image: a reference, not a folder or file. */
function grypeKinds(args: readonly string[]): ScanKind[] {
  const target = args.find(arg => !arg.startsWith('-')) ?? '';
  return /^(?:dir|sbom|file|purl):|^\.{0,2}\/|^\.$/.test(target)
    ? ['dependencies']
    : ['images', 'dependencies'];
}

/** Scanners by command; of several rules the first that fits counts. */
const RULES: Readonly<Record<string, readonly ScannerRule[]>> = {
  trivy: [
    {
      kinds: args => {
        const sub = args.find(arg => Object.hasOwn(TRIVY_TARGETS, arg));
        return trivyKinds(
          TRIVY_TARGETS[sub ?? 'image'],
          optionOf(args, '--scanners', '--security-checks'),
        );
      },
    },
  ],
  grype: [{ kinds: grypeKinds, failsWith: ['--fail-on', '-f'] }],
  snyk: [
    { sub: ['code'], kinds: ['static'] },
    { sub: ['container'], kinds: ['images', 'dependencies'] },
    { sub: ['iac'], kinds: ['infrastructure'] },
    { sub: ['test'], kinds: ['dependencies'] },
    {
      sub: ['monitor'],
      kinds: ['dependencies'],
      elsewhere: 'monitor only uploads',
    },
  ],
  semgrep: [
    { sub: ['ci'], kinds: ['static'], neverWith: ['--dry-run'] },
    { sub: ['login', 'publish', 'install-semgrep-pro'], kinds: [] },
    { kinds: semgrepKinds, failsWith: ['--error'] },
  ],
  opengrep: [{ kinds: semgrepKinds, failsWith: ['--error'] }],
  bandit: [{ kinds: ['static'], neverWith: ['--exit-zero'] }],
  gosec: [{ kinds: ['static'], neverWith: ['-no-fail', '--no-fail'] }],
  njsscan: [{ kinds: ['static'], failsWith: ['-w', '--exit-warning'] }],
  brakeman: [
    {
      kinds: ['static'],
      neverWith: ['--no-exit-on-warn', '--no-exit-on-error'],
    },
  ],
  codeql: [
    {
      sub: ['database'],
      kinds: ['static'],
      elsewhere: 'its result goes to code scanning',
    },
  ],
  'sonar-scanner': [{ kinds: ['static'] }],
  gitleaks: [
    {
      sub: ['detect', 'git', 'dir', 'directory', 'file', 'protect', 'stdin'],
      kinds: ['secrets'],
      neverWith: ['--exit-code=0'],
    },
  ],
  trufflehog: [{ kinds: ['secrets'], failsWith: ['--fail'] }],
  trufflehog3: [{ kinds: ['secrets'], neverWith: ['--zero'] }],
  'detect-secrets-hook': [{ kinds: ['secrets'] }],
  'detect-secrets': [
    { sub: ['scan'], kinds: ['secrets'], failsWith: ['--fail-on'] },
  ],
  ggshield: [
    { sub: ['secret'], kinds: ['secrets'], neverWith: ['--exit-zero'] },
  ],
  secretlint: [{ kinds: ['secrets'] }],
  'pip-audit': [{ kinds: ['dependencies'], neverWith: ['--dry-run'] }],
  pip_audit: [{ kinds: ['dependencies'], neverWith: ['--dry-run'] }],
  safety: [
    {
      sub: ['check', 'scan'],
      kinds: ['dependencies'],
      neverWith: ['--continue-on-error', '--exit-code=0'],
    },
  ],
  'osv-scanner': [{ kinds: ['dependencies'] }],
  govulncheck: [
    {
      kinds: ['dependencies'],
      // With a machine-readable format it ends with success whatever it found.
      neverWith: [
        '-json',
        '-format=json',
        '-format=sarif',
        '-format=openvex',
        '--format=sarif',
      ],
    },
  ],
  npm: [
    {
      sub: ['audit'],
      kinds: ['dependencies'],
      neverWith: ['--audit-level=none'],
    },
  ],
  pnpm: [{ sub: ['audit'], kinds: ['dependencies'] }],
  bun: [{ sub: ['audit'], kinds: ['dependencies'] }],
  yarn: [
    { sub: ['audit'], kinds: ['dependencies'] },
    { sub: ['npm'], kinds: ['dependencies'] },
  ],
  'audit-ci': [{ kinds: ['dependencies'] }],
  'better-npm-audit': [{ kinds: ['dependencies'] }],
  auditjs: [{ kinds: ['dependencies'] }],
  retire: [{ kinds: ['dependencies'], neverWith: ['--exitwith=0'] }],
  cargo: [{ sub: ['audit', 'deny'], kinds: ['dependencies'] }],
  'bundle-audit': [{ kinds: ['dependencies'] }],
  'bundler-audit': [{ kinds: ['dependencies'] }],
  composer: [{ sub: ['audit'], kinds: ['dependencies'] }],
  nancy: [{ kinds: ['dependencies'] }],
  'dependency-check': [
    { kinds: ['dependencies'], failsWith: ['--failOnCVSS'] },
  ],
  'dependency-check.sh': [
    { kinds: ['dependencies'], failsWith: ['--failOnCVSS'] },
  ],
  dockle: [{ kinds: ['infrastructure'], failsWith: ['--exit-code'] }],
  checkov: [{ kinds: ['infrastructure'], neverWith: ['--soft-fail', '-s'] }],
  tfsec: [{ kinds: ['infrastructure'], neverWith: ['--soft-fail', '-s'] }],
  terrascan: [{ kinds: ['infrastructure'] }],
  kubescape: [{ sub: ['scan'], kinds: ['infrastructure'] }],
  kics: [{ kinds: ['infrastructure'], neverWith: ['--ignore-on-exit=all'] }],
};

/** Goals of Maven and tasks of Gradle. */
const BUILD_GOALS: readonly {
  word: RegExp;
  rule: ScannerRule;
  tool: string;
}[] = [
  {
    word: /dependency-check(?:-maven)?(?::[\d.]+)?:(?:check|aggregate)$|^dependencyCheck(?:Analyze|Aggregate)$/,
    rule: { kinds: ['dependencies'] },
    tool: 'dependency-check',
  },
  {
    word: /^spotbugs:check$|^spotbugsMain$/,
    rule: { kinds: ['static'] },
    tool: 'spotbugs',
  },
  {
    word: /(?:^|:)sonar(?::sonar)?$|^sonarqube$/,
    rule: { kinds: ['static'] },
    tool: 'sonar',
  },
];

/** Images that are a scanner, with the command that their arguments belong to. */
const IMAGES: readonly [RegExp, string][] = [
  [/(?:^|\/)aquasec(?:urity)?\/trivy(?:[:@]|$)/, 'trivy'],
  [/(?:^|\/)(?:zricethezav|gitleaks)\/gitleaks(?:[:@]|$)/, 'gitleaks'],
  [/(?:^|\/)trufflesecurity\/trufflehog(?:[:@]|$)/, 'trufflehog'],
  [/(?:^|\/)(?:returntocorp|semgrep)\/semgrep(?:[:@]|$)/, ''],
  [/(?:^|\/)google\/osv-scanner(?:[:@]|$)/, 'osv-scanner'],
  [/(?:^|\/)anchore\/grype(?:[:@]|$)/, 'grype'],
  [/(?:^|\/)snyk\/snyk(?:-cli)?(?:[:@]|$)/, ''],
  [/(?:^|\/)bridgecrew\/checkov(?:[:@]|$)/, 'checkov'],
  [/(?:^|\/)aquasec\/tfsec(?:[:@]|$)/, 'tfsec'],
  [/(?:^|\/)securego\/gosec(?:[:@]|$)/, 'gosec'],
  [/(?:^|\/)owasp\/dependency-check(?:[:@]|$)/, 'dependency-check'],
];

/** A scanner started as `docker run … <image> …`, as its own command. */
function insideContainer(words: readonly string[]): readonly string[] {
  if (
    !['docker', 'podman'].includes(commandName(words[0])) ||
    !words.includes('run')
  ) {
    return words;
  }
  for (const [index, word] of words.entries()) {
    const found = IMAGES.find(([pattern]) => pattern.test(word));
    if (found) {
      const rest = words.slice(index + 1);
      return found[1] === '' || rest[0] === found[1]
        ? rest
        : [found[1], ...rest];
    }
  }
  return words;
}

function resultOf(
  tool: string,
  rule: ScannerRule,
  args: readonly string[],
): ScanResult {
  if (rule.elsewhere) {
    return { fails: 'elsewhere', why: rule.elsewhere };
  }
  // `--exit-code 0` and `--exit-code=0` are the same.
  const flat = args.map((arg, index) =>
    arg.startsWith('-') && !arg.includes('=') && args[index + 1] !== undefined
      ? [arg, `${arg}=${args[index + 1]}`]
      : [arg],
  );
  const has = (option: string) =>
    flat.some(
      forms =>
        forms.includes(option) ||
        forms.some(form => form.startsWith(`${option}=`)),
    );
  const never = rule.neverWith?.find(has);
  if (never) {
    return { fails: 'never', why: never };
  }
  if (tool === 'trivy') {
    const code = optionOf(args, '--exit-code');
    return code === undefined || code === '0'
      ? {
          fails: 'never',
          why:
            code === '0'
              ? '--exit-code 0'
              : 'without --exit-code it ends with success',
        }
      : { fails: 'on-finding' };
  }
  if (rule.failsWith && !rule.failsWith.some(has)) {
    return {
      fails: 'never',
      why: `without ${rule.failsWith[0]} it ends with success`,
    };
  }
  if (/^sonar/.test(tool)) {
    return args.some(arg => /qualitygate\.wait=true/.test(arg))
      ? { fails: 'on-finding' }
      : { fails: 'elsewhere', why: 'the quality gate is on the server' };
  }
  return { fails: 'on-finding' };
}

/** The security scanner that a command without wrappers is; `undefined` for everything else. */
export function scannerOf(words: readonly string[]): ScannerCall | undefined {
  const inner = insideContainer(words);
  const name = commandName(inner[0]);
  const args = inner.slice(1);
  if (args.some(arg => arg === '--version' || arg === '--help')) {
    return undefined;
  }
  const report = optionOf(
    args,
    '-o',
    '--output',
    '--report-path',
    '-r',
    '--output-file',
    '--json-file-output',
    '--sarif-file-output',
  );
  const withReport = report === undefined ? {} : { report };
  if (/^(?:mvn|mvnw|gradle|gradlew)$/.test(name)) {
    const goal = BUILD_GOALS.find(({ word }) =>
      args.some(arg => word.test(arg)),
    );
    return goal && callOf(goal.tool, goal.rule, args);
  }
  if (name === 'docker' && args[0] === 'scout') {
    return {
      tool: 'docker scout',
      kinds: ['images', 'dependencies'],
      result: args.some(arg => arg === '--exit-code' || arg === '-e')
        ? { fails: 'on-finding' }
        : { fails: 'never', why: 'without --exit-code it ends with success' },
    };
  }
  const rules = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  const sub = args.find(arg => !arg.startsWith('-'));
  const rule = rules?.find(
    item => !item.sub || (sub !== undefined && item.sub.includes(sub)),
  );
  if (
    !rule ||
    (name === 'yarn' &&
      sub === 'npm' &&
      args[args.indexOf('npm') + 1] !== 'audit')
  ) {
    return undefined;
  }
  const call = callOf(name.replace('_', '-'), rule, args);
  return call && { ...call, ...withReport };
}

function callOf(
  tool: string,
  rule: ScannerRule,
  args: readonly string[],
): ScannerCall | undefined {
  const kinds =
    typeof rule.kinds === 'function' ? rule.kinds(args) : [...rule.kinds];
  return kinds.length === 0
    ? undefined
    : { tool, kinds, result: resultOf(tool, rule, args) };
}
