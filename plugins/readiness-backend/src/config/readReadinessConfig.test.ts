import { ConfigReader } from '@backstage/config';
import { readReadinessConfig } from './readReadinessConfig';

const read = (readiness: object) =>
  readReadinessConfig(new ConfigReader({ readiness }));

describe('readReadinessConfig', () => {
  it('has defaults for everything', () => {
    expect(readReadinessConfig(new ConfigReader({}))).toEqual({
      audits: {
        enabled: true,
        filter: { kind: { $in: ['Component', 'API', 'Resource', 'System'] } },
        intervalSeconds: 6 * 3600,
        schedules: [],
        timeoutSeconds: 300,
        concurrency: 2,
        maxAttempts: 15,
        shutdownGraceSeconds: 10,
        staleAfterSeconds: 2 * 24 * 3600,
      },
      sources: { general: { concurrency: 8 }, hosts: [] },
      seeding: { frequency: { seconds: 30 }, removeAfterSeconds: 7 * 86400 },
      waivers: { approvalFor: [] },
      history: { keepDays: 730 },
      api: { perMinute: 2000 },
    });
  });

  it('reads every setting', () => {
    expect(
      read({
        audits: {
          enabled: false,
          filter: { kind: 'Component', 'spec.type': 'service' },
          interval: { days: 1 },
          schedules: [
            {
              filter: { 'spec.lifecycle': 'production' },
              standard: 'enterprise',
              interval: { hours: 1 },
            },
            { interval: { days: 2 } },
          ],
          timeout: '90s',
          concurrency: 8,
          maxAttempts: 5,
          shutdownGrace: { seconds: 30 },
          staleAfter: 'P7D',
        },
        sources: {
          concurrency: 4,
          perMinute: 100,
          hosts: [{ host: 'git.example.com', perMinute: 10 }],
        },
        seeding: { frequency: { minutes: 5 }, removeAfter: { days: 1 } },
        waivers: { approvalFor: ['critical', 'high'] },
        history: { keep: { days: 30 } },
        api: { perMinute: 7 },
      }),
    ).toEqual({
      audits: {
        enabled: false,
        filter: { kind: 'Component', 'spec.type': 'service' },
        intervalSeconds: 86400,
        schedules: [
          {
            filter: { 'spec.lifecycle': 'production' },
            standard: 'enterprise',
            intervalSeconds: 3600,
          },
          { filter: {}, intervalSeconds: 2 * 86400 },
        ],
        timeoutSeconds: 90,
        concurrency: 8,
        maxAttempts: 5,
        shutdownGraceSeconds: 30,
        staleAfterSeconds: 7 * 86400,
      },
      sources: {
        general: { concurrency: 4, perMinute: 100 },
        hosts: [{ host: 'git.example.com', perMinute: 10 }],
      },
      seeding: { frequency: { seconds: 300 }, removeAfterSeconds: 86400 },
      waivers: { approvalFor: ['critical', 'high'] },
      history: { keepDays: 30 },
      api: { perMinute: 7 },
    });
  });

  it.each([
    ['readiness.audits.enabled', { audits: { enabled: 'maybe' } }],
    ['readiness.audits.filter', { audits: { filter: { kind: { $x: 1 } } } }],
    ['readiness.audits.interval', { audits: { interval: 'often' } }],
    ['readiness.audits.interval', { audits: { interval: { seconds: 0 } } }],
    ['readiness.audits.timeout', { audits: { timeout: { parsecs: 1 } } }],
    ['readiness.audits.concurrency', { audits: { concurrency: 0 } }],
    ['readiness.audits.concurrency', { audits: { concurrency: 1.5 } }],
    ['readiness.audits.staleAfter', { audits: { staleAfter: 3 } }],
    ['readiness.audits.maxAttempts', { audits: { maxAttempts: 0 } }],
    ['readiness.audits.schedules', { audits: { schedules: 'often' } }],
    [
      'readiness.audits.schedules[0].interval',
      { audits: { schedules: [{ filter: { kind: 'API' } }] } },
    ],
    [
      'readiness.audits.schedules[1].filter',
      {
        audits: {
          schedules: [
            { interval: { hours: 1 } },
            { filter: { kind: { $x: 1 } }, interval: { hours: 1 } },
          ],
        },
      },
    ],
    ['readiness.sources.concurrency', { sources: { concurrency: 0 } }],
    ['readiness.sources.hosts[0].host', { sources: { hosts: [{}] } }],
    [
      'readiness.sources.hosts[0].perMinute',
      { sources: { hosts: [{ host: 'a', perMinute: 0.5 }] } },
    ],
    ['readiness.seeding.frequency', { seeding: { frequency: 'x' } }],
    ['readiness.api.perMinute', { api: { perMinute: 0 } }],
    ['readiness.history.keep', { history: { keep: 'long' } }],
    ['readiness.waivers.approvalFor', { waivers: { approvalFor: ['P0'] } }],
    ['readiness.seeding.removeAfter', { seeding: { removeAfter: {} } }],
  ])('names %s when it cannot be used', (key, config) => {
    expect(() => read(config)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(`Invalid configuration of ${key}:`),
      }),
    );
  });
});
