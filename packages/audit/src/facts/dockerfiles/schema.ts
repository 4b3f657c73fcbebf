import { ContainerCommand } from '../deployables/command';
import { ImageReference } from '../deployables/image';
import { DeploymentRole } from '../deployables/role';

/** @public */
export interface DockerVariable {
  name: string;
  /** `undefined` for an `ARG` without default. */
  value?: string;
  line: number;
}

/** @public */
export interface DockerCopy {
  instruction: 'COPY' | 'ADD';
  /** Stage or image it copies from. */
  from?: string;
  sources: string[];
  target: string;
  line: number;
  endLine: number;
}

/** @public */
export interface DockerRun {
  /** Text for the shell; each line is one line of the file. */
  text: string;
  line: number;
  /** Line on which the text begins. */
  textLine: number;
  endLine: number;
  flags: string[];
}

/** @public */
export interface DockerHealthcheck {
  line: number;
  endLine: number;
  /** `HEALTHCHECK NONE`. */
  none: boolean;
  test?: ContainerCommand;
  flags: string[];
}

/** @public */
export interface DockerStage {
  name?: string;
  line: number;
  endLine: number;
  base: ImageReference;
  /** Index of the stage it builds upon, when that is one of this file. */
  baseStage?: number;
  user?: { value: string; line: number };
  cmd?: ContainerCommand;
  entrypoint?: ContainerCommand;
  healthcheck?: DockerHealthcheck;
  env: DockerVariable[];
  args: DockerVariable[];
  copies: DockerCopy[];
  runs: DockerRun[];
  workdir?: string;
  exposes: string[];
}

/** @public */
export interface DockerfileFact {
  path: string;
  role: DeploymentRole;
  /** What decided the role. */
  because: string;
  stages: DockerStage[];
}

/**
 * What an image built from a stage has, inherited values included.
 *
 * @public
 */
export interface BuiltImage {
  /** Line of the `FROM` of the stage. */
  line: number;
  endLine: number;
  stage: number;
  /** Image outside the file on which the stage rests in the end. */
  base: ImageReference;
  baseLine: number;
  user?: { value: string; line: number };
  cmd?: ContainerCommand;
  entrypoint?: ContainerCommand;
  healthcheck?: DockerHealthcheck;
  env: DockerVariable[];
  exposes: string[];
  /** What its stages take from the context of the build. */
  copies: DockerCopy[];
}

/** @public */
export interface Dockerfiles {
  dockerfiles: DockerfileFact[];
}
