import type { SyntaxNode } from '../../../syntax/nodes';
import { Evidence } from '@readiness/plugin-readiness-common';
import { environmentCondition } from '../../../facts/applications/code';
import { linesOf } from '../../../judging/reach';
import { FileSyntax } from '../../../syntax/schema';

/** `res.status(500).json`, `reply.code(500).send`, `NextResponse.json` */
const ANSWERS =
  /^(?:res|response|reply)(?:\s*\.\s*(?:status|code|type|set|header|contentType)\([^]*?\))*\s*\.\s*(?:json|jsonp|send|end|write)$|^(?:Next)?Response\.json$/;
const THROWN =
  /^(?:InternalServerErrorException|HttpException|ServiceUnavailableException|BadGatewayException)$/;
const ERROR_NAME = /^_?(?:e|ex|err|error|exception|reason)\d?$/;
const FUNCTIONS = new Set([
  'arrow_function',
  'function_expression',
  'function_declaration',
  'method_definition',
  'generator_function_declaration',
]);
/** The error is of a kind that is meant for callers. */
const SORTED =
  /instanceof|\.name\s*===?|\.code\s*[=!]==?|isOperational|\.expose\b|isAxiosError|isHttpError|ZodError|\.isJoi|statusCode\s*[<=]|\.status\s*[<=]|isValidation/;

/** Answers of a JavaScript file that show what only operators may see. */
export function scriptLeaks(file: FileSyntax): Evidence[] {
  return file.calls.flatMap(call => {
    const isThrown = call.construct && THROWN.test(call.callee);
    if (!isThrown && !ANSWERS.test(call.callee)) {
      return [];
    }
    const node = file.nodeOf(call);
    const list = node?.field('arguments');
    const use = list && leakIn(list);
    if (!node || !use) {
      return [];
    }
    const status = statusOf(call.callee, list.text(), use.name);
    // A whole exception, or the text of any, is for callers only where it was sorted before.
    const isClient = status === 'client';
    if (isClient && use.how === 'message' && isThrown) {
      return [];
    }
    return [
      {
        path: file.path,
        ...linesOf(node),
        ...(isClient && use.how !== 'stack'
          ? { severity: 'low' as const }
          : {}),
        note:
          use.how === 'stack'
            ? `the answer carries \`${use.text}\`, a stack trace`
            : `the answer carries \`${use.text}\` of whatever went wrong`,
      },
    ];
  });
}

interface Use {
  how: 'stack' | 'whole' | 'message';
  name: string;
  text: string;
}

function leakIn(list: SyntaxNode): Use | undefined {
  const found = list
    .findAll({
      rule: {
        any: [
          { kind: 'identifier' },
          { kind: 'shorthand_property_identifier' },
        ],
        regex: '^_?(e|ex|err|error|exception|reason)\\d?$',
      },
    })
    .map(node => ({ node, use: useOf(node) }))
    .filter(({ node, use }) => use && isBound(node) && !isSorted(node));
  return found.find(item => item.use!.how === 'stack')?.use ?? found[0]?.use;
}

/** How an error is written into the answer. */
function useOf(node: SyntaxNode): Use | undefined {
  const name = node.text();
  const parent = node.parent();
  if (!parent || !ERROR_NAME.test(name)) {
    return undefined;
  }
  const make = (how: Use['how'], text: string): Use => ({
    how,
    name,
    text: text.replace(/\s+/g, ' ').slice(0, 60),
  });
  switch (parent.kind()) {
    case 'arguments': {
      const callee = parent.parent()?.field('function')?.text() ?? '';
      if (/^String$|(?:^|\.)(?:inspect|stringify)$/.test(callee)) {
        return make('whole', `${callee}(${name})`);
      }
      return ANSWERS.test(callee) ? make('whole', name) : undefined;
    }
    case 'shorthand_property_identifier':
    case 'object':
      return make('whole', name);
    case 'pair':
      return parent.field('value')?.id() === node.id()
        ? make('whole', parent.text())
        : undefined;
    case 'template_substitution':
      return make('whole', `\${${name}}`);
    case 'binary_expression':
      return /["'`]/.test(parent.text()) && /\+/.test(parent.text())
        ? make('whole', parent.text())
        : undefined;
    case 'member_expression':
      if (/\.stack$/.test(parent.text())) {
        return make('stack', parent.text());
      }
      return /\.(?:message|sqlMessage|toString|stderr|stdout)$/.test(
        parent.text(),
      )
        ? make('message', parent.text())
        : undefined;
    default:
      return undefined;
  }
}

/** The name is that of a caught error or of the error that a callback or error middleware is given. */
function isBound(node: SyntaxNode): boolean {
  const name = node.text();
  for (const ancestor of node.ancestors()) {
    if (ancestor.is('catch_clause')) {
      if (ancestor.field('parameter')?.text().replace(/:.*$/, '') === name) {
        return true;
      }
    }
    if (FUNCTIONS.has(ancestor.kind())) {
      const parameters = (
        ancestor.field('parameters') ?? ancestor.field('parameter')
      )
        ?.text()
        .replace(/[()]/g, '')
        .split(',')
        .map(item =>
          item
            .trim()
            .replace(/[?:=][^]*$/, '')
            .trim(),
        );
      const at = parameters?.indexOf(name) ?? -1;
      if (at >= 0) {
        // The first of a callback, or the only one of a `.catch`.
        return at === 0;
      }
    }
  }
  return false;
}

/** The kind of error was asked for, or it is shown outside of production only. */
function isSorted(node: SyntaxNode): boolean {
  if (environmentCondition(node)?.developmentOnly === true) {
    return true;
  }
  let child = node;
  for (const ancestor of node.ancestors()) {
    if (FUNCTIONS.has(ancestor.kind())) {
      const before = ancestor
        .text()
        .slice(0, node.range().start.index - ancestor.range().start.index);
      return (
        /instanceof\s+\w+[^]{0,400}\breturn\b/.test(before) &&
        /isOperational|expose/.test(before)
      );
    }
    if (
      (ancestor.is('if_statement') &&
        ancestor.field('consequence')?.id() === child.id()) ||
      ancestor.is('ternary_expression') ||
      (ancestor.is('binary_expression') && /&&/.test(ancestor.text()))
    ) {
      const condition = ancestor.field('condition') ?? ancestor.field('left');
      if (
        condition &&
        condition.id() !== child.id() &&
        (SORTED.test(condition.text()) ||
          /\b(?:NODE_ENV|env|isDev\w*|debug|isProd\w*|production|development)\b/i.test(
            condition.text(),
          ))
      ) {
        return true;
      }
    }
    if (ancestor.is('switch_case')) {
      return true;
    }
    child = ancestor;
  }
  return false;
}

/** Whether the answer says that the caller did something wrong. */
function statusOf(
  callee: string,
  args: string,
  name: string,
): 'client' | 'server' {
  const written =
    /\.(?:status|code)\(\s*([^()]*(?:\([^()]*\))?[^()]*)\)/.exec(callee)?.[1] ??
    /\bstatus\s*:\s*([^,}]+)/.exec(args)?.[1] ??
    '';
  return /^4\d\d$/.test(written.trim()) ||
    /BAD_REQUEST|NOT_FOUND|CONFLICT|UNPROCESSABLE|FORBIDDEN|UNAUTHORIZED/i.test(
      written,
    ) ||
    (/HttpException/.test(callee) &&
      /,\s*(?:4\d\d|HttpStatus\.(?:BAD|NOT|CONF|UNPR|FORB|UNAUTH)\w*)/.test(
        args,
      ) &&
      name !== '')
    ? 'client'
    : 'server';
}
