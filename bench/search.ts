import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { connect, disconnect } from '#db/client.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { migrate } from '#db/migrate.ts';
import { rankedMatches, settleEntries } from '#db/queries/search.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import { searchDesk } from '#lib/search/desk.ts';
import type { SearchRequest } from '#lib/search/models.ts';
import { search as ask } from '#lib/search/search.ts';
import { suggest } from '#lib/search/suggest.ts';
import { hostile } from '#lib/search/testing.ts';
import { forgetCounts } from '#lib/search/windows.ts';
import { atMost, type Check, type Outcome, type Part, progress, type Table } from './part.ts';
import { ranFor } from './process.ts';
import { count, megabytes, milliseconds, type Summary, spread, summarise } from './statistics.ts';

/** Milliseconds at the 95th percentile, on one core. */
const limits = { common: 60, rare: 15, suggestions: 100 };
/** Milliseconds at most, whatever is typed; and for what is typed to keep the database busy, which has a time limit for it. */
const longest = { typed: 200, floods: 2_000 };
/** Words of each sort. */
const words = 12;
const chief: Actor = { id: 'bench', name: 'bench', role: 'chief', sectionIds: null };
/** A table with more rows than this must never be read from end to end. */
const big = 10_000;

/** Texts and titles that are asked for to see whether they are found. */
const sample = { parts: 40, titles: 200 };

/** How well what stands in the stories is found. */
type Quality = {
  /** Parts of random texts, and how many of them are found in as many stories as LIKE finds. */
  parts: number;
  exact: number;
  /** Whole titles of random stories, and how many lead to a story of that title: as the first hit, on the first page. */
  titles: number;
  first: number;
  page: number;
};
type Timed = { name: string; limit: Group['limit']; times: Summary; ran: Summary; matches: number };
type Measured = {
  stories: number;
  building: number;
  texts: number;
  index: number;
  quality: Quality;
  timed: Timed[];
  /** A save of a long story, in milliseconds: with the search, and what the search takes of it. */
  saving: { whole: Summary; search: Summary };
  scanned: string[];
  /** Processes that wanted a core while the questions were timed. */
  load: number;
};

/** What readers search for, and what they type for other reasons. */
export const search: Part = {
  name: 'search',
  title: 'Search',
  patience: 7200,
  async run(bench, { stories, quick, keep }) {
    await bench.stopSite();
    const folder = keep ?? (await bench.folder());
    const server = await bench.database(path.join(folder, 'postgres'));
    const rounds = quick ? 3 : 10;
    const tenth = await measure(server.url, folder, Math.ceil(stories / 10), rounds);
    return outcome(tenth, await measure(server.url, folder, stories, rounds));
  },
};

