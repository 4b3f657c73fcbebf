import { defineCheck } from '../../../engine/defineCheck';
import { descriptors } from '../../../facts/catalog/descriptors';
import { catalog } from '../../../facts/catalog/extract';

/** Kinds whose descriptor format has a lifecycle. */
const WITH_LIFECYCLE = ['component', 'api'];

export const check = defineCheck({
  id: 'entity-without-lifecycle',
  subject: 'catalog',
  area: 'documentation-and-ownership',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Entity without a known lifecycle',
  description:
    'The field `spec.lifecycle` should hold one of the values that this organisation uses, so that people and rules know whether others may build on the entity. Without a catalog the descriptor file of the tree is read, and the values that Backstage itself describes are expected.',
  failureMode:
    'The lifecycle is missing, or holds a word that nobody has defined.',
  manifestation:
    'A search for production services misses it, and a prototype looks like something to build on.',
  impact:
    'Rules that depend on the lifecycle (stages, support hours, alerting) do not apply to it, and nobody plans its retirement.',
  remediation: `Set one of the known values.

\`\`\`yaml
spec:
  lifecycle: production
\`\`\`

Further values belong into the configuration of the organisation, not into a single descriptor.`,
  guardrail: {
    linter: 'catalog validation',
    ci: 'descriptor check',
    architecture: 'templates with a list to choose from',
  },
  references: [
    {
      title: 'Backstage: spec.lifecycle',
      url: 'https://backstage.io/docs/features/software-catalog/descriptor-format#speclifecycle-required',
    },
  ],
  evaluate: async context => {
    const facts = await context.facts(catalog);
    if (!facts) {
      const { reason } = await context.facts(descriptors);
      return {
        status: 'unknown',
        summary: `The lifecycle cannot be told: ${reason}`,
      };
    }
    if (!WITH_LIFECYCLE.includes(facts.kind)) {
      return {
        status: 'not-applicable',
        summary: `Entities of the kind ${facts.kind} have no lifecycle`,
      };
    }
    const { descriptor, lifecycle, knownLifecycles } = facts;
    const place = descriptor
      ? {
          path: descriptor.path,
          line: descriptor.lifecycleLine ?? descriptor.line,
        }
      : {};
    if (lifecycle && knownLifecycles.includes(lifecycle)) {
      return {
        status: 'pass',
        summary: `The lifecycle is ${lifecycle}`,
        evidence: [{ ...place, subject: 'lifecycle', note: lifecycle }],
      };
    }
    const summary = lifecycle
      ? `The lifecycle "${lifecycle}" is none of ${knownLifecycles.join(', ')}`
      : 'spec.lifecycle is not set';
    return {
      status: 'fail',
      summary,
      evidence: [{ ...place, subject: 'lifecycle', note: summary }],
      lookedFor: ['spec.lifecycle', ...knownLifecycles],
      // Without a catalog nobody knows which words this organisation uses.
      ...(descriptor && lifecycle ? { confidence: 'likely' as const } : {}),
    };
  },
});
