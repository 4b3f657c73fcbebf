import { Evidence, Severity } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import { ArgumentFact, CallFact, FileSyntax } from '../../../syntax/schema';

type Judgement =
  | { unsafe: string; severity?: Severity }
  /** Safe by its arguments. */
  | 'safe'
  /** Nothing to judge, for instance a subclass that cannot be looked up. */
  | undefined;

type Reader = (call: CallFact, file: FileSyntax) => Judgement;

const argument = (call: CallFact, name: string) =>
  call.args.find(item => item.name === name);
const first = (call: CallFact) => call.args.find(item => !item.name);

/** Formats in which data chooses the objects that are made. */
const objects =
  (what: string, severity?: Severity): Reader =>
  (call, file) => ({
    unsafe: `${what} makes whatever objects the data names`,
    severity: severity ?? severityOf(file, call, first(call)),
  });

/** Files that come out of the project's own training step. */
const model =
  (what: string): Reader =>
  () => ({
    unsafe: `${what} unpickles a model file`,
    severity: 'medium',
  });

const SAFE_LOADERS = /(?:^|\.)C?(?:Safe|Base)Loader$/;
const UNSAFE_LOADERS = /(?:^|\.)C?(?:Unsafe|Full|)Loader$/;

const yamlLoad: Reader = (call, file) => {
  const loader =
    argument(call, 'Loader') ?? call.args.filter(item => !item.name)[1];
  if (!loader) {
    return {
      unsafe: `${call.callee} without a safe loader`,
      severity: severityOf(file, call, first(call)),
    };
  }
  if (SAFE_LOADERS.test(loader.text)) {
    return 'safe';
  }
  const own = file.classes.find(({ name }) => name === loader.text);
  if (own) {
    if (own.bases.some(base => SAFE_LOADERS.test(base))) {
      return 'safe';
    }
    return own.bases.some(base => UNSAFE_LOADERS.test(base))
      ? {
          unsafe: `${call.callee} with ${loader.text}, which is not a safe loader`,
          severity: severityOf(file, call, first(call)),
        }
      : undefined;
  }
  return UNSAFE_LOADERS.test(loader.text)
    ? {
        unsafe: `${call.callee} with ${loader.text}`,
        // The full loader makes fewer kinds of objects, and had holes more than once.
        severity: /Full/.test(loader.text)
          ? 'high'
          : severityOf(file, call, first(call)),
      }
    : undefined;
};

const READERS: Record<string, Reader> = {
  'yaml.load': yamlLoad,
  'yaml.load_all': yamlLoad,
  'yaml.unsafe_load': objects('yaml.unsafe_load'),
  'yaml.unsafe_load_all': objects('yaml.unsafe_load_all'),
  'yaml.full_load': objects('yaml.full_load', 'high'),
  'yaml.safe_load': () => 'safe',
  'yaml.safe_load_all': () => 'safe',
  'pickle.load': objects('pickle'),
  'pickle.loads': objects('pickle'),
  'pickle.Unpickler': objects('pickle'),
  'cPickle.loads': objects('pickle'),
  '_pickle.loads': objects('pickle'),
  'cloudpickle.load': objects('pickle'),
  'cloudpickle.loads': objects('pickle'),
  'dill.load': objects('dill'),
  'dill.loads': objects('dill'),
  'marshal.load': objects('marshal'),
  'marshal.loads': objects('marshal'),
  'shelve.open': objects('shelve', 'high'),
  'jsonpickle.decode': objects('jsonpickle'),
  'pandas.read_pickle': objects('pandas.read_pickle'),
  'joblib.load': model('joblib'),
  'torch.load': call => {
    const given = argument(call, 'weights_only')?.value;
    if (given === false) {
      return {
        unsafe: 'torch.load with weights_only=False',
        severity: 'medium',
      };
    }
    return given === true ? 'safe' : undefined;
  },
  'numpy.load': (call, file) =>
    argument(call, 'allow_pickle')?.value === true
      ? {
          unsafe: 'numpy.load with allow_pickle=True',
          severity: severityOf(file, call, first(call)),
        }
      : 'safe',
  'lxml.etree.XMLParser': call => {
    const entities = argument(call, 'resolve_entities')?.value;
    if (entities === true || argument(call, 'no_network')?.value === false) {
      return { unsafe: 'lxml resolves external entities' };
    }
    return entities === false ? 'safe' : undefined;
  },
  'defusedxml.ElementTree.parse': () => 'safe',
  'defusedxml.ElementTree.fromstring': () => 'safe',
  'node-serialize.unserialize': objects('node-serialize'),
  'funcster.deepDeserialize': objects('funcster'),
  'cryo.parse': objects('cryo'),
  'java.io.ObjectInputStream': objects('ObjectInputStream'),
  'java.beans.XMLDecoder': objects('XMLDecoder'),
  'com.thoughtworks.xstream.XStream': (_, file) =>
    file.calls.some(call =>
      /\.(?:allowTypes|allowTypesByWildcard|addPermission|allowTypeHierarchy)$/.test(
        call.callee,
      ),
    )
      ? 'safe'
      : { unsafe: 'XStream without a list of allowed types' },
  'javax.xml.parsers.DocumentBuilderFactory.newInstance': xmlFactory,
  'javax.xml.parsers.SAXParserFactory.newInstance': xmlFactory,
  'javax.xml.stream.XMLInputFactory.newInstance': xmlFactory,
  'javax.xml.stream.XMLInputFactory.newFactory': xmlFactory,
};

