import { Entity } from '@backstage/catalog-model';
import {
  CheckDefinition,
  CheckResult,
} from '@readiness/plugin-readiness-common';

/** Entities in all; the last fifth shares a tenth as many repositories. */
export const ENTITIES = 2000;
const ALONE = 1600;
const SHARED = 40;
export const REPOSITORIES = ALONE + SHARED;

/** What a source says: the check and the places where it fails. */
export interface Source {
  revision: string;
  places: string[];
}

export function repositoryOfEntity(index: number): number {
  return index < ALONE ? index : ALONE + (index % SHARED);
}

export function createEntities(sourceHost: string): Entity[] {
  return Array.from({ length: ENTITIES }, (_, index) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: `entity-${index}`,
      namespace: 'default',
      annotations: {
        'example.com/source': `${sourceHost}/${repositoryOfEntity(index)}`,
      },
    },
    spec: { type: 'service', lifecycle: 'production' },
    relations: [
      { type: 'ownedBy', targetRef: `group:default/team-${index % 50}` },
    ],
  }));
}

export const check: CheckDefinition = {
  id: 'log-levels',
  area: 'logging',
  severity: 'high',
  confidence: 'certain',
  phase: 'observability',
  effort: 'small',
  kind: 'judged',
  title: 'Title',
  description: 'Description',
  failureMode: 'Failure mode',
  manifestation: 'Manifestation',
  impact: 'Impact',
  remediation: 'Remediation',
  guardrail: { linter: 'eslint' },
  references: [],
};

export function resultOf({ places }: Source): CheckResult {
  return {
    check: check.id,
    area: check.area,
    severity: check.severity,
    status: 'fail',
    confidence: check.confidence,
    summary: 'Summary',
    evidence: places.map(subject => ({
      path: 'src/main.ts',
      line: 3,
      subject,
    })),
    lookedFor: [],
  };
}
