import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, verification } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { ok, people, person, refused, started } from '#lib/newsroom/desk-fixtures.ts';
import { type Newsroom, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { textBehindLink } from '#lib/newsroom/writing.ts';
import { previewedStory, previewLinks, sharePreview, withdrawPreview } from './previews.ts';

let database: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  database = await testDatabase();
  room = await smallNewsroom(database.db);
});
afterAll(() => database.close());

const aDay = { hours: 24, note: '给受访者' };

describe('a link to a preview', () => {
  it('shows the story to whoever holds it, and only its hash is kept', async () => {
    const id = await started(room.qinzhou);
    const { token } = ok(await sharePreview(people.reporter, id, aDay));
    expect(await previewedStory(token)).toBe(id);
    expect((await textBehindLink(id))?.content.title).toBe('夜间公交延时');
    const rows = await database.db.select().from(verification);
    expect(JSON.stringify(rows)).not.toContain(token);
    const acts = (await database.db.select().from(audit)).map(({ act, object }) => [act, object]);
    expect(acts).toContainEqual(['share-preview', `story:${id}`]);
    expect(JSON.stringify(await database.db.select().from(audit))).not.toContain(token);
  });

  it('ends at its time, by the clock of the database', async () => {
    const id = await started(room.qinzhou);
    const { token } = ok(await sharePreview(people.reporter, id, aDay));
    await database.db.update(verification).set({ expiresAt: sql`clock_timestamp() - interval '1 second'` });
    expect(await previewedStory(token)).toBeNull();
    expect(await previewLinks(people.reporter, id)).toEqual([]);
  });

  it('is taken back by anyone who may read the story, and by nobody else', async () => {
    const id = await started(room.qinzhou);
    const other = await started(room.qinzhou);
    const { token } = ok(await sharePreview(people.reporter, id, aDay));
    const [link] = await previewLinks(people.editor, id);
    expect(link).toMatchObject({ by: 'reporter1', note: '给受访者' });
    const linkId = link?.id ?? '';
    expect(refused(await withdrawPreview(people.reporter2, id, linkId))).toBe('not-allowed');
    ok(await withdrawPreview(people.editor, other, linkId));
    expect(await previewedStory(token)).toBe(id);
    ok(await withdrawPreview(people.editor, id, linkId));
    expect(await previewedStory(token)).toBeNull();
  });

  it('is made by those who may read the story, for one of the spans that there are', async () => {
    const id = await started(room.qinzhou);
    expect(refused(await sharePreview(people.reporter2, id, aDay))).toBe('not-allowed');
    expect(refused(await sharePreview(person('editor', 9, [room.economy]), id, aDay))).toBe('not-allowed');
    expect(refused(await sharePreview(people.reporter, 987_654, aDay))).toBe('not-found');
    expect(refused(await sharePreview(people.reporter, id, { hours: 9999, note: '' }))).toBe('invalid');
    expect(refused(await sharePreview(people.reporter, id, { hours: 24, note: '长'.repeat(81) }))).toBe('invalid');
    expect(await previewLinks(people.reporter2, id)).toEqual([]);
  });

  it('is one of twenty at most', async () => {
    const id = await started(room.qinzhou);
    const made = await Promise.all(Array.from({ length: 23 }, () => sharePreview(people.reporter, id, aDay)));
    expect(made.filter((each) => each.ok)).toHaveLength(20);
    expect(made.filter((each) => !each.ok).map(refused)).toEqual(['too-many', 'too-many', 'too-many']);
  });

  it.each(['', 'x', '../1', 'a'.repeat(43), 'a'.repeat(5000)])(
    'that never was (%.20s) shows nothing',
    async (token) => {
      expect(await previewedStory(token)).toBeNull();
    },
  );

  it('is no challenge of a sign-in, nor the other way round', async () => {
    const { hashOf, newToken } = await import('./secret.ts');
    const token = newToken();
    await database.db.insert(verification).values({
      id: hashOf(token),
      identifier: '2fa-something',
      value: 'x',
      expiresAt: new Date(Date.now() + 60_000),
    });
    expect(await previewedStory(token)).toBeNull();
  });
});