async function measure(server: string, dataDir: string, stories: number, rounds: number): Promise<Measured> {
  const name = `search_${stories}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const say = (text: string) => progress(`${count(stories)} stories: ${text}`);
  // Written when the database is filled.
  const record = path.join(dataDir, `${name}.json`);
  let kept = await readFile(record, 'utf8').catch(() => null);
  if (!kept) {
    kept = JSON.stringify(await fill(server, url.href, { stories, dataDir, say }));
    await writeFile(record, kept);
  }
  const { building } = JSON.parse(kept) as Filled;
  const { sql } = connect(url.href);
  forgetCounts();
  await settleEntries();
  const [sizes] = await sql<{ texts: string; index: string; stories: string }[]>`
    select pg_table_size('search_entry') as texts, pg_relation_size('search_entry_text') as index,
      (select count(*) from search_entry) as stories`;
  const asked = await queriesOf(sql);
  say('what is found');
  const quality = await qualityOf(sql);
  // A connection tells what it did when it ends.
  await disconnect();
  const before = await scansOf(url.href);
  const { sql: again } = connect(url.href);
  const timed = await timeAll(again, asked, rounds, say);
  const [, load = 0] = loadavg();
  await disconnect();
  const after = await scansOf(url.href);
  const saving = await timeSaves(url.href, rounds);
  return {
    stories: Number(sizes?.stories),
    building,
    texts: Number(sizes?.texts),
    index: Number(sizes?.index),
    quality,
    timed,
    saving,
    scanned: [...after].filter(([table, scans]) => scans > (before.get(table) ?? 0)).map(([table]) => table),
    load,
  };
}

type Filled = {
  /** Seconds that the index of the search took. */
  building: number;
};

async function fill(
  server: string,
  url: string,
  { stories, dataDir, say }: { stories: number; dataDir: string; say: (text: string) => void },
): Promise<Filled> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  const name = admin(new URL(url).pathname.slice(1));
  await admin`drop database if exists ${name}`;
  await admin`create database ${name}`;
  await admin.end();
  await migrate(url);
  const { sql } = connect(url);
  await seedDemo({ now: new Date(), stories, dataDir, searchable: false, progress: say });
  say('index of the search');
  const began = performance.now();
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    await tx`set local maintenance_work_mem = '512MB'`;
    await tx`select rebuild_search()`;
  });
  const building = (performance.now() - began) / 1000;
  await sql.unsafe('vacuum analyze search_entry');
  await disconnect();
  return { building };
}

type Group = { name: string; limit: keyof typeof limits | keyof typeof longest; asked: (() => Promise<number>)[] };

/** Words that the stories of this database have, by how many of them have them. */
async function queriesOf(sql: Sql): Promise<Group[]> {
  await sql`set statement_timeout = 0`;
  const pairs = await sql<{ word: string; share: number }[]>`
    select word, ndoc / 4000.0::float8 as share
    from ts_stat('select array_to_tsvector(search_grams(text)) from (select text from search_entry where not draft order by md5(story_id::text) limit 4000) taken')
    where word ~ '^[一-鿿]{2}$' order by ndoc desc, word`;
  const titles = await sql<{ title: string }[]>`
    select title from story where status = 'published' order by md5('t' || id) limit 400`;
  const common = ['中国', '发展', ...pairs.slice(0, words - 2).map(({ word }) => word)];
  const usual = spread(
    pairs.filter(({ share }) => share > 0.005 && share < 0.1),
    words,
  ).map(({ word }) => word);
  const rare = spread(
    pairs.filter(({ share }) => share < 0.001),
    words,
  ).map(({ word }) => word);
  const runs = titles.flatMap(({ title }) => title.match(/[一-鿿]{4,}/g) ?? []);
  const phrases = spread(runs, words).map((run) => run.slice(0, 4));
  const asking =
    (q: string, more: Partial<SearchRequest> = {}) =>
    async () =>
      (await ask({ q, sort: 'relevance', ...more })).found.count;
  const second = (q: string) => {
    let after: string | null = null;
    return async () => {
      after ??= (await ask({ q, sort: 'relevance' })).next;
      return (await ask({ q, sort: 'relevance', ...(after !== null && { after }) })).found.count;
    };
  };
  return [
    {
      name: `common words of two characters (${common.slice(0, 5).join(' ')} …)`,
      limit: 'common',
      asked: common.map((q) => asking(q)),
    },
    {
      name: `words of 0.5 to 10 % of the stories (${usual.slice(0, 3).join(' ')} …)`,
      limit: 'common',
      asked: usual.map((q) => asking(q)),
    },
    { name: `rarer words (${rare.slice(0, 3).join(' ')} …)`, limit: 'rare', asked: rare.map((q) => asking(q)) },
    {
      name: `four characters of a title (${phrases.slice(0, 2).join(' ')} …)`,
      limit: 'common',
      asked: phrases.map((q) => asking(q)),
    },
    { name: 'common words, by time', limit: 'common', asked: common.map((q) => asking(q, { sort: 'time' })) },
    { name: 'common words, second page', limit: 'common', asked: common.map(second) },
    {
      name: 'common words, in one section',
      limit: 'common',
      asked: common.map((q) => asking(q, { section: 'qinzhou' })),
    },
    {
      name: 'two common words',
      limit: 'common',
      asked: common.slice(2).map((q, n) => asking(`${q} ${common[n + 1]}`)),
    },
    {
      name: 'a common word without another',
      limit: 'common',
      asked: common.slice(2).map((q, n) => asking(`${q} -${common[n + 1]}`)),
    },
    {
      name: 'common words at the desk, in everything',
      limit: 'typed',
      asked: common.map((q) => async () => (await searchDesk(chief, { q }, null, 50)).rows.length),
    },
    {
      name: 'what nobody wrote',
      limit: 'typed',
      asked: ['龘靐齉', '量子鹦鹉', 'weishuixinwen'].map((q) => asking(q)),
    },
    { name: 'one character', limit: 'typed', asked: [...'水雪山人的一'].map((q) => asking(q)) },
    {
      name: 'eight common words, eight characters, exclusions',
      limit: 'floods',
      asked: [
        common.slice(2, 10),
        [...'的一是在有人大中'],
        common.slice(2, 7).map((q, n) => (n === 0 ? q : `-${q}`)),
      ].map((all) => asking(all.join(' '))),
    },
    { name: 'signs, escapes and floods', limit: 'floods', asked: hostile.map((q) => asking(q)) },
    {
      name: 'the same, as one types',
      limit: 'typed',
      asked: hostile.map((q) => async () => (await suggest(q, 8)).length),
    },
    {
      name: 'suggestions for two and three characters',
      limit: 'suggestions',
      asked: [...common, ...spread(titles, words).map(({ title }) => title.slice(0, 3))].map(
        (q) => async () => (await suggest(q, 8)).length,
      ),
    },
  ];
}

async function qualityOf(sql: Sql): Promise<Quality> {
  const texts = await sql<{ text: string }[]>`
    select text from search_entry where not draft order by md5('q' || story_id) limit ${sample.parts}`;
  const parts = texts.map(({ text }, n) => {
    const runs = text.match(/[一-鿿]{6,}/g) ?? [];
    return (runs[n % runs.length] ?? '').slice(n % 3, (n % 3) + 3 + (n % 4));
  });
  // All in one reading of all texts.
  const counts = parts.map((part, n) => `count(*) filter (where text like '%${part}%') as "${n}"`);
  const [like = {}] = await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    return tx.unsafe<Record<string, string>[]>(`select ${counts.join(', ')} from search_entry where not draft`);
  });
  let exact = 0;
  for (const [n, part] of parts.entries()) {
    const { found } = await ask({ q: `“${part}”`, sort: 'relevance' });
    if (found.count === Math.min(Number(like[n]), rankedMatches)) exact += 1;
  }
  const titles = await sql<{ title: string }[]>`
    select title from story where status = 'published' order by md5('k' || id) limit ${sample.titles}`;
  let [first, page] = [0, 0];
  for (const { title } of titles) {
    const { hits } = await ask({ q: title, sort: 'relevance' });
    const place = hits.findIndex(({ fullTitle }) => fullTitle === title);
    if (place === 0) first += 1;
    if (place >= 0) page += 1;
  }
  return { parts: parts.length, exact, titles: titles.length, first, page };
}

async function timeAll(sql: Sql, groups: Group[], rounds: number, say: (text: string) => void): Promise<Timed[]> {
  const all: Timed[] = [];
  for (const { name, limit, asked } of groups) {
    say(name);
    const times: number[] = [];
    const ran: number[] = [];
    let matches = 0;
    for (const run of asked) matches = Math.max(matches, await run());
    const backends = await sql<{ pid: number }[]>`select pid from pg_stat_activity where datname = current_database()`;
    for (let round = 0; round < rounds; round++) {
      for (const run of asked) {
        const [began, used] = [performance.now(), processorTime(backends)];
        await run();
        times.push(performance.now() - began);
        ran.push(processorTime(backends) - used);
      }
    }
    all.push({ name, limit, times: summarise(times), ran: summarise(ran), matches });
  }
  return all;
}

/** Milliseconds that the database and this process have run for. */
function processorTime(backends: readonly { pid: number }[]): number {
  const { user, system } = process.cpuUsage();
  return backends.reduce((sum, { pid }) => sum + ranFor(pid), (user + system) / 1000);
}

/** How often each large table was read from end to end. */
async function scansOf(url: string): Promise<Map<string, number>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const rows = await sql<{ name: string; scans: string }[]>`
    select relname as name, coalesce(seq_scan, 0) as scans from pg_stat_user_tables
    where relid in (select oid from pg_class where reltuples > ${big})`;
  await sql.end();
  return new Map(rows.map(({ name, scans }) => [name, Number(scans)]));
}

/** A story of 8,000 characters is saved with a changed body, then brought up to date in the index alone. */
async function timeSaves(url: string, rounds: number): Promise<Measured['saving']> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const texts = await sql<{ text: string }[]>`
    select string_agg(body_text(body), '') as text from (select body from story order by md5('b' || id) limit 60) taken`;
  const text = (texts[0]?.text ?? '').replaceAll('\n', '');
  const whole: number[] = [];
  const part: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const body = {
      type: 'doc',
      content: Array.from({ length: 40 }, (_, n) => ({
        type: 'paragraph',
        content: [{ type: 'text', text: text.slice(round * 7 + n * 200, round * 7 + (n + 1) * 200) }],
      })),
    };
    const began = performance.now();
    await sql`update story set body = ${sql.json(body)} where id = 1000`;
    whole.push(performance.now() - began);
    await sql`alter table story disable trigger story_searched`;
    await sql`update story set body = ${sql.json({ ...body, content: body.content.slice(1) })} where id = 1000`;
    await sql`alter table story enable trigger story_searched`;
    const again = performance.now();
    await sql`select refresh_search(1000)`;
    part.push(performance.now() - again);
  }
  await sql.end();
  return { whole: summarise(whole), search: summarise(part) };
}

function outcome(tenth: Measured, whole: Measured): Outcome {
  const { stories, texts, load } = whole;
  return {
    method:
      'Databases of their own, filled by `seedDemo`; questions as `/search` asks them, one after another, with cards, passages and guesses, none answered from memory. Words are chosen by how many of 4,000 stories have them.',
    tables: [
      {
        reading:
          'What the index takes. A save is one of 8,000 characters; what the search takes of it is measured alone.',
        head: ['stories', 'built in s', 'texts', 'index', 'a save, p50 ms', 'of it the search'],
        rows: [tenth, whole].map((measured) => [
          count(measured.stories),
          measured.building.toFixed(0),
          megabytes(measured.texts),
          megabytes(measured.index),
          milliseconds(measured.saving.whole.p50),
          milliseconds(measured.saving.search.p50),
        ]),
      },
      {
        reading:
          'What is found. Parts of three to six characters out of random texts, found in as many stories as LIKE finds them in (counted to 1,000); whole titles of random stories, and where a story of that title stands in the answer.',
        head: ['stories', 'parts', 'as LIKE', 'titles', 'first', 'on the first page'],
        rows: [tenth, whole].map(({ stories: size, quality: { parts, exact, titles, first, page } }) =>
          [size, parts, exact, titles, first, page].map(count),
        ),
      },
      timesOf(tenth),
      timesOf(whole),
    ],
    checks: [foundAll(tenth), foundAll(whole), ...fastEnough(whole)],
    notes: [
      `The generated stories have ${Math.round(texts / stories)} bytes of text each, out of a few thousand sentences with invented names: real ones differ more, so that fewer have the same word.`,
      'A flood is answered or refused within the time that the database has for a search. The longest is one character a hundred times: its one pair is in an eighth of these stories, and each of their texts is looked into.',
      `One statement runs at a time, on one core. ${load.toFixed(1)} processes wanted one of the machine's ${cpus().length} cores, this part among them: where that is more, read the times of the core.`,
    ],
  };
}

