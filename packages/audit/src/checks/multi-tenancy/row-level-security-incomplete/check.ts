import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { databaseMigrations } from '../../../facts/database/migrations';
import { databaseModels } from '../../../facts/database/models';
import { tenancy } from '../../../facts/tenancy/extract';
import { nameWords, TenantWords } from '../../../facts/tenancy/words';
import { count, inOrder } from '../../../judging/outcome';
import { isTableOf, isTableOfTenants } from '../../../judging/tenantScope';
import { ownRole, sessionSettings, superuserConnections } from './roles';

const ALWAYS = /^\(?\s*true\s*\)?$/i;

interface Table {
  name: string;
  path: string;
  line: number;
  is(table: string): boolean;
}

export const check = defineCheck({
  id: 'row-level-security-incomplete',
  area: 'multi-tenancy',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Row-level security with gaps',
  description:
    'Where migrations use the row-level security of PostgreSQL: compares the tables that carry the tenant key with those that are enabled, forced and have a policy, following lists of tables and helpers; looks at policies that let everything pass or leave out WITH CHECK, at roles that bypass policies, at applications of a compose file that connect as the superuser of their database, and at session variables that outlive the transaction. Whether the database of a running system is in this state is not judged.',
  failureMode:
    'Policies protect some of the tables, or not against everybody who connects.',
  manifestation:
    'A forgotten WHERE on the unprotected table returns the rows of all tenants; as owner or superuser it does so on every table.',
  impact:
    'The last line of defence is believed to be there and is not: one bug in a query shows the data of all customers.',
  remediation:
    "Enable and force it for every table with the key, and connect with a role that owns nothing:\n\n```sql\nALTER TABLE invoices ENABLE ROW LEVEL SECURITY;\nALTER TABLE invoices FORCE ROW LEVEL SECURITY;\nCREATE POLICY invoices_of_tenant ON invoices\n  USING (tenant_id = current_setting('app.tenant_id')::uuid)\n  WITH CHECK (tenant_id = current_setting('app.tenant_id')::uuid);\n```\n\nLet CI ask `pg_class` for tables without it.",
  guardrail: {
    linter: '–',
    tests: 'isolation tests with the role of the application',
    ci: 'row-level security coverage check',
    architecture: 'non-owner role, scoping in one place',
  },
  references: [
    {
      title: 'PostgreSQL: row security policies',
      url: 'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
    },
    {
      title: 'CWE-863: Incorrect authorization',
      url: 'https://cwe.mitre.org/data/definitions/863.html',
    },
  ],
  evaluate: async context => {
    const { key } = await context.facts(tenancy);
    if (!key) {
      return {
        status: 'not-applicable',
        summary:
          'No tenant key: no column names the scope of a customer on three models with a membership or context beside it',
      };
    }
    const { rowLevelSecurity: security, tables: created } = await context.facts(
      databaseMigrations,
    );
    const { enabled, forced, policies, unresolved } = security;
    if (enabled.length + policies.length + unresolved.length === 0) {
      return {
        status: 'not-applicable',
        summary: 'No migration uses row-level security',
      };
    }
    const words = new TenantWords(key.word);
    const isKey = (name: string) => {
      const own = nameWords(name).filter(
        part => !['id', 'uuid', 'key', 'fk', 'ref'].includes(part),
      );
      return own.length === 1 && words.in(name);
    };
    const { models } = await context.facts(databaseModels);
    const subjects: Table[] = models
      .filter(
        model =>
          model.store === 'sql' &&
          !isTableOfTenants(model.name, words) &&
          model.fields.some(field => isKey(field.name)),
      )
      .map(model => ({
        name: model.table ?? model.name,
        path: model.path,
        line: model.line,
        is: table => isTableOf(model, table),
      }));
    for (const table of created) {
      if (
        table.columns.some(isKey) &&
        !isTableOfTenants(table.table, words) &&
        !subjects.some(item => item.is(table.table))
      ) {
        subjects.push({
          name: table.table,
          path: table.path,
          line: table.line,
          is: other => other.toLowerCase() === table.table.toLowerCase(),
        });
      }
    }
    const evidence: Evidence[] = [];
    const good: Evidence[] = [];
    let protectedTables = 0;
    const role = await ownRole(context, security);
    for (const subject of subjects) {
      const on = enabled.find(item => subject.is(item.table));
      const own = policies.filter(item => subject.is(item.table));
      const base = {
        path: subject.path,
        line: subject.line,
        subject: subject.name,
      };
      if (!on) {
        // A list that only the database knows may name it.
        if (unresolved.length === 0) {
          evidence.push({
            ...base,
            note: `${subject.name} carries ${key.name}, and no migration enables row-level security on it`,
          });
        }
        continue;
      }
      if (own.length === 0) {
        if (unresolved.length === 0) {
          evidence.push({
            ...base,
            path: on.path,
            line: on.line,
            note: `${subject.name} has row-level security and no policy`,
          });
        }
        continue;
      }
      const open = own.filter(
        item =>
          !item.restrictive &&
          (ALWAYS.test(item.using ?? '') || ALWAYS.test(item.withCheck ?? '')),
      );
      const isForced = forced.some(item => subject.is(item.table));
      if (open.length > 0) {
        evidence.push(
          ...open.map(item => ({
            path: item.path,
            line: item.line,
            subject: `${subject.name} ${item.name}`,
            note: `the policy ${item.name} on ${subject.name} lets ${
              ALWAYS.test(item.using ?? '') ? 'every row' : 'every new row'
            } pass`,
          })),
        );
        continue;
      }
      const unchecked = own.filter(
        item =>
          item.withCheck === undefined &&
          ['all', 'insert', 'update'].includes(item.command),
      );
      evidence.push(
        ...unchecked.map(item => ({
          path: item.path,
          line: item.line,
          // Without it PostgreSQL checks new rows with USING, except for policies that only insert.
          severity: 'low' as const,
          subject: `${subject.name} ${item.name}`,
          note: `the policy ${item.name} on ${subject.name} has no WITH CHECK: what may be written follows from what may be read`,
        })),
      );
      if (!isForced && !role && unresolved.length === 0) {
        evidence.push({
          ...base,
          path: on.path,
          line: on.line,
          subject: `${subject.name} FORCE`,
          note: `${subject.name} is not forced, and nothing in the tree makes another role: the owner of the table connects and no policy applies to it`,
        });
        continue;
      }
      protectedTables += 1;
      good.push({
        path: own[0].path,
        line: own[0].line,
        subject: subject.name,
        note: `${subject.name} is protected${
          isForced ? ', also from its owner' : ''
        }`,
      });
    }
    for (const item of security.roles.filter(
      other => other.superuser || other.bypassRls,
    )) {
      if (!/admin|migrat|owner|backup|dump|replic|postgres/i.test(item.name)) {
        evidence.push({
          path: item.path,
          line: item.line,
          subject: `role ${item.name}`,
          note: `the role ${item.name} is made with ${
            item.superuser ? 'SUPERUSER' : 'BYPASSRLS'
          }: no policy applies to it`,
        });
      }
    }
    evidence.push(
      ...(await superuserConnections(context)),
      ...(await sessionSettings(context)),
    );
    const failing = inOrder(evidence);
    if (failing.length > 0) {
      const worst = failing.find(item => !item.severity) ?? failing[0];
      return {
        status: 'fail',
        summary: `Row-level security leaves ${count(failing.length, 'gap')}: ${
          worst.note
        }`,
        evidence: failing,
        share: subjects.length > 0 ? protectedTables / subjects.length : 0,
        lookedFor: [
          'ENABLE and FORCE ROW LEVEL SECURITY, CREATE POLICY in SQL files and migrations',
          'CREATE ROLE in SQL, scripts and deployment files',
        ],
        strengths: inOrder(good),
      };
    }
    if (unresolved.length > 0 && good.length < subjects.length) {
      return {
        status: 'unknown',
        summary: `The tables of a statement are only known to the database: ${unresolved[0].path}:${unresolved[0].line}`,
      };
    }
    return {
      status: 'pass',
      summary: `All ${subjects.length} tables with ${key.name} are protected by policies`,
      evidence: inOrder([
        ...good,
        ...(role
          ? [
              {
                ...role,
                subject: 'role',
                note: 'a role of its own for the application',
              },
            ]
          : []),
      ]),
    };
  },
});
