import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { builtInChecks } from '.';
import { checkDocumentation } from './documentation';
import { loadCases } from '../testing/loadCases';

const definitions = builtInChecks.map(({ definition }) => definition);
const PAGES = join(__dirname, '../../../../docs/checks');

/** Folders `<area>/<check>` with a `check.ts`. */
function folders(): string[] {
  const inside = (path: string) =>
    readdirSync(path).filter(name => statSync(join(path, name)).isDirectory());
  return inside(__dirname)
    .flatMap(area =>
      inside(join(__dirname, area))
        .filter(id => existsSync(join(__dirname, area, id, 'check.ts')))
        .map(id => `${area}/${id}`),
    )
    .sort();
}

describe('all checks', () => {
  it('have ids of their own, also beside the attested ones', () => {
    const ids = [...definitions, ...enterpriseStandard.attestedChecks].map(
      ({ id }) => id,
    );
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('are listed in the generated index, each from the folder of its area and id', () => {
    expect(definitions.map(({ area, id }) => `${area}/${id}`).sort()).toEqual(
      folders(),
    );
  });
});

describe.each(definitions.map(item => [item.id, item] as const))(
  '%s',
  (_id, check) => {
    it('stands in an area and a phase of the standard', () => {
      expect(enterpriseStandard.areas.map(({ id }) => id)).toContain(
        check.area,
      );
      expect(enterpriseStandard.phases.map(({ id }) => id)).toContain(
        check.phase,
      );
      expect(check.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    });

    it('says everything that the product shows', () => {
      const {
        title,
        description,
        failureMode,
        manifestation,
        impact,
        remediation,
      } = check;
      for (const text of [
        title,
        description,
        failureMode,
        manifestation,
        impact,
        remediation,
      ]) {
        expect(text.trim()).toBe(text);
        expect(text.length).toBeGreaterThan(10);
      }
      expect(Object.values(check.guardrail)).not.toEqual([]);
      expect(Object.values(check.guardrail)).not.toContain('');
    });

    it('rests on published rules', () => {
      expect(check.references).not.toEqual([]);
      for (const { title, url } of check.references) {
        expect(title).not.toBe('');
        expect(new URL(url).protocol).toBe('https:');
      }
    });

    it('has cases', () => {
      expect(loadCases(check)).not.toEqual([]);
    });
  },
);

describe('docs/checks', () => {
  // Written by scripts/generate-check-docs.ts.
  const expected = checkDocumentation(definitions, enterpriseStandard);

  it('holds a page for each check and no other', () => {
    expect(
      readdirSync(PAGES)
        .filter(name => name.endsWith('.md'))
        .sort(),
    ).toEqual([...expected.keys()].sort());
  });

  it.each([...expected.keys()])('%s is current', name => {
    expect(readFileSync(join(PAGES, name), 'utf8')).toBe(expected.get(name));
  });
});
