import { Probe } from './probes';

/** Whether a tool is in an image; `undefined` when that is not known. */
type Known = boolean | undefined;

const FULL =
  /^(?:python|node|golang|ruby|rust|openjdk|buildpack-deps|php|perl|gradle|maven|erlang|elixir)$/;
const NO_SHELL =
  /(?:^|\/)distroless\/|^scratch$|(?:^|\/)static-debian|^cgr\.dev|(?:^|\/)chainguard\//;
const CLIENTS = new Set(['curl', 'wget']);
/** Images whose alpine variant is known to add no client. */
const ALPINE_WITHOUT_CURL =
  /^(?:alpine|python|node|golang|ruby|redis|postgres|caddy)$/;
const BUSYBOX = new Set(['wget', 'nc']);

function last(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** Whether the image of a probe has a shell. */
export function hasShell(probe: Probe): Known {
  const { image } = probe;
  if (!image || image.unresolved.length > 0) {
    return undefined;
  }
  const full = `${image.registry ? `${image.registry}/` : ''}${
    image.repository
  }`;
  if (!NO_SHELL.test(full)) {
    return undefined;
  }
  // `:debug` images of distroless bring busybox; `-dev` ones of Chainguard a shell.
  return /debug|dev/.test(image.tag ?? '') || copiesOf(probe, 'sh')
    ? undefined
    : false;
}

/** Whether `curl`, `wget` or `nc` is in the image of a probe. */
export function hasTool(probe: Probe, tool: string): Known {
  const { image, stages } = probe;
  if (!image || image.unresolved.length > 0) {
    return undefined;
  }
  if (installs(probe, tool) || copiesOf(probe, tool)) {
    return true;
  }
  // Scripts that an own base image runs may install anything.
  if (
    image.registry &&
    !/^(?:docker\.io|gcr\.io|mcr\.microsoft\.com|public\.ecr\.aws|ghcr\.io)$/.test(
      image.registry,
    )
  ) {
    return undefined;
  }
  if (hasShell(probe) === false) {
    return false;
  }
  const name = last(image.repository);
  const tag = image.tag ?? '';
  const official = !image.repository.includes('/');
  if (!official && !/^(?:astral-sh|oven)\//.test(image.repository)) {
    return undefined;
  }
  if (/alpine/.test(tag) || name === 'alpine') {
    if (name === 'nginx' && tool === 'curl' && !/slim/.test(tag)) {
      return true;
    }
    return (
      BUSYBOX.has(tool) || (ALPINE_WITHOUT_CURL.test(name) ? false : undefined)
    );
  }
  if (/slim/.test(tag) && (FULL.test(name) || name === 'debian')) {
    return CLIENTS.has(tool) || tool === 'nc' ? false : undefined;
  }
  if (name === 'debian' || name === 'ubuntu') {
    return CLIENTS.has(tool) ? false : undefined;
  }
  if (name === 'busybox') {
    return BUSYBOX.has(tool);
  }
  if (FULL.test(name) && CLIENTS.has(tool)) {
    return stages || probe.image ? true : undefined;
  }
  return ['postgres', 'redis', 'mongo', 'mysql', 'mariadb', 'valkey'].includes(
    name,
  ) && CLIENTS.has(tool)
    ? false
    : undefined;
}

/** A package manager of the last stages installs it, or something that may. */
function installs(probe: Probe, tool: string): boolean {
  const packages =
    tool === 'nc' ? ['nc', 'netcat', 'netcat-openbsd', 'ncat'] : [tool];
  return (probe.stages ?? []).some(
    stage =>
      stage.runs.some(
        ({ text }) =>
          /\b(?:apt-get|apt|apk|yum|dnf|microdnf|tdnf|zypper)\b/.test(text) &&
          packages.some(name =>
            new RegExp(`(?:^|[\\s"'])${name}(?:[=~\\s\\\\;&"']|$)`, 'm').test(
              text,
            ),
          ),
      ) ||
      // Lists of packages and own scripts are not followed.
      stage.runs.some(({ text }) =>
        /xargs.*(?:apt|apk)|(?:^|[\s;&])(?:\.\/|\/|bash |sh )[\w./-]*(?:install|setup|provision)[\w./-]*\.sh/.test(
          text,
        ),
      ),
  );
}

function copiesOf(probe: Probe, tool: string): boolean {
  return (probe.stages ?? []).some(stage =>
    stage.copies.some(
      copy =>
        copy.sources.some(source =>
          new RegExp(`(?:^|/)(?:${tool}|busybox)$`).test(source),
        ) ||
        // A whole root file system.
        (copy.from !== undefined && /^\/?$/.test(copy.target)),
    ),
  );
}
