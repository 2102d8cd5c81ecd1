import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import postgres from 'postgres';
import { connect, type Database, disconnect } from './client.ts';

export type TestDatabase = { url: string; db: Database; sql: Sql; close(): Promise<void> };

/**
 * A fresh, migrated, empty database on the test run's PostgreSQL. `#db/client.ts` speaks to it until `close()`.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = process.env.TEST_TEMPLATE_URL;
  if (!template)
    throw new Error('TEST_TEMPLATE_URL is not set: run tests by vitest, whose global set-up starts PostgreSQL.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = postgres(withDatabase(template, 'postgres'), { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)} template ${admin(databaseOf(template))}`;
  const url = withDatabase(template, name);
  const { db, sql } = connect(url);
  return {
    url,
    db,
    sql,
    async close() {
      await disconnect();
      await admin`drop database ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
