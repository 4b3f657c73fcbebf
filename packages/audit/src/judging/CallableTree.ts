import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../engine/types';
import { joinPath } from '../facts/compose/readService';
import { inventory } from '../facts/inventory/extract';
import { manifests } from '../facts/manifests/extract';
import { folderOf, nameOf } from '../facts/manifests/names';
import { ManifestFact } from '../facts/manifests/schema';
import { UsesFact } from '../facts/workflows/schema';
import { commandName } from '../facts/workflows/tools';
import { itemsOf, textAt, valueAt } from '../facts/yaml/access';
import { YamlValue } from '../facts/yaml/schema';

/** A command with the folder in which it runs. */
export interface Callable {
  words: string[];
  cwd: string;
  path: string;
  line: number;
}

const INTERPRETERS =
  /^(?:ba|da|z)?sh$|^python[\d.]*$|^node$|^ruby$|^perl$|^tsx$|^ts-node$/;
const SCRIPT = /\.(?:sh|bash|py|js|mjs|cjs|ts|mts|rb|pl)$/;
/** Folders that a build fills. */
const BUILT = new Set(
  'dist build out target lib .next .output coverage node_modules public vendor'.split(
    ' ',
  ),
);
/** Options with which another package, or none, is meant. */
const ELSEWHERE =
  /^(?:--if-present|--prefix|--workspace|--workspaces|-w|-ws|--filter|-F|-C|--dir|-r|--recursive|--cwd)(?:=|$)/;
/** Names that npm gives to scripts nobody wrote. */
const IMPLIED = new Set(['env', 'start', 'install', 'prepare']);

/** What the tree has to be called: files, package scripts, targets. */
export class CallableTree {
  static async of(context: CheckContext): Promise<CallableTree> {
    const { files } = await context.facts(inventory);
    const declared = (await context.facts(manifests)).manifests;
    return new CallableTree(
      new Set(files.map(({ path }) => path)),
      declared,
      path => context.read(path),
    );
  }

  private readonly folders = new Set<string>(['']);
  private readonly submodules: string[];

