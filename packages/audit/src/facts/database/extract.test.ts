import { extractFacts } from '../../testing/extractFacts';
import { databaseMigrations } from './migrations';
import { databaseModels } from './models';

const brief = (
  models: { name: string; fields: { name: string; type: string }[] }[],
) =>
  Object.fromEntries(
    models.map(model => [
      model.name,
      Object.fromEntries(model.fields.map(field => [field.name, field.type])),
    ]),
  );

describe('databaseModels', () => {
  it('reads SQLAlchemy, SQLModel and mixins', async () => {
    const { facts } = await extractFacts(databaseModels, {
      'app/base.py': `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Owned:
    tenant_id: Mapped[int] = mapped_column(index=True)
`,
      'app/models.py': `
from sqlalchemy import Column, Float, ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column
from app.base import Base, Owned

class Invoice(Owned, Base):
    __tablename__ = "invoices"
    total: Mapped[float] = mapped_column(Numeric(10, 2))
    net: Mapped[float]
    tax = Column("tax_amount", Float, nullable=False)
    account_id = Column(ForeignKey("accounts.id"))
`,
      'app/sqlmodels.py': `
from sqlmodel import Field, SQLModel

class ItemBase(SQLModel):
    price: float

class Item(ItemBase, table=True):
    id: int = Field(primary_key=True)

class ItemRead(ItemBase):
    id: int
`,
    });
    expect(brief(facts.models)).toEqual({
      Invoice: {
        total: 'Numeric(10, 2)',
        net: 'float',
        tax: 'Float',
        account_id: 'ForeignKey',
        tenant_id: 'int',
      },
      Item: { id: 'int', price: 'float' },
    });
    expect(facts.models[0]).toMatchObject({
      table: 'invoices',
      library: 'sqlalchemy',
    });
  });

  it('reads Django with abstract bases, Beanie and MongoEngine', async () => {
    const { facts } = await extractFacts(databaseModels, {
      'shop/models.py': `
from django.db import models

class Owned(models.Model):
    company = models.ForeignKey("Company", on_delete=models.CASCADE)

    class Meta:
        abstract = True

class Order(Owned):
    total = models.FloatField()
    objects = models.Manager()
`,
      'pay/documents.py': `
from beanie import Document

class Payment(Document):
    amount: float
    tenant_id: str
`,
      'me/documents.py': `
import mongoengine as me

class Note(me.Document):
    tenant_id = me.StringField()
`,
    });
    expect(brief(facts.models)).toMatchObject({
      Order: { company: 'ForeignKey', total: 'FloatField' },
      Payment: { amount: 'float', tenant_id: 'str' },
      Note: { tenant_id: 'StringField' },
    });
    expect(facts.models.map(item => item.store).sort()).toEqual([
      'document',
      'document',
      'sql',
    ]);
  });

  it('reads TypeORM, Mongoose, Sequelize, Drizzle and Prisma', async () => {
    const { facts } = await extractFacts(databaseModels, {
      'src/order.entity.ts': `
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'float', name: 'total_price' })
  totalPrice: number;

  @Column('decimal', { precision: 10, scale: 2 })
  tax: number;

  @Column()
  organisationId: string;
}
`,
      'src/cat.ts': `
import mongoose from 'mongoose';
const invoiceSchema = new mongoose.Schema({
  tenantId: { type: String, required: true },
  amount: Number,
});
export const Invoice = mongoose.model('Invoice', invoiceSchema);
`,
      'src/sequelize.ts': `
import { DataTypes, Model } from 'sequelize';
class Product extends Model {}
Product.init({ price: { type: DataTypes.FLOAT } }, { sequelize, modelName: 'product' });
`,
      'src/schema.ts': `
import { doublePrecision, pgTable, uuid } from 'drizzle-orm/pg-core';
export const bills = pgTable('bills', { total: doublePrecision('total'), orgId: uuid('org_id') });
`,
      'prisma/schema.prisma': `
model Account {
  id      String @id
  balance Float // not a comment of the type
  note    String? @map("remark")
  @@map("accounts")
}
`,
    });
    expect(brief(facts.models)).toEqual({
      Order: {
        id: 'uuid',
        totalPrice: 'float',
        tax: 'decimal',
        organisationId: 'string',
      },
      Invoice: { tenantId: 'String', amount: 'Number' },
      Product: { price: 'DataTypes.FLOAT' },
      bills: { total: 'doublePrecision', orgId: 'uuid' },
      Account: { id: 'String', balance: 'Float', note: 'String' },
    });
  });

  it('reads GORM and JPA', async () => {
    const { facts } = await extractFacts(databaseModels, {
      'store/model.go': `package store

import "gorm.io/gorm"

type Invoice struct {
	gorm.Model
	TenantID uint    \`gorm:"index"\`
	Total    float64 \`gorm:"not null"\`
}
`,
      'src/main/java/a/Bill.java': `package a;
@Entity
public class Bill {
  private double total;
}
`,
    });
    expect(brief(facts.models)).toMatchObject({
      Invoice: { TenantID: 'uint', Total: 'float64' },
      Bill: { total: 'double' },
    });
  });
});

