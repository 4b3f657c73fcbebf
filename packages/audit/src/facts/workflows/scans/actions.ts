import { CiStep, UsesFact } from '../schema';
import { ScannerCall, scannerOf, trivyKinds } from './commands';
import { ScanKind, ScanResult } from './schema';

type Parameters = (name: string) => string | undefined;

interface ActionRule {
  /** `owner/repository`, with the folder where it decides; compared without case. */
  action: RegExp;
  tool: string;
  kinds: readonly ScanKind[] | ((get: Parameters, uses: string) => ScanKind[]);
  /** Default: it fails on findings. */
  result?: (get: Parameters) => ScanResult;
}

const FAILS: ScanResult = { fails: 'on-finding' };
const CODE_SCANNING: ScanResult = {
  fails: 'elsewhere',
  why: 'its result goes to code scanning',
};
const SERVER: ScanResult = {
  fails: 'elsewhere',
  why: 'the quality gate is on the server',
};
const never = (why: string): ScanResult => ({ fails: 'never', why });
/** A parameter that has to be set to something that is not off. */
const needs = (get: Parameters, name: string): ScanResult => {
  const value = get(name);
  if (value === undefined) {
    return never(`without ${name} it ends with success`);
  }
  return /^(?:0|false|)$/i.test(value) ? never(`${name}: ${value}`) : FAILS;
};
/** A parameter that switches the failure off. */
const unless = (get: Parameters, name: string, off: RegExp): ScanResult => {
  const value = get(name);
  return value !== undefined && off.test(value)
    ? never(`${name}: ${value}`)
    : FAILS;
};
const TRUE = /^true$/i;
const FALSE = /^false$/i;

