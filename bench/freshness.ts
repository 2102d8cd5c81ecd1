import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { connect, disconnect, sql } from '#db/client.ts';
import { startCluster } from '#deploy/testing.ts';
import { change, createStory, publish, withdraw } from '#lib/newsroom/index.ts';
import { ask } from '#lib/testing/http.ts';
import { type LoadGenerator, startLoadGenerator } from './children.ts';
import type { LoadResult } from './load.ts';
import { type Outcome, type Part, progress } from './part.ts';
import { samplesOf } from './samples.ts';
import { eventOf } from './site.ts';
import { count, milliseconds, summarise } from './statistics.ts';

/** A change every so many milliseconds: not a whole second, so that it meets every moment of the edge's seconds. */
const rhythm = 1_037;
/** How long the pages of a change are watched, and how old they may be, in milliseconds. */
const watched = 2_500;
const promise = 1_000;
/** Readers besides those who watch. */
const crowd = { perSecond: 500 };
const pause = { list: 15, file: 50, story: 30 };
/** Where a change shows: its own page, lists that people read, feeds, site maps. */
const places = ['page', 'lists', 'feeds', 'site maps'] as const;
type Place = (typeof places)[number];
/** A name that engines may be told of; nobody asks it for anything here. */
const origin = 'https://www.weishui-bench.cn';

const operations = ['publish', 'edit', 'withdraw'] as const;
type Operation = (typeof operations)[number];

/** A story is published as 甲, becomes 乙 by an edit, and is withdrawn. */
type Story = { number: number; id: number };
const titleOf = ({ number }: Story, version: '甲' | '乙') => `时效${String(number).padStart(4, '0')}${version}`;

type Page = { status: number; text: string };

/** A change, and what was seen of it. */
type Change = {
  operation: Operation;
  story: Story;
  /** When the newsroom said that it is done, by `performance.now()`. */
  at: number;
  seen: Record<Place, Seen>;
};

type Seen = {
  looks: number;
  /** How long after the change the last request was sent that was still answered with the old page, in milliseconds. */
  lastStale: number;
  /** Old answers to requests that were sent more than a second after the change. */
  late: string[];
};

/** How old a page may look to a reader who asks through the edge, whatever happens in the newsroom, on two instances under load. */
export const freshness: Part = {
  name: 'freshness',
  title: 'Freshness',
  patience: 1_200,
  async run(bench, { quick }) {
    await bench.stopSite();
    const dataDir = await bench.folder();
    const database = await bench.database(path.join(dataDir, 'postgres'));
    progress('freshness: starting two instances behind nginx');
    const engines = await startEngines();
    const cluster = await startCluster(dataDir, ['--demo', '--instances', '2'], engines.environment);
    const load = startLoadGenerator();
    try {
      const samples = await samplesOf(connect(database.url).sql);
      const others = [...samples.stories.slice(0, 60), ...samples.sections.slice(0, 20)];
      return await measure(cluster.url, load, others, quick ? 30 : 300);
    } finally {
      load.stop();
      await disconnect();
      await cluster.stop();
      await engines.stop();
    }
  },
};

