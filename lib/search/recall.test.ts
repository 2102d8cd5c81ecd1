import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateStories } from '#db/demo/generator.ts';
import { makeNewsroom } from '#db/queries/fixture.ts';
import { story } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { fold, gramsOf } from './fold.ts';
import { parseQuery } from './query.ts';
import { search } from './search.ts';
import { seeded } from './testing.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  const newsroom = await makeNewsroom(database.db);
  const rows = [...generateStories({ count: 700, seed: 3 })].map((generated, index): typeof story.$inferInsert => ({
    title: generated.title,
    summary: generated.summary,
    body: {
      type: 'doc',
      content: generated.paragraphs.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
    },
    sectionId: newsroom.qinzhou.id,
    status: 'published',
    publishedAt: new Date(Date.UTC(2025, 0, 1) + index * 36_000_000),
  }));
  await database.db.insert(story).values(rows);
});
afterAll(() => database.close());

/** Every story that a search finds, over all its pages. */
async function everything(q: string): Promise<number[]> {
  const ids: number[] = [];
  let after: string | undefined;
  do {
    const answer = await search({ q, sort: 'time', ...(after !== undefined && { after }) });
    ids.push(...answer.hits.map(({ id }) => id));
    after = answer.next ?? undefined;
  } while (after !== undefined);
  return ids.sort((a, b) => a - b);
}

it('every story that has a text literally is found by it, and no other', async () => {
  const random = seeded(11);
  const texts = await database.sql<{ text: string }[]>`
    select title || E'\n' || summary || E'\n' || body_text(body) as text from story order by id`;
  const missed: unknown[] = [];
  let asked = 0;
  while (asked < 120) {
    const text = texts[Math.floor(random() * texts.length)]?.text ?? '';
    const characters = Array.from(text);
    const from = Math.floor(random() * characters.length);
    const part = characters.slice(from, from + 1 + Math.floor(random() * 6)).join('');
    // A blank, a sign or an end of line is between words: such a part is not one text.
    const query = await parseQuery(part);
    const [term] = query.terms;
    if (query.terms.length !== 1 || !term || fold(part) !== term.variants.at(-1) || gramsOf(fold(part)).length === 0)
      continue;
    asked += 1;
    const literal = await database.sql<{ id: string }[]>`
      select id from story
      where search_fold(title) || E'\n' || search_fold(summary) || E'\n' || search_fold(body_text(body))
        like '%' || ${fold(part)} || '%'
      order by id`;
    const found = await everything(part);
    const expected = literal.map(({ id }) => Number(id));
    if (JSON.stringify(found) !== JSON.stringify(expected)) missed.push({ part, found, expected });
  }
  expect(missed).toEqual([]);
}, 120_000);
