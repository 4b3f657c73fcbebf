import { extractFacts } from '../../../testing/extractFacts';
import { securityScans } from './extract';

const workflow = (...steps: string[]) =>
  [
    'on: pull_request',
    'jobs:',
    '  scan:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    ...steps.map(step => `      ${step}`),
  ].join('\n');

async function read(steps: string[], files: Record<string, string> = {}) {
  const { facts } = await extractFacts(securityScans, {
    ...files,
    '.github/workflows/ci.yml': workflow(...steps),
  });
  return facts.scans.map(({ tool, kinds, result }) => [
    tool,
    kinds.join(),
    result.fails,
  ]);
}

describe('securityScans', () => {
  it('knows whether a finding fails the command', async () => {
    expect(
      await read([
        '- run: trivy fs .',
        '- run: trivy image --exit-code 1 shop:ci',
        '- run: trivy config --exit-code=0 deploy',
        '- run: grype shop:ci',
        '- run: semgrep ci',
        '- run: semgrep --config p/secrets --error',
        '- run: gitleaks detect --exit-code 0',
        '- run: python -m pip_audit',
        '- run: govulncheck -format sarif ./...',
        '- run: npm audit --omit=dev',
        '- run: yarn npm audit',
        '- run: yarn npm publish',
        '- run: snyk monitor',
        '- run: docker run --rm -v .:/src semgrep/semgrep semgrep scan --error',
        '- run: mvn -B org.owasp:dependency-check-maven:check',
      ]),
    ).toEqual([
      ['trivy', 'dependencies,secrets', 'never'],
      ['trivy', 'images,dependencies', 'on-finding'],
      ['trivy', 'infrastructure', 'never'],
      ['grype', 'images,dependencies', 'never'],
      ['semgrep', 'static', 'on-finding'],
      ['semgrep', 'secrets', 'on-finding'],
      ['gitleaks', 'secrets', 'never'],
      ['pip-audit', 'dependencies', 'on-finding'],
      ['govulncheck', 'dependencies', 'never'],
      ['npm', 'dependencies', 'on-finding'],
      ['yarn', 'dependencies', 'on-finding'],
      ['snyk', 'dependencies', 'elsewhere'],
      ['semgrep', 'static', 'on-finding'],
      ['dependency-check', 'dependencies', 'on-finding'],
    ]);
  });

  it('reads actions with their parameters', async () => {
    expect(
      await read([
        '- uses: github/codeql-action/analyze@v4',
        '- { uses: aquasecurity/trivy-action@0.33.1, with: { scan-type: fs, scanners: vuln, exit-code: 1 } }',
        '- { uses: aquasecurity/trivy-action@0.33.1, with: { image-ref: a }, env: { TRIVY_EXIT_CODE: 1 } }',
        '- { uses: actions/dependency-review-action@v4, with: { warn-only: true } }',
        '- { uses: snyk/actions/docker@v1 }',
        '- { uses: "docker://aquasec/trivy:0.67", with: { args: fs --exit-code 1 . } }',
      ]),
    ).toEqual([
      ['CodeQL', 'static', 'elsewhere'],
      ['trivy', 'dependencies', 'on-finding'],
      ['trivy', 'images,dependencies', 'on-finding'],
      ['dependency-review', 'dependencies', 'never'],
      ['snyk', 'images,dependencies', 'on-finding'],
      ['trivy', 'dependencies,secrets', 'on-finding'],
    ]);
  });

  it('counts linters whose security rules are on, and hooks', async () => {
    expect(
      await read(['- run: uv run ruff check .', '- run: npx eslint .'], {
        'pyproject.toml': '[tool.ruff.lint]\nselect = ["E", "S"]\n',
        'package.json':
          '{ "devDependencies": { "eslint-plugin-security": "3.0.1" } }',
        'eslint.config.js': "import security from 'eslint-plugin-security';\n",
        '.pre-commit-config.yaml':
          'repos:\n  - repo: local\n    hooks:\n      - { id: gitleaks }\n      - { id: audit, entry: pip-audit, stages: [manual] }\n',
        '.husky/pre-push': 'npm run audit\n',
        'lefthook.yml':
          'pre-commit:\n  commands:\n    secrets: { run: trufflehog git file://. --fail }\n',
      }),
    ).toEqual([
      ['ruff (S)', 'static', 'on-finding'],
      ['eslint (security)', 'static', 'on-finding'],
      ['gitleaks', 'secrets', 'on-finding'],
      ['trufflehog', 'secrets', 'on-finding'],
    ]);
  });
});
