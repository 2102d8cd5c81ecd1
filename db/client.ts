import { withReplicas } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Options, type Sql } from 'postgres';
import * as schema from './schema/index.ts';

export type Database = PostgresJsDatabase<typeof schema>;
/** A database or a transaction in it: what every query takes. */
export type Executor = Database | Parameters<Parameters<Database['transaction']>[0]>[0];

/** A read replica, and how far it has followed. */
export type Replica = {
  sql: Sql;
  db: Database;
  /** Number of the newest event that it has; -1 while it does not answer. */
  event: number;
};

type Connection = {
  url: string;
  sql: Sql;
  /** For searches: few connections and little patience, whatever somebody types. */
  bounded: Sql;
  /** Writes to the primary, reads from a replica that may answer, else from the primary too. */
  db: Database;
  primary: Database;
  replicas: Replica[];
  /** The event that an answer must know of to be read from a replica; null where only the primary will do. */
  needed: () => number | null;
};

// The bundle that Next.js builds and the script that serves it are two module graphs in one process; one pool serves both.
const holder = globalThis as { [key: symbol]: Connection | undefined };
const key = Symbol.for('weishui.database');

function connection(): Connection {
  const open = holder[key];
  if (open) return open;
  if (process.env.NEXT_PHASE === 'phase-production-build') {
    const none = drizzle(noSql, { schema });
    holder[key] = { url: '', sql: noSql, bounded: noSql, db: none, primary: none, replicas: [], needed: () => null };
    return holder[key];
  }
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start with `npm start` or `npm run dev`, or set it.');
  return connect(
    url,
    process.env.DATABASE_REPLICA_URLS?.split(/[\s,]+/).filter((replica) => replica !== ''),
  );
}

/** Connects to `url`, and to read replicas of it, from now on. The pools open connections when they are needed. */
export function connect(url: string, replicaUrls: readonly string[] = []): Connection {
  const sql = pool(url);
  const primary = drizzle(sql, { schema });
  const replicas = replicaUrls.map((replicaUrl): Replica => {
    const own = pool(replicaUrl);
    return { sql: own, db: drizzle(own, { schema }), event: -1 };
  });
  const [first, ...others] = replicas.map((replica) => replica.db);
  const db = first ? withReplicas(primary, [first, ...others], readFrom) : primary;
  const bounded = pool(url, {
    max: searches,
    connection: {
      application_name: 'weishui search',
      TimeZone: 'UTC',
      statement_timeout: 2_000,
      // A common word's places in the index are held exactly: where they do not fit, the texts are read instead.
      work_mem: '64MB',
      // Whatever is looked for, the index is asked first: a plan for one search is the plan for all, and costs half a millisecond.
      plan_cache_mode: 'force_generic_plan',
      // The driver leaves out what is false or 0.
      jit: 'off',
      // A search has one core: to call others costs ten times what a rare word does, and several searches want them all.
      max_parallel_workers_per_gather: '0',
    },
  });
  holder[key] = { url, sql, bounded, db, primary, replicas, needed: () => null };
  return holder[key];
}

/** Searches that an instance asks of the database at the same time. */
export const searches = 4;

function pool(url: string, own: Options<Record<string, never>> = {}): Sql {
  return postgres(url, {
    max: Number(process.env.DATABASE_POOL ?? 10),
    connect_timeout: 5,
    idle_timeout: 300,
    onnotice: () => {},
    connection: { application_name: 'weishui', TimeZone: 'UTC', statement_timeout: 30_000 },
    ...own,
  });
}

/**
 * The database that the next question is read from: in turn a replica that knows of every event that the answer must
 * know of, else the primary. Whoever changes something reads from the primary, and so their own writes.
 */
export function readFrom(): Database {
  const { primary, replicas, needed } = connection();
  if (making) return making;
  const event = replicas.length > 0 ? needed() : null;
  if (event === null) return primary;
  const able = replicas.filter((replica) => replica.event >= event);
  return able[turn++ % able.length]?.db ?? primary;
}
let turn = 0;
let making: Database | null = null;

/** Makes a query that is kept and asked of `source` alone. */
export function madeFor<Query>(source: Database, make: () => Query): Query {
  making = source;
  try {
    return make();
  } finally {
    making = null;
  }
}

/** The read replicas, for whoever follows them (`lib/cache/replicas.ts`), and what an answer must know of to come from one. */
export function readReplicasFor(needed: () => number | null): readonly Replica[] {
  connection().needed = needed;
  return connection().replicas;
}

/** One connection outside of the pool, to the application's database. The caller ends it. */
export function connectApart(): Sql {
  return postgres(connection().url, {
    max: 1,
    connect_timeout: 2,
    onnotice: () => {},
    connection: { application_name: 'weishui pulse', statement_timeout: 5_000 },
  });
}

/** Ends every connection, waiting for running queries for up to five seconds. */
export async function disconnect(): Promise<void> {
  const open = holder[key];
  holder[key] = undefined;
  if (open?.url)
    await Promise.all(
      [open.sql, open.bounded, ...open.replicas.map(({ sql }) => sql)].map((each) => each.end({ timeout: 5 })),
    );
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

/** The same for searches: its statements end after two seconds. */
export const boundedSql: Sql = new Proxy((() => {}) as unknown as Sql, {
  apply: (_, __, args) =>
    Reflect.apply(connection().bounded as unknown as (...a: unknown[]) => unknown, undefined, args),
  get: (_, property) => Reflect.get(connection().bounded, property),
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
