import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, disconnect, sql } from '#db/client.ts';
import { type RunningCluster, startCluster } from '#deploy/testing.ts';
import { createStory, publish } from '#lib/newsroom/index.ts';
import { ask, hangUp } from '#lib/testing/http.ts';
import { startLoadGenerator } from './children.ts';
import { type Crowd, type CrowdResult, connections, crowdOf } from './crowd.ts';
import { type Check, type Part, progress } from './part.ts';
import { processorTimeOf } from './process.ts';
import { type Samples, samplesOf } from './samples.ts';
import { eventOf } from './site.ts';
import { count, kilobytes, median, milliseconds, percentile } from './statistics.ts';

type Round = CrowdResult & { microseconds: number };
type Compared = { page: Round; file: Round };
type Hits = { asked: number; hits: number };
type Publishing = { page: string; calm: Round[]; busy: Round[]; hits: Hits; calmHits: Hits; published: number };
type Measured = { instances: number; compared: Compared[]; bytes: number; publishing: Publishing[]; fresh: Fresh };
type Fresh = { perSecond: number; p50: number; p95: number };

/** The whole of `npm run cluster` under a crowd: what the edge keeps of the speed of a file, also while stories are published. */
export const edge: Part = {
  name: 'edge',
  title: 'The edge',
  patience: 900,
  async run(bench, { quick }) {
    await bench.stopSite();
    const load = startLoadGenerator();
    const measured: Measured[] = [];
    const crowd = await crowdOf(load);
    const [rounds, seconds] = quick ? [1, 2] : [5, 4];
    try {
      for (const instances of [1, 2]) {
        const dataDir = await bench.folder();
        const database = await bench.database(path.join(dataDir, 'postgres'));
        progress(`the edge: starting ${instances} of it`);
        const cluster = await startCluster(dataDir, ['--demo', '--instances', String(instances)]);
        const samples = await samplesOf(connect(database.url).sql);
        try {
          measured.push(await measure({ instances, cluster, dataDir, samples, crowd, rounds, seconds }));
        } finally {
          hangUp();
          await disconnect();
          await cluster.stop();
        }
      }
    } finally {
      load.stop();
    }
    return outcome(measured, crowd, rounds, seconds);
  },
};

type Setting = {
  instances: number;
  cluster: RunningCluster;
  dataDir: string;
  samples: Samples;
  crowd: Crowd;
  rounds: number;
  seconds: number;
};

async function measure({ instances, cluster, dataDir, samples, crowd, rounds, seconds }: Setting): Promise<Measured> {
  const { url } = cluster;
  const nginx = (await cluster.parts()).nginx as number;
  const workers = await childrenOf(nginx);
  const log = path.join(dataDir, 'nginx/access.log');
  const round = async (address: string): Promise<Round> => {
    const used = async () => {
      const times = await Promise.all(workers.map(processorTimeOf));
      return times.reduce((sum, time) => sum + time, 0);
    };
    const before = await used();
    const result = await crowd.ask(url + address, seconds);
    return { ...result, microseconds: (((await used()) - before) / (result.perSecond * seconds)) * 1e6 };
  };

  // The page as the edge keeps it, as a file beside those of the builds: served by the same nginx.
  const gzip = { 'accept-encoding': 'gzip' };
  await ask(url + samples.story, { headers: gzip });
  const page = await ask(url + samples.story, { headers: gzip });
  const folder = path.join(dataDir, 'assets/_next/static/bench');
  const file = '/_next/static/bench/story.html';
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'story.html.gz'), page.body);
  await writeFile(path.join(folder, 'story.html'), (await ask(url + samples.story)).body);
  const served = await ask(url + file, { headers: gzip });
  if (!served.body.equals(page.body)) throw new Error('nginx does not serve the same bytes from disk.');

  const compared: Compared[] = [];
  for (let n = -1; n < rounds; n++) {
    progress(`the edge, ${instances}: page and file, round ${n + 1} of ${rounds}`);
    const both = { page: await round(samples.story), file: await round(file) };
    if (n >= 0) compared.push(both);
  }

  const publishing: Publishing[] = [];
  for (const [name, address] of [
    ['front', '/'],
    ['story', samples.story],
  ] as const) {
    progress(`the edge, ${instances}: ${name}, with a publish every second`);
    const one: Publishing = {
      page: name,
      calm: [],
      busy: [],
      hits: { asked: 0, hits: 0 },
      calmHits: { asked: 0, hits: 0 },
      published: 0,
    };
    await round(address);
    for (let n = 0; n < rounds; n++) {
      add(one.calmHits, await hitsDuring(log, nginx, async () => void one.calm.push(await round(address))));
      const busy = async () => {
        const publisher = publishEverySecond();
        try {
          one.busy.push(await round(address));
        } finally {
          one.published += await publisher.stop();
        }
      };
      add(one.hits, await hitsDuring(log, nginx, busy));
    }
    publishing.push(one);
  }
  return { instances, compared, bytes: page.body.length, publishing, fresh: await rendering(url, samples) };
}

