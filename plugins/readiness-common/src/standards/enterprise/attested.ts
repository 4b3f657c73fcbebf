import { CheckDefinition } from '../../model/check';

type AttestedText = Pick<
  CheckDefinition,
  | 'id'
  | 'validForDays'
  | 'area'
  | 'severity'
  | 'phase'
  | 'title'
  | 'failureMode'
  | 'manifestation'
  | 'impact'
  | 'remediation'
>;

function attested(text: AttestedText): CheckDefinition {
  return {
    ...text,
    kind: 'attested',
    confidence: 'certain',
    effort: 'medium',
    description:
      'No source tree can show this. Somebody attests it with evidence, and the attestation expires.',
    guardrail: {},
    references: [],
  };
}

export const attestedChecks: CheckDefinition[] = [
  attested({
    id: 'restore-drill-performed',
    validForDays: 180,
    area: 'disaster-recovery',
    severity: 'high',
    phase: 'production-hardening',
    title: 'A restore has been practised',
    failureMode: 'No restore from the off-site copy has been tried lately.',
    manifestation:
      'The first restore happens during the outage, with nobody sure how long it takes.',
    impact: 'Backups that were never restored turn out empty when needed.',
    remediation:
      'Restore one backup into an empty place. Record which backup, the duration against the RTO, the data lost against the RPO, the query that proved the data and who did it. Valid for 180 days.',
  }),
  attested({
    id: 'wcag-audit-performed',
    validForDays: 365,
    area: 'accessibility',
    severity: 'medium',
    phase: 'production-hardening',
    title: 'An accessibility audit has been done',
    failureMode: 'No report against WCAG 2.1 or 2.2 AA covers the main pages.',
    manifestation: 'Barriers are found by the people who cannot get past them.',
    impact: 'Customers are locked out; legal duties are missed.',
    remediation:
      'Attach a report with the pages covered, a tool run and a manual keyboard, screen-reader and zoom pass, and issues with owners. Valid for 365 days.',
  }),
  attested({
    id: 'on-call-rota-active',
    validForDays: 90,
    area: 'documentation-and-ownership',
    severity: 'high',
    phase: 'observability',
    title: 'Somebody is on call',
    failureMode: 'No schedule with at least two people and an escalation.',
    manifestation: 'An alert at night reaches nobody.',
    impact: 'Outages last until office hours.',
    remediation:
      'Link the schedule and one page, real or test, that reached a person within the last 90 days. Valid for 90 days.',
  }),
  attested({
    id: 'load-test-performed',
    validForDays: 180,
    area: 'resilience-and-scalability',
    severity: 'medium',
    phase: 'production-hardening',
    title: 'A load test has been run',
    failureMode: 'Nobody knows at which rate the service breaks, and where.',
    manifestation: 'The first peak is the test.',
    impact: 'Overload takes the service down when it matters most.',
    remediation:
      'Record scenario, target and reached rate, p95 and p99, error rate, first bottleneck, environment, revision and data volume. Valid for 180 days.',
  }),
  attested({
    id: 'threat-model-reviewed',
    validForDays: 365,
    area: 'authentication-and-authorization',
    severity: 'medium',
    phase: 'production-hardening',
    title: 'The threat model has been reviewed',
    failureMode: 'No current data flow with trust boundaries and abuse cases.',
    manifestation: 'New features open paths that nobody considered.',
    impact: 'Design holes that no scanner finds stay open.',
    remediation:
      'Attach the data flow with trust boundaries, abuse cases, decisions with owners and the accepted risks. Valid for 365 days.',
  }),
  attested({
    id: 'penetration-test-performed',
    validForDays: 365,
    area: 'authentication-and-authorization',
    severity: 'high',
    phase: 'production-hardening',
    title: 'A penetration test has been done',
    failureMode: 'No independent test within the last year.',
    manifestation: 'Chains of small weaknesses are found by attackers first.',
    impact: 'A break-in that a test would have shown.',
    remediation:
      'Attach scope, date and independence of the testers, import the findings, and have critical and high ones retested. Valid for 365 days.',
  }),
  attested({
    id: 'secrets-rotated',
    validForDays: 180,
    area: 'secrets-and-credentials',
    severity: 'high',
    phase: 'production-hardening',
    title: 'Secrets are rotated',
    failureMode: 'Secrets have no owner and were never changed.',
    manifestation: 'A leaked key works for years.',
    impact: 'Former staff and leaked backups keep access.',
    remediation:
      'List secrets with store, owner and last rotation, and exercise one rotation without downtime. Valid for 90 days for signing and admin keys, 180 days for the others.',
  }),
  attested({
    id: 'privileged-access-reviewed',
    validForDays: 90,
    area: 'authentication-and-authorization',
    severity: 'high',
    phase: 'production-hardening',
    title: 'Privileged access has been reviewed',
    failureMode: 'Nobody has looked lately at who may administer the service.',
    manifestation: 'Leavers and shared accounts keep administrator rights.',
    impact: 'One stolen account is enough.',
    remediation:
      'List administrators and service accounts, show that MFA is enforced for each, that leavers are gone and that the break-glass account works. Valid for 90 days.',
  }),
  attested({
    id: 'branch-protection-enforced',
    validForDays: 180,
    area: 'ci-cd-and-supply-chain',
    severity: 'medium',
    phase: 'testing-and-quality',
    title: 'The default branch is protected',
    failureMode: 'Changes can reach the default branch without review.',
    manifestation: 'A pushed mistake is deployed unseen.',
    impact: 'One account can ship anything.',
    remediation:
      'Export the rules of the default branch: review by another person, required checks by name, no force push, no bypass. Valid for 180 days.',
  }),
  attested({
    id: 'service-objectives-agreed',
    validForDays: 180,
    area: 'monitoring',
    severity: 'medium',
    phase: 'observability',
    title: 'Service objectives are agreed',
    failureMode: 'No measured objective says what good enough means.',
    manifestation: 'Every slow day becomes a debate.',
    impact: 'Work on reliability is started too late or never ends.',
    remediation:
      'Record indicators with their query, objective, window, error-budget policy, who agreed, and the burn-rate alert. Valid for 180 days.',
  }),
  attested({
    id: 'data-retention-reviewed',
    validForDays: 365,
    area: 'data-layer',
    severity: 'medium',
    phase: 'production-hardening',
    title: 'Data retention has been reviewed',
    failureMode: 'Nobody knows which data is kept where, and for how long.',
    manifestation: 'Requests for access or deletion cannot be answered.',
    impact: 'Legal exposure, and more to lose in a break-in.',
    remediation:
      'Record data classes with place, purpose, retention and deletion job, the path for access and deletion requests, and processors. Valid for 365 days.',
  }),
  attested({
    id: 'production-settings-verified',
    validForDays: 90,
    area: 'deployment-and-operations',
    severity: 'high',
    phase: 'security-critical',
    title: 'Production settings have been verified',
    failureMode: 'Nobody has looked at the settings of the running system.',
    manifestation: 'Defaults meant for a laptop run in production.',
    impact: 'Known secrets, open origins or a wrong database in production.',
    remediation:
      'Check on the running system: environment name, secrets strong and not defaults, allowed origins, database target, log level, demo routes answer 404, health checks green, no start without database. Valid for 90 days.',
  }),
];
