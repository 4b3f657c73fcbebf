import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import {
  environmentCondition,
  nodeOfCall,
} from '../../../facts/applications/code';
import { inventory } from '../../../facts/inventory/extract';
import { FileSyntax } from '../../../syntax/schema';
import { isCommandLine } from '../../../judging/services';

const SPRING_VALUE =
  /^\s*(?:spring\.jpa\.hibernate\.)?ddl-auto\s*[:=]\s*["']?(update|create|create-drop)\b/;

const place = (path: string, line: number, what: string): Evidence => ({
  path,
  line,
  subject: what,
  note: `${what} makes the tables from the models at run time: no history, no review, no way back`,
});

/** Places that make or change the tables from the models when the program starts. */
export async function schemaFromModels(
  context: CheckContext,
): Promise<Evidence[]> {
  return [
    ...(await fromCalls(context)),
    ...(await fromOptions(context)),
    ...(await fromSpring(context)),
  ];
}

async function fromCalls(context: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const call of await context.syntax.calls({
    languages: ['python', 'typescript', 'javascript', 'go'],
    names: [
      '.create_all',
      '.sync',
      '.AutoMigrate',
      '.generate_schemas',
      'create_all',
    ],
  })) {
    const { callee } = call;
    const [first] = call.args;
    const isMade =
      /(?:metadata|db|Base)\.create_all$/.test(callee) ||
      /\.AutoMigrate$/.test(callee) ||
      /Tortoise\.generate_schemas$/.test(callee) ||
      (/(?:^|\.)(?:sequelize|db)\.sync$/.test(callee) &&
        (first === undefined ||
          first.entries?.some(
            item =>
              ['alter', 'force'].includes(item.name ?? '') &&
              item.value === true,
          ) ||
          first.entries?.length === 0));
    const file = isMade ? await context.syntax.file(call.path) : undefined;
    if (!file || isOutside(file, context, call.enclosing)) {
      continue;
    }
    const node = nodeOfCall(file, call);
    const condition = node && environmentCondition(node);
    if (condition && condition.developmentOnly !== false) {
      continue;
    }
    if (!(await isCalled(context, file, call.enclosing))) {
      continue;
    }
    result.push(place(call.path, call.line, callee));
  }
  for (const file of await context.syntax.files({
    languages: ['python'],
    containing: ['metadata.create_all'],
  })) {
    for (const call of file.calls) {
      const argument = call.args.find(item =>
        /metadata\.create_all$/.test(item.text.trim()),
      );
      if (
        argument &&
        /\.run_sync$/.test(call.callee) &&
        !isOutside(file, context, call.enclosing)
      ) {
        const node = nodeOfCall(file, call);
        const condition = node && environmentCondition(node);
        if (!condition || condition.developmentOnly === false) {
          result.push(place(file.path, call.line, argument.text.trim()));
        }
      }
    }
  }
  return result;
}

/** Whether production code names the function in which a place lies: what nobody calls makes no tables. */
async function isCalled(
  context: CheckContext,
  file: FileSyntax,
  enclosing: readonly string[],
): Promise<boolean> {
  const name = enclosing.at(-1);
  if (name === undefined) {
    return true;
  }
  const own = file.functions.find(item => item.name === name);
  if (
    own?.decorators.length ||
    /^(?:main|lifespan|init|bootstrap|startup|on_startup|setup|init_app|(?:create|make|get|build)_app|createApp)$/.test(
      name,
    )
  ) {
    return true;
  }
  const word = new RegExp(
    `(?<!def |func |function )\\b${name.replace(/\W/g, '')}\\b`,
  );
  for (const other of await context.syntax.files({ containing: [name] })) {
    const lines = (context.read(other.path) ?? '').split('\n');
    if (
      lines.some(
        (line, index) =>
          word.test(line) &&
          !/^\s*(?:from|import)\b/.test(line) &&
          !(other.path === file.path && own && index + 1 === own.line),
      )
    ) {
      return true;
    }
  }
  return false;
}

/** Command-line programs, scripts and test helpers make tables when somebody asks them to. */
function isOutside(
  file: FileSyntax,
  context: CheckContext,
  enclosing: readonly string[],
): boolean {
  return (
    isCommandLine(file) ||
    /(?:^|\/)(?:scripts?|seeds?|demo|conftest|testing|init_?db\w*|create_?tables?)(?:\/|\.\w+$|_)/i.test(
      file.path,
    ) ||
    enclosing.some(name =>
      /test|drop|reset|seed|demo|cli|command/i.test(name),
    ) ||
    (enclosing.length === 0 &&
      /__name__\s*==\s*["']__main__["']/.test(context.read(file.path) ?? '') &&
      !/FastAPI\(|Flask\(/.test(context.read(file.path) ?? ''))
  );
}

async function fromOptions(context: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const file of await context.syntax.files({
    languages: ['typescript', 'javascript'],
    containing: ['synchronize'],
  })) {
    if (!/typeorm/i.test(context.read(file.path) ?? '')) {
      continue;
    }
    for (const node of file.root.findAll({
      rule: { kind: 'pair', regex: '^[\'"]?synchronize[\'"]?\\s*:\\s*true$' },
    })) {
      const condition = environmentCondition(node);
      if (!condition || condition.developmentOnly === false) {
        result.push(
          place(file.path, node.range().start.line + 1, 'synchronize: true'),
        );
      }
    }
  }
  return result;
}

async function fromSpring(context: CheckContext): Promise<Evidence[]> {
  const result: Evidence[] = [];
  for (const { path, class: kind } of (await context.facts(inventory)).files) {
    if (
      kind === 'test' ||
      !/(?:^|\/)(?:application|bootstrap)(?:-prod(?:uction)?)?\.(?:properties|ya?ml)$/.test(
        path,
      )
    ) {
      continue;
    }
    for (const [index, line] of (context.read(path) ?? '')
      .split('\n')
      .entries()) {
      const found = SPRING_VALUE.exec(line);
      if (found) {
        result.push(place(path, index + 1, `ddl-auto=${found[1]}`));
      }
    }
  }
  return result;
}
