import { defineCheck } from '../../../engine/defineCheck';
import { CheckOutcome } from '../../../engine/types';
import { descriptors } from '../../../facts/catalog/descriptors';
import { catalog } from '../../../facts/catalog/extract';
import { CatalogFacts } from '../../../facts/catalog/schema';

/** Kinds that own, or point at others, and have no owner themselves. */
const WITHOUT_OWNER = ['location', 'user', 'group'];

/** Names that templates and imports put where nobody decided. */
const DEFAULT_OWNERS = new Set([
  'unknown',
  'guest',
  'guests',
  'none',
  'nobody',
  'tbd',
  'todo',
  'default',
  'unowned',
]);

const MIN_MEMBERS = 2;

export const check = defineCheck({
  id: 'entity-without-owning-team',
  subject: 'catalog',
  area: 'documentation-and-ownership',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Entity without an owning team',
  description:
    'The relation `ownedBy` of the entity should lead to a group that exists in the catalog, is not retired, and has at least two members. A person, a placeholder such as `unknown`, and a reference that leads nowhere are no owning team. Without a catalog the descriptor file of the tree shows a missing owner, but not whether a named team exists.',
  failureMode: 'No living team answers for the entity.',
  manifestation:
    'Findings, alerts and questions about the service go to nobody, to one person, or to a group that was dissolved.',
  impact:
    'Vulnerabilities and incidents wait until somebody by chance feels responsible; when the one person is away, nobody does.',
  remediation: `Name the group that answers for it.

\`\`\`yaml
spec:
  owner: group:default/payments
\`\`\`

The group has to be in the catalog with its members; give retired teams a successor.`,
  guardrail: {
    ci: 'descriptor check',
    linter: 'catalog validation',
    architecture: 'templates that ask for the owning team',
  },
  references: [
    {
      title: 'Backstage: spec.owner',
      url: 'https://backstage.io/docs/features/software-catalog/descriptor-format#specowner-required',
    },
    {
      title: 'Google SRE: Production readiness review',
      url: 'https://sre.google/sre-book/evolving-sre-engagement-model/',
    },
  ],
  evaluate: async context => {
    const facts = await context.facts(catalog);
    if (!facts) {
      const { reason } = await context.facts(descriptors);
      return {
        status: 'unknown',
        summary: `The owner cannot be told: ${reason}`,
      };
    }
    if (WITHOUT_OWNER.includes(facts.kind)) {
      return {
        status: 'not-applicable',
        summary: `Entities of the kind ${facts.kind} have no owner`,
      };
    }
    if (facts.descriptor) {
      return judgeDescriptor(facts, facts.descriptor);
    }
    const { owner, declaredOwner } = facts;
    const fail = (note: string, severity?: 'medium') => ({
      status: 'fail' as const,
      summary: note,
      evidence: [
        {
          subject: 'owner',
          note,
          ...(severity ? { severity } : {}),
        },
      ],
    });
    const name = nameOf(owner?.entityRef ?? declaredOwner ?? '');
    if (!owner || DEFAULT_OWNERS.has(name)) {
      return {
        ...fail(
          declaredOwner || owner
            ? `The owner "${declaredOwner ?? owner?.entityRef}" is no team`
            : 'Neither spec.owner nor a relation names an owner',
        ),
        lookedFor: ['relation ownedBy', 'spec.owner'],
      };
    }
    if (!owner.exists) {
      return fail(`The owner ${owner.entityRef} is not in the catalog`);
    }
    if (owner.retired) {
      return fail(`The owner ${owner.entityRef} is retired`);
    }
    if (owner.kind === 'user') {
      return fail(
        `The owner ${owner.entityRef} is a person, no team`,
        'medium',
      );
    }
    if (owner.kind !== 'group') {
      return fail(`The owner ${owner.entityRef} is no group`);
    }
    if (owner.members === 0) {
      return fail(`The owner ${owner.entityRef} has no members`, 'medium');
    }
    return {
      status: 'pass',
      summary:
        owner.members < MIN_MEMBERS
          ? `Owned by ${owner.entityRef}, which has one member`
          : `Owned by ${owner.entityRef} with ${owner.members} members`,
      evidence:
        owner.members < MIN_MEMBERS
          ? []
          : [
              {
                subject: 'owner',
                note: `${owner.entityRef}, ${owner.members} members`,
              },
            ],
    };
  },
});

/** As written: an owner that is missing is missing, but nobody here knows whether a named one exists. */
function judgeDescriptor(
  { declaredOwner }: CatalogFacts,
  { line, ownerLine, path }: NonNullable<CatalogFacts['descriptor']>,
): CheckOutcome {
  const place = { path, line: ownerLine ?? line, subject: 'owner' };
  // A catalog may add an owner while it processes.
  const fail = (note: string, severity?: 'medium'): CheckOutcome => ({
    status: 'fail',
    confidence: 'likely',
    summary: note,
    evidence: [{ ...place, note, ...(severity ? { severity } : {}) }],
    lookedFor: ['spec.owner'],
  });
  if (!declaredOwner) {
    return fail('spec.owner is not set');
  }
  if (DEFAULT_OWNERS.has(nameOf(declaredOwner))) {
    return fail(`The owner "${declaredOwner}" is no team`);
  }
  if (declaredOwner.toLocaleLowerCase('en-US').startsWith('user:')) {
    return fail(`The owner ${declaredOwner} is a person, no team`, 'medium');
  }
  return {
    status: 'unknown',
    summary: `${path}:${place.line} names ${declaredOwner}; whether this team exists and has members is known to the catalog only`,
  };
}

function nameOf(reference: string): string {
  return reference
    .slice(Math.max(reference.lastIndexOf('/'), reference.lastIndexOf(':')) + 1)
    .toLocaleLowerCase('en-US');
}
