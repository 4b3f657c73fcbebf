import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { deployables } from '../../../facts/deployables/extract';
import {
  GuideSection,
  guides,
  hasSubstance,
  isShell,
} from '../../../facts/guides/extract';
import { inventory } from '../../../facts/inventory/extract';
import { nameOf } from '../../../facts/manifests/names';
import { shellCommands } from '../../../facts/shell/parseShell';
import { CallableTree } from '../../../judging/CallableTree';
import { inOrder } from '../../../judging/outcome';

interface WantedChapter {
  kind: string;
  title: string;
  words: RegExp;
}

const WANTED: readonly WantedChapter[] = [
  {
    kind: 'deployment guide',
    title: 'how to deploy',
    words:
      /\bdeploy(?:ment|ments|ing|s)?\b|\binstall(?:ation|ing)?\b(?!.*\b(?:node|npm|python|dependenc|hook|plugin|package))|\bself-?host|\bgo(?:ing)?[- ]live|\bin production\b|^production$|\b(?:docker[- ]compose|kubernetes|helm|swarm)\b|\b(?:run(?:ning)?|usage|using|start(?:ing)?|with|via)\W+(?:\w+\W+){0,2}docker\b|^docker(?: image)?$/i,
  },
  {
    kind: 'rollback',
    title: 'how to go back to the version before',
    words:
      /\broll(?:ing)?[-_ ]?back|\breverting\b|\brevert (?:a|the|to)\b|\bdowngrad|\bprevious version/i,
  },
  {
    kind: 'runbook',
    title: 'what to do in an incident',
    words:
      /\brunbooks?\b|\bplaybooks?\b|\bincidents?\b|\btroubleshoot|\bon-?call\b|\bemergenc|\boutages?\b|\bdisaster|\bcommon (?:problems|issues|errors)/i,
  },
];
/** Documents for those who change the code, and of tools beside the service. */
const FOR_DEVELOPERS =
  /(?:^|\/)(?:CONTRIBUTING|HACKING|DEVELOP\w*)\b[^/]*$|(?:^|\/)(?:tools?|tests?|scripts?|e2e|\.github)\//i;
/** Documents in formats that are not read. */
const OTHER_DOCUMENTS =
  /(?:^|\/)docs?\/.*\.(?:rst|adoc|asciidoc|textile)$|^README\.(?:rst|adoc|textile)$/i;

