import { ContainerCommand } from '../deployables/command';
import { ImageReference } from '../deployables/image';
import { DeploymentRole } from '../deployables/role';

/** A text with its place; in merged services the place may be in another file. */
export interface PlacedText {
  text: string;
  path: string;
  line: number;
}

/** @public */
export interface ComposeVariable {
  name: string;
  /** `undefined` when it is taken over from the shell. */
  value?: string;
  path: string;
  line: number;
}

/** @public */
export interface ComposePort {
  text: string;
  hostIp?: string;
  published?: string;
  target: string;
  path: string;
  line: number;
}

/** @public */
export interface ComposeVolume {
  type: 'named' | 'bind' | 'anonymous' | 'tmpfs';
  source?: string;
  target: string;
  readOnly: boolean;
  path: string;
  line: number;
}

/** @public */
export interface ComposeBuild {
  /** Folder in the tree. */
  context: string;
  /** Path of the Dockerfile in the tree. */
  dockerfile: string;
  target?: string;
  args: ComposeVariable[];
  path: string;
  line: number;
}

/** @public */
export interface ComposeHealthcheck {
  /** `disable: true` or `test: NONE`. */
  disabled: boolean;
  test?: ContainerCommand;
  startPeriod: boolean;
  timeout: boolean;
  path: string;
  line: number;
}

/**
 * One service with everything that anchors, `extends` and the files below bring in.
 *
 * @public
 */
export interface ComposeService {
  name: string;
  /** File that is judged: the overlay for merged services. */
  path: string;
  line: number;
  endLine: number;
  role: DeploymentRole;
  /** What decided the role. */
  because: string;
  image?: ImageReference & { path: string; line: number };
  build?: ComposeBuild;
  command?: ContainerCommand;
  entrypoint?: ContainerCommand;
  environment: ComposeVariable[];
  envFiles: PlacedText[];
  ports: ComposePort[];
  volumes: ComposeVolume[];
  healthcheck?: ComposeHealthcheck;
  dependsOn: { service: string; condition?: string }[];
  limits: { cpu?: PlacedText; memory?: PlacedText };
  restart?: PlacedText;
  privileged?: PlacedText;
  capAdd: PlacedText[];
  capDrop: PlacedText[];
  securityOpt: PlacedText[];
  networkMode?: PlacedText;
  pid?: PlacedText;
  ipc?: PlacedText;
  user?: PlacedText;
  readOnly: boolean;
  profiles: string[];
  networks: string[];
  labels: ComposeVariable[];
  /** Its run ends by itself: `restart: "no"`, or others wait until it has completed. */
  oneShot: boolean;
}

/** @public */
export interface ComposeFile {
  path: string;
  role: DeploymentRole;
  because: string;
  /** File it is laid over, when its services are no services without that one. */
  overlayOf?: string;
  services: ComposeService[];
  /** Named volumes. */
  volumes: string[];
  /** Those that a driver keeps on another machine. */
  remoteVolumes: string[];
}

/** @public */
export interface ComposeFacts {
  files: ComposeFile[];
  /**
   * Services of production configuration as they run: where a production overlay changes a service of its base file,
   * only the merged one.
   */
  production: ComposeService[];
}
