import { ExtractContext } from '../../../engine/types';
import { ModelFact } from '../schema';

/** Models of GORM (Go) and JPA (Java). */
export async function readCompiledModels(
  context: ExtractContext,
): Promise<ModelFact[]> {
  const result: ModelFact[] = [];
  for (const file of await context.syntax.files({
    languages: ['go', 'java'],
    containing: ['gorm', '@Entity'],
  })) {
    for (const item of file.classes) {
      const isModel =
        file.language === 'java'
          ? item.decorators.some(text => /^Entity\b/.test(text))
          : item.fields.some(
              field =>
                /\bgorm:/.test(field.tag ?? '') ||
                field.target === 'gorm.Model',
            ) || item.bases.includes('gorm.Model');
      if (isModel) {
        result.push({
          name: item.name,
          library: file.language === 'java' ? 'jpa' : 'gorm',
          store: 'sql',
          path: item.path,
          line: item.line,
          endLine: item.endLine,
          bases: item.bases,
          fields: item.fields.map(field => ({
            name: field.target,
            type: field.annotation ?? '',
            text: `${field.target} ${field.annotation ?? ''} ${
              field.tag ?? ''
            }`.trim(),
            path: item.path,
            line: field.line,
          })),
        });
      }
    }
  }
  return result;
}