/** Features and properties that keep entities out; one of them in the file counts for its factories. */
function xmlFactory(call: CallFact, file: FileSyntax): Judgement {
  const hardened = file.calls.some(
    other =>
      /\.(?:setFeature|setProperty|setAttribute|setExpandEntityReferences)$/.test(
        other.callee,
      ) &&
      other.args.some(item =>
        /disallow-doctype-decl|external-general-entities|FEATURE_SECURE_PROCESSING|SUPPORT_DTD|IS_SUPPORTING_EXTERNAL_ENTITIES|ACCESS_EXTERNAL_DTD/.test(
          item.text,
        ),
      ),
  );
  return hardened
    ? 'safe'
    : {
        unsafe: `${call.callee} without the features that keep external entities out`,
      };
}

/** Methods that switch a safe reader into an unsafe one. */
const SWITCHES: Record<string, Reader> = {
  '.enableDefaultTyping': objects('Jackson default typing', 'critical'),
  '.activateDefaultTyping': call =>
    /LaissezFaire/.test(call.args.map(item => item.text).join())
      ? { unsafe: 'Jackson default typing without a validator' }
      : undefined,
};

/** Text of files in which one of them may be called. */
const WORDS = [
  'yaml',
  'pickle',
  'marshal',
  'shelve',
  'dill',
  'joblib',
  'torch.load',
  'serialize',
  'ObjectInputStream',
  'XMLDecoder',
  'XStream',
  'DefaultTyping',
];

