import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { DeploymentRole, roleOf } from '../../../facts/deployables/role';
import { dockerfiles } from '../../../facts/dockerfiles/extract';
import {
  PipedInstaller,
  pipedInstallers,
} from '../../../facts/shell/installers';
import { workflows } from '../../../facts/workflows/extract';
import { count, inOrder, somePlaces } from '../../../judging/outcome';

export const check = defineCheck({
  id: 'installer-piped-to-shell',
  area: 'ci-cd-and-supply-chain',
  severity: 'high',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Downloaded script executed unseen',
  description:
    'Reads the shell texts of active workflows, of Dockerfiles and of the scripts that workflows run, and looks for a download that an interpreter executes as it comes: `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, or a script saved and run without a check of its checksum or signature in between. Pipes into `tar`, `jq`, `gpg` or `tee` execute nothing; an address that names a commit cannot change.',
  failureMode:
    'Whatever the other server answers today is executed with the rights of the build.',
  manifestation:
    'A build changes or breaks without a commit; a hijacked or half-transferred script runs with the secrets of the pipeline or inside the image.',
  impact:
    'Whoever controls the other server, its domain or the way to it controls what this project ships.',
  remediation:
    'Take the tool from a package manager, a pinned action or a pinned image, or verify what was downloaded.\n\n```dockerfile\nRUN curl -fsSLo tool.sh https://example.org/v1.4.2/install.sh \\\n && echo "<sha256>  tool.sh" | sha256sum -c - \\\n && sh tool.sh\n```',
  guardrail: {
    linter: 'zizmor, hadolint, shellcheck',
    ci: 'OpenSSF Scorecard (Pinned-Dependencies)',
    architecture: 'golden build images with the tools inside',
  },
  references: [
    {
      title: 'CWE-494',
      url: 'https://cwe.mitre.org/data/definitions/494.html',
    },
    {
      title: 'OpenSSF Scorecard: Pinned-Dependencies',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies',
    },
  ],
  async evaluate(context) {
    const texts = await shellTexts(context);
    if (texts.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No active workflow and no Dockerfile runs shell commands',
        lookedFor: ['workflows', 'Dockerfiles'],
      };
    }
    const evidence = inOrder(
      texts.flatMap(({ path, text, line, role }) =>
        pipedInstallers(text, line)
          .filter(item => !item.immutable)
          .map(item => toEvidence(item, path, role)),
      ),
    );
    return evidence.length > 0
      ? {
          status: 'fail',
          summary: `${count(
            evidence.length,
            'download is',
            'downloads are',
          )} executed without a check: ${somePlaces(evidence)}`,
          evidence,
        }
      : {
          status: 'pass',
          summary: `None of ${count(
            texts.length,
            'shell text',
          )} executes a download unseen`,
        };
  },
});

interface ShellText {
  path: string;
  text: string;
  line: number;
  role: DeploymentRole;
}

async function shellTexts(context: CheckContext): Promise<ShellText[]> {
  const texts: ShellText[] = [];
  for (const { path, stages, role } of (await context.facts(dockerfiles))
    .dockerfiles) {
    for (const run of stages.flatMap(stage => stage.runs)) {
      texts.push({ path, text: run.text, line: run.textLine, role });
    }
  }
  const scripts = new Set<string>();
  for (const workflow of (await context.facts(workflows)).workflows) {
    if (!workflow.active) {
      continue;
    }
    for (const step of workflow.jobs.flatMap(job => job.steps)) {
      if (step.run) {
        texts.push({
          path: step.path,
          text: step.run.text,
          line: step.run.line,
          role: 'production',
        });
      }
      step.commands
        .filter(({ path }) => /\.(?:sh|bash)$/.test(path))
        .forEach(({ path }) => scripts.add(path));
    }
  }
  for (const path of [...scripts].sort()) {
    const text = context.read(path);
    if (text !== undefined) {
      texts.push({ path, text, line: 1, role: roleOf(path).role });
    }
  }
  return texts;
}

function toEvidence(
  { line, endLine, url, interpreter, versioned }: PipedInstaller,
  path: string,
  role: DeploymentRole,
): Evidence {
  const development = role !== 'production' && role !== 'ci';
  return {
    path,
    line,
    endLine,
    subject: url ?? interpreter,
    ...(development || versioned ? { severity: 'medium' as const } : {}),
    note: `${url ?? 'a download'} is executed by ${interpreter}${
      versioned ? '; the version is given, the script itself is not fixed' : ''
    }${development ? ', in a file for development or tests' : ''}`,
  };
}
