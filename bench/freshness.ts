import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { connect, disconnect, sql } from '#db/client.ts';
import { ask as askOnce, startCluster } from '#deploy/testing.ts';
import { change, createStory, publish, withdraw } from '#lib/newsroom/index.ts';
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
const pause = { list: 15, story: 30 };

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
  /** For each page: when the last request was sent that was still answered with the old one. */
  lastStale: Map<string, number>;
  /** Old answers to requests that were sent more than a second after the change. */
  late: string[];
  looks: number;
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
    const cluster = await startCluster(dataDir, ['--demo', '--instances', '2']);
    const load = startLoadGenerator();
    try {
      const samples = await samplesOf(connect(database.url).sql);
      const others = [...samples.stories.slice(0, 60), ...samples.sections.slice(0, 20)];
      return await measure(cluster.url, load, others, quick ? 30 : 300);
    } finally {
      load.stop();
      await disconnect();
      await cluster.stop();
    }
  },
};

async function measure(url: string, load: LoadGenerator, others: string[], changes: number): Promise<Outcome> {
  const section = await sectionOf('local');
  const lists = ['/', '/latest', `/section/${section.slug}`];
  for (const address of [...lists, ...others]) await look(url, address, 'gzip');
  const watch = new Watch(url, lists);
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

type Deliveries = { done: number; waiting: number; dead: number; errors: string[] };

/** What the outbox did with the withdrawals: the edge must have fetched their pages anew. */
async function deliveries(): Promise<Deliveries> {
  for (const end = Date.now() + 60_000; ; await sleep(100)) {
    const [row] = await sql<[Deliveries]>`
      select count(*) filter (where state = 'done')::int as done,
        count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'dead')::int as dead,
        coalesce(array_agg(distinct last_error) filter (where last_error is not null), '{}') as errors
      from delivery where channel = 'edge'`;
    if (row.waiting === 0 || Date.now() > end) return row;
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
function isStale({ operation, story }: Change, { status, text }: Page, own: boolean): boolean {
  const names = (version: '甲' | '乙') => text.includes(titleOf(story, version));
  switch (operation) {
    case 'publish':
      return own ? status !== 200 : !names('甲') && !names('乙');
    case 'edit':
      return own ? status === 200 && !names('乙') : names('甲');
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

  constructor(url: string, lists: readonly string[]) {
    this.#url = url;
    for (const list of lists) for (const encoding of encodings) this.#going.push(this.#list(list, encoding));
  }

  /** Carries out a change while its pages are watched, and for some seconds after it. */
  async during(operation: Operation, story: Story, work: () => ReturnType<typeof perform>): Promise<Change> {
    const one: Change = {
      operation,
      story,
      at: Number.POSITIVE_INFINITY,
      lastStale: new Map(),
      late: [],
      looks: 0,
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

  async #list(address: string, encoding: Encoding): Promise<void> {
    while (!this.#stopped) {
      const sent = performance.now();
      const page = await this.#look(address, encoding);
      for (const one of this.#active) {
        if (sent - one.at > watched) this.#active.delete(one);
        else if (page) note(one, `${address} ${encoding}`, sent, isStale(one, page, false));
      }
      await sleep(pause.list);
    }
  }

  async #own(one: Change, address: string, encoding: Encoding): Promise<void> {
    while (performance.now() - one.at < watched) {
      const sent = performance.now();
      const page = await this.#look(address, encoding);
      if (page) note(one, `${address} ${encoding}`, sent, isStale(one, page, true));
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

function note(one: Change, where: string, sent: number, stale: boolean): void {
  if (sent < one.at) return;
  one.looks += 1;
  if (!stale) return;
  const age = sent - one.at;
  one.lastStale.set(where, Math.max(one.lastStale.get(where) ?? 0, age));
  if (age > promise) one.late.push(`${one.operation} ${one.story.id}: ${where}, ${milliseconds(age)} ms`);
}

/** Unpacked pages by their tag: the same page is seen many times. */
const unpacked = new Map<string, string>();

async function look(url: string, address: string, encoding: Encoding): Promise<Page> {
  const { status, headers, body } = await askOnce(url + address, { headers: { 'accept-encoding': encoding } });
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

function outcome(done: Change[], watch: Watch, crowding: LoadResult, wrongAtLast: string[], told: Deliveries): Outcome {
  const rowOf = (name: string, changes: Change[]) => {
    const { p50, p99, max } = summarise(changes.map(({ lastStale }) => Math.max(0, ...lastStale.values())));
    const looks = changes.reduce((sum, one) => sum + one.looks, 0);
    const late = changes.reduce((sum, one) => sum + one.late.length, 0);
    return [name, count(changes.length), ...[p50, p99, max].map(milliseconds), count(looks), count(late)];
  };
  const late = [...done.flatMap((one) => one.late), ...wrongAtLast];
  const failed = watch.failed.length + crowding.wrong;
  return {
    method:
      `\`npm run cluster\` with two instances: nginx, Redis or Valkey, PostgreSQL. \`lib/newsroom\` publishes, edits and withdraws in another process than the servers’, a change every ${rhythm / 1000} s. ` +
      `Readers ask for the front page, \`/latest\`, the section, the story and its print page in every encoding the whole time (${count(watch.asked)} requests), and ${crowd.perSecond} others a second for these and 80 more pages (${count(crowding.requests)} requests, p99 ${milliseconds(crowding.p99)} ms).`,
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
          rowOf('all', done),
        ],
      },
    ],
    checks: [
      {
        rule: 'no answer is older than one second',
        holds: late.length === 0,
        found: late.length === 0 ? '0 wrong' : `${count(late.length)} wrong: ${late.slice(0, 5).join('; ')}`,
      },
      {
        rule: 'the edge has fetched every page of a withdrawal anew',
        holds: told.done > 0 && told.waiting + told.dead === 0,
        found: `${count(told.done)} deliveries done, ${count(told.waiting + told.dead)} not${told.errors.map((error) => `; ${error}`).join('')}`,
      },
      {
        rule: 'no request fails',
        holds: failed === 0,
        found: `${count(failed)} failed${watch.failed.length > 0 ? `: ${watch.failed.slice(0, 5).join('; ')}` : ''}`,
      },
    ],
    notes: [
      'nginx keeps a page to the end of its own second, so an old one is up to a second old and half a second on average; what comes on top is the notice to the instances and one rendering.',
    ],
  };
}
