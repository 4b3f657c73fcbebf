import { FunctionFact } from '../../syntax/schema';
import { leadingName, splitList } from '../applications/code';
import { dependencyExpressions } from './expressions';
import { Judges, MAX_DEPTH } from './Judges';
import { GuardVerdict } from './schema';
import { NONE, together } from './verdicts';

/** Dependencies of FastAPI: lists, aliases and parameters. */
export class DependencyJudge {
  constructor(private readonly judges: Judges) {}

  /** `dependencies=[…]`, also behind a name. */
  async list(
    path: string,
    scope: readonly string[],
    text: string,
    depth: number,
  ): Promise<GuardVerdict> {
    const written = dependencyExpressions(text);
    if (!written.length) {
      return /^[\w.]+$/.test(text)
        ? this.named(path, scope, text, depth)
        : this.parts(path, scope, text, depth);
    }
    const verdicts: GuardVerdict[] = [];
    for (const item of written) {
      const verdict = await this.judges.names.expression(
        path,
        scope,
        item.text,
        depth,
      );
      verdicts.push(item.scoped ? { ...verdict, privilege: true } : verdict);
    }
    return together(verdicts);
  }

  /** `[*COMMON, Depends(x)]` without a dependency of its own: the names in it. */
  private async parts(
    path: string,
    scope: readonly string[],
    text: string,
    depth: number,
  ): Promise<GuardVerdict> {
    const names = splitList(text)
      .map(item => item.replace(/^\*/, ''))
      .filter(item => /^[\w.]+$/.test(item));
    const verdicts: GuardVerdict[] = [];
    for (const name of names) {
      verdicts.push(await this.named(path, scope, name, depth));
    }
    return together(verdicts);
  }

  /** A name that stands for dependencies: a list, or `Annotated[User, Depends(current_user)]`. */
  private async named(
    path: string,
    scope: readonly string[],
    name: string,
    depth: number,
  ): Promise<GuardVerdict> {
    if (depth > MAX_DEPTH) {
      return NONE;
    }
    const found = await this.judges.resolver.assignment(path, scope, name);
    if (found) {
      return /Depends|Security|\[/.test(found.text)
        ? this.list(found.path, [], found.text, depth + 1)
        : NONE;
    }
    // `type CurrentUser = Annotated[…]`
    const place = await this.judges.resolver.dotted(path, name);
    const alias = place && this.typeAlias(place.path, place.name);
    if (alias) {
      return this.list(place.path, [], alias, depth + 1);
    }
    if (place && place.path !== path) {
      return NONE;
    }
    // A type from outside carries its dependency unseen: `CurrentUserDep`.
    const file = await this.judges.resolver.file(path);
    const imported = file?.imports.some(
      item => item.local === name.split('.')[0],
    );
    return imported &&
      /(?:User|Caller|Principal|Auth\w*|Identity|Account)(?:Dep|Dependency)$/.test(
        name,
      )
      ? { ...NONE, rejects: 'unclear', because: `${name} is not in this tree` }
      : NONE;
  }

  private typeAlias(path: string, name: string): string | undefined {
    const prefix = `type ${name} `;
    const lines = this.judges.source.linesOf(path);
    const at = lines.findIndex(line => line.startsWith(prefix));
    return at < 0 ? undefined : lines.slice(at, at + 6).join('\n');
  }

  /** Dependencies in the parameters of a function of FastAPI. */
  async parameters(made: FunctionFact, depth: number): Promise<GuardVerdict> {
    const verdicts: GuardVerdict[] = [];
    for (const { annotation, default: fallback } of made.parameters) {
      const text = `${annotation ?? ''} ${fallback ?? ''}`.trim();
      if (/Depends|Security/.test(text)) {
        const written = dependencyExpressions(text);
        verdicts.push(
          await this.list(made.path, made.enclosing, text, depth + 1),
        );
        // `Annotated[Guard, Depends()]` depends on the type.
        if (!written.length && /Depends\(\s*\)/.test(text)) {
          const type =
            /^(?:\w+\.)*Annotated\[\s*([\w.]+)/.exec(text)?.[1] ??
            leadingName(text);
          if (type) {
            verdicts.push(
              await this.judges.names.expression(
                made.path,
                [],
                type,
                depth + 1,
              ),
            );
          }
        }
      } else if (annotation && /^[\w.]+$/.test(annotation)) {
        verdicts.push(await this.named(made.path, [], annotation, depth + 1));
      }
    }
    return together(verdicts);
  }
}
