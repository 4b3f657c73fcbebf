import {
  metricsServiceMock,
  tracingServiceMock,
} from '@backstage/backend-test-utils/alpha';
import { WorkOnRun } from '../queue/AuditWorkers';
import { observeAudits } from './observeAudits';

describe('observeAudits', () => {
  const add = jest.fn();
  const record = jest.fn();
  const observed = (work: Parameters<typeof observeAudits>[0]['work']) =>
    observeAudits({
      metrics: metricsServiceMock.mock({
        createCounter: () => ({ add }),
        createHistogram: () => ({ record }),
      }),
      tracing: tracingServiceMock.mock(),
      work,
    });
  const run = {
    entityRef: 'component:default/one',
    ticket: 't',
    attempts: 0,
    nextInSeconds: 1,
  };
  const context = {} as Parameters<WorkOnRun>[1];
  beforeEach(() => jest.clearAllMocks());

  it('counts and times by outcome', async () => {
    await observed(async () => 'unchanged')(run, context);
    expect(add).toHaveBeenCalledWith(1, { outcome: 'unchanged' });
    expect(record).toHaveBeenCalledWith(expect.any(Number), {
      outcome: 'unchanged',
    });
  });

  it('counts what failed and lets the error through', async () => {
    await expect(
      observed(() => Promise.reject(new Error('no access')))(run, context),
    ).rejects.toThrow('no access');
    expect(add).toHaveBeenCalledWith(1, { outcome: 'failed' });
    expect(record).toHaveBeenCalledTimes(1);
  });
});
