import path from 'node:path';
import type { Sql } from 'postgres';
import { connect, disconnect } from '#db/client.ts';
import { seedDemo } from '#db/demo/seed.ts';
import { atMost, type Outcome, type Part, progress } from '../part.ts';
import { queryCases } from '../queries/cases.ts';
import { emptyDatabase } from '../queries/part.ts';
import { questionCases } from '../queries/questions.ts';
import { worldOf } from '../queries/world.ts';
import { count, megabytes, milliseconds, type Summary, summarise } from '../statistics.ts';

/** Milliseconds for each query behind a page's related stories. */
const budget = 5;
const asked = new Set([
  'relatedBasis',
  'storiesLike',
  'soughtWords',
  'termFrequencies',
  'topicsNamedIn',
  'topicsOf',
  'related',
]);
/** So often in a row each question is asked; the quickest counts, so that what else the machine does counts less. */
const repeats = 3;

type Timed = { name: string; times: Summary };
type Measured = { stories: number; seeding: number; tables: Map<string, number>; timed: Timed[] };

/** Related stories and suggested topics alone, from a small newsroom to a large archive: the same at every size. */
export const related: Part = {
  name: 'related',
  title: 'Related stories',
  patience: 3600,
  async run(bench, { stories, quick }) {
    await bench.stopSite();
    const folder = await bench.folder();
    const server = await bench.database(path.join(folder, 'postgres'));
    const sizes = [...new Set([1_000, Math.min(100_000, stories), stories])];
    const all: Measured[] = [];
    for (const size of sizes) {
      all.push(await measure(folder, await emptyDatabase(server.url, `of_${size}`), size, quick ? 20 : 250));
    }
    return outcome(all);
  },
};

async function measure(dataDir: string, url: string, stories: number, times: number): Promise<Measured> {
  const began = performance.now();
  const { sql } = connect(url);
  const say = (text: string) => progress(`${count(stories)} stories: ${text}`);
  await seedDemo({ now: new Date(), stories, dataDir, searchable: false, progress: say });
  const seeding = (performance.now() - began) / 1000;
  const world = await worldOf(sql);
  const timed: Timed[] = [];
  for (const { query, with: parameters, run } of [...queryCases(world), ...(await questionCases(world))]) {
    if (!asked.has(query)) continue;
    say(query);
    const samples: number[] = [];
    for (let n = -20; n < times; n++) {
      const quickest = await quickestOf(() => run(n + 20));
      if (n >= 0) samples.push(quickest);
    }
    timed.push({ name: `${query}: ${parameters}`, times: summarise(samples) });
  }
  const tables = await sizesOf(sql);
  await disconnect();
  return { stories: world.total, seeding, tables, timed };
}

async function quickestOf(run: () => Promise<unknown>): Promise<number> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < repeats; n++) {
    const began = performance.now();
    await run();
    quickest = Math.min(quickest, performance.now() - began);
  }
  return quickest;
}

async function sizesOf(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql<{ name: string; bytes: string }[]>`
    select relname as name, pg_total_relation_size(oid) as bytes from pg_class
    where relname in ('story_terms', 'term_posting', 'term_frequency') order by 1`;
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

function outcome(all: Measured[]): Outcome {
  const [few] = all;
  const many = all.at(-1);
  if (!few || !many) throw new Error('Nothing was measured.');
  const sizes = all.map(({ stories }) => count(stories));
  const of = ({ timed }: Measured, name: string) => timed.find((one) => one.name === name)?.times;
  const slowest = many.timed
    .filter(({ name }) => /^(?:relatedBasis|storiesLike):/.test(name))
    .reduce((a, b) => (b.times.p95 > a.times.p95 ? b : a));
  return {
    method: `Databases of ${sizes.join(', ')} stories (\`npm run db:seed -- --stories N\`; the largest was seeded in ${many.seeding.toFixed(0)} s). Each question is asked for 250 stories drawn from the whole database after 20 to warm up, ${repeats} times in a row, of which the quickest counts: from the function call to the mapped rows.`,
    tables: [
      {
        reading: 'Milliseconds, p50 / p95, at so many stories. `related` is the whole panel, cards included.',
        head: ['', ...sizes],
        rows: many.timed.map(({ name }) => [
          name,
          ...all.map((measured) => {
            const times = of(measured, name);
            return times ? `${milliseconds(times.p50)} / ${milliseconds(times.p95)}` : '-';
          }),
        ]),
      },
      {
        reading: 'What is kept for it, indexes included.',
        head: ['', ...sizes],
        rows: [...many.tables.keys()].map((name) => [
          name,
          ...all.map(({ tables }) => megabytes(tables.get(name) ?? 0)),
        ]),
      },
    ],
    checks: [
      atMost(
        `what a page asks p95 at ${count(many.stories)} stories (${slowest.name})`,
        slowest.times.p95,
        budget,
        (value) => `${milliseconds(value)} ms`,
      ),
    ],
  };
}
