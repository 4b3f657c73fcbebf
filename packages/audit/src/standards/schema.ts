import { z } from 'zod';

const ID = 'an id in lower case, such as "data-layer"';

export const idSchema = z
  .string({ error: ID })
  .max(100, { error: ID })
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: ID });

const SCORE = 'a number from 0 to 10';
const scoreSchema = z
  .number({ error: SCORE })
  .min(0, { error: SCORE })
  .max(10, { error: SCORE });

const textSchema = z
  .string({ error: 'a text' })
  .min(1, { error: 'a text that is not empty' });

const VERSION = 'a version of three numbers in quotes, such as "1.0.0"';
const DAYS = 'a whole number of days';
const daysSchema = z
  .int({ error: DAYS })
  .min(0, { error: DAYS })
  .max(36_500, { error: DAYS });
const WEIGHT = 'a number that is not negative';
const weightSchema = z.number({ error: WEIGHT }).min(0, { error: WEIGHT });
const SHARE = 'a number from 0 to 1';

export const severitySchema = z.enum(['critical', 'high', 'medium', 'low'], {
  error: 'one of critical, high, medium, low',
});

const verdictSchema = z.enum(['go', 'conditional', 'no-go'], {
  error: 'one of go, conditional, no-go',
});

const list = <T extends z.ZodType>(item: T) =>
  z.array(item, { error: 'a list' });
const ids = list(idSchema);

export const CONDITION_TYPES = [
  'stage',
  'no-open-findings',
  'checks-pass',
  'core-checks-pass',
  'overall-at-least',
  'areas-at-least',
  'areas-near-target',
  'phases-done',
  'attested',
  'nothing-unknown',
  'nothing-overdue',
] as const;

export const conditionSchema = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('stage'), stage: idSchema }),
    z.strictObject({
      type: z.literal('no-open-findings'),
      severity: severitySchema,
      areas: ids.optional(),
      checks: ids.optional(),
    }),
    z.strictObject({ type: z.literal('checks-pass'), checks: ids }),
    z.strictObject({ type: z.literal('core-checks-pass') }),
    z.strictObject({ type: z.literal('overall-at-least'), score: scoreSchema }),
    z.strictObject({
      type: z.literal('areas-at-least'),
      score: scoreSchema,
      areas: ids.optional(),
    }),
    z.strictObject({
      type: z.literal('areas-near-target'),
      within: scoreSchema,
    }),
    z.strictObject({
      type: z.literal('phases-done'),
      phases: ids,
      share: z
        .number({ error: SHARE })
        .min(0, { error: SHARE })
        .max(1, { error: SHARE }),
    }),
    z.strictObject({
      type: z.literal('attested'),
      checks: list(
        z.strictObject({ id: idSchema, unless: idSchema.optional() }),
      ),
    }),
    z.strictObject({
      type: z.literal('nothing-unknown'),
      severity: severitySchema,
    }),
    z.strictObject({
      type: z.literal('nothing-overdue'),
      severity: severitySchema.optional(),
    }),
  ],
  { error: `a condition whose type is one of ${CONDITION_TYPES.join(', ')}` },
);

export const areaSchema = z.strictObject({
  title: textSchema.optional(),
  description: textSchema.optional(),
  target: scoreSchema.optional(),
  weight: weightSchema.optional(),
  coreCheck: idSchema.optional(),
});

export const phaseSchema = z.strictObject({
  title: textSchema.optional(),
  window: textSchema.optional(),
  fromDay: daysSchema.optional(),
  toDay: daysSchema.optional(),
  description: textSchema.optional(),
});

export const stageSchema = z.strictObject({
  title: textSchema.optional(),
  description: textSchema.optional(),
  must: list(conditionSchema).optional(),
  should: list(conditionSchema).optional(),
});

export const levelsSchema = list(
  z.strictObject({
    id: idSchema,
    title: textSchema,
    stage: idSchema.optional(),
    verdicts: list(verdictSchema).optional(),
  }),
).min(1, { error: 'at least one level' });

const policySchema = z.strictObject({
  weight: weightSchema.optional(),
  fixWithinDays: daysSchema.optional(),
  acceptAtMostDays: daysSchema.optional(),
});

export const severitiesSchema = z.strictObject({
  critical: policySchema.optional(),
  high: policySchema.optional(),
  medium: policySchema.optional(),
  low: policySchema.optional(),
});

export const capsSchema = z.strictObject({
  openCritical: scoreSchema.optional(),
  coreCheckFailed: scoreSchema.optional(),
});

export const riskCategoriesSchema = list(
  z.strictObject({
    title: textSchema,
    areas: ids.default([]),
    checks: ids.optional(),
  }),
);

export const checkPolicySchema = z.strictObject({
  severity: severitySchema.optional(),
  phase: idSchema.optional(),
});

/** What stands at the top of a standard. Maps and lists are read by themselves, so that each problem is found. */
export const headSchema = z.strictObject({
  extends: idSchema.optional(),
  id: idSchema,
  version: z
    .string({ error: VERSION })
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.-]{1,100})?$/, {
      error: VERSION,
    }),
  title: textSchema,
  description: textSchema.optional(),
  areas: z.unknown().optional(),
  phases: z.unknown().optional(),
  stages: z.unknown().optional(),
  levels: z.unknown().optional(),
  severities: z.unknown().optional(),
  caps: z.unknown().optional(),
  riskCategories: z.unknown().optional(),
  checks: z.unknown().optional(),
});