export const check = defineCheck({
  id: 'unsafe-deserialization',
  area: 'input-validation',
  severity: 'critical',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Deserialises data into arbitrary objects',
  description:
    'Looks for readers in which the data decides what is made: `yaml.load` without a safe loader, `pickle`, `marshal`, `shelve`, `dill`, `jsonpickle`, `node-serialize`, Java object streams, Jackson default typing, XML readers that follow external entities. Data from outside is critical, data from own files, caches or databases high, model files of the own training step medium.',
  failureMode:
    'A reader that can build arbitrary objects, or fetch external entities, is given serialised data.',
  manifestation:
    'A crafted document runs code while it is being read, before any validation sees it; an XML document makes the service read local files or call internal addresses.',
  impact:
    'Remote code execution for whoever can write the data: the caller, or anybody with access to the cache, queue or bucket it lies in.',
  remediation:
    'Use a format that only holds data, or the safe reader of the format.\n\n```python\nconfig = yaml.safe_load(stream)\nstate = json.loads(cache.get(key))\n```\n\nXML: `defusedxml` in Python; in Java switch document types off: `factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)`.',
  guardrail: {
    linter: 'ruff S301/S506, bandit B301/B506, semgrep',
    tests: 'negative test with a tagged document',
    ci: 'CodeQL, semgrep',
    architecture: 'schemas at the border, JSON or protobuf between services',
  },
  references: [
    {
      title: 'CWE-502',
      url: 'https://cwe.mitre.org/data/definitions/502.html',
    },
    {
      title: 'CWE-611',
      url: 'https://cwe.mitre.org/data/definitions/611.html',
    },
    {
      title: 'OWASP: Deserialization',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const calls = await context.syntax.calls({
      names: [...Object.keys(READERS), ...Object.keys(SWITCHES)],
    });
    const failing: Evidence[] = [];
    const safe: Evidence[] = [];
    for (const call of calls) {
      const file = await context.syntax.file(call.path);
      if (file && isOwnObject(file, call)) {
        continue;
      }
      const reader = READERS[call.name] ?? switchOf(call);
      const judgement = file && reader?.(call, file);
      const place = { path: call.path, line: call.line, endLine: call.endLine };
      if (judgement === 'safe') {
        safe.push({ ...place, note: `${call.callee} reads data only` });
      } else if (judgement) {
        const { unsafe, severity } = judgement;
        failing.push({
          ...place,
          note: unsafe,
          ...(severity ? { severity } : {}),
        });
      }
    }
    const lookedFor = Object.keys(READERS);
    if (failing.length > 0) {
      const places = inOrder(failing);
      return {
        status: 'fail',
        summary: `${count(
          places.length,
          'call reads',
          'calls read',
        )} data into arbitrary objects: ${somePlaces(places)}`,
        evidence: places,
        strengths: inOrder(safe),
      };
    }
    if (safe.length > 0) {
      return {
        status: 'pass',
        summary: `${count(
          safe.length,
          'call deserialises',
          'calls deserialise',
        )} with a reader that makes data only`,
        evidence: inOrder(safe),
      };
    }
    return {
      status: 'not-applicable',
      summary: 'Nothing is deserialised by a reader that could make objects',
      lookedFor,
    };
  }),
});

/** `yaml = YAML()` and later `yaml.load(…)`: an object of the file that happens to have the name of a module. */
function isOwnObject(file: FileSyntax, call: CallFact): boolean {
  const [head] = call.callee.split('.');
  return (
    file.language === 'python' &&
    !file.imports.some(({ local }) => local === head) &&
    (file.assignments.some(({ target }) => target === head) ||
      file.calls.some(({ assignedTo }) => assignedTo === head))
  );
}

function switchOf(call: CallFact): Reader | undefined {
  return Object.entries(SWITCHES).find(([ending]) =>
    call.name.endsWith(ending),
  )?.[1];
}

/** Words of values that a caller sends. */
const OUTSIDE =
  /\b(?:request|req|body|payload|upload\w*|message|msg|event|socket|conn|recv|headers?|cookies?|params|query|form|file_?data|input|user_?data)\b/i;
/** Words of files that a training step writes. */
const MODEL =
  /\b\w*(?:model|weights|checkpoint|classifier|vectorizer|scaler)\w*\b|\.(?:pkl|pt|pth|joblib)\b/i;

/**
 * Where the data comes from, as far as the expression and the assignment of its name say: from a caller, or from own
 * storage, which is one step away.
 */
function severityOf(
  file: FileSyntax,
  call: CallFact,
  given: ArgumentFact | undefined,
): Severity {
  if (!given) {
    return 'high';
  }
  const head = /^[A-Za-z_]\w*/.exec(given.text)?.[0];
  const scope = call.enclosing.join('.');
  const assigned = file.assignments
    .filter(
      item =>
        item.target === head &&
        item.line <= call.line &&
        item.enclosing.join('.') === scope,
    )
    .at(-1);
  const opened = file.calls.find(
    item =>
      item.name === 'open' &&
      item.line <= call.line &&
      call.line - item.line <= 3 &&
      item.enclosing.join('.') === scope,
  );
  const text = `${given.text} ${assigned?.text ?? ''}`;
  if (OUTSIDE.test(text)) {
    return 'critical';
  }
  return MODEL.test(`${text} ${opened?.args[0]?.text ?? ''}`)
    ? 'medium'
    : 'high';
}
