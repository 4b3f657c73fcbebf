import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { z } from 'zod';

/** Purposes of files, as the inventory decides them. */
const FILE_CLASSES = [
  'source',
  'test',
  'fixture',
  'example',
  'story',
  'generated',
  'vendored',
  'migration',
  'docs',
  'script',
  'config',
  'asset',
] as const;

export const RULE_LANGUAGES = [
  'python',
  'javascript',
  'typescript',
  'go',
  'java',
] as const;

/** A language as authors name it; `typescript` stands for `.ts` and `.tsx`. */
export type RuleLanguage = (typeof RULE_LANGUAGES)[number];

const ECOSYSTEMS = [
  'npm',
  'pypi',
  'go',
  'maven',
  'gradle',
  'cargo',
  'rubygems',
  'composer',
] as const;

const SCOPES = ['production', 'development', 'optional', 'peer'] as const;

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const CONFIDENCES = ['certain', 'likely', 'plausible'] as const;

const ids = (items: readonly { id: string }[]) =>
  items.map(({ id }) => id) as [string, ...string[]];

/** One of something, or a list. */
const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1).max(200)]);

const text = z.string().trim().min(1).max(10_000);
const line = z.string().trim().min(1).max(500);
const glob = z.string().min(1).max(300);
const regex = z.string().min(1).max(1_000);

const severity = z.enum(SEVERITIES);
const globs = oneOrMore(glob).describe(
  'Globs from the root of what is looked at: `**` any folders, `*` and `?` inside one name, `{a,b}` alternatives. A leading `!` leaves out.',
);
const classes = oneOrMore(z.union([z.enum(FILE_CLASSES), z.literal('any')]))
  .optional()
  .describe(
    'What the files are for. Default: production code where no files are named, and everything but tests, fixtures, examples, stories, generated and vendored files where they are named.',
  );
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What each condition that finds places may say about them. */
const said = {
  note: line
    .optional()
    .describe('What to note of each place. May hold placeholders: `{path}`.'),
  subject: line
    .optional()
    .describe(
      'What each place is about, stable while lines move: a service, a route.',
    ),
  severity: severity
    .optional()
    .describe('Severity of these places when it differs from the check.'),
};

const comparison = {
  equals: scalar.optional().describe('The value is this one.'),
  oneOf: z
    .array(scalar)
    .min(1)
    .max(500)
    .optional()
    .describe('The value is one of these.'),
  matches: regex
    .optional()
    .describe('A linear-time regular expression is found in the value.'),
  atLeast: z.number().optional().describe('The value is a number, not below.'),
  atMost: z.number().optional().describe('The value is a number, not above.'),
  ignoreCase: z.boolean().optional(),
};

const ComparisonSchema = z.strictObject(comparison);

/** Conditions hold conditions. */
// eslint-disable-next-line @typescript-eslint/no-use-before-define
const nested = z.lazy((): z.ZodType<Condition> => ConditionSchema);

const where: z.ZodOptional<z.ZodType<Condition>> = nested
  .optional()
  .describe('Only places in which this condition holds.');

const fileShape = {
  file: globs,
  classes,
  ...said,
};
const FileConditionSchema = z
  .strictObject({ ...fileShape, where })
  .describe('Holds when there is such a file.');

const valueShape = {
  value: oneOrMore(z.string().min(1).max(300)).describe(
    'Path of keys: `services.*.image`. `*` is any key or item, `**` any depth, "a.b" in quotes one key with a dot. A list is one path, key by key.',
  ),
  in: globs.optional(),
  ...comparison,
  exists: z
    .boolean()
    .optional()
    .describe('`false` holds where the last keys of the path are missing.'),
  except: ComparisonSchema.optional().describe('Values that do not count.'),
  classes,
  ...said,
};
const ValueConditionSchema = z
  .strictObject({ ...valueShape, where })
  .describe(
    'Holds when a YAML, JSON or TOML file has such a value. Without a comparison: when it has the key.',
  );

const textShape = {
  text: regex.describe(
    'Linear-time regular expression (RE2): no look-around, no back-references. `^` and `$` match at the ends of lines.',
  ),
  in: globs.optional(),
  except: regex.optional().describe('Lines in which this is found too.'),
  ignoreCase: z.boolean().optional(),
  containing: oneOrMore(z.string().min(2).max(200))
    .optional()
    .describe('Literals, of which a file must contain one to be searched.'),
  classes,
  ...said,
};
const TextConditionSchema = z
  .strictObject({ ...textShape, where })
  .describe('Holds when the text of a file has such a line.');

