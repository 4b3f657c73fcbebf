import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { deployables } from '../../../facts/deployables/extract';
import {
  developmentServer,
  isOwnProgram,
  isProductionServer,
  isWorker,
} from '../../../facts/deployables/servers';
import { CiCommand } from '../../../facts/workflows/schema';
import { count, inOrder } from '../../../judging/outcome';
import { serverInScript } from './serverInScript';

export const check = defineCheck({
  id: 'dev-server-in-production',
  area: 'deployment-and-operations',
  severity: 'critical',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Development server in production',
  description:
    'Looks at what production configuration starts: the command of the final stage of Dockerfiles, of Compose services (which replaces the one of the image) and of Kubernetes containers. The command is followed through shells, entry scripts and package scripts to the program in the end. Development servers are those that frameworks bring for the programmer: `manage.py runserver`, `flask run`, `app.run()`, `next dev`, `vite`, `webpack serve`, `nodemon`, `uvicorn --reload`, `php -S`, `mvn spring-boot:run`, `go run` and the like.',
  failureMode:
    'The service runs on a server that is made for one programmer at one machine.',
  manifestation:
    'Debug pages with source and variables, an interactive console, files served that were never meant to leave, one request at a time, restarts when a file changes, slow starts that compile first.',
  impact:
    'Outsiders read code and secrets or execute code; under load the service stalls and dies.',
  remediation:
    'Build in one stage and start a production server in the last one.\n\n```dockerfile\nCMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "4"]\n```\n\nNode: `CMD ["node", "dist/server.js"]`; Next.js: `next start` or the standalone server; browser code: static files behind nginx; Java: `java -jar`.',
  guardrail: {
    linter: 'hadolint with trusted commands, dclint',
    tests: 'start-up test that looks at the Server header and an error page',
    ci: 'trivy config',
    architecture: 'golden images with the server built in',
  },
  references: [
    {
      title: 'CWE-489',
      url: 'https://cwe.mitre.org/data/definitions/489.html',
    },
    {
      title: 'Flask: deploying to production',
      url: 'https://flask.palletsprojects.com/en/stable/deploying/',
    },
    {
      title: 'Django: runserver',
      url: 'https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver',
    },
  ],
  async evaluate(context) {
    const facts = await context.facts(deployables);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    let others = 0;
    for (const start of facts.starts) {
      const bad = await firstBad(start.commands, context);
      const place = {
        path: start.path,
        line: start.line,
        endLine: start.endLine,
      };
      if (bad) {
        const { command, name } = bad;
        const elsewhere = command.path !== start.path;
        failing.push({
          ...place,
          subject: start.subject,
          note: `starts ${name}`,
          ...(elsewhere
            ? {
                related: [
                  {
                    path: command.path,
                    line: command.line,
                    note: command.text.slice(0, 80),
                  },
                ],
              }
            : {}),
        });
      } else if (start.commands.some(isProductionServer)) {
        good.push({
          ...place,
          note: `${start.subject} starts ${shown(
            start.commands.find(isProductionServer)!,
          )}`,
        });
      } else if (await servesByScript(start.commands, context)) {
        good.push({
          ...place,
          note: `${start.subject} starts ${await servesByScript(
            start.commands,
            context,
          )}`,
        });
      } else if (start.commands.some(isOwnProgram)) {
        good.push({
          ...place,
          note: `${start.subject} starts a program of its own`,
        });
      } else if (!start.commands.some(isWorker)) {
        others += 1;
      }
    }
    for (const { path, role, image, starts } of facts.images) {
      if (role === 'production' && starts && !image.cmd && !image.entrypoint) {
        good.push({
          path,
          line: image.baseLine,
          note: `starts the server of ${image.base.repository}`,
        });
      }
    }
    const all = failing.length + good.length;
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${failing.length} of ${count(
          all,
          'server is a development server',
          'servers are development servers',
        )}: ${failing
          .slice(0, 5)
          .map(({ subject, note }) => `${subject} ${note}`)
          .join(', ')}`,
        evidence: inOrder(failing),
        share: good.length / all,
        strengths: inOrder(good),
      };
    }
    if (good.length > 0) {
      return {
        status: 'pass',
        summary: `${count(
          good.length,
          'server is',
          'servers are',
        )} made for production`,
        evidence: inOrder(good),
      };
    }
    return {
      status: 'not-applicable',
      summary:
        others > 0
          ? 'What the deployables start is no known HTTP server'
          : 'No deployable of this tree starts an HTTP server',
      lookedFor: ['CMD', 'ENTRYPOINT', 'command', 'args'],
    };
  },
});

/** Program and first operand: `node dist/server.js`. */
function shown({ words }: CiCommand): string {
  const operand = words.slice(1).find(word => !word.startsWith('-'));
  return [words[0], operand].filter(Boolean).join(' ').slice(0, 80);
}

async function servesByScript(
  commands: readonly CiCommand[],
  context: CheckContext,
): Promise<string | undefined> {
  for (const command of commands) {
    const found = await serverInScript(command, context);
    if (found?.production) {
      return found.production;
    }
  }
  return undefined;
}

async function firstBad(
  commands: readonly CiCommand[],
  context: CheckContext,
): Promise<{ command: CiCommand; name: string } | undefined> {
  for (const command of commands) {
    const name =
      developmentServer(command) ??
      (await serverInScript(command, context))?.development;
    if (name && !isExempt(command)) {
      return { command, name };
    }
  }
  return undefined;
}

/** `rails server -e production` and the like. */
function isExempt({ words }: CiCommand): boolean {
  return words.some(word =>
    /^(?:--mode=production|--configuration=production)$/.test(word),
  );
}
