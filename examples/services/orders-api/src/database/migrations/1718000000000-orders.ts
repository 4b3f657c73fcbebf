import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Orders1718000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organisations (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE memberships (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        user_id text NOT NULL,
        role text NOT NULL,
        UNIQUE (organisation_id, user_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE orders (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        number text NOT NULL UNIQUE,
        status text NOT NULL,
        currency char(3) NOT NULL,
        total_minor bigint NOT NULL,
        placed_by text NOT NULL,
        placed_at timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(
      'CREATE INDEX orders_organisation_placed ON orders (organisation_id, placed_at DESC)',
    );
    await queryRunner.query(`
      CREATE TABLE order_lines (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        order_id uuid NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
        sku text NOT NULL,
        quantity integer NOT NULL CHECK (quantity > 0),
        unit_minor bigint NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX order_lines_order ON order_lines (order_id)',
    );
    await queryRunner.query(`
      CREATE TABLE returns (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        order_id uuid NOT NULL REFERENCES orders (id),
        reason text NOT NULL,
        status text NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(
      'CREATE INDEX returns_order ON returns (organisation_id, order_id)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE returns');
    await queryRunner.query('DROP TABLE order_lines');
    await queryRunner.query('DROP TABLE orders');
    await queryRunner.query('DROP TABLE memberships');
    await queryRunner.query('DROP TABLE organisations');
  }
}