/** Pages that nobody has asked for yet, eight at a time: what instances add. */
async function rendering(url: string, samples: Samples): Promise<Fresh> {
  const stories = samples.stories.filter((story) => story !== samples.story).slice(0, 240);
  const times: number[] = [];
  const began = performance.now();
  const reader = async () => {
    for (let story = stories.pop(); story; story = stories.pop()) {
      times.push((await ask(url + story, { headers: { 'accept-encoding': 'gzip' } })).milliseconds);
    }
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: times.length / seconds, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

async function childrenOf(pid: number): Promise<number[]> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const children = listed.trim().split(' ').map(Number);
  const names = await Promise.all(children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8')));
  return children.filter((_, n) => names[n]?.includes('worker'));
}

function publishEverySecond(): { stop(): Promise<number> } {
  let going = true;
  let published = 0;
  const work = (async () => {
    while (going) {
      const began = performance.now();
      await publishOne();
      published += 1;
      await sleep(Math.max(0, 1_000 - (performance.now() - began)));
    }
  })();
  return {
    async stop() {
      going = false;
      await work;
      return published;
    },
  };
}

let written = 0;
async function publishOne(): Promise<void> {
  written += 1;
  const [section] = await sql<{ id: number }[]>`select id::int from section order by id limit 1`;
  const saved = await createStory(
    {
      title: `测速快讯第 ${written} 号`,
      sectionId: section?.id ?? 0,
      body: {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: '测量发布时读者等待的时间。' }] }],
      },
    },
    'bench',
  );
  if (!saved.ok) throw new Error(saved.message);
  eventOf(await publish(saved.id, 'bench'));
}

function add(sum: Hits, more: Hits): void {
  sum.asked += more.asked;
  sum.hits += more.hits;
}

/** What nginx writes into its log meanwhile: how many pages were asked for, and how many it had. */
async function hitsDuring(log: string, nginx: number, work: () => Promise<void>): Promise<Hits> {
  // The log is written in blocks; asked to open it anew, nginx writes what it holds.
  const written = async () => {
    process.kill(nginx, 'SIGUSR1');
    let size = -1;
    for (let now = (await stat(log)).size; now !== size; now = (await stat(log)).size) {
      size = now;
      await sleep(300);
    }
  };
  await written();
  await truncate(log);
  await work();
  await written();
  const lines = (await readFile(log, 'latin1')).split('\n');
  const statuses = lines.flatMap(
    (line) => / [\d.]+ (HIT|MISS|EXPIRED|REVALIDATED|STALE|BYPASS) "/.exec(line)?.[1] ?? [],
  );
  return { asked: statuses.length, hits: statuses.filter((status) => status === 'HIT').length };
}

const ratioOf = (pairs: Compared[]) => pairs.map(({ page, file }) => page.perSecond / file.perSecond);
const p99Of = (rounds: Round[]) => median(rounds.map(({ p99 }) => p99));

