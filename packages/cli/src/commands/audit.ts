import {
  AuditRunner,
  auditTree,
  MemoryTree,
  readDirectory,
} from '@readiness/audit';
import { Audit, placeOf, visible } from '@readiness/plugin-readiness-common';
import { compare, Comparison, readBaseline } from '../audit/baseline';
import { Gate, GateFailure, judgeGates, parseGates } from '../audit/gates';
import { selectChecks, SelectOptions } from '../audit/select';
import { UsageError } from '../errors';
import { Format, render } from '../formats';
import { readRules, RulesOptions } from '../rules';
import { changedFiles } from '../source/changedFiles';
import { readEntityRef } from '../source/entity';
import { locate, Source } from '../source/locate';
import { revisionOf } from '../source/revision';
import {
  assertWritable,
  print,
  removeUnfinished,
  writeWhole,
} from '../terminal/output';
import { startProgress } from '../terminal/progress';
import { styleFor, widthOf } from '../terminal/style';

export interface AuditCommandOptions extends RulesOptions, SelectOptions {
  format: Format;
  output?: string;
  failOn?: string[];
  baseline?: string;
  changedSince?: string;
  entity?: string;
  repository: boolean;
  quiet?: boolean;
  progress: boolean;
}

/** Findings named for a gate that failed. */
const MAX_NAMED = 10;

/** Exit statuses of shells for a process that a signal ended. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Audits a folder. Resolves to the exit status. */
export async function auditCommand(
  dir: string,
  options: AuditCommandOptions,
): Promise<number> {
  const rules = await readRules(options);
  const { checks, chosen } = selectChecks(rules, options);
  const gates = readGates(options, chosen, rules.standard);
  const entity = readEntityRef(options.entity);
  if (options.output !== undefined) {
    await assertWritable(options.output);
  }
  const baseline =
    options.baseline === undefined
      ? undefined
      : await readBaseline(options.baseline);
  const source = await locate(dir, options);
  const changed =
    options.changedSince === undefined
      ? undefined
      : await changedFiles(options.changedSince, source);

  const runner = new AuditRunner();
  endOnSignals(runner);
  const progress = startProgress(options.progress && !options.quiet);
  let whole: Audit;
  try {
    const tree = await read(source);
    whole = await auditTree(tree, rules.standard, {
      runner,
      source: source.root,
      revision: await revisionOf(source, tree),
      entity: entity ?? null,
      checks,
      extraChecks: rules.extraChecks,
      // Which descriptor of the tree is meant; a catalog there is none.
      catalog: {
        ...(entity ? { entityRef: entity } : {}),
        ...(source.focus ? { folder: source.focus } : {}),
      },
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
    await runner.close();
  }

  const comparison = baseline && compare(whole, baseline);
  const audit = narrow(whole, {
    folder: source.focus || undefined,
    checks: chosen ? checks : undefined,
    changedSince: options.changedSince,
    changed,
  });
  const remark = (text: string) => {
    if (!options.quiet) {
      process.stderr.write(`readiness: ${visible(text)}\n`);
    }
  };
  if (baseline && baseline.standard.id !== audit.standard.id) {
    remark(
      `the baseline was made by the standard "${baseline.standard.id}", this audit by "${audit.standard.id}"`,
    );
  }
  await write(audit, options, { rules, comparison }, remark);
  const failures = judgeGates(gates, audit, rules.standard, comparison);
  process.stderr.write(describeFailures(failures));
  return failures.length > 0 ? 1 : 0;
}

function readGates(
  options: AuditCommandOptions,
  chosen: boolean,
  standard: Parameters<typeof parseGates>[1],
): Gate[] {
  // Whoever names a baseline and no gate wants to hear of everything that is new.
  const wanted = options.failOn ?? (options.baseline ? ['low'] : []);
  const gates = parseGates(wanted, standard);
  const partial = gates.find(({ type }) => type !== 'severity');
  if (chosen && partial) {
    throw new UsageError(
      `--fail-on ${partial.text} needs every check and cannot be combined with --only, --skip or --area; to leave a check out for good, switch it off in a standard`,
    );
  }
  return gates;
}

async function read({ root, focus }: Source): Promise<MemoryTree> {
  return readDirectory(root, focus === '' ? {} : { focus });
}

/** The audit as it is reported: what was chosen is stated, and findings elsewhere are left out. */
function narrow(
  audit: Audit,
  scope: {
    folder?: string;
    checks?: string[];
    changedSince?: string;
    changed?: ReadonlySet<string>;
  },
): Audit {
  const { checks, changed, changedSince, folder } = scope;
  if (!folder && !checks && !changed) {
    return audit;
  }
  const { schemaVersion, entity, source, revision, standard, ...rest } = audit;
  return {
    schemaVersion,
    entity,
    source,
    revision,
    standard,
    scope: {
      ...(folder ? { folder } : {}),
      ...(checks ? { checks } : {}),
      ...(changedSince === undefined ? {} : { changedSince }),
    },
    ...rest,
    findings: changed
      ? audit.findings.filter(
          ({ path }) => path !== undefined && changed.has(path),
        )
      : audit.findings,
  };
}

async function write(
  audit: Audit,
  options: AuditCommandOptions,
  details: {
    rules: Awaited<ReturnType<typeof readRules>>;
    comparison?: Comparison;
  },
  remark: (text: string) => void,
): Promise<void> {
  const { format, output, quiet } = options;
  const stream = output === undefined ? process.stdout : {};
  const text = render(format, audit, {
    ...details,
    style: styleFor(stream),
    width: widthOf(stream),
  });
  if (output !== undefined) {
    await writeWhole(output, text);
    const { score } = audit.overall;
    remark(
      `wrote ${output}: score ${score ?? 'none'}, level ${audit.level}, ${
        audit.findings.length
      } findings`,
    );
  } else if (!(quiet && format === 'table')) {
    await print(text);
  }
  if (options.output !== undefined || format !== 'table') {
    const { comparison } = details;
    if (comparison) {
      remark(
        `since the baseline: ${comparison.fresh.length} new, ${comparison.resolved.length} resolved`,
      );
    }
  }
}

function describeFailures(failures: readonly GateFailure[]): string {
  return failures
    .flatMap(({ gate, reason, findings }) => [
      `readiness: gate "${gate}" failed: ${visible(reason)}`,
      ...findings
        .slice(0, MAX_NAMED)
        .map(finding =>
          visible(
            `  ${finding.severity}: ${finding.title} [${finding.check}] ${
              placeOf(finding) ?? ''
            }`,
          ).trimEnd(),
        ),
      ...(findings.length > MAX_NAMED
        ? [`  and ${findings.length - MAX_NAMED} more`]
        : []),
    ])
    .map(line => `${line}\n`)
    .join('');
}

/** Nothing stays behind: no process that judges, no half-written file. */
function endOnSignals(runner: AuditRunner): void {
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      runner.close().catch(() => {});
      removeUnfinished();
      if (process.stderr.isTTY) {
        // The progress bar hides the cursor.
        process.stderr.write('\u001b[?25h\n');
      }
      process.exit(status);
    });
  }
}
