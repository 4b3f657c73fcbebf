import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { compose } from '../compose/extract';
import { ComposeService } from '../compose/schema';
import { datastoreProduct } from '../datastores/images';
import { builtImage } from '../dockerfiles/builtImage';
import { dockerfiles } from '../dockerfiles/extract';
import { fromTree } from '../dockerfiles/fromTree';
import { BuiltImage } from '../dockerfiles/schema';
import { kubernetes } from '../kubernetes/extract';
import { ResolveContext, resolveScript } from '../workflows/resolveCommand';
import { readTasks } from '../workflows/tasks/readTasks';
import { CiCommand } from '../workflows/schema';
import { ContainerCommand } from './command';
import { roleOf } from './role';
import { Deployables, ImageDeployable, StartFact } from './schema';
import { isProductionServer, developmentServer } from './servers';

/** Images whose own command is a server. */
const SERVER_IMAGES =
  /(?:^|\/)(?:nginx|nginx-unprivileged|httpd|caddy|traefik|tomcat|haproxy|envoy|keycloak|php)(?:[-:]|$)/;

/**
 * What production configuration ships: services with the images they build, images, workloads, and what each of them
 * starts in the end.
 *
 * @public
 */
export const deployables = defineExtractor<Deployables>({
  id: 'deployables',
  extract: async context => {
    const files = (await context.facts(dockerfiles)).dockerfiles;
    const byPath = new Map(files.map(file => [file.path, file]));
    const { production } = await context.facts(compose);
    const { workloads, templates } = await context.facts(kubernetes);
    const resolveContext: ResolveContext = {
      tasks: await readTasks(context),
      read: scriptReader(context),
    };

    const services = production.map(service => {
      const file = service.build && byPath.get(service.build.dockerfile);
      const image = file && builtImage(file, service.build?.target);
      return { service, built: image && { ...image, path: file!.path } };
    });
    const images = files.flatMap((file): ImageDeployable[] => {
      const image = builtImage(file);
      if (!image) {
        return [];
      }
      const usedBy = services.filter(({ built }) => built?.path === file.path);
      const commands = startOf(
        image,
        undefined,
        folderOf(file.path),
        resolveContext,
      );
      return [
        {
          path: file.path,
          role: file.role,
          image,
          starts:
            (image.cmd !== undefined && !isShellOnly(image.cmd)) ||
            image.entrypoint !== undefined ||
            SERVER_IMAGES.test(image.base.repository) ||
            datastoreProduct(image.base) !== undefined,
          listens:
            image.exposes.length > 0 ||
            SERVER_IMAGES.test(image.base.repository) ||
            commands.some(
              command =>
                isProductionServer(command) || developmentServer(command),
            ),
          usedBy: usedBy.map(({ service }) => service.name),
        },
      ];
    });

    const productionWorkloads = workloads.filter(
      ({ role }) => role === 'production',
    );
    const starts: StartFact[] = [
      ...services.flatMap(({ service, built }) =>
        startOfService(service, built, resolveContext),
      ),
      ...productionWorkloads.flatMap(workload =>
        workload.containers.flatMap((container): StartFact[] => {
          const text = [container.command, container.args].filter(
            (item): item is ContainerCommand => item !== undefined,
          );
          return text.length === 0
            ? []
            : [
                {
                  subject: workload.name,
                  source: 'kubernetes',
                  path: workload.path,
                  line: text[0].line,
                  endLine: text.at(-1)!.endLine,
                  commands: resolveContainer(text, '', resolveContext),
                },
              ];
        }),
      ),
      ...images
        .filter(
          ({ role, path }) =>
            role === 'production' &&
            !services.some(({ built }) => built?.path === path),
        )
        .flatMap((item): StartFact[] => {
          const place = item.image.cmd ?? item.image.entrypoint;
          return place
            ? [
                {
                  subject: item.path,
                  source: 'dockerfile',
                  path: item.path,
                  line: place.line,
                  endLine: place.endLine,
                  commands: startOf(
                    item.image,
                    undefined,
                    folderOf(item.path),
                    resolveContext,
                  ),
                },
              ]
            : [];
        }),
    ];
    starts.push(...startsOfProcfiles(context, resolveContext));
    return {
      services,
      images,
      workloads: productionWorkloads,
      starts,
      templates,
    };
  },
});

