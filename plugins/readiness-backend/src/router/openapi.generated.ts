// Generated from openapi.yaml by scripts/generate-openapi.js; do not edit.
/** Description of the HTTP API. */
export const spec = {
  openapi: '3.1.0',
  info: {
    title: 'readiness',
    version: '1',
    description:
      'Scores, verdicts and findings of catalog entities. Mounted under `/api/readiness`. What a caller may not see is absent from lists and counts, and unknown (404) by name.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0',
    },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'entities' },
    { name: 'findings' },
    { name: 'waivers' },
    { name: 'attestations' },
    { name: 'queue' },
    { name: 'services' },
    { name: 'scorecards' },
    { name: 'standards' },
  ],
  paths: {
    '/v1/entities/{kind}/{namespace}/{name}': {
      get: {
        operationId: 'getEntityReadiness',
        tags: ['entities'],
        description:
          'The last good audit of an entity and the state of its queue entry.',
        parameters: [
          { $ref: '#/components/parameters/kind' },
          { $ref: '#/components/parameters/namespace' },
          { $ref: '#/components/parameters/name' },
        ],
        responses: {
          '200': {
            description: 'The entity is audited, or will be.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityReadiness' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/entities/{kind}/{namespace}/{name}/audits': {
      post: {
        operationId: 'requestAudit',
        tags: ['entities'],
        description:
          'Puts the entity first in the queue. Asking twice is the same as asking once; while an audit is running, another one follows it.',
        parameters: [
          { $ref: '#/components/parameters/kind' },
          { $ref: '#/components/parameters/namespace' },
          { $ref: '#/components/parameters/name' },
        ],
        responses: {
          '202': {
            description: 'Accepted.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AuditState' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
          '429': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/audits': {
      post: {
        operationId: 'requestAudits',
        tags: ['queue'],
        description:
          'Puts up to 500 entities first in the queue. The report says for each whether that was done.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/AuditsRequest' },
            },
          },
        },
        responses: {
          '202': {
            description: 'Accepted, for those that the report calls requested.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AuditsReport' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '429': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/queue': {
      get: {
        operationId: 'getQueue',
        tags: ['queue'],
        description:
          'How many entities are in which state, and how it stands with the hosts that their sources are read from. The dead letters themselves are in the list of services, filtered by that state.',
        responses: {
          '200': {
            description: 'The queue, as far as its entities are visible.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/QueueSummary' },
              },
            },
          },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/queue/dead-letters/retry': {
      post: {
        operationId: 'retryDeadLetters',
        tags: ['queue'],
        description:
          'Tries entities again that were given up, as far as the caller may run their audits. Their attempts are counted anew.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/RetryRequest' },
            },
          },
        },
        responses: {
          '202': {
            description: 'Accepted.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['retried'],
                  properties: { retried: { type: 'integer', minimum: 0 } },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/entities/{kind}/{namespace}/{name}/attestations': {
      get: {
        operationId: 'getAttestations',
        tags: ['attestations'],
        description:
          'Everything that was ever attested of an entity, newest first, at most 500.',
        parameters: [
          { $ref: '#/components/parameters/kind' },
          { $ref: '#/components/parameters/namespace' },
          { $ref: '#/components/parameters/name' },
        ],
        responses: {
          '200': {
            description: 'The attestations.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/Attestation' },
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'attest',
        tags: ['attestations'],
        description:
          'Attests a check with evidence. It takes the place of what was attested before.',
        parameters: [
          { $ref: '#/components/parameters/kind' },
          { $ref: '#/components/parameters/namespace' },
          { $ref: '#/components/parameters/name' },
          { $ref: '#/components/parameters/idempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/AttestationRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The attestation.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Attestation' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/attestations/{id}/withdrawal': {
      post: {
        operationId: 'withdrawAttestation',
        tags: ['attestations'],
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/idempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Remark' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The attestation, which no longer counts.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Attestation' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
          '409': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/waivers': {
      get: {
        operationId: 'getWaivers',
        tags: ['waivers'],
        description:
          'Waivers, newest first. Without `status` those that wait or have an effect.',
        parameters: [
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
          {
            name: 'entity',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'kind',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/WaiverKind' },
            },
          },
          {
            name: 'status',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/WaiverStatus' },
            },
          },
          {
            name: 'check',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'expiresBefore',
            in: 'query',
            allowReserved: true,
            description: 'Ends before this instant.',
            schema: { type: 'string', format: 'date-time', maxLength: 50 },
          },
        ],
        responses: {
          '200': {
            description: 'A page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/WaiversPage' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'createWaivers',
        tags: ['waivers'],
        description:
          'Accepts the risk of up to 500 findings or marks them as false positives (all of them or none), or exempts an entity, or all that a filter selects, from a check or from the whole standard.',
        parameters: [{ $ref: '#/components/parameters/idempotencyKey' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/WaiverRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'Done, or refused as a whole.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/WaiverReport' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
          '429': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/waivers/{id}': {
      get: {
        operationId: 'getWaiver',
        tags: ['waivers'],
        parameters: [{ $ref: '#/components/parameters/id' }],
        responses: {
          '200': {
            description: 'The waiver.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Waiver' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/waivers/{id}/decision': {
      post: {
        operationId: 'decideWaiver',
        tags: ['waivers'],
        description: 'Approves or rejects what somebody else has asked for.',
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/idempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/WaiverDecision' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The waiver.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Waiver' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
          '409': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/waivers/{id}/withdrawal': {
      post: {
        operationId: 'withdrawWaiver',
        tags: ['waivers'],
        description: 'Ends a waiver before its time.',
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/idempotencyKey' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Remark' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The waiver.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Waiver' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
          '409': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/findings': {
      get: {
        operationId: 'getFindings',
        tags: ['findings'],
        description:
          'Findings of all entities that the caller may see, a page at a time. Several values of one filter are alternatives, different filters must all hold. Without `state` the ones in which somebody has to act.',
        parameters: [
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
          {
            name: 'orderBy',
            in: 'query',
            description:
              'Default `severity`, hardest first. Findings without a due date come last by `dueAt`.',
            schema: {
              type: 'string',
              enum: ['severity', 'dueAt', 'firstSeenAt'],
            },
          },
          { $ref: '#/components/parameters/order' },
          {
            name: 'entity',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'owner',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference of the owner.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'system',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference of the system.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'kind',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'severity',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/Severity' },
            },
          },
          {
            name: 'confidence',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/Confidence' },
            },
          },
          {
            name: 'area',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'check',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'phase',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'state',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/FindingState' },
            },
          },
          {
            name: 'assignee',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference of a user or group.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'overdue',
            in: 'query',
            description: 'Past its due date, or not.',
            schema: { type: 'boolean' },
          },
          {
            name: 'unowned',
            in: 'query',
            description: 'Nobody owns it, or somebody does.',
            schema: { type: 'boolean' },
          },
          {
            name: 'inherited',
            in: 'query',
            description:
              'First seen under another owner, or under the one it has.',
            schema: { type: 'boolean' },
          },
          {
            name: 'newSince',
            in: 'query',
            allowReserved: true,
            description: 'First seen at or after this instant.',
            schema: { type: 'string', format: 'date-time', maxLength: 50 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of title, path or check.',
            schema: { type: 'string', maxLength: 250 },
          },
        ],
        responses: {
          '200': {
            description: 'A page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FindingsPage' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/findings/triage': {
      post: {
        operationId: 'triageFindings',
        tags: ['findings'],
        description:
          'One decision about up to 500 findings: all of them or none. The report says for each what was done, or why nothing was.',
        parameters: [{ $ref: '#/components/parameters/idempotencyKey' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/BulkTriageRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'Done, or refused as a whole.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/BulkTriageReport' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '429': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/findings/{id}': {
      get: {
        operationId: 'getFinding',
        tags: ['findings'],
        description:
          'A finding with what the last audit saw of it. Its version is the entity tag.',
        parameters: [{ $ref: '#/components/parameters/id' }],
        responses: {
          '200': {
            description: 'The finding.',
            headers: { ETag: { schema: { type: 'string' } } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FindingDetail' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/findings/{id}/events': {
      get: {
        operationId: 'getFindingEvents',
        tags: ['findings'],
        description:
          'Everything that happened to a finding, newest first, at most 1,000 entries.',
        parameters: [{ $ref: '#/components/parameters/id' }],
        responses: {
          '200': {
            description: 'The history.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/FindingEvent' },
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/findings/{id}/triage': {
      post: {
        operationId: 'triageFinding',
        tags: ['findings'],
        description: 'A decision about one finding.',
        parameters: [
          { $ref: '#/components/parameters/id' },
          { $ref: '#/components/parameters/idempotencyKey' },
          { $ref: '#/components/parameters/ifMatch' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/TriageAction' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The finding as it is now.',
            headers: { ETag: { schema: { type: 'string' } } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/FindingDetail' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
          '409': { $ref: '#/components/responses/Error' },
          '412': { $ref: '#/components/responses/Error' },
          '429': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/entities/{kind}/{namespace}/{name}/history': {
      get: {
        operationId: 'getScoreHistory',
        tags: ['entities'],
        description:
          'How the scores of an entity changed and why, newest first, at most 500 changes.',
        parameters: [
          { $ref: '#/components/parameters/kind' },
          { $ref: '#/components/parameters/namespace' },
          { $ref: '#/components/parameters/name' },
        ],
        responses: {
          '200': {
            description: 'The changes.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/ScoreChange' },
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/scorecards': {
      get: {
        operationId: 'getScorecards',
        tags: ['scorecards'],
        description:
          'Owners or systems with what their entities come to, in the order of their references.',
        parameters: [
          {
            name: 'by',
            in: 'query',
            required: true,
            schema: { type: 'string', enum: ['owner', 'system'] },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
        ],
        responses: {
          '200': {
            description: 'A page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ScorecardsPage' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/trends': {
      get: {
        operationId: 'getTrend',
        tags: ['scorecards'],
        description:
          'Sums over entities by day; days without a change do not occur. Sums in which the caller may not see every entity are not found.',
        parameters: [
          {
            name: 'dimension',
            in: 'query',
            required: true,
            schema: {
              type: 'string',
              enum: ['organisation', 'owner', 'system'],
            },
          },
          {
            name: 'key',
            in: 'query',
            allowReserved: true,
            description:
              'Reference of owner or system; without it, of those that have none.',
            schema: { type: 'string', maxLength: 500 },
          },
          {
            name: 'from',
            in: 'query',
            description: 'First day, default 90 days ago.',
            schema: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
          },
        ],
        responses: {
          '200': {
            description: 'The days in their order.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/RollupPoint' },
                    },
                  },
                },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/services': {
      get: {
        operationId: 'getServices',
        tags: ['services'],
        description:
          'Audited entities, a page at a time. Several values of one filter are alternatives, different filters must all hold. Entities without a value in the order column come last in either order.',
        parameters: [
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/cursor' },
          {
            name: 'orderBy',
            in: 'query',
            allowReserved: true,
            description:
              '`title`, `owner`, `score`, `gap`, `level`, `findings`, `auditedAt`, or `area:` and the id of an area for its score. Default `score`.',
            schema: { type: 'string', maxLength: 250 },
          },
          { $ref: '#/components/parameters/order' },
          {
            name: 'owner',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference of the owner.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'kind',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'type',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'system',
            in: 'query',
            allowReserved: true,
            description: 'Entity reference of the system.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'lifecycle',
            in: 'query',
            allowReserved: true,
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'level',
            in: 'query',
            allowReserved: true,
            description: 'Id of the level.',
            schema: { $ref: '#/components/schemas/FilterValues' },
          },
          {
            name: 'state',
            in: 'query',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/Status' },
            },
          },
          {
            name: 'area',
            in: 'query',
            allowReserved: true,
            description: 'Id of an area that must apply.',
            schema: { type: 'string', maxLength: 250 },
          },
          {
            name: 'text',
            in: 'query',
            allowReserved: true,
            description: 'Part of the title or the entity reference.',
            schema: { type: 'string', maxLength: 250 },
          },
        ],
        responses: {
          '200': {
            description: 'A page.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ServicesPage' },
              },
            },
          },
          '400': { $ref: '#/components/responses/Error' },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/services/facets': {
      get: {
        operationId: 'getServiceFacets',
        tags: ['services'],
        description: 'Values that occur in the services list, for filters.',
        responses: {
          '200': {
            description: 'The values, in order.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ServiceFacets' },
              },
            },
          },
          '401': { $ref: '#/components/responses/Error' },
          '403': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/standards': {
      get: {
        operationId: 'getStandards',
        tags: ['standards'],
        responses: {
          '200': {
            description: 'All standards of this installation.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/StandardsList' },
              },
            },
          },
          '401': { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/v1/standards/{id}': {
      get: {
        operationId: 'getStandard',
        tags: ['standards'],
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
        ],
        responses: {
          '200': {
            description:
              'The standard with the checks that this installation answers.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/StandardWithChecks' },
              },
            },
          },
          '401': { $ref: '#/components/responses/Error' },
          '404': { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    parameters: {
      kind: {
        name: 'kind',
        in: 'path',
        required: true,
        schema: { type: 'string' },
      },
      namespace: {
        name: 'namespace',
        in: 'path',
        required: true,
        schema: { type: 'string' },
      },
      name: {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string' },
      },
      id: {
        name: 'id',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 100 },
      },
      limit: {
        name: 'limit',
        in: 'query',
        description: 'Items per page.',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
      cursor: {
        name: 'cursor',
        in: 'query',
        allowReserved: true,
        description:
          'From `pageInfo` of another page. Filters and order come from it; parameters beside it are ignored, but for `limit`.',
        schema: { type: 'string', maxLength: 20000 },
      },
      order: {
        name: 'order',
        in: 'query',
        description: 'Default `asc`.',
        schema: { type: 'string', enum: ['asc', 'desc'] },
      },
      idempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Chosen by the sender. The same request with the same key gets the same answer for a day, and is done once.',
        schema: { type: 'string', minLength: 1, maxLength: 200 },
      },
      ifMatch: {
        name: 'If-Match',
        in: 'header',
        description:
          'Entity tag of what was read; the request is refused if it has changed since.',
        schema: { type: 'string', maxLength: 200 },
      },
    },
    responses: {
      Error: {
        description: 'What went wrong.',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
    schemas: {
      Error: {
        type: 'object',
        required: ['error', 'response'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
            },
          },
          request: {
            type: 'object',
            properties: { method: { type: 'string' }, url: { type: 'string' } },
          },
          response: {
            type: 'object',
            required: ['statusCode'],
            properties: { statusCode: { type: 'integer' } },
          },
        },
      },
      FilterValues: {
        type: 'array',
        maxItems: 100,
        items: { type: 'string', maxLength: 500 },
      },
      Score: {
        description:
          'From 0 to 10 with one decimal; null without enough evidence.',
        type: ['number', 'null'],
      },
      Status: {
        type: 'string',
        enum: ['queued', 'running', 'done', 'failed', 'dead-letter'],
      },
      Severity: { type: 'string', enum: ['critical', 'high', 'medium', 'low'] },
      Confidence: { type: 'string', enum: ['certain', 'likely', 'plausible'] },
      Verdict: { type: 'string', enum: ['go', 'conditional', 'no-go'] },
      AuditState: {
        type: 'object',
        additionalProperties: false,
        required: ['status', 'checkedAt', 'nextAuditAt', 'stale'],
        properties: {
          status: { $ref: '#/components/schemas/Status' },
          position: {
            description: 'Place in the queue, 1 is next; only while queued.',
            type: 'integer',
            minimum: 1,
          },
          checkedAt: {
            description:
              'Last time a run ended with a result or found the source unchanged.',
            type: ['string', 'null'],
            format: 'date-time',
          },
          nextAuditAt: {
            description:
              'When the next run is due; null while one is running, and for a dead letter.',
            type: ['string', 'null'],
            format: 'date-time',
          },
          stale: {
            description:
              'The last good audit is older than readiness.audits.staleAfter.',
            type: 'boolean',
          },
          error: {
            description: 'Why the last run failed.',
            type: 'object',
            additionalProperties: false,
            required: ['message', 'at', 'attempts'],
            properties: {
              message: { type: 'string' },
              at: { type: 'string', format: 'date-time' },
              attempts: { type: 'integer', minimum: 0 },
            },
          },
          rateLimited: {
            description:
              'Queued, but its source host wants to be left alone until then.',
            type: 'object',
            additionalProperties: false,
            required: ['host', 'until'],
            properties: {
              host: { type: 'string' },
              until: { type: 'string', format: 'date-time' },
            },
          },
        },
      },
      AuditsRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['entityRefs'],
        properties: {
          entityRefs: {
            type: 'array',
            minItems: 1,
            maxItems: 500,
            items: { type: 'string', maxLength: 500 },
          },
        },
      },
      AuditsReport: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['entityRef', 'status'],
              properties: {
                entityRef: { type: 'string' },
                status: {
                  description: 'Not found is also what the caller may not see.',
                  type: 'string',
                  enum: ['requested', 'not-allowed', 'not-found'],
                },
              },
            },
          },
        },
      },
      RetryRequest: {
        description:
          'All that are given must hold; without any, all dead letters.',
        type: 'object',
        additionalProperties: false,
        properties: {
          host: { $ref: '#/components/schemas/FilterValues' },
          owner: { $ref: '#/components/schemas/FilterValues' },
        },
      },
      QueueSummary: {
        type: 'object',
        additionalProperties: false,
        required: ['states', 'oldestDueAt', 'hosts'],
        properties: {
          states: {
            type: 'object',
            additionalProperties: false,
            required: ['queued', 'running', 'done', 'failed', 'dead-letter'],
            properties: {
              queued: { type: 'integer' },
              running: { type: 'integer' },
              done: { type: 'integer' },
              failed: { type: 'integer' },
              'dead-letter': { type: 'integer' },
            },
          },
          oldestDueAt: {
            description:
              'When the entity became due that has waited longest; null when none waits.',
            type: ['string', 'null'],
            format: 'date-time',
          },
          hosts: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: [
                'host',
                'waiting',
                'running',
                'rateLimitedUntil',
                'reason',
              ],
              properties: {
                host: { type: 'string' },
                waiting: { type: 'integer' },
                running: { type: 'integer' },
                rateLimitedUntil: {
                  description: 'It wants to be left alone until then.',
                  type: ['string', 'null'],
                  format: 'date-time',
                },
                reason: {
                  description: 'What it said.',
                  type: ['string', 'null'],
                },
              },
            },
          },
        },
      },
      EntityReadiness: {
        type: 'object',
        additionalProperties: false,
        required: ['entityRef', 'audit', 'state'],
        properties: {
          entityRef: { type: 'string' },
          audit: {
            anyOf: [{ $ref: '#/components/schemas/Audit' }, { type: 'null' }],
          },
          state: { $ref: '#/components/schemas/AuditState' },
        },
      },
      Audit: {
        type: 'object',
        additionalProperties: false,
        required: [
          'schemaVersion',
          'entity',
          'source',
          'revision',
          'standard',
          'startedAt',
          'durationMs',
          'overall',
          'level',
          'verdicts',
          'areas',
          'results',
          'findings',
          'strengths',
          'roadmap',
          'risks',
          'skipped',
        ],
        properties: {
          schemaVersion: { type: 'integer', const: 1 },
          id: { type: 'string' },
          entity: { type: ['string', 'null'] },
          source: { type: ['string', 'null'] },
          revision: { type: ['string', 'null'] },
          standard: {
            type: 'object',
            additionalProperties: false,
            required: ['id', 'version'],
            properties: { id: { type: 'string' }, version: { type: 'string' } },
          },
          startedAt: { type: 'string', format: 'date-time' },
          durationMs: { type: 'number' },
          overall: {
            type: 'object',
            additionalProperties: false,
            required: ['score', 'target', 'gap'],
            properties: {
              score: { $ref: '#/components/schemas/Score' },
              target: { $ref: '#/components/schemas/Score' },
              gap: { type: ['number', 'null'] },
            },
          },
          level: { type: 'string' },
          verdicts: {
            type: 'array',
            items: { $ref: '#/components/schemas/StageVerdict' },
          },
          areas: {
            type: 'array',
            items: { $ref: '#/components/schemas/AreaScore' },
          },
          results: {
            type: 'array',
            items: { $ref: '#/components/schemas/CheckResult' },
          },
          findings: {
            type: 'array',
            items: { $ref: '#/components/schemas/Finding' },
          },
          waived: {
            description:
              'Seen, but counted nowhere: false positives, and findings of exempt checks.',
            type: 'array',
            items: { $ref: '#/components/schemas/Finding' },
          },
          withoutWaivers: {
            description:
              'What it would be without any waiver; absent without one.',
            type: 'object',
            additionalProperties: false,
            required: ['overall', 'level', 'verdicts', 'areas'],
            properties: {
              overall: {
                type: 'object',
                additionalProperties: false,
                required: ['score', 'target', 'gap'],
                properties: {
                  score: { $ref: '#/components/schemas/Score' },
                  target: { $ref: '#/components/schemas/Score' },
                  gap: { type: ['number', 'null'] },
                },
              },
              level: { type: 'string' },
              verdicts: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['stage', 'verdict'],
                  properties: {
                    stage: { type: 'string' },
                    verdict: { $ref: '#/components/schemas/Verdict' },
                  },
                },
              },
              areas: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['id', 'score'],
                  properties: {
                    id: { type: 'string' },
                    score: { $ref: '#/components/schemas/Score' },
                  },
                },
              },
            },
          },
          strengths: {
            type: 'array',
            items: { $ref: '#/components/schemas/Strength' },
          },
          roadmap: {
            type: 'array',
            items: { $ref: '#/components/schemas/RoadmapPhase' },
          },
          risks: {
            type: 'array',
            items: { $ref: '#/components/schemas/Risk' },
          },
          skipped: {
            type: 'array',
            items: { $ref: '#/components/schemas/SkippedFile' },
          },
        },
      },
      StageVerdict: {
        type: 'object',
        additionalProperties: false,
        required: ['stage', 'verdict', 'reasons'],
        properties: {
          stage: { type: 'string' },
          verdict: { $ref: '#/components/schemas/Verdict' },
          reasons: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['text', 'kind'],
              properties: {
                check: { type: 'string' },
                text: { type: 'string' },
                kind: { type: 'string', enum: ['must', 'should', 'unknown'] },
              },
            },
          },
        },
      },
      AreaScore: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'title',
          'score',
          'target',
          'gap',
          'applicable',
          'passed',
          'state',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          score: { $ref: '#/components/schemas/Score' },
          target: { type: 'number' },
          gap: { type: ['number', 'null'] },
          applicable: { type: 'integer' },
          passed: { type: 'integer' },
          state: {
            type: 'string',
            enum: ['scored', 'not-applicable', 'not-enough-evidence'],
          },
        },
      },
      Place: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          line: { type: 'integer' },
          endLine: { type: 'integer' },
          snippet: { type: 'string' },
          note: { type: 'string' },
        },
      },
      Evidence: {
        allOf: [
          { $ref: '#/components/schemas/Place' },
          {
            type: 'object',
            properties: {
              severity: { $ref: '#/components/schemas/Severity' },
              confidence: { $ref: '#/components/schemas/Confidence' },
              subject: { type: 'string' },
              falsePositive: {
                description:
                  'Somebody marked its finding as a false positive: it counts nowhere.',
                type: 'boolean',
              },
              related: {
                type: 'array',
                items: { $ref: '#/components/schemas/Place' },
              },
            },
          },
        ],
      },
      CheckResult: {
        type: 'object',
        additionalProperties: false,
        required: [
          'check',
          'area',
          'severity',
          'status',
          'confidence',
          'summary',
          'evidence',
          'lookedFor',
        ],
        properties: {
          check: { type: 'string' },
          area: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          status: {
            type: 'string',
            enum: ['pass', 'fail', 'not-applicable', 'unknown', 'exempt'],
          },
          confidence: { $ref: '#/components/schemas/Confidence' },
          summary: { type: 'string' },
          share: { type: 'number' },
          evidence: {
            type: 'array',
            items: { $ref: '#/components/schemas/Evidence' },
          },
          lookedFor: { type: 'array', items: { type: 'string' } },
          strengths: {
            type: 'array',
            items: { $ref: '#/components/schemas/Evidence' },
          },
        },
      },
      Finding: {
        type: 'object',
        additionalProperties: false,
        required: [
          'fingerprint',
          'check',
          'area',
          'severity',
          'confidence',
          'title',
          'owner',
        ],
        properties: {
          fingerprint: { type: 'string' },
          check: { type: 'string' },
          area: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          confidence: { $ref: '#/components/schemas/Confidence' },
          title: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
          owner: { type: ['string', 'null'] },
          state: { $ref: '#/components/schemas/FindingState' },
          firstSeenAt: { type: 'string', format: 'date-time' },
          dueAt: { type: 'string', format: 'date-time' },
        },
      },
      FindingState: {
        type: 'string',
        enum: [
          'open',
          'reopened',
          'acknowledged',
          'in-progress',
          'accepted-risk',
          'false-positive',
          'exempt',
          'resolved',
        ],
      },
      FindingItem: { $ref: '#/components/schemas/FindingFields' },
      FindingFields: {
        type: 'object',
        required: [
          'id',
          'entityRef',
          'entityTitle',
          'fingerprint',
          'check',
          'area',
          'phase',
          'title',
          'severity',
          'confidence',
          'path',
          'line',
          'state',
          'owner',
          'inherited',
          'assignee',
          'ticket',
          'firstSeenAt',
          'dueAt',
          'overdue',
          'resolvedAt',
          'updatedAt',
          'version',
        ],
        properties: {
          id: {
            description: 'The same for ever, also when it comes back.',
            type: 'string',
          },
          entityRef: { type: 'string' },
          entityTitle: { type: 'string' },
          fingerprint: { type: 'string' },
          check: { type: 'string' },
          area: { type: 'string' },
          phase: { type: ['string', 'null'] },
          title: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          confidence: { $ref: '#/components/schemas/Confidence' },
          path: { type: ['string', 'null'] },
          line: { type: ['integer', 'null'] },
          state: { $ref: '#/components/schemas/FindingState' },
          owner: { type: ['string', 'null'] },
          inherited: {
            description: 'It was first seen under another owner.',
            type: 'boolean',
          },
          assignee: { type: ['string', 'null'] },
          ticket: { type: ['string', 'null'] },
          firstSeenAt: { type: 'string', format: 'date-time' },
          dueAt: {
            description:
              'Null while it is only plausible and nobody has confirmed it.',
            type: ['string', 'null'],
            format: 'date-time',
          },
          overdue: { type: 'boolean' },
          resolvedAt: { type: ['string', 'null'], format: 'date-time' },
          updatedAt: { type: 'string', format: 'date-time' },
          version: {
            description:
              'Grows with each change of state and of what people said; the entity tag.',
            type: 'integer',
            minimum: 1,
          },
        },
      },
      FindingDetail: {
        description:
          'A finding with its evidence in the last audit, null when that did not see it.',
        allOf: [
          { $ref: '#/components/schemas/FindingFields' },
          {
            type: 'object',
            required: ['evidence', 'source', 'revision'],
            properties: {
              evidence: {
                anyOf: [
                  { $ref: '#/components/schemas/Evidence' },
                  { type: 'null' },
                ],
              },
              source: { type: ['string', 'null'] },
              revision: { type: ['string', 'null'] },
            },
          },
        ],
      },
      FindingsPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'totalItems', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/FindingItem' },
          },
          totalItems: { type: 'integer', minimum: 0 },
          totalIsLowerBound: {
            description:
              'There are more than `totalItems`; they were counted no further.',
            type: 'boolean',
          },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      FindingEvent: {
        type: 'object',
        additionalProperties: false,
        required: [
          'kind',
          'at',
          'actor',
          'from',
          'to',
          'text',
          'auditId',
          'revision',
        ],
        properties: {
          kind: {
            type: 'string',
            enum: [
              'opened',
              'resolved',
              'reopened',
              'returned',
              'severity-changed',
              'owner-changed',
              'acknowledged',
              'started',
              'reset',
              'assigned',
              'ticket-linked',
              'commented',
              'risk-accepted',
              'marked-false-positive',
              'exempted',
              'waiver-lapsed',
              'waiver-ended',
            ],
          },
          at: { type: 'string', format: 'date-time' },
          actor: {
            description:
              'Entity reference of a person or name of a service; null for an audit or the passing of time.',
            type: ['string', 'null'],
          },
          from: {
            anyOf: [
              { $ref: '#/components/schemas/FindingState' },
              { type: 'null' },
            ],
          },
          to: {
            anyOf: [
              { $ref: '#/components/schemas/FindingState' },
              { type: 'null' },
            ],
          },
          text: { type: ['string', 'null'] },
          auditId: { type: ['string', 'null'] },
          revision: { type: ['string', 'null'] },
        },
      },
      Comment: { type: 'string', minLength: 1, maxLength: 5000 },
      TriageAction: {
        description: 'What somebody decides. Only an audit resolves a finding.',
        type: 'object',
        required: ['type'],
        oneOf: [
          { $ref: '#/components/schemas/MoveTriage' },
          { $ref: '#/components/schemas/AssignTriage' },
          { $ref: '#/components/schemas/TicketTriage' },
          { $ref: '#/components/schemas/CommentTriage' },
        ],
      },
      MoveTriage: {
        type: 'object',
        additionalProperties: false,
        required: ['type'],
        properties: {
          type: { type: 'string', enum: ['acknowledge', 'start', 'reset'] },
          comment: { $ref: '#/components/schemas/Comment' },
        },
      },
      AssignTriage: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'assignee'],
        properties: {
          type: { type: 'string', enum: ['assign'] },
          assignee: {
            description:
              'Entity reference of a user or group; null for nobody.',
            type: ['string', 'null'],
            maxLength: 500,
          },
          comment: { $ref: '#/components/schemas/Comment' },
        },
      },
      TicketTriage: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'ticket'],
        properties: {
          type: { type: 'string', enum: ['link-ticket'] },
          ticket: {
            description: 'An `http` or `https` address; null for none.',
            type: ['string', 'null'],
            maxLength: 2000,
          },
          comment: { $ref: '#/components/schemas/Comment' },
        },
      },
      CommentTriage: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'comment'],
        properties: {
          type: { type: 'string', enum: ['comment'] },
          comment: { $ref: '#/components/schemas/Comment' },
        },
      },
      BulkTriageRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['findings', 'action'],
        properties: {
          findings: {
            type: 'array',
            minItems: 1,
            maxItems: 500,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id'],
              properties: {
                id: { type: 'string', minLength: 1, maxLength: 100 },
                version: {
                  description:
                    'Refuses the whole when the finding has another one by now.',
                  type: 'integer',
                  minimum: 1,
                },
              },
            },
          },
          action: { $ref: '#/components/schemas/TriageAction' },
        },
      },
      BulkTriageReport: {
        type: 'object',
        additionalProperties: false,
        required: ['applied', 'items'],
        properties: {
          applied: {
            description:
              'False when nothing was changed, because at least one finding could not be.',
            type: 'boolean',
          },
          items: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'result'],
              properties: {
                id: { type: 'string' },
                result: {
                  type: 'string',
                  enum: ['changed', 'unchanged', 'refused'],
                },
                code: {
                  type: 'string',
                  enum: ['not-found', 'not-allowed', 'changed', 'impossible'],
                },
                reason: { type: 'string' },
                version: { type: 'integer' },
              },
            },
          },
        },
      },
      WaiversPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'totalItems', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Waiver' },
          },
          totalItems: { type: 'integer', minimum: 0 },
          totalIsLowerBound: {
            description:
              'There are more than `totalItems`; they were counted no further.',
            type: 'boolean',
          },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      WaiverKind: {
        type: 'string',
        enum: ['accepted-risk', 'false-positive', 'exemption'],
      },
      WaiverStatus: {
        type: 'string',
        enum: ['pending', 'active', 'lapsed', 'withdrawn', 'rejected'],
      },
      Waiver: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'kind',
          'status',
          'finding',
          'entityRef',
          'filter',
          'check',
          'severity',
          'reason',
          'author',
          'createdAt',
          'expiresAt',
          'decidedBy',
          'decidedAt',
          'decision',
          'endedBy',
          'endedAt',
        ],
        properties: {
          id: { type: 'string' },
          kind: { $ref: '#/components/schemas/WaiverKind' },
          status: { $ref: '#/components/schemas/WaiverStatus' },
          finding: { type: ['string', 'null'] },
          entityRef: {
            description: 'Null for an exemption of all that a filter selects.',
            type: ['string', 'null'],
          },
          filter: { type: ['object', 'null'] },
          check: {
            description: 'Null for an exemption from the whole standard.',
            type: ['string', 'null'],
          },
          severity: {
            anyOf: [
              { $ref: '#/components/schemas/Severity' },
              { type: 'null' },
            ],
          },
          reason: { type: 'string' },
          author: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          expiresAt: { type: ['string', 'null'], format: 'date-time' },
          decidedBy: { type: ['string', 'null'] },
          decidedAt: { type: ['string', 'null'], format: 'date-time' },
          decision: { type: ['string', 'null'] },
          endedBy: { type: ['string', 'null'] },
          endedAt: { type: ['string', 'null'], format: 'date-time' },
        },
      },
      FindingIds: {
        type: 'array',
        minItems: 1,
        maxItems: 500,
        uniqueItems: true,
        items: { type: 'string', minLength: 1, maxLength: 100 },
      },
      Instant: { type: 'string', format: 'date-time', maxLength: 50 },
      WaiverRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'reason'],
        properties: {
          kind: { $ref: '#/components/schemas/WaiverKind' },
          findings: {
            description: 'For accepted risks and false positives.',
            $ref: '#/components/schemas/FindingIds',
          },
          check: {
            description:
              'For exemptions; without it the whole standard is meant.',
            type: 'string',
            minLength: 1,
            maxLength: 200,
          },
          entityRef: {
            description: 'For exemptions, unless there is a filter.',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          filter: {
            description: 'For exemptions, a filter predicate over entities.',
            type: 'object',
          },
          reason: { $ref: '#/components/schemas/Comment' },
          expiresAt: {
            description: 'Only a false positive may do without.',
            $ref: '#/components/schemas/Instant',
          },
        },
      },
      WaiverReport: {
        type: 'object',
        additionalProperties: false,
        required: ['applied', 'waivers', 'refused'],
        properties: {
          applied: { type: 'boolean' },
          waivers: {
            type: 'array',
            items: { $ref: '#/components/schemas/Waiver' },
          },
          refused: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'code', 'reason'],
              properties: {
                id: { type: 'string' },
                code: {
                  type: 'string',
                  enum: ['not-found', 'not-allowed', 'changed', 'impossible'],
                },
                reason: { type: 'string' },
              },
            },
          },
        },
      },
      WaiverDecision: {
        type: 'object',
        additionalProperties: false,
        required: ['approve'],
        properties: {
          approve: { type: 'boolean' },
          comment: { $ref: '#/components/schemas/Comment' },
        },
      },
      Remark: {
        type: 'object',
        additionalProperties: false,
        properties: { comment: { $ref: '#/components/schemas/Comment' } },
      },
      Attestation: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'entityRef',
          'check',
          'status',
          'evidence',
          'link',
          'performedAt',
          'expiresAt',
          'author',
          'createdAt',
          'endedAt',
          'endedBy',
          'endReason',
        ],
        properties: {
          id: { type: 'string' },
          entityRef: { type: 'string' },
          check: { type: 'string' },
          status: {
            type: 'string',
            enum: ['valid', 'lapsed', 'replaced', 'withdrawn'],
          },
          evidence: { type: 'string' },
          link: { type: ['string', 'null'] },
          performedAt: { type: 'string', format: 'date-time' },
          expiresAt: { type: 'string', format: 'date-time' },
          author: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          endedAt: { type: ['string', 'null'], format: 'date-time' },
          endedBy: { type: ['string', 'null'] },
          endReason: { type: ['string', 'null'] },
        },
      },
      AttestationRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['check', 'evidence', 'performedAt'],
        properties: {
          check: { type: 'string', minLength: 1, maxLength: 200 },
          evidence: { $ref: '#/components/schemas/Comment' },
          link: {
            description: 'An `http` or `https` address.',
            type: 'string',
            maxLength: 2000,
          },
          performedAt: {
            description: 'When it was done.',
            $ref: '#/components/schemas/Instant',
          },
          expiresAt: {
            description:
              'Default, and no later than, the days that the check allows.',
            $ref: '#/components/schemas/Instant',
          },
        },
      },
      FindingCounts: {
        type: 'object',
        additionalProperties: false,
        required: ['critical', 'high', 'medium', 'low'],
        properties: {
          critical: { type: 'integer' },
          high: { type: 'integer' },
          medium: { type: 'integer' },
          low: { type: 'integer' },
        },
      },
      ScoreChange: {
        type: 'object',
        additionalProperties: false,
        required: [
          'at',
          'auditId',
          'revision',
          'standardVersion',
          'causes',
          'score',
          'target',
          'level',
          'findings',
          'areas',
          'cameAndWent',
        ],
        properties: {
          at: { type: 'string', format: 'date-time' },
          auditId: { type: 'string' },
          revision: { type: ['string', 'null'] },
          standardVersion: { type: 'string' },
          causes: {
            description: 'What made the difference, most likely first.',
            type: 'array',
            items: {
              type: 'string',
              enum: [
                'first',
                'service',
                'rules',
                'waiver',
                'attestation',
                'metadata',
              ],
            },
          },
          score: { $ref: '#/components/schemas/Score' },
          target: { $ref: '#/components/schemas/Score' },
          level: { type: 'string' },
          findings: { $ref: '#/components/schemas/FindingCounts' },
          areas: {
            description: 'Areas with another score than before.',
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'from', 'to'],
              properties: {
                id: { type: 'string' },
                from: { $ref: '#/components/schemas/Score' },
                to: { $ref: '#/components/schemas/Score' },
              },
            },
          },
          cameAndWent: {
            description: 'Findings that came and went, by check.',
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['check', 'came', 'went'],
              properties: {
                check: { type: 'string' },
                came: { type: 'integer' },
                went: { type: 'integer' },
              },
            },
          },
        },
      },
      ScorecardsPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'totalItems', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/ScorecardItem' },
          },
          totalItems: { type: 'integer' },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      ScorecardItem: {
        type: 'object',
        additionalProperties: false,
        required: [
          'key',
          'entities',
          'scored',
          'score',
          'target',
          'gap',
          'lowest',
          'highest',
          'findings',
        ],
        properties: {
          key: {
            description: 'Entity reference; null for entities without one.',
            type: ['string', 'null'],
          },
          entities: { type: 'integer' },
          scored: {
            description: 'Entities with a score; the means are over these.',
            type: 'integer',
          },
          score: { $ref: '#/components/schemas/Score' },
          target: { $ref: '#/components/schemas/Score' },
          gap: { type: ['number', 'null'] },
          lowest: { $ref: '#/components/schemas/Score' },
          highest: { $ref: '#/components/schemas/Score' },
          findings: { $ref: '#/components/schemas/FindingCounts' },
        },
      },
      RollupPoint: {
        type: 'object',
        additionalProperties: false,
        required: ['day', 'entities', 'score', 'target', 'findings'],
        properties: {
          day: { type: 'string', format: 'date' },
          entities: { type: 'integer' },
          score: { $ref: '#/components/schemas/Score' },
          target: { $ref: '#/components/schemas/Score' },
          findings: { $ref: '#/components/schemas/FindingCounts' },
        },
      },
      Strength: {
        type: 'object',
        additionalProperties: false,
        required: ['check', 'area', 'title'],
        properties: {
          check: { type: 'string' },
          area: { type: 'string' },
          title: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
          note: { type: 'string' },
        },
      },
      RoadmapPhase: {
        type: 'object',
        additionalProperties: false,
        required: ['phase', 'title', 'window', 'done', 'total', 'items'],
        properties: {
          phase: { type: 'string' },
          title: { type: 'string' },
          window: { type: 'string' },
          done: { type: 'integer' },
          total: { type: 'integer' },
          items: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'title', 'done', 'exempt', 'checks'],
              properties: {
                id: { type: 'string' },
                title: { type: 'string' },
                done: { type: 'boolean' },
                exempt: { type: 'boolean' },
                checks: { type: 'array', items: { type: 'string' } },
              },
            },
          },
        },
      },
      Risk: {
        type: 'object',
        additionalProperties: false,
        required: ['category', 'severity', 'count', 'status'],
        properties: {
          category: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          count: { type: 'integer' },
          status: {
            type: 'string',
            enum: ['blocking', 'should-fix', 'nice-to-have'],
          },
        },
      },
      SkippedFile: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'reason'],
        properties: { path: { type: 'string' }, reason: { type: 'string' } },
      },
      ServiceItem: {
        type: 'object',
        additionalProperties: false,
        required: [
          'entityRef',
          'title',
          'kind',
          'type',
          'owner',
          'system',
          'lifecycle',
          'score',
          'target',
          'level',
          'verdicts',
          'areas',
          'findings',
          'auditedAt',
          'state',
        ],
        properties: {
          entityRef: { type: 'string' },
          title: { type: 'string' },
          kind: { type: 'string' },
          type: { type: ['string', 'null'] },
          owner: { type: ['string', 'null'] },
          system: { type: ['string', 'null'] },
          lifecycle: { type: ['string', 'null'] },
          score: { $ref: '#/components/schemas/Score' },
          target: { type: ['number', 'null'] },
          level: { type: ['string', 'null'] },
          verdicts: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['stage', 'verdict'],
              properties: {
                stage: { type: 'string' },
                verdict: { $ref: '#/components/schemas/Verdict' },
              },
            },
          },
          areas: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'score', 'target'],
              properties: {
                id: { type: 'string' },
                score: { $ref: '#/components/schemas/Score' },
                target: { type: 'number' },
              },
            },
          },
          findings: {
            type: 'object',
            additionalProperties: false,
            required: ['critical', 'high', 'medium', 'low'],
            properties: {
              critical: { type: 'integer' },
              high: { type: 'integer' },
              medium: { type: 'integer' },
              low: { type: 'integer' },
            },
          },
          auditedAt: { type: ['string', 'null'], format: 'date-time' },
          state: { $ref: '#/components/schemas/Status' },
        },
      },
      ServicesPage: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'totalItems', 'pageInfo'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/ServiceItem' },
          },
          totalItems: { type: 'integer' },
          pageInfo: { $ref: '#/components/schemas/PageInfo' },
        },
      },
      PageInfo: {
        type: 'object',
        additionalProperties: false,
        properties: {
          nextCursor: { type: 'string' },
          prevCursor: { type: 'string' },
        },
      },
      ServiceFacets: {
        type: 'object',
        additionalProperties: false,
        required: ['owner', 'kind', 'type', 'system', 'lifecycle'],
        properties: {
          owner: { type: 'array', items: { type: 'string' } },
          kind: { type: 'array', items: { type: 'string' } },
          type: { type: 'array', items: { type: 'string' } },
          system: { type: 'array', items: { type: 'string' } },
          lifecycle: { type: 'array', items: { type: 'string' } },
        },
      },
      StandardSummary: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'version', 'title', 'description', 'areas', 'checks'],
        properties: {
          id: { type: 'string' },
          version: { type: 'string' },
          title: { type: 'string' },
          description: { type: 'string' },
          areas: { type: 'integer' },
          checks: { type: 'integer' },
        },
      },
      StandardsList: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/StandardSummary' },
          },
        },
      },
      CheckDefinition: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'area',
          'severity',
          'confidence',
          'phase',
          'effort',
          'kind',
          'title',
          'description',
          'failureMode',
          'manifestation',
          'impact',
          'remediation',
          'guardrail',
          'references',
        ],
        properties: {
          id: { type: 'string' },
          area: { type: 'string' },
          severity: { $ref: '#/components/schemas/Severity' },
          confidence: { $ref: '#/components/schemas/Confidence' },
          phase: { type: 'string' },
          effort: { type: 'string', enum: ['small', 'medium', 'large'] },
          kind: { type: 'string', enum: ['judged', 'attested'] },
          validForDays: {
            description: 'Days from the act to the end of an attestation.',
            type: 'integer',
            minimum: 1,
          },
          title: { type: 'string' },
          description: { type: 'string' },
          failureMode: { type: 'string' },
          manifestation: { type: 'string' },
          impact: { type: 'string' },
          remediation: { type: 'string' },
          guardrail: {
            type: 'object',
            additionalProperties: false,
            properties: {
              linter: { type: 'string' },
              tests: { type: 'string' },
              ci: { type: 'string' },
              architecture: { type: 'string' },
            },
          },
          references: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['title', 'url'],
              properties: {
                title: { type: 'string' },
                url: { type: 'string' },
              },
            },
          },
        },
      },
      SeverityPolicy: {
        type: 'object',
        additionalProperties: false,
        required: ['weight', 'fixWithinDays', 'acceptAtMostDays'],
        properties: {
          weight: { type: 'number' },
          fixWithinDays: { type: 'number' },
          acceptAtMostDays: { type: 'number' },
        },
      },
      StageCondition: {
        description:
          'One condition of a stage; the other properties depend on its type.',
        type: 'object',
        required: ['type'],
        properties: {
          type: {
            type: 'string',
            enum: [
              'stage',
              'no-open-findings',
              'checks-pass',
              'core-checks-pass',
              'overall-at-least',
              'areas-at-least',
              'areas-near-target',
              'phases-done',
              'attested',
              'nothing-unknown',
              'nothing-overdue',
            ],
          },
        },
      },
      StandardWithChecks: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'version',
          'title',
          'description',
          'areas',
          'phases',
          'stages',
          'levels',
          'severities',
          'riskCategories',
          'caps',
          'attestedChecks',
          'checks',
        ],
        properties: {
          id: { type: 'string' },
          version: { type: 'string' },
          title: { type: 'string' },
          description: { type: 'string' },
          areas: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'title', 'description', 'target', 'weight'],
              properties: {
                id: { type: 'string' },
                title: { type: 'string' },
                description: { type: 'string' },
                target: { type: 'number' },
                weight: { type: 'number' },
                coreCheck: { type: 'string' },
              },
            },
          },
          phases: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'title', 'window', 'fromDay', 'description'],
              properties: {
                id: { type: 'string' },
                title: { type: 'string' },
                window: { type: 'string' },
                fromDay: { type: 'integer' },
                toDay: { type: 'integer' },
                description: { type: 'string' },
              },
            },
          },
          stages: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'title', 'description', 'must', 'should'],
              properties: {
                id: { type: 'string' },
                title: { type: 'string' },
                description: { type: 'string' },
                must: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/StageCondition' },
                },
                should: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/StageCondition' },
                },
              },
            },
          },
          levels: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['id', 'title'],
              properties: {
                id: { type: 'string' },
                title: { type: 'string' },
                stage: { type: 'string' },
                verdicts: {
                  type: 'array',
                  items: { $ref: '#/components/schemas/Verdict' },
                },
              },
            },
          },
          severities: {
            type: 'object',
            additionalProperties: false,
            required: ['critical', 'high', 'medium', 'low'],
            properties: {
              critical: { $ref: '#/components/schemas/SeverityPolicy' },
              high: { $ref: '#/components/schemas/SeverityPolicy' },
              medium: { $ref: '#/components/schemas/SeverityPolicy' },
              low: { $ref: '#/components/schemas/SeverityPolicy' },
            },
          },
          riskCategories: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['title', 'areas'],
              properties: {
                title: { type: 'string' },
                areas: { type: 'array', items: { type: 'string' } },
                checks: { type: 'array', items: { type: 'string' } },
              },
            },
          },
          caps: {
            type: 'object',
            additionalProperties: false,
            required: ['openCritical', 'coreCheckFailed'],
            properties: {
              openCritical: { type: 'number' },
              coreCheckFailed: { type: 'number' },
            },
          },
          attestedChecks: {
            type: 'array',
            items: { $ref: '#/components/schemas/CheckDefinition' },
          },
          checks: {
            type: 'array',
            items: { $ref: '#/components/schemas/CheckDefinition' },
          },
        },
      },
    },
  },
} as const;