/** Actions that scan. */
const ACTIONS: readonly ActionRule[] = [
  {
    action: /^github\/codeql-action\/analyze$/,
    tool: 'CodeQL',
    kinds: ['static'],
    result: () => CODE_SCANNING,
  },
  {
    action: /^(?:returntocorp|semgrep)\/semgrep-action$/,
    tool: 'semgrep',
    kinds: ['static'],
  },
  {
    action: /^(?:tj-actions|mdegis|jpetrucciani)\/bandit(?:-action|-check)?$/,
    tool: 'bandit',
    kinds: ['static'],
    result: get => unless(get, 'exit_zero', TRUE),
  },
  {
    action: /^(?:pycqa\/bandit-action|shundor\/python-bandit-scan)$/,
    tool: 'bandit',
    kinds: ['static'],
    result: () => CODE_SCANNING,
  },
  {
    action: /^securego\/gosec$/,
    tool: 'gosec',
    kinds: ['static'],
    result: get =>
      /-no-fail/.test(get('args') ?? '') ? never('-no-fail') : FAILS,
  },
  {
    action: /^sonarsource\/(?:sonarqube-scan-action|sonarcloud-github-action)$/,
    tool: 'Sonar',
    kinds: ['static'],
    result: get =>
      /qualitygate\.wait=true/.test(get('args') ?? '') ? FAILS : SERVER,
  },
  {
    action: /^checkmarx\/(?:ast-github-action|checkmarx-cxflow-github-action)$/,
    tool: 'Checkmarx',
    kinds: ['static'],
    result: () => SERVER,
  },
  {
    action: /^(?:gitleaks|zricethezav)\/gitleaks-action$/,
    tool: 'gitleaks',
    kinds: ['secrets'],
  },
  {
    action: /^trufflesecurity\/trufflehog$/,
    tool: 'trufflehog',
    kinds: ['secrets'],
  },
  {
    action: /^gitguardian\/(?:ggshield-action|ggshield\/actions\/secret)$/,
    tool: 'ggshield',
    kinds: ['secrets'],
    result: get =>
      /--exit-zero/.test(get('args') ?? '') ? never('--exit-zero') : FAILS,
  },
  {
    action: /^actions\/dependency-review-action$/,
    tool: 'dependency-review',
    kinds: ['dependencies'],
    result: get => unless(get, 'warn-only', TRUE),
  },
  {
    action: /^(?:aquasecurity|lazy-actions)\/(?:trivy-action|gitrivy)$/,
    tool: 'trivy',
    kinds: get =>
      trivyKinds(
        get('scan-type') ?? 'image',
        get('scanners') ?? get('security-checks'),
      ),
    result: get => needs(get, 'exit-code'),
  },
  {
    action: /^anchore\/scan-action$/,
    tool: 'grype',
    kinds: get =>
      get('image') ? ['images', 'dependencies'] : ['dependencies'],
    result: get => unless(get, 'fail-build', FALSE),
  },
  {
    action: /^google\/osv-scanner(?:-action)?(?:\/.*)?$/,
    tool: 'osv-scanner',
    kinds: ['dependencies'],
    result: get => unless(get, 'fail-on-vuln', FALSE),
  },
  {
    action: /^snyk\/actions\/(?!setup)[\w.-]+$/,
    tool: 'snyk',
    kinds: (get, uses) => {
      const command = get('command') ?? 'test';
      if (/^code\b/.test(command)) {
        return ['static'];
      }
      if (/\/iac$/.test(uses)) {
        return ['infrastructure'];
      }
      return /\/docker$/.test(uses)
        ? ['images', 'dependencies']
        : ['dependencies'];
    },
    result: get =>
      get('command') === 'monitor'
        ? { fails: 'elsewhere', why: 'monitor only uploads' }
        : FAILS,
  },
  {
    action: /^(?:pypa|trailofbits)\/gh-action-pip-audit$/,
    tool: 'pip-audit',
    kinds: ['dependencies'],
  },
  {
    action: /^(?:pyupio\/safety-action|pyupio\/safety)$/,
    tool: 'safety',
    kinds: ['dependencies'],
  },
  {
    action: /^dependency-check\/dependency-check_action$/,
    tool: 'dependency-check',
    kinds: ['dependencies'],
    result: get =>
      /--failOnCVSS/.test(get('args') ?? '')
        ? FAILS
        : never('without --failOnCVSS it ends with success'),
  },
  {
    action: /^golang\/govulncheck-action$/,
    tool: 'govulncheck',
    kinds: ['dependencies'],
    result: get => unless(get, 'output-format', /^(?:json|sarif|openvex)$/),
  },
  {
    action: /^docker\/scout-action$/,
    tool: 'docker scout',
    kinds: ['images', 'dependencies'],
    result: get => needs(get, 'exit-code'),
  },
  {
    action: /^(?:azure\/container-scan|crazy-max\/ghaction-container-scan)$/,
    tool: 'container scan',
    kinds: ['images', 'dependencies'],
  },
  {
    action:
      /^(?:rustsec\/audit-check|actions-rs\/audit-check|actions-rust-lang\/audit)$/,
    tool: 'cargo audit',
    kinds: ['dependencies'],
  },
  {
    action: /^embarkstudios\/cargo-deny-action$/,
    tool: 'cargo deny',
    kinds: ['dependencies'],
  },
  {
    action: /^oxsecurity\/megalinter(?:\/.*)?$/,
    tool: 'MegaLinter',
    kinds: ['static', 'secrets', 'dependencies'],
  },
  {
    action: /^(?:super-linter|github)\/super-linter(?:\/.*)?$/,
    tool: 'super-linter',
    kinds: ['secrets'],
  },
  {
    action: /^bridgecrewio\/checkov-action$/,
    tool: 'checkov',
    kinds: ['infrastructure'],
    result: get => unless(get, 'soft_fail', TRUE),
  },
  {
    action: /^aquasecurity\/tfsec-(?:pr-commenter-)?action$/,
    tool: 'tfsec',
    kinds: ['infrastructure'],
    result: get => unless(get, 'soft_fail', TRUE),
  },
  {
    action: /^checkmarx\/kics-github-action$/,
    tool: 'kics',
    kinds: ['infrastructure'],
    result: get => unless(get, 'ignore_on_exit', /^(?:all|results)$/),
  },
];

/** The security scanner that a step or a called workflow is. */
export function scannerOfAction(
  uses: UsesFact,
  parameters: CiStep['with'],
  env: CiStep['env'],
): ScannerCall | undefined {
  const get: Parameters = name =>
    parameters.find(
      item => item.name.toLocaleLowerCase('en-US') === name.toLowerCase(),
    )?.value ??
    (name === 'exit-code'
      ? env.find(item => item.name === 'TRIVY_EXIT_CODE')?.value
      : undefined);
  if (uses.kind === 'docker') {
    const image = uses.text.slice('docker://'.length);
    return scannerOf([
      'docker',
      'run',
      image,
      ...(get('args') ?? '').split(/\s+/).filter(Boolean),
    ]);
  }
  const name = uses.text
    .split('@')[0]
    .toLocaleLowerCase('en-US')
    .replace(/\/\.github\/workflows\/.*$/, '');
  const rule = ACTIONS.find(({ action }) => action.test(name));
  if (!rule) {
    return undefined;
  }
  const kinds =
    typeof rule.kinds === 'function' ? rule.kinds(get, name) : [...rule.kinds];
  const report = get('output') ?? get('report-path');
  return kinds.length === 0
    ? undefined
    : {
        tool: rule.tool,
        kinds,
        result: rule.result?.(get) ?? FAILS,
        ...(report === undefined ? {} : { report }),
      };
}