  private constructor(
    private readonly files: ReadonlySet<string>,
    private readonly declared: readonly ManifestFact[],
    private readonly read: (path: string) => string | undefined,
  ) {
    for (const path of files) {
      for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        this.folders.add(path.slice(0, at));
      }
    }
    this.submodules = [
      ...(read('.gitmodules') ?? '').matchAll(/^\s*path\s*=\s*(\S+)/gm),
    ].map(([, path]) => path);
  }

  get hasMake(): boolean {
    return [...this.files].some(path =>
      /^(?:GNUm|M|m)akefile$/.test(nameOf(path)),
    );
  }

  /** What a command calls and the tree does not have. `before`: texts of the job that may have made it. */
  missing(command: Callable, before: readonly string[]): Evidence | undefined {
    const { words, cwd, path, line } = command;
    if (cwd.includes('$') || !this.folders.has(cwd) || words.length === 0) {
      return undefined;
    }
    const what =
      this.missingPackageScript(words, cwd) ??
      this.missingTarget(words, cwd, before) ??
      this.missingScript(words, cwd, before);
    return what && { path, line, ...what };
  }

  /** A local action or workflow that is not there. */
  missingUse(uses: UsesFact | undefined): Evidence | undefined {
    if (!uses?.text.startsWith('./') || uses.text.includes('$')) {
      return undefined;
    }
    const target = joinPath('', uses.text);
    const names = /\.ya?ml$/.test(target)
      ? [target]
      : ['action.yml', 'action.yaml', 'Dockerfile'].map(name =>
          joinPath(target, name),
        );
    // A folder that is not there may be another repository, checked out below this one.
    const known = this.folders.has(
      /\.ya?ml$/.test(target) ? folderOf(target) : target,
    );
    return known && !names.some(name => this.files.has(name))
      ? {
          path: uses.path,
          line: uses.line,
          subject: uses.text,
          note: `${uses.text} is not in the tree`,
        }
      : undefined;
  }

  /** Hooks of the repository itself whose script is not there. */
  missingHooks(path: string, root: YamlValue | undefined): Evidence[] {
    return itemsOf(valueAt(root, 'repos'))
      .filter(repository => textAt(repository, 'repo') === 'local')
      .flatMap(repository => itemsOf(valueAt(repository, 'hooks')))
      .flatMap((hook): Evidence[] => {
        const words = (textAt(hook, 'entry') ?? '')
          .split(/\s+/)
          .filter(Boolean);
        const script =
          textAt(hook, 'language') === 'script'
            ? this.missingFile(words[0] ?? '', folderOf(path), [])
            : this.missingScript(words, folderOf(path), []);
        return script ? [{ path, line: hook.line, ...script }] : [];
      });
  }

  private missingPackageScript(
    words: readonly string[],
    cwd: string,
  ): Pick<Evidence, 'subject' | 'note'> | undefined {
    const name = commandName(words[0]);
    const explicit = ['run', 'run-script'].includes(words[1]);
    const script = explicit ? words[2] : undefined;
    if (
      !['npm', 'pnpm'].includes(name) ||
      !script ||
      /[$*{]|^-/.test(script) ||
      IMPLIED.has(script) ||
      words.some(word => ELSEWHERE.test(word))
    ) {
      return undefined;
    }
    const manifest = this.declared.find(
      ({ ecosystem, root }) => ecosystem === 'npm' && root === cwd,
    );
    return manifest && !manifest.scripts.some(item => item.name === script)
      ? {
          subject: `${name} run ${script}`,
          note: `${manifest.path} has no script ${script}`,
        }
      : undefined;
  }

  private missingTarget(
    words: readonly string[],
    cwd: string,
    before: readonly string[],
  ): Pick<Evidence, 'subject' | 'note'> | undefined {
    if (!['make', 'gmake'].includes(commandName(words[0]))) {
      return undefined;
    }
    const file = ['GNUmakefile', 'Makefile', 'makefile']
      .map(name => joinPath(cwd, name))
      .find(path => this.files.has(path));
    const text = file && this.read(file);
    if (
      !file ||
      !text ||
      words.some(word => /^-(?:C|f|-directory|-file)/.test(word)) ||
      /^\s*-?s?include\b|^[^\t#]*%|^\.DEFAULT\s*:|\$\(eval|^[^\t#=]*\$[({][^)}]*[)}][^=]*:/m.test(
        text,
      ) ||
      // Written anew by a step before.
      before.some(item =>
        /\b(?:configure|cmake|qmake|Makefile\.PL)\b/.test(item),
      )
    ) {
      return undefined;
    }
    const target = words
      .slice(1)
      .find(word => !/^-|=|[$*{]/.test(word) && !/^\d+$/.test(word));
    const escaped = target?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return target &&
      !this.files.has(joinPath(cwd, target)) &&
      !this.folders.has(joinPath(cwd, target)) &&
      !new RegExp(`^(?:[^\\t#:=]*\\s)?${escaped}(?:\\s[^:=]*)?:`, 'm').test(
        text,
      )
      ? { subject: `make ${target}`, note: `${file} has no target ${target}` }
      : undefined;
  }

  private missingScript(
    words: readonly string[],
    cwd: string,
    before: readonly string[],
  ): Pick<Evidence, 'subject' | 'note'> | undefined {
    const name = commandName(words[0]);
    if (INTERPRETERS.test(name)) {
      const at = words.findIndex(
        (word, index) => index > 0 && !word.startsWith('-'),
      );
      // `python -m module`, `bash -c text`, `node -e text`: the word is no path.
      const option = words.slice(1, at < 0 ? 1 : at);
      return at > 0 &&
        option.every(
          word => /^-[euxou]+$|^--[\w-]+$/.test(word) && word !== '-e',
        )
        ? this.missingFile(words[at], cwd, before)
        : undefined;
    }
    return /^\.{1,2}\//.test(words[0])
      ? this.missingFile(words[0], cwd, before)
      : undefined;
  }

  private missingFile(
    written: string,
    cwd: string,
    before: readonly string[],
  ): Pick<Evidence, 'subject' | 'note'> | undefined {
    if (
      !SCRIPT.test(written) ||
      /[$*~{<]|^\//.test(written) ||
      written.includes('\\')
    ) {
      return undefined;
    }
    const path = joinPath(cwd, written);
    if (
      path.split('/').some(folder => BUILT.has(folder)) ||
      before.some(text => /^\s*(?:cd|pushd)\s+["']?\$/.test(text))
    ) {
      return undefined;
    }
    const name = nameOf(path);
    const stem = name.slice(0, name.lastIndexOf('.'));
    return !this.files.has(path) &&
      // A folder that is not there is made by the build.
      this.folders.has(folderOf(path)) &&
      !this.submodules.some(folder => path.startsWith(`${folder}/`)) &&
      !before.some(text => text.includes(name)) &&
      // Compiled from a file of another language beside it.
      !['.ts', '.mts', '.cts', '.tsx', '.in', '.j2'].some(
        ending =>
          this.files.has(joinPath(folderOf(path), stem + ending)) ||
          this.files.has(path + ending),
      )
      ? { subject: path, note: `${path} is not in the tree` }
      : undefined;
  }
}
