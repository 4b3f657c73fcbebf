import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { importGraph } from '../../../facts/imports/extract';
import { ImportCycle } from '../../../facts/imports/schema';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

const WORDS = ['import', 'require', 'export'];

export const check = defineCheck({
  id: 'import-cycle',
  area: 'code-quality',
  severity: 'medium',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'medium',
  title: 'Modules that import each other',
  description:
    'Follows the imports of production modules in Python and JavaScript, also those inside functions, re-exports and `require`, and looks for groups of modules that all lead to each other. One finding for each group, at an import of a shortest way around: one inside a function where there is one, because somebody hid the circle there. Circles that exist only together with imports of types (`import type`, `TYPE_CHECKING`, names that TypeScript uses in types only) are low. Packages of Java and layers that a contract forbids are not judged; in Go the compiler forbids circles.',
  failureMode:
    'None of the modules of a circle can be loaded, tested, moved or understood without all the others.',
  manifestation:
    '"Cannot import name … (most likely due to a circular import)", `undefined` instead of a class, depending on which module is loaded first; imports that hide in functions.',
  impact:
    'Changes spread through the whole group, and it cannot be split into packages or services later.',
  remediation:
    'Move what both sides need into a third module, or let the lower one be given what it needs.\n\n```python\n# contacts.py and consents.py both import only from here\nfrom crm.types import ContactRef\n```',
  guardrail: {
    linter: 'import-linter, pylint R0401, ESLint import/no-cycle',
    ci: 'dependency-cruiser or import-linter, gating',
    architecture: 'layers with a direction',
  },
  references: [
    {
      title: 'CWE-1047: modules with circular dependencies',
      url: 'https://cwe.mitre.org/data/definitions/1047.html',
    },
    {
      title: 'import-linter',
      url: 'https://import-linter.readthedocs.io/',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    const graph = await context.facts(importGraph);
    if (graph.modules < 3 || !graph.edges.length) {
      return {
        status: 'not-applicable',
        summary: 'Fewer than three modules import each other',
      };
    }
    const places = inOrder(graph.cycles.map(evidenceOf));
    return places.length
      ? {
          status: 'fail',
          summary: `${count(
            places.length,
            'group of modules imports',
            'groups of modules import',
          )} each other: ${somePlaces(places)}`,
          evidence: places,
        }
      : {
          status: 'pass',
          summary: `No circle among ${graph.modules} modules`,
        };
  }),
});

function evidenceOf({ modules, shortest, typeOnly }: ImportCycle): Evidence {
  const hidden = shortest.find(edge => edge.lazy);
  const place = hidden ?? shortest[0];
  const names = shortest.map(edge => edge.from.split('/').slice(-2).join('/'));
  const others = modules.length - shortest.length;
  return {
    path: place.from,
    line: place.line,
    subject: `${names.join(' → ')} → ${names[0]}`,
    ...(typeOnly ? { severity: 'low' as const } : {}),
    note: [
      `${count(modules.length, 'module')} lead to each other`,
      ...(typeOnly ? ['through imports of types only'] : []),
      ...(hidden ? ['one import of the circle hides in a function'] : []),
      ...(others > 0 ? [`${others} more beside this way around`] : []),
    ].join('; '),
    related: shortest
      .filter(edge => edge !== place)
      .slice(0, 5)
      .map(edge => ({ path: edge.from, line: edge.line })),
  };
}
