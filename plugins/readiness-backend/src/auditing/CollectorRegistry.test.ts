import { createCheck, createCollector } from '../__testUtils__/fixtures';
import { CollectorRegistry } from './CollectorRegistry';

describe('CollectorRegistry', () => {
  const collector = (id: string, ...checks: string[]) =>
    createCollector(
      id,
      checks.map(check => createCheck(check)),
      async () => ({ status: 'unchanged' }),
    );

  it('keeps collectors in the order they came', () => {
    const registry = new CollectorRegistry();
    registry.addCollector(collector('b', 'one'));
    registry.addCollector(collector('a', 'two'));
    expect(registry.list().map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('refuses an id or a check twice, naming both', () => {
    const registry = new CollectorRegistry();
    registry.addCollector(collector('a', 'one', 'two'));
    expect(() => registry.addCollector(collector('a', 'three'))).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: 'Two readiness collectors have the id "a"',
      }),
    );
    expect(() => registry.addCollector(collector('b', 'two'))).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message:
          'The readiness collectors "a" and "b" both answer the check "two"',
      }),
    );
  });
});
