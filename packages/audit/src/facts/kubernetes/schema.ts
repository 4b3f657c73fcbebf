import { ContainerCommand } from '../deployables/command';
import { ImageReference } from '../deployables/image';
import { DeploymentRole } from '../deployables/role';

/** @public */
export interface KubernetesVariable {
  name: string;
  /** Literal value; absent when it comes from a secret, a config map or a field. */
  value?: string;
  line: number;
}

/**
 * Security settings of a container, those of its pod included where it sets none itself.
 *
 * @public
 */
export interface SecurityFacts {
  privileged?: { value: boolean; line: number };
  allowPrivilegeEscalation?: { value: boolean; line: number };
  runAsNonRoot?: { value: boolean; line: number };
  runAsUser?: { value: number; line: number };
  readOnlyRootFilesystem?: { value: boolean; line: number };
  dropped: { name: string; line: number }[];
  added: { name: string; line: number }[];
}

/** @public */
export interface KubernetesProbe {
  kind: 'liveness' | 'readiness' | 'startup';
  line: number;
  /** Of `httpGet`. */
  http?: { path: string; port: string };
  /** Of `tcpSocket` or `grpc`. */
  port?: string;
  /** Of `exec`. */
  command?: ContainerCommand;
}

/** @public */
export interface KubernetesContainer {
  name: string;
  line: number;
  endLine: number;
  image?: ImageReference & { line: number };
  command?: ContainerCommand;
  args?: ContainerCommand;
  env: KubernetesVariable[];
  /** Takes all variables of config maps or secrets over. */
  envFrom: boolean;
  /** Ports by their names, as they are declared. */
  ports: { name?: string; port: string }[];
  /** What the probes ask. */
  checks: KubernetesProbe[];
  probes: { liveness?: number; readiness?: number; startup?: number };
  limits: { cpu?: number; memory?: number };
  requests: { cpu?: number; memory?: number };
  security: SecurityFacts;
  mounts: { name: string; path: string; line: number }[];
  /** An init container with `restartPolicy: Always`. */
  sidecar: boolean;
}

/** @public */
export interface KubernetesVolume {
  name: string;
  /** `persistentVolumeClaim`, `emptyDir`, `hostPath`, `secret` … */
  type: string;
  /** Path on the host for `hostPath`. */
  hostPath?: string;
  line: number;
}

/**
 * Something that runs pods.
 *
 * @public
 */
export interface KubernetesWorkload {
  kind: string;
  name: string;
  namespace?: string;
  path: string;
  line: number;
  endLine: number;
  role: DeploymentRole;
  because: string;
  /** Ends by itself: `Job`, `CronJob`, `Pod` that is not restarted. */
  oneShot: boolean;
  /** Of a CronJob. */
  schedule?: { value: string; line: number; suspended: boolean };
  replicas?: number;
  hostNetwork?: number;
  hostPid?: number;
  hostIpc?: number;
  containers: KubernetesContainer[];
  initContainers: KubernetesContainer[];
  volumes: KubernetesVolume[];
  /** Names of `volumeClaimTemplates`. */
  claimTemplates: string[];
  /** Labels of its pods. */
  labels: Record<string, string>;
  /** Kustomizations that changed it; what they add stands on the lines of the object itself. */
  changedBy: string[];
}

/**
 * A port or ports of pods under one name.
 *
 * @public
 */
export interface KubernetesService {
  name: string;
  namespace?: string;
  /** `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`. */
  type: string;
  selector: Record<string, string>;
  ports: { port: string; targetPort: string }[];
  annotations: { name: string; value: string; line: number }[];
  path: string;
  /** Of the type, where it is written. */
  line: number;
  role: DeploymentRole;
}

/** @public */
export interface KubernetesSecret {
  name: string;
  path: string;
  line: number;
  role: DeploymentRole;
  entries: { key: string; value: string; encoded: boolean; line: number }[];
  /** Encrypted in the tree (SOPS). */
  encrypted: boolean;
}

/** @public */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  path: string;
  line: number;
  endLine: number;
  role: DeploymentRole;
}

/** @public */
export interface Kubernetes {
  objects: KubernetesObject[];
  workloads: KubernetesWorkload[];
  services: KubernetesService[];
  secrets: KubernetesSecret[];
  /** Values of Helm charts, leaf by leaf. */
  helmValues: {
    /** `postgresql.auth.password` */
    key: string;
    value: string;
    path: string;
    line: number;
    role: DeploymentRole;
  }[];
  /** Templates of Helm charts, which are not rendered. */
  templates: string[];
  /** Kustomize patches, which change objects of other files and are none themselves. */
  patches: string[];
}
