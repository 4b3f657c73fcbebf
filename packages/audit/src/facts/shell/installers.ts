import { commandName } from '../workflows/tools';
import { unwrap } from '../workflows/wrappers';
import { parseShell, shellCommands } from './parseShell';
import { ShellCommand } from './schema';

/** A place where something from the network is executed as it comes. */
export interface PipedInstaller {
  line: number;
  endLine: number;
  /** Address without query and user, where it is written out. */
  url?: string;
  /** The interpreter that executes it. */
  interpreter: string;
  /** The address names a commit, so its contents cannot change. */
  immutable: boolean;
  /** A version is handed to the script or is part of its address. */
  versioned: boolean;
}

const DOWNLOADERS = new Set([
  'curl',
  'wget',
  'iwr',
  'Invoke-WebRequest',
  'fetch',
  'http',
  'aria2c',
]);
const INTERPRETERS =
  /^(?:sh|bash|zsh|dash|ash|ksh|python[\d.]*|perl|ruby|node|php|iex|Invoke-Expression)$/;
/** Options with which an interpreter executes something else than its input. */
const OWN_PROGRAM = /^-(?:c|e|m|pe|ne|i|r|p|-eval|-version)$/;
const CHECKED =
  /\b(?:sha(?:1|256|384|512)sum|shasum|gpg2?|cosign|minisign|openssl|b2sum|rekor-cli|slsa-verifier)\b/;

/** Downloads of a shell text that are executed without a look at them. */
export function pipedInstallers(text: string, firstLine = 1): PipedInstaller[] {
  const found: PipedInstaller[] = [];
  const { pipelines } = parseShell(text, firstLine);
  const add = (download: ShellCommand, by: ShellCommand, endLine: number) =>
    found.push(describe(download, by, endLine));
  for (const { commands, endLine } of pipelines) {
    commands.forEach((command, index) => {
      if (executesInput(command)) {
        const download = commands.slice(0, index).find(isDownload);
        // What is in between may be a check or a filter; a filter does not make it safer.
        if (
          download &&
          !commands
            .slice(0, index)
            .some(item => CHECKED.test(item.words[0] ?? ''))
        ) {
          add(download, command, endLine);
        }
      }
      for (const inner of command.substitutions) {
        const download = shellCommands(inner.text, inner.line).find(isDownload);
        if (download && executesText(command, inner.kind)) {
          add(download, command, endLine);
        }
      }
    });
  }
  found.push(...downloadedAndRun(text, firstLine));
  return found;
}

function isDownload(command: ShellCommand): boolean {
  return DOWNLOADERS.has(commandName(unwrap(command.words)[0]));
}

function executesInput(command: ShellCommand): boolean {
  const words = unwrap(command.words);
  const name = commandName(words[0]);
  if (!INTERPRETERS.test(name)) {
    return false;
  }
  const args = words.slice(1);
  const end = args.findIndex(arg => arg === '--' || /^-[a-z]*s$/.test(arg));
  const options = end < 0 ? args : args.slice(0, end);
  if (options.some(arg => OWN_PROGRAM.test(arg))) {
    return false;
  }
  const shell = /sh$/.test(name);
  const operand = args.find(arg => !arg.startsWith('-') || arg === '-');
  // `bash -s -- …` and `python3 -` read the program from the input; a file name does not.
  return (
    operand === undefined ||
    operand === '-' ||
    operand === '/dev/stdin' ||
    (shell && args.some(arg => /^-[a-z]*s$/.test(arg)))
  );
}

function executesText(
  command: ShellCommand,
  kind: 'command' | 'process',
): boolean {
  const words = unwrap(command.words);
  const name = commandName(words[0]);
  const isInterpreter = INTERPRETERS.test(name);
  if (kind === 'process') {
    return isInterpreter || name === 'source' || name === '.';
  }
  return (
    name === 'eval' ||
    name === 'iex' ||
    // `sh -c "$(curl …)"`: the program itself, not an argument of one.
    (isInterpreter &&
      words.some(
        (word, index) =>
          /^-[a-z]*[ce]$/.test(word) &&
          /^\s*(?:\$\(|`)/.test(words[index + 1] ?? ''),
      ))
  );
}

/** `curl -o x.sh … && sh x.sh`. */
function downloadedAndRun(text: string, firstLine: number): PipedInstaller[] {
  if (CHECKED.test(text)) {
    return [];
  }
  const found: PipedInstaller[] = [];
  const saved = new Map<string, ShellCommand>();
  for (const { commands } of parseShell(text, firstLine).pipelines) {
    for (const command of commands) {
      const words = unwrap(command.words);
      const name = commandName(words[0]);
      if (isDownload(command)) {
        const file = targetOf(words, command);
        if (file) {
          saved.set(baseName(file), command);
        }
      } else {
        const program =
          INTERPRETERS.test(name) || name === 'source' || name === '.'
            ? words.slice(1).find(word => !word.startsWith('-'))
            : words[0];
        const runs =
          program &&
          (INTERPRETERS.test(name) ||
            /^(?:\.{0,2}\/|~)/.test(program) ||
            name === 'source' ||
            name === '.');
        const download = runs ? saved.get(baseName(program)) : undefined;
        // Only scripts; an archive or a program is another matter.
        if (
          download &&
          (INTERPRETERS.test(name) || /\.(?:sh|py|bash|pl)$/.test(program!))
        ) {
          found.push(describe(download, command, command.endLine));
          saved.delete(baseName(program!));
        }
      }
    }
  }
  return found;
}

function targetOf(
  words: readonly string[],
  command: ShellCommand,
): string | undefined {
  const redirect = command.redirects.find(({ operator }) => operator === '>');
  if (redirect) {
    return redirect.target;
  }
  const name = commandName(words[0]);
  const at = words.findIndex(word =>
    (name === 'wget'
      ? /^(?:-O|--output-document)$/
      : /^(?:-[a-zA-Z]*o|--output)$/
    ).test(word),
  );
  if (at > 0) {
    return words[at + 1];
  }
  const remote =
    name === 'wget' ||
    words.some(word => /^-[a-zA-Z]*O/.test(word) || word === '--remote-name');
  const url = words.find(word => /^https?:/.test(word));
  return remote ? url?.split('?')[0] : undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function describe(
  download: ShellCommand,
  by: ShellCommand,
  endLine: number,
): PipedInstaller {
  const raw =
    download.words.find(word => /^https?:\/\//.test(word)) ??
    download.words.find(word => /\.\w+\//.test(word));
  const url = raw?.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//');
  return {
    line: download.line,
    endLine: Math.max(download.line, endLine),
    url,
    interpreter: commandName(unwrap(by.words)[0]),
    immutable: /(?:^|[/=@])[0-9a-f]{40}(?:[/.?]|$)/.test(raw ?? ''),
    versioned:
      by.words.some(
        word =>
          /^v?\d+\.\d+/.test(word) ||
          /(?:version|VERSION)\S{0,100}\d\.\d/.test(word),
      ) ||
      by.assignments.some(item => /VERSION=v?\d+\.\d+/.test(item)) ||
      /\/v?\d+\.\d+(?:\.\d+)?\//.test(raw ?? ''),
  };
}