describe('databaseMigrations', () => {
  it('follows loops and helpers into row-level security', async () => {
    const { facts } = await extractFacts(databaseMigrations, {
      'migrations/versions/0002_rls.py': `
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("slots", "bookings")

def protect(table):
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")

def upgrade():
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own ON {table} "
            "USING (org_id = current_setting('app.org'))"
        )
        protect(table)

def downgrade():
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
`,
      'migrations/versions/0001_first.py': `
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

def upgrade():
    op.create_table("slots", sa.Column("id", sa.Uuid()), sa.Column("org_id", sa.Uuid()))
    op.add_column("slots", sa.Column("note", sa.Text(), nullable=False))

def downgrade():
    pass
`,
    });
    const { rowLevelSecurity, migrations } = facts;
    expect(rowLevelSecurity.enabled.map(item => item.table)).toEqual([
      'slots',
      'bookings',
    ]);
    expect(rowLevelSecurity.forced.map(item => item.table)).toEqual([
      'slots',
      'bookings',
    ]);
    expect(rowLevelSecurity.policies).toMatchObject([
      { table: 'slots', using: 'org_id = current_setting(app.org)', line: 16 },
      { table: 'bookings' },
    ]);
    expect(rowLevelSecurity.policies[0].withCheck).toBeUndefined();
    expect(rowLevelSecurity.unresolved).toEqual([]);
    expect(migrations).toMatchObject([
      {
        id: '0001',
        parents: [],
        downgrade: 'empty',
        operations: [
          { kind: 'create-table', columns: ['id', 'org_id'] },
          { kind: 'add-column', column: 'note', requiredWithoutDefault: true },
        ],
      },
      { id: '0002', parents: ['0001'], downgrade: 'works' },
    ]);
  });

  it('reads SQL files, TypeORM and Django', async () => {
    const { facts } = await extractFacts(databaseMigrations, {
      'prisma/migrations/20240101_init/migration.sql': `
-- CREATE TABLE "nothing" (x int);
CREATE TABLE "Note" (
  "id" TEXT NOT NULL, /* , */
  "tenantId" TEXT NOT NULL,
  CONSTRAINT "Note_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "Note" ADD COLUMN "kind" TEXT NOT NULL, DROP COLUMN "old";
`,
      'db/migration/V2__idx.sql': `CREATE INDEX CONCURRENTLY i ON note (a); INSERT INTO t VALUES ('DROP TABLE x; ''y''');`,
      'src/migrations/1700000000000-a.ts': `
import { MigrationInterface, QueryRunner } from 'typeorm';
export class A1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['a', 'b']) {
      await queryRunner.query(\`ALTER TABLE \${table} ENABLE ROW LEVEL SECURITY\`);
    }
    await queryRunner.query('ALTER TABLE a DROP COLUMN x');
  }
  async down(): Promise<void> {}
}
`,
      'shop/orders/migrations/__init__.py': '',
      'shop/orders/migrations/0002_more.py': `
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("accounts", "0003_x")]
    operations = [
        migrations.RemoveField(model_name="order", name="old"),
        migrations.RunSQL("ALTER TABLE orders_order ENABLE ROW LEVEL SECURITY"),
    ]
`,
    });
    expect(
      facts.migrations.map(({ tool, id, parents, downgrade, operations }) => ({
        tool,
        id,
        parents,
        downgrade,
        operations: operations.map(item => `${item.kind} ${item.table}`),
      })),
    ).toEqual([
      {
        tool: 'flyway',
        id: '2',
        parents: [],
        downgrade: 'none',
        operations: ['create-index note'],
      },
      {
        tool: 'prisma',
        id: '20240101_init',
        parents: [],
        downgrade: 'none',
        operations: [
          'create-table Note',
          'add-column Note',
          'drop-column Note',
        ],
      },
      {
        tool: 'django',
        id: '0002_more',
        parents: ['0001_initial'],
        downgrade: 'raises',
        operations: ['drop-column order'],
      },
      {
        tool: 'typeorm',
        id: '1700000000000',
        parents: [],
        downgrade: 'empty',
        operations: ['drop-column a'],
      },
    ]);
    expect(
      facts.rowLevelSecurity.enabled.map(item => item.table).sort(),
    ).toEqual(['a', 'b', 'orders_order']);
    expect(facts.tables).toMatchObject([
      { table: 'Note', columns: ['id', 'tenantId', 'kind'], line: 3 },
    ]);
  });
});
