import { Standard } from '../../model/standard';
import { areas } from './areas';
import { attestedChecks } from './attested';
import { phases } from './phases';
import { levels, stages } from './stages';

/**
 * The built-in standard.
 *
 * @public
 */
export const enterpriseStandard: Standard = {
  id: 'enterprise',
  version: '1.0.0',
  title: 'Enterprise Readiness',
  description:
    'What a service needs before a company may depend on it: security, observability, tests, operations and an owner.',
  areas,
  phases,
  stages,
  levels,
  severities: {
    critical: { weight: 5, fixWithinDays: 7, acceptAtMostDays: 30 },
    high: { weight: 3, fixWithinDays: 30, acceptAtMostDays: 90 },
    medium: { weight: 2, fixWithinDays: 90, acceptAtMostDays: 180 },
    low: { weight: 1, fixWithinDays: 180, acceptAtMostDays: 365 },
  },
  caps: { openCritical: 5, coreCheckFailed: 3 },
  riskCategories: [
    { title: 'Secrets & Keys', areas: ['secrets-and-credentials'] },
    {
      title: 'Access & Exposure',
      areas: [
        'authentication-and-authorization',
        'input-validation',
        'cors-and-headers',
      ],
      checks: ['internal-service-exposed', 'privileged-container'],
    },
    { title: 'Data Isolation', areas: ['multi-tenancy'] },
    { title: 'Data Loss', areas: ['disaster-recovery', 'data-layer'] },
    {
      title: 'Configuration',
      areas: [],
      checks: [
        'cors-localhost-default',
        'environment-defaults-to-development',
        'development-mode-in-production',
        'settings-not-validated-at-startup',
        'settings-drift',
      ],
    },
    {
      title: 'Reliability',
      areas: ['health-checks', 'error-tracking', 'resilience-and-scalability'],
    },
    {
      title: 'Operations',
      areas: [
        'logging',
        'monitoring',
        'distributed-tracing',
        'deployment-and-operations',
        'documentation-and-ownership',
      ],
    },
    { title: 'Delivery', areas: ['ci-cd-and-supply-chain', 'dependencies'] },
    {
      title: 'Quality',
      areas: [
        'testing',
        'code-quality',
        'api-design',
        'caching',
        'frontend',
        'accessibility',
      ],
    },
  ],
  attestedChecks,
};
