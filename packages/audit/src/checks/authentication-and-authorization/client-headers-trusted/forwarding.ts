import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { deployables } from '../../../facts/deployables/extract';
import { conditionsAround } from '../../../facts/settings/conditions';
import { settings } from '../../../facts/settings/extract';
import { optionOf } from '../../../facts/workflows/scans/commands';
import { commandName } from '../../../facts/workflows/tools';
import { deployedEnvironments } from '../../../judging/deployedEnvironment';

const NOTE =
  'X-Forwarded-For, -Proto and -Host are believed from everybody who connects';

/** Kind (c): proxies that the application or its server believes without asking which. */
export async function believedProxies(
  context: CheckContext,
): Promise<Evidence[]> {
  return [
    ...(await ofCommands(context)),
    ...(await ofEnvironment(context)),
    ...(await ofCalls(context)),
    ...(await ofFrameworks(context)),
    ...(await leftmostAddress(context)),
  ];
}

/** `--forwarded-allow-ips=*` of uvicorn and gunicorn. */
async function ofCommands(context: CheckContext): Promise<Evidence[]> {
  const { starts, services } = await context.facts(deployables);
  return starts.flatMap(start =>
    start.commands.flatMap((command): Evidence[] => {
      const name = commandName(command.words[0]);
      const allowed = optionOf(command.words, '--forwarded-allow-ips');
      if (
        !['uvicorn', 'gunicorn', 'fastapi', 'hypercorn'].includes(name) ||
        allowed !== '*'
      ) {
        return [];
      }
      const service = services.find(
        item => item.service.name === start.subject,
      )?.service;
      const at = service?.command?.words.findIndex(word =>
        word.startsWith('--forwarded-allow-ips'),
      );
      const line =
        at !== undefined && at >= 0 && service?.command?.path === start.path
          ? service.command.wordLines?.[at]
          : undefined;
      return [
        {
          path: start.path,
          line: line ?? start.line,
          severity: 'medium',
          subject: `${start.subject}: forwarded-allow-ips`,
          note: `${name} runs with --forwarded-allow-ips=*: ${NOTE}`,
        },
      ];
    }),
  );
}

async function ofEnvironment(context: CheckContext): Promise<Evidence[]> {
  return (await deployedEnvironments(context)).flatMap(({ variables }) =>
    variables
      .filter(
        ({ name, value }) =>
          name === 'FORWARDED_ALLOW_IPS' && value.trim() === '*',
      )
      .map(({ path, line, subject }) => ({
        path,
        line,
        severity: 'medium' as const,
        subject: `${subject}: FORWARDED_ALLOW_IPS`,
        note: NOTE,
      })),
  );
}

/** Settings in code: Express, Fastify, Koa, uvicorn, Starlette, Werkzeug. */
async function ofCalls(context: CheckContext): Promise<Evidence[]> {
  const facts = await context.facts(settings);
  const calls = await context.syntax.calls({
    names: [
      '.set',
      '.enable',
      'fastify',
      'fastify.fastify',
      '@nestjs/platform-fastify.FastifyAdapter',
      'uvicorn.run',
      'uvicorn.Config',
      '.add_middleware',
      'uvicorn.middleware.proxy_headers.ProxyHeadersMiddleware',
    ],
  });
  return calls.flatMap((call): Evidence[] => {
    const report = (line: number, subject: string): Evidence[] =>
      conditionsAround(facts, { path: call.path, line }).some(
        ({ environment }) => environment === 'development',
      )
        ? []
        : [
            {
              path: call.path,
              line,
              severity: 'medium',
              subject,
              note: NOTE,
            },
          ];
    const [first, second] = call.args;
    const named = (name: string) =>
      call.args.find(item => item.name === name) ??
      first?.entries?.find(item => item.name === name);
    if (call.callee.endsWith('.set') && first?.value === 'trust proxy') {
      return second?.value === true ? report(call.line, 'trust proxy') : [];
    }
    if (call.callee.endsWith('.enable') && first?.value === 'trust proxy') {
      return report(call.line, 'trust proxy');
    }
    const trust = named('trustProxy');
    if (trust && /fastify/i.test(call.name)) {
      return trust.value === true ? report(trust.line, 'trustProxy') : [];
    }
    const allowed = named('forwarded_allow_ips') ?? named('trusted_hosts');
    const isProxyMiddleware =
      call.name.endsWith('ProxyHeadersMiddleware') ||
      /ProxyHeadersMiddleware$/.test(first?.text ?? '') ||
      call.name.startsWith('uvicorn.');
    return allowed &&
      isProxyMiddleware &&
      (allowed.value === '*' ||
        (Array.isArray(allowed.value) && allowed.value.includes('*')))
      ? report(allowed.line, allowed.name ?? 'trusted_hosts')
      : [];
  });
}

