import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import { readiness, services, Workspace } from './testing/cli';

jest.setTimeout(180_000);

// Tests run from the sources.
// eslint-disable-next-line no-restricted-syntax
const root = resolve(__dirname, '../../..');

const HOSTILE = 'src/a|b`c\n# heading \u001b[31mred\u202e.py';

/** The schema of OASIS as it comes with a package; nobody else's files are kept in this repository. */
const SARIF_SCHEMA =
  '@datadog/datadog-ci-plugin-sarif/dist/json-schema/sarif-schema-2.1.0.json';

function validator(schema: object) {
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (value: unknown) => {
    validate(value);
    return validate.errors ?? [];
  };
}

describe('formats', () => {
  const workspace = new Workspace();
  const auditErrors = validator(
    JSON.parse(
      readFileSync(
        join(root, 'packages/cli/schemas/audit.schema.json'),
        'utf8',
      ),
    ),
  );
  const sarifErrors = validator(
    JSON.parse(readFileSync(join(root, 'node_modules', SARIF_SCHEMA), 'utf8')),
  );

  afterAll(() => workspace.remove());

  it.each(['payments-api', 'storefront-web'])(
    'json and sarif of %s are valid',
    async service => {
      const folder = join(services, service);
      const run = (format: string) =>
        readiness(['audit', folder, '--format', format]);
      const [json, sarif] = [await run('json'), await run('sarif')];
      expect(json).toMatchObject({ status: 0, stderr: '' });
      const audit = JSON.parse(json.stdout);
      expect(auditErrors(audit)).toEqual([]);
      expect(audit).toMatchObject({
        schemaVersion: 1,
        entity: null,
        source: folder,
        standard: { id: 'enterprise' },
      });
      expect(audit).not.toHaveProperty('scope');

      const log = JSON.parse(sarif.stdout);
      expect(sarifErrors(log)).toEqual([]);
      const [{ results, tool }] = log.runs;
      expect(results).toHaveLength(audit.findings.length);
      for (const result of results) {
        expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
        expect(result.locations).toHaveLength(1);
      }
    },
  );

  it('json is the same in every run but for its times', async () => {
    const run = async () => {
      const { stdout } = await readiness([
        'audit',
        join(services, 'inventory-service'),
        '--format=json',
      ]);
      expect(auditErrors(JSON.parse(stdout))).toEqual([]);
      return stdout
        .replace(/"startedAt": "[^"]*"/, '')
        .replace(/"durationMs": \d+/, '');
    };
    expect(await run()).toBe(await run());
  });

  it('markdown has the shape of a readiness report', async () => {
    const file = workspace.path('report.md');
    const { status, stdout, stderr } = await readiness([
      'audit',
      join(services, 'payments-api'),
      ...['-f', 'markdown', '-o', file],
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/^readiness: wrote .*report\.md: score /);
    const report = readFileSync(file, 'utf8');
    for (const heading of [
      '# Readiness report: payments-api',
      '## Executive summary',
      '### Critical (P0)',
      '## Strengths',
      '## Scorecard',
      '## Risk assessment',
      '## Preventability',
      '### Phase 1: Security Critical (Week 1–2)',
      '### Pilot: no-go',
      '## Next review',
    ]) {
      expect(report).toContain(`\n${heading}`.trimStart());
    }
  });

  it('table is plain without a terminal, fits the width and names everything', async () => {
    const { status, stdout } = await readiness(
      ['audit', join(services, 'payments-api')],
      { env: { COLUMNS: '80', FORCE_COLOR: '1', CI: '1' } },
    );
    expect(status).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([]);
    for (const part of [
      /^Score {6}\d\.\d of 10, target \d\.\d, gap/m,
      /^Level {6}Prototype$/m,
      /^ {2}Pilot {7}no-go/m,
      /^ {2}CORS & Headers +\d\.\d +9\.0/m,
      /^Findings: \d+ \(\d+ critical/m,
      /^CRITICAL \(P0\)$/m,
      /\[cors-wildcard-with-credentials\]/,
      /^ {4}src\/payments_api\/main\.py:\d+/m,
      /^Strengths: \d+$/m,
      /^Fix next$/m,
    ]) {
      expect(stdout).toMatch(part);
    }
  });

  it('hostile names and contents break no format', async () => {
    workspace.write({
      [`odd/${HOSTILE}`]:
        'import yaml\n\n\ndef load(text):\n    return yaml.load(text, Loader=yaml.Loader)  # ``` \u001b[2J <img src=x>\n',
      'odd/requirements.txt': 'pyyaml==6.0.2\n',
    });
    const folder = workspace.path('odd');
    const only = ['--only', 'unsafe-deserialization'];
    const [table, markdown, json, sarif] = await Promise.all(
      ['table', 'markdown', 'json', 'sarif'].map(format =>
        readiness(['audit', folder, ...only, '--format', format]),
      ),
    );
    const audit = JSON.parse(json.stdout);
    expect(auditErrors(audit)).toEqual([]);
    expect(audit.findings).toMatchObject([{ path: HOSTILE, line: 5 }]);
    expect(audit.scope).toEqual({ checks: ['unsafe-deserialization'] });

    const log = JSON.parse(sarif.stdout);
    expect(sarifErrors(log)).toEqual([]);
    expect(
      log.runs[0].results[0].locations[0].physicalLocation.artifactLocation,
    ).toEqual({
      uri: HOSTILE.split('/').map(encodeURIComponent).join('/'),
      uriBaseId: 'SRCROOT',
    });

    for (const { stdout } of [table, markdown]) {
      // eslint-disable-next-line no-control-regex
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      expect(stdout).toContain('c\\n# heading \\x1b[31mred\\u{202e}.py:5');
    }
    expect(table.stdout).toContain('only 1 of ');
    expect(markdown.stdout).not.toMatch(/^# heading/m);
    // The block of code is longer than what it contains.
    expect(markdown.stdout).toMatch(/^````python\n.*``` .*\n````$/m);
  });

  it('an empty folder has a result', async () => {
    workspace.write({ 'empty/.keep': '' });
    const { status, stdout } = await readiness([
      'audit',
      workspace.path('empty'),
      '--format=json',
    ]);
    expect(status).toBe(0);
    expect(auditErrors(JSON.parse(stdout))).toEqual([]);
  });
});
