import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { deployables } from '../../../facts/deployables/extract';
import { ImageDeployable } from '../../../facts/deployables/schema';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import { DockerfileFact, DockerStage } from '../../../facts/dockerfiles/schema';
import { manifests } from '../../../facts/manifests/extract';
import { folderOf, isWithin } from '../../../facts/manifests/names';
import { shellCommands } from '../../../facts/shell/parseShell';
import { unwrap } from '../../../facts/workflows/wrappers';
import { count, inOrder } from '../../../judging/outcome';
import { buildsOnly, developmentInstall, isPruned } from './installs';
import { whatGetsIn } from './ignoreFile';

/** Images with the tools to compile, which a compiled program needs no more. */
const SDK_IMAGES =
  /(?:^|\/)(?:golang|rust|maven|gradle|dotnet\/sdk|sbt|swift|haskell|elixir)$/;
const JDK_TAG = /(?:^|-)jdk(?:-|$)/;

export const check = defineCheck({
  id: 'bloated-image',
  area: 'deployment-and-operations',
  severity: 'low',
  confidence: 'certain',
  phase: 'production-hardening',
  effort: 'small',
  title: 'Images hold more than they need',
  description:
    'Looks at the final stage of every production Dockerfile that starts a service, with the stages that it rests on, for three things: a base or packages with which one compiles (SDK images, compilers that stay installed); dependencies for development (`npm ci` without `--omit=dev` and without a later prune, also in the stage from which `node_modules` is copied; `poetry install` and `uv sync` with the development group; requirements files for development); and `COPY . .` without an ignore file, or with one that lets three of these in: version control, dependency folders, environment files, tests and documents. Every Dockerfile is judged by itself. Interpreted services in one slim stage are fine.',
  failureMode:
    'Compilers, test tools, history and local files travel with the service.',
  manifestation:
    'Images of gigabytes, slow deployments and scans with hundreds of findings that nobody needs.',
  impact:
    'Whoever gets into the container finds a compiler, a package manager and perhaps the `.env` of a developer.',
  remediation:
    'Build in one stage, copy what runs into the next, and tell Docker what to leave out.\n\n```dockerfile\nFROM node:24-slim AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build && npm prune --omit=dev\n\nFROM node:24-slim\nCOPY --from=build /app/node_modules /app/node_modules\nCOPY --from=build /app/dist /app/dist\n```\n\n```text\n# .dockerignore\n.git\nnode_modules\n.env*\ntests\n```',
  guardrail: {
    linter: 'hadolint, dive',
    ci: 'a bound on the size of the image',
    architecture: 'golden images with builder and runtime stages',
  },
  references: [
    {
      title: 'Docker: multi-stage builds',
      url: 'https://docs.docker.com/build/building/multi-stage/',
    },
    {
      title: 'Docker: .dockerignore',
      url: 'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    },
  ],
  evaluate: async context => {
    const images = (await context.facts(deployables)).images.filter(
      ({ role, starts }) => role === 'production' && starts,
    );
    if (images.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No Dockerfile makes the image of a service',
        lookedFor: ['Dockerfiles'],
      };
    }
    const files = (await context.facts(dockerfiles)).dockerfiles;
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let lean = 0;
    for (const image of images) {
      const file = files.find(({ path }) => path === image.path)!;
      const found = await judge(context, image, file);
      if (found.length > 0) {
        failing.push(...found);
      } else {
        lean += 1;
        const copied = chainOf(file, image.image.stage).flatMap(stage =>
          stage.copies.filter(({ from }) => from !== undefined),
        )[0];
        if (copied) {
          good.push({
            path: file.path,
            line: copied.line,
            note: 'takes only what runs from a builder stage',
          });
        }
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${images.length - lean} of ${count(
          images.length,
          'image holds',
          'images hold',
        )} more than needed: ${inOrder(failing)
          .slice(0, 3)
          .map(({ note }) => note)
          .join('; ')}`,
        evidence: inOrder(failing),
        share: lean / images.length,
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary: `${count(
        images.length,
        'image holds',
        'images hold',
      )} what they need`,
      evidence: inOrder(good),
    };
  },
});

/** The stages of an image, the last one first. */
function chainOf({ stages }: DockerfileFact, index: number): DockerStage[] {
  const found: DockerStage[] = [];
  for (
    let at: number | undefined = index;
    at !== undefined && stages[at] && !found.includes(stages[at]);
    at = stages[at].baseStage
  ) {
    found.push(stages[at]);
  }
  return found;
}

async function judge(
  context: CheckContext,
  { image }: ImageDeployable,
  file: DockerfileFact,
): Promise<Evidence[]> {
  const { path } = file;
  const chain = chainOf(file, image.stage);
  return [
    ...compilers(path, image, chain),
    ...(await developmentPackages(context, file, chain)),
    ...copiedEverything(context, path, chain),
  ];
}

function compilers(
  path: string,
  { base, baseLine }: ImageDeployable['image'],
  chain: readonly DockerStage[],
): Evidence[] {
  const found: Evidence[] = [];
  if (
    SDK_IMAGES.test(base.repository) ||
    (/(?:^|\/)(?:eclipse-temurin|openjdk|amazoncorretto)$/.test(
      base.repository,
    ) &&
      JDK_TAG.test(base.tag ?? ''))
  ) {
    found.push({
      path,
      line: baseLine,
      subject: `${path}: base`,
      note: `${base.repository
        .split('/')
        .at(-1)} with its tools to compile is the base of what runs`,
    });
  }
  const tool = buildsOnly(
    [...chain]
      .reverse()
      .flatMap(({ runs }) => runs)
      .flatMap(run => shellCommands(run.text, run.textLine)),
  );
  if (tool) {
    found.push({
      path,
      line: tool.line,
      subject: `${path}: ${tool.name}`,
      note: `${tool.name} stays in the image`,
    });
  }
  return found;
}

async function developmentPackages(
  context: CheckContext,
  file: DockerfileFact,
  chain: readonly DockerStage[],
): Promise<Evidence[]> {
  const declared = (await context.facts(manifests)).manifests;
  const folder = folderOf(file.path);
  const hasDevelopment = (ecosystem: string) =>
    declared.some(
      manifest =>
        manifest.ecosystem === ecosystem &&
        (isWithin(folder, manifest.root) || isWithin(manifest.root, folder)) &&
        manifest.dependencies.some(({ scope }) => scope === 'development'),
    );
  // Stages whose folder of dependencies is copied count like the image itself.
  const sources = chain
    .flatMap(({ copies }) => copies)
    .filter(
      ({ from, sources: what }) =>
        from !== undefined &&
        what.some(item =>
          /node_modules\/?$|^\/(?:app|usr\/src\/app|opt\/\w+|code|srv)\/?$|\.venv\/?$/.test(
            item,
          ),
        ),
    )
    .flatMap(({ from }) => {
      const index = file.stages.findIndex(
        ({ name }, at) =>
          name === from?.toLocaleLowerCase('en-US') || String(at) === from,
      );
      return index < 0 ? [] : [chainOf(file, index)];
    });
  for (const stages of [chain, ...sources]) {
    const commands = [...stages].reverse().flatMap(stage =>
      stage.runs.flatMap(run =>
        shellCommands(run.text, run.textLine).map(command => ({
          words: unwrap(command.words),
          written: command.words,
          text: run.text,
          line: command.line,
          production: stages
            .flatMap(({ env }) => env)
            .some(
              ({ name, value }) =>
                name === 'NODE_ENV' &&
                // An argument of the build may well say so.
                (value === undefined || /^production$|\$/.test(value)),
            ),
        })),
      ),
    );
    const install = commands.find(
      command =>
        developmentInstall(command, hasDevelopment) &&
        !commands.some(
          later =>
            commands.indexOf(later) > commands.indexOf(command) &&
            isPruned(later.words),
        ),
    );
    if (install) {
      return [
        {
          path: file.path,
          line: install.line,
          subject: `${file.path}: development`,
          note: `${install.written
            .slice(0, 3)
            .join(' ')} brings the packages for development into the image`,
        },
      ];
    }
  }
  return [];
}

/** `COPY . .` into the image itself. */
function copiedEverything(
  context: CheckContext,
  path: string,
  chain: readonly DockerStage[],
): Evidence[] {
  const copy = chain
    .flatMap(({ copies }) => copies)
    .find(
      ({ from, sources }) =>
        from === undefined &&
        sources.some(item => /^\.?\/?$|^\.\/?$|^\.\/\*$|^\*$/.test(item)),
    );
  if (!copy) {
    return [];
  }
  const folder = folderOf(path);
  const candidates = [
    `${path}.dockerignore`,
    ...(folder ? [`${folder}/.dockerignore`] : []),
    '.dockerignore',
  ];
  const ignore = candidates.find(item => context.read(item) !== undefined);
  const inside = whatGetsIn(
    ignore === undefined ? undefined : context.read(ignore),
  );
  return inside.length >= 3
    ? [
        {
          path,
          line: copy.line,
          subject: `${path}: COPY`,
          note: ignore
            ? `everything is copied, and ${ignore} lets in ${inside.join(', ')}`
            : 'everything is copied, and no .dockerignore keeps anything out',
        },
      ]
    : [];
}
