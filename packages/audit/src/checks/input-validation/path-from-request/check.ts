import { defineCheck } from '../../../engine/defineCheck';
import { FlowFact, SinkFact } from '../../../facts/flow/schema';
import { judgeFlows } from '../../../judging/flows';
import { judged } from '../../../judging/outcome';

const FOLDERS =
  /(?:rmtree|listdir|scandir|walk|iterdir|readdir|readdirSync|removedirs|rmdir|RemoveAll|ReadDir|opendir)$/;

/** One segment of an address holds no slash: with text around it, it stays where it is. */
function staysInFolder(flow: FlowFact): boolean {
  const { before = '', after = '' } = flow;
  return (
    flow.source.segment === true &&
    ((after !== '' && !/^[/\\]/.test(after)) ||
      (before !== '' && !/[/\\…]$/.test(before)))
  );
}

/** At most `..` fits into one segment, which names a folder. */
const onlyOneUp = (flow: FlowFact, sink: SinkFact) =>
  flow.source.segment === true && !FOLDERS.test(sink.callee);

export const check = defineCheck({
  id: 'path-from-request',
  area: 'input-validation',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'File path taken from a request',
  description:
    'Starts at calls that open, answer, write, list, copy or remove files and at archives that are unpacked, and follows what they are given back through variables, text, helper functions and attributes (three calls, also into other files) to parameters, bodies, headers and uploads of requests. Types that hold no path (`int`, `UUID`, enums), names looked up in a fixed list, `secure_filename`, `basename` and comparisons of the resolved path with its base end the search. One path segment of FastAPI, Flask and Django holds no slash; such a finding is only plausible. Names that come out of a database are not followed.',
  failureMode:
    'A name that the caller chose becomes part of a file path, and nothing keeps the resolved path below a fixed folder.',
  manifestation:
    '`../../etc/passwd`, `%2e%2e%2f…` or an absolute path in a parameter answers files that were never meant to be served, or writes and removes files elsewhere.',
  impact:
    "Source code, configuration, keys and other customers' files can be read; where the path is written to, code can be replaced.",
  remediation:
    'Resolve the path and compare it with its base in one helper, and use the helper for every such path.\n\n```python\ndef below(base: Path, name: str) -> Path:\n    target = (base / name).resolve()\n    if not target.is_relative_to(base.resolve()):\n        raise HTTPException(404)\n    return target\n```\n\n```ts\nconst target = path.resolve(base, name);\nif (!target.startsWith(base + path.sep)) throw new NotFoundError();\n```\n\nBetter: store files under generated ids and keep the name as data.',
  guardrail: {
    linter: 'bandit, semgrep, eslint-plugin-security',
    tests: 'negative tests with `..`, encoded and absolute paths',
    ci: 'CodeQL (path injection)',
    architecture: 'files addressed by id; one helper for paths',
  },
  references: [
    { title: 'CWE-22', url: 'https://cwe.mitre.org/data/definitions/22.html' },
    {
      title: 'OWASP: Path Traversal',
      url: 'https://owasp.org/www-community/attacks/Path_Traversal',
    },
  ],
  evaluate: judged(
    { containing: ['open(', 'sendFile', 'FileResponse', 'readFile'] },
    context =>
      judgeFlows(context, {
        kinds: ['file', 'archive'],
        confidence: 'likely',
        ignore: staysInFolder,
        doubtful: onlyOneUp,
        severity: flow => (flow.route?.guarded ? 'high' : undefined),
        one: 'file path is taken from a request',
        many: 'file paths are taken from requests',
        clean: 'a file path',
        absent: 'No file is opened, answered or written by a name that varies',
      }),
  ),
});
