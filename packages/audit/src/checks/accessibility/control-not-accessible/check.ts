import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { count, inOrder } from '../../../judging/outcome';
import { outlineProblems } from './css';
import { controlsOf } from './jsx';

/** Files with templates that cannot be parsed. */
const TEMPLATE_ENDINGS = [
  '.vue',
  '.svelte',
  '.astro',
  '.ejs',
  '.pug',
  '.hbs',
  '.handlebars',
  '.njk',
  '.eta',
];

export const check = defineCheck({
  id: 'control-not-accessible',
  area: 'accessibility',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'medium',
  title: 'Controls that not everybody can use',
  description:
    'Buttons, links, inputs and pictures should have an accessible name, and what can be clicked should also be reachable and usable by keyboard. Elements with spread properties and components of libraries, which may name themselves, are not judged.',
  failureMode:
    'A control has no name, cannot be reached by keyboard, or hides where the focus is.',
  manifestation:
    'A screen reader says "button" and nothing else; with the keyboard the focus jumps past what the mouse can click.',
  impact:
    'People who cannot see well or use no mouse cannot complete the task; in many markets that is also a breach of law.',
  remediation: `Use the element that is made for it, and give it a name.

\`\`\`tsx
<button type="button" aria-label="Remove item" onClick={remove}>
  <TrashIcon aria-hidden="true" />
</button>

<label>
  E-mail <input type="email" name="email" />
</label>
\`\`\``,
  guardrail: {
    linter: 'eslint-plugin-jsx-a11y',
    tests: 'axe in component and Playwright tests',
    ci: 'Lighthouse CI',
    architecture: 'a design system whose controls name themselves',
  },
  references: [
    {
      title: 'WCAG 2.2: Name, Role, Value',
      url: 'https://www.w3.org/WAI/WCAG22/Understanding/name-role-value.html',
    },
    {
      title: 'WCAG 2.2: Keyboard',
      url: 'https://www.w3.org/WAI/WCAG22/Understanding/keyboard.html',
    },
    {
      title: 'WAI: Labelling controls',
      url: 'https://www.w3.org/WAI/tutorials/forms/labels/',
    },
  ],
  evaluate: async context => {
    const { files } = await context.facts(inventory);
    const parsed = await context.syntax.files({
      languages: ['tsx', 'javascript'],
      containing: ['</', '/>'],
    });
    const evidence: Evidence[] = [];
    let controls = 0;
    for (const file of parsed) {
      for (const control of controlsOf(file)) {
        controls += 1;
        if (control.problem) {
          evidence.push({
            path: file.path,
            line: control.line,
            endLine: control.endLine,
            note: `<${control.element}>: ${control.problem}`,
          });
        }
      }
    }
    const pages = pagesWithoutLanguage(context, files);
    controls += pages.all;
    evidence.push(...pages.evidence);
    for (const { path, class: fileClass } of files) {
      if (fileClass === 'asset' && /\.(?:css|scss|less)$/.test(path)) {
        for (const problem of outlineProblems(
          context.read(path) ?? '',
          !path.endsWith('.css'),
        )) {
          controls += 1;
          evidence.push({
            path,
            line: problem.line,
            subject: problem.selector,
            // Another style sheet may show the focus.
            confidence: 'plausible',
            note: `${problem.selector}: the outline of the focus is removed and nothing takes its place`,
          });
        }
      }
    }
    if (
      evidence.length === 0 &&
      controls === pages.all &&
      hasOtherTemplates(context, files)
    ) {
      return {
        status: 'unknown',
        summary:
          'Controls in templates of HTML, Vue, Svelte, Astro and template engines cannot be read',
      };
    }
    if (controls === 0) {
      return { status: 'not-applicable', summary: 'No user interface' };
    }
    if (evidence.length === 0) {
      return {
        status: 'pass',
        summary: `${count(
          controls,
          'control or page',
          'controls and pages',
        )} judged, all can be used by everybody`,
        evidence: [],
      };
    }
    const share = (controls - evidence.length) / controls;
    return {
      status: 'fail',
      summary: `${evidence.length} of ${count(
        controls,
        'control or page',
        'controls and pages',
      )} cannot be used by everybody (${Math.floor(share * 100)} % are good)`,
      evidence: inOrder(evidence),
      share,
    };
  },
});

/** Controls in files that are no JSX. */
function hasOtherTemplates(
  context: CheckContext,
  files: readonly { path: string; class: string }[],
): boolean {
  return files.some(({ path, class: fileClass }) => {
    if (fileClass !== 'source') {
      return false;
    }
    if (TEMPLATE_ENDINGS.some(ending => path.endsWith(ending))) {
      return true;
    }
    const text = path.endsWith('.html') ? context.read(path) ?? '' : '';
    return ['<button', '<input', '<img', '<select', '<textarea'].some(tag =>
      text.includes(tag),
    );
  });
}

/** Pages written in HTML; those of frameworks are JSX. */
function pagesWithoutLanguage(
  context: CheckContext,
  files: readonly { path: string; class: string }[],
): { all: number; evidence: Evidence[] } {
  const evidence: Evidence[] = [];
  let all = 0;
  for (const { path, class: fileClass } of files) {
    if (
      fileClass !== 'source' ||
      !path.endsWith('.html') ||
      // Messages are read by mail programs.
      path.toLocaleLowerCase('en-US').includes('mail')
    ) {
      continue;
    }
    const text = context.read(path) ?? '';
    const start = text.toLocaleLowerCase('en-US').indexOf('<html');
    // Fragments and templates that extend others have no such tag.
    if (start < 0 || text.includes('{% extends')) {
      continue;
    }
    all += 1;
    const tag = text.slice(start, text.indexOf('>', start));
    if (!/\slang\s*=/i.test(tag) && !tag.includes('{')) {
      evidence.push({
        path,
        line: text.slice(0, start).split('\n').length,
        subject: 'html lang',
        note: '<html>: page without a language',
      });
    }
  }
  return { all, evidence };
}
