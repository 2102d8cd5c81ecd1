import path from 'node:path';
import type { Sql, TransactionSql } from 'postgres';
import type { BlockNode, StoryBody } from '#db/schema/body.ts';
import { staleBy } from '#lib/cache/events.ts';
import { mediaStorage } from '#lib/media/storage.ts';
import { dayOf, dayStart } from '#lib/text/time.ts';
import { sql } from '../client.ts';
import { type DemoStory, readMedia, readStories } from './files.ts';
import { type GeneratedStory, generateStories } from './generator.ts';
import { type Stored, storeDemoMedia } from './media.ts';
import { DemoNewsroom, type NewStory } from './newsroom.ts';

export type SeedOptions = {
  /** The moment to which all times of the demo are relative. */
  now: Date;
  /** Generated stories, beside the hand-written ones. */
  stories?: number;
  /** Another number gives other generated stories. */
  seed?: number;
  /** Where media are stored: `DATA_DIR`, else `.data`. */
  dataDir?: string;
  /** False: nothing can be searched, which for a million stories saves ten minutes. For measurements of other things. */
  searchable?: boolean;
  /** What is being done, for people who wait. */
  progress?: (text: string) => void;
};

/** Whether the database was filled, and how many stories it has now. */
export type SeedResult = { filled: boolean; stories: number };

/** Stories between two rounds of sending. */
const batch = 5_000;
/** How many a newsroom writes in a day, in the long run: a larger demo reaches further back than sixty days. */
const storiesPerDay = 200;
/** A demo for measuring, no longer for looking at: filled by the ways of bulk loading. */
const large = 20_000;
const minute = 60_000;
const hour = 60 * minute;

/**
 * Fills an empty database with the demo newsroom. A database that has sections or stories is left alone. All rows are
 * written in one transaction: a seed that is killed leaves nothing behind but finished media files, which the next one uses.
 */
export async function seedDemo(options: SeedOptions): Promise<SeedResult> {
  const { dataDir = process.env.DATA_DIR ?? '.data', progress = () => {} } = options;
  // Asked before the pictures are made as well: the usual start finds its newsroom there already.
  if (!(await isEmpty(sql))) return { filled: false, stories: await countStories(sql) };
  const folder = import.meta.dirname;
  const [written, media] = await Promise.all([readStories(folder), readMedia(folder)]);
  const stored = await storeDemoMedia({ folder, ...media }, mediaStorage(path.resolve(dataDir)), progress);
  return fillNewsroom(written, stored, options);
}

/** Writes the rows, in one transaction, if there are none. */
export async function fillNewsroom(
  written: DemoStory[],
  stored: Stored,
  { now, stories = 600, seed = 1, searchable = true, progress = () => {} }: SeedOptions,
): Promise<SeedResult> {
  const fill = async (transaction: TransactionSql): Promise<SeedResult> => {
    await transaction`set local statement_timeout = 0`;
    await transaction`select pg_advisory_xact_lock(hashtext('weishui.seed'))`;
    if (!(await isEmpty(transaction))) return { filled: false, stories: await countStories(transaction) };
    const newsroom = new DemoNewsroom(now, stored);
    const restore = stories > large ? await bare(transaction) : [];
    await switchTriggers(transaction, 'disable');
    await addStories(transaction, newsroom, inOrder(written, { count: stories, seed }, now), progress);
    newsroom.addCuration();
    await newsroom.send(transaction);
    await newsroom.continueIds(transaction);
    await switchTriggers(transaction, 'enable');
    progress('整理列表');
    await transaction`select rebuild_lists()`;
    await transaction`select rebuild_term_postings()`;
    await transaction`select refresh_term_frequency()`;
    for (const statement of restore) await transaction.unsafe(statement);
    if (searchable) {
      progress('整理搜索');
      await transaction`select rebuild_search()`;
    }
    await addReadings(transaction, newsroom);
    await transaction.unsafe('analyze');
    await tellEveryone(transaction);
    return { filled: true, stories: newsroom.storyCount };
  };
  const result = (await sql.begin(fill)) as SeedResult;
  if (result.filled && result.stories > large) {
    progress('整理数据库');
    await vacuum();
  }
  return result;
}

/** Hand-written and generated stories, oldest first, so that ids rise with time as in a newsroom that has grown. */
function* inOrder(written: DemoStory[], generated: { count: number; seed: number }, now: Date): Generator<NewStory> {
  const waiting = written
    .map(
      ({ hoursAgo, markdown, ...story }, index): NewStory => ({
        ...story,
        body: markdown,
        publishedAt: before(now, hoursAgo * hour, index),
      }),
    )
    .sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime());
  let next = waiting.shift();
  let number = 0;
  for (const story of generateStories({
    ...generated,
    days: Math.max(60, Math.round(generated.count / storiesPerDay)),
    nowMinuteOfDay: minuteOfDay(now),
  })) {
    number += 1;
    const publishedAt = before(now, story.ageMinutes * minute, number);
    while (next && next.publishedAt <= publishedAt) {
      yield next;
      next = waiting.shift();
    }
    yield asNew(story, publishedAt);
  }
  if (next) yield next;
  yield* waiting;
}

