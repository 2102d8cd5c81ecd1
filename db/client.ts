import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema/index.ts';

export type Database = PostgresJsDatabase<typeof schema>;
/** A database or a transaction in it: what every query takes. */
export type Executor = Database | Parameters<Parameters<Database['transaction']>[0]>[0];

type Connection = { url: string; sql: Sql; db: Database };

// The bundle that Next.js builds and the script that serves it are two module graphs in one process; one pool serves both.
const holder = globalThis as { [key: symbol]: Connection | undefined };
const key = Symbol.for('weishui.database');

function connection(): Connection {
  const open = holder[key];
  if (open) return open;
  if (process.env.NEXT_PHASE === 'phase-production-build') {
    holder[key] = { url: '', sql: noSql, db: drizzle(noSql, { schema }) };
    return holder[key];
  }
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start with `npm start` or `npm run dev`, or set it.');
  return connect(url);
}

/** Connects to `url` from now on. The pool opens connections when they are needed. */
export function connect(url: string): Connection {
  const sql = postgres(url, {
    max: Number(process.env.DATABASE_POOL ?? 10),
    connect_timeout: 5,
    idle_timeout: 300,
    onnotice: () => {},
    connection: { application_name: 'weishui', TimeZone: 'UTC', statement_timeout: 30_000 },
  });
  holder[key] = { url, sql, db: drizzle(sql, { schema }) };
  return holder[key];
}

/** Ends every connection, waiting for running queries for up to five seconds. */
export async function disconnect(): Promise<void> {
  const open = holder[key];
  holder[key] = undefined;
  if (open?.url) await open.sql.end({ timeout: 5 });
}

/** Drizzle on the application's database. */
export const db: Database = new Proxy({} as Database, {
  get: (_, property) => Reflect.get(connection().db, property),
});

/** postgres.js on the application's database, for what Drizzle has no words for. */
export const sql: Sql = new Proxy((() => {}) as unknown as Sql, {
  apply: (_, __, args) => Reflect.apply(connection().sql as unknown as (...a: unknown[]) => unknown, undefined, args),
  get: (_, property) => Reflect.get(connection().sql, property),
});

// `next build` has no database (an image build has none): every question is answered with no rows, so that pages are
// compiled and checked; the page store never keeps what a build drew.
const noRows = () => {
  const answer = Promise.resolve([]) as unknown as Record<string, unknown>;
  answer.values = () => Promise.resolve([]);
  answer.execute = () => answer;
  return answer;
};
const noSql = Object.assign(noRows, {
  unsafe: noRows,
  begin: () => Promise.reject(new Error('There is no database while building.')),
  options: { parsers: {}, serializers: {} },
}) as unknown as Sql;
