import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { compose } from '../../../facts/compose/extract';
import { cors } from '../../../facts/cors/extract';
import { inForce, inProduction } from '../../../facts/cors/judge';
import { noApplication } from '../../../judging/noApplication';

const LOCAL_HOST =
  /^(?:https?:\/\/)?(?:[\w-]+\.)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)(?=[:/]|$)/i;
const ORIGIN_NAME = /CORS|ALLOWED_ORIGIN|_ORIGINS?$/i;

/** Default in `${NAME:-default}` of a compose file. */
function fallbackOf(value: string): string | undefined {
  const start = value.indexOf(':-');
  const open = value.lastIndexOf('${', start);
  const end = value.indexOf('}', start);
  return start > 0 && open >= 0 && end > start
    ? value.slice(start + 2, end)
    : undefined;
}

const isLocal = (value: string) =>
  value
    .split(',')
    .some(item =>
      LOCAL_HOST.test(item.trim().replace(/^["'[]+|["'\]]+$/g, '')),
    );

export const check = defineCheck({
  id: 'cors-localhost-default',
  area: 'cors-and-headers',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Localhost is a default origin',
  description:
    'The origins that browsers may call from contain an address of a developer machine unless somebody sets them: as the default of a setting, of a variable, or as a fixed list.',
  failureMode:
    'A production system that misses one variable trusts `localhost` and refuses the real frontend.',
  manifestation:
    'The frontend fails with CORS errors after a deployment, and `Origin: http://localhost:3000` is answered with `Access-Control-Allow-Origin`.',
  impact:
    'Any program on the machine of a user that serves a page on that port can call the API in the name of the user, and the mistake stays unseen because everything starts.',
  remediation:
    'Have no default, so that a missing value stops the start, and put development values into `.env.example` or the development compose file:\n\n```python\nclass Settings(BaseSettings):\n    cors_origins: list[str]  # required\n```',
  guardrail: {
    tests: 'settings test: production refuses localhost',
    ci: 'start the image with production settings only',
    architecture: 'required, validated settings',
  },
  references: [
    { title: '12-factor: config', url: 'https://12factor.net/config' },
    {
      title: 'CWE-1188: Insecure default',
      url: 'https://cwe.mitre.org/data/definitions/1188.html',
    },
    {
      title: 'CWE-942',
      url: 'https://cwe.mitre.org/data/definitions/942.html',
    },
  ],
  evaluate: async context => {
    const { configurations } = await context.facts(cors);
    const facts = inForce(configurations);
    const services = (await context.facts(compose)).production;
    const evidence = new Map<string, Evidence>();
    for (const fact of facts) {
      for (const origin of inProduction(fact)) {
        if (!LOCAL_HOST.test(origin.value) || origin.refused) {
          continue;
        }
        const subject = origin.name ?? fact.subject;
        const key = `${origin.path}:${subject}`;
        if (!evidence.has(key)) {
          evidence.set(key, {
            path: origin.path,
            line: origin.line,
            subject,
            note:
              origin.source === 'literal'
                ? `"${origin.value}" is in the list whatever the environment`
                : `"${origin.value}" when ${origin.name ?? 'it'} is not set`,
            ...(origin.path === fact.path &&
            origin.line >= fact.line &&
            origin.line <= fact.endLine
              ? {}
              : {
                  related: [
                    {
                      path: fact.path,
                      line: fact.line,
                      note: 'the CORS configuration that uses it',
                    },
                  ],
                }),
          });
        }
      }
    }
    let named = 0;
    for (const service of services) {
      for (const variable of service.environment) {
        if (!ORIGIN_NAME.test(variable.name) || variable.value === undefined) {
          continue;
        }
        named++;
        const raw =
          context.read(variable.path)?.split('\n')[variable.line - 1] ??
          variable.value;
        const fallback = fallbackOf(raw);
        if (fallback && isLocal(fallback)) {
          evidence.set(`${variable.path}:${service.name}:${variable.name}`, {
            path: variable.path,
            line: variable.line,
            subject: `${service.name} ${variable.name}`,
            note: `the compose file falls back to ${fallback}`,
          });
        }
      }
    }
    if (!facts.length && !named) {
      return noApplication(context, 'Nothing configures CORS in production');
    }
    if (evidence.size) {
      const list = [...evidence.values()];
      return {
        status: 'fail',
        summary: `Localhost is a default origin: ${list
          .map(item => item.subject)
          .slice(0, 3)
          .join(', ')}`,
        evidence: list,
      };
    }
    const required = facts.filter(
      fact => fact.dynamic && !fact.origins.length && !fact.reflects,
    );
    return {
      status: 'pass',
      summary: required.length
        ? 'Origins come from a setting without a default'
        : 'No default origin is a developer machine',
      evidence: required.map(fact => ({
        path: fact.path,
        line: fact.line,
        endLine: fact.endLine,
        subject: fact.subject,
        note: 'origins from a setting without a default',
      })),
    };
  },
});
