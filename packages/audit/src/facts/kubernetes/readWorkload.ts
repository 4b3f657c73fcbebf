import { yamlCommand } from '../deployables/command';
import { parseImage } from '../deployables/image';
import { RoleFact } from '../deployables/role';
import {
  entriesOf,
  entryAt,
  itemsOf,
  numberAt,
  scalarsOf,
  textAt,
  truthAt,
  valueAt,
} from '../yaml/access';
import { YamlMap, YamlValue } from '../yaml/schema';
import {
  KubernetesContainer,
  KubernetesProbe,
  KubernetesVolume,
  KubernetesWorkload,
  SecurityFacts,
} from './schema';

/** Path of keys to the pod in each kind that runs pods. */
export const POD_OF_KIND: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Rollout: ['spec', 'template', 'spec'],
  DeploymentConfig: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Reads what runs pods; `undefined` for objects without containers, such as patches. */
export function readWorkload(
  kind: string,
  object: YamlMap,
  path: string,
  role: RoleFact,
): Omit<KubernetesWorkload, 'changedBy'> | undefined {
  const pod = valueAt(object, ...POD_OF_KIND[kind]);
  const containers = itemsOf(valueAt(pod, 'containers'));
  if (!pod || containers.length === 0) {
    return undefined;
  }
  const read = (container: YamlValue) => readContainer(container, pod, path);
  const schedule = entryAt(object, 'spec', 'schedule');
  return {
    kind,
    name: textAt(object, 'metadata', 'name') ?? '',
    namespace: textAt(object, 'metadata', 'namespace'),
    path,
    line: entryAt(object, 'kind')?.line ?? object.line,
    endLine: object.endLine,
    role: role.role,
    because: role.because,
    oneShot:
      kind === 'Job' ||
      kind === 'CronJob' ||
      (kind === 'Pod' &&
        ['Never', 'OnFailure'].includes(textAt(pod, 'restartPolicy') ?? '')),
    schedule:
      kind === 'CronJob' && schedule
        ? {
            value: textAt(object, 'spec', 'schedule') ?? '',
            line: schedule.line,
            suspended: truthAt(object, 'spec', 'suspend') === true,
          }
        : undefined,
    replicas: numberAt(object, 'spec', 'replicas'),
    hostNetwork: lineIfTrue(pod, 'hostNetwork'),
    hostPid: lineIfTrue(pod, 'hostPID'),
    hostIpc: lineIfTrue(pod, 'hostIPC'),
    containers: containers.map(read),
    initContainers: itemsOf(valueAt(pod, 'initContainers')).map(read),
    volumes: itemsOf(valueAt(pod, 'volumes')).map(readVolume),
    labels: labelsOf(object, kind),
    claimTemplates: itemsOf(
      valueAt(object, 'spec', 'volumeClaimTemplates'),
    ).flatMap(item => textAt(item, 'metadata', 'name') ?? []),
  };
}

/** Labels of the pods, on which services select. */
function labelsOf(object: YamlMap, kind: string): Record<string, string> {
  const template = POD_OF_KIND[kind].slice(0, -1);
  return Object.fromEntries(
    entriesOf(valueAt(object, ...template, 'metadata', 'labels')).flatMap(
      entry =>
        entry.value.kind === 'scalar' ? [[entry.key, entry.value.text]] : [],
    ),
  );
}

function lineIfTrue(value: YamlValue, key: string): number | undefined {
  return truthAt(value, key) ? entryAt(value, key)?.line : undefined;
}

function readContainer(
  container: YamlValue,
  pod: YamlValue,
  path: string,
): KubernetesContainer {
  const image = entryAt(container, 'image');
  const imageText = textAt(container, 'image');
  const line = (...keys: string[]) => entryAt(container, ...keys)?.line;
  return {
    name: textAt(container, 'name') ?? '',
    line: container.line,
    endLine: container.endLine,
    image:
      image && imageText
        ? { ...parseImage(imageText), line: image.line }
        : undefined,
    command: yamlCommand(valueAt(container, 'command'), path),
    args: yamlCommand(valueAt(container, 'args'), path),
    env: itemsOf(valueAt(container, 'env')).map(item => ({
      name: textAt(item, 'name') ?? '',
      value: textAt(item, 'value'),
      line: entryAt(item, 'value')?.line ?? item.line,
    })),
    envFrom: itemsOf(valueAt(container, 'envFrom')).length > 0,
    ports: itemsOf(valueAt(container, 'ports')).map(item => ({
      name: textAt(item, 'name'),
      port: textAt(item, 'containerPort') ?? '',
    })),
    checks: (['liveness', 'readiness', 'startup'] as const).flatMap(probe => {
      const entry = entryAt(container, `${probe}Probe`);
      return entry ? [readProbe(entry.value, probe, entry.line, path)] : [];
    }),
    probes: {
      liveness: line('livenessProbe'),
      readiness: line('readinessProbe'),
      startup: line('startupProbe'),
    },
    limits: {
      cpu: line('resources', 'limits', 'cpu'),
      memory: line('resources', 'limits', 'memory'),
    },
    requests: {
      cpu: line('resources', 'requests', 'cpu'),
      memory: line('resources', 'requests', 'memory'),
    },
    security: readSecurity(container, pod),
    mounts: itemsOf(valueAt(container, 'volumeMounts')).map(item => ({
      name: textAt(item, 'name') ?? '',
      path: textAt(item, 'mountPath') ?? '',
      line: item.line,
    })),
    sidecar: textAt(container, 'restartPolicy') === 'Always',
  };
}

function readProbe(
  value: YamlValue,
  kind: KubernetesProbe['kind'],
  line: number,
  path: string,
): KubernetesProbe {
  const http = valueAt(value, 'httpGet');
  return {
    kind,
    line,
    http: http && {
      path: textAt(http, 'path') ?? '/',
      port: textAt(http, 'port') ?? '',
    },
    port: textAt(value, 'tcpSocket', 'port') ?? textAt(value, 'grpc', 'port'),
    command: yamlCommand(valueAt(value, 'exec', 'command'), path),
  };
}

function readSecurity(container: YamlValue, pod: YamlValue): SecurityFacts {
  const places = [
    valueAt(container, 'securityContext'),
    valueAt(pod, 'securityContext'),
  ];
  const flag = (key: string) => {
    for (const place of places) {
      const value = truthAt(place, key);
      if (value !== undefined) {
        return { value, line: entryAt(place, key)!.line };
      }
    }
    return undefined;
  };
  const user = places.find(place => numberAt(place, 'runAsUser') !== undefined);
  const names = (key: string) =>
    scalarsOf(valueAt(places[0], 'capabilities', key)).map(item => ({
      name: item.text.replace(/^CAP_/, ''),
      line: item.line,
    }));
  return {
    privileged: flag('privileged'),
    allowPrivilegeEscalation: flag('allowPrivilegeEscalation'),
    runAsNonRoot: flag('runAsNonRoot'),
    runAsUser: user && {
      value: numberAt(user, 'runAsUser')!,
      line: entryAt(user, 'runAsUser')!.line,
    },
    readOnlyRootFilesystem: flag('readOnlyRootFilesystem'),
    dropped: names('drop'),
    added: names('add'),
  };
}

function readVolume(volume: YamlValue): KubernetesVolume {
  const type = entriesOf(volume).find(({ key }) => key !== 'name');
  return {
    name: textAt(volume, 'name') ?? '',
    type: type?.key ?? 'emptyDir',
    hostPath: textAt(volume, 'hostPath', 'path'),
    line: type?.line ?? volume.line,
  };
}
