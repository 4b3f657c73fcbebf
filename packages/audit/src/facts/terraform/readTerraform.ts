/**
 * A block of Terraform with its settings; nested blocks stand in `blocks`.
 */
export interface TerraformBlock {
  /** `resource`, `ingress` … */
  type: string;
  /** `aws_security_group`, `web`. */
  labels: string[];
  /** Right sides as written. */
  settings: Map<string, { text: string; line: number }>;
  blocks: TerraformBlock[];
  line: number;
  endLine: number;
}

const OPENING = /^([\w-]+)((?:\s+"[^"]*")*)\s*\{\s*(.*)$/;
const SETTING = /^([\w-]+)\s*=\s*(.*)$/;
const MAX_DEPTH = 20;

/**
 * Blocks of a Terraform file, line by line as `terraform fmt` writes them. Expressions are kept as text; what is not
 * understood is left out.
 */
export function readTerraform(text: string): TerraformBlock[] {
  const root: TerraformBlock = blockOf('', [], 1);
  const open = [root];
  /** Brackets of an expression that goes on over lines. */
  let pending:
    | { key: string; line: number; text: string; depth: number }
    | undefined;
  let heredoc: string | undefined;
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    const number = index + 1;
    const current = open[open.length - 1];
    if (heredoc !== undefined) {
      if (line === heredoc) {
        heredoc = undefined;
      }
      return;
    }
    if (pending) {
      pending.text += ` ${line}`;
      pending.depth += balance(line);
      if (pending.depth <= 0) {
        current.settings.set(pending.key, {
          text: pending.text,
          line: pending.line,
        });
        pending = undefined;
      }
      return;
    }
    if (line === '' || line.startsWith('#') || line.startsWith('//')) {
      return;
    }
    const here = /<<-?\s*"?(\w+)"?\s*$/.exec(line);
    if (here) {
      heredoc = here[1];
      return;
    }
    const setting = SETTING.exec(line);
    if (setting) {
      const depth = balance(setting[2]);
      if (depth > 0) {
        pending = { key: setting[1], line: number, text: setting[2], depth };
      } else {
        current.settings.set(setting[1], {
          text: setting[2].replace(/\s+#.*$/, ''),
          line: number,
        });
      }
      return;
    }
    const opening = OPENING.exec(line);
    if (opening && open.length < MAX_DEPTH) {
      const block = blockOf(
        opening[1],
        [...opening[2].matchAll(/"([^"]*)"/g)].map(match => match[1]),
        number,
      );
      current.blocks.push(block);
      if (!opening[3].endsWith('}')) {
        open.push(block);
      }
    } else if (line.startsWith('}') && open.length > 1) {
      current.endLine = number;
      open.pop();
    }
  });
  return root.blocks;
}

function blockOf(type: string, labels: string[], line: number): TerraformBlock {
  return { type, labels, settings: new Map(), blocks: [], line, endLine: line };
}

function balance(text: string): number {
  let depth = 0;
  for (const char of text.replace(/"[^"]*"/g, '')) {
    if (char === '{' || char === '[' || char === '(') {
      depth += 1;
    } else if (char === '}' || char === ']' || char === ')') {
      depth -= 1;
    }
  }
  return depth;
}
