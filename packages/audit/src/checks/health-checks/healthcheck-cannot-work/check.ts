import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { standalone } from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { Manifests } from '../../../facts/manifests/schema';
import { shellCommands } from '../../../facts/shell/parseShell';
import { optionOf } from '../../../facts/workflows/scans/commands';
import { commandName } from '../../../facts/workflows/tools';
import { CiCommand } from '../../../facts/workflows/schema';
import { count, inOrder } from '../../../judging/outcome';
import { Probe, probesOf } from './probes';
import { hasShell, hasTool } from './tools';

const TOOLS = new Set(['curl', 'wget', 'nc']);
/** Modules that people ask health endpoints with, and that Python does not bring. */
const MODULES = ['requests', 'httpx', 'aiohttp', 'urllib3'];
/** Guards that ask who somebody is. */
const SIGN_IN =
  /auth|login|jwt|token|current_?user|session|permission|require_?user|api_?key|IsAuthenticated/i;

export const check = defineCheck({
  id: 'healthcheck-cannot-work',
  area: 'health-checks',
  severity: 'medium',
  confidence: 'likely',
  phase: 'observability',
  effort: 'small',
  title: 'Health check that cannot work',
  description:
    'Looks at each health check of production Compose services, images and workloads for one that fails or succeeds by construction: (1) it calls `curl`, `wget` or `nc`, and the final image has none (slim, alpine and distroless bases and what their last stages install are known; other bases are not judged), needs a shell in an image without one, or imports a Python module that the manifest does not name as a production dependency; (2) it asks another port than the one that the server is told to listen on, or a named port that the container does not declare; (3) it asks a path that the only application of the folder does not serve, or one behind a sign-in; (4) it ends in `|| true` or `exit 0`; (5) it uses a variable that nothing sets.',
  failureMode: 'The probe says the same whatever the state of the service is.',
  manifestation:
    'Containers are shown as unhealthy for ever and nobody looks any more, dependents never start, or a dead service is shown as healthy.',
  impact:
    'The platform restarts what works or keeps what is broken; an alarm that is always on hides the real one.',
  remediation:
    'Ask with what the image brings, at the port of the command, and let the status through.\n\n```dockerfile\nHEALTHCHECK --start-period=20s --timeout=3s \\\n  CMD ["python", "-c", "import urllib.request as r; r.urlopen(\'http://127.0.0.1:8000/health\', timeout=2)"]\n```\n\nNode: `node -e "fetch(\'http://127.0.0.1:3000/health\').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"`; alpine: `wget -qO- …`.',
  guardrail: {
    linter: '~ hadolint',
    tests: 'container smoke test that waits for "healthy"',
    ci: 'the same, and one that stops the server and waits for "unhealthy"',
    architecture: 'probe in the golden image',
  },
  references: [
    {
      title: 'Dockerfile reference: HEALTHCHECK',
      url: 'https://docs.docker.com/reference/dockerfile/#healthcheck',
    },
    {
      title: 'Compose: healthcheck',
      url: 'https://docs.docker.com/reference/compose-file/services/#healthcheck',
    },
  ],
  evaluate: async context => {
    const probes = await probesOf(context);
    if (probes.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'Production configuration has no health check',
        lookedFor: [
          'healthcheck',
          'HEALTHCHECK',
          'livenessProbe',
          'readinessProbe',
        ],
      };
    }
    const declared = await context.facts(manifests);
    const apps = standalone((await context.facts(applications)).applications);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const probe of probes) {
      const at = { path: probe.path, line: probe.line };
      const reason = whyNot(probe, declared, apps);
      if (reason) {
        failing.push({ ...at, subject: probe.subject, ...reason });
      } else {
        good.push({ ...at, note: `health check of ${probe.subject}` });
      }
    }
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          probes.length,
          'health check',
        )} cannot work: ${failing
          .map(({ subject, note }) => `${subject} (${note})`)
          .join('; ')}`.slice(0, 400),
        evidence: inOrder(failing),
        share: good.length / probes.length,
        strengths: inOrder(good),
      };
    }
    return {
      status: 'pass',
      summary: `${count(probes.length, 'health check')} can work`,
      evidence: inOrder(good),
    };
  },
});

type Reason = Pick<Evidence, 'note' | 'confidence'>;

function whyNot(
  probe: Probe,
  declared: Manifests,
  apps: readonly ApplicationFact[],
): Reason | undefined {
  const { command } = probe;
  if (command) {
    return (
      alwaysSucceeds(command.text) ??
      withoutTool(probe) ??
      withoutModule(probe, declared) ??
      withoutVariable(probe) ??
      wrongAddress(probe, addressIn(command.text), apps)
    );
  }
  if (probe.http) {
    const { port } = probe.http;
    const named = /^\d+$/.test(port)
      ? port
      : probe.ports?.find(({ name }) => name === port)?.port;
    return named === undefined && port !== ''
      ? { note: `the container declares no port named ${port}` }
      : wrongAddress(probe, { port: named, path: probe.http.path }, apps);
  }
  return undefined;
}

function alwaysSucceeds(text: string): Reason | undefined {
  const ending = /(?:\|\||;)\s*(?:true|:|exit 0|echo\b[^|&;]*)\s*["']?$/.exec(
    text,
  );
  if (ending) {
    return { note: `it always succeeds: ${ending[0].trim()}` };
  }
  return /^(?:\/bin\/)?(?:true|echo\b.*|exit 0|:)$/.test(text.trim())
    ? { note: `it always succeeds: ${text.trim().slice(0, 40)}` }
    : undefined;
}

function withoutTool(probe: Probe): Reason | undefined {
  const { command } = probe;
  if (!command) {
    return undefined;
  }
  if (command.shell && hasShell(probe) === false) {
    return {
      note: `it needs a shell, and ${probe.image!.repository} has none`,
    };
  }
  const commands = command.shell
    ? shellCommands(command.text).map(({ words }) => words)
    : [innerWords(command.words)];
  // Of alternatives (`wget … || curl …`) one is enough.
  const tools = commands
    .map(words => commandName(words[0]))
    .filter(name => TOOLS.has(name));
  return tools.length > 0 && tools.every(tool => hasTool(probe, tool) === false)
    ? {
        note: `it calls ${tools[0]}, which ${
          probe.image!.raw || probe.image!.repository
        } does not have`,
      }
    : undefined;
}

/** `sh -c "curl …"` in the list form. */
function innerWords(words: readonly string[]): string[] {
  const at = words.indexOf('-c');
  return /^(?:\/bin\/)?(?:ba)?sh$/.test(words[0] ?? '') && at > 0
    ? shellCommands(words[at + 1] ?? '')[0]?.words ?? []
    : [...words];
}

function withoutModule(probe: Probe, declared: Manifests): Reason | undefined {
  const { command, folder } = probe;
  if (
    !command ||
    folder === undefined ||
    !/\bpython[\d.]*\b/.test(command.text)
  ) {
    return undefined;
  }
  const module = MODULES.find(name =>
    new RegExp(`\\b(?:import|from)\\s+(?:[\\w.]+\\s*,\\s*)*${name}\\b`).test(
      command.text,
    ),
  );
  const own = declared.manifests.filter(
    ({ ecosystem }) => ecosystem === 'pypi',
  );
  if (!module || own.length === 0) {
    return undefined;
  }
  const found = dependsOn(declared, 'pypi', [module], {
    root: folder,
    scope: ['production', 'optional'],
  });
  return found.length === 0 &&
    // Installed by the Dockerfile itself.
    !(probe.stages ?? []).some(stage =>
      stage.runs.some(
        ({ text }) => /\bpip3?\b|\buv\b/.test(text) && text.includes(module),
      ),
    )
    ? {
        note: `it imports ${module}, which is no production dependency`,
      }
    : undefined;
}

/** A variable that neither the image nor the service sets. */
function withoutVariable(probe: Probe): Reason | undefined {
  const { command, environment } = probe;
  if (!command?.shell || !environment || environment.open) {
    return undefined;
  }
  const inside = /\$\{?([A-Z][A-Z0-9_]*)(:?[-=?+][^}]*)?\}?/g;
  for (const [, name, operator] of command.text.matchAll(inside)) {
    if (
      !operator &&
      !['HOSTNAME', 'HOME', 'PATH', 'USER'].includes(name) &&
      probe.stages &&
      !environment.variables.some(item => item.name === name)
    ) {
      return { note: `it uses ${name}, which nothing sets` };
    }
  }
  return undefined;
}

interface Address {
  port?: string;
  path?: string;
}

/** Port and path of the request of a command to its own container. */
function addressIn(text: string): Address | undefined {
  const match =
    /(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d{2,5}|\$\{?\w+:-(\d{2,5})\}))?(\/[\w./-]*)?/.exec(
      text,
    );
  return match
    ? {
        port:
          match[2] ??
          match[1] ??
          (match[0].startsWith('http://') ? '80' : undefined),
        path: match[3],
      }
    : undefined;
}

function wrongAddress(
  probe: Probe,
  address: Address | undefined,
  apps: readonly ApplicationFact[],
): Reason | undefined {
  if (!address) {
    return undefined;
  }
  const bound = boundPort(probe.commands);
  if (bound && address.port && bound !== address.port) {
    return {
      note: `it asks port ${address.port}, and the server listens on ${bound}`,
    };
  }
  const [app] = apps;
  const inFolder =
    apps.length === 1 &&
    (probe.folder === undefined ||
      probe.folder === '' ||
      app.part === '' ||
      app.part === probe.folder ||
      app.part.startsWith(`${probe.folder}/`));
  if (
    !inFolder ||
    !address.path ||
    // A probe of something else that the container runs.
    (!bound && !probe.onlyImage && !probe.commands.some(isServerOf(app)))
  ) {
    return undefined;
  }
  return wrongPath(address.path, app);
}

function isServerOf(app: ApplicationFact) {
  const names =
    app.language === 'python'
      ? /^(?:gunicorn|uvicorn|hypercorn|granian|daphne|fastapi|flask|uwsgi|python[\d.]*)$/
      : /^(?:node|next|bun|tsx|ts-node|nest|pm2-runtime)$/;
  return ({ words }: CiCommand) => names.test(commandName(words[0]));
}

function wrongPath(path: string, app: ApplicationFact): Reason | undefined {
  const wanted = path.replace(/(?<!\/)\/+$/, '') || '/';
  const routes = app.routes.filter(({ method }) =>
    ['GET', 'HEAD', '*'].includes(method),
  );
  const route = routes.find(
    ({ fullPath }) => (fullPath.replace(/\/+$/, '') || '/') === wanted,
  );
  if (route) {
    const guard = route.guards.find(item => SIGN_IN.test(item));
    return guard
      ? { note: `${path} asks for a sign-in (${guard.slice(0, 60)})` }
      : undefined;
  }
  const may =
    app.partial.length > 0 ||
    app.routes.length === 0 ||
    app.servesPages ||
    (app.features.some(({ kind }) => kind === 'health' || kind === 'openapi') &&
      /docs|openapi|health|actuator/.test(path) &&
      !routes.some(({ fullPath }) =>
        /health|ready|live|ping/.test(fullPath),
      )) ||
    routes.some(
      ({ fullPath }) => /[*{:]/.test(fullPath) && matches(fullPath, wanted),
    );
  return may
    ? undefined
    : { note: `it asks ${path}, which the application does not serve` };
}

/** Whether a pattern with parameters or wildcards covers an address. */
function matches(pattern: string, path: string): boolean {
  const left = pattern.split('/').filter(Boolean);
  const right = path.split('/').filter(Boolean);
  for (let index = 0; index < left.length; index++) {
    if (left[index].includes('*')) {
      return true;
    }
    if (
      right[index] === undefined ||
      (!/^[{:]/.test(left[index]) && left[index] !== right[index])
    ) {
      return false;
    }
  }
  return left.length === right.length;
}

/** The port that a known server is told to listen on, or its own when it is told none. */
function boundPort(commands: readonly CiCommand[]): string | undefined {
  for (const { words } of commands) {
    const name = commandName(words[0]);
    const bind = optionOf(words, '--bind', '-b');
    if (name === 'gunicorn') {
      return bind === undefined ? undefined : numberAtEnd(bind);
    }
    if (
      ['uvicorn', 'fastapi', 'granian', 'hypercorn', 'daphne'].includes(name)
    ) {
      const port = optionOf(words, '--port', '-p') ?? bind;
      if (port !== undefined) {
        return numberAtEnd(port);
      }
      return name === 'uvicorn' &&
        !words.some(word => /--(?:uds|fd)/.test(word))
        ? '8000'
        : undefined;
    }
    if (name === 'next' && words.includes('start')) {
      const port = optionOf(words, '-p', '--port');
      return port === undefined ? undefined : numberAtEnd(port);
    }
  }
  return undefined;
}

function numberAtEnd(text: string): string | undefined {
  return /(?:^|:)(\d{2,5})$/.exec(text.replace(/["']/g, ''))?.[1];
}