/** Answers as IndexNow, Baidu and a WebSub hub do, and takes whatever they are told. */
async function startEngines(): Promise<{ environment: Record<string, string>; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (request.url?.startsWith('/baidu')) response.end(JSON.stringify({ remain: 99_999, success: 1 }));
      else response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      SITE_ORIGIN: origin,
      INDEXNOW_KEY: 'benchbenchbench',
      INDEXNOW_URL: `${url}/indexnow`,
      BAIDU_PUSH_SITE: origin,
      BAIDU_PUSH_TOKEN: 'bench',
      BAIDU_PUSH_URL: `${url}/baidu`,
      WEBSUB_HUB: `${url}/hub`,
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function measure(url: string, load: LoadGenerator, others: string[], changes: number): Promise<Outcome> {
  const section = await sectionOf('local');
  const lists = ['/', '/latest', `/section/${section.slug}`];
  for (const address of [...lists, ...others]) await look(url, address, 'gzip');
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const watch = new Watch(url);
  for (const list of lists) for (const encoding of encodings) watch.follow('lists', list, encoding, pause.list);
  const feeds = ['/feed.xml', '/atom.xml', '/feed.json', `/section/${section.slug}/feed.xml`];
  for (const feed of feeds) watch.follow('feeds', feed, 'gzip', pause.file);
  for (const map of ['/news-sitemap.xml', `/sitemap/${month}.xml`]) watch.follow('site maps', map, 'gzip', pause.file);
  const seconds = Math.ceil((changes * rhythm + watched) / 1000) + 5;
  const crowding = load.perform({
    kind: 'paced',
    url,
    paths: [...lists, ...lists, ...others],
    perSecond: crowd.perSecond,
    seconds,
    seed: 7,
  });

  const stories: Story[] = [];
  const write = async () => {
    const number = stories.length + 1;
    stories.push({ number, id: await draft(number, section.id) });
  };
  // A story is published, the one before it is edited, the one before that is withdrawn: all are seen at the top of lists.
  for (const _ of [1, 2]) {
    await write();
    eventOf(await perform('publish', stories.at(-1) as Story));
  }
  const done: Change[] = [];
  const began = performance.now();
  for (let n = 0; n < changes; n++) {
    progress(`freshness: change ${n + 1} of ${changes}`);
    await sleep(Math.max(0, began + n * rhythm - performance.now()));
    const operation = operations[n % 3] as Operation;
    if (operation === 'publish') await write();
    const story = stories.at({ publish: -1, edit: -2, withdraw: -3 }[operation]) as Story;
    done.push(await watch.during(operation, story, () => perform(operation, story)));
  }
  await sleep(watched);
  await watch.stop();

  // Long after: whatever came back, came back for good.
  const wrongAtLast: string[] = [];
  for (const story of stories) {
    const last = done.findLast((one) => one.story === story);
    for (const encoding of encodings) {
      const { status, text } = await look(url, `/article/${story.id}`, encoding);
      const right =
        last?.operation === 'withdraw'
          ? status === 410
          : status === 200 && text.includes(titleOf(story, last?.operation === 'edit' ? '乙' : '甲'));
      if (!right) wrongAtLast.push(`at last /article/${story.id} ${encoding}: ${status} after ${last?.operation}`);
    }
  }
  return outcome(done, watch, await crowding, wrongAtLast, await deliveries());
}

/** `took`: milliseconds from the event to the answer, of those that are done. */
type Deliveries = { channel: string; done: number; waiting: number; dead: number; errors: string[]; took: number[] };

/** What the outbox did: the edge must have fetched the pages of withdrawals anew, engines must have been told. */
async function deliveries(): Promise<Deliveries[]> {
  for (const end = Date.now() + 60_000; ; await sleep(100)) {
    const rows = await sql<Deliveries[]>`
      select channel, count(*) filter (where state = 'done')::int as done,
        count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'dead')::int as dead,
        coalesce(array_agg(distinct last_error) filter (where last_error is not null), '{}') as errors,
        coalesce(array_agg((extract(epoch from ended_at - created_at) * 1000)::float8) filter (where state = 'done'), '{}') as took
      from delivery group by channel order by channel`;
    if (rows.every(({ waiting }) => waiting === 0) || Date.now() > end) return rows;
  }
}

function perform(operation: Operation, story: Story) {
  switch (operation) {
    case 'publish':
      return publish(story.id, 'bench');
    case 'edit':
      return change(story.id, { title: titleOf(story, '乙') }, 'bench');
    case 'withdraw':
      return withdraw(story.id, '测量撤稿', 'bench');
  }
}

/** Whether an answer is one of before the change. */
function isStale({ operation, story }: Change, place: Place, { status, text }: Page): boolean {
  const own = place === 'page';
  // A part of the site map names addresses alone, which an edit leaves as they are.
  const addresses = place === 'site maps' && !text.includes('<news:');
  const names = (version: '甲' | '乙') =>
    addresses ? text.includes(`/article/${story.id}<`) : text.includes(titleOf(story, version));
  switch (operation) {
    case 'publish':
      return own ? status !== 200 : !names('甲') && !names('乙');
    case 'edit':
      return own ? status === 200 && !names('乙') : !addresses && names('甲');
    case 'withdraw':
      return own ? status === 200 : names('甲') || names('乙');
  }
}

const encodings = ['identity', 'gzip', 'br'] as const;
type Encoding = (typeof encodings)[number];

/** Readers who ask for the same pages all the time, in every encoding, which the edge keeps apart. */
class Watch {
  readonly #url: string;
  readonly #active = new Set<Change>();
  readonly #going: Promise<void>[] = [];
  #stopped = false;
  asked = 0;
  readonly failed: string[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  /** Asks for a page until the end. @param pause between two requests, in milliseconds. */
  follow(place: Place, address: string, encoding: Encoding, pause: number): void {
    this.#going.push(this.#follow(place, address, encoding, pause));
  }

  /** Carries out a change while its pages are watched, and for some seconds after it. */
  async during(operation: Operation, story: Story, work: () => ReturnType<typeof perform>): Promise<Change> {
    const one: Change = {
      operation,
      story,
      at: Number.POSITIVE_INFINITY,
      seen: { page: unseen(), lists: unseen(), feeds: unseen(), 'site maps': unseen() },
    };
    // Asked for before: what the edge holds then is what must go.
    const own = [`/article/${story.id}`, `/article/${story.id}/print`];
    for (const address of own) for (const encoding of encodings) await this.#look(address, encoding);
    eventOf(await work());
    one.at = performance.now();
    this.#active.add(one);
    for (const address of own) for (const encoding of encodings) this.#going.push(this.#own(one, address, encoding));
    return one;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#going);
  }

  async #follow(place: Place, address: string, encoding: Encoding, pause: number): Promise<void> {
    while (!this.#stopped) {
      const sent = performance.now();
      const page = await this.#look(address, encoding);
      for (const one of this.#active) {
        if (sent - one.at > watched) this.#active.delete(one);
        else if (page) note(one, place, `${address} ${encoding}`, sent, isStale(one, place, page));
      }
      await sleep(pause);
    }
  }

  async #own(one: Change, address: string, encoding: Encoding): Promise<void> {
    while (performance.now() - one.at < watched) {
      const sent = performance.now();
      const page = await this.#look(address, encoding);
      if (page) note(one, 'page', `${address} ${encoding}`, sent, isStale(one, 'page', page));
      await sleep(pause.story);
    }
  }

  async #look(address: string, encoding: Encoding): Promise<Page | null> {
    this.asked += 1;
    try {
      const page = await look(this.#url, address, encoding);
      if (page.status < 500 && page.status !== 429) return page;
      this.failed.push(`${address} ${encoding}: ${page.status}`);
      return null;
    } catch (error) {
      this.failed.push(`${address} ${encoding}: ${(error as Error).message}`);
      return null;
    }
  }
}

