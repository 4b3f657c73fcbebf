import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { inventory } from '../../../facts/inventory/extract';
import { FileClass } from '../../../facts/inventory/schema';
import { count, inOrder, somePlaces, judged } from '../../../judging/outcome';
import { FileSyntax } from '../../../syntax/schema';

const SANITIZERS =
  /\b(?:DOMPurify|dompurify|purify|createDOMPurify)\b|\b(?:sanitize\w*|sanitise\w*|xss|escapeHtml|escapeHTML|escape_html|bleach\.clean|nh3\.clean|encodeHTML|he\.encode|he\.escape|_\.escape|lodash\.escape|format_html|conditional_escape|escape)\s*\(/;
/** A serialiser that cannot end a script element. */
const ESCAPED_JSON = /\bserialize\w*\(|\\u003[cC]|replace\w*\(\s*\/</;
/** Texts that come with the program. */
const TRANSLATIONS =
  /^(?:t|i18n\.t|intl\.formatMessage|translate|\$t|gettext|_)\(/;

const SCRIPT_WORDS = [
  'dangerouslySetInnerHTML',
  'innerHTML',
  'outerHTML',
  'document.write',
  'insertAdjacentHTML',
  'bypassSecurityTrust',
  'createContextualFragment',
  'rehype-raw',
  'rehypeRaw',
];
const PYTHON_WORDS = ['mark_safe', 'Markup', 'SafeString', 'autoescape'];

/** Calls of Python that declare a text to be safe HTML. */
const PYTHON_SINKS = new Set([
  'django.utils.safestring.mark_safe',
  'django.utils.safestring.SafeString',
  'markupsafe.Markup',
  'flask.Markup',
  'jinja2.Markup',
]);

const TEMPLATES = /\.(?:html?|jinja2?|j2|djhtml|njk|twig|tmpl)$/i;
const COMPONENTS = /\.(?:vue|svelte)$/i;
const TEMPLATE_CLASSES: readonly FileClass[] = ['source', 'asset', 'config'];

interface Found {
  failing: Evidence[];
  good: Evidence[];
}

export const check = defineCheck({
  id: 'unsafe-html-sink',
  area: 'frontend',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Unsanitised content reaches HTML',
  description:
    'Looks for places where a text becomes HTML or script without escaping: `dangerouslySetInnerHTML`, `innerHTML`, `outerHTML`, `insertAdjacentHTML`, `document.write`, `v-html`, `{@html}`, `bypassSecurityTrust*`, raw HTML in Markdown, `mark_safe`, `Markup`, `|safe` and `autoescape off` in templates. Constants, and values that a sanitiser made, do not count.',
  failureMode:
    'Content that is not constant is put into the page as HTML, and no sanitiser stands between.',
  manifestation:
    'Text with a tag in it changes the page; a script in it runs with the rights of whoever looks at it.',
  impact:
    'Stored content of one user acts as all others: it reads their data, changes their settings and takes over their sessions.',
  remediation:
    'Show text as text. Where HTML is wanted, sanitise it in one component that every place uses.\n\n```tsx\nexport const Html = ({ html }: { html: string }) => (\n  <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(html) }} />\n);\n```\n\nIn Django use `format_html("<b>{}</b>", name)`; in Markdown renderers add `rehype-sanitize`.',
  guardrail: {
    linter: 'ESLint react/no-danger, no-unsanitized, bandit B308/B703',
    tests: 'component test with a script element',
    ci: 'CodeQL, semgrep',
    architecture: 'one sanitising component, Content-Security-Policy',
  },
  references: [
    { title: 'CWE-79', url: 'https://cwe.mitre.org/data/definitions/79.html' },
    {
      title: 'OWASP: Cross Site Scripting Prevention',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    },
    { title: 'DOMPurify', url: 'https://github.com/cure53/DOMPurify' },
  ],
  evaluate: judged(
    { containing: [...SCRIPT_WORDS, ...PYTHON_WORDS] },
    async context => {
      const { files } = await context.facts(inventory);
      const failing: Evidence[] = [];
      const good: Evidence[] = [];
      const take = (found: Found) => {
        failing.push(...found.failing);
        good.push(...found.good);
      };
      for (const file of await context.syntax.files({
        languages: ['typescript', 'tsx', 'javascript'],
        containing: SCRIPT_WORDS,
      })) {
        take(scriptSinks(file));
      }
      for (const file of await context.syntax.files({
        languages: ['python'],
        containing: PYTHON_WORDS,
      })) {
        take(pythonSinks(file));
      }
      let templates = 0;
      for (const file of files) {
        const template = TEMPLATES.test(file.path);
        if (
          (template || COMPONENTS.test(file.path)) &&
          TEMPLATE_CLASSES.includes(file.class)
        ) {
          templates += 1;
          take(
            templateSinks(file.path, context.read(file.path) ?? '', template),
          );
        }
      }
      if (failing.length > 0) {
        const places = inOrder(failing);
        return {
          status: 'fail',
          summary: `${count(
            places.length,
            'place puts',
            'places put',
          )} unsanitised content into HTML: ${somePlaces(places)}`,
          evidence: places,
          strengths: inOrder(good),
        };
      }
      const pages =
        templates +
        files.filter(
          item =>
            item.class === 'source' &&
            (item.language === 'tsx' || item.path.endsWith('.jsx')),
        ).length;
      if (good.length > 0) {
        return {
          status: 'pass',
          summary: 'Content is sanitised before it becomes HTML',
          evidence: inOrder(good),
        };
      }
      return pages > 0
        ? { status: 'pass', summary: 'No content is put into pages as HTML' }
        : {
            status: 'not-applicable',
            summary: 'Nothing here writes HTML',
            lookedFor: [
              'components',
              'templates',
              ...SCRIPT_WORDS,
              ...PYTHON_WORDS,
            ],
          };
    },
  ),
});

const line = (node: SyntaxNode) => node.range().start.line + 1;

/** What an expression is, after one step through the assignment of a name. */
function originOf(file: FileSyntax, text: string, at: number): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(text)) {
    return text;
  }
  const assigned = file.assignments.filter(
    item => item.target === text && item.line <= at,
  );
  return assigned.length > 0 ? assigned.map(item => item.text).join(' ') : text;
}

function judge(
  file: FileSyntax,
  sink: string,
  value: SyntaxNode,
  found: Found,
): void {
  if (file.valueOf(value) !== undefined) {
    return;
  }
  const at = line(value);
  const text = originOf(file, value.text(), at);
  if (/^[^=?]{0,120}\.(?:inner|outer)HTML\s*$/.test(text)) {
    // What already is in the page.
    return;
  }
  const { end } = value.range();
  const place = { path: file.path, line: at, endLine: end.line + 1 };
  if (SANITIZERS.test(text)) {
    found.good.push({ ...place, note: `${sink} of sanitised content` });
    return;
  }
  if (/^\s*JSON\.stringify\(/.test(text)) {
    if (ESCAPED_JSON.test(text)) {
      found.good.push({ ...place, note: `${sink} of escaped JSON` });
    } else {
      found.failing.push({
        ...place,
        severity: 'medium',
        note: `${sink} of JSON in which \`<\` is not escaped`,
      });
    }
    return;
  }
  const severity: Severity | undefined = TRANSLATIONS.test(text)
    ? 'medium'
    : undefined;
  found.failing.push({
    ...place,
    ...(severity ? { severity } : {}),
    note: `${sink} of \`${value.text().replace(/\s+/g, ' ').slice(0, 60)}\``,
  });
}

function scriptSinks(file: FileSyntax): Found {
  const found: Found = { failing: [], good: [] };
  if (file.language !== 'typescript') {
    for (const attribute of file.root.findAll({
      rule: { kind: 'jsx_attribute', regex: '^dangerouslySetInnerHTML' },
    })) {
      const expression = attribute
        .namedChildren()
        .find(child => child.is('jsx_expression'))
        ?.namedChildren()[0];
      const html = expression
        ?.namedChildren()
        .find(child => child.field('key')?.text() === '__html')
        ?.field('value');
      const value = html ?? expression;
      if (value) {
        judge(file, 'dangerouslySetInnerHTML', value, found);
      }
    }
  }
  for (const node of file.root.findAll({
    rule: {
      any: [
        { kind: 'assignment_expression' },
        { kind: 'augmented_assignment_expression' },
      ],
    },
  })) {
    const property = node.field('left')?.field('property')?.text();
    const value = node.field('right');
    if (value && (property === 'innerHTML' || property === 'outerHTML')) {
      judge(file, property, value, found);
    }
  }
  const sinks: Record<string, number> = {
    '.insertAdjacentHTML': 1,
    '.createContextualFragment': 0,
    'document.write': 0,
    'document.writeln': 0,
    '.bypassSecurityTrustHtml': 0,
    '.bypassSecurityTrustScript': 0,
    '.bypassSecurityTrustUrl': 0,
    '.bypassSecurityTrustResourceUrl': 0,
    '.bypassSecurityTrustStyle': 0,
  };
  for (const node of file.root.findAll({ rule: { kind: 'call_expression' } })) {
    const callee = node.field('function');
    const name = callee?.text() ?? '';
    const property = callee?.field('property')?.text();
    const index = sinks[name] ?? sinks[`.${property}`];
    const args = node.field('arguments');
    const value =
      index === undefined || !args?.is('arguments')
        ? undefined
        : args.namedChildren().filter(child => !child.is('comment'))[index];
    if (value) {
      judge(file, property ?? name, value, found);
    }
  }
  const raw = file.imports.find(({ module }) => module === 'rehype-raw');
  if (raw) {
    const sanitised = file.imports.some(
      ({ module }) => module === 'rehype-sanitize',
    );
    const place = { path: file.path, line: raw.line };
    if (sanitised) {
      found.good.push({
        ...place,
        note: 'raw HTML in Markdown is sanitised by rehype-sanitize',
      });
    } else {
      found.failing.push({
        ...place,
        note: 'raw HTML in Markdown without rehype-sanitize',
      });
    }
  }
  return found;
}

function pythonSinks(file: FileSyntax): Found {
  const found: Found = { failing: [], good: [] };
  for (const call of file.calls) {
    const [given] = call.args;
    const place = { path: file.path, line: call.line, endLine: call.endLine };
    if (PYTHON_SINKS.has(call.name) && given && given.value === undefined) {
      const text = originOf(file, given.text, call.line);
      if (SANITIZERS.test(text)) {
        found.good.push({
          ...place,
          note: `${call.callee} of escaped content`,
        });
      } else {
        found.failing.push({
          ...place,
          note: `${call.callee} of \`${given.text
            .replace(/\s+/g, ' ')
            .slice(0, 60)}\``,
        });
      }
    }
    const escaping = call.args.find(item => item.name === 'autoescape');
    if (
      /^jinja2\.(?:sandbox\.)?\w*Environment$/.test(call.name) &&
      escaping?.value === false &&
      file.text.includes('html')
    ) {
      found.failing.push({
        ...place,
        severity: 'medium',
        note: 'Jinja templates without escaping',
      });
    }
  }
  return found;
}

/** Lines of a computed value or method within which it sanitises. */
const MEMBER_REACH = 12;

/** `v-html="notesHtml"`, where `notesHtml() { return DOMPurify.sanitize(…) }` is computed in the same component. */
function isSanitisedMember(text: string, sink: string): boolean {
  const name =
    /(?:=\s*"|@html\s+)\s*(?:this\.)?([A-Za-z_$][\w$]*)\s*(?:\(|"|\})/.exec(
      sink,
    )?.[1];
  if (name === undefined) {
    return false;
  }
  const lines = text.split('\n');
  const at = lines.findIndex(item => definesMember(item.trim(), name));
  return at >= 0 && SANITIZERS.test(ownLines(lines, at).join('\n'));
}

function definesMember(text: string, name: string): boolean {
  const start = ['async ', 'const ', 'let ', 'function ', '$: ']
    .reduce(
      (rest, word) => (rest.startsWith(word) ? rest.slice(word.length) : rest),
      text,
    )
    .trimStart();
  const rest = start.startsWith(name) ? start.slice(name.length).trim() : '';
  return (
    rest.startsWith(':') ||
    (rest.startsWith('=') && !rest.startsWith('==')) ||
    (rest.startsWith('(') && rest.endsWith('{'))
  );
}

/** The lines of a definition: up to the next one that is indented no deeper. */
function ownLines(lines: readonly string[], at: number): string[] {
  const depth = (item: string) => item.length - item.trimStart().length;
  const own = [lines[at]];
  for (const item of lines.slice(at + 1, at + MEMBER_REACH)) {
    if (item.trim() !== '' && depth(item) <= depth(lines[at])) {
      break;
    }
    own.push(item);
  }
  return own;
}

/** Filters behind `safe` that leave no `<` and no quote: `{{ id | json | safe | url_encode }}`. */
const ENCODED_AFTER =
  /\|\s*safe\s*\|[^{}]*\b(?:url_?encode|force_?escape|base64|b64encode|striptags|length|int)\b/i;

/** `$t('key')` without values: a text of one's own. */
const OWN_TRANSLATION =
  /(?:=\s*["{]|@html\s)\s*(?:\$?t|i18n\.t|\$_)\(\s*(?:'[^'$]*'|`[^`$]*`)\s*\)\s*["}]/;

/** Where a template switches escaping off. Its comments are left out. */
function templateSinks(path: string, text: string, template: boolean): Found {
  const found: Found = { failing: [], good: [] };
  const inComponents: [RegExp, string][] = path.endsWith('.vue')
    ? [[/\sv-html\s*=\s*"[^"\n]{1,300}"/g, 'v-html']]
    : [[/\{@html\s[^{}\n]{1,300}\}/g, '{@html}']];
  const patterns: [RegExp, string][] = template
    ? [
        [/\{\{[^{}\n]{0,300}\|\s*safe\b[^{}\n]{0,100}\}\}/g, '|safe'],
        [/\{%-?\s*autoescape\s+(?:off|false)\b/g, 'autoescape off'],
      ]
    : inComponents;
  const bare = withoutComments(text);
  for (const [pattern, sink] of patterns) {
    for (const match of bare.matchAll(pattern)) {
      const at = bare.slice(0, match.index).split('\n').length;
      const shown = match[0].trim().slice(0, 60);
      if (SANITIZERS.test(match[0])) {
        found.good.push({
          path,
          line: at,
          note: `${sink} of sanitised content`,
        });
      } else if (isSanitisedMember(bare, match[0])) {
        found.good.push({
          path,
          line: at,
          note: `${sink} of a value that the component sanitises`,
        });
      } else if (
        !OWN_TRANSLATION.test(match[0]) &&
        !ENCODED_AFTER.test(match[0]) &&
        !/tojson|json_script|csrf|xsrf|form\.|render_field|"[^"]*"\s*\|\s*safe/.test(
          match[0],
        )
      ) {
        found.failing.push({
          path,
          line: at,
          ...(TRANSLATIONS.test(match[0]) ? { severity: 'medium' } : {}),
          note: `\`${shown}\``,
        });
      }
    }
  }
  return found;
}

/** Blanks out comments, so that lines stay where they are. */
function withoutComments(text: string): string {
  let result = text;
  for (const [open, close] of [
    ['<!--', '-->'],
    ['{#', '#}'],
  ]) {
    let from = result.indexOf(open);
    while (from >= 0) {
      const end = result.indexOf(close, from + open.length);
      const stop = end < 0 ? result.length : end + close.length;
      result =
        result.slice(0, from) +
        result.slice(from, stop).replace(/[^\n]/g, ' ') +
        result.slice(stop);
      from = result.indexOf(open, stop);
    }
  }
  return result;
}
