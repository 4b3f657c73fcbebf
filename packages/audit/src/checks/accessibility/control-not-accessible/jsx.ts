import type { SyntaxNode } from '../../../syntax/nodes';
import { FileSyntax } from '../../../syntax/schema';

/** What was found of one control. */
export interface Control {
  /** Line of its opening tag. */
  line: number;
  endLine: number;
  /** `button`, `input` … */
  element: string;
  /** What is wrong; `undefined` for a good one. */
  problem?: string;
}

/** Inputs that need no label: nobody sees them, or their value is their name. */
const UNLABELLED_INPUTS = ['hidden', 'submit', 'button', 'reset', 'image'];

/** Elements that do nothing by themselves. */
const PLAIN_ELEMENTS = new Set([
  'div',
  'span',
  'li',
  'ul',
  'p',
  'section',
  'article',
  'td',
  'tr',
  'th',
  'img',
  'svg',
  'i',
  'b',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'footer',
  'main',
  'nav',
  'aside',
  'figure',
]);

const NAMING_ATTRIBUTES = ['aria-label', 'aria-labelledby', 'title'];

/** Packages whose components are pictures only. */
const ICON_MODULES = [
  'lucide-react',
  'react-icons',
  '@heroicons/',
  '@mui/icons-material',
  '@material-ui/icons',
  '@tabler/icons',
  '@phosphor-icons',
  'phosphor-react',
  '@radix-ui/react-icons',
  '@remixicon/react',
  '@ant-design/icons',
  '@fortawesome/react-fontawesome',
  '@fluentui/react-icons',
  '@primer/octicons-react',
  'react-feather',
  '@iconify/react',
  '@carbon/icons-react',
];

const KEY_HANDLERS = ['onKeyDown', 'onKeyUp', 'onKeyPress'];

/** Controls, pictures and clickable elements of a file with JSX. */
export function controlsOf(file: FileSyntax): Control[] {
  const openings = file.root.findAll({
    rule: {
      any: [
        { kind: 'jsx_opening_element' },
        { kind: 'jsx_self_closing_element' },
      ],
    },
  });
  return openings.flatMap(opening => {
    const element = opening.field('name')?.text() ?? '';
    const attributes = attributesOf(opening);
    if (attributes.spread) {
      return [];
    }
    const judged = judge(file, opening, element, attributes.values);
    if (judged === undefined) {
      return [];
    }
    return [
      {
        line: opening.range().start.line + 1,
        endLine: opening.range().end.line + 1,
        element,
        ...(judged ? { problem: judged } : {}),
      },
    ];
  });
}

/** `undefined`: nothing to judge; empty: good; else what is wrong. */
function judge(
  file: FileSyntax,
  opening: SyntaxNode,
  element: string,
  attributes: Map<string, string | true>,
): string | undefined {
  // Neither is part of what is read out.
  const isOn = (value: string | true | undefined) =>
    value === true || value === 'true' || value === '{true}';
  if (
    isOn(attributes.get('aria-hidden')) ||
    isOn(attributes.get('hidden')) ||
    attributes.get('hidden') === 'hidden'
  ) {
    return undefined;
  }
  const tabIndex = attributes.get('tabIndex');
  if (typeof tabIndex === 'string' && isPositive(tabIndex)) {
    return `tabIndex ${tabIndex} pushes it before everything else`;
  }
  if (element === 'button' || (element === 'a' && attributes.has('href'))) {
    return nameProblem(file, opening, attributes);
  }
  if (['input', 'select', 'textarea'].includes(element)) {
    return labelProblem(file, opening, attributes);
  }
  if (element === 'img' || isNextImage(file, element)) {
    return attributes.has('alt') || attributes.get('role') === 'presentation'
      ? clickProblem(opening, element, attributes) ?? ''
      : 'picture without an alternative text';
  }
  if (element === 'html') {
    return attributes.has('lang') ? '' : 'page without a language';
  }
  return clickProblem(opening, element, attributes);
}

