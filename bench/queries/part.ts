import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { connect, disconnect } from '#db/client.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { migrate } from '#db/migrate.ts';
import * as choices from '#db/queries/choices.ts';
import * as desk from '#db/queries/desk.ts';
import * as registry from '#db/queries/registry.ts';
import { type Check, type Options, type Outcome, type Part, progress } from '../part.ts';
import { count, megabytes, milliseconds, type Summary, summarise } from '../statistics.ts';
import { type Case, queryCases } from './cases.ts';
import { fillDesk } from './desk.ts';
import { drawPlan, type LoggedPlan, parsePlans, shapeOf, summarisePlan } from './plans.ts';
import { questionCases } from './questions.ts';
import { type MapFile, measureSitemaps, sitemapTable } from './sitemaps.ts';
import { worldOf } from './world.ts';

/** Milliseconds at the 95th percentile: what a reader's page may wait for, and what a room of the desk may. */
const budgets = { reader: 10, desk: 50 };
const ofDesk = new Set([desk, registry, choices].flatMap((queries) => Object.keys(queries)));
/** A table with more rows than this must never be read from end to end. */
const big = 10_000;
const small = 1_000;

type Timed = { name: string; rows: number; times: Summary };
type Explained = { name: string; plans: LoggedPlan[] };
type Measured = {
  stories: number;
  seeding: number;
  bytes: number;
  queries: Timed[];
  questions: Timed[];
  sitemaps: MapFile[];
  explained: Explained[];
  bigTables: Set<string>;
  unmeasured: string[];
};

/** Every reading query, at a million stories and at a thousand. */
export const queries: Part = {
  name: 'queries',
  title: 'Reading queries',
  patience: 1800,
  async run(bench, options) {
    await bench.stopSite();
    const folder = await bench.folder();
    const server = await bench.database(path.join(folder, 'postgres'));
    const log = path.join(folder, 'postgres', 'postgres.log');
    const few = await measure(folder, await emptyDatabase(server.url, 'small'), small, log, options);
    const many = await measure(folder, await emptyDatabase(server.url, 'large'), options.stories, log, options);
    return outcome(few, many);
  },
};

/** A migrated database of that name on a server. */
export async function emptyDatabase(server: string, name: string): Promise<string> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin`create database ${admin(name)}`;
  await admin.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}

async function measure(
  dataDir: string,
  url: string,
  stories: number,
  log: string,
  { quick }: Options,
): Promise<Measured> {
  const began = performance.now();
  const { sql } = connect(url);
  await seedDemo({
    now: new Date(),
    stories,
    dataDir,
    // `search` measures a searchable one.
    searchable: false,
    progress: (text) => progress(`${count(stories)} stories: ${text}`),
  });
  const seeding = (performance.now() - began) / 1000;
  await fillDesk(sql);
  await sql`vacuum analyze`;
  const world = await worldOf(sql);
  const cases = queryCases(world);
  const times = quick ? 20 : 250;
  const measured = {
    stories: world.total,
    seeding,
    bytes: await sizeOf(sql),
    queries: await timeAll(cases, times),
    questions: await timeAll(await questionCases(world), times),
    sitemaps: await measureSitemaps(quick ? 3 : 20),
    bigTables: await bigTables(sql),
    unmeasured: await unmeasured(cases),
  };
  const explained = await explainAll(url, sql, cases, log);
  await disconnect();
  return { ...measured, explained };
}

async function timeAll(cases: Case[], times: number): Promise<Timed[]> {
  const all: Timed[] = [];
  for (const { query, with: parameters, run } of cases) {
    const name = `${query}: ${parameters}`;
    progress(name);
    const samples: number[] = [];
    let rows = 0;
    for (let n = -20; n < times; n++) {
      const began = performance.now();
      const answer = await run(n + 20);
      if (n < 0) continue;
      samples.push(performance.now() - began);
      rows = Math.max(rows, rowsOf(answer));
    }
    all.push({ name, rows, times: summarise(samples) });
  }
  return all;
}

/** Stories, days or other things in an answer. */
function rowsOf(answer: unknown): number {
  if (answer === null || answer === undefined) return 0;
  if (Array.isArray(answer)) return answer.length;
  if (answer instanceof Map) return [...answer.values()].reduce((sum: number, each) => sum + rowsOf(each), 0);
  if (typeof answer === 'object') {
    const { cards, month, rows } = answer as { cards?: unknown[]; month?: unknown[]; rows?: unknown[] };
    const list = cards ?? month ?? rows;
    if (list) return list.length;
  }
  return 1;
}

