import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { datastoreProduct } from '../../../facts/datastores/images';
import { deployables } from '../../../facts/deployables/extract';
import {
  Deployables,
  ImageDeployable,
} from '../../../facts/deployables/schema';
import { ImageReference } from '../../../facts/deployables/image';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import {
  KubernetesContainer,
  KubernetesWorkload,
} from '../../../facts/kubernetes/schema';
import { count, inOrder } from '../../../judging/outcome';

/** Images of Docker's own library and others whose user is known to be root. */
const ROOT_IMAGES = new Set(
  (
    'node python debian ubuntu alpine golang openjdk eclipse-temurin amazoncorretto nginx ruby php rust busybox ' +
    'fedora centos rockylinux almalinux amazonlinux httpd caddy maven gradle scratch perl haskell elixir erlang swift ' +
    'julia tomcat jetty traefik haproxy buildpack-deps bash docker pypy mono r-base oven/bun denoland/deno ' +
    'dotnet/aspnet dotnet/runtime dotnet/sdk dotnet/runtime-deps tiangolo/uvicorn-gunicorn-fastapi ' +
    'astral-sh/uv playwright playwright/python bellsoft/liberica-openjdk-alpine azul/zulu-openjdk nvidia/cuda'
  ).split(' '),
);
/** Images whose own user is not root. */
const NON_ROOT =
  /^(?:bitnami\/|bitnamilegacy\/|chainguard\/|nginxinc\/nginx-unprivileged|jenkins\/|grafana\/|prom\/|keycloak\/|hashicorp\/http-echo|dhi\/)|(?:^|\/)nginx-unprivileged$/;
/** Programs of entry scripts that give the rights of root away. */
const DROPS_RIGHTS =
  /\b(?:gosu|su-exec|setpriv|runuser|chpst)\b|\bsu\s+-|\bsu\s+\w+\s+-c\b/;

type User = 'root' | 'other' | 'unknown';

