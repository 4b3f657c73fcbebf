import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { builtInChecks } from '.';
import { checkDocumentation } from './documentation';
import { checkJsonSchema } from '../rules/jsonSchema';
import { readRules } from '../rules/readRules';
import { loadCases } from '../testing/loadCases';
import { builtInRules } from './builtInRules.generated';

const definitions = builtInChecks.map(({ definition }) => definition);
const SCHEMA = join(__dirname, '../../schemas/check.schema.json');
const PAGES = join(__dirname, '../../../../docs/checks');

/** Folders `<area>/<check>` with a file that makes them a check. */
function folders(files = ['check.ts', 'check.yaml']): string[] {
  const inside = (path: string) =>
    readdirSync(path).filter(name => statSync(join(path, name)).isDirectory());
  return inside(__dirname)
    .flatMap(area =>
      inside(join(__dirname, area))
        .filter(id =>
          files.some(file => existsSync(join(__dirname, area, id, file))),
        )
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

describe('checks in YAML', () => {
  const sources = folders(['check.yaml']).map(folder => ({
    path: `${folder}/check.yaml`,
    text: readFileSync(join(__dirname, folder, 'check.yaml'), 'utf8'),
  }));

  it('are right, and embedded as they are written', () => {
    const { rules, problems } = readRules(sources);
    expect(problems).toEqual([]);
    // Written by scripts/generate-checks.mjs.
    expect(builtInRules).toEqual(
      Object.fromEntries(
        rules.map(({ rule: { cases, shared, ...said } }) => [said.id, said]),
      ),
    );
  });

  it('do not stand beside code for the same check', () => {
    const inCode = folders(['check.ts']);
    expect(
      sources.filter(({ path }) => inCode.includes(path.slice(0, -11))),
    ).toEqual([]);
  });
});

describe('schemas/check.schema.json', () => {
  // Written by scripts/generate-check-docs.ts.
  it('is current', () => {
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(checkJsonSchema());
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
