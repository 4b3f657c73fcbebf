import type { PostgresConnectionOptions } from 'typeorm/driver/postgres/PostgresConnectionOptions';

export function databaseOptions(
  read: (name: string) => string,
): PostgresConnectionOptions {
  return {
    type: 'postgres',
    host: read('DATABASE_HOST'),
    port: Number(read('DATABASE_PORT')),
    database: read('DATABASE_NAME'),
    username: read('DATABASE_USER'),
    password: read('DATABASE_PASSWORD'),
    poolSize: 15,
    connectTimeoutMS: 5_000,
    extra: { statement_timeout: 10_000, idleTimeoutMillis: 30_000 },
    synchronize: false,
    migrations: [`${__dirname}/migrations/*.{ts,js}`],
  };
}
