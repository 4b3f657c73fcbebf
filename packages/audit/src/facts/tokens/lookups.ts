import { ExtractContext } from '../../engine/types';
import { CallFact } from '../../syntax/schema';
import { isProtectedName, isTokenField } from './names';
import { StoredModelFact, TokenStorageFact } from './schema';

type Found = Omit<TokenStorageFact, 'kind'>;

const LOOKUPS = [
  '.filter',
  '.filter_by',
  '.get',
  '.get_or_404',
  '.find_one',
  '.findOne',
  '.findFirst',
  '.findUnique',
  '.findOneBy',
  '.findBy',
  '.find',
  '.where',
  '.first',
  '.exists',
];

/** Filters that compare a stored token with what a caller sent, as it is. */
export async function tokenLookups(
  { syntax }: ExtractContext,
  models: readonly StoredModelFact[],
): Promise<Found[]> {
  const fields = new Map<string, StoredModelFact>();
  for (const model of models) {
    for (const { name } of model.fields.filter(field =>
      isTokenField(field.name),
    )) {
      fields.set(name, model);
    }
  }
  if (fields.size === 0) {
    return [];
  }
  const words = [...fields.keys()];
  const result: Found[] = [];
  const add = (
    file: { path: string },
    field: string,
    place: { line: number; endLine?: number },
  ) =>
    result.push({
      subject: `${fields.get(field)!.name}.${field}`,
      field,
      path: file.path,
      line: place.line,
      endLine: place.endLine ?? place.line,
    });
  for (const file of await syntax.files({
    languages: ['python', 'typescript', 'javascript'],
    containing: words,
  })) {
    for (const item of file.comparisons) {
      const field = /(?:^|\.)[A-Z]\w*\.(\w+)$/.exec(item.left)?.[1];
      if (
        file.language === 'python' &&
        item.operator === '==' &&
        field !== undefined &&
        fields.has(field) &&
        isRaw(item.right)
      ) {
        add(file, field, item);
      }
    }
    for (const call of file.calls) {
      if (!LOOKUPS.some(ending => call.name.endsWith(ending))) {
        continue;
      }
      for (const entry of entriesOf(call)) {
        if (entry.name && fields.has(entry.name) && isRaw(entry.text)) {
          add(file, entry.name, { line: entry.line });
        }
      }
    }
  }
  return result;
}

function entriesOf(call: CallFact) {
  const top = call.args.flatMap(item =>
    item.name ? [item] : item.entries ?? [],
  );
  return top.flatMap(item =>
    item.name === 'where' && item.entries ? item.entries : [item],
  );
}

/** A name as it came, not one of a digest, and not a literal. */
function isRaw(text: string): boolean {
  return (
    /^(?:await\s+)?[\w$]+(?:[.?!]{1,3}[\w$]+|\[["'][\w-]+["']\])*$/.test(
      text.trim(),
    ) &&
    !isProtectedName(text) &&
    !/^(?:None|null|undefined|True|False|true|false|\d+)$/.test(text.trim())
  );
}
