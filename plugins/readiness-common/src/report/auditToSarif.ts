import type {
  Artifact,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
} from 'sarif';
import { Audit } from '../model/audit';
import { CheckDefinition, Place } from '../model/check';
import { Confidence, Severity } from '../model/severity';
import {
  definitionsById,
  DescribedFinding,
  describeFindings,
  ReportOptions,
} from './describeFindings';
import { code } from './markdown';
import { visible } from './visible';

/**
 * A SARIF 2.1.0 log; `@types/sarif` describes it in full.
 *
 * @public
 */
export interface SarifLog {
  version: '2.1.0';
  $schema?: string;
  runs: object[];
}

/**
 * Options of {@link auditToSarif}.
 *
 * @public
 */
export interface SarifOptions extends ReportOptions {
  /** Version of what made the audit. */
  version: string;
  /** Fingerprints of an earlier audit: each result then says whether it is new. */
  known?: ReadonlySet<string>;
}

/** Base of all paths; consumers map it to their checkout. */
const ROOT = 'SRCROOT';

const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const;

/** Scores on the scale of CVSS, as code scanning services sort by. */
const SECURITY_SEVERITY: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
};

const PRECISION: Record<Confidence, string> = {
  certain: 'very-high',
  likely: 'high',
  plausible: 'medium',
};

/** Areas whose findings an outsider can use. */
const SECURITY_AREAS = new Set([
  'authentication-and-authorization',
  'secrets-and-credentials',
  'input-validation',
  'cors-and-headers',
  'multi-tenancy',
]);

/** Checks of other areas of which the same is true. */
const SECURITY_CHECKS = new Set([
  'client-headers-trusted',
  'dangerous-workflow',
  'dev-server-in-production',
  'development-mode-in-production',
  'installer-piped-to-shell',
  'internal-service-exposed',
  'privileged-container',
  'unsafe-html-sink',
  'unpinned-action-or-image',
  'vulnerable-dependency',
]);

/**
 * An audit in SARIF 2.1.0: failed instances as results, undecided checks and unread files as notifications of the
 * invocation. Pure. Paths are percent-encoded and relative to `SRCROOT`.
 *
 * @public
 */
export function auditToSarif(audit: Audit, options: SarifOptions): SarifLog {
  const definitions = definitionsById(options);
  const judged = audit.results.flatMap(({ check }) => {
    const definition = definitions.get(check);
    return definition?.kind === 'judged' ? [definition] : [];
  });
  const ruleIndex = new Map(judged.map(({ id }, index) => [id, index]));
  const described = describeFindings(audit, options);
  const started = new Date(audit.startedAt);

  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Readiness',
            semanticVersion: options.version,
            rules: judged.map(ruleOf),
          },
        },
        automationDetails: {
          id: `readiness/${audit.standard.id}/${audit.entity ?? ''}`,
        },
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: started.toISOString(),
            endTimeUtc: new Date(
              started.getTime() + audit.durationMs,
            ).toISOString(),
            toolExecutionNotifications: notifications(audit, ruleIndex),
          },
        ],
        originalUriBaseIds: {
          [ROOT]: { description: { text: 'The folder that was audited.' } },
        },
        artifacts: artifactsOf(described),
        columnKind: 'utf16CodeUnits',
        results: described.map(item => ({
          ...resultOf(item, ruleIndex),
          ...(options.known
            ? { baselineState: baselineState(item, options.known) }
            : {}),
        })),
        properties: {
          revision: audit.revision,
          standard: audit.standard,
          ...(audit.scope ? { scope: audit.scope } : {}),
          overall: audit.overall,
          level: audit.level,
          verdicts: audit.verdicts.map(({ stage, verdict }) => ({
            stage,
            verdict,
          })),
        },
      },
    ],
  };
  return log as SarifLog;
}

function ruleOf(check: CheckDefinition): ReportingDescriptor {
  const security = isSecurity(check);
  const help = [
    check.description,
    check.failureMode,
    check.manifestation,
    check.impact,
  ];
  return {
    id: check.id,
    name: pascalCase(check.id),
    shortDescription: { text: check.title },
    fullDescription: { text: check.description },
    help: {
      text: [...help, check.remediation].join('\n\n'),
      markdown: [
        check.description,
        `**What is wrong:** ${check.failureMode}`,
        `**How it shows:** ${check.manifestation}`,
        `**Why it matters:** ${check.impact}`,
        '**How to fix it:**',
        check.remediation,
        ...(check.references.length > 0
          ? [
              check.references
                .map(({ title, url }) => `- [${title}](${url})`)
                .join('\n'),
            ]
          : []),
      ].join('\n\n'),
    },
    defaultConfiguration: { level: LEVELS[check.severity] },
    properties: {
      tags: [check.area, ...(security ? ['security'] : [])],
      precision: PRECISION[check.confidence],
      'problem.severity': problemSeverity(check.severity),
      ...(security
        ? { 'security-severity': SECURITY_SEVERITY[check.severity] }
        : {}),
      phase: check.phase,
      effort: check.effort,
    },
  };
}

