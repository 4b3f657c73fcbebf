import { ExtractContext } from '../../../engine/types';
import { ModelFact } from '../schema';

const ATTRIBUTE_NAME = /@(?:@)?map\(\s*(?:name:\s*)?"([^"]+)"/;

/** Models of Prisma schemas. */
export function readPrismaModels(context: ExtractContext): ModelFact[] {
  const result: ModelFact[] = [];
  for (const { path } of context.tree.files) {
    if (!path.endsWith('.prisma')) {
      continue;
    }
    const lines = (context.tree.read(path) ?? '').split('\n');
    const isDocument = lines.some(line =>
      /^\s*provider\s*=\s*"mongodb"/.test(line),
    );
    let current: ModelFact | undefined;
    for (const [index, raw] of lines.entries()) {
      const line = raw.replace(/\/\/.*$/, '');
      const start = /^\s*model\s+(\w+)\s*\{/.exec(line);
      if (start) {
        current = {
          name: start[1],
          library: 'prisma',
          store: isDocument ? 'document' : 'sql',
          path,
          line: index + 1,
          endLine: index + 1,
          fields: [],
          bases: [],
        };
        result.push(current);
        continue;
      }
      if (!current) {
        continue;
      }
      current.endLine = index + 1;
      const text = line.trim();
      if (text === '}') {
        current = undefined;
      } else if (text.startsWith('@@map')) {
        current.table = ATTRIBUTE_NAME.exec(text)?.[1];
      } else {
        const field = /^(\w+)\s+(\w+)(\[\])?(\?)?/.exec(text);
        if (field) {
          const native = /@db\.(\w+)/.exec(text)?.[1];
          const column = ATTRIBUTE_NAME.exec(text)?.[1];
          current.fields.push({
            name: field[1],
            ...(column ? { column } : {}),
            type: native ? `${field[2]} @db.${native}` : field[2],
            text: text.slice(0, 400),
            path,
            line: index + 1,
          });
        }
      }
    }
  }
  return result;
}
