import { CheckContext } from '../engine/types';
import { ClassFact } from '../syntax/schema';

const MAX_CLASSES = 10;

/** A class, and the ones of the tree that it derives from, nearest first. Names outside of the tree end the chain. */
export async function classChain(
  context: Pick<CheckContext, 'syntax'>,
  name: string,
): Promise<{ chain: ClassFact[]; outside: string[] }> {
  const chain: ClassFact[] = [];
  const outside: string[] = [];
  const queue = [name];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const plain = next
      .replace(/[[<(][^]*$/, '')
      .split('.')
      .pop()!;
    if (!/^\w+$/.test(plain) || chain.some(item => item.name === plain)) {
      continue;
    }
    const files = await context.syntax.files({
      containing: [`class ${plain}(`, `class ${plain}:`, `class ${plain} `],
    });
    const found = files
      .flatMap(file => file.classes)
      .find(item => item.name === plain);
    if (!found || chain.length >= MAX_CLASSES) {
      outside.push(plain);
    } else {
      chain.push(found);
      queue.push(...found.bases);
    }
  }
  return { chain, outside };
}
