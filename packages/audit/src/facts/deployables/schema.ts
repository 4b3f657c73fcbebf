import { ComposeService } from '../compose/schema';
import { BuiltImage } from '../dockerfiles/schema';
import { KubernetesWorkload } from '../kubernetes/schema';
import { CiCommand } from '../workflows/schema';
import { DeploymentRole } from './role';

/** A service of production configuration with the image that it builds. */
export interface ServiceDeployable {
  service: ComposeService;
  /** Image built from a Dockerfile of the tree. */
  built?: BuiltImage & { path: string };
}

/** An image of the tree as it is shipped. */
export interface ImageDeployable {
  path: string;
  role: DeploymentRole;
  image: BuiltImage;
  /** Starts something: has a command of its own or rests on an image of a server. */
  starts: boolean;
  /** Listens: exposes a port, or its command is a known server. */
  listens: boolean;
  /** Production services of compose files that build it. */
  usedBy: string[];
}

/** What a deployable starts. */
export interface StartFact {
  /** Service, workload or path of the Dockerfile. */
  subject: string;
  source: 'compose' | 'kubernetes' | 'dockerfile' | 'procfile';
  path: string;
  line: number;
  endLine: number;
  /** Commands in the end, through scripts and task runners. */
  commands: CiCommand[];
}

/**
 * What is shipped by production configuration.
 *
 * @public
 */
export interface Deployables {
  services: ServiceDeployable[];
  images: ImageDeployable[];
  workloads: KubernetesWorkload[];
  starts: StartFact[];
  /** Helm templates, which nobody rendered. */
  templates: string[];
}
