import { ExtractContext } from '../../engine/types';
import { compose } from '../compose/extract';
import { ContainerCommand } from '../deployables/command';
import { roleOf } from '../deployables/role';
import { builtImage } from '../dockerfiles/builtImage';
import { dockerfiles } from '../dockerfiles/extract';
import { fromTree } from '../dockerfiles/fromTree';
import { DockerfileFact } from '../dockerfiles/schema';
import { Inventory } from '../inventory/schema';
import { kubernetes } from '../kubernetes/extract';
import { folderOf, nameOf } from '../manifests/names';
import { CommandReader } from './commands';
import { findFile, handsOver } from './scripts';
import { Launch } from './launch';
import { ProcessPlace } from './schema';

/** Something that production configuration starts. */
export interface Start {
  place: ProcessPlace;
  /** Folder in which its files lie: the context of the build. */
  root: string;
  launches: Launch[];
  environment: Record<string, string>;
  /** Ends by itself. */
  oneShot: boolean;
  text: string;
}
/** Reads everything that production configuration starts: images, services, workloads, Procfiles. */
export class StartReader {
  constructor(
    private readonly context: ExtractContext,
    private readonly files: Inventory,
    private readonly reader: CommandReader,
  ) {}

  /** Everything that is started; the starts of one group are readings of the same command with other folders. */
  async read(): Promise<Start[][]> {
    const { dockerfiles: images } = await this.context.facts(dockerfiles);
    const production = images.filter(({ role }) => role === 'production');
    const services = (await this.context.facts(compose)).production;
    const { workloads } = await this.context.facts(kubernetes);
    const result: Start[][] = [];
    for (const file of production) {
      const image = builtImage(file);
      const own = services.filter(
        ({ build }) => build?.dockerfile === file.path,
      );
      const command = image?.cmd ?? image?.entrypoint;
      // Where every service runs another command, nobody runs the image's own.
      const isRun =
        own.length === 0 ||
        workloads.length > 0 ||
        own.some(item => !item.command && !item.entrypoint);
      if (image && command && isRun) {
        const name = own.find(item => !item.command)?.name;
        result.push(
          // The folder of the Dockerfile is the context unless a service says otherwise.
          unique([
            own[0]?.build?.context ?? this.contextOf(file),
            folderOf(file.path),
          ]).map(root =>
            this.start(
              {
                source: 'dockerfile',
                path: file.path,
                line: command.line,
                ...(name ? { name } : {}),
              },
              root,
              fromTree(image.entrypoint, image),
              fromTree(image.cmd, image),
              variablesOf(image.env),
              false,
            ),
          ),
        );
      }
    }
    for (const service of services) {
      const { build } = service;
      if (!build) {
        continue;
      }
      const file = images.find(({ path }) => path === build.dockerfile);
      const image = file && builtImage(file, build.target);
      const at = service.command ?? service.entrypoint;
      result.push(
        unique([build.context, folderOf(build.dockerfile)]).map(root =>
          this.start(
            {
              source: 'compose',
              path: at?.path ?? service.path,
              line: at?.line ?? service.line,
              name: service.name,
            },
            root,
            fromTree(service.entrypoint ?? image?.entrypoint, image),
            fromTree(
              service.command ?? (service.entrypoint ? undefined : image?.cmd),
              image,
            ),
            variablesOf([...(image?.env ?? []), ...service.environment]),
            service.oneShot,
          ),
        ),
      );
    }
    for (const workload of workloads) {
      for (const container of workload.role === 'production'
        ? workload.containers
        : []) {
        const at = container.command ?? container.args;
        if (at) {
          result.push(
            this.roots().map(root =>
              this.start(
                {
                  source: 'kubernetes',
                  path: workload.path,
                  line: at.line,
                  name: workload.name,
                },
                root,
                container.command,
                container.args,
                variablesOf(container.env),
                workload.oneShot || workload.schedule !== undefined,
              ),
            ),
          );
        }
      }
    }
    result.push(...this.procfiles().map(start => [start]));
    return result;
  }

  /** Folders that commands of a workload may mean, as nothing says which image is built from where. */
  private roots(): string[] {
    return this.files.parts.map(({ root }) => root);
  }

  private contextOf(file: DockerfileFact): string {
    const folder = folderOf(file.path);
    const last = nameOf(folder).toLocaleLowerCase('en-US');
    return ['docker', 'build', 'deploy', '.docker', 'deployment'].includes(last)
      ? folderOf(folder)
      : folder;
  }

  private start(
    place: ProcessPlace,
    root: string,
    entrypoint: ContainerCommand | undefined,
    command: ContainerCommand | undefined,
    environment: Record<string, string>,
    oneShot: boolean,
  ): Start {
    const read = (item: ContainerCommand | undefined): Launch[] => {
      if (item === undefined) {
        return [];
      }
      return item.form === 'shell'
        ? this.reader.readText(item.text, root)
        : this.reader.readWords(item.words, root);
    };
    let launches: Launch[];
    if (entrypoint && command) {
      const joined = this.reader.readWords(
        [...entrypoint.words, ...command.words],
        root,
      );
      const script = findFile(
        this.context.tree,
        entrypoint.words[0] ?? '',
        root,
      );
      const text = script ? this.context.tree.read(script) : undefined;
      if (
        text !== undefined &&
        (script!.endsWith('.sh') || /^#!.*\b(?:ba|da|z)?sh\b/.test(text))
      ) {
        launches = read(
          handsOver(text) || text.includes('$@') ? command : entrypoint,
        );
      } else {
        launches = ownCode(joined).length > 0 ? joined : read(command);
      }
    } else {
      launches = read(entrypoint ?? command);
    }
    return {
      place,
      root,
      launches,
      environment,
      oneShot,
      text: [entrypoint?.text, command?.text].filter(Boolean).join(' '),
    };
  }

  private procfiles(): Start[] {
    return this.files.files
      .filter(
        ({ path }) =>
          nameOf(path) === 'Procfile' && roleOf(path).role === 'production',
      )
      .flatMap(({ path }) =>
        (this.context.tree.read(path) ?? '')
          .split('\n')
          .flatMap((line, index) => {
            const colon = line.indexOf(':');
            const name = line.slice(0, Math.max(colon, 0)).trim();
            return /^[A-Za-z0-9_-]+$/.test(name)
              ? [
                  {
                    place: {
                      source: 'procfile' as const,
                      path,
                      line: index + 1,
                      name,
                    },
                    root: folderOf(path),
                    launches: this.reader.readText(
                      line.slice(colon + 1),
                      folderOf(path),
                    ),
                    environment: {},
                    oneShot: name === 'release',
                    text: line.slice(colon + 1).trim(),
                  },
                ]
              : [];
          }),
      );
  }
}

function ownCode(launches: Launch[]): Launch[] {
  return launches.filter(({ target }) => target.type !== 'binary');
}
function unique(items: string[]): string[] {
  return [...new Set(items)];
}

function variablesOf(
  variables: readonly { name: string; value?: string }[],
): Record<string, string> {
  return Object.fromEntries(
    variables.map(({ name, value }) => [name, value ?? '']),
  );
}
