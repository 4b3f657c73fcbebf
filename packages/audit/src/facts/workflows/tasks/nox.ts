import { FileSyntax } from '../../../syntax/schema';
import { Task, TaskFile } from './schema';

/** Sessions of a noxfile with what they run. */
export function readNox(
  path: string,
  file: FileSyntax,
  folder: string,
): Pick<TaskFile, 'tasks' | 'first'> {
  const tasks = new Map<string, Task>();
  for (const session of file.functions) {
    if (!session.decorators.some(item => /^(?:nox\.)?session\b/.test(item))) {
      continue;
    }
    const lines = file.calls
      .filter(
        call =>
          call.callee.endsWith('.run') &&
          call.enclosing.at(-1) === session.name,
      )
      .map(call => ({
        text: call.args
          .filter(argument => argument.name === undefined)
          .map(argument => argument.value)
          .filter((value): value is string => typeof value === 'string')
          .map(value =>
            /^[\w./=:@-]+$/.test(value)
              ? value
              : `'${value.replace(/'/g, '')}'`,
          )
          .join(' '),
        line: call.line,
      }))
      .filter(({ text }) => text !== '');
    tasks.set(session.name, {
      name: session.name,
      path,
      line: session.line,
      cwd: folder,
      needs: [],
      lines,
    });
  }
  return { tasks };
}
