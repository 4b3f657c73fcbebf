import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { lineOf } from '../../../facts/applications/code';
import { TenantScoping } from '../../../judging/tenantScope';
import { FileSyntax } from '../../../syntax/schema';

const DEFAULT = /default|public|shared|fallback|system|global|main|demo/i;
const SINGLE = /single_?tenant|multi_?tenan(?:t|cy)|self_?hosted/i;
const FILTER_CALL = /\.(?:where|filter|filter_by|andWhere|match)\(/;
/** `user.default_project_id`: the caller's own choice, and no tenant shared by all. */
const OF_THE_CALLER =
  /(?:^|\.)(?:\w*_)?(?:user|member|membership|caller|principal|identity|account|profile|viewer|me|claims)\.[\w$]+$/i;
const ALL_TENANTS = /superuser|is_admin|isAdmin|is_staff|super_admin|SUPER/;

/** Places where a missing tenant becomes a default one, or no condition at all. */
export function failsOpen(
  file: FileSyntax,
  scoping: TenantScoping,
  isStrong: boolean,
): Evidence[] {
  const result: Evidence[] = [];
  const { words } = scoping;
  const isPython = file.language === 'python';
  const add = (
    node: SyntaxNode,
    note: string,
    more: Partial<Evidence> = {},
  ) => {
    const scope = scoping.scopeAt(file, lineOf(node));
    if (
      scope &&
      (scoping.isForAll(scope, file.path) || ALL_TENANTS.test(scope.text))
    ) {
      return;
    }
    result.push({
      path: file.path,
      line: lineOf(node),
      subject: `${file.enclosingOf(node).join('.') || 'module'} ${note
        .split(' ')
        .slice(0, 6)
        .join(' ')}`,
      note,
      ...(SINGLE.test(scope?.text ?? '')
        ? { severity: 'medium' as const }
        : {}),
      ...more,
    });
  };
  // `tenant or DEFAULT_TENANT`, `tenantId ?? 'default'`
  for (const node of file.root.findAll({
    rule: isPython
      ? { kind: 'boolean_operator' }
      : { kind: 'binary_expression', regex: '\\?\\?|\\|\\|' },
  })) {
    const operator = node.field('operator')?.text();
    const left = node.field('left');
    const right = node.field('right');
    if (!left || !right || !['or', '||', '??'].includes(operator ?? '')) {
      continue;
    }
    const isDefault =
      (/^["'`]/.test(right.text()) && right.text().length > 2) ||
      (/^[\w$.]+$/.test(right.text()) &&
        /default|fallback/i.test(right.text()) &&
        !OF_THE_CALLER.test(right.text()));
    if (
      isDefault &&
      words.in(lastExpression(left.text())) &&
      DEFAULT.test(right.text())
    ) {
      add(
        node,
        `a missing ${scoping.key.word} becomes ${right.text().slice(0, 40)}`,
      );
    }
  }
  // `request.headers.get("X-Tenant-ID", "default")`
  for (const call of file.calls) {
    if (/\.get$/.test(call.callee) && call.args.length === 2) {
      const [name, fallback] = call.args;
      if (
        typeof name.value === 'string' &&
        words.in(name.value.replace(/-/g, '_')) &&
        /headers|META|cookies|claims|payload|session|args|query/.test(
          call.callee,
        ) &&
        ((typeof fallback.value === 'string' && fallback.value !== '') ||
          /default/i.test(fallback.text))
      ) {
        const scope = scoping.scopeAt(file, call.line);
        if (!scope || !scoping.isForAll(scope, file.path)) {
          result.push({
            path: file.path,
            line: call.line,
            subject: `${call.enclosing.join('.') || 'module'} ${name.value}`,
            note: `without ${name.value} the request belongs to a default ${scoping.key.word}`,
          });
        }
      }
    }
  }
  result.push(...optionalConditions(file, scoping, isStrong, add));
  return result;
}

/** `if tenant: query = query.filter(…)` without anything for the other case. */
function optionalConditions(
  file: FileSyntax,
  scoping: TenantScoping,
  isStrong: boolean,
  add: (node: SyntaxNode, note: string, more?: Partial<Evidence>) => void,
): Evidence[] {
  const { words } = scoping;
  for (const node of file.root.findAll({ rule: { kind: 'if_statement' } })) {
    const condition = node.field('condition');
    const body = node.field('consequence');
    if (!condition || !body || node.field('alternative')) {
      continue;
    }
    const tested = condition
      .text()
      .replace(/^\(|\)$/g, '')
      .replace(/(?<!\s)\s+(?:is not None|!==? (?:null|undefined))$/, '')
      .trim();
    if (!/^[\w$.?]+(?:\(\))?$/.test(tested) || !words.in(tested)) {
      continue;
    }
    const text = body.text();
    const isFilter =
      (FILTER_CALL.test(text) && /\b(\w+)\s*=\s*\1\s*\./.test(text)) ||
      /\bwhere(?:\.\w+|\[[^\]]+\])\s*=|\bfilters?(?:\.\w+|\[[^\]]+\])\s*=|\.(?:andWhere|where)\(/.test(
        text,
      );
    if (
      !isFilter ||
      !words.in(text) ||
      text.length > 600 ||
      /\breturn\b|\braise\b|\bthrow\b/.test(text)
    ) {
      continue;
    }
    const scope = scoping.scopeAt(file, lineOf(node));
    const parameter = scope?.parameters.find(item => item.name === tested);
    // Optional filters of a list: the word is a plain object, or another condition holds the caller's own.
    if (parameter && !isStrong) {
      continue;
    }
    const others = scope
      ? scope.text
          .split('\n')
          .filter(
            (_, index) =>
              scope.line + index < lineOf(node) ||
              scope.line + index > node.range().end.line + 1,
          )
          .join('\n')
      : '';
    if (
      new RegExp(
        `(?:where|filter|filter_by)\\(.*${tested.replace(/\W/g, '.')}`,
      ).test(others) ||
      /\b(?:current_user|request\.user|req\.user|user_id|userId|owner)\b/.test(
        others,
      )
    ) {
      continue;
    }
    add(
      node,
      `without ${tested} the condition is left out and all ${scoping.key.word}s are meant`,
      parameter ? { confidence: 'plausible' } : {},
    );
  }
  return [];
}

/** `headers["x"]` of `request.headers["x"]`, the last name otherwise. */
function lastExpression(text: string): string {
  return text.replace(/-/g, '_').slice(-60);
}
