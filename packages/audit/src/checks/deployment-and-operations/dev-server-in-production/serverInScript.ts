import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { CiCommand } from '../../../facts/workflows/schema';
import { FileSyntax } from '../../../syntax/schema';

/** Functions of servers that are made for production. */
const SERVE = new Set([
  'uvicorn.run',
  'waitress.serve',
  'waitress.serve_paste',
]);

/** What a script starts, by name. */
interface ServerInScript {
  development?: string;
  production?: string;
}

/** `python app.py` and `python -m shop.main` with `app.run()` of Flask or `uvicorn.run(…)` in it. */
export async function serverInScript(
  command: CiCommand,
  context: CheckContext,
): Promise<ServerInScript | undefined> {
  for (const path of scriptsOf(command)) {
    const file = await context.syntax.file(path);
    const found = file && (await serverOf(file, context));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Where the script of a command may lie in the tree, whatever folder the image has copied it to. */
function scriptsOf({ words, cwd }: CiCommand): string[] {
  const name = words[0]?.slice(words[0].lastIndexOf('/') + 1) ?? '';
  if (/^python[\d.]*$/.test(name)) {
    const script = words.slice(1).find(word => !word.startsWith('-')) ?? '';
    const relative = script.replace(/^\.?\//, '');
    const base = relative.slice(relative.lastIndexOf('/') + 1);
    return script.endsWith('.py')
      ? [relative, inFolder(cwd, relative), inFolder(cwd, base), base]
      : [];
  }
  // `python -m shop.main` comes as the module alone.
  const module = /^[A-Za-z_]\w*(?:\.\w+)*$/.test(name)
    ? name.replaceAll('.', '/')
    : undefined;
  return module
    ? [`${module}.py`, `${module}/__main__.py`].flatMap(path => [
        path,
        inFolder(cwd, path),
      ])
    : [];
}

function inFolder(folder: string, path: string): string {
  return `${folder}/${path}`.replace(/^\.?\//, '');
}

async function serverOf(
  file: FileSyntax,
  context: CheckContext,
): Promise<ServerInScript | undefined> {
  const served = file.calls.find(call => SERVE.has(call.name));
  if (served) {
    return served.args.some(
      item => item.name === 'reload' && item.value === true,
    )
      ? { development: 'a server that reloads on changes' }
      : { production: `${served.name} of ${file.path}` };
  }
  const apps = (await context.facts(applications)).applications.filter(
    app => app.framework === 'flask',
  );
  const run = file.calls.find(
    call =>
      call.callee.endsWith('.run') &&
      apps.some(app => app.name === call.callee.slice(0, -'.run'.length)) &&
      madeHere(file, call.callee.slice(0, -'.run'.length)),
  );
  return run && { development: 'the development server of Flask (app.run)' };
}

/** Whether a name is bound at the top of a file: made by Flask or a factory, or imported. */
function madeHere(file: FileSyntax, name: string): boolean {
  return (
    file.calls.some(call => call.assignedTo === name) ||
    file.imports.some(({ local }) => local === name)
  );
}
