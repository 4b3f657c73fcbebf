import { ExtractContext } from '../../engine/types';
import { SpanFact } from '../applications/schema';
import { codeOf } from './signals';

/** Lines of files as code: comments and documentation taken off, each span read once. */
export class SourceText {
  private readonly lines = new Map<string, string[]>();
  private readonly codes = new Map<string, string>();

  constructor(private readonly context: Pick<ExtractContext, 'tree'>) {}

  /** Code of lines of a file without comments. */
  code(span: SpanFact): string {
    const key = `${span.path}:${span.line}:${span.endLine}`;
    let code = this.codes.get(key);
    if (code === undefined) {
      const text = this.linesOf(span.path)
        .slice(span.line - 1, span.endLine)
        .join('\n');
      code = codeOf(text, span.path.endsWith('.py') ? 'python' : 'typescript');
      this.codes.set(key, code);
    }
    return code;
  }

  /** Lines of a file as they are. */
  linesOf(path: string): string[] {
    let lines = this.lines.get(path);
    if (!lines) {
      lines = (this.context.tree.read(path) ?? '').split('\n');
      this.lines.set(path, lines);
    }
    return lines;
  }
}
