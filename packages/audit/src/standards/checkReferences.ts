import {
  CheckDefinition,
  StageCondition,
  Standard,
} from '@readiness/plugin-readiness-common';
import { nearest } from './nearest';
import { YamlPath, YamlSource } from './YamlSource';

/** What people call them. */
const NAMES = {
  area: 'area',
  phase: 'phase',
  stage: 'stage',
  attested: 'attested check',
  check: 'check',
} as const;

/** Finds names that lead nowhere. Only what the file itself says is looked at: what it extends is right. */
export function checkReferences(
  yaml: YamlSource,
  standard: Standard,
  checks: readonly CheckDefinition[],
): void {
  const file = yaml.value as Record<string, unknown>;
  const known = {
    area: standard.areas.map(({ id }) => id),
    phase: standard.phases.map(({ id }) => id),
    stage: standard.stages.map(({ id }) => id),
    attested: standard.attestedChecks.map(({ id }) => id),
    check: [...checks, ...standard.attestedChecks].map(({ id }) => id),
  };
  const expectKnown = (
    kind: keyof typeof known,
    id: string | undefined,
    path: YamlPath,
  ) => {
    if (id === undefined || known[kind].includes(id)) {
      return;
    }
    const meant = nearest(id, known[kind]);
    yaml.problem(
      path,
      `there is no ${NAMES[kind]} "${id}"${
        meant.length > 0 ? `, did you mean ${meant.join(' or ')}?` : ''
      }`,
    );
  };

  for (const { id, coreCheck } of standard.areas) {
    if (isIn(file.areas, id, 'coreCheck')) {
      expectKnown('check', coreCheck, ['areas', id, 'coreCheck']);
    }
  }
  for (const stage of standard.stages) {
    for (const list of ['must', 'should'] as const) {
      if (isIn(file.stages, stage.id, list)) {
        stage[list].forEach((condition, index) =>
          checkCondition(
            condition,
            ['stages', stage.id, list, index],
            expectKnown,
          ),
        );
      }
    }
  }
  if (file.levels !== undefined) {
    standard.levels.forEach(({ stage, verdicts }, index) => {
      expectKnown('stage', stage, ['levels', index, 'stage']);
      if (index === 0 && stage) {
        yaml.problem(
          ['levels', 0, 'stage'],
          'the first level holds always and cannot depend on a stage',
        );
      }
      if (stage && !verdicts?.length) {
        yaml.problem(
          ['levels', index],
          'depends on a stage and needs the field "verdicts"',
        );
      }
    });
  }
  if (Array.isArray(file.riskCategories)) {
    standard.riskCategories
      .slice(0, file.riskCategories.length)
      .forEach((category, index) => {
        category.areas.forEach((id, position) =>
          expectKnown('area', id, ['riskCategories', index, 'areas', position]),
        );
        category.checks?.forEach((id, position) =>
          expectKnown('check', id, [
            'riskCategories',
            index,
            'checks',
            position,
          ]),
        );
      });
  }
  for (const [id, policy] of Object.entries(standard.checkPolicies ?? {})) {
    if (isIn(file.checks, id)) {
      expectKnown('check', id, ['checks', id]);
      expectKnown('phase', policy.phase, ['checks', id, 'phase']);
    }
  }
}

function checkCondition(
  condition: StageCondition,
  path: YamlPath,
  expectKnown: (
    kind: keyof typeof NAMES,
    id: string | undefined,
    path: YamlPath,
  ) => void,
): void {
  const all = (kind: keyof typeof NAMES, field: string, ids: string[] = []) =>
    ids.forEach((id, index) => expectKnown(kind, id, [...path, field, index]));
  if (condition.type === 'stage') {
    expectKnown('stage', condition.stage, [...path, 'stage']);
  }
  if (condition.type === 'attested') {
    condition.checks.forEach(({ id, unless }, index) => {
      expectKnown('attested', id, [...path, 'checks', index, 'id']);
      expectKnown('check', unless, [...path, 'checks', index, 'unless']);
    });
  } else if ('checks' in condition) {
    all('check', 'checks', condition.checks);
  }
  if ('areas' in condition) {
    all('area', 'areas', condition.areas);
  }
  if ('phases' in condition) {
    all('phase', 'phases', condition.phases);
  }
}

/** Whether the file itself holds a value at this way. */
function isIn(value: unknown, ...keys: string[]): boolean {
  return (
    keys.reduce<unknown>(
      (current, key) =>
        typeof current === 'object' &&
        current !== null &&
        Object.hasOwn(current, key)
          ? (current as Record<string, unknown>)[key]
          : undefined,
      value,
    ) !== undefined
  );
}
