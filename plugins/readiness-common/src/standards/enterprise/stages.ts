import { Level, Stage } from '../../model/standard';

/** Areas in which a hole can be used from outside. */
const SECURITY_AREAS = [
  'authentication-and-authorization',
  'secrets-and-credentials',
  'input-validation',
  'cors-and-headers',
  'multi-tenancy',
];

export const stages: Stage[] = [
  {
    id: 'pilot',
    title: 'Pilot',
    description: 'Known users, private beta.',
    must: [
      {
        type: 'no-open-findings',
        severity: 'critical',
        areas: [...SECURITY_AREAS, 'deployment-and-operations'],
      },
      {
        type: 'checks-pass',
        checks: ['entity-without-owning-team', 'app-without-health-endpoint'],
      },
      { type: 'overall-at-least', score: 4 },
      {
        type: 'areas-at-least',
        score: 4,
        areas: [
          'authentication-and-authorization',
          'secrets-and-credentials',
          'input-validation',
          'cors-and-headers',
        ],
      },
    ],
    should: [
      {
        type: 'checks-pass',
        checks: [
          'no-structured-logging',
          'no-automated-backup',
          'no-automated-tests',
        ],
      },
      {
        type: 'no-open-findings',
        severity: 'high',
        areas: ['secrets-and-credentials'],
      },
    ],
  },
  {
    id: 'standard',
    title: 'Standard',
    description: 'General availability.',
    must: [
      { type: 'stage', stage: 'pilot' },
      { type: 'no-open-findings', severity: 'critical' },
      { type: 'no-open-findings', severity: 'high', areas: SECURITY_AREAS },
      {
        type: 'no-open-findings',
        severity: 'high',
        checks: [
          'internal-service-exposed',
          'privileged-container',
          'vulnerable-dependency',
        ],
      },
      { type: 'core-checks-pass' },
      { type: 'overall-at-least', score: 6.5 },
      { type: 'areas-at-least', score: 5 },
      {
        type: 'phases-done',
        phases: ['security-critical', 'observability'],
        share: 1,
      },
      {
        type: 'attested',
        checks: [
          { id: 'production-settings-verified' },
          { id: 'restore-drill-performed', unless: 'no-automated-backup' },
          { id: 'on-call-rota-active' },
          { id: 'branch-protection-enforced' },
        ],
      },
    ],
    should: [
      { type: 'nothing-overdue' },
      { type: 'phases-done', phases: ['api-maturity'], share: 0.8 },
    ],
  },
  {
    id: 'enterprise',
    title: 'Enterprise',
    description: 'Regulated or business-critical.',
    must: [
      { type: 'stage', stage: 'standard' },
      { type: 'no-open-findings', severity: 'high' },
      { type: 'overall-at-least', score: 8 },
      { type: 'areas-near-target', within: 1 },
      {
        type: 'attested',
        checks: [
          { id: 'wcag-audit-performed', unless: 'control-not-accessible' },
          { id: 'load-test-performed' },
          { id: 'threat-model-reviewed' },
          { id: 'penetration-test-performed' },
          { id: 'secrets-rotated' },
          { id: 'privileged-access-reviewed' },
          { id: 'service-objectives-agreed' },
          { id: 'data-retention-reviewed' },
        ],
      },
      {
        type: 'phases-done',
        phases: ['api-maturity', 'testing-and-quality', 'production-hardening'],
        share: 1,
      },
      { type: 'nothing-unknown', severity: 'high' },
    ],
    should: [{ type: 'nothing-overdue', severity: 'medium' }],
  },
];

export const levels: Level[] = [
  { id: 'prototype', title: 'Prototype' },
  {
    id: 'pilot',
    title: 'Pilot',
    stage: 'pilot',
    verdicts: ['go', 'conditional'],
  },
  {
    id: 'production',
    title: 'Production',
    stage: 'standard',
    verdicts: ['go', 'conditional'],
  },
  {
    id: 'enterprise',
    title: 'Enterprise',
    stage: 'enterprise',
    verdicts: ['go'],
  },
];