/**
 * The plans by which the server really answers, from the prepared statements that the application uses: `auto_explain` writes them
 * into its log. Several runs on one connection, as the server may change over to a plan for any parameters after five.
 */
async function explainAll(url: string, sql: Sql, cases: Case[], log: string): Promise<Explained[]> {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_format': 'json',
  };
  const { pathname } = new URL(url);
  for (const [name, value] of Object.entries(settings)) {
    await sql.unsafe(`alter database ${pathname.slice(1)} set ${name} = '${value}'`);
  }
  await disconnect();
  const poolBefore = process.env.DATABASE_POOL;
  process.env.DATABASE_POOL = '1';
  connect(url);
  const all: Explained[] = [];
  for (const { query, with: parameters, run } of cases) {
    progress(`plan of ${query}: ${parameters}`);
    for (let n = 0; n < 7; n++) await run(n);
    const { size } = await stat(log);
    await run(7);
    all.push({ name: `${query}: ${parameters}`, plans: parsePlans(await readFrom(log, size)) });
  }
  await disconnect();
  if (poolBefore === undefined) delete process.env.DATABASE_POOL;
  else process.env.DATABASE_POOL = poolBefore;
  return all;
}

async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(size - start);
    await handle.read(bytes, 0, bytes.length, start);
    return bytes.toString();
  } finally {
    await handle.close();
  }
}

async function sizeOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: string }[]>`select pg_database_size(current_database()) as bytes`;
  return Number(row?.bytes ?? 0);
}

async function bigTables(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and reltuples > ${big} and relnamespace = 'public'::regnamespace`;
  return new Set(rows.map(({ name }) => name));
}

/** Queries of `db/queries` that no case asks: there must be none. */
async function unmeasured(cases: Case[]): Promise<string[]> {
  const folder = path.resolve(import.meta.dirname, '../../db/queries');
  const asked = new Set(cases.map(({ query }) => query));
  const missing: string[] = [];
  for (const file of await readdir(folder)) {
    // Those of the search are measured by `search`, with an index to ask.
    if (!file.endsWith('.ts') || /^fixture|^search|\.test\.ts$/.test(file)) continue;
    const module = (await import(path.join(folder, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      const isQuery = typeof value === 'function' && value.constructor.name === 'AsyncFunction';
      if (isQuery && !asked.has(name)) missing.push(`${file}: ${name}`);
    }
  }
  return missing;
}

function outcome(few: Measured, many: Measured): Outcome {
  const beside = (all: Timed[], name: string) => all.find((one) => one.name === name);
  const rowsFor = (mine: Timed[], theirs: Timed[], extra: (timed: Timed) => string[]) =>
    mine.map((timed) => {
      const { name, times } = timed;
      const other = beside(theirs, name);
      return [
        name,
        ...[times.p50, times.p95, times.max].map(milliseconds),
        other ? (times.p50 / other.times.p50).toFixed(1) : '-',
        other ? milliseconds(other.times.p50) : '-',
        other ? milliseconds(other.times.p95) : '-',
        ...extra(timed),
      ];
    });
  const head = ['', 'p50 ms', 'p95 ms', 'longest ms', 'p50 ratio', `p50 at ${count(few.stories)}`, 'p95'];
  const blocks = new Map(
    many.explained.map(({ name, plans }) => [
      name,
      plans.reduce((sum, { root }) => sum + summarisePlan(root).blocks, 0),
    ]),
  );
  return {
    method:
      `Two databases in one PostgreSQL (\`npm run db:seed -- --stories ${many.stories > 900_000 ? '1000000' : many.stories}\` and \`--stories ${small}\`): ${count(many.stories)} stories, seeded in ${many.seeding.toFixed(0)} s, ${megabytes(many.bytes)}; ${count(few.stories)} stories, ${megabytes(few.bytes)}. ` +
      `Each question is asked ${many.queries[0]?.times.count ?? 0} times after 20 to warm up, one after the other, with parameters drawn from the whole database, from the function call to the mapped rows (so with the round trip to the server, prepared statements, and a pool as the site has it).`,
    tables: [
      {
        reading:
          'Queries of `db/queries` at a million stories. “p50 ratio”: the same question at a million divided by at a thousand; near 1 is flat. Rows: the most that one answer had. Blocks: pages of 8 KB that one execution looked at.',
        head: [...head, 'rows', 'blocks'],
        rows: rowsFor(many.queries, few.queries, ({ name, rows }) => [String(rows), String(blocks.get(name) ?? '-')]),
      },
      {
        reading:
          'What the same queries read, over all their parameters, by the plans that the server uses from the eighth execution on. Tables that are read whole are small ones (see below what must hold). The plans themselves: [plans.md](plans.md).',
        head: ['query', 'by index', 'read whole'],
        rows: readsOf(many.explained),
      },
      {
        reading:
          'Questions of `lib/content` at a million stories, uncached: what a page or a panel asks, made of the queries above. A page asks them only when an event made its answers stale.',
        head,
        rows: rowsFor(many.questions, few.questions, () => []),
      },
      sitemapTable(many.sitemaps, few.sitemaps),
    ],
    checks: checksOf(many),
    notes: [
      'Everything that was asked for was in memory (the server’s 256 MB or the system’s cache): the figures are those of a machine with room for its indexes, not of a cold disk.',
    ],
    appendix: { file: 'docs/plans.md', text: planDocument(many) },
  };
}

