import type { Sql, TransactionSql } from 'postgres';
import { relatedBasis, storiesLike } from '#db/queries/related.ts';
import { titleTerms } from '#lib/text/terms.ts';
import type { Labelled } from './labelled.ts';

/** What a story is judged by. */
export type Labels = { category: string; keywords: ReadonlySet<string> };

/** Over a category, or over all: shares from 0 to 1. */
export type Quality = {
  name: string;
  /** Stories that were asked about. */
  asked: number;
  /** Of the first k places, those that hold a story at all. */
  filled: number;
  /** Precision at k: of the first k places, those that hold a story of the same category; an empty place counts as a miss. */
  precision: number;
  /** The same of the places that hold one. */
  ofShown: number;
  /** Precision of stories drawn by chance. */
  chance: number;
  /** Precision at k, where any keyword in common counts instead of the category; and by chance. */
  keyword: number;
  keywordChance: number;
};

/** Ids of related stories, best first, of each story that was asked about. */
export type Answers = ReadonlyMap<number, readonly number[]>;

const batch = 1_000;

/**
 * Fills an empty, migrated database with labelled stories, all published, in one section, so that the section tells nothing;
 * their keywords are their topics. Without a date, a story is a minute newer than the one before it.
 * @returns the labels by story.
 */
export async function load(sql: Sql, stories: readonly Labelled[]): Promise<Map<number, Labels>> {
  const topics = new Map<string, number>();
  for (const { keywords } of stories)
    for (const word of keywords) topics.set(word, topics.get(word) ?? topics.size + 1);
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    for (const table of tables) await tx.unsafe(`alter table ${table} disable trigger user`);
    await tx`insert into section (id, slug, name) overriding system value values (1, 'all', '全部')`;
    await insert(tx, [...topics], ([name, id]) => ({ id, name }), 'topic');
    await insert(tx, [...stories.entries()], storyRow, 'story');
    await insert(
      tx,
      stories.flatMap(({ keywords }, n) =>
        keywords.map((word, position) => [n + 1, topics.get(word), position] as const),
      ),
      ([story, topic, position]) => ({ story, topic, position }),
      'story_topic',
    );
    for (const table of tables) await tx.unsafe(`alter table ${table} enable trigger user`);
    await tx`select rebuild_lists(), rebuild_term_postings(), refresh_term_frequency()`;
    await tx.unsafe('analyze');
  });
  return new Map(stories.map(({ category, keywords }, n) => [n + 1, { category, keywords: new Set(keywords) }]));
}

const tables = ['story', 'story_topic', 'story_terms'] as const;

const inserts = {
  topic: `insert into topic (id, slug, name) overriding system value
    select id, 'k-' || id, name from jsonb_to_recordset($1::text::jsonb) as given(id bigint, name text)`,
  story: `with given as (
      select * from jsonb_to_recordset($1::text::jsonb) as given(id bigint, title text, body jsonb, at timestamptz, terms text[])
    ), kept as (
      insert into story (id, status, title, body, section_id, published_at) overriding system value
      select id, 'published', title, body, 1, at from given
    )
    insert into story_terms (story_id, terms) select id, terms from given`,
  story_topic: `insert into story_topic (story_id, topic_id, position)
    select story, topic, position from jsonb_to_recordset($1::text::jsonb) as given(story bigint, topic bigint, position int)`,
};

async function insert<T>(
  tx: TransactionSql,
  all: readonly T[],
  row: (one: T) => Record<string, unknown>,
  into: keyof typeof inserts,
): Promise<void> {
  for (let n = 0; n < all.length; n += batch) {
    await tx.unsafe(inserts[into], [JSON.stringify(all.slice(n, n + batch).map(row))]);
  }
}

const epoch = Date.UTC(2026, 0, 1);

function storyRow([n, { title, body, date }]: [number, Labelled]): Record<string, unknown> {
  const content = body === '' ? [] : [{ type: 'paragraph', content: [{ type: 'text', text: body }] }];
  const at = (date ?? new Date(epoch + n * 60_000)).toISOString();
  return { id: n + 1, title, body: { type: 'doc', content }, at, terms: titleTerms(title) };
}