export const check = defineCheck({
  id: 'operations-docs-hollow',
  area: 'documentation-and-ownership',
  severity: 'medium',
  confidence: 'likely',
  phase: 'production-hardening',
  effort: 'medium',
  title: 'Operations documentation is missing or hollow',
  description:
    'Looks in the Markdown documents of the repository for three chapters with something to act upon (commands, steps or several paragraphs): how to deploy, how to roll back, and a runbook for incidents. A heading with nothing below it, an unfilled template, and commands that name scripts, targets or package scripts which the tree does not have are reported at their place. A runbook that the entity links to in the catalog counts. Documents in other formats or in a wiki cannot be seen, and whether a rollback also covers the schema is not judged.',
  failureMode:
    'What to do in the night is in the head of somebody who sleeps, or in a document that does not work.',
  manifestation:
    'During an incident people try commands from a chapter and find that the script is gone.',
  impact:
    'Outages last longer than their cause, and handing the service over takes weeks.',
  remediation:
    'Write the three chapters, with commands that somebody else has tried.\n\n```md\n## Roll back\n\n1. `kubectl rollout undo deployment/shop`\n2. If the release had a migration: `make migrate-down`\n3. Check `https://shop.example.org/health/ready`\n```',
  guardrail: {
    linter: 'markdownlint, a link checker',
    ci: 'execute the commands of the documents',
    architecture: 'template for services with the three chapters',
  },
  references: [
    {
      title: 'Google SRE: being on-call',
      url: 'https://sre.google/sre-book/being-on-call/',
    },
  ],
  evaluate: async context => {
    if (!(await isOperated(context))) {
      return {
        status: 'not-applicable',
        summary: 'Nothing here is operated as a service',
      };
    }
    const sections = (await context.facts(guides))
      .filter(({ path }) => !FOR_DEVELOPERS.test(path))
      .flatMap(guide => guide.sections);
    const tree = await CallableTree.of(context);
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    for (const { kind, title, words } of WANTED) {
      const own = sections.filter(section => words.test(section.title));
      const full = own.filter(hasSubstance).sort((a, b) => rank(a) - rank(b));
      const linked =
        kind === 'runbook' ? await linkedRunbook(context) : undefined;
      const broken = full.flatMap(section => brokenCommands(section, tree));
      if (broken.length > 0) {
        failing.push(
          ...broken.map(item => ({
            ...item,
            subject: `${kind}: ${item.subject}`,
          })),
        );
      } else if (full.length > 0) {
        good.push({
          path: full[0].path,
          line: full[0].line,
          note: `${kind}: ${full[0].title}`,
        });
      } else if (linked) {
        good.push(linked);
      } else if (own.length > 0) {
        failing.push({
          path: own[0].path,
          line: own[0].line,
          subject: kind,
          note: `a heading about ${title}, and no steps or commands below it`,
        });
      } else {
        const readme = sections.find(({ path }) => /^readme\.\w+$/i.test(path));
        failing.push({
          ...(readme ? { path: readme.path, line: 1 } : {}),
          subject: kind,
          note: `no document says ${title}`,
        });
      }
    }
    const other = (await context.facts(inventory)).files.find(({ path }) =>
      OTHER_DOCUMENTS.test(path),
    );
    if (
      other &&
      failing.length > 0 &&
      failing.every(({ note }) => note?.startsWith('no document'))
    ) {
      return {
        status: 'unknown',
        summary: `Documents such as ${other.path} are not read; they may say what was not found`,
      };
    }
    const lacking = new Set(
      failing.map(({ subject }) => subject?.split(':')[0]),
    );
    if (failing.length > 0) {
      return {
        status: 'fail',
        summary: `${lacking.size} of ${
          WANTED.length
        } chapters for operations are missing or do not work: ${[
          ...lacking,
        ].join(', ')}`,
        evidence: inOrder(failing),
        share: (WANTED.length - lacking.size) / WANTED.length,
        strengths: inOrder(good),
        lookedFor: [
          'Markdown documents with chapters on deployment, rollback and incidents',
        ],
      };
    }
    return {
      status: 'pass',
      summary: 'Deployment, rollback and incidents are written down',
      evidence: inOrder(good),
    };
  },
});

async function isOperated(context: CheckContext): Promise<boolean> {
  const { images, services, workloads } = await context.facts(deployables);
  return (
    images.some(({ role, starts }) => role === 'production' && starts) ||
    services.length + workloads.length > 0 ||
    (await context.facts(applications)).applications.some(
      ({ routes }) => routes.length > 0,
    )
  );
}

/** Chapters of guides before those of the README. */
function rank({ path, level }: GuideSection): number {
  return (/^readme/i.test(nameOf(path)) ? 10 : 0) + level;
}

/** Scripts and targets that the commands of a chapter name and the tree does not have. */
function brokenCommands(section: GuideSection, tree: CallableTree): Evidence[] {
  return section.blocks.filter(isShell).flatMap(({ text, line }) => {
    const before: string[] = [];
    return shellCommands(text.replace(/^\s*[$>] /gm, ''), line).flatMap(
      (command): Evidence[] => {
        const missing = tree.missing(
          {
            words: command.words,
            cwd: '',
            path: section.path,
            line: command.line,
          },
          before,
        );
        before.push(command.text);
        // Behind `cd` or a clone the folder is another one.
        return missing &&
          !before.some(item => /^\s*(?:cd|pushd|git clone)\b/.test(item))
          ? [missing]
          : [];
      },
    );
  });
}

/** A link of the entity to a runbook elsewhere. */
async function linkedRunbook(
  context: CheckContext,
): Promise<Evidence | undefined> {
  const { files } = await context.facts(inventory);
  for (const { path } of files) {
    if (/(?:^|\/)catalog-info\.ya?ml$/.test(path)) {
      const line = (context.read(path) ?? '')
        .split('\n')
        .findIndex(
          text =>
            /^\s*(?:-\s*)?(?:title|type|[\w./-]*runbook[\w-]*)\s*:.*(?:runbook|https?:)/i.test(
              text,
            ) && /runbook/i.test(text),
        );
      if (line >= 0) {
        return { path, line: line + 1, note: 'runbook: link of the entity' };
      }
    }
  }
  return undefined;
}