function unseen(): Seen {
  return { looks: 0, lastStale: 0, late: [] };
}

function note(one: Change, place: Place, where: string, sent: number, stale: boolean): void {
  if (sent < one.at) return;
  const seen = one.seen[place];
  seen.looks += 1;
  if (!stale) return;
  const age = sent - one.at;
  seen.lastStale = Math.max(seen.lastStale, age);
  if (age > promise) seen.late.push(`${one.operation} ${one.story.id}: ${where}, ${milliseconds(age)} ms`);
}

/** Unpacked pages by their tag: the same page is seen many times. */
const unpacked = new Map<string, string>();

async function look(url: string, address: string, encoding: Encoding): Promise<Page> {
  const { status, headers, body } = await ask(url + address, { headers: { 'accept-encoding': encoding } });
  const etag = headers.etag && `${address} ${headers.etag} ${headers['content-encoding']}`;
  const known = etag ? unpacked.get(etag) : undefined;
  if (known !== undefined) return { status, text: known };
  const text = (
    headers['content-encoding'] === 'br'
      ? brotliDecompressSync(body)
      : headers['content-encoding'] === 'gzip'
        ? gunzipSync(body)
        : body
  ).toString();
  if (etag) {
    unpacked.set(etag, text);
    if (unpacked.size > 500) unpacked.delete(unpacked.keys().next().value as string);
  }
  return { status, text };
}

async function sectionOf(slug: string): Promise<{ id: number; slug: string }> {
  const [row] = await sql<{ id: number; slug: string }[]>`select id::int, slug from section where slug = ${slug}`;
  if (!row) throw new Error(`The newsroom has no section ${slug}.`);
  return row;
}

