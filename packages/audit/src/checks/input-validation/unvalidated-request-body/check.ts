import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { InputFact, inputs } from '../../../facts/flow/handlers';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

const NOTES: Record<'raw' | 'spread' | 'delegated', string> = {
  raw: 'is used without a schema',
  spread: 'is given whole to a model or an update: every field can be set',
  delegated: 'is handed on whole, and no schema was found on the way',
};

/** Large files and words of other systems have no schema here. */
const isBad = (
  item: InputFact,
): item is InputFact & { how: 'raw' | 'spread' | 'delegated' } =>
  item.how === 'raw' || item.how === 'spread' || item.how === 'delegated';

export const check = defineCheck({
  id: 'unvalidated-request-body',
  area: 'input-validation',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Request body used without a schema',
  description:
    'Looks at the handlers of routes that write (POST, PUT, PATCH) and take a body: `Request.json()` and `dict` parameters of FastAPI, `request.json` and `request.form` of Flask, `json.loads(request.body)`, `request.POST` and `request.data` of Django and DRF, `req.body` of Express and Fastify, bodies of NestJS without a `ValidationPipe`, `json()` and `formData()` of Next.js routes, `@RequestBody` without `@Valid`. Models, serializers, forms, zod, joi, ajv, class-validator and validating middleware count where they are called for the route. Raw bodies whose signature is verified are left out. Go handlers, server actions and the constraints inside models are not judged.',
  failureMode:
    'The handler works with whatever was sent: fields may be missing, of another type, too long, or not meant to be set.',
  manifestation:
    'A missing field is a 500, a list where a text was expected ends in the database, and `"role": "admin"` in a profile is stored.',
  impact:
    'Callers reach states the code was never written for, change fields that are not theirs, and every handler repeats its own half of the checks.',
  remediation:
    'Describe the body once and let the framework refuse the rest with 422 or 400.\n\n```python\nclass NewItem(BaseModel):\n    model_config = ConfigDict(extra="forbid")\n    name: str = Field(max_length=80)\n    quantity: int = Field(ge=1, le=1000)\n\n@app.post("/items")\ndef create(item: NewItem): ...\n```\n\n```ts\nconst NewItem = z.object({ name: z.string().max(80) }).strict();\napp.post(\'/items\', (req, res) => create(NewItem.parse(req.body)));\n```',
  guardrail: {
    linter: 'semgrep rule on raw bodies',
    tests: 'negative tests per route, schemathesis',
    ci: 'CodeQL, semgrep',
    architecture: 'schemas at the border, generated from the API description',
  },
  references: [
    { title: 'CWE-20', url: 'https://cwe.mitre.org/data/definitions/20.html' },
    {
      title: 'CWE-915',
      url: 'https://cwe.mitre.org/data/definitions/915.html',
    },
    {
      title: 'OWASP API3:2023',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
    },
  ],
  evaluate: judged(
    { containing: ['request', 'req.body', '@Body', 'RequestBody'] },
    async context => {
      const { applications: apps } = await context.facts(applications);
      const all = (await context.facts(inputs)).inputs.filter(
        item => item.how !== 'verified',
      );
      if (!all.length) {
        return noSuchRoute(
          context,
          apps.length
            ? 'No route that writes takes a body'
            : 'No HTTP application was found',
        );
      }
      const bad = all.filter(isBad);
      const good = inOrder(
        all
          .filter(item => !isBad(item))
          .map(item => ({
            path: item.path,
            line: item.line,
            subject: `${item.method} ${item.fullPath}`,
            note: `checked: ${item.text}`,
          })),
      );
      if (!bad.length) {
        return {
          status: 'pass',
          summary: `${count(
            good.length,
            'writing route checks',
            'writing routes check',
          )} what they are sent`,
          evidence: good,
        };
      }
      const places = inOrder(
        bad.map(
          (item): Evidence => ({
            path: item.path,
            line: item.line,
            subject: `${item.method} ${item.fullPath}`,
            note: `\`${item.text}\` ${NOTES[item.how]}`,
            ...(item.how === 'delegated'
              ? { confidence: 'plausible' as const }
              : {}),
          }),
        ),
      );
      return {
        status: 'fail',
        summary: `${bad.length} of ${count(
          all.length,
          'writing route',
        )} use a body without a schema: ${somePlaces(places)}`,
        evidence: places,
        share: (all.length - bad.length) / all.length,
        ...(bad.every(item => item.how === 'delegated')
          ? { confidence: 'plausible' as const }
          : {}),
        ...(good.length ? { strengths: good } : {}),
      };
    },
  ),
});
