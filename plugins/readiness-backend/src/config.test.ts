import { ConfigReader } from '@backstage/config';
import { readReadinessConfig } from './config';

const read = (readiness: object) =>
  readReadinessConfig(new ConfigReader({ readiness }));

describe('readReadinessConfig', () => {
  it('has defaults for everything', () => {
    expect(readReadinessConfig(new ConfigReader({}))).toEqual({
      audits: {
        enabled: true,
        filter: { kind: { $in: ['Component', 'API', 'Resource', 'System'] } },
        intervalSeconds: 6 * 3600,
        timeoutSeconds: 300,
        concurrency: 2,
        staleAfterSeconds: 2 * 24 * 3600,
      },
      seeding: { frequency: { seconds: 30 }, removeAfterSeconds: 3600 },
    });
  });

  it('reads every setting', () => {
    expect(
      read({
        audits: {
          enabled: false,
          filter: { kind: 'Component', 'spec.type': 'service' },
          interval: { days: 1 },
          timeout: '90s',
          concurrency: 8,
          staleAfter: 'P7D',
        },
        seeding: { frequency: { minutes: 5 }, removeAfter: { days: 1 } },
      }),
    ).toEqual({
      audits: {
        enabled: false,
        filter: { kind: 'Component', 'spec.type': 'service' },
        intervalSeconds: 86400,
        timeoutSeconds: 90,
        concurrency: 8,
        staleAfterSeconds: 7 * 86400,
      },
      seeding: { frequency: { seconds: 300 }, removeAfterSeconds: 86400 },
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
    ['readiness.seeding.frequency', { seeding: { frequency: 'x' } }],
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