const codeShape = {
  code: z
    .union([z.string().min(1).max(2_000), z.record(z.string(), z.unknown())])
    .describe(
      'A pattern (`eval($CODE)`) or a rule of ast-grep: pattern, kind, has, inside, not, all, any, regex …',
    ),
  language: oneOrMore(z.enum(RULE_LANGUAGES)),
  constraints: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .optional()
    .describe('Rules for the metavariables of the pattern.'),
  containing: oneOrMore(z.string().min(2).max(200))
    .optional()
    .describe(
      'Literals, of which a file must contain one to be parsed. Taken from the rule where it has some.',
    ),
  in: globs.optional(),
  classes,
  ...said,
};
const CodeConditionSchema = z
  .strictObject({ ...codeShape, where })
  .describe('Holds when code has such a syntax, whatever its layout.');

const DependencyConditionSchema = z
  .strictObject({
    dependency: oneOrMore(z.string().min(1).max(200)).describe(
      'Names of packages; `*` at the end stands for any rest.',
    ),
    ecosystem: oneOrMore(z.enum(ECOSYSTEMS)).optional(),
    scope: oneOrMore(z.enum(SCOPES)).optional(),
    version: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'A range. Compared is the locked version, else the lowest that the manifest allows.',
      ),
    imported: z
      .boolean()
      .optional()
      .describe('Whether production code imports it.'),
    except: oneOrMore(z.string().min(1).max(200)).optional(),
    ...said,
  })
  .describe('Holds when a manifest itself names such a package.');

const partShape = {
  part: z.union([z.enum(RULE_LANGUAGES), z.literal('any')]),
  ...said,
};
const PartConditionSchema = z
  .strictObject({ ...partShape, where })
  .describe(
    'Holds when there is a part (a folder with a manifest of its own) with production code in that language.',
  );

const AllConditionSchema = z
  .strictObject({
    all: z.array(nested).min(1).max(200),
  })
  .describe('Holds when all of these hold.');
const AnyConditionSchema = z
  .strictObject({
    any: z.array(nested).min(1).max(200),
  })
  .describe('Holds when one of these holds.');
const NotConditionSchema = z
  .strictObject({ not: nested })
  .describe('Holds when this does not.');
const AnywhereConditionSchema = z
  .strictObject({ anywhere: nested })
  .describe('Looks at the whole tree again, out of the current subject.');

/** Conditions that find places, and so can be subjects, by the key that tells them. */
export const PLACE_CONDITIONS = {
  file: FileConditionSchema,
  value: ValueConditionSchema,
  text: TextConditionSchema,
  code: CodeConditionSchema,
  part: PartConditionSchema,
};

/** All conditions by the key that tells them. */
export const CONDITIONS = {
  ...PLACE_CONDITIONS,
  dependency: DependencyConditionSchema,
  all: AllConditionSchema,
  any: AnyConditionSchema,
  not: NotConditionSchema,
  anywhere: AnywhereConditionSchema,
};

type Shaped<T extends z.ZodRawShape> = z.infer<z.ZodObject<T>>;

export interface FileCondition extends Shaped<typeof fileShape> {
  where?: Condition;
}
export interface ValueCondition extends Shaped<typeof valueShape> {
  where?: Condition;
}
export interface TextCondition extends Shaped<typeof textShape> {
  where?: Condition;
}
export interface CodeCondition extends Shaped<typeof codeShape> {
  where?: Condition;
}
export type DependencyCondition = z.infer<typeof DependencyConditionSchema>;
export interface PartCondition extends Shaped<typeof partShape> {
  where?: Condition;
}
export type Comparison = z.infer<typeof ComparisonSchema>;

/** A condition that finds places. */
export type PlaceCondition =
  | FileCondition
  | ValueCondition
  | TextCondition
  | CodeCondition
  | PartCondition;

/** A condition: what must be seen. */
export type Condition =
  | PlaceCondition
  | DependencyCondition
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { anywhere: Condition };

export const ConditionSchema: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      Object.values(CONDITIONS) as unknown as [
        z.ZodType<Condition>,
        z.ZodType<Condition>,
      ],
    ),
  )
  .meta({ id: 'Condition' });