function clickProblem(
  opening: SyntaxNode,
  element: string,
  attributes: Map<string, string | true>,
): string | undefined {
  const handler = attributes.get('onClick');
  if (
    !PLAIN_ELEMENTS.has(element) ||
    typeof handler !== 'string' ||
    // Keeps a click from an outer handler and does nothing itself.
    (handler.includes('stopPropagation') && handler.length < 80) ||
    ['presentation', 'none'].includes(String(attributes.get('role'))) ||
    hasInnerControl(opening)
  ) {
    return undefined;
  }
  const missing = [
    attributes.has('role') ? '' : 'role',
    attributes.has('tabIndex') ? '' : 'tabIndex',
    KEY_HANDLERS.some(name => attributes.has(name)) ||
    // What a click does happens as soon as the key for the next control arrives.
    attributes.get('onFocus') === handler
      ? ''
      : 'key handler',
  ].filter(Boolean);
  return missing.length > 0
    ? `clickable <${element}> without ${missing.join(', ')}`
    : '';
}

/** A row or card that can be clicked as a whole repeats, for the mouse, what a control inside it does. */
function hasInnerControl(opening: SyntaxNode): boolean {
  const element = opening.parent();
  if (opening.kind() !== 'jsx_opening_element' || element === null) {
    return false;
  }
  const own = opening.range().start.index;
  return element
    .findAll({
      rule: {
        any: [
          { kind: 'jsx_opening_element' },
          { kind: 'jsx_self_closing_element' },
        ],
      },
    })
    .some(inner => {
      const name = inner.field('name')?.text() ?? '';
      return (
        inner.range().start.index !== own &&
        (['button', 'a', 'input', 'select', 'textarea'].includes(name) ||
          name.endsWith('Button') ||
          name.endsWith('Link'))
      );
    });
}

function nameProblem(
  file: FileSyntax,
  opening: SyntaxNode,
  attributes: Map<string, string | true>,
): string {
  if (
    hasName(attributes) ||
    attributes.has('dangerouslySetInnerHTML') ||
    attributes.has('children')
  ) {
    return '';
  }
  const element = opening.parent();
  const children =
    opening.kind() === 'jsx_opening_element' && element
      ? element.children().filter(child => {
          const kind = child.kind();
          return (
            kind !== 'jsx_opening_element' && kind !== 'jsx_closing_element'
          );
        })
      : [];
  const content = contentOf(file, children);
  if (content === 'named') {
    return '';
  }
  return content === 'empty'
    ? 'no text and no accessible name'
    : 'only an icon, without an accessible name';
}

/** Whether children give a name: text, or anything that may become text. */
function contentOf(
  file: FileSyntax,
  children: readonly SyntaxNode[],
): 'named' | 'icon' | 'empty' {
  let icon = false;
  for (const child of children) {
    const kind = child.kind();
    if (kind === 'jsx_text' || kind === 'html_character_reference') {
      if (isWord(child.text())) {
        return 'named';
      }
    } else if (kind === 'jsx_expression') {
      const inner = child.children().filter(item => item.isNamed());
      const [value] = inner;
      if (value && value.kind() !== 'comment' && !isIconOnly(file, value)) {
        return 'named';
      }
      icon ||= value !== undefined && value.kind() !== 'comment';
    } else if (
      kind === 'jsx_element' ||
      kind === 'jsx_self_closing_element' ||
      kind === 'jsx_fragment'
    ) {
      if (!isIconOnly(file, child)) {
        return 'named';
      }
      icon = true;
    }
  }
  return icon ? 'icon' : 'empty';
}

/** Letters or digits; signs such as × or › are read out as signs or not at all. */
function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(
    text.split('&nbsp;').join(' ').split('&times;').join(' '),
  );
}

