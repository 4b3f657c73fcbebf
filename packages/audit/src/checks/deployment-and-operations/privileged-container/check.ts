import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { compose } from '../../../facts/compose/extract';
import { ComposeService, PlacedText } from '../../../facts/compose/schema';
import { isHostTool } from '../../../facts/deployables/helpers';
import { kubernetes } from '../../../facts/kubernetes/extract';
import { KubernetesWorkload } from '../../../facts/kubernetes/schema';
import { count, inOrder } from '../../../judging/outcome';

/** Capabilities with which a container can take over its host or network. */
const DANGEROUS = new Set([
  'ALL',
  'SYS_ADMIN',
  'NET_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'DAC_READ_SEARCH',
  'BPF',
]);
const SOCKETS = /\/(?:docker|podman|containerd|crio)(?:\/[\w-]+)?\.sock$/;
/** Folders of a host whose contents are its keys. */
const HOST_FOLDERS =
  /^(?:\/|\/etc|\/root|\/proc|\/sys|\/dev|\/boot|\/usr|\/var|\/var\/run|\/run|\/var\/lib\/(?:docker|kubelet|containerd))\/?$/;

interface Breach {
  what: string;
  path: string;
  line: number;
  severity: Severity;
  note: string;
}

export const check = defineCheck({
  id: 'privileged-container',
  area: 'deployment-and-operations',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Container that is not isolated from its host',
  description:
    'Looks at the services of Compose files and the workloads of Kubernetes manifests for what takes the walls between a container and its host down: `privileged`, dangerous capabilities, the namespaces of the host (network, processes, IPC), the socket of the container runtime or system folders of the host as a volume, switched-off security profiles, `allowPrivilegeEscalation: true`. Values that come in through anchors, `extends` or another file count.',
  failureMode: 'A container runs with rights on the machine that carries it.',
  manifestation:
    'Whoever runs code in the container reads files of the host, starts containers of any kind, or sees the traffic and processes of the others.',
  impact:
    'A fault in one service becomes control over the machine and everything on it, secrets of other services included.',
  remediation:
    'Take the setting out; give a single capability where one is needed and keep the rest closed.\n\n```yaml\nservices:\n  api:\n    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n    read_only: true\n```\n\nA service that must talk to the container runtime goes through a proxy that allows only the calls it needs.',
  guardrail: {
    linter: 'kube-linter, dclint',
    ci: 'trivy config, checkov',
    architecture: 'Pod Security Admission (restricted), golden charts',
  },
  references: [
    {
      title: 'CWE-250',
      url: 'https://cwe.mitre.org/data/definitions/250.html',
    },
    {
      title: 'OWASP Docker Security Cheat Sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
    },
    {
      title: 'Kubernetes Pod Security Standards',
      url: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    },
  ],
  async evaluate(context) {
    const { files, production } = await context.facts(compose);
    const { workloads } = await context.facts(kubernetes);
    const marked = files
      .flatMap(file => file.services)
      .filter(({ role }) => role === 'development' || role === 'test');
    const subjects: {
      name: string;
      breaches: Breach[];
      marked: boolean;
      hardening?: Evidence;
    }[] = [
      ...production.map(service => ({
        name: service.name,
        breaches: ofService(service),
        marked: false,
        hardening: hardeningOf(service),
      })),
      ...marked.map(service => ({
        name: service.name,
        // Only what the file itself says; its base is judged on its own.
        breaches: ofService(service).filter(
          ({ path }) => path === service.path,
        ),
        marked: true,
      })),
      ...workloads
        .filter(({ role }) => role === 'production' || role === 'development')
        .map(workload => ({
          name: workload.name,
          breaches: ofWorkload(workload),
          marked: workload.role !== 'production',
          hardening: hardeningOfWorkload(workload),
        })),
    ];
    if (subjects.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No compose file or manifest runs containers',
        lookedFor: ['compose files', 'Kubernetes manifests'],
      };
    }
    const evidence = subjects.flatMap(subject =>
      subject.breaches.map(
        ({ what, path, line, severity, note }): Evidence => ({
          path,
          line,
          subject: `${subject.name}: ${what}`,
          severity: subject.marked ? 'low' : severity,
          note: subject.marked ? `${note}, in a file for development` : note,
        }),
      ),
    );
    const strengths = subjects.flatMap(({ hardening }) => hardening ?? []);
    const counted = subjects.filter(subject => !subject.marked);
    const bad = counted.filter(({ breaches }) => breaches.length > 0).length;
    if (evidence.length > 0) {
      const affected = new Set(
        subjects
          .filter(({ breaches }) => breaches.length > 0)
          .map(({ name }) => name),
      );
      return {
        status: 'fail',
        summary: `${count(
          affected.size,
          'service is',
          'services are',
        )} not isolated: ${[...affected].slice(0, 5).join(', ')}`,
        evidence: inOrder(evidence),
        share:
          counted.length > 0
            ? (counted.length - bad) / counted.length
            : 1 - affected.size / subjects.length,
        strengths: inOrder(strengths),
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        subjects.length,
        'service keeps its container',
        'services keep their containers',
      )} isolated`,
      evidence: inOrder(strengths),
    };
  },
});

function ofService(service: ComposeService): Breach[] {
  const found: Breach[] = [];
  const hostTool = isHostTool(service.image);
  const add = (
    what: string,
    place: PlacedText | { path: string; line: number },
    severity: Severity,
    note: string,
  ) => found.push({ what, path: place.path, line: place.line, severity, note });
  if (service.privileged) {
    add('privileged', service.privileged, 'high', 'all rights of the host');
  }
  const capabilities = service.capAdd
    .map(item => ({
      ...item,
      name: item.text.replace(/^CAP_/i, '').toLocaleUpperCase('en-US'),
    }))
    .filter(({ name }) => DANGEROUS.has(name));
  for (const capability of capabilities) {
    add(
      capability.name,
      capability,
      // A sidecar that needs one capability says so; ALL or several are a master key.
      capability.name === 'ALL' || capabilities.length > 1 ? 'high' : 'medium',
      `capability ${capability.name}`,
    );
  }
  const namespaces: [PlacedText | undefined, string][] = [
    [service.networkMode, 'network of the host'],
    [service.pid, 'processes of the host'],
    [service.ipc, 'shared memory of the host'],
  ];
  for (const [setting, note] of namespaces) {
    if (setting?.text === 'host') {
      add(note, setting, hostTool ? 'medium' : 'high', note);
    }
  }
  for (const volume of service.volumes) {
    const source = volume.source ?? '';
    if (volume.type === 'bind' && SOCKETS.test(source)) {
      add(
        'container runtime',
        volume,
        'high',
        `socket of the container runtime${
          volume.readOnly
            ? '; read-only does not limit what is asked through it'
            : ''
        }`,
      );
    } else if (volume.type === 'bind' && HOST_FOLDERS.test(source)) {
      add(
        `folder ${source}`,
        volume,
        hostTool || volume.readOnly ? 'medium' : 'high',
        `folder ${source} of the host`,
      );
    }
  }
  for (const option of service.securityOpt) {
    if (/(?:^|[:=])(?:unconfined|disable)$/.test(option.text)) {
      add(option.text, option, 'high', 'security profile switched off');
    }
  }
  return found;
}

function hardeningOf(service: ComposeService): Evidence | undefined {
  const dropped = service.capDrop.find(
    ({ text }) => text.toLocaleUpperCase('en-US') === 'ALL',
  );
  const option = service.securityOpt.find(({ text }) =>
    /^no-new-privileges(?:[:=]true)?$/.test(text),
  );
  const place = dropped ?? option;
  return (
    place && {
      path: place.path,
      line: place.line,
      note: `${service.name}: ${
        dropped ? 'all capabilities dropped' : 'no new privileges'
      }`,
    }
  );
}

function ofWorkload(workload: KubernetesWorkload): Breach[] {
  const { path } = workload;
  const found: Breach[] = [];
  const containers = [...workload.initContainers, ...workload.containers];
  const hostTool = workload.containers.some(({ image }) => isHostTool(image));
  const add = (what: string, line: number, severity: Severity, note = what) =>
    found.push({ what, path, line, severity, note });
  const namespaces: [number | undefined, string][] = [
    [workload.hostNetwork, 'network of the host'],
    [workload.hostPid, 'processes of the host'],
    [workload.hostIpc, 'shared memory of the host'],
  ];
  for (const [line, note] of namespaces) {
    if (line !== undefined) {
      add(note, line, hostTool ? 'medium' : 'high');
    }
  }
  for (const volume of workload.volumes) {
    if (volume.type === 'hostPath') {
      const folder = volume.hostPath ?? '';
      const critical = SOCKETS.test(folder) || HOST_FOLDERS.test(folder);
      add(
        `folder ${folder}`,
        volume.line,
        critical && !hostTool ? 'high' : 'medium',
        `${folder} of the host`,
      );
    }
  }
  for (const container of containers) {
    const { security, name } = container;
    if (security.privileged?.value) {
      add(
        `${name} privileged`,
        security.privileged.line,
        'high',
        'all rights of the host',
      );
    }
    if (security.allowPrivilegeEscalation?.value) {
      add(
        `${name} privilege escalation`,
        security.allowPrivilegeEscalation.line,
        'high',
        'allowPrivilegeEscalation: true',
      );
    }
    const added = security.added.filter(item => DANGEROUS.has(item.name));
    for (const capability of added) {
      add(
        `${name} ${capability.name}`,
        capability.line,
        capability.name === 'ALL' || added.length > 1 ? 'high' : 'medium',
        `capability ${capability.name}`,
      );
    }
  }
  return found;
}

function hardeningOfWorkload(
  workload: KubernetesWorkload,
): Evidence | undefined {
  for (const { security } of workload.containers) {
    const dropped = security.dropped.find(({ name }) => name === 'ALL');
    if (dropped) {
      return {
        path: workload.path,
        line: dropped.line,
        note: `${workload.name}: all capabilities dropped`,
      };
    }
  }
  return undefined;
}