function readsOf(explained: Explained[]): string[][] {
  const unique = (names: string[]) => [...new Set(names)].sort().join(', ') || '-';
  const queryOf = ({ name }: Explained) => name.slice(0, name.indexOf(':'));
  return [...new Set(explained.map(queryOf))].map((query) => {
    const summaries = explained
      .filter((one) => queryOf(one) === query)
      .flatMap(({ plans }) => plans.map(({ root }) => summarisePlan(root)));
    return [
      query,
      unique(summaries.flatMap(({ indexes }) => indexes)),
      unique(summaries.flatMap(({ scanned }) => scanned)),
    ];
  });
}

function checksOf(many: Measured): Check[] {
  const scans = many.explained.flatMap(({ name, plans }) =>
    plans
      .flatMap(({ root }) => summarisePlan(root).scanned)
      .filter((table) => many.bigTables.has(table))
      .map((table) => `${name} reads ${table}`),
  );
  const [ofRooms, ofPages] = [true, false].map((wanted) =>
    many.queries.filter(({ name }) => ofDesk.has(name.split(':')[0] ?? '') === wanted),
  ) as [Timed[], Timed[]];
  return [
    within(
      ofPages,
      budgets.reader,
      `every query of readers’ pages, feeds and site maps at ${count(many.stories)} stories`,
    ),
    within(ofRooms, budgets.desk, 'every query of the desk'),
    {
      rule: `no table of more than ${count(big)} rows is read whole`,
      holds: scans.length === 0,
      found: scans.length === 0 ? 'none' : [...new Set(scans)].join('; '),
    },
    {
      rule: 'every query of db/queries is measured',
      holds: many.unmeasured.length === 0,
      found: many.unmeasured.length === 0 ? 'all' : `not ${many.unmeasured.join(', ')}`,
    },
  ];
}

function within(queries: Timed[], budget: number, what: string): Check {
  const told = ({ name, times }: Timed) => `${name} ${milliseconds(times.p95)} ms`;
  const slow = queries.filter(({ times }) => times.p95 > budget);
  const slowest = queries.reduce((a, b) => (b.times.p95 > a.times.p95 ? b : a));
  return {
    rule: `${what} p95 <= ${budget} ms`,
    holds: slow.length === 0,
    found: slow.length === 0 ? `slowest: ${told(slowest)}` : slow.map(told).join('; '),
  };
}

/** Every plan once: those that differ in figures only are told by the first of them. */
function planDocument(many: Measured): string {
  const seen = new Set<string>();
  const chapters: string[] = [];
  for (const { name, plans } of many.explained) {
    const fresh = plans.filter(({ sql, root }) => {
      const key = `${sql} ${shapeOf(root)}`;
      return !seen.has(key) && seen.add(key);
    });
    if (fresh.length === 0) continue;
    chapters.push(`## ${name}\n\n${fresh.map(({ root }) => `\`\`\`\n${drawPlan(root)}\n\`\`\``).join('\n\n')}`);
  }
  return [
    '# Plans of the reading queries',
    `At ${count(many.stories)} stories, as PostgreSQL executed them (\`auto_explain\`, analyse and buffers), written by \`npm run bench -- queries\`. ` +
      'A line is a step: what it read and how, rows (a loop) × loops, milliseconds, blocks of 8 KB with those of the steps below it. Under it, after a colon, the condition by which the index was entered. ' +
      'A statement that answers in the same way for other parameters is shown once; a query of two statements shows both.',
    ...chapters,
    '',
  ].join('\n\n');
}
