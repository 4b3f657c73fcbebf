import {
  Area,
  CheckDefinition,
  CheckPolicy,
  enterpriseStandard,
  Phase,
  RiskCategory,
  SEVERITIES,
  SeverityPolicy,
  Stage,
  Standard,
} from '@readiness/plugin-readiness-common';
import { z } from 'zod';
import { checkReferences } from './checkReferences';
import {
  areaSchema,
  capsSchema,
  checkPolicySchema,
  headSchema,
  levelsSchema,
  phaseSchema,
  riskCategoriesSchema,
  severitiesSchema,
  stageSchema,
} from './schema';
import { validate, validateItems } from './validate';
import { YamlSource } from './YamlSource';

/** Standards that a file can extend. */
const BUILT_IN: readonly Standard[] = [enterpriseStandard];

/**
 * Reads a standard written in YAML. With `extends` it says only what differs from a built-in standard; without, it says
 * everything.
 *
 * @param source - the text and the name of its file, for errors.
 * @param checks - definitions of the checks that it may name.
 * @throws InputError with every problem on a line of its own: file, line, field and what was expected.
 * @public
 */
export function parseStandard(
  source: { path: string; text: string },
  checks: readonly CheckDefinition[],
): Standard {
  const yaml = new YamlSource(source);
  yaml.throwProblems();
  const head = validate(yaml, [], yaml.value, headSchema);
  if (!head) {
    yaml.throwProblems();
    throw new Error('A standard without problems has a head');
  }
  const base = BUILT_IN.find(({ id }) => id === head.extends);
  if (head.extends && !base) {
    const known = BUILT_IN.map(({ id }) => id).join(', ');
    yaml.problem(
      ['extends'],
      `there is no built-in standard "${head.extends}", expected one of ${known}`,
    );
  }

  const areas = readAreas(yaml, head.areas, base);
  const phases = readPhases(yaml, head.phases, base);
  const stages = readStages(yaml, head.stages, base);
  const levels =
    head.levels === undefined && base
      ? // A level that stands on a stage which is gone cannot be reached.
        base.levels.filter(
          ({ stage }) => !stage || stages.some(({ id }) => id === stage),
        )
      : validate(yaml, ['levels'], head.levels, levelsSchema) ?? [];
  const standard: Standard = {
    id: head.id,
    version: head.version,
    title: head.title,
    description: head.description ?? base?.description ?? '',
    areas,
    phases,
    stages,
    levels,
    severities: readSeverities(yaml, head.severities, base),
    caps: readCaps(yaml, head.caps, base),
    riskCategories: readRisks(yaml, head.riskCategories, areas, base),
    attestedChecks: attestedChecks(stages, base),
    checkPolicies: readPolicies(
      yaml,
      head.checks,
      movedChecks(checks, phases, base),
    ),
  };
  checkReferences(yaml, standard, checks);
  yaml.throwProblems();
  return standard;
}

type Items<T extends z.ZodType> = ReturnType<typeof validateItems<T>>;

/** Items of the base in their order, changed or left out, and then the new ones. */
function merge<T extends { id: string }, S extends z.ZodType>(
  base: readonly T[],
  items: Items<S>,
  make: (id: string, value: z.output<S>, old: T | undefined) => T,
): T[] {
  const changes = new Map(items.map(item => [item.id, item]));
  const kept = base.flatMap(old => {
    const change = changes.get(old.id);
    if (!change) {
      return [old];
    }
    return change.value ? [make(old.id, change.value, old)] : [];
  });
  const added = items
    .filter(({ id }) => !base.some(old => old.id === id))
    .flatMap(({ id, value }) => (value ? [make(id, value, undefined)] : []));
  return [...kept, ...added];
}

/** Says for each new item which fields it lacks, and which items cannot be switched off because there are none. */
function requireFields<S extends z.ZodType>(
  yaml: YamlSource,
  name: string,
  items: Items<S>,
  base: readonly { id: string }[],
  fields: readonly (keyof z.output<S> & string)[],
): void {
  for (const { id, off, value } of items) {
    if (base.some(old => old.id === id)) {
      continue;
    }
    if (off) {
      yaml.problem([name, id], 'is not part of what this standard extends');
    }
    for (const field of fields) {
      if (value && (value as Record<string, unknown>)[field] === undefined) {
        yaml.problem([name, id], `is new and needs the field "${field}"`);
      }
    }
  }
}

function readAreas(
  yaml: YamlSource,
  value: unknown,
  base: Standard | undefined,
): Area[] {
  const old = base?.areas ?? [];
  const items = validateItems(yaml, 'areas', value, areaSchema);
  requireFields<typeof areaSchema>(yaml, 'areas', items, old, [
    'title',
    'target',
  ]);
  const areas = merge<Area, typeof areaSchema>(
    old,
    items,
    (id, given, area) => ({
      id,
      title: given.title ?? area?.title ?? id,
      description: given.description ?? area?.description ?? '',
      target: given.target ?? area?.target ?? 0,
      weight: given.weight ?? area?.weight ?? 1,
      coreCheck: given.coreCheck ?? area?.coreCheck,
    }),
  );
  if (areas.length === 0 && !yaml.hasProblems) {
    yaml.problem(['areas'], 'expected at least one area');
  }
  return areas;
}

