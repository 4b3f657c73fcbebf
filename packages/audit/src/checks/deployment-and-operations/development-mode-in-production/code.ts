import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { processes } from '../../../facts/processes/extract';
import { conditionsAround } from '../../../facts/settings/conditions';
import { settings } from '../../../facts/settings/extract';
import { SettingFact, Settings } from '../../../facts/settings/schema';
import { DeployedVariable, isOn } from '../../../judging/deployedEnvironment';

/** Settings that switch the debug mode of a whole application; others switch the log of a component. */
const DEBUG_NAME =
  /^(?:(?:FLASK|DJANGO|APP|FASTAPI|API|SERVER|WEB|SERVICE|BACKEND|STARLETTE|QUART|GIN|RUN)_)?DEBUG(?:_MODE)?$/i;
/** Constructors and runs with an argument for the debug mode. */
const DEBUG_CALLS = [
  'fastapi.FastAPI',
  'starlette.applications.Starlette',
  'flask.Flask.run',
  'tornado.web.Application',
  'aiohttp.web.Application',
  'litestar.Litestar',
  'sanic.Sanic',
];
const CONSTRUCTORS = new Set(
  DEBUG_CALLS.filter(name => name !== 'flask.Flask.run'),
);
const MODES: Readonly<Record<string, string>> = {
  'github.com/gin-gonic/gin.SetMode': 'gin.DebugMode',
  'gin.SetMode': 'gin.DebugMode',
};

/** What code says about the debug mode. */
export interface CodeJudgement {
  failing: Evidence[];
  /** Places where it is off. */
  good: Evidence[];
}

/** Debug mode that code or its defaults switch on. */
export async function judgeCode(
  context: CheckContext,
  deployed: readonly DeployedVariable[],
): Promise<CodeJudgement> {
  const facts = await context.facts(settings);
  const apps = (await context.facts(applications)).applications;
  const result: CodeJudgement = { failing: [], good: [] };
  const decided = new Set<string>();
  const place = (path: string, line: number) => `${path}:${line}`;
  for (const app of apps) {
    ofDjango(app, facts, deployed, result, decided);
  }
  for (const setting of facts.settings) {
    if (
      setting.class === 'source' &&
      DEBUG_NAME.test(setting.name) &&
      setting.default &&
      !decided.has(place(setting.path, setting.line)) &&
      setting.source !== 'settings-module'
    ) {
      decided.add(place(setting.path, setting.line));
      ofSetting(setting, facts, deployed, apps.length > 0, result);
    }
  }
  await ofCalls(context, facts, result);
  await ofAssignments(context, facts, result);
  return result;
}

/** `DEBUG` of the settings module of production. */
function ofDjango(
  app: ApplicationFact,
  facts: Settings,
  deployed: readonly DeployedVariable[],
  result: CodeJudgement,
  decided: Set<string>,
): void {
  const debug =
    app.framework === 'django'
      ? app.settings.find(({ name }) => name === 'DEBUG')
      : undefined;
  if (!debug) {
    return;
  }
  decided.add(`${debug.path}:${debug.line}`);
  const at = { path: debug.path, line: debug.line, subject: 'DEBUG' };
  if (debug.value === true) {
    result.failing.push({
      ...at,
      note: 'the debug mode of Django is on: every error shows code, variables and settings',
      ...(app.partial.some(item => item.includes('several settings modules'))
        ? { confidence: 'likely' as const }
        : {}),
    });
    return;
  }
  const read = facts.settings.find(
    item =>
      item.path === debug.path &&
      item.line === debug.line &&
      item.source !== 'settings-module',
  );
  if (read?.default && isOn(read.default.value)) {
    ofSetting(read, facts, deployed, true, result);
  } else if (debug.value === false || read) {
    result.good.push({ ...at, note: 'the debug mode of Django is off' });
  }
}

/** A setting with a default; what production configuration sets comes first. */
function ofSetting(
  setting: SettingFact,
  facts: Settings,
  deployed: readonly DeployedVariable[],
  served: boolean,
  result: CodeJudgement,
): void {
  const at = { path: setting.path, line: setting.line, subject: setting.name };
  if (!isOn(setting.default?.value)) {
    if (setting.default?.value !== undefined) {
      result.good.push({ ...at, note: `${setting.name} is off by default` });
    }
    return;
  }
  const set = deployed.filter(
    ({ name }) => name.toUpperCase() === setting.name.toUpperCase(),
  );
  if (
    // Where production sets it to something, that place is judged.
    set.length > 0 ||
    conditionsAround(facts, setting).some(
      ({ environment }) => environment === 'development',
    )
  ) {
    return;
  }
  result.failing.push({
    ...at,
    // What else the setting switches is not followed.
    confidence: served ? 'likely' : 'plausible',
    note: `${setting.name} is on unless somebody sets it, and production configuration of the tree does not`,
  });
}

