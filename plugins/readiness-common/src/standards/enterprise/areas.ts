import { Area } from '../../model/standard';

function area(
  id: string,
  title: string,
  target: number,
  description: string,
  coreCheck?: string,
): Area {
  return { id, title, description, target, weight: 1, coreCheck };
}

export const areas: Area[] = [
  area(
    'authentication-and-authorization',
    'Authentication & Authorization',
    9,
    'Who may call what, how identity is proven, how long a proof lasts.',
  ),
  area(
    'secrets-and-credentials',
    'Secrets & Credentials',
    9,
    'Nothing secret in code, images, examples, URLs or browsers.',
  ),
  area(
    'input-validation',
    'Input Validation',
    9,
    'What callers send is bounded, checked and never executed.',
  ),
  area(
    'cors-and-headers',
    'CORS & Headers',
    9,
    'What browsers may do with the answers.',
  ),
  area(
    'logging',
    'Logging',
    10,
    'Structured records that can be searched and joined, without secrets.',
    'no-structured-logging',
  ),
  area(
    'monitoring',
    'Monitoring (APM)',
    8,
    'Rates, errors and latency of every process, with somebody watching.',
    'no-application-metrics',
  ),
  area(
    'error-tracking',
    'Error Tracking',
    8,
    'Every unexpected error is collected, grouped and reaches a person.',
    'no-error-tracking',
  ),
  area(
    'distributed-tracing',
    'Distributed Tracing',
    7,
    'One request can be followed through all processes.',
    'no-distributed-tracing',
  ),
  area(
    'health-checks',
    'Health Checks',
    9,
    'Each deployable says whether it lives and whether it can serve.',
    'app-without-health-endpoint',
  ),
  area(
    'testing',
    'Testing',
    9,
    'Tests exist for every part and decide whether a change may land.',
    'no-automated-tests',
  ),
  area(
    'code-quality',
    'Code Quality',
    9,
    'Tools that find mistakes are switched on and effective.',
  ),
  area(
    'api-design',
    'API Design',
    9,
    'Contracts, versions, pages and errors that callers can rely on.',
  ),
  area(
    'data-layer',
    'Data Layer',
    8,
    'Bounded clients, safe migrations, data that stays consistent.',
  ),
  area(
    'caching',
    'Caching',
    7,
    'Repeated work is avoided, and what is kept becomes invalid in time.',
  ),
  area(
    'multi-tenancy',
    'Multi-tenancy',
    9,
    'No customer sees the data of another.',
  ),
  area(
    'ci-cd-and-supply-chain',
    'CI/CD & Supply Chain',
    9,
    'What is built is tested, pinned and can be traced.',
    'no-ci-pipeline',
  ),
  area(
    'deployment-and-operations',
    'Deployment & Operations',
    8,
    'Containers, settings and rollouts that survive production.',
  ),
  area(
    'resilience-and-scalability',
    'Resilience & Scalability',
    8,
    'Load, slow neighbours and lost instances do not take the service down.',
  ),
  area(
    'disaster-recovery',
    'Disaster Recovery',
    8,
    'Data comes back after the worst day, and somebody has tried it.',
    'no-automated-backup',
  ),
  area(
    'frontend',
    'Frontend',
    8,
    'Pages that fail softly and put nothing dangerous on the screen.',
  ),
  area(
    'accessibility',
    'Accessibility',
    7,
    'Usable with keyboard, screen reader, zoom and without colour vision.',
  ),
  area(
    'dependencies',
    'Dependencies',
    8,
    'What comes from others is locked, known and kept current.',
  ),
  area(
    'documentation-and-ownership',
    'Documentation & Ownership',
    8,
    'Somebody owns it, and a stranger can run it at night.',
    'entity-without-owning-team',
  ),
];
