import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { ModelFact } from '../../../facts/database/schema';
import { ArgumentFact, CallFact, FileSyntax } from '../../../syntax/schema';

const FIELD =
  /^(?:raw_?)?(?:payload|request_?body|body|request|headers|raw|raw_?data|event_?data|webhook_?body)$/i;
const JSON_TYPE = /json|jsonb|text|dict|map|mixed|object|string/i;
/** The whole of what a request brought. */
const WHOLE =
  /^(?:await\s+)?(?:request|req|ctx\.request)\.(?:body|json|data|get_json|headers|POST|raw_body|rawBody)\b(?:\(\))?(?:\.decode\([^)]*\))?$|^(?:dict\(request\.headers\)|JSON\.stringify\(req\.body\)|json\.loads\((?:await\s+)?request\.(?:body|data)(?:\(\))?\))$/;
/** The event of a webhook, once its sender is verified: all of what was sent. */
const VERIFIED =
  /^(?:await\s+)?[\w$.]*\b(?:construct_event|constructEvent|constructEventAsync)\(/;
/** The same in another form: `json.dumps(event)`, `event.to_dict()`, `event["data"]["object"]`. */
const FORM =
  /^(?:json\.(?:dumps|loads)|JSON\.(?:stringify|parse)|dict|str)\(\s*([\w$]+)\s*\)$|^([A-Za-z_$][\w$]*)(?:\.to_dict(?:_recursive)?\(\)|(?:\.(?:data|object)|\[["'](?:data|object)["']\])+)$|^([A-Za-z_$][\w$]*)$/;
const MAX_STEPS = 4;

/** Writes of whole request bodies or headers into a column. */
export async function storedPayloads(
  context: CheckContext,
  models: readonly ModelFact[],
): Promise<Evidence[]> {
  const wanted = models.flatMap(model =>
    model.fields
      .filter(field => FIELD.test(field.name) && JSON_TYPE.test(field.type))
      .map(field => ({ model, field })),
  );
  if (wanted.length === 0) {
    return [];
  }
  const result: Evidence[] = [];
  for (const { model, field } of wanted) {
    const variants = [
      model.name,
      model.name[0].toLowerCase() + model.name.slice(1),
    ];
    for (const file of await context.syntax.files({ containing: variants })) {
      for (const call of file.calls) {
        if (
          !variants.some(
            name =>
              call.callee === name ||
              call.callee.startsWith(`${name}.`) ||
              call.callee.includes(`.${name}.`),
          )
        ) {
          continue;
        }
        const argument = findArgument(call.args, field.name, 0);
        if (argument && isWhole(file, call, argument.text.trim())) {
          result.push({
            path: file.path,
            line: argument.line,
            severity: 'medium',
            subject: `${model.name}.${field.name} in ${
              call.enclosing.join('.') || 'module'
            }`,
            note: `${model.name}.${field.name} keeps all of what was sent, as it came`,
            related: [
              { path: field.path, line: field.line, note: 'the column' },
            ],
          });
        }
      }
    }
  }
  return result;
}

function findArgument(
  args: readonly ArgumentFact[],
  name: string,
  depth: number,
): ArgumentFact | undefined {
  for (const item of args) {
    if (item.name === name) {
      return item;
    }
    const inner =
      item.entries && depth < 3
        ? findArgument(item.entries, name, depth + 1)
        : undefined;
    if (inner) {
      return inner;
    }
  }
  return undefined;
}

function isWhole(
  file: FileSyntax,
  call: CallFact,
  text: string,
  steps = 0,
): boolean {
  if (WHOLE.test(text) || VERIFIED.test(text)) {
    return true;
  }
  const form = FORM.exec(text);
  const name = form?.[1] ?? form?.[2] ?? form?.[3];
  if (!name || steps > MAX_STEPS) {
    return false;
  }
  const scope = call.enclosing.join('\n');
  return file.assignments.some(
    item =>
      item.target === name &&
      item.line <= call.line &&
      item.enclosing.join('\n') === scope &&
      isWhole(file, call, item.text.trim(), steps + 1),
  );
}