function isIconOnly(file: FileSyntax, node: SyntaxNode): boolean {
  const kind = node.kind();
  if (kind === 'parenthesized_expression') {
    return node
      .children()
      .filter(child => child.isNamed())
      .every(child => isIconOnly(file, child));
  }
  if (kind === 'ternary_expression') {
    return ['consequence', 'alternative'].every(field => {
      const branch = node.field(field);
      return branch !== null && isIconOnly(file, branch);
    });
  }
  if (kind === 'binary_expression') {
    const right = node.field('right');
    return right !== null && isIconOnly(file, right);
  }
  if (kind === 'jsx_fragment') {
    return contentOf(file, node.children()) !== 'named';
  }
  if (kind !== 'jsx_element' && kind !== 'jsx_self_closing_element') {
    return false;
  }
  const opening =
    kind === 'jsx_element'
      ? node.children().find(child => child.kind() === 'jsx_opening_element')
      : node;
  if (!opening) {
    return false;
  }
  const name = opening.field('name')?.text() ?? '';
  const attributes = attributesOf(opening);
  if (attributes.spread || hasName(attributes.values)) {
    return false;
  }
  if (name === 'svg') {
    return !node.text().includes('<title');
  }
  if (name === 'img' || isNextImage(file, name)) {
    const alt = attributes.values.get('alt');
    return alt === '' || alt === undefined;
  }
  if (/^[a-z]/.test(name)) {
    return (
      kind === 'jsx_self_closing_element' ||
      contentOf(
        file,
        node.children().filter(child => {
          const inner = child.kind();
          return (
            inner !== 'jsx_opening_element' && inner !== 'jsx_closing_element'
          );
        }),
      ) !== 'named'
    );
  }
  return isIconComponent(file, name);
}

/** Only what comes from a library of icons; an own component may name itself. */
function isIconComponent(file: FileSyntax, name: string): boolean {
  const [first] = name.split('.');
  const imported = file.imports.find(({ local }) => local === first);
  return (
    imported !== undefined &&
    ICON_MODULES.some(module => imported.module.startsWith(module))
  );
}

function labelProblem(
  file: FileSyntax,
  opening: SyntaxNode,
  attributes: Map<string, string | true>,
): string | undefined {
  const type = attributes.get('type');
  if (typeof type === 'string' && UNLABELLED_INPUTS.includes(type)) {
    return undefined;
  }
  // A type that is computed may be hidden.
  if (typeof type === 'string' && type.startsWith('{') && !type.includes("'")) {
    return undefined;
  }
  if (hasName(attributes)) {
    return '';
  }
  for (let node = opening.parent(); node; node = node.parent()) {
    if (node.kind() === 'jsx_element') {
      const name = node
        .children()
        .find(child => child.kind() === 'jsx_opening_element')
        ?.field('name')
        ?.text();
      // Own components around it (`<Field label=…>`) may bring the label.
      if (
        name === 'label' ||
        (name &&
          /^[A-Z].*(?:Label|Field|FormControl|FormItem|FormGroup)/.test(name))
      ) {
        return '';
      }
    }
  }
  const id = attributes.get('id');
  if (typeof id === 'string') {
    const labelled = file.root
      .findAll({ rule: { kind: 'jsx_attribute', regex: '^htmlFor' } })
      .some(attribute => valueOf(attribute) === id);
    if (labelled) {
      return '';
    }
    // The label may stand in another file.
    return id.startsWith('{')
      ? undefined
      : 'no label for it in this file, and no accessible name';
  }
  return 'no label and no accessible name';
}

function hasName(attributes: Map<string, string | true>): boolean {
  return NAMING_ATTRIBUTES.some(name => {
    const value = attributes.get(name);
    return value !== undefined && value !== '' && value !== true;
  });
}

function isNextImage(file: FileSyntax, element: string): boolean {
  return file.imports.some(
    ({ local, module }) => local === element && module === 'next/image',
  );
}

function isPositive(text: string): boolean {
  const number = Number(text.split('{').join('').split('}').join(''));
  return Number.isFinite(number) && number > 0;
}

/** Attributes with their values: strings without quotes, expressions with their braces. */
function attributesOf(opening: SyntaxNode): {
  values: Map<string, string | true>;
  spread: boolean;
} {
  const values = new Map<string, string | true>();
  let spread = false;
  for (const child of opening.children()) {
    const kind = child.kind();
    if (kind === 'jsx_attribute') {
      const [name] = child.children();
      values.set(name?.text() ?? '', valueOf(child));
    } else if (kind === 'jsx_expression') {
      spread ||= child.text().includes('...');
    }
  }
  return { values, spread };
}

function valueOf(attribute: SyntaxNode): string | true {
  const text = attribute.text();
  const equals = text.indexOf('=');
  if (equals < 0) {
    return true;
  }
  const value = text.slice(equals + 1).trim();
  const quote = value[0];
  return quote === '"' || quote === "'" ? value.slice(1, -1) : value;
}