/** Labels of the stories of a newsroom: the section in which a story stands, and its topics. */
export async function labelsOf(sql: Sql): Promise<Map<number, Labels>> {
  const rows = await sql<{ id: number; category: string; keywords: string[] }[]>`
    select s.id::int as id, c.name as category, array(
      select t.name from story_topic l join topic t on t.id = l.topic_id where l.story_id = s.id) as keywords
    from story s join section c on c.id = s.section_id where s.status = 'published'`;
  return new Map(rows.map(({ id, category, keywords }) => [id, { category, keywords: new Set(keywords) }]));
}

/**
 * Asks for the related stories of `ids` as a story's page does, without what does not come of likeness: the editor's picks, and the
 * newest of the section that fill up what is missing.
 * @param topics whether topics count, or the words of the title alone.
 */
export async function ask(ids: readonly number[], topics: boolean): Promise<Answers> {
  const answers = new Map<number, number[]>();
  for (const id of ids) {
    const basis = await relatedBasis(id);
    if (!basis) continue;
    const found = await storiesLike(id, topics ? basis : { ...basis, topics: [] });
    answers.set(
      id,
      found.map((story) => story.id),
    );
  }
  return answers;
}

/** So many of all, drawn evenly. */
export function drawn(labels: ReadonlyMap<number, Labels>, most: number): number[] {
  const ids = [...labels.keys()];
  const step = Math.max(1, ids.length / most);
  return Array.from({ length: Math.min(most, ids.length) }, (_, n) => ids[Math.floor(n * step)] ?? 0);
}

/** Precision at `k` of the answers: over all, then by category, the largest first. */
export function qualityOf(labels: ReadonlyMap<number, Labels>, answers: Answers, k: number): Quality[] {
  const chances = new Chances(labels);
  const judged = [...answers].flatMap(([id, found]) => {
    const own = labels.get(id);
    if (!own) return [];
    const shown = found.slice(0, k).flatMap((other) => labels.get(other) ?? []);
    return [
      {
        category: own.category,
        shown: shown.length,
        hits: shown.filter(({ category }) => category === own.category).length,
        keyword: shown.filter(({ keywords }) => sharesAny(own.keywords, keywords)).length,
        ...chances.of(own),
      },
    ];
  });
  const summed = (name: string, of: typeof judged): Quality => {
    const sum = (value: (one: (typeof judged)[number]) => number) => of.reduce((all, one) => all + value(one), 0);
    const places = of.length * k;
    const shown = sum((one) => one.shown);
    return {
      name,
      asked: of.length,
      filled: shown / places,
      precision: sum((one) => one.hits) / places,
      ofShown: shown === 0 ? 0 : sum((one) => one.hits) / shown,
      chance: sum((one) => one.sameCategory) / of.length,
      keyword: sum((one) => one.keyword) / places,
      keywordChance: sum((one) => one.sameKeyword) / of.length,
    };
  };
  const byCategory = [...new Set(judged.map(({ category }) => category))].map((name) =>
    summed(
      name,
      judged.filter(({ category }) => category === name),
    ),
  );
  return [summed('', judged), ...byCategory.sort((a, b) => b.asked - a.asked || a.name.localeCompare(b.name))];
}

/** How likely another story, drawn by chance, is of the same category or shares a keyword. */
class Chances {
  readonly #others: number;
  readonly #inCategory = new Map<string, number>();
  readonly #withKeyword = new Map<string, number[]>();

  constructor(labels: ReadonlyMap<number, Labels>) {
    this.#others = Math.max(1, labels.size - 1);
    for (const [id, { category, keywords }] of labels) {
      this.#inCategory.set(category, (this.#inCategory.get(category) ?? 0) + 1);
      for (const word of keywords) {
        const those = this.#withKeyword.get(word);
        if (those) those.push(id);
        else this.#withKeyword.set(word, [id]);
      }
    }
  }

  of({ category, keywords }: Labels): { sameCategory: number; sameKeyword: number } {
    const sharing = new Set([...keywords].flatMap((word) => this.#withKeyword.get(word) ?? []));
    return {
      sameCategory: ((this.#inCategory.get(category) ?? 1) - 1) / this.#others,
      sameKeyword: Math.max(0, sharing.size - 1) / this.#others,
    };
  }
}

function sharesAny(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((word) => b.has(word));
}