async function draft(number: number, sectionId: number): Promise<number> {
  const words = '测量从发布到每位读者看见新内容的时间。';
  const saved = await createStory(
    {
      title: titleOf({ number, id: 0 }, '甲'),
      sectionId,
      body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] },
    },
    'bench',
  );
  if (!saved.ok) throw new Error(saved.message);
  return saved.id;
}

function outcome(
  done: Change[],
  watch: Watch,
  crowding: LoadResult,
  wrongAtLast: string[],
  told: Deliveries[],
): Outcome {
  const rowOf = (name: string, changes: Change[], where: readonly Place[] = places) => {
    const seen = changes.map((one) => where.map((place) => one.seen[place]));
    const { p50, p99, max } = summarise(seen.map((all) => Math.max(...all.map(({ lastStale }) => lastStale))));
    const sum = (of: (seen: Seen) => number) => seen.flat().reduce((total, each) => total + of(each), 0);
    const numbers = [sum(({ looks }) => looks), sum(({ late }) => late.length)];
    return [name, count(changes.length), ...[p50, p99, max].map(milliseconds), ...numbers.map(count)];
  };
  const late = [...done.flatMap(({ seen }) => places.flatMap((place) => seen[place].late)), ...wrongAtLast];
  const failed = watch.failed.length + crowding.wrong;
  return {
    method:
      `\`npm run cluster\` with two instances: nginx, Redis or Valkey, PostgreSQL. \`lib/newsroom\` publishes, edits and withdraws in another process than the servers’, a change every ${rhythm / 1000} s. ` +
      `Readers ask for the front page, \`/latest\`, the section, the story and its print page in every encoding, for four feeds, the news site map and the month’s part of the site map the whole time (${count(watch.asked)} requests), and ${crowd.perSecond} others a second for these and 80 more pages (${count(crowding.requests)} requests, p99 ${milliseconds(crowding.p99)} ms).`,
    tables: [
      {
        reading:
          'Milliseconds from the moment at which the newsroom says that a change is done to the last request that was still answered with the old page, over all pages and encodings of the change. Wrong: old answers to requests that were sent more than a second after it.',
        head: ['change', 'times', 'p50 ms', 'p99 ms', 'longest ms', 'answers', 'wrong after 1 s'],
        rows: [
          ...operations.map((operation) =>
            rowOf(
              operation,
              done.filter((one) => one.operation === operation),
            ),
          ),
          ...places.map((place) => rowOf(`all: ${place}`, done, [place])),
          rowOf('all', done),
        ],
      },
      {
        reading:
          'Milliseconds from the event to the answer of whom the outbox told: the edge, which fetches the pages of withdrawals anew at once and once more when its own second is over; engines, some seconds later on purpose, many events in one call (a local server that answers as they do).',
        head: ['channel', 'done', 'p50 ms', 'p99 ms', 'longest ms', 'not done'],
        rows: told.map(({ channel, done, waiting, dead, took }) => {
          const { p50, p99, max } = summarise(took);
          return [channel, count(done), ...[p50, p99, max].map(milliseconds), count(waiting + dead)];
        }),
      },
    ],
    checks: [
      {
        rule: 'no answer is older than one second',
        holds: late.length === 0,
        found: late.length === 0 ? '0 wrong' : `${count(late.length)} wrong: ${late.slice(0, 5).join('; ')}`,
      },
      {
        rule: 'the edge has fetched every page of a withdrawal anew, and every engine is told of every change',
        holds: told.length === 4 && told.every(({ done, waiting, dead }) => done > 0 && waiting + dead === 0),
        found: told
          .map(({ channel, done, waiting, dead, errors }) =>
            [`${channel} ${count(done)} done, ${count(waiting + dead)} not`, ...errors].join('; '),
          )
          .join('. '),
      },
      {
        rule: 'no request fails',
        holds: failed === 0,
        found: `${count(failed)} failed${watch.failed.length > 0 ? `: ${watch.failed.slice(0, 5).join('; ')}` : ''}`,
      },
    ],
    notes: [
      'nginx keeps a page to the end of its own second, so an old one is up to a second old and half a second on average; what comes on top is the notice to the instances and one rendering.',
      'A withdrawal makes the edge fetch every page that names the story, in three encodings and in two rounds, one after the other so that readers come first: some 800 requests. One every three seconds is more than it gets through at once, so here the queue grows; nobody waits for it while an instance answers.',
    ],
  };
}
