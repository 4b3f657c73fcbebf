import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import { InventoryFile } from '../../../facts/inventory/schema';
import { gapsOfReadme, namesContact, readCodeowners } from './documents';

const POLICY_FOLDERS = ['', '.github', 'docs', '.gitlab'];
const OWNER_FOLDERS = ['', '.github', 'docs', '.gitlab'];
const DOCUMENT_ENDINGS = [
  '',
  '.md',
  '.markdown',
  '.rst',
  '.adoc',
  '.txt',
  '.mdx',
  '.org',
];

/** What became of one of the three documents. */
type Judged =
  | { good: Evidence }
  | { bad: Evidence }
  /** Nothing that it could be about. */
  | undefined;

export const check = defineCheck({
  id: 'repository-documents-missing',
  area: 'documentation-and-ownership',
  severity: 'low',
  confidence: 'certain',
  phase: 'testing-and-quality',
  effort: 'small',
  title: 'Basic documents are missing',
  description:
    'A repository should say what it is and how to build, run and test it (README), whom to tell about a vulnerability (security policy), and who reviews its code (CODEOWNERS with owners for production code). Texts of templates and headings without content do not count.',
  failureMode:
    'One of the README, the security policy and CODEOWNERS is missing or empty of content.',
  manifestation:
    'Newcomers ask the same questions, reports of vulnerabilities arrive as public issues, and changes are reviewed by whoever has time.',
  impact:
    'Knowledge is lost with people, vulnerabilities become public before they are fixed, and critical code changes without those who know it.',
  remediation: `Add what is missing; short is good.

\`\`\`text
# .github/CODEOWNERS
*            @acme/payments
/migrations  @acme/payments @acme/database
\`\`\`

The security policy needs an address; the README needs a sentence of purpose and the commands for building, running and testing.`,
  guardrail: {
    ci: 'a check that the documents exist',
    architecture: 'templates with documents to fill in',
  },
  references: [
    {
      title: 'GitHub: About code owners',
      url: 'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
    },
    {
      title: 'OpenSSF Scorecard: Security-Policy',
      url: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#security-policy',
    },
  ],
  evaluate: async context => {
    const { files } = await context.facts(inventory);
    if (files.length === 0) {
      return { status: 'not-applicable', summary: 'There are no files' };
    }
    const judged = [
      readme(context, files),
      securityPolicy(context, files),
      codeowners(context, files),
    ];
    const bad = judged.flatMap(item =>
      item && 'bad' in item ? [item.bad] : [],
    );
    const good = judged.flatMap(item =>
      item && 'good' in item ? [item.good] : [],
    );
    if (bad.length === 0) {
      return {
        status: 'pass',
        summary: 'README, security policy and owners are there, with content',
        evidence: good,
      };
    }
    return {
      status: 'fail',
      summary: bad.map(({ note }) => note).join('; '),
      evidence: bad,
      share: good.length / (good.length + bad.length),
      strengths: good,
      lookedFor: [
        'README.* in the root',
        'SECURITY.* in the root, .github, docs',
        'CODEOWNERS in the root, .github, docs, .gitlab',
      ],
    };
  },
});

function find(
  files: readonly InventoryFile[],
  name: string,
  folders: readonly string[],
  endings: readonly string[] = DOCUMENT_ENDINGS,
): string | undefined {
  const wanted = new Set(
    folders.flatMap(folder =>
      endings.map(ending =>
        `${folder ? `${folder}/` : ''}${name}${ending}`.toLocaleLowerCase(
          'en-US',
        ),
      ),
    ),
  );
  return files.find(({ path }) => wanted.has(path.toLocaleLowerCase('en-US')))
    ?.path;
}

function readme(
  context: CheckContext,
  files: readonly InventoryFile[],
): Judged {
  const path = find(files, 'README', ['', '.github', 'docs']);
  if (!path) {
    return { bad: { subject: 'README', note: 'there is no README' } };
  }
  const guide = find(files, 'CONTRIBUTING', ['', '.github', 'docs']);
  const gaps = gapsOfReadme(
    context.read(path) ?? '',
    guide ? context.read(guide) : '',
  );
  return gaps.length > 0
    ? {
        bad: {
          path,
          line: 1,
          subject: 'README',
          note: `README: ${gaps.join(', ')}`,
        },
      }
    : {
        good: {
          path,
          line: 1,
          subject: 'README',
          note: 'README with purpose and commands',
        },
      };
}

function securityPolicy(
  context: CheckContext,
  files: readonly InventoryFile[],
): Judged {
  const subject = 'security policy';
  const path = find(files, 'SECURITY', POLICY_FOLDERS);
  if (!path) {
    return {
      bad: {
        subject,
        note: 'there is no security policy',
        // It may lie in the organisation's own repository.
        confidence: 'likely',
      },
    };
  }
  return namesContact(context.read(path) ?? '')
    ? {
        good: {
          path,
          line: 1,
          subject,
          note: 'security policy with a contact',
        },
      }
    : {
        bad: {
          path,
          line: 1,
          subject,
          note: 'the security policy names nobody to tell',
        },
      };
}

function codeowners(
  context: CheckContext,
  files: readonly InventoryFile[],
): Judged {
  const subject = 'CODEOWNERS';
  const path = find(files, 'CODEOWNERS', OWNER_FOLDERS, ['']);
  if (!path) {
    return { bad: { subject, note: 'there is no CODEOWNERS file' } };
  }
  const isOwned = readCodeowners(context.read(path) ?? '');
  const code = files.filter(file => file.class === 'source');
  const subjects = code.length > 0 ? code : files;
  const unowned = subjects.filter(file => !isOwned(file.path));
  if (unowned.length === subjects.length) {
    return {
      bad: {
        path,
        line: 1,
        subject,
        note: 'CODEOWNERS names nobody for production code',
      },
    };
  }
  return {
    good: {
      path,
      line: 1,
      subject,
      note:
        unowned.length === 0
          ? 'owners for all production code'
          : `owners for ${subjects.length - unowned.length} of ${
              subjects.length
            } files of production code`,
    },
  };
}