export const check = defineCheck({
  id: 'container-runs-as-root',
  area: 'deployment-and-operations',
  severity: 'medium',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Container runs as root',
  description:
    'Looks at the final stage of each production Dockerfile that starts something, with what it inherits from stages of the same file, and at each container of Kubernetes workloads. An image needs a user other than root, in the Dockerfile, in its base image, or set by every service or workload that runs it. Containers of workloads need a restrictive security context besides (`runAsNonRoot`, `allowPrivilegeEscalation: false`, dropped capabilities, read-only root file system); what is missing there is a low finding. Images of databases drop their rights themselves.',
  failureMode: 'The processes of the container run with the rights of root.',
  manifestation:
    'Code that gets in through a fault may change every file of the image, install tools and open low ports; with a fault in the runtime it is root on the host.',
  impact: 'One fault in the service is worth much more to an attacker.',
  remediation:
    'Make a user and switch to it in the **final** stage, after everything that needs root.\n\n```dockerfile\nRUN useradd --system --uid 10001 app\nUSER 10001\nCMD ["gunicorn", "shop.wsgi"]\n```\n\n```yaml\nsecurityContext:\n  runAsNonRoot: true\n  allowPrivilegeEscalation: false\n  readOnlyRootFilesystem: true\n  capabilities: { drop: [ALL] }\n```',
  guardrail: {
    linter: 'hadolint DL3002, kube-linter (run-as-non-root)',
    ci: 'trivy config, checkov',
    architecture: 'golden base images, Pod Security Admission (restricted)',
  },
  references: [
    {
      title: 'CWE-250',
      url: 'https://cwe.mitre.org/data/definitions/250.html',
    },
    {
      title: 'OWASP Docker Security Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-2-set-a-user',
    },
    {
      title: 'Kubernetes: configure a security context',
      url: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(deployables);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    const unknown: string[] = [];
    for (const image of facts.images) {
      if (
        image.role !== 'production' ||
        !image.starts ||
        datastoreProduct(image.image.base)
      ) {
        continue;
      }
      const set = userSetOutside(image, facts);
      const user = set ?? (await userOf(image, context));
      if (user.user === 'root') {
        failing.push({
          path: image.path,
          line: user.line,
          subject: image.path,
          note: user.note,
        });
      } else if (user.user === 'other') {
        good.push({
          path: user.path ?? image.path,
          line: user.line,
          note: user.note,
        });
      } else {
        unknown.push(`${image.path}: ${user.note}`);
      }
    }
    for (const { service } of facts.services) {
      if (service.user && isRoot(service.user.text)) {
        failing.push({
          path: service.user.path,
          line: service.user.line,
          subject: service.name,
          note: `user: ${service.user.text}`,
        });
      }
    }
    for (const workload of facts.workloads) {
      for (const container of workload.containers) {
        if (!(container.image && datastoreProduct(container.image))) {
          const found = judgeContainer(workload, container);
          (found.subject === undefined ? good : failing).push(found);
        }
      }
    }
    const all = failing.length + good.length;
    if (all === 0) {
      return unknown.length > 0
        ? {
            status: 'unknown',
            summary: `The user of the base image is not known: ${unknown[0]}`,
          }
        : {
            status: 'not-applicable',
            summary: 'No image of a service and no workload in this tree',
            lookedFor: ['Dockerfiles', 'Kubernetes manifests'],
          };
    }
    if (failing.length > 0) {
      const root = failing.filter(({ severity }) => severity !== 'low');
      return {
        status: 'fail',
        summary:
          root.length > 0
            ? `${count(
                root.length,
                'container runs',
                'containers run',
              )} as root: ${root
                .slice(0, 5)
                .map(({ subject }) => subject)
                .join(', ')}`
            : `${count(
                failing.length,
                'container has',
                'containers have',
              )} no restrictive security context: ${failing
                .slice(0, 5)
                .map(({ subject }) => subject)
                .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / all,
        strengths: inOrder(good),
        lookedFor: ['USER', 'user:', 'runAsNonRoot', 'runAsUser'],
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        all,
        'container runs',
        'containers run',
      )} without the rights of root`,
      ...(unknown.length > 0 ? { confidence: 'likely' as const } : {}),
      evidence: inOrder(good),
    };
  },
});

interface FoundUser {
  user: User;
  path?: string;
  line: number;
  note: string;
}

/** A user that all services or workloads running the image set themselves. */
function userSetOutside(
  image: ImageDeployable,
  facts: Deployables,
): FoundUser | undefined {
  const services = facts.services.filter(
    ({ built }) => built?.path === image.path,
  );
  if (services.length > 0) {
    const users = services.map(({ service }) => service.user);
    return users.every(user => user && !isRoot(user.text))
      ? {
          user: 'other',
          path: users[0]!.path,
          line: users[0]!.line,
          note: `user of the service ${services[0].service.name}`,
        }
      : undefined;
  }
  // Which workload runs which image is only sure when there is one image.
  const production = facts.images.filter(
    ({ role, starts }) => role === 'production' && starts,
  );
  const containers = facts.workloads.flatMap(workload =>
    workload.containers.map(container => ({ workload, container })),
  );
  if (production.length === 1 && containers.length > 0) {
    const places = containers.map(({ workload, container }) => ({
      workload,
      place: nonRootPlace(container),
    }));
    const [first] = places;
    return places.every(({ place }) => place !== undefined)
      ? {
          user: 'other',
          path: first.workload.path,
          line: first.place!,
          note: `security context of ${first.workload.name}`,
        }
      : undefined;
  }
  return undefined;
}

async function userOf(
  { path, image }: ImageDeployable,
  context: CheckContext,
): Promise<FoundUser> {
  if (image.user) {
    const { value, line } = image.user;
    if (value.includes('$')) {
      return { user: 'unknown', line, note: `USER ${value}` };
    }
    return isRoot(value)
      ? (await dropsRights(path, image, context)) ?? {
          user: 'root',
          line,
          note: `the final stage ends as USER ${value}`,
        }
      : { user: 'other', line, note: `USER ${value}` };
  }
  const base = userOfBase(image.base);
  if (base === 'other') {
    return {
      user: 'other',
      line: image.baseLine,
      note: `the base image ${image.base.repository} does not run as root`,
    };
  }
  const dropped = await dropsRights(path, image, context);
  if (dropped) {
    return dropped;
  }
  return base === 'unknown'
    ? { user: 'unknown', line: image.baseLine, note: image.base.resolved }
    : {
        user: 'root',
        line: image.line,
        note: 'the final stage sets no USER, and its base image runs as root',
      };
}

function userOfBase(base: ImageReference): User {
  const { repository, tag, registry } = base;
  if (base.unresolved.length > 0 && repository.includes('$')) {
    return 'unknown';
  }
  if (
    /nonroot|rootless|unprivileged/.test(tag ?? '') ||
    NON_ROOT.test(repository) ||
    registry === 'cgr.dev' ||
    registry === 'dhi.io'
  ) {
    return 'other';
  }
  if (
    /(?:^|\/)distroless\//.test(`${repository}/`) ||
    repository.startsWith('distroless')
  ) {
    return 'root';
  }
  const known =
    ROOT_IMAGES.has(repository) ||
    ROOT_IMAGES.has(repository.split('/').slice(-1)[0]);
  const official =
    registry === undefined ||
    [
      'docker.io',
      'mcr.microsoft.com',
      'ghcr.io',
      'gcr.io',
      'public.ecr.aws',
      'quay.io',
    ].includes(registry);
  // A mirror of a well-known image may have been changed.
  return known && official ? 'root' : 'unknown';
}

/** An entry script that ends as somebody else. */
async function dropsRights(
  path: string,
  image: ImageDeployable['image'],
  context: CheckContext,
): Promise<FoundUser | undefined> {
  const command = image.entrypoint ?? image.cmd;
  if (!command) {
    return undefined;
  }
  const found: FoundUser = {
    user: 'other',
    line: command.line,
    note: 'the entry point gives the rights of root away',
  };
  if (DROPS_RIGHTS.test(command.text)) {
    return found;
  }
  const script = command.words.find(word =>
    /(?:\.sh|entrypoint[\w.-]*)$/.test(word),
  );
  const name = script?.slice(script.lastIndexOf('/') + 1);
  if (!name) {
    return undefined;
  }
  const file = (await context.facts(dockerfiles)).dockerfiles.find(
    item => item.path === path,
  );
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const candidates = (file?.stages ?? [])
    .flatMap(stage => stage.copies.flatMap(copy => copy.sources))
    .filter(source => source.endsWith(name))
    .concat(name);
  return candidates.some(source => {
    const clean = source.replace(/^\.?\//, '');
    const text = context.read(folder + clean) ?? context.read(clean);
    return text !== undefined && DROPS_RIGHTS.test(text);
  })
    ? found
    : undefined;
}

function isRoot(user: string): boolean {
  const [name] = user.trim().split(':');
  return name === 'root' || name === '0';
}

function nonRootPlace({ security }: KubernetesContainer): number | undefined {
  const { runAsUser, runAsNonRoot } = security;
  if (runAsUser) {
    return runAsUser.value > 0 ? runAsUser.line : undefined;
  }
  return runAsNonRoot?.value ? runAsNonRoot.line : undefined;
}

/** Evidence with a subject is a failure. */
function judgeContainer(
  workload: KubernetesWorkload,
  container: KubernetesContainer,
): Evidence {
  const { security } = container;
  const subject =
    workload.containers.length > 1
      ? `${workload.kind}/${workload.name}/${container.name}`
      : `${workload.kind}/${workload.name}`;
  if (security.runAsUser?.value === 0) {
    return {
      path: workload.path,
      line: security.runAsUser.line,
      subject,
      note: 'runAsUser: 0',
    };
  }
  const missing = [
    nonRootPlace(container) === undefined ? 'runAsNonRoot: true' : [],
    security.allowPrivilegeEscalation?.value === false ||
    security.privileged?.value
      ? []
      : 'allowPrivilegeEscalation: false',
    security.dropped.some(({ name }) => name === 'ALL')
      ? []
      : 'capabilities.drop: [ALL]',
    security.readOnlyRootFilesystem?.value
      ? []
      : 'readOnlyRootFilesystem: true',
  ].flat();
  return missing.length > 0
    ? {
        path: workload.path,
        line: container.line,
        subject,
        severity: 'low',
        note: `security context without ${missing.join(', ')}`,
      }
    : {
        path: workload.path,
        line: nonRootPlace(container)!,
        note: `restrictive security context of ${workload.name}`,
      };
}
