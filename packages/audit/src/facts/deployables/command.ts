import { shellCommands } from '../shell/parseShell';
import { YamlValue } from '../yaml/schema';
import { scalarsOf } from '../yaml/access';

/**
 * A command of a container.
 *
 * @public
 */
export interface ContainerCommand {
  /** `exec`: a list of words; `shell`: a text that a shell reads. */
  form: 'exec' | 'shell';
  /** Words of the exec form; words of the first command of the shell form. */
  words: string[];
  /** As written, on one line. */
  text: string;
  path: string;
  line: number;
  endLine: number;
  /** Line of each word, where they stand on lines of their own. */
  wordLines?: number[];
}

/** Command from the exec form. A shell with `-c` is taken apart by whoever judges. */
export function execCommand(
  words: string[],
  path: string,
  line: number,
  endLine: number,
): ContainerCommand {
  return { form: 'exec', words, text: words.join(' '), path, line, endLine };
}

/** Command from a text. */
export function shellCommand(
  text: string,
  path: string,
  line: number,
  endLine: number,
): ContainerCommand {
  return {
    form: 'shell',
    words: shellCommands(text)[0]?.words ?? [],
    text: text
      .split('\n')
      .map(part => part.trim().replace(/\\$/, '').trimEnd())
      .filter(Boolean)
      .join(' '),
    path,
    line,
    endLine,
  };
}

/** Command of a YAML value: list or text. */
export function yamlCommand(
  value: YamlValue | undefined,
  path: string,
): ContainerCommand | undefined {
  if (!value || (value.kind === 'scalar' && value.value === null)) {
    return undefined;
  }
  return value.kind === 'scalar'
    ? shellCommand(value.text, path, value.line, value.endLine)
    : {
        ...execCommand(
          scalarsOf(value).map(item => item.text),
          path,
          value.line,
          value.endLine,
        ),
        wordLines: scalarsOf(value).map(item => item.line),
      };
}