/** A generated story in the terms of a written one. */
function asNew(story: GeneratedStory, publishedAt: Date): NewStory {
  const { kind, section, title, listTitle, summary, source, authors, editor, tags, lead, pictures = [] } = story;
  return {
    ...{ kind, section, title, summary, source, authors, editor, tags, pictures, publishedAt },
    ...(listTitle !== null && { listTitle }),
    ...(lead !== null && { lead }),
    topics: [],
    correction: [],
    body: bodyOf(story),
  };
}

function bodyOf({ paragraphs, headings = [] }: GeneratedStory): StoryBody {
  return {
    type: 'doc',
    content: paragraphs.flatMap((text, index): BlockNode[] => [
      ...headings
        .filter((heading) => heading.before === index)
        .map(
          (heading): BlockNode => ({
            type: 'heading',
            attrs: { level: 2 },
            content: [{ type: 'text', text: heading.text }],
          }),
        ),
      { type: 'paragraph', content: [{ type: 'text', text }] },
    ]),
  };
}

/** A moment so many milliseconds ago, at a second of its minute that its number gives: nobody publishes on the minute. */
function before(now: Date, milliseconds: number, number: number): Date {
  const start = Math.floor((now.getTime() - milliseconds) / minute) * minute;
  return new Date(Math.min(start + ((number * 37) % 60) * 1000, now.getTime()));
}

/** Minutes since midnight in Asia/Shanghai. */
function minuteOfDay(now: Date): number {
  return Math.floor((now.getTime() - dayStart(dayOf(now)).getTime()) / minute);
}

async function addStories(
  transaction: TransactionSql,
  newsroom: DemoNewsroom,
  stories: Iterable<NewStory>,
  progress: (text: string) => void,
): Promise<void> {
  for (const story of stories) {
    newsroom.add(story);
    if (newsroom.storyCount % batch === 0) {
      await newsroom.send(transaction);
      progress(`稿件 ${newsroom.storyCount}`);
    }
  }
}

/** The lists are made anew in one go afterwards: a hundred times faster than story by story. */
async function switchTriggers(transaction: TransactionSql, how: 'enable' | 'disable'): Promise<void> {
  for (const table of ['story', 'story_section', 'story_author', 'story_topic', 'story_terms']) {
    await transaction.unsafe(`alter table ${table} ${how} trigger user`);
  }
}

/** Lists are read from their index alone once this is done; the server's own cleaner would come to it in a while. */
async function vacuum(): Promise<void> {
  const connection = await sql.reserve();
  try {
    await connection`set statement_timeout = 0`;
    await connection`vacuum analyze`;
    await connection`reset statement_timeout`;
  } finally {
    connection.release();
  }
}

/**
 * Takes foreign keys and secondary indexes off the large tables, and gives memory to sorting: building both anew over the
 * filled tables takes a third of the time of keeping them row by row.
 * @returns the statements that put them back, in order.
 */
async function bare(transaction: TransactionSql): Promise<string[]> {
  await transaction`set local work_mem = '128MB'`;
  await transaction`set local maintenance_work_mem = '256MB'`;
  const tables = ['story', 'story_author', 'story_topic', 'story_media', 'story_terms', 'list_entry'];
  const parts = await transaction<{ remove: string; restore: string }[]>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as remove,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore, 1 as step
    from pg_constraint where contype = 'f' and conrelid::regclass::text = any(${`{${tables.join(',')}}`}::text[])
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 0
    from pg_index where not indisunique and indrelid::regclass::text = any(${`{${tables.join(',')}}`}::text[])
    order by step`;
  for (const { remove } of parts) await transaction.unsafe(remove);
  return parts.map((part) => part.restore);
}

async function addReadings(transaction: TransactionSql, newsroom: DemoNewsroom): Promise<void> {
  const newest = await transaction<{ id: number; section: number; at: number }[]>`
    select s.id::int as id, s.section_id::int as section, (extract(epoch from e.published_at) * 1000)::float8 as at
    from list_entry e join story s on s.id = e.story_id
    where e.list = 'site' and e.ref_id = 0 order by e.published_at desc, e.story_id desc limit 300`;
  newsroom.addReadings(newest.map(({ at, ...story }) => ({ ...story, publishedAt: new Date(at) })));
  await newsroom.send(transaction);
  await transaction`select rank_reads(${newsroom.now.toISOString()})`;
}

/** Instances that are running already show the newsroom at once. */
async function tellEveryone(transaction: TransactionSql): Promise<void> {
  const { hard } = staleBy({ type: 'everything-revalidated' });
  await transaction`insert into event (type, hard_tags, by) values ('everything-revalidated', ${`{${hard.join(',')}}`}::text[], 'seed')`;
}

async function isEmpty(database: Sql | TransactionSql): Promise<boolean> {
  const [row] = await database<{ empty: boolean }[]>`
    select not exists (select from section) and not exists (select from story) as empty`;
  return row?.empty ?? true;
}

async function countStories(database: Sql | TransactionSql): Promise<number> {
  const [row] = await database<{ count: number }[]>`select count(*)::int as count from story`;
  return row?.count ?? 0;
}
