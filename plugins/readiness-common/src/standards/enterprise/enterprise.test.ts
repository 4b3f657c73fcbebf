import { StageCondition } from '../../model/standard';
import { enterpriseStandard as standard } from '.';

const areas = standard.areas.map(({ id }) => id);

describe('the standard enterprise', () => {
  it('has the areas and targets of the catalogue', () => {
    expect(areas).toHaveLength(23);
    const mean =
      standard.areas.reduce((sum, { target }) => sum + target, 0) /
      areas.length;
    expect(mean.toFixed(1)).toBe('8.4');
  });

  it('names only areas, phases and stages that exist', () => {
    const conditions = standard.stages.flatMap(({ must, should }) => [
      ...must,
      ...should,
    ]);
    const named = (pick: (condition: StageCondition) => string[]) =>
      conditions.flatMap(pick);
    expect(areas).toEqual(
      expect.arrayContaining(
        named(condition => ('areas' in condition && condition.areas) || []),
      ),
    );
    expect(standard.phases.map(({ id }) => id)).toEqual(
      expect.arrayContaining(
        named(condition => ('phases' in condition ? condition.phases : [])),
      ),
    );
    for (const check of standard.attestedChecks) {
      expect(areas).toContain(check.area);
      expect(standard.phases.map(({ id }) => id)).toContain(check.phase);
    }
    expect(standard.stages.map(({ id }) => id)).toEqual(
      expect.arrayContaining(
        standard.levels.flatMap(({ stage }) => stage ?? []),
      ),
    );
  });

  it('asks for every attested check at some stage', () => {
    const asked = standard.stages.flatMap(({ must }) =>
      must.flatMap(condition =>
        condition.type === 'attested'
          ? condition.checks.map(({ id }) => id)
          : [],
      ),
    );
    expect(asked.sort()).toEqual(
      standard.attestedChecks.map(({ id }) => id).sort(),
    );
  });

  it('puts every area into exactly one risk category', () => {
    expect(
      standard.riskCategories.flatMap(category => category.areas).sort(),
    ).toEqual([...areas].sort());
  });
});