function outcome(measured: Measured[], crowd: Crowd, rounds: number, seconds: number) {
  const percent = ({ asked, hits }: Hits) => `${((hits / asked) * 100).toFixed(2)} %`;
  const checks: Check[] = [];
  let wrong = 0;
  for (const { instances, compared, publishing } of measured) {
    const ratio = median(ratioOf(compared));
    const label = `${instances} instance${instances > 1 ? 's' : ''}`;
    checks.push({
      rule: `${label}: gzip story page through the edge >= 0.8 x the same file from disk`,
      holds: ratio >= 0.8,
      found: ratio.toFixed(2),
    });
    for (const { page, calm, busy } of publishing) {
      const times = p99Of(busy) / p99Of(calm);
      checks.push({
        rule: `${label}: ${page}, p99 with a publish every second <= 3 x without`,
        holds: times <= 3,
        found: `${times.toFixed(2)} x (${milliseconds(p99Of(busy))} ms, ${milliseconds(p99Of(calm))} ms)`,
      });
      for (const round of [...calm, ...busy]) wrong += round.wrong;
    }
    for (const { page, file } of compared) wrong += page.wrong + file.wrong;
  }
  checks.push({ rule: 'every answer is a success', holds: wrong === 0, found: `${count(wrong)} wrong` });
  return {
    method:
      `\`npm run cluster\`: nginx, Redis or Valkey, PostgreSQL and the instances on this machine. ${crowd.name}, ${connections} connections, ${rounds} rounds of ${seconds} s of each in turn. ` +
      'The file is the page’s own compressed bytes, sent by the same nginx (`gzip_static`, `open_file_cache`).',
    tables: [
      {
        reading:
          'Ratio: requests a second of the page through the edge, divided by those of the file in the round beside it; the median, and the lowest and highest. CPU ratio: nginx’s processor time for an answer from disk, divided by that for the page; it does not depend on the generator.',
        head: [
          'instances',
          'ratio',
          'lowest – highest',
          'CPU ratio',
          'page req/s',
          'file req/s',
          'page p99 ms',
          'file p99 ms',
          'bytes',
        ],
        rows: measured.map(({ instances, compared, bytes }) => {
          const ratios = ratioOf(compared);
          const of = (pick: (pair: Compared) => number) => median(compared.map(pick));
          return [
            String(instances),
            median(ratios).toFixed(2),
            `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`,
            of(({ page, file }) => file.microseconds / page.microseconds).toFixed(2),
            count(of(({ page }) => page.perSecond)),
            count(of(({ file }) => file.perSecond)),
            milliseconds(of(({ page }) => page.p99)),
            milliseconds(of(({ file }) => file.p99)),
            kilobytes(bytes),
          ];
        }),
      },
      {
        reading:
          'A story is published every second while a crowd asks for one page: the front page is rendered anew each time, the story because of its panels. Hit ratio: answers that the edge gave without asking an instance, by its own log.',
        head: [
          'instances, page',
          'p99 ms',
          'publishing: p99 ms',
          'times',
          'req/s',
          'publishing: req/s',
          'hit ratio',
          'publishing: hit ratio',
          'stories',
        ],
        rows: measured.flatMap(({ instances, publishing }) =>
          publishing.map(({ page, calm, busy, hits, calmHits, published }) => [
            `${instances}, ${page}`,
            milliseconds(p99Of(calm)),
            milliseconds(p99Of(busy)),
            (p99Of(busy) / p99Of(calm)).toFixed(2),
            count(median(calm.map(({ perSecond }) => perSecond))),
            count(median(busy.map(({ perSecond }) => perSecond))),
            percent(calmHits),
            percent(hits),
            String(published),
          ]),
        ),
      },
      {
        reading:
          'Pages that nobody has asked for yet, through the edge, eight readers at a time: rendered, stored, compressed, kept.',
        head: ['instances', 'pages/s', 'p50 ms', 'p95 ms'],
        rows: measured.map(({ instances, fresh }) => [
          String(instances),
          fresh.perSecond.toFixed(0),
          milliseconds(fresh.p50),
          milliseconds(fresh.p95),
        ]),
      },
    ],
    checks,
    notes: [
      crowd.name === 'wrk'
        ? 'nginx, the instances, the database and the generator share the cores of the machine.'
        : 'autocannon is slower than nginx: requests a second are its limit, and the CPU ratio is the one to read. Debian’s `wrk` is used where it is installed.',
    ],
  };
}
