import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { deployables } from '../../../facts/deployables/extract';
import { count, inOrder } from '../../../judging/outcome';

const POLICIES = ['always', 'unless-stopped', 'on-failure', 'any'];

export const check = defineCheck({
  id: 'no-restart-policy',
  area: 'deployment-and-operations',
  severity: 'low',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Service without a restart policy',
  description:
    'Looks at every long-running service of production Compose files: it needs `restart: always`, `unless-stopped` or `on-failure`, or a `deploy.restart_policy`. Policies from anchors, `extends` and other files count. Services that end by themselves (migrations, set-up, services others wait for to complete) are left out; Kubernetes restarts by default.',
  failureMode:
    'Nothing starts the service again when its process ends or the machine restarts.',
  manifestation:
    'After a crash, an out-of-memory kill or a reboot the service stays down until somebody notices.',
  impact: 'A fault of seconds becomes an outage of hours.',
  remediation:
    'State a policy for every long-running service, and `restart: "no"` for jobs.\n\n```yaml\nservices:\n  api:\n    restart: unless-stopped\n```',
  guardrail: {
    linter: 'dclint',
    tests: 'start-up test that kills the process',
    architecture: 'shared Compose fragment or chart with the policy',
  },
  references: [
    {
      title: 'Compose file reference: restart',
      url: 'https://docs.docker.com/reference/compose-file/services/#restart',
    },
    {
      title: 'Start containers automatically',
      url: 'https://docs.docker.com/engine/containers/start-containers-automatically/',
    },
  ],
  async evaluate(context) {
    const { services } = await context.facts(deployables);
    const running = services
      .map(({ service }) => service)
      .filter(service => !service.oneShot);
    if (running.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No compose file runs a long-running service for production',
        lookedFor: ['compose files'],
      };
    }
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const { name, path, line, restart } of running) {
      const policy = restart?.text.split(':')[0];
      if (
        restart &&
        policy !== undefined &&
        (POLICIES.includes(policy) || restart.text.includes('$'))
      ) {
        good.push({
          path: restart.path,
          line: restart.line,
          note: `${name}: ${policy}`,
        });
      } else {
        failing.push({
          path: restart?.path ?? path,
          line: restart?.line ?? line,
          subject: name,
          note: restart
            ? `restart: ${restart.text} on a service that is to run for ever`
            : 'no restart policy',
        });
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          running.length,
          'service has',
          'services have',
        )} no restart policy: ${failing
          .slice(0, 5)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / running.length,
        strengths: inOrder(good),
        lookedFor: ['restart', 'deploy.restart_policy'],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        running.length,
        'service is',
        'services are',
      )} restarted`,
      evidence: inOrder(good),
    };
  },
});
