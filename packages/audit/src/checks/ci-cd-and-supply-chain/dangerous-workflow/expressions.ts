/** Contexts that somebody without write access fills in. */
const OUTSIDE =
  /\bgithub\.(?:head_ref|event\.(?:issue\.(?:title|body)|pull_request\.(?:title|body|head\.(?:ref|label|repo\.(?:default_branch|description|homepage)))|(?:comment|review|review_comment|discussion)\.(?:title|body)|discussion_comment\.body|pages\b[\w.*[\]]*\.page_name|(?:commits\b[\w.*[\]]*|head_commit)\.(?:message|author\.(?:email|name)|committer\.(?:email|name))|workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:email|name))|pull_requests\b[\w.*[\]]*\.head\.ref|head_repository\.description)))\b/;
/** The whole of an object that holds such texts. */
const OUTSIDE_OBJECT =
  /\btojson\(\s*github(?:\.event(?:\.(?:issue|pull_request|comment|review|discussion|head_commit|commits|workflow_run))?)?\s*\)/i;
/** Functions that answer true or false, a number or a hash. */
const HARMLESS =
  /^!|^(?:contains|startswith|endswith|hashfiles|success|failure|always|cancelled)\s*\(/i;
const COMPARISON = /[=!<>]=|[<>]/;
const EXPRESSION = /\$\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g;

/** Where an interpolated text comes from. */
export type Origin =
  | { kind: 'outside'; name: string }
  | { kind: 'input'; name: string }
  | { kind: 'variable'; name: string };

/** An expression that puts a text into another one as it is. */
export interface Interpolation {
  /** As written, without the braces. */
  text: string;
  origin: Origin;
  /** Lines below the first one. */
  offset: number;
}

/** Names without brackets and quotes: `github['head_ref']` is `github.head_ref`. */
function plain(expression: string): string {
  return expression.replace(/\[\s*'([\w-]+)'\s*\]/g, '.$1');
}

/** Parts between `operator`, outside of brackets and quotes. */
function splitAt(expression: string, operator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let index = 0; index < expression.length; index++) {
    const char = expression[index];
    if (char === "'") {
      quoted = !quoted;
    } else if (!quoted && (char === '(' || char === '[')) {
      depth += 1;
    } else if (!quoted && (char === ')' || char === ']')) {
      depth -= 1;
    } else if (
      !quoted &&
      depth === 0 &&
      expression.startsWith(operator, index)
    ) {
      parts.push(expression.slice(from, index));
      index += operator.length - 1;
      from = index + 1;
    }
  }
  return [...parts, expression.slice(from)].map(part => part.trim());
}

/** What an expression may evaluate to: the alternatives of `||`, of each the last operand of `&&`. */
function values(expression: string): string[] {
  return splitAt(plain(expression), '||').map(
    alternative => splitAt(alternative, '&&').at(-1) ?? '',
  );
}

function originOf(value: string): Origin | undefined {
  const outsideStrings = value.replace(/'[^']*'/g, "''");
  if (HARMLESS.test(value) || COMPARISON.test(outsideStrings)) {
    return undefined;
  }
  const outside = OUTSIDE.exec(value) ?? OUTSIDE_OBJECT.exec(value);
  if (outside) {
    return { kind: 'outside', name: outside[0] };
  }
  const input = /\b(?:github\.event\.)?inputs\.([\w-]+)/.exec(value);
  if (input) {
    return { kind: 'input', name: input[1] };
  }
  const variable = /\benv\.([\w-]+)/.exec(value);
  return variable ? { kind: 'variable', name: variable[1] } : undefined;
}

/** Expressions of a text whose value somebody else chooses. */
export function interpolations(text: string): Interpolation[] {
  if (!text.includes('${{')) {
    return [];
  }
  return [...text.matchAll(EXPRESSION)].flatMap(match => {
    const origin = values(match[1])
      .map(originOf)
      .find(item => item !== undefined);
    return origin
      ? [
          {
            text: match[1].trim(),
            origin,
            offset: text.slice(0, match.index).split('\n').length - 1,
          },
        ]
      : [];
  });
}
