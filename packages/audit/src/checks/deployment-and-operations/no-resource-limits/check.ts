import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { ComposeService } from '../../../facts/compose/schema';
import { deployables } from '../../../facts/deployables/extract';
import { kubernetes } from '../../../facts/kubernetes/extract';
import {
  KubernetesContainer,
  KubernetesWorkload,
} from '../../../facts/kubernetes/schema';
import { count, inOrder } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'no-resource-limits',
  area: 'deployment-and-operations',
  severity: 'medium',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Service without memory and CPU limits',
  description:
    'Looks at every long-running service of production Compose files and every container of Kubernetes workloads. Compose services need a limit of memory and of CPU (`deploy.resources.limits`, `mem_limit`, `cpus`), Kubernetes containers a memory limit and requests; CPU limits are a matter of policy there. Reservations and requests are no limits. A `LimitRange` in the tree counts for the containers of its namespace.',
  failureMode:
    'A container may take all memory and all processors of the machine that it runs on.',
  manifestation:
    'One leak or one heavy request makes the whole host slow; the kernel then kills whichever process it likes, often the database.',
  impact:
    'A fault of one service becomes an outage of all services on the same machine.',
  remediation:
    'Set limits from what the service really uses, with some room.\n\n```yaml\ndeploy:\n  resources:\n    limits: { cpus: "1.0", memory: 512M }\n```\n\n```yaml\nresources:\n  requests: { cpu: 100m, memory: 256Mi }\n  limits: { memory: 512Mi }\n```',
  guardrail: {
    linter: 'kube-linter (unset-memory-requirements), dclint',
    ci: 'trivy config, checkov',
    architecture: 'LimitRange per namespace, limits in the base chart',
  },
  references: [
    {
      title: 'CWE-770',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
    {
      title: 'Compose Deploy Specification: resources',
      url: 'https://docs.docker.com/reference/compose-file/deploy/#resources',
    },
    {
      title: 'Kubernetes: resource management for pods and containers',
      url: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(deployables);
    const ranges = (await context.facts(kubernetes)).objects.filter(
      ({ kind, role }) => kind === 'LimitRange' && role === 'production',
    );
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const { service } of facts.services) {
      if (!service.oneShot) {
        (judgeService(service, good) ?? []).forEach(item => failing.push(item));
      }
    }
    for (const workload of facts.workloads.filter(item => !item.oneShot)) {
      const range = ranges.find(
        ({ namespace }) => namespace === workload.namespace,
      );
      for (const container of workload.containers) {
        const found = range ? undefined : judgeContainer(workload, container);
        if (found) {
          failing.push(found);
        } else {
          good.push({
            path: workload.path,
            line: container.limits.memory ?? container.line,
            note: range
              ? `LimitRange in ${range.path}`
              : `limits of ${workload.name}/${container.name}`,
          });
        }
      }
    }
    const all = failing.length + good.length;
    if (all === 0) {
      return facts.templates.length > 0
        ? {
            status: 'unknown',
            summary: `The Helm templates are not rendered: ${facts.templates[0]}`,
          }
        : {
            status: 'not-applicable',
            summary:
              'No compose file or manifest runs a service for production',
            lookedFor: ['compose files', 'Kubernetes manifests'],
          };
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          all,
          'service lacks',
          'services lack',
        )} limits: ${failing
          .slice(0, 5)
          .map(({ subject }) => subject)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / all,
        strengths: inOrder(good),
        lookedFor: [
          'deploy.resources.limits',
          'mem_limit',
          'cpus',
          'resources.limits',
          'LimitRange',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(all, 'service has', 'services have')} resource limits`,
      evidence: inOrder(good),
    };
  },
});

function judgeService(
  service: ComposeService,
  good: Evidence[],
): Evidence[] | undefined {
  const { cpu, memory } = service.limits;
  if (cpu && memory) {
    good.push({
      path: memory.path,
      line: memory.line,
      note: `limits of ${service.name}`,
    });
    return undefined;
  }
  const place = cpu ?? memory;
  return [
    {
      path: place?.path ?? service.path,
      line: place?.line ?? service.line,
      subject: service.name,
      ...(place ? { severity: 'low' as const } : {}),
      note: place
        ? `no limit of ${cpu ? 'memory' : 'CPU'}`
        : 'no limit of memory and none of CPU',
    },
  ];
}

function judgeContainer(
  workload: KubernetesWorkload,
  { name, line, limits, requests }: KubernetesContainer,
): Evidence | undefined {
  const requested =
    requests.memory !== undefined ||
    requests.cpu !== undefined ||
    // Kubernetes takes the limit as the request where none is given.
    limits.memory !== undefined;
  if (limits.memory !== undefined && requested) {
    return undefined;
  }
  return {
    path: workload.path,
    line,
    subject:
      workload.containers.length > 1
        ? `${workload.name}/${name}`
        : workload.name,
    note:
      requests.memory !== undefined || requests.cpu !== undefined
        ? 'requests, but no limit of memory'
        : 'no limit of memory and no requests',
  };
}