/** Lines of Procfiles, one process each. */
function startsOfProcfiles(
  { tree }: ExtractContext,
  resolveContext: ResolveContext,
): StartFact[] {
  return tree.files.flatMap(({ path }) =>
    /(?:^|\/)Procfile$/.test(path) && roleOf(path).role === 'production'
      ? (tree.read(path) ?? '').split('\n').flatMap((content, index) => {
          const [, name, text] = /^([\w-]+):\s*(\S.*)$/.exec(content) ?? [];
          const line = index + 1;
          return text === undefined
            ? []
            : [
                {
                  subject: name,
                  source: 'procfile' as const,
                  path,
                  line,
                  endLine: line,
                  commands: resolveScript(
                    text,
                    { path, line, cwd: folderOf(path) },
                    { errexit: true, pipefail: true },
                    resolveContext,
                  ),
                },
              ];
        })
      : [],
  );
}

function startOfService(
  service: ComposeService,
  built: (BuiltImage & { path: string }) | undefined,
  context: ResolveContext,
): StartFact[] {
  const place =
    service.command ?? service.entrypoint ?? built?.cmd ?? built?.entrypoint;
  return place
    ? [
        {
          subject: service.name,
          source: 'compose',
          path: place.path,
          line: place.line,
          endLine: place.endLine,
          commands: startOf(
            built,
            service,
            service.build?.context ?? '',
            context,
          ),
        },
      ]
    : [];
}

function startOf(
  image: BuiltImage | undefined,
  service: ComposeService | undefined,
  cwd: string,
  context: ResolveContext,
): CiCommand[] {
  const entrypoint = service?.entrypoint ?? image?.entrypoint;
  // A new entry point drops the image's command.
  const command =
    service?.command ?? (service?.entrypoint ? undefined : image?.cmd);
  const parts = [fromTree(entrypoint, image), fromTree(command, image)].filter(
    (item): item is ContainerCommand => item !== undefined,
  );
  return resolveContainer(parts, cwd, context);
}

/** Entry scripts pass their arguments on, so script and command both run. */
function resolveContainer(
  parts: readonly ContainerCommand[],
  cwd: string,
  context: ResolveContext,
): CiCommand[] {
  if (parts.length === 0) {
    return [];
  }
  const settings = { errexit: true, pipefail: true };
  const run = (text: string, place: ContainerCommand) =>
    resolveScript(
      text,
      { path: place.path, line: place.line, cwd },
      settings,
      context,
    );
  const text = (part: ContainerCommand) =>
    part.form === 'shell' ? part.text : part.words.map(quote).join(' ');
  const [first, second] = parts;
  if (!second) {
    return run(text(first), first);
  }
  const whole = run(`${text(first)} ${text(second)}`, second);
  return isScript(first.words[0])
    ? [...run(text(first), first), ...run(text(second), second)]
    : whole;
}

/** `CMD ["bash"]`: for somebody who looks around in it. */
function isShellOnly({ words }: ContainerCommand): boolean {
  return (
    words.length === 1 &&
    /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da)?sh$/.test(words[0])
  );
}

function isScript(word: string | undefined): boolean {
  return /(?:\.sh|entrypoint[\w.-]*|\.bash)$/.test(word ?? '');
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word)
    ? word
    : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** Scripts lie elsewhere in the image than in the tree: found by name when the path leads nowhere. */
function scriptReader({ tree }: ExtractContext): ResolveContext['read'] {
  return path => {
    const direct = tree.read(path);
    if (direct !== undefined || !isScript(path)) {
      return direct;
    }
    const name = path.slice(path.lastIndexOf('/') + 1);
    const candidates = tree.files.filter(
      file => file.path === name || file.path.endsWith(`/${name}`),
    );
    return candidates.length === 1 ? tree.read(candidates[0].path) : undefined;
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
