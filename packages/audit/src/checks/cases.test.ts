import { builtInChecks } from '.';
import { loadCases } from '../testing/loadCases';
import { runCase } from '../testing/runCase';

describe.each(
  builtInChecks.map(check => [check.definition.id, check] as const),
)('%s', (_id, check) => {
  const cases = loadCases(check.definition);

  it('has passing and failing cases', () => {
    const names = cases.map(({ name }) => name);
    expect(names.filter(name => name.startsWith('pass-'))).not.toEqual([]);
    expect(names.filter(name => name.startsWith('fail-'))).not.toEqual([]);
  });

  it.each(cases.map(item => [item.name, item] as const))(
    '%s',
    async (_name, item) => {
      await expect(runCase(check, item)).resolves.toBeUndefined();
    },
  );
});
