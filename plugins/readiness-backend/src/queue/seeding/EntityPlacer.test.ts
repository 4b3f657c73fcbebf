import { ScheduleConfig } from '../../config/readReadinessConfig';
import { createCollector, createEntity } from '../../__testUtils__/fixtures';
import { EntityPlacer } from './EntityPlacer';

describe('EntityPlacer', () => {
  const silent = createCollector('silent', [], jest.fn());
  const locating = {
    ...createCollector('locating', [], jest.fn()),
    locate: jest.fn(),
  };
  const place = (
    entity = createEntity('one'),
    schedules: ScheduleConfig[] = [],
  ) =>
    new EntityPlacer({
      collectors: [silent, locating],
      schedules,
      standard: 'enterprise',
      intervalSeconds: 6,
    }).place(entity);

  it('asks the collectors where an entity is read from', () => {
    const repository = 'https://git.example.com/one';
    locating.locate.mockReturnValueOnce({
      host: 'git.example.com',
      repository,
    });
    expect(place()).toEqual({
      host: 'git.example.com',
      repository,
      interval_seconds: 6,
    });
    expect(place()).toEqual({
      host: '',
      repository: null,
      interval_seconds: 6,
    });
  });

  it('leaves an entity without a place that cannot be located', () => {
    locating.locate.mockImplementationOnce(() => {
      throw new Error('not a URL');
    });
    expect(place()).toMatchObject({ host: '', repository: null });
  });

  it.each([
    [createEntity('one'), 1],
    [createEntity('one', { lifecycle: 'experimental', kind: 'API' }), 2],
    [createEntity('one', { lifecycle: 'deprecated' }), 6],
    [
      createEntity('one', {
        lifecycle: 'deprecated',
        annotations: { 'example.com/tier': '1' },
      }),
      3,
    ],
  ])('takes the first schedule that fits %#', (entity, seconds) => {
    const schedules: ScheduleConfig[] = [
      {
        filter: { kind: 'Component' },
        standard: 'another',
        intervalSeconds: 7,
      },
      {
        filter: { 'spec.lifecycle': 'production' },
        standard: 'enterprise',
        intervalSeconds: 1,
      },
      { filter: { kind: { $in: ['API'] } }, intervalSeconds: 2 },
      {
        filter: { 'metadata.annotations.example.com/tier': '1' },
        intervalSeconds: 3,
      },
    ];
    expect(place(entity, schedules).interval_seconds).toBe(seconds);
  });
});