function readPhases(
  yaml: YamlSource,
  value: unknown,
  base: Standard | undefined,
): Phase[] {
  const old = base?.phases ?? [];
  const items = validateItems(yaml, 'phases', value, phaseSchema);
  requireFields<typeof phaseSchema>(yaml, 'phases', items, old, [
    'title',
    'window',
    'fromDay',
  ]);
  const phases = merge<Phase, typeof phaseSchema>(
    old,
    items,
    (id, given, phase) => ({
      id,
      title: given.title ?? phase?.title ?? id,
      window: given.window ?? phase?.window ?? '',
      fromDay: given.fromDay ?? phase?.fromDay ?? 0,
      toDay: given.toDay ?? phase?.toDay,
      description: given.description ?? phase?.description ?? '',
    }),
  ).sort((a, b) => a.fromDay - b.fromDay);
  if (phases.length === 0 && !yaml.hasProblems) {
    yaml.problem(['phases'], 'expected at least one phase');
  }
  return phases;
}

function readStages(
  yaml: YamlSource,
  value: unknown,
  base: Standard | undefined,
): Stage[] {
  const old = base?.stages ?? [];
  const items = validateItems(yaml, 'stages', value, stageSchema);
  requireFields<typeof stageSchema>(yaml, 'stages', items, old, [
    'title',
    'must',
  ]);
  const gone = new Set(items.filter(({ off }) => off).map(({ id }) => id));
  const withoutGone = (stage: Stage): Stage => ({
    ...stage,
    must: stage.must.filter(
      condition => condition.type !== 'stage' || !gone.has(condition.stage),
    ),
  });
  return merge<Stage, typeof stageSchema>(
    old.map(withoutGone),
    items,
    (id, given, stage) => ({
      id,
      title: given.title ?? stage?.title ?? id,
      description: given.description ?? stage?.description ?? '',
      must: given.must ?? stage?.must ?? [],
      should: given.should ?? stage?.should ?? [],
    }),
  );
}

function readSeverities(
  yaml: YamlSource,
  value: unknown,
  base: Standard | undefined,
): Standard['severities'] {
  const given =
    validate(yaml, ['severities'], value ?? {}, severitiesSchema) ?? {};
  const fields = ['weight', 'fixWithinDays', 'acceptAtMostDays'] as const;
  const policies = SEVERITIES.map(severity => {
    const policy: Partial<SeverityPolicy> = {
      ...base?.severities[severity],
      ...given[severity],
    };
    for (const field of fields.filter(name => policy[name] === undefined)) {
      yaml.problem(['severities', severity, field], 'missing');
    }
    return [severity, policy];
  });
  return Object.fromEntries(policies) as Standard['severities'];
}

function readCaps(
  yaml: YamlSource,
  value: unknown,
  base: Standard | undefined,
): Standard['caps'] {
  return {
    ...(base?.caps ?? enterpriseStandard.caps),
    ...validate(yaml, ['caps'], value ?? {}, capsSchema),
  };
}

function readRisks(
  yaml: YamlSource,
  value: unknown,
  areas: readonly Area[],
  base: Standard | undefined,
): RiskCategory[] {
  const categories: RiskCategory[] =
    value === undefined
      ? base?.riskCategories ?? []
      : validate(yaml, ['riskCategories'], value, riskCategoriesSchema) ?? [];
  const listed = new Set(categories.flatMap(category => category.areas));
  const others = areas.map(({ id }) => id).filter(id => !listed.has(id));
  return others.length > 0
    ? [...categories, { title: 'Other', areas: others }]
    : [...categories];
}

function readPolicies(
  yaml: YamlSource,
  value: unknown,
  moved: Map<string, CheckPolicy>,
): Record<string, CheckPolicy> {
  const policies = new Map(moved);
  for (const item of validateItems(yaml, 'checks', value, checkPolicySchema)) {
    policies.set(
      item.id,
      item.off ? { enabled: false } : { ...moved.get(item.id), ...item.value },
    );
  }
  return Object.fromEntries(policies);
}

/** Attested checks: those of the base, or those that the stages ask for. */
function attestedChecks(
  stages: readonly Stage[],
  base: Standard | undefined,
): CheckDefinition[] {
  const asked = new Set(
    stages.flatMap(({ must, should }) =>
      [...must, ...should].flatMap(condition =>
        condition.type === 'attested'
          ? condition.checks.map(({ id }) => id)
          : [],
      ),
    ),
  );
  return base
    ? base.attestedChecks
    : enterpriseStandard.attestedChecks.filter(({ id }) => asked.has(id));
}

/** Checks of a phase that is gone stand in the phase before it, or in the first one. */
function movedChecks(
  checks: readonly CheckDefinition[],
  phases: readonly Phase[],
  base: Standard = enterpriseStandard,
): Map<string, CheckPolicy> {
  const targetOf = (phase: string) => {
    const index = base.phases.findIndex(({ id }) => id === phase);
    const before = base.phases
      .slice(0, Math.max(0, index))
      .reverse()
      .find(({ id }) => phases.some(item => item.id === id));
    return (before ?? phases[0])?.id;
  };
  return new Map(
    [...checks, ...base.attestedChecks]
      .filter(({ phase }) => !phases.some(({ id }) => id === phase))
      .map(({ id, phase }) => [id, { phase: targetOf(phase) }]),
  );
}