/** `debug=True` in a constructor, or in a run that production executes. */
async function ofCalls(
  context: CheckContext,
  facts: Settings,
  result: CodeJudgement,
): Promise<void> {
  const entries = await runDirectly(context);
  const calls = await context.syntax.calls({
    names: [...DEBUG_CALLS, '.run', 'uvicorn.run', ...Object.keys(MODES)],
  });
  for (const call of calls) {
    const { path, line, name } = call;
    const at = { path, line };
    if (
      conditionsAround(facts, at).some(
        ({ environment }) => environment === 'development',
      )
    ) {
      continue;
    }
    if (Object.hasOwn(MODES, name)) {
      if (/\bDebugMode$|^["']debug["']$/.test(call.args[0]?.text ?? '')) {
        result.failing.push({
          ...at,
          subject: name,
          note: 'the debug mode of Gin is set in code',
        });
      }
      continue;
    }
    const debug = call.args.find(item => item.name === 'debug');
    const reload = call.args.find(item => item.name === 'reload');
    if (debug?.value === true && CONSTRUCTORS.has(name)) {
      result.failing.push({
        path,
        line: debug.line,
        subject: `${call.assignedTo ?? name}: debug`,
        note: `debug=True of ${name.slice(
          name.lastIndexOf('.') + 1,
        )}: errors answer with tracebacks`,
      });
      continue;
    }
    const runs =
      entries.has(path) ||
      (!call.enclosing.length && !(await isGuarded(context, path, line)));
    if (debug?.value === true && call.callee.endsWith('.run') && runs) {
      result.failing.push({
        path,
        line: debug.line,
        subject: `${call.callee}: debug`,
        note: 'debug=True of the server that is started here',
      });
    } else if (reload?.value === true && name === 'uvicorn.run' && runs) {
      result.failing.push({
        path,
        line: reload.line,
        severity: 'medium',
        subject: `${call.callee}: reload`,
        note: 'the server restarts whenever a file changes',
      });
    }
  }
}

/** Files that production runs as programs. */
async function runDirectly(context: CheckContext): Promise<Set<string>> {
  const { processes: found } = await context.facts(processes);
  return new Set(
    found
      .filter(
        ({ command, confidence }) =>
          confidence === 'certain' &&
          /^(?:python[\d.]*|pypy\d*|uv|poetry)$/.test(command[0] ?? ''),
      )
      .map(({ entry }) => entry.path),
  );
}

/** Below `if __name__ == "__main__":`, which servers that import the module never reach. */
async function isGuarded(
  context: CheckContext,
  path: string,
  line: number,
): Promise<boolean> {
  const file = await context.syntax.file(path);
  return (
    file?.root
      .findAll({
        rule: {
          kind: 'if_statement',
          has: { field: 'condition', regex: '__name__' },
        },
      })
      .some(node => {
        const { start, end } = node.range();
        return start.line < line && line <= end.line + 1;
      }) ?? false
  );
}

/** `app.debug = True`, `app.config["DEBUG"] = True`, `e.Debug = true`. */
async function ofAssignments(
  context: CheckContext,
  facts: Settings,
  result: CodeJudgement,
): Promise<void> {
  const files = await context.syntax.files({
    languages: ['python', 'go'],
    classes: ['source', 'config'],
    containing: [
      '.debug = True',
      '["DEBUG"] = True',
      "['DEBUG'] = True",
      '.Debug = true',
      'reload = True',
    ],
  });
  for (const file of files) {
    for (const item of file.assignments) {
      if (
        item.value === true &&
        /^(?:app|application|server|e|web)(?:\.debug|\.Debug|\.config\[["']DEBUG["']\])$/.test(
          item.target,
        ) &&
        !conditionsAround(facts, item).some(
          ({ environment }) => environment === 'development',
        ) &&
        !(await isGuarded(context, item.path, item.line))
      ) {
        result.failing.push({
          path: item.path,
          line: item.line,
          subject: item.target,
          note: 'the debug mode of the application is switched on in code',
        });
      } else if (
        item.target === 'reload' &&
        item.value === true &&
        /(?:^|\/)gunicorn[\w.-]*\.py$/.test(item.path)
      ) {
        result.failing.push({
          path: item.path,
          line: item.line,
          severity: 'medium',
          subject: 'gunicorn: reload',
          note: 'gunicorn restarts its workers whenever a file changes',
        });
      }
    }
  }
}
