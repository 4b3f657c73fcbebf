import {
  assembleAudit,
  enterpriseStandard,
} from '@readiness/plugin-readiness-common';
import { readFileSync } from 'fs';
import { join } from 'path';
import { builtInChecks } from '../checks';
import { nearest } from './nearest';
import { parseStandard } from './parseStandard';

const checks = builtInChecks.map(({ definition }) => definition);

function parse(...lines: string[]) {
  return parseStandard({ path: 'acme.yaml', text: lines.join('\n') }, checks);
}

function problemsOf(...lines: string[]): string[] {
  try {
    parse(...lines);
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message.split('\n');
  }
  return [];
}

const HEAD = [
  'extends: enterprise',
  'id: acme',
  'version: 2.1.0',
  'title: ACME',
];

describe('parseStandard', () => {
  it('takes over what it does not name', () => {
    const standard = parse(...HEAD);
    expect(standard).toEqual({
      ...enterpriseStandard,
      id: 'acme',
      version: '2.1.0',
      title: 'ACME',
      checkPolicies: {},
    });
  });

  it('changes, removes and adds areas, phases, stages and policies', () => {
    const standard = parse(
      ...HEAD,
      'areas:',
      '  caching: off',
      '  logging: { target: 7.5, weight: 2 }',
      '  sustainability: { title: Sustainability, target: 5 }',
      'phases:',
      '  api-maturity: off',
      '  observability: { window: Month 1 }',
      'stages:',
      '  pilot:',
      '    must:',
      '      - { type: overall-at-least, score: 3 }',
      '  enterprise: off',
      'severities:',
      '  critical: { fixWithinDays: 2 }',
      'caps: { openCritical: 4 }',
      'checks:',
      '  print-instead-of-logger: off',
      '  no-structured-logging: { severity: medium, phase: future-proofing }',
      '  no-openapi-document: { severity: low }',
    );
    const areas = standard.areas.map(({ id }) => id);
    expect(areas).toHaveLength(enterpriseStandard.areas.length);
    expect(areas).not.toContain('caching');
    expect(standard.areas.at(-1)).toMatchObject({
      id: 'sustainability',
      target: 5,
      weight: 1,
    });
    expect(standard.areas.find(({ id }) => id === 'logging')).toMatchObject({
      title: 'Logging',
      target: 7.5,
      weight: 2,
      coreCheck: 'no-structured-logging',
    });
    expect(standard.phases.map(({ id, window }) => [id, window])).toEqual([
      ['security-critical', 'Week 1–2'],
      ['observability', 'Month 1'],
      ['testing-and-quality', 'Week 6–8'],
      ['production-hardening', 'Week 8–12'],
      ['future-proofing', 'Month 3+'],
    ]);
    expect(standard.stages.map(({ id }) => id)).toEqual(['pilot', 'standard']);
    expect(standard.stages[0].must).toEqual([
      { type: 'overall-at-least', score: 3 },
    ]);
    expect(standard.stages[0].should).toEqual(
      enterpriseStandard.stages[0].should,
    );
    // The level that stood on the removed stage is gone.
    expect(standard.levels.map(({ id }) => id)).toEqual([
      'prototype',
      'pilot',
      'production',
    ]);
    expect(standard.severities.critical).toEqual({
      weight: 5,
      fixWithinDays: 2,
      acceptAtMostDays: 30,
    });
    expect(standard.caps).toEqual({ openCritical: 4, coreCheckFailed: 3 });
    expect(standard.riskCategories.at(-1)).toEqual({
      title: 'Other',
      areas: ['sustainability'],
    });
    expect(standard.checkPolicies).toMatchObject({
      'print-instead-of-logger': { enabled: false },
      'no-structured-logging': { severity: 'medium', phase: 'future-proofing' },
      // Moved with its phase, and given another severity.
      'no-openapi-document': { severity: 'low', phase: 'observability' },
    });
  });

  it('reads the example of the documentation', () => {
    const page = readFileSync(
      // Tests run from the sources.
      // eslint-disable-next-line no-restricted-syntax
      join(__dirname, '../../../../docs/cli.md'),
      'utf8',
    );
    const example = page.split('```yaml\n')[1].split('```')[0];
    expect(parse(example).areas.map(({ id }) => id)).toContain(
      'sustainability',
    );
  });

  it('reads a whole standard without a base', () => {
    const standard = parse(
      'id: small',
      'version: 1.0.0',
      'title: Small',
      'areas:',
      '  logging: { title: Logging, target: 8, coreCheck: no-structured-logging }',
      'phases:',
      '  now: { title: Now, window: Week 1, fromDay: 0 }',
      'stages:',
      '  live:',
      '    title: Live',
      '    must:',
      '      - { type: core-checks-pass }',
      '      - { type: attested, checks: [{ id: on-call-rota-active }] }',
      'levels:',
      '  - { id: draft, title: Draft }',
      '  - { id: live, title: Live, stage: live, verdicts: [go] }',
      'severities:',
      ...['critical', 'high', 'medium', 'low'].map(
        (severity, index) =>
          `  ${severity}: { weight: ${
            4 - index
          }, fixWithinDays: 10, acceptAtMostDays: 10 }`,
      ),
    );
    expect(standard.attestedChecks.map(({ id }) => id)).toEqual([
      'on-call-rota-active',
    ]);
    expect(standard.riskCategories).toEqual([
      { title: 'Other', areas: ['logging'] },
    ]);
    const audit = assembleAudit({
      entity: null,
      owner: null,
      source: null,
      revision: null,
      standard,
      checks,
      results: [
        {
          check: 'no-structured-logging',
          area: 'logging',
          severity: 'high',
          status: 'pass',
          confidence: 'certain',
          summary: '',
          evidence: [],
          lookedFor: [],
        },
      ],
      skipped: [],
      startedAt: '2026-11-22T10:00:00.000Z',
      durationMs: 1,
    });
    expect(audit.overall).toEqual({ score: 10, target: 8, gap: -2 });
    expect(audit.level).toBe('draft');
    expect(audit.roadmap).toMatchObject([{ phase: 'now', done: 1, total: 1 }]);
  });

  it('names every problem with file, line, field and what was expected', () => {
    expect(
      problemsOf(
        ...HEAD.slice(0, 2),
        'version: 1.0',
        'titel: ACME',
        'areas:',
        '  logging: { target: high }',
        '  new-one: { title: New }',
        'stages:',
        '  pilot:',
        '    must:',
        '      - { type: overall-at-least, score: 30 }',
        '      - { type: everything }',
      ),
    ).toEqual([
      'acme.yaml:1: title: missing, expected a text',
      'acme.yaml:3: version: expected a version of three numbers in quotes, such as "1.0.0", got 1',
      'acme.yaml:4: titel: there is no such field',
    ]);
    expect(
      problemsOf(
        ...HEAD,
        'areas:',
        '  logging: { target: high }',
        '  new-one: { title: New }',
        '  unheard-of: off',
        'phases: [a]',
        'stages:',
        '  pilot:',
        '    must:',
        '      - { type: overall-at-least, score: 30 }',
        '      - { type: everything }',
        '      - { type: checks-pass, checks: [no-structured-loging] }',
        'checks:',
        '  no-such-thing-at-all: off',
        '  print-instead-of-logger: { severity: urgent, phase: later }',
      ),
    ).toEqual([
      'acme.yaml:6: areas.logging.target: expected a number from 0 to 10, got "high"',
      'acme.yaml:7: areas.new-one: is new and needs the field "target"',
      'acme.yaml:8: areas.unheard-of: is not part of what this standard extends',
      'acme.yaml:9: phases: expected a mapping by id, got a list',
      'acme.yaml:13: stages.pilot.must.0.score: expected a number from 0 to 10, got 30',
      expect.stringMatching(
        /^acme\.yaml:14: stages\.pilot\.must\.1\.type: expected a condition whose type is one of stage, .*, got "everything"$/,
      ),
      'acme.yaml:17: checks.no-such-thing-at-all: there is no check "no-such-thing-at-all"',
      'acme.yaml:18: checks.print-instead-of-logger.severity: expected one of critical, high, medium, low, got "urgent"',
    ]);
    expect(
      problemsOf(
        ...HEAD,
        'stages:',
        '  pilot:',
        '    must:',
        '      - type: checks-pass',
        '        checks: [no-structured-loging]',
        '      - { type: phases-done, phases: [observabilty], share: 1 }',
        'levels:',
        '  - { id: a, title: A, stage: pilot }',
        'checks:',
        '  print-instead-of-logger: { phase: later }',
      ),
    ).toEqual([
      'acme.yaml:9: stages.pilot.must.0.checks.0: there is no check "no-structured-loging", did you mean no-structured-logging?',
      'acme.yaml:10: stages.pilot.must.1.phases.0: there is no phase "observabilty", did you mean observability?',
      'acme.yaml:12: levels.0.stage: the first level holds always and cannot depend on a stage',
      'acme.yaml:12: levels.0: depends on a stage and needs the field "verdicts"',
      'acme.yaml:14: checks.print-instead-of-logger.phase: there is no phase "later"',
    ]);
  });

  it('refuses what is no YAML, no mapping, or extends nothing', () => {
    expect(problemsOf('id: [')).toEqual([
      expect.stringMatching(/^acme\.yaml:1: not valid YAML: /),
    ]);
    expect(problemsOf('just text')).toEqual([
      'acme.yaml:1: expected a mapping, got "just text"',
    ]);
    expect(problemsOf('')).toEqual([
      'acme.yaml:1: expected a mapping, got null',
    ]);
    expect(problemsOf('extends: gold', ...HEAD.slice(1))[0]).toBe(
      'acme.yaml:1: extends: there is no built-in standard "gold", expected one of enterprise',
    );
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let index = 0; index < 9; index++) {
      bomb.push(`k${index}: &k${index} [${'*a,'.repeat(9)}]`);
    }
    expect(problemsOf(...bomb)).not.toEqual([]);
  });
});

describe('nearest', () => {
  it('finds misspelt and shortened words', () => {
    const words = ['no-openapi-document', 'no-open-api', 'cors-wildcard'];
    expect(nearest('no-openapi-documnt', words)).toEqual([
      'no-openapi-document',
    ]);
    expect(nearest('cors', words)).toEqual(['cors-wildcard']);
    expect(nearest('zebra', words)).toEqual([]);
  });
});
