import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setting, audit as trail } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { settingNames } from '#lib/cache/tags.ts';
import * as content from '#lib/content/index.ts';
import { readSetting, settingShapes, usualSetting } from '#lib/settings/settings.ts';
import { site } from '#site.config.ts';
import { checkStory } from './checks.ts';
import { ok, people, refused, started, written } from './desk-fixtures.ts';
import { resembling } from './duplicates.ts';
import { type Newsroom, published, smallNewsroom, text } from './fixtures.ts';
import { changeSetting, listSettings } from './settings.ts';
import { standing } from './steps.ts';
import { submit } from './workflow.ts';

const { admin, chief, director, editor, reporter } = people;
let base: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate setting, story, event cascade`;
});

const contact = { wording: '举报热线', phone: '0938-1234567', email: 'jiucuo@weishui.example' };
const { checks } = site.desk;

describe('settings', () => {
  it('are as site.config.ts says where nobody has set them; what it says passes their own rules', async () => {
    for (const name of settingNames) {
      expect(await readSetting(name)).toEqual(usualSetting(name));
      expect(settingShapes[name].safeParse(usualSetting(name)).success).toBe(true);
    }
    expect(await content.contact()).toEqual(site.report);
  });

  it('are changed by chiefs and administrators, as a whole group, and the trail says from what to what', async () => {
    for (const actor of [reporter, editor, director])
      expect([refused(await changeSetting(actor, 'contact', contact, 0)), await listSettings(actor)]).toEqual([
        'forbidden',
        null,
      ]);
    const done = ok(await changeSetting(chief, 'contact', contact, 0));
    expect(done).toMatchObject({
      event: { type: 'settings-changed', name: 'contact' },
      stale: { hard: ['setting:contact'], soft: [] },
    });
    expect(await content.contact()).toEqual(contact);
    expect((await listSettings(admin))?.contact).toMatchObject({
      value: contact,
      usual: site.report,
      isSet: true,
      version: 1,
      by: chief.name,
    });
    const [row] = await base.db
      .select()
      .from(trail)
      .orderBy(trail.id)
      .then((rows) => rows.slice(-1));
    expect(row).toMatchObject({
      act: 'manage-settings',
      object: 'setting:contact',
      detail: { before: { phone: site.report.phone }, after: { phone: contact.phone } },
    });
  });

  it('that two change at once are changed by one of them, and the other is told', async () => {
    const both = await Promise.all([
      changeSetting(admin, 'contact', contact, 0),
      changeSetting(chief, 'contact', { ...contact, phone: '12345' }, 0),
    ]);
    expect(both.map(refused).sort()).toEqual(['done', 'saved-since']);
    expect(refused(await changeSetting(admin, 'contact', contact, 0))).toBe('saved-since');
  });

  it('go back to what the file says, and count on', async () => {
    ok(await changeSetting(admin, 'reviews', { reviews: 1 }, 0));
    ok(await changeSetting(admin, 'reviews', null, 1));
    expect((await listSettings(admin))?.reviews).toMatchObject({
      value: { reviews: site.desk.reviews },
      isSet: false,
      version: 2,
    });
    expect(refused(await changeSetting(admin, 'reviews', null, 2))).toBe('unchanged');
    ok(await changeSetting(admin, 'reviews', { reviews: 2 }, 2));
    expect(await readSetting('reviews')).toEqual({ reviews: 2 });
  });

  it.each([
    ['contact', { ...contact, phone: 'javascript:x' }],
    ['contact', { ...contact, email: 'nobody' }],
    ['contact', { ...contact, wording: ' ' }],
    ['contact', { ...contact, more: 1 }],
    ['crawlers', { training: 'on', search: true, users: true }],
    ['reviews', { reviews: 0 }],
    ['reviews', { reviews: 4 }],
    ['checks', { ...checks, levels: { ...checks.levels, punctuation: 'never' } }],
    ['checks', { ...checks, listTitleWidth: 5 }],
    ['checks', { ...checks, nearDuplicate: 0 }],
  ] as const)('%s are not %j', async (name, value) => {
    expect(refused(await changeSetting(admin, name, value, 0))).toBe('invalid');
    expect(await base.db.select().from(setting)).toEqual([]);
  });

  it('of another version of the program that mean nothing any more count as not set', async () => {
    await base.db.insert(setting).values({ name: 'reviews', value: { reviews: 9 }, version: 4, by: 'x' });
    expect(await readSetting('reviews')).toEqual({ reviews: site.desk.reviews });
    ok(await changeSetting(admin, 'reviews', { reviews: 1 }, 4));
  });
});

describe('what is set', () => {
  it('holds for the next submission: reviews', async () => {
    ok(await changeSetting(chief, 'reviews', { reviews: 1 }, 0));
    const id = await started(room.qinzhou);
    ok(await submit(reporter, id, { version: 1 }));
    expect(ok(await standing(editor, id)).work.reviewsNeeded).toBe(1);
  });

  it('holds for the next check: levels, what blocks, how long a title may be', async () => {
    const id = await started(room.qinzhou);
    const found = async () =>
      ok(await checkStory(reporter, id, written(room.qinzhou))).findings.map(({ rule, level }) => [rule, level]);
    expect(await found()).toEqual([['source-missing', 'warn']]);
    const stricter = {
      ...checks,
      blocking: { submit: ['forbid'], sign: ['forbid'] },
      levels: { ...checks.levels, 'source-missing': 'forbid' },
    };
    ok(await changeSetting(chief, 'checks', stricter, 0));
    expect(await found()).toEqual([['source-missing', 'forbid']]);
    expect(refused(await submit(reporter, id, { version: 1 }))).toBe('check-failed');
    ok(await changeSetting(chief, 'checks', { ...checks, levels: { ...checks.levels, 'source-missing': 'off' } }, 1));
    expect(await found()).toEqual([]);
    ok(await submit(reporter, id, { version: 1 }));
  });

  it('holds for the next import: how much it may have in common with a story', async () => {
    const sentences = Array.from({ length: 12 }, (_, n) => `第${n + 1}处泵站昨晚换下旧阀门，工人守到第${n * n}班。`);
    const id = await published({ sectionId: room.qinzhou, body: text(...sentences) });
    const incoming = text(...sentences.slice(0, 9), '另外三处还没有动，等天晴以后再说，居民先到邻村去挑水。');
    expect((await resembling(incoming)).map((like) => like.id)).toEqual([id]);
    ok(await changeSetting(chief, 'checks', { ...checks, nearDuplicate: 0.95 }, 0));
    expect(await resembling(incoming)).toEqual([]);
  });
});
