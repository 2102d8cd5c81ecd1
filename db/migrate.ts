import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const folder = path.resolve(import.meta.dirname, 'migrations');
/** Any number will do, as long as it is the same for every instance. */
const migrationLock = 72_0938;

/**
 * Brings the database at `url` to the newest schema. Instances that start together take turns.
 * @returns the number of migrations that were applied.
 */
export async function migrate(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    const before = await applied(sql);
    await runMigrations(drizzle(sql), { migrationsFolder: folder });
    return (await applied(sql)) - before;
  } finally {
    await sql.end();
  }
}

async function applied(sql: postgres.Sql): Promise<number> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (!table?.name) return 0;
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from drizzle.__drizzle_migrations`;
  return row?.count ?? 0;
}
