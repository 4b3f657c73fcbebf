import { Phase } from '../../model/standard';

export const phases: Phase[] = [
  {
    id: 'security-critical',
    title: 'Security Critical',
    window: 'Week 1–2',
    fromDay: 0,
    toDay: 14,
    description:
      'What an outsider can use or what can lose data today, and an owner who is told.',
  },
  {
    id: 'observability',
    title: 'Observability',
    window: 'Week 2–4',
    fromDay: 14,
    toDay: 28,
    description: 'Logs, metrics, errors, health, alerts, links for the night.',
  },
  {
    id: 'api-maturity',
    title: 'API Maturity',
    window: 'Week 4–6',
    fromDay: 28,
    toDay: 42,
    description:
      'Contracts, pagination, errors, query and transaction behaviour, idempotency.',
  },
  {
    id: 'testing-and-quality',
    title: 'Testing & Quality',
    window: 'Week 6–8',
    fromDay: 42,
    toDay: 56,
    description: 'Tests, gates, scanners, supply chain, hygiene.',
  },
  {
    id: 'production-hardening',
    title: 'Production Hardening',
    window: 'Week 8–12',
    fromDay: 56,
    toDay: 84,
    description:
      'Containers, limits, shutdown, high availability, backup policy, caching, tracing, accessibility, drills.',
  },
  {
    id: 'future-proofing',
    title: 'Future-Proofing',
    window: 'Month 3+',
    fromDay: 84,
    description: 'Orchestration, job platform, feature flags.',
  },
];