function resultOf(
  { finding, evidence, result, check }: DescribedFinding,
  ruleIndex: ReadonlyMap<string, number>,
): Result {
  const index = ruleIndex.get(finding.check);
  const lookedFor = result?.lookedFor ?? [];
  const message = [
    finding.title,
    evidence.note ?? result?.summary ?? '',
    ...(evidence.path === undefined && lookedFor.length > 0
      ? [`looked for ${lookedFor.join(', ')}`]
      : []),
  ];
  const related = evidence.related ?? [];
  return {
    ruleId: finding.check,
    ...(index === undefined ? {} : { ruleIndex: index }),
    kind: 'fail',
    level: LEVELS[finding.severity],
    message: { text: visible(message.filter(Boolean).join(': ')) },
    // Services that show results beside the code refuse a log in which one has no place.
    locations: [
      evidence.path === undefined
        ? {
            physicalLocation: {
              artifactLocation: { uri: '.', uriBaseId: ROOT },
            },
          }
        : locationOf(evidence),
    ],
    ...(related.some(({ path }) => path !== undefined)
      ? {
          relatedLocations: related
            .filter(({ path }) => path !== undefined)
            .map((place, id) => ({ id, ...locationOf(place) })),
        }
      : {}),
    partialFingerprints: { 'readinessFingerprint/v1': finding.fingerprint },
    properties: {
      area: finding.area,
      severity: finding.severity,
      confidence: finding.confidence,
      ...(check && isSecurity(check)
        ? { 'security-severity': SECURITY_SEVERITY[finding.severity] }
        : {}),
      ...(finding.owner ? { owner: finding.owner } : {}),
    },
  };
}

function baselineState(
  { finding }: DescribedFinding,
  known: ReadonlySet<string>,
): Result.baselineState {
  return known.has(finding.fingerprint) ? 'unchanged' : 'new';
}

function locationOf(place: Place): Location {
  const { path, line, endLine, snippet, note } = place;
  const physicalLocation: PhysicalLocation = {
    artifactLocation: { uri: uriOf(path ?? '.'), uriBaseId: ROOT },
    ...(line === undefined
      ? {}
      : {
          region: {
            startLine: line,
            ...(endLine === undefined ? {} : { endLine }),
            ...(snippet ? { snippet: { text: snippet } } : {}),
          },
        }),
  };
  return {
    physicalLocation,
    ...(note ? { message: { text: visible(note) } } : {}),
  };
}

function artifactsOf(described: readonly DescribedFinding[]): Artifact[] {
  const paths = new Set(
    described.flatMap(({ evidence }) =>
      [evidence, ...(evidence.related ?? [])].flatMap(({ path }) => path ?? []),
    ),
  );
  return [...paths]
    .sort()
    .map(path => ({ location: { uri: uriOf(path), uriBaseId: ROOT } }));
}

function notifications(
  audit: Audit,
  ruleIndex: ReadonlyMap<string, number>,
): Notification[] {
  const undecided = audit.results.flatMap(({ check, status, summary }) => {
    const index = ruleIndex.get(check);
    return status === 'unknown' && index !== undefined
      ? [
          {
            level: 'warning' as const,
            message: {
              text: visible(`${check} could not be decided: ${summary}`),
              markdown: `${code(check)} could not be decided: ${code(summary)}`,
            },
            associatedRule: { id: check, index },
          },
        ]
      : [];
  });
  const skipped = audit.skipped.map(({ path, reason }) => ({
    level: 'note' as const,
    message: { text: visible(`Not judged: ${path}: ${reason}`) },
    locations: [locationOf({ path })],
  }));
  return [...undecided, ...skipped];
}

function isSecurity({ area, id }: CheckDefinition): boolean {
  return SECURITY_AREAS.has(area) || SECURITY_CHECKS.has(id);
}

function problemSeverity(severity: Severity): string {
  const level = LEVELS[severity];
  return level === 'note' ? 'recommendation' : level;
}

function pascalCase(id: string): string {
  return id
    .split('-')
    .map(word => word.slice(0, 1).toLocaleUpperCase('en-US') + word.slice(1))
    .join('');
}

/** A relative reference: each segment percent-encoded, and no first segment that would read as a scheme. */
function uriOf(path: string): string {
  // A lone surrogate cannot be encoded.
  return path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
