import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { bodyLimits, BodyLimit } from '../../../facts/flow/bodyLimits';
import { flows } from '../../../facts/flow/extract';
import { FlowFact, SinkFact } from '../../../facts/flow/schema';
import { noteOf, relatedOf } from '../../../judging/flows';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import { ArgumentFact, CallFact } from '../../../syntax/schema';

/** Libraries that keep uploads in memory, with the option that caps them. */
const KEEPERS: Record<string, (call: CallFact) => string | undefined> = {
  multer: call => {
    const options = call.args[0]?.entries;
    if (call.callee.includes('.') || hasLimit(options)) {
      return undefined;
    }
    const named = (name: string) => options?.find(item => item.name === name);
    const storage = named('storage');
    if (named('dest') || (storage && !/memoryStorage\(/.test(storage.text))) {
      return undefined;
    }
    return call.args.length && !options
      ? undefined
      : 'multer keeps files in memory and has no limits.fileSize';
  },
  'express-fileupload': call => {
    const options = call.args[0]?.entries;
    const onDisk = options?.find(item => item.name === 'useTempFiles');
    return hasLimit(options) ||
      onDisk?.value === true ||
      (call.args.length && !options)
      ? undefined
      : 'express-fileupload keeps files in memory and has no limits.fileSize';
  },
};
const INTERCEPTORS = new Set([
  '@nestjs/platform-express.FileInterceptor',
  '@nestjs/platform-express.FilesInterceptor',
  '@nestjs/platform-express.AnyFilesInterceptor',
  '@nestjs/platform-express.FileFieldsInterceptor',
]);

function hasLimit(options: readonly ArgumentFact[] | undefined): boolean {
  return (
    options?.some(
      item =>
        item.name === undefined ||
        (item.name === 'limits' &&
          (!item.entries ||
            item.entries.some(
              entry => entry.name === 'fileSize' || !entry.name,
            ))),
    ) === true
  );
}

export const check = defineCheck({
  id: 'upload-read-into-memory',
  area: 'input-validation',
  severity: 'critical',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'small',
  title: 'Upload read into memory without a limit',
  description:
    'Looks for uploads that are read whole before their size was looked at: `read()` without an argument on an `UploadFile`, on files of Flask and Django, `bytes` parameters with `File()`, `arrayBuffer()` on files of a form, `io.ReadAll(r.Body)` without `MaxBytesReader`, and multer, express-fileupload and the interceptors of NestJS that keep files in memory without `limits.fileSize`. Uploads are followed into helper functions. A comparison of the size before the read, a limit of the framework (`MAX_CONTENT_LENGTH`) or reading in pieces is a control; a check after the read is none. Raw bodies (`request.body()`) are not judged here.',
  failureMode:
    'The whole upload is taken into memory first; how large it is decides the caller.',
  manifestation:
    'Memory of the process jumps with every upload; a few large ones at the same time end it with an out-of-memory kill.',
  impact:
    'Anyone who may upload can stop the service for everyone, with one command and no load of their own.',
  remediation:
    'Read in pieces with a running sum and refuse with 413, and cap bodies in front as well.\n\n```python\nsize = 0\nwhile chunk := await file.read(64 * 1024):\n    size += len(chunk)\n    if size > MAX_BYTES:\n        raise HTTPException(413)\n    out.write(chunk)\n```\n\n```js\nmulter({ dest: tmp, limits: { fileSize: 5 * 1024 * 1024 } });\n```',
  guardrail: {
    linter: 'semgrep rule for `read()` on uploads',
    tests: 'upload larger than the limit answers 413',
    ci: 'semgrep',
    architecture:
      'uploads go to object storage with signed addresses; a limit at the edge',
  },
  references: [
    {
      title: 'CWE-770',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
    {
      title: 'OWASP: File Upload',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html',
    },
  ],
  evaluate: judged(
    { containing: ['UploadFile', '.files', 'FILES', 'multer', 'arrayBuffer('] },
    async context => {
      const { sinks } = await context.facts(flows);
      const { limits } = await context.facts(bodyLimits);
      const reads = sinks.filter(sink => sink.kind === 'read');
      const evidence: Evidence[] = [];
      const controls: Evidence[] = [];
      for (const sink of reads) {
        const [flow] = sink.flows;
        const limit = flow && limitOf(flow, limits);
        if (
          flow &&
          limit &&
          limit.by !== 'proxy' &&
          limit.by !== 'middleware'
        ) {
          controls.push({ ...placeOf(limit), note: limit.note });
        } else if (flow) {
          evidence.push(readEvidence(flow, sink, limit));
        }
        for (const guard of sink.guards) {
          controls.push({
            path: guard.path,
            line: guard.line,
            note: `size looked at before ${sink.callee}: ${guard.text}`,
          });
        }
      }
      const others = await keepers(context);
      evidence.push(...others.evidence);
      const places = inOrder(evidence);
      const held = inOrder(controls);
      if (places.length) {
        return {
          status: 'fail',
          summary: `${count(
            places.length,
            'upload is',
            'uploads are',
          )} read whole before the size is known: ${somePlaces(places)}`,
          evidence: places,
          ...(held.length ? { strengths: held } : {}),
        };
      }
      if (held.length || others.good.length) {
        const all = inOrder([...held, ...others.good]);
        return {
          status: 'pass',
          summary: `Uploads are limited before they are read: ${somePlaces(
            all,
          )}`,
          evidence: all,
        };
      }
      return sinks.some(sink => sink.kind === 'store' && sink.flows.length) ||
        (await takesUploads(context))
        ? { status: 'pass', summary: 'No upload is read whole' }
        : noSuchRoute(context, 'No route takes uploads');
    },
  ),
});

function limitOf(flow: FlowFact, limits: readonly BodyLimit[]) {
  return limits.find(
    item =>
      item.uploads && flow.route && item.application === flow.route.application,
  );
}

function placeOf({ path, line }: BodyLimit) {
  return {
    ...(path ? { path } : {}),
    ...(line ? { line } : {}),
  };
}

function readEvidence(
  flow: FlowFact,
  sink: SinkFact,
  limit: BodyLimit | undefined,
): Evidence {
  const softened = limit !== undefined && flow.route?.guarded === true;
  return {
    path: sink.path,
    line: sink.line,
    subject: flow.route
      ? `${flow.route.method} ${flow.route.fullPath}`
      : sink.enclosing.join('.') || sink.path,
    note:
      noteOf(flow, sink) +
      (limit ? `; ${limit.note} caps the body in front` : ''),
    ...(softened ? { severity: 'high' as const } : {}),
    ...(flow.unsure ? { confidence: 'likely' as const } : {}),
    related: relatedOf(flow, sink),
  };
}

/** Libraries that read uploads by themselves, and parameters that take a file as bytes. */
async function keepers(
  context: CheckContext,
): Promise<{ evidence: Evidence[]; good: Evidence[] }> {
  const evidence: Evidence[] = [];
  const good: Evidence[] = [];
  const calls = await context.syntax.calls({
    languages: ['typescript', 'tsx', 'javascript'],
    names: [...Object.keys(KEEPERS), ...INTERCEPTORS],
  });
  const modules = await context.syntax.calls({
    languages: ['typescript', 'tsx', 'javascript'],
    names: [
      '.MulterModule.register',
      '.MulterModule.registerAsync',
      'MulterModule.register',
    ],
  });
  for (const call of calls) {
    const place = { path: call.path, line: call.line };
    if (INTERCEPTORS.has(call.name)) {
      const options = call.args.filter(item => item.entries);
      const other = call.args
        .slice(1)
        .some(item => !item.entries && !/^['"[]/.test(item.text));
      const judged_ = options.length
        ? KEEPERS.multer({ ...call, callee: 'multer', args: options })
        : 'the interceptor keeps files in memory and has no limits.fileSize';
      if (judged_ && !other && !modules.length) {
        evidence.push({
          ...place,
          subject: call.decorates ?? 'interceptor',
          note: judged_,
        });
      } else if (options.some(item => hasLimit(item.entries))) {
        good.push({ ...place, note: 'limits.fileSize' });
      }
      continue;
    }
    const problem = KEEPERS[call.name]?.(call);
    if (problem) {
      evidence.push({
        ...place,
        subject: call.assignedTo ?? call.name,
        note: problem,
      });
    } else if (hasLimit(call.args[0]?.entries)) {
      good.push({ ...place, note: `${call.name} with limits.fileSize` });
    }
  }
  const files = await context.syntax.files({
    languages: ['python'],
    containing: ['bytes = File(', 'bytes, File('],
  });
  for (const file of files) {
    for (const fn of file.functions) {
      const found = fn.parameters.find(
        item =>
          /\bbytes\b/.test(item.annotation ?? '') &&
          (/^(?:fastapi\.)?File\(/.test(item.default ?? '') ||
            /\bFile\(/.test(item.annotation ?? '')),
      );
      if (found) {
        evidence.push({
          path: file.path,
          line: fn.line,
          subject: fn.name,
          note: `\`${found.name}: bytes\` takes the file whole`,
        });
      }
    }
  }
  return { evidence, good };
}

/** Handlers with a parameter or library for uploads. */
async function takesUploads(context: CheckContext): Promise<boolean> {
  const files = await context.syntax.files({
    containing: [
      'UploadFile',
      'request.files',
      'request.FILES',
      'multer',
      'formidable',
      'busboy',
    ],
  });
  return files.some(
    file =>
      file.functions.some(fn =>
        fn.parameters.some(item =>
          /\bUploadFile\b/.test(item.annotation ?? ''),
        ),
      ) ||
      file.calls.some(call =>
        /^(?:multer|busboy|formidable)/.test(call.name),
      ) ||
      /request\.(?:files|FILES)\b/.test(file.root.text()),
  );
}
