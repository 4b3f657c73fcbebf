import { ExtractContext } from '../../engine/types';
import { ApplicationFact } from '../applications/schema';
import { InventoryFile } from '../inventory/schema';
import { folderOf, isWithin, nameOf } from '../manifests/names';
import { Launch } from './launch';
import { ProcessFact } from './schema';

/** Finds the files of the tree that commands run. */
export class EntryFinder {
  constructor(
    private readonly context: ExtractContext,
    private readonly code: readonly InventoryFile[],
    private readonly served: readonly ApplicationFact[],
  ) {}

  /** The file of the tree that a command runs, with the line where a reader would look. */
  async entryOf(
    launch: Launch,
    root: string,
  ): Promise<
    | { path: string; line: number; language: ProcessFact['language'] }
    | undefined
  > {
    const { target } = launch;
    let path: string | undefined;
    if (target.type === 'module') {
      path = this.pythonModule(target.module, root);
    } else if (target.type === 'file') {
      // The standalone server of Next.js only exists in the build.
      path =
        this.scriptFile(target.file, root) ??
        (nameOf(target.file) === 'server.js'
          ? await this.frameworkEntry('next', root)
          : undefined);
    } else if (target.type === 'management-command') {
      path = this.managementCommand(target.command, root);
    } else if (target.type === 'framework') {
      path = await this.frameworkEntry(target.framework, root);
    } else {
      path = await this.goMain(target.name, root);
    }
    const file = this.code.find(item => item.path === path);
    if (!file?.language) {
      return undefined;
    }
    const application = this.served.find(
      item =>
        item.path === path &&
        target.type === 'module' &&
        item.name === target.attribute,
    );
    return {
      path: file.path,
      line: application?.line ?? (await this.startLine(file.path)),
      language: file.language,
    };
  }

  /** The line where a reader would look: the main block or function, else the top. */
  async startLine(path: string): Promise<number> {
    const file = await this.context.syntax.file(path);
    const main = file?.functions.find(
      ({ name, enclosing }) =>
        (name === 'main' || name === 'bootstrap') && enclosing.length <= 1,
    );
    return main?.line ?? 1;
  }

  private pythonModule(module: string, root: string): string | undefined {
    const relative = module.split('.').join('/');
    const candidates = [
      `${relative}.py`,
      `${relative}/__main__.py`,
      `${relative}/celery.py`,
      `${relative}/__init__.py`,
    ];
    for (const candidate of candidates) {
      const found = this.code
        .map(({ path }) => path)
        .filter(
          path =>
            isWithin(path, root) &&
            (path === candidate || path.endsWith(`/${candidate}`)),
        )
        .sort((a, b) => a.length - b.length)[0];
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  private managementCommand(name: string, root: string): string | undefined {
    return this.code.find(
      ({ path }) =>
        isWithin(path, root) &&
        path.endsWith(`/management/commands/${name}.py`),
    )?.path;
  }

  /** `dist/server.js` → `src/server.ts`; `/app/main.py` → `main.py`. */
  private scriptFile(file: string, root: string): string | undefined {
    const all = file.split('/').filter(item => item && item !== '.');
    for (let from = 0; from < all.length; from++) {
      const segments = all.slice(from);
      const folders = segments.slice(0, -1);
      const name = segments[segments.length - 1];
      const dot = name.lastIndexOf('.');
      const stem = dot > 0 ? name.slice(0, dot) : name;
      const withoutOutput = folders.filter(
        folder =>
          !['dist', 'build', 'out', 'lib', 'compiled', '.output'].includes(
            folder,
          ),
      );
      const places = [
        folders,
        withoutOutput,
        ['src', ...withoutOutput],
        ['src', ...withoutOutput.slice(1)],
      ];
      for (const folder of places) {
        for (const ending of [
          name,
          ...['ts', 'tsx', 'mts', 'cts', 'js', 'mjs', 'cjs', 'py'].map(
            extension => `${stem}.${extension}`,
          ),
        ]) {
          const path = [root, ...folder, ending].filter(Boolean).join('/');
          if (this.code.some(item => item.path === path)) {
            return path;
          }
        }
      }
    }
    return undefined;
  }

  private async frameworkEntry(
    framework: string,
    root: string,
  ): Promise<string | undefined> {
    if (framework === 'java') {
      return (await this.javaMains(root))[0];
    }
    const names: Record<string, string> = { next: 'nextjs', nest: 'nestjs' };
    return this.served.find(
      item =>
        item.framework === (names[framework] ?? framework) &&
        isWithin(item.path, root),
    )?.path;
  }

  private async goMain(
    name: string,
    root: string,
  ): Promise<string | undefined> {
    const mains = await this.goMains(root);
    const byFolder = mains.find(path => nameOf(folderOf(path)) === name);
    return byFolder ?? (mains.length === 1 ? mains[0] : undefined);
  }

  /** Main packages of Go below a folder. */
  async goMains(root: string): Promise<string[]> {
    const result: string[] = [];
    for (const { path, language, class: fileClass } of this.code) {
      if (
        language === 'go' &&
        fileClass === 'source' &&
        isWithin(path, root) &&
        (this.context.tree.read(path) ?? '').includes('func main()') &&
        (await this.context.syntax.file(path))?.functions.some(
          ({ name, enclosing }) => name === 'main' && enclosing.length === 0,
        )
      ) {
        result.push(path);
      }
    }
    return result;
  }

  /** Files that start Spring below a folder. */
  async javaMains(root: string): Promise<string[]> {
    const calls = await this.context.syntax.calls({
      languages: ['java'],
      names: ['.SpringApplication.run', 'SpringApplication.run', '.run'],
    });
    return calls
      .filter(
        ({ callee, path }) =>
          callee.endsWith('SpringApplication.run') && isWithin(path, root),
      )
      .map(({ path }) => path);
  }
}