function timesOf({ stories, timed }: Measured): Table {
  return {
    reading: `At ${count(stories)} stories. “Core” is what this process and the database ran for, in milliseconds: as long as it takes where nobody else wants the core. The last column is the largest number of matches (counted to ${count(rankedMatches)}), lines or suggestions.`,
    head: ['', 'p50 ms', 'p95 ms', 'max ms', 'core p50', 'core p95', 'core max', 'matches'],
    rows: timed.map(({ name, times, ran, matches }) => [
      name,
      ...[times.p50, times.p95, times.max, ran.p50, ran.p95, ran.max].map(milliseconds),
      count(matches),
    ]),
  };
}

function foundAll({ stories, quality: { parts, exact } }: Measured): Check {
  return {
    rule: `at ${count(stories)} stories every part of a text is found wherever LIKE finds it`,
    holds: exact === parts,
    found: `${exact} of ${parts}`,
  };
}

function fastEnough({ timed, scanned }: Measured): Check[] {
  const show = (n: number) => `${milliseconds(n)} ms`;
  return [
    ...timed.map(({ name, limit, times }) =>
      limit === 'typed' || limit === 'floods'
        ? atMost(`${name}: longest`, times.max, longest[limit], show)
        : atMost(`${name}: p95`, times.p95, limits[limit], show),
    ),
    {
      rule: 'no large table is read from end to end',
      holds: scanned.length === 0,
      found: scanned.join(', ') || 'none',
    },
  ];
}
