import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { nameOf, standalone } from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { BodyLimit, bodyLimits } from '../../../facts/flow/bodyLimits';
import { flows } from '../../../facts/flow/extract';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

const BODIES = new Set(['POST', 'PUT', 'PATCH', '*']);
const TYPE =
  /content_type|mimetype|\.endswith\(|\bsuffix\b|splitext|allowed|magic\.|imghdr|filetype|FileExtension|image\.verify|Image\.open/i;
const SIZE =
  /\blen\([^()]*\)\s*[<>]|[<>]=?\s*len\(|\.size\b|content.?length|413|max_?(?:bytes|size)|limit/i;
/** What keeps the content of an upload that was read before. */
const KEEPS =
  /write_bytes\(|\.write\(|put_object\(|upload_?\w*\(|\bput\(|\.save\(|\bopen\(|\bstore\w*\(|\bsave_\w+\(/;

/** Upload routes that keep a file, with what they look at. */
async function stored(
  context: CheckContext,
  limits: readonly BodyLimit[],
): Promise<{ evidence: Evidence[]; good: Evidence[] }> {
  const { sinks } = await context.facts(flows);
  const evidence: Evidence[] = [];
  const good: Evidence[] = [];
  for (const sink of sinks.filter(
    item => item.kind === 'store' || item.kind === 'read',
  )) {
    const [flow] = sink.flows;
    const guard = sink.guards[0];
    if (!flow && !guard) {
      continue;
    }
    const file = await context.syntax.file(sink.path);
    const around = file?.functions
      .filter(fn => fn.line <= sink.line && sink.line <= fn.endLine)
      .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
    const text = (context.read(sink.path) ?? '')
      .split('\n')
      .slice((around?.line ?? sink.line) - 1, around?.endLine ?? sink.endLine)
      .join('\n');
    // Where a serializer or form judges the file, its rules stand there.
    if (
      sink.kind === 'read' &&
      (!KEEPS.test(text) || /is_valid\(/.test(text))
    ) {
      continue;
    }
    const limited = limits.some(
      item => item.uploads && item.application === flow?.route?.application,
    );
    const missing = [
      guard || limited || SIZE.test(text) ? '' : 'size',
      TYPE.test(text) ? '' : 'type',
    ].filter(Boolean);
    const subject = flow?.route
      ? `${flow.route.method} ${flow.route.fullPath}`
      : sink.enclosing.join('.') || sink.path;
    if (missing.length) {
      evidence.push({
        path: sink.path,
        line: sink.line,
        subject,
        note: `keeps an upload without looking at its ${missing.join(
          ' and its ',
        )}`,
        ...(flow
          ? { related: [{ path: flow.source.path, line: flow.source.line }] }
          : {}),
      });
    } else {
      good.push({
        path: guard?.path ?? sink.path,
        line: guard?.line ?? sink.line,
        note: 'looks at size and type of the upload',
      });
    }
  }
  return { evidence, good };
}

export const check = defineCheck({
  id: 'no-payload-limit',
  area: 'input-validation',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'No limit on the size of requests',
  description:
    'Judges two things. Each application that takes bodies needs a limit: FastAPI, Starlette, Flask and Go have none by themselves, so `MAX_CONTENT_LENGTH`, middleware that looks at `Content-Length`, or a proxy of the tree in front of it is looked for; Express, NestJS, Fastify, Next.js, Django and Spring refuse large bodies by default. And each route written in Python that keeps an upload (`save`, `copyfileobj`, what was read written or sent to a store) needs a look at its size and its type. Proxies outside of the tree are not seen. Limits inside image, archive and document processing and uploads kept by JavaScript libraries are not judged here.',
  failureMode: 'A request may be as large as the caller likes.',
  manifestation:
    'One client fills the disk or the memory with a body of many gigabytes; executables end up among the pictures.',
  impact:
    'The service stops for everyone, and files that were never meant to be there are served to others.',
  remediation:
    'Set a limit at the edge and one for each upload route, answer 413, and look at the type by content.\n\n```nginx\nclient_max_body_size 2m;\n```\n\n```python\napp.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024\n```',
  guardrail: {
    linter: 'semgrep',
    tests: 'a body above the limit answers 413',
    ci: 'semgrep',
    architecture: 'limit at the edge; uploads through signed addresses',
  },
  references: [
    {
      title: 'CWE-770',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
    {
      title: 'CWE-434',
      url: 'https://cwe.mitre.org/data/definitions/434.html',
    },
    {
      title: 'OWASP API4:2023',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
    },
  ],
  evaluate: judged(
    { containing: ['UploadFile', '.files', 'FILES', 'FastAPI', 'Flask('] },
    async context => {
      const all = standalone((await context.facts(applications)).applications);
      const { limits } = await context.facts(bodyLimits);
      const taking = all.filter(app =>
        app.routes.some(route => BODIES.has(route.method)),
      );
      if (!taking.length) {
        return noSuchRoute(
          context,
          all.length
            ? 'No route takes a body'
            : 'No HTTP application was found',
        );
      }
      const uploads = await stored(context, limits);
      const evidence: Evidence[] = [...uploads.evidence];
      const good: Evidence[] = [...uploads.good];
      for (const app of taking) {
        const found = limits.filter(item => item.application === app.id);
        const shown = found.find(item => item.path && item.line);
        if (!found.length) {
          evidence.push({
            path: app.path,
            line: app.line,
            subject: nameOf(app, all),
            severity: 'medium',
            note: 'takes bodies of any size, and no proxy of the tree limits them',
          });
        } else if (shown) {
          good.push({ path: shown.path, line: shown.line, note: shown.note });
        }
      }
      const places = inOrder(evidence);
      const held = inOrder(good);
      if (!places.length) {
        return {
          status: 'pass',
          summary: held.length
            ? `Bodies are limited: ${somePlaces(held)}`
            : 'The framework refuses large bodies by default',
          ...(held.length ? { evidence: held } : {}),
        };
      }
      const subjects =
        taking.length + uploads.evidence.length + uploads.good.length;
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'place takes',
          'places take',
        )} bodies without a limit: ${somePlaces(places)}`,
        evidence: places,
        share: Math.max(0, subjects - places.length) / subjects,
        lookedFor: [
          'MAX_CONTENT_LENGTH',
          'middleware that reads Content-Length',
          'client_max_body_size and the like of proxies in the tree',
        ],
        ...(held.length ? { strengths: held } : {}),
      };
    },
  ),
});
