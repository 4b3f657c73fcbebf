import { extractFacts } from '../../testing/extractFacts';
import { tenancy } from './extract';

describe('tenancy', () => {
  it('finds a key through a mixin, with a context object', async () => {
    const { facts } = await extractFacts(tenancy, {
      'models.py': `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase): ...

class Owned:
    tenant_id: Mapped[int] = mapped_column()

class A(Owned, Base):
    __tablename__ = "a"

class B(Owned, Base):
    __tablename__ = "b"

class C(Owned, Base):
    __tablename__ = "c"
`,
      'scope.py': 'class TenantScope:\n    """scope of a tenant"""\n',
    });
    expect(facts.key).toMatchObject({
      name: 'tenant_id',
      word: 'tenant',
      because: { name: 'TenantScope', path: 'scope.py', line: 1 },
    });
    expect(facts.key?.models.map(item => item.name)).toEqual(['A', 'B', 'C']);
  });

  it('reads Django, SQL migrations and Drizzle', async () => {
    const django = await extractFacts(tenancy, {
      'models.py': `
from django.db import models

class Membership(models.Model):
    organization = models.ForeignKey("Organization", on_delete=models.CASCADE)

class Note(models.Model):
    organization = models.ForeignKey("Organization", on_delete=models.CASCADE)

class File(models.Model):
    organization = models.ForeignKey("Organization", on_delete=models.CASCADE)
`,
    });
    expect(django.facts.key?.name).toBe('organization');
    const sql = await extractFacts(tenancy, {
      'migrations/001.sql': `
CREATE TABLE workspace_members (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL
);
CREATE TABLE boards (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL
);
create table if not exists "cards" (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL
);
`,
    });
    expect(sql.facts.key).toMatchObject({
      name: 'workspace_id',
      because: { name: 'workspace_members', line: 2 },
    });
    const drizzle = await extractFacts(tenancy, {
      'schema.ts': `
import { pgTable, uuid } from 'drizzle-orm/pg-core';
export const members = pgTable('members', { orgId: uuid('org_id') });
export const boards = pgTable('boards', { orgId: uuid('org_id') });
export const cards = pgTable('cards', { orgId: uuid('org_id') });
`,
    });
    expect(drizzle.facts.key?.name).toBe('orgId');
  });

  it('needs three models and a membership or context', async () => {
    const { facts } = await extractFacts(tenancy, {
      'schema.prisma': `
model A {
  tenantId String
}
model B {
  tenantId String
}
model C {
  tenantId String
}
`,
    });
    expect(facts.key).toBeUndefined();
  });
});
