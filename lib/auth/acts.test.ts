import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { type Actor, type Role, roles } from '#lib/newsroom/actor.ts';
import { readAudit } from '#lib/newsroom/audit-list.ts';
import * as consoleActs from '#lib/newsroom/console.ts';
import { people, person, refused, started, written } from '#lib/newsroom/desk-fixtures.ts';
import { listVersions, readVersion, readWork } from '#lib/newsroom/drafts.ts';
import * as entries from '#lib/newsroom/entries.ts';
import { type Newsroom, pictureOf, published, smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { deleteMedia, editMedia } from '#lib/newsroom/library.ts';
import { mediaDetail, searchMedia } from '#lib/newsroom/library-list.ts';
import { dropRedirect, keepRedirect, listRedirects } from '#lib/newsroom/redirects.ts';
import { type HouseAct, houseActs, may } from '#lib/newsroom/rights.ts';
import * as sections from '#lib/newsroom/sections.ts';
import { changeSetting, listSettings } from '#lib/newsroom/settings.ts';
import { arrangeSlot, readSlot } from '#lib/newsroom/slots.ts';
import { adoptToken, createToken, listTokens, revokeToken } from '#lib/newsroom/tokens.ts';
import * as hooks from '#lib/newsroom/webhooks.ts';
import * as words from '#lib/newsroom/words.ts';
import { startStory, submit } from '#lib/newsroom/workflow.ts';
import { openStory } from '#lib/newsroom/writing.ts';
import { invite, resetPassword, withdrawInvitation } from './links.ts';
import { changePerson, endSessionsOf, resume, suspend } from './people.ts';

/** Every right of the house at every door that it opens, for every role: who may not is refused there, and leaves nothing. */
let base: TestDatabase;
let room: Newsroom;
let storyId: number;
beforeAll(async () => {
  process.env.AUTH_SECRET = 'a secret for tests, of a good length';
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  storyId = await published({ sectionId: room.local, leadMediaId: room.picture });
});
afterAll(() => base.close());

const none = 999_999;
const nobody = randomUUID();
const token = { name: '排版系统', scopes: ['revalidate'] as const, sectionIds: null, days: 1 };
const hook = { name: '客户端', url: 'https://hooks.weishui.example/', events: [] };
const later = () => new Date(Date.now() + 3_600_000);

type Answer = { ok: true } | { ok: false; code: string };
/** Whether the actor was let in; what came of it then is of no importance here. */
type Door = (actor: Actor) => Promise<boolean>;
const does =
  (act: (actor: Actor) => Promise<Answer>): Door =>
  async (actor) =>
    !['forbidden', 'not-allowed', 'not-your-section'].includes(refused(await act(actor)));
type Listed = unknown[] | { rows: unknown[] } | { items: unknown[] } | null;
const sees =
  (look: (actor: Actor) => Promise<object | null>): Door =>
  async (actor) => {
    const seen = (await look(actor)) as Listed;
    if (seen === null) return false;
    const list = Array.isArray(seen) ? seen : 'rows' in seen ? seen.rows : 'items' in seen ? seen.items : [seen];
    // An empty slot is seen all the same.
    return list.length > 0 || 'slot' in seen;
  };

const doors: Record<HouseAct, Record<string, Door>> = {
  'use-media': {
    searchMedia: sees((by) => searchMedia(by, {})),
    mediaDetail: sees((by) => mediaDetail(by, room.picture)),
  },
  'manage-media': {
    editMedia: does((by) => editMedia(by, room.picture, { alt: by.role })),
    deleteMedia: does((by) => deleteMedia(by, room.picture)),
  },
  'arrange-slots': {
    readSlot: sees((by) => readSlot(by, 'headline')),
    arrangeSlot: does((by) => arrangeSlot(by, 'headline', '', [{ storyId }])),
    'arrangeSlot of a section': does((by) => arrangeSlot(by, `section-lead:${room.local}`, '', [{ storyId }])),
  },
  'arrange-breaking': {
    readSlot: sees((by) => readSlot(by, 'breaking')),
    arrangeSlot: does((by) => arrangeSlot(by, 'breaking', '', [{ storyId, untilAt: later() }])),
  },
  'manage-registry': {
    addEntry: does((by) => entries.addEntry(by, 'topic', {})),
    editEntry: does((by) => entries.editEntry(by, 'show', none, {})),
    removeEntry: does((by) => entries.removeEntry(by, 'blog', none)),
    mergeTopics: does((by) => entries.mergeTopics(by, none, none + 1)),
  },
  'manage-sections': {
    addSection: does((by) => sections.addSection(by, { name: '', slug: '' })),
    editSection: does((by) => sections.editSection(by, none, { name: '甲' })),
    placeSection: does((by) => sections.placeSection(by, none, null)),
    orderSection: does((by) => sections.orderSection(by, none, 'up')),
    setReviews: does((by) => sections.setReviews(by, none, 2)),
    removeSection: does((by) => sections.removeSection(by, none)),
  },
  'manage-redirects': {
    keepRedirect: does((by) => keepRedirect(by, '/a', '//b')),
    dropRedirect: does((by) => dropRedirect(by, '/nowhere')),
    listRedirects: sees((by) => listRedirects(by, {})),
  },
  'manage-words': {
    addWords: does((by) => words.addWords(by, [])),
    changeWord: does((by) => words.changeWord(by, none, { word: '甲', level: 'warn' })),
    removeWords: does((by) => words.removeWords(by, [none])),
    findWords: sees((by) => words.findWords(by, {})),
    wordById: sees(async (by) => words.wordById(by, (await words.listWords())[0]?.id ?? 0)),
    tryWords: does((by) => words.tryWords(by, '')),
  },
  'manage-people': {
    invite: does((by) => invite(by, { role: 'admin', sectionIds: null, note: '', days: 0 })),
    withdrawInvitation: does((by) => withdrawInvitation(by, 'x')),
    resetPassword: does((by) => resetPassword(by, nobody, true)),
    changePerson: does((by) => changePerson(by, by.id, { name: '甲', role: 'admin', sectionIds: null })),
    suspend: does((by) => suspend(by, nobody)),
    resume: does((by) => resume(by, nobody)),
    endSessionsOf: does((by) => endSessionsOf(by, nobody)),
  },
  'manage-tokens': {
    createToken: does((by) => createToken(by, { ...token, name: '' })),
    revokeToken: does((by) => revokeToken(by, none)),
    adoptToken: does((by) => adoptToken(by, none)),
    listTokens: sees((by) => listTokens(by)),
    createHook: does((by) => hooks.createHook(by, { ...hook, url: '' })),
    changeHook: does((by) => hooks.changeHook(by, none, hook)),
    rotateHook: does((by) => hooks.rotateHook(by, none)),
    setHookActive: does((by) => hooks.setHookActive(by, none, true)),
    removeHook: does((by) => hooks.removeHook(by, none)),
    pingHook: does((by) => hooks.pingHook(by, none)),
    replayHook: does((by) => hooks.replayHook(by, none, null)),
    listHooks: sees((by) => hooks.listHooks(by)),
  },
  'manage-settings': {
    changeSetting: does((by) => changeSetting(by, 'reviews', { reviews: 7 }, 0)),
    listSettings: sees((by) => listSettings(by)),
  },
  revalidate: {
    revalidateByHand: does((by) => consoleActs.revalidateByHand(by, { what: 'path', of: 'no path' }, 0)),
    replayLetters: does((by) => consoleActs.replayLetters(by, { channel: 'nobody' })),
    dropLetters: does((by) => consoleActs.dropLetters(by, { channel: 'nobody' })),
    readCalls: sees((by) => consoleActs.readCalls(by, {})),
  },
  'read-audit': { readAudit: sees((by) => readAudit(by, {})) },
};

describe('a right of the house', () => {
  beforeAll(async () => {
    // Something to see behind every door that shows a list.
    for (const made of [
      await keepRedirect(people.chief, '/old', '/latest'),
      await words.addWords(people.chief, [{ word: '赌博', level: 'warn' }]),
      await createToken(people.admin, { ...token, scopes: [...token.scopes] }),
      await hooks.createHook(people.admin, { ...hook, events: ['story-published'] }),
    ])
      if (!made.ok) throw new Error(made.message);
    await base.sql`insert into person ${base.sql(
      roles.map((role) => ({ id: `${role}-1`, name: role, username: role, email: `${role}@weishui.example`, role })),
    )}`;
    await base.sql`insert into revalidation_call (caller, status) values ('token', 200)`;
  });

  it.each(houseActs.flatMap((act) => roles.map((role) => [act, role] as const)))(
    '%s lets a %s in, or not, at each of its doors',
    async (act, role) => {
      const actor = person(role);
      const before = (await base.db.select().from(audit)).length;
      const allowed = may(actor, act).ok;
      for (const [door, enter] of Object.entries(doors[act]))
        expect([door, await enter(actor)]).toEqual([door, allowed]);
      if (!allowed) expect((await base.db.select().from(audit)).length).toBe(before);
    },
  );
});

describe('a right over a story that is no step', () => {
  let draft: number;
  beforeEach(async () => {
    draft = await started(room.qinzhou);
  });
  const mine = (role: Role): Actor => (role === 'reporter' ? people.reporter2 : person(role));

  it.each(roles)('to write: a %s', async (role) => {
    const facts = { stage: 'none', readers: 'unpublished', own: true, sections: [room.qinzhou, room.local] } as const;
    for (const actor of [person(role), person(role, 1, [room.local]), person(role, 1, [room.economy])])
      expect((await startStory(actor, written(room.qinzhou))).ok).toBe(may(actor, 'write', facts).ok);
  });

  it.each(roles)('to read what another writes: a %s', async (role) => {
    const actor = mine(role);
    const allowed = role !== 'reporter';
    const answers = [
      await readWork(actor, draft),
      await listVersions(actor, draft),
      await readVersion(actor, draft, 1),
      await readWork(people.reporter, draft),
    ];
    expect(answers.map(({ ok }) => ok)).toEqual([allowed, allowed, allowed, true]);
    expect((await openStory(actor, storyId)).ok).toBe(true);
  });

  it.each(roles)('to pass over the check: a %s', async (role) => {
    await changeSetting(people.chief, 'checks', await blockingAtSubmission(), await versionOfChecks());
    const actor = person(role);
    const own = await started(room.qinzhou, { title: '网络赌博案开庭' }, role === 'admin' ? people.reporter : actor);
    expect(refused(await submit(actor, own, { version: 1 }))).toBe(role === 'admin' ? 'forbidden' : 'check-failed');
    const passed = await submit(actor, own, { version: 1, override: '法院通报原文' });
    expect(refused(passed)).toBe(['director', 'chief'].includes(role) ? 'done' : 'forbidden');
  });

  const standing = async () => (await listSettings(people.chief))?.checks;
  const versionOfChecks = async () => (await standing())?.version ?? 0;
  async function blockingAtSubmission() {
    const found = await standing();
    if (!found) throw new Error('A chief sees the settings.');
    return { ...found.usual, blocking: { ...found.usual.blocking, submit: ['forbid', 'warn'] } };
  }
});

it('pictures of one’s own are everybody’s who may use the library', async () => {
  for (const role of roles) {
    const id = await pictureOf(base.db);
    await base.sql`update media set uploaded_by = ${`${role}-1`} where id = ${id}`;
    const allowed = may(person(role), 'use-media').ok;
    expect((await editMedia(person(role), id, { alt: '自己的' })).ok).toBe(allowed);
    expect((await deleteMedia(person(role), id)).ok).toBe(allowed);
  }
});
