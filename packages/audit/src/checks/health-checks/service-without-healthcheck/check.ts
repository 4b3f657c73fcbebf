import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { datastoreProduct } from '../../../facts/datastores/images';
import { datastores } from '../../../facts/datastores/extract';
import { deployables } from '../../../facts/deployables/extract';
import {
  Deployables,
  ImageDeployable,
  ServiceDeployable,
} from '../../../facts/deployables/schema';
import { isHelperImage } from '../../../facts/deployables/helpers';
import { KubernetesWorkload } from '../../../facts/kubernetes/schema';
import { count, inOrder } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'service-without-healthcheck',
  area: 'health-checks',
  severity: 'medium',
  confidence: 'certain',
  phase: 'observability',
  effort: 'small',
  title: 'Deployable without a health check',
  description:
    'Looks at every long-running service of production Compose files, every workload of Kubernetes manifests, and every image of a service that neither of them starts. Each needs a probe of its own: a Compose `healthcheck` or one in the Dockerfile that it builds, a liveness or readiness probe, a `HEALTHCHECK` instruction. Checks that come in through anchors, `extends` or another file count; `disable: true` and `NONE` do not. Services that end by themselves are left out.',
  failureMode:
    'Nothing asks the running container whether it still works; the platform only sees that its process exists.',
  manifestation:
    'A process that hangs, has lost its database or never finished starting is shown as running. Services that wait for it start too early, and traffic goes to it.',
  impact:
    'Failures are found by users instead of the platform, are not repaired by a restart, and roll-outs of a broken version are not stopped.',
  remediation:
    'Give every long-running service a probe with a start period and a timeout.\n\n```yaml\nhealthcheck:\n  test: ["CMD", "pg_isready", "-U", "shop"]\n  interval: 10s\n  timeout: 3s\n  start_period: 20s\n```\n\nIn Kubernetes add `readinessProbe` and, where a restart helps, `livenessProbe`. A worker without a port can run a command or check the age of a file that it touches.',
  guardrail: {
    linter: 'kube-linter (no-liveness-probe, no-readiness-probe), dclint',
    tests: 'readiness test with the dependency down',
    ci: 'container smoke test that waits for "healthy"',
    architecture: 'probe contract in the base chart and image',
  },
  references: [
    {
      title: 'Dockerfile reference: HEALTHCHECK',
      url: 'https://docs.docker.com/reference/dockerfile/#healthcheck',
    },
    {
      title: 'Kubernetes: liveness, readiness and startup probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(deployables);
    const stores = (await context.facts(datastores)).datastores.filter(
      store => !store.cache,
    );
    const isStore = (path: string, name: string) =>
      stores.some(store => store.path === path && store.name === name);
    const failing: Evidence[] = [];
    const probed: Evidence[] = [];
    for (const item of facts.services.filter(
      ({ service }) => !service.oneShot,
    )) {
      const place = probeOfService(item);
      if (place) {
        probed.push(place);
      } else {
        failing.push(
          withoutProbe(item, isStore(item.service.path, item.service.name)),
        );
      }
    }
    for (const workload of facts.workloads.filter(item => !item.oneShot)) {
      const place = probeOfWorkload(workload);
      if (place) {
        probed.push(place);
      } else {
        failing.push({
          path: workload.path,
          line: workload.line,
          subject: `${workload.kind}/${workload.name}`,
          severity: 'high',
          note: 'none of its containers has a liveness or readiness probe',
        });
      }
    }
    for (const image of imagesToJudge(facts)) {
      const { healthcheck } = image.image;
      if (healthcheck && !healthcheck.none) {
        probed.push({
          path: image.path,
          line: healthcheck.line,
          note: 'HEALTHCHECK of the image',
        });
      } else {
        failing.push({
          path: image.path,
          line: image.image.line,
          subject: image.path,
          note: 'the image of a service has no HEALTHCHECK, and nothing else in the tree probes it',
        });
      }
    }
    const all = failing.length + probed.length;
    if (all === 0) {
      return facts.templates.length > 0
        ? {
            status: 'unknown',
            summary: `The Helm templates are not rendered: ${facts.templates[0]}`,
          }
        : {
            status: 'not-applicable',
            summary: 'No deployment files with a long-running service',
            lookedFor: ['compose files', 'Kubernetes manifests', 'Dockerfiles'],
          };
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          all,
          'deployable has',
          'deployables have',
        )} no health check: ${names(failing)}`,
        evidence: inOrder(failing),
        share: probed.length / all,
        strengths: inOrder(probed),
        lookedFor: [
          'healthcheck',
          'HEALTHCHECK',
          'livenessProbe',
          'readinessProbe',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        all,
        'deployable has',
        'deployables have',
      )} a health check`,
      evidence: inOrder(probed),
    };
  },
});

function names(evidence: readonly Evidence[]): string {
  return evidence
    .slice(0, 5)
    .map(({ subject }) => subject)
    .join(', ');
}

/** Images that no Compose file and no manifest of the tree starts. */
function imagesToJudge(facts: Deployables): ImageDeployable[] {
  if (
    facts.services.length > 0 ||
    facts.workloads.length > 0 ||
    facts.templates.length > 0
  ) {
    return [];
  }
  return facts.images.filter(
    ({ role, starts, listens }) => role === 'production' && starts && listens,
  );
}

function probeOfService({
  service,
  built,
}: ServiceDeployable): Evidence | undefined {
  const own = service.healthcheck;
  if (own?.disabled) {
    return undefined;
  }
  if (own?.test) {
    return {
      path: own.path,
      line: own.line,
      note: `health check of ${service.name}`,
    };
  }
  return built?.healthcheck && !built.healthcheck.none
    ? {
        path: built.path,
        line: built.healthcheck.line,
        note: `HEALTHCHECK of the image of ${service.name}`,
      }
    : undefined;
}

function withoutProbe(
  { service, built }: ServiceDeployable,
  isStore: boolean,
): Evidence {
  const { image } = service;
  const place = {
    path: service.path,
    line: service.line,
    subject: service.name,
  };
  if (service.healthcheck?.disabled) {
    return {
      ...place,
      path: service.healthcheck.path,
      line: service.healthcheck.line,
      note: 'its health check is switched off',
    };
  }
  if (image && !service.build && isHelperImage(image)) {
    return {
      ...place,
      severity: 'low',
      confidence: 'likely',
      note: 'a helper without a health check; its image may bring one',
    };
  }
  // What an image from elsewhere brings along cannot be seen; those of datastores are known to bring none.
  const known = built !== undefined || (image && datastoreProduct(image));
  return {
    ...place,
    ...(isStore ? { severity: 'high' as const } : {}),
    ...(known ? {} : { confidence: 'likely' as const }),
    note: built
      ? `neither the service nor the image of ${built.path} has one`
      : 'it has none here; its image is not built from this tree',
  };
}

function probeOfWorkload(workload: KubernetesWorkload): Evidence | undefined {
  for (const { name, probes } of workload.containers) {
    const line = probes.readiness ?? probes.liveness;
    if (line !== undefined) {
      return {
        path: workload.path,
        line,
        note: `probes of ${workload.kind}/${workload.name}, container ${name}`,
      };
    }
  }
  return undefined;
}
