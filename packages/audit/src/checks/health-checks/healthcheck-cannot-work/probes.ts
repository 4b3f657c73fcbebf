import { CheckContext } from '../../../engine/types';
import { ContainerCommand } from '../../../facts/deployables/command';
import { deployables } from '../../../facts/deployables/extract';
import { ImageReference } from '../../../facts/deployables/image';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import { DockerfileFact, DockerStage } from '../../../facts/dockerfiles/schema';
import { CiCommand } from '../../../facts/workflows/schema';
import {
  DeployedEnvironment,
  deployedEnvironments,
} from '../../../judging/deployedEnvironment';

/** A health check with what it runs in. */
export interface Probe {
  subject: string;
  path: string;
  line: number;
  /** Command in the container; absent for requests of the platform. */
  command?: {
    /** `CMD-SHELL` or shell form: the image needs a shell. */
    shell: boolean;
    text: string;
    words: string[];
  };
  /** Request of the platform. */
  http?: { path: string; port: string };
  /** Image that it runs in. */
  image?: ImageReference;
  /** Stages of the Dockerfile that make it, the last one first; absent for images from elsewhere. */
  stages?: DockerStage[];
  /** Folder of that Dockerfile or its context. */
  folder?: string;
  /** What the deployable starts. */
  commands: readonly CiCommand[];
  environment?: DeployedEnvironment;
  /** Nothing else of the tree is built and deployed, so that it has to be the application. */
  onlyImage: boolean;
  /** Declared ports, for Kubernetes. */
  ports?: { name?: string; port: string }[];
}

/** Every health check of production configuration. */
export async function probesOf(context: CheckContext): Promise<Probe[]> {
  const facts = await context.facts(deployables);
  const files = (await context.facts(dockerfiles)).dockerfiles;
  const environments = await deployedEnvironments(context);
  const environmentOf = (subject: string) =>
    environments.find(item => item.subject === subject);
  const commandsOf = (subject: string) =>
    facts.starts.find(item => item.subject === subject)?.commands ?? [];
  const onlyImage =
    facts.images.filter(({ role, starts }) => role === 'production' && starts)
      .length === 1;
  const found: Probe[] = [];
  for (const { service, built } of facts.services) {
    const file = built && files.find(({ path }) => path === built.path);
    const around = {
      subject: service.name,
      onlyImage: false,
      commands: commandsOf(service.name),
      environment: environmentOf(service.name),
      image: built?.base ?? service.image,
      ...(built && file
        ? {
            stages: chainOf(file, built.stage),
            folder: service.build!.context,
          }
        : {}),
    };
    const own = service.healthcheck;
    if (own?.test && !own.disabled) {
      found.push({
        ...around,
        path: own.test.path,
        line: own.test.line,
        command: composeCommand(own.test),
      });
    } else if (!own?.disabled && built?.healthcheck?.test) {
      found.push({
        ...around,
        path: built.path,
        line: built.healthcheck.line,
        command: dockerCommand(built.healthcheck.test),
      });
    }
  }
  for (const { path, role, image, usedBy } of facts.images) {
    const file = files.find(item => item.path === path);
    if (
      role === 'production' &&
      usedBy.length === 0 &&
      file &&
      image.healthcheck?.test
    ) {
      found.push({
        subject: path,
        onlyImage: false,
        path,
        line: image.healthcheck.line,
        command: dockerCommand(image.healthcheck.test),
        image: image.base,
        stages: chainOf(file, image.stage),
        folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
        commands: commandsOf(path),
        environment: environmentOf(path),
      });
    }
  }
  for (const workload of facts.workloads) {
    for (const container of workload.containers) {
      for (const probe of container.checks) {
        found.push({
          subject: `${workload.name}: ${probe.kind}`,
          onlyImage:
            onlyImage &&
            environmentOf(workload.name)?.own === true &&
            !container.command,
          path: workload.path,
          line: probe.line,
          ...(probe.http ? { http: probe.http } : {}),
          ...(probe.command
            ? {
                command: {
                  shell: false,
                  text: probe.command.words.join(' '),
                  words: probe.command.words,
                },
              }
            : {}),
          commands: commandsOf(workload.name),
          environment: environmentOf(workload.name),
          ports: container.ports,
        });
      }
    }
  }
  // The same instruction serves several services.
  return [
    ...new Map(
      found.map(item => [`${item.path}:${item.line}:${item.subject}`, item]),
    ).values(),
  ];
}

/** `[CMD, …]`, `[CMD-SHELL, text]` or a text for the shell. */
function composeCommand(test: ContainerCommand): Probe['command'] {
  if (test.form === 'shell') {
    return { shell: true, text: unescaped(test.text), words: test.words };
  }
  const [kind, ...rest] = test.words;
  return kind === 'CMD-SHELL'
    ? {
        shell: true,
        text: unescaped(rest.join(' ')),
        words: rest.join(' ').split(/\s+/),
      }
    : {
        shell: false,
        text: unescaped(rest.join(' ')),
        words: rest.map(unescaped),
      };
}

/** `$$` of Compose is the dollar of the container. */
function unescaped(text: string): string {
  return text.replace(/\$\$/g, '$');
}

function dockerCommand(test: ContainerCommand): Probe['command'] {
  return {
    shell: test.form === 'shell',
    text: test.form === 'shell' ? test.text : test.words.join(' '),
    words: test.words,
  };
}

/** A stage with those of the same file on which it rests, the last one first. */
function chainOf(file: DockerfileFact, index: number): DockerStage[] {
  const chain: DockerStage[] = [];
  let at: number | undefined = index;
  while (at !== undefined && file.stages[at] && chain.length < 20) {
    const stage: DockerStage = file.stages[at];
    chain.push(stage);
    at =
      stage.baseStage !== undefined && stage.baseStage < at
        ? stage.baseStage
        : undefined;
  }
  return chain;
}