const PlaceConditionSchema: z.ZodType<PlaceCondition> = z
  .union(
    Object.values(PLACE_CONDITIONS) as unknown as [
      z.ZodType<PlaceCondition>,
      z.ZodType<PlaceCondition>,
    ],
  )
  .meta({ id: 'PlaceCondition' });

const judgement = {
  appliesWhen: ConditionSchema.optional().describe(
    'Otherwise it is not applicable. Default: always.',
  ),
  forEach: PlaceConditionSchema.optional().describe(
    'Judges each place that this finds by itself; what is below is looked for inside of it.',
  ),
  failsWhen: ConditionSchema.optional().describe(
    'Fails when this holds; its places are the findings.',
  ),
  passesWhen: ConditionSchema.optional().describe(
    'Passes when this holds, and its places are the strengths. Otherwise it fails.',
  ),
  belongsIn: globs
    .optional()
    .describe(
      'Where the control would be added: the first such file is the place of a finding that has none.',
    ),
  note: line
    .optional()
    .describe('What to note of each finding that has no note of its own.'),
};

const KindSchema = z
  .strictObject({
    kind: line.describe('Name of the kind, stable: it identifies its finding.'),
    severity: severity.optional(),
    confidence: z.enum(CONFIDENCES).optional(),
    ...judgement,
  })
  .describe('One of several things that the check asks for.');

/** One tree with what the check must say about it. */
const CaseSchema = z.strictObject({
  name: line,
  files: z
    .record(z.string().min(1).max(300), z.string().max(100_000))
    .describe('Texts by path.'),
  expect: z.enum(['pass', 'fail', 'not-applicable', 'unknown']),
  at: z
    .array(z.string().min(1).max(400))
    .max(100)
    .optional()
    .describe(
      'Every place of the findings, or of the strengths: `path:line`, or `path`.',
    ),
  share: z.number().min(0).max(1).optional(),
  summary: line.optional().describe('Text that the summary contains.'),
});

/** A check that is written in YAML. */
export const RuleSchema = z
  .strictObject({
    id: z
      .string()
      .max(100)
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'words in lower case, joined by `-`')
      .describe('The key everywhere. Never changes.'),
    area: z.enum(ids(enterpriseStandard.areas)),
    severity,
    confidence: z.enum(CONFIDENCES),
    phase: z.enum(ids(enterpriseStandard.phases)),
    effort: z.enum(['small', 'medium', 'large']),
    title: line.describe('Short name of the problem.'),
    description: text.describe('What is looked at, honestly.'),
    failureMode: text.describe('What is wrong when it fails.'),
    manifestation: text.describe('How that shows.'),
    impact: text.describe('Why it is dangerous.'),
    remediation: text.describe('How to repair it: Markdown with an example.'),
    guardrail: z
      .strictObject({
        linter: line.optional(),
        tests: line.optional(),
        ci: line.optional(),
        architecture: line.optional(),
      })
      .describe('What would have prevented it: names of tools or practices.'),
    references: z
      .array(
        z.strictObject({
          title: line,
          url: z.url({ protocol: /^https$/, error: 'an https address' }),
        }),
      )
      .max(20),
    ...judgement,
    kinds: z
      .array(KindSchema)
      .min(1)
      .max(50)
      .optional()
      .describe(
        'Several things of which each is asked for by itself, instead of one `failsWhen` or `passesWhen`.',
      ),
    messages: z.strictObject({
      fail: line,
      pass: line,
      notApplicable: line.optional(),
    }),
    share: z
      .boolean()
      .optional()
      .describe(
        'Whether good subjects earn their part of the score. Default: with `forEach` and with several `kinds`.',
      ),
    lookedFor: z
      .array(line)
      .max(50)
      .optional()
      .describe(
        'For an absence: what was searched. Default: from the conditions.',
      ),
    shared: z
      .unknown()
      .optional()
      .describe('Room for YAML anchors that the conditions use.'),
    cases: z.array(CaseSchema).max(100).optional(),
  })
  .meta({ id: 'Check' });

export type Judgement = Pick<
  z.infer<typeof KindSchema>,
  keyof typeof judgement | 'severity' | 'confidence'
>;
export type RuleKind = z.infer<typeof KindSchema>;
export type RuleCase = z.infer<typeof CaseSchema>;
export type Rule = z.infer<typeof RuleSchema>;
