import { ClassFact, FileSyntax } from '../../syntax/schema';
import { Resolver } from '../applications/Resolver';
import { SinkKind } from './schema';
import {
  hasCleanDecorator,
  isCleanType,
  isEnum,
  isPatterned,
  isSchema,
  plainType,
} from './types';

/** Whether the field of a class that describes input leaves no room for harm. */
export async function fieldIsClean(
  resolver: Resolver,
  file: FileSyntax,
  type: string,
  field: string | undefined,
  inPath: boolean,
  kind: SinkKind,
): Promise<boolean> {
  const plain = /^[\w.$]*/.exec(type)![0];
  let owner: ClassFact | undefined = await resolver.class(file.path, plain);
  if (!owner) {
    // An interface of TypeScript checks nothing; what a library defines is not known.
    return file.language === 'python' || inPath;
  }
  if (isEnum(owner)) {
    return true;
  }
  if (
    field &&
    /^(?:model_dump|dict|items|keys|values|model_dump_json|json)$/.test(field)
  ) {
    return kind === 'sql' || kind === 'filter';
  }
  for (let depth = 0; owner && depth < 4; depth++) {
    const found = field && owner.fields.find(item => item.target === field);
    if (found) {
      const clean = isCleanType(found.annotation ?? '');
      if (clean === true || isPatterned(found.text)) {
        return true;
      }
      const owning = await resolver.file(owner.path);
      if (owning && hasCleanDecorator(above(owning, found.line))) {
        return true;
      }
      if (clean === undefined) {
        const nested = await resolver.class(
          owner.path,
          /^[\w.$]*/.exec(plainType(found.annotation ?? ''))![0],
        );
        return nested ? isEnum(nested) : file.language === 'python';
      }
      return false;
    }
    const base: string | undefined = owner.bases[0];
    const next: ClassFact | undefined = base
      ? await resolver.class(owner.path, base.replace(/[[(<].*$/, ''))
      : undefined;
    if (!next && !isSchema(owner) && file.language === 'python') {
      return true;
    }
    owner = next;
  }
  return false;
}

/** The lines above a field, up to the one before: its decorators. */
function above(file: FileSyntax, line: number): string {
  const lines = file.text.split('\n');
  let from = line - 1;
  while (from > 0 && line - from < 12 && !/[;{}]\s*$/.test(lines[from - 1])) {
    from -= 1;
  }
  return lines.slice(from, line).join('\n');
}