/** Settings of Django, and assignments such as `app.proxy = true` of Koa. */
async function ofFrameworks(context: CheckContext): Promise<Evidence[]> {
  const { applications: apps } = await context.facts(applications);
  const found: Evidence[] = [];
  for (const app of apps.filter(({ framework }) => framework === 'django')) {
    const host = app.settings.find(
      ({ name, value }) => name === 'USE_X_FORWARDED_HOST' && value === true,
    );
    const allowed = app.settings.find(({ name }) => name === 'ALLOWED_HOSTS');
    const any =
      (Array.isArray(allowed?.value) && allowed.value.includes('*')) ||
      (allowed !== undefined &&
        (await isAnyByDefault(context, allowed.path, allowed.line)));
    if (host) {
      found.push({
        path: host.path,
        line: host.line,
        severity: 'medium',
        subject: 'USE_X_FORWARDED_HOST',
        note: any
          ? 'the host of links comes from a header of the client, and every host is allowed'
          : 'the host comes from a header that a client may send unless the proxy replaces it',
        ...(any ? {} : { confidence: 'plausible' as const }),
      });
    }
    if (allowed && any) {
      found.push({
        path: allowed.path,
        line: allowed.line,
        severity: 'medium',
        subject: 'ALLOWED_HOSTS',
        note: 'every host is allowed: links and password resets can be made to point elsewhere',
      });
    }
  }
  const files = await context.syntax.files({
    containing: ['forwarded_allow_ips', 'app.proxy'],
  });
  for (const file of files) {
    for (const item of file.assignments) {
      if (
        (/(?:^|\/)gunicorn[\w.-]*\.py$/.test(file.path) &&
          item.target === 'forwarded_allow_ips' &&
          item.value === '*') ||
        (item.target === 'app.proxy' &&
          item.value === true &&
          file.imports.some(({ module }) => module === 'koa'))
      ) {
        found.push({
          path: item.path,
          line: item.line,
          severity: 'medium',
          subject: item.target,
          note: NOTE,
        });
      }
    }
  }
  return found;
}

/** A list of hosts that is read from the environment, with `*` when nobody sets it, and nobody does. */
async function isAnyByDefault(
  context: CheckContext,
  path: string,
  line: number,
): Promise<boolean> {
  const { settings: all } = await context.facts(settings);
  const read = all.find(
    item =>
      item.path === path &&
      item.line === line &&
      (item.default?.value === '*' ||
        (Array.isArray(item.default?.value) &&
          item.default.value.includes('*'))),
  );
  return (
    read !== undefined &&
    !(await deployedEnvironments(context)).some(({ variables }) =>
      variables.some(
        ({ name, value }) => name === read.name && value.trim() !== '*',
      ),
    )
  );
}

/** The first part of a list between commas. */
const FIRST_PART =
  /\.split\(\s*["'], ?["'](?:, ?\d)?\s*\)(?:\?\.)?\s*\[0\]|\.partition\(\s*["'],["']\s*\)\[0\]|strings\.Split\([^()]{0,80}\)\[0\]|\.split\(["'], ?["']\)\.(?:shift\(|at\(0\))/;

/** `X-Forwarded-For` split with the first part taken: the part that the client writes itself. */
async function leftmostAddress(context: CheckContext): Promise<Evidence[]> {
  const files = await context.syntax.files({
    containing: [
      'X-Forwarded-For',
      'x-forwarded-for',
      'HTTP_X_FORWARDED_FOR',
      'X-FORWARDED-FOR',
    ],
  });
  const found: Evidence[] = [];
  for (const file of files) {
    const lines = (context.read(file.path) ?? '').split('\n');
    lines.forEach((line, index) => {
      if (
        !/x[-_]forwarded[-_]for/i.test(line) ||
        /^\s*(?:#|\/\/|\*)/.test(line)
      ) {
        return;
      }
      const near = lines.slice(index, index + 4);
      const at = near.findIndex(item => FIRST_PART.test(item));
      if (at >= 0 && !near.some(item => /trusted_?prox/i.test(item))) {
        found.push({
          path: file.path,
          line: index + at + 1,
          severity: 'medium',
          subject: 'X-Forwarded-For: first address',
          note: 'the left-most address is the one that the client writes itself',
        });
      }
    });
  }
  return found;
}
