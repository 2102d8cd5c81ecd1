import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as readOne } from '#app/api/stories/[id]/route.ts';
import { POST as create, GET as readMany } from '#app/api/stories/route.ts';
import { person as account, apiDraft, apiToken, audit as trail } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { newApiToken, type Scope } from '#lib/newsroom/api-token.ts';
import { answerCall } from '#lib/newsroom/call.ts';
import { ok, people, person, refused, started, withAccounts } from '#lib/newsroom/desk-fixtures.ts';
import { draft, type Newsroom, pictureOf, published, smallNewsroom, text } from '#lib/newsroom/fixtures.ts';
import { readWork, saveWork, submit, withdraw } from '#lib/newsroom/index.ts';
import { adoptToken, createToken, listTokens, type NewToken, revokeToken } from '#lib/newsroom/tokens.ts';
import { forgetDraftRequests } from './drafts.ts';
import type { OutsideStory, StoryList } from './stories.ts';

const { admin, chief, director, editor, reporter } = people;
const successor = person('admin', 2);
let base: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  await withAccounts(base.db, admin, successor);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day, api_draft cascade`;
});

let count = 0;
async function tokenFor(...scopes: Scope[]): Promise<string> {
  return (await made({ scopes })).token;
}
async function made(more: Partial<NewToken>) {
  const input = { name: `系统${++count}`, scopes: ['stories:read'], sectionIds: null, days: null, ...more };
  return ok(await createToken(admin, input));
}
const origin = 'http://localhost';
const bearing = (token?: string) => (token ? { Authorization: `Bearer ${token}` } : undefined);
const list = (token?: string, query = '') =>
  readMany(new Request(`${origin}/api/stories${query}`, { headers: bearing(token) }));
const one = (token: string | undefined, id: number | string) =>
  readOne(new Request(`${origin}/api/stories/${id}`, { headers: bearing(token) }), {
    params: Promise.resolve({ id: String(id) }),
  });
function hand(token: string | undefined, body: unknown, headers: Record<string, string> = {}) {
  return create(
    new Request(`${origin}/api/stories`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...bearing(token), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}
const tell = (token?: string) =>
  answerCall(
    new Request(`${origin}/api/revalidate`, {
      method: 'POST',
      headers: bearing(token),
      body: JSON.stringify({ tags: ['front'] }),
    }),
  ).then((call) => (call.ok ? 200 : call.problem.status));
const small = { title: '渭河水位回落', section: 'qinzhou', text: '水文站通报，渭河水位已经回落。' };
const numbers = async (response: Response) => ((await response.json()) as StoryList).stories.map(({ id }) => id);

describe('each scope opens its own door and no other', () => {
  const doors = {
    revalidate: tell,
    'stories:read': (token?: string) => list(token).then(({ status }) => status),
    'a story': (token?: string) => one(token, 999_999).then(({ status }) => status),
    'stories:write': (token?: string) => hand(token, small).then(({ status }) => status),
  };
  it.each([
    ['revalidate', [200, 403, 403, 403]],
    ['stories:read', [403, 200, 404, 403]],
    ['stories:write', [403, 403, 403, 201]],
  ] as const)('%s', async (scope, statuses) => {
    const token = await tokenFor(scope);
    expect(await Promise.all(Object.values(doors).map((door) => door(token)))).toEqual(statuses);
  });

  it('a token that is missing, unknown, misspelt, revoked or too old opens none', async () => {
    const revoked = await made({ scopes: ['revalidate', 'stories:read', 'stories:write'] });
    const old = await made({ scopes: ['revalidate', 'stories:read', 'stories:write'], days: 1 });
    expect(await Promise.all(Object.values(doors).map((door) => door(old.token)))).toEqual([200, 200, 404, 201]);
    ok(await revokeToken(admin, revoked.id));
    await base.db
      .update(apiToken)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(apiToken.id, old.id));
    for (const token of [
      undefined,
      newApiToken(),
      `${revoked.token.slice(0, -1)}!`,
      'secret',
      revoked.token,
      old.token,
    ])
      expect(await Promise.all(Object.values(doors).map((door) => door(token)))).toEqual([401, 401, 401, 401]);
  });
});

describe('who is not let in', () => {
  it('is told how, in a problem document that nobody keeps', async () => {
    const response = await list();
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="weishui"');
    expect(await response.json()).toMatchObject({ type: 'urn:weishui:problem:unauthorized', status: 401 });
    expect((await list(newApiToken())).headers.get('www-authenticate')).toContain('error="invalid_token"');
    const wrong = await list(await tokenFor('stories:write'));
    expect(wrong.headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="stories:read"');
  });

  it('is counted by address, and does not use up what is others’', async () => {
    const token = await tokenFor('stories:read');
    const knock = (address: string, own?: string) =>
      readMany(new Request(`${origin}/api/stories`, { headers: { 'X-Forwarded-For': address, ...bearing(own) } }));
    const answers = await Promise.all(Array.from({ length: 70 }, () => knock('203.0.113.9')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(60);
    const refusal = answers.find(({ status }) => status === 429);
    expect(Number(refusal?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await knock('203.0.113.9', token)).status).toBe(200);
    expect((await knock('203.0.113.10')).status).toBe(401);
  });
});

describe('a token', () => {
  it('is made by administrators alone, told once, kept as a hash, and the trail says who made it', async () => {
    for (const actor of [reporter, editor, director, chief])
      expect(refused(await createToken(actor, { name: 'x', scopes: ['revalidate'], sectionIds: null, days: 1 }))).toBe(
        'forbidden',
      );
    const { id, token } = await made({
      name: '政务网',
      scopes: ['stories:write', 'x'],
      sectionIds: [room.local],
      days: 30,
    });
    expect(token).toMatch(/^wsk_[0-9A-Za-z]{46}$/);
    const [row] = await base.db.select().from(apiToken).where(eq(apiToken.id, id));
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row).toMatchObject({
      name: '政务网',
      scopes: ['stories:write'],
      hint: token.slice(0, 8),
      createdBy: admin.name,
    });
    const rows = await base.db
      .select()
      .from(trail)
      .where(eq(trail.object, `token:${id}`));
    expect(rows).toMatchObject([{ act: 'create-token', actorId: admin.id }]);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(refused(await revokeToken(chief, id))).toBe('forbidden');
    ok(await revokeToken(admin, id));
    expect(refused(await revokeToken(admin, id))).toBe('not-found');
    expect((await listTokens(admin)).find((each) => each.id === id)).toMatchObject({
      state: 'revoked',
      revokedBy: admin.name,
    });
    expect(await listTokens(chief)).toEqual([]);
  });

  describe('is worth as much as whoever answers for it', () => {
    let keeper = person('admin', 2);
    let token: { id: number; token: string };
    let n = 10;
    beforeEach(async () => {
      keeper = person('admin', ++n);
      await withAccounts(base.db, keeper);
      token = ok(
        await createToken(keeper, {
          name: '农技站',
          scopes: ['stories:read', 'revalidate'],
          sectionIds: null,
          days: null,
        }),
      );
    });
    const set = (values: Partial<typeof account.$inferInsert>) =>
      base.db.update(account).set(values).where(eq(account.id, keeper.id));
    const listed = async () => (await listTokens(admin)).find(({ id }) => id === token.id);

    it.each([
      ['is suspended', '负责人的账号已停用', () => set({ suspendedAt: new Date() })],
      ['is deleted', '负责人的账号已删除', () => base.db.delete(account).where(eq(account.id, keeper.id))],
      ['loses the right', '负责人不再有管理接口令牌的权限', () => set({ role: 'chief' })],
    ])('and is refused from the next request on once that account %s', async (_, why, happens) => {
      expect((await list(token.token)).status).toBe(200);
      await happens();
      const refusal = await list(token.token);
      expect([refusal.status, refusal.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="weishui", error="invalid_token"',
      ]);
      expect(await refusal.json()).toMatchObject({
        type: 'urn:weishui:problem:unauthorized',
        detail: expect.stringContaining(why),
      });
      expect(await tell(token.token)).toBe(401);
      expect(await listed()).toMatchObject({ state: 'stopped', why, keeper: { id: keeper.id, name: keeper.name } });
    });

    it('and is good again with the account', async () => {
      await set({ suspendedAt: new Date() });
      await set({ suspendedAt: null });
      expect((await list(token.token)).status).toBe(200);
      expect(await listed()).toMatchObject({ state: 'good', why: null });
    });

    it('and is good again once another administrator answers for it, which the trail says', async () => {
      await set({ suspendedAt: new Date() });
      expect(refused(await adoptToken(chief, token.id))).toBe('forbidden');
      ok(await adoptToken(successor, token.id));
      expect((await list(token.token)).status).toBe(200);
      expect(await listed()).toMatchObject({ state: 'good', keeper: { id: successor.id }, createdBy: keeper.name });
      expect(refused(await adoptToken(successor, token.id))).toBe('unchanged');
      const rows = await base.db
        .select({ act: trail.act, actorId: trail.actorId, detail: trail.detail })
        .from(trail)
        .where(eq(trail.object, `token:${token.id}`))
        .orderBy(trail.id);
      expect(rows.at(-1)).toEqual({
        act: 'adopt-token',
        actorId: successor.id,
        detail: { name: '农技站', before: keeper.name },
      });
    });

    it('and is taken over by one of two who try at once; one that is revoked by nobody', async () => {
      const taken = await Promise.all([adoptToken(successor, token.id), adoptToken(successor, token.id)]);
      expect(taken.map(refused).sort()).toEqual(['done', 'unchanged']);
      ok(await revokeToken(admin, token.id));
      expect(refused(await adoptToken(admin, token.id))).toBe('not-found');
    });
  });

  it.each([
    [{ name: ' ' }, '名称须有 1 到 60 个字。'],
    [{ scopes: ['publish'] }, '请至少选一项用途。'],
    [{ days: 0 }, '有效期须是 1 到 730 天。'],
    [{ sectionIds: [] }, '请选择栏目，或选“全部栏目”。'],
    [{ sectionIds: [999_999] }, '所选的栏目不存在。'],
  ])('of %o is refused', async (more, message) => {
    const input = { name: '甲', scopes: ['revalidate'], sectionIds: null, days: 1, ...more };
    expect(await createToken(admin, input)).toMatchObject({ ok: false, message });
  });

  it('says when it was last used, in steps of five minutes, written once in each', async () => {
    const { id, token } = await made({});
    const used = async () => (await listTokens(admin)).find((each) => each.id === id)?.lastUsedAt ?? null;
    expect(await used()).toBeNull();
    await list(token);
    const first = await used();
    expect((first?.getTime() ?? 1) % 300_000).toBe(0);
    const version = async () => (await base.sql`select xmin::text from api_token where id = ${id}`)[0]?.xmin;
    await base.db
      .update(apiToken)
      .set({ lastUsedAt: new Date(Date.now() + 3_600_000) })
      .where(eq(apiToken.id, id));
    const before = await version();
    await list(token);
    expect(await version()).toBe(before);
  });
});

describe('stories are listed', () => {
  it('as readers know them, the newest first, page by page; a withdrawn one without its title', async () => {
    const read = await tokenFor('stories:read');
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push(await published({ sectionId: room.qinzhou, title: `稿件${n}` }));
    await draft({ sectionId: room.qinzhou });
    await started(room.qinzhou);
    ok(await withdraw(ids[1] ?? 0, '失实', 'editor'));
    const first = (await (await list(read, '?limit=3')).json()) as StoryList;
    expect(first.stories.map(({ id }) => id)).toEqual([ids[4], ids[3], ids[2]]);
    expect(first.stories[0]).toMatchObject({
      url: expect.stringMatching(/^https:.*\/article\/\d+$/),
      state: 'published',
      own: false,
      title: '稿件4',
      section: { slug: 'qinzhou', name: '秦州' },
      publishedAt: expect.stringMatching(/Z$/),
    });
    expect(first.stories[0]).not.toHaveProperty('stage');
    const second = (await (await list(read, new URL(first.next ?? '', origin).search)).json()) as StoryList;
    expect(second.stories.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(second.next).toBeNull();
    expect(second.stories[0]).toMatchObject({ state: 'withdrawn', withdrawnAt: expect.any(String) });
    expect(second.stories[0]).not.toHaveProperty('title');
    expect(await numbers(await list(read, '?state=withdrawn'))).toEqual([ids[1]]);
  });

  it('of the sections that a token is for, and of a section below them', async () => {
    const here = await published({ sectionId: room.qinzhou });
    const there = await published({ sectionId: room.maiji });
    const far = await published({ sectionId: room.economy });
    const local = (await made({ sectionIds: [room.local] })).token;
    expect(await numbers(await list(local))).toEqual([there, here]);
    expect(await numbers(await list(local, '?section=qinzhou'))).toEqual([here]);
    expect((await list(local, '?section=economy')).status).toBe(403);
    expect([(await one(local, here)).status, (await one(local, far)).status]).toEqual([200, 404]);
    expect(await numbers(await list(await tokenFor('stories:read'), '?section=news'))).toEqual([there, here]);
  });

  it('of its own also where editors moved one to a section that the token is not for', async () => {
    const { token } = await made({ scopes: ['stories:read', 'stories:write'], sectionIds: [room.qinzhou] });
    const { id } = (await (await hand(token, small)).json()) as { id: number };
    ok(await saveWork(editor, id, 1, { sectionId: room.economy }));
    expect(await numbers(await list(token, '?own=1'))).toEqual([id]);
    expect((await one(token, id)).status).toBe(200);
    expect(await numbers(await list(token, '?own=1&section=qinzhou'))).toEqual([]);
  });

  it.each([
    '?limit=0',
    '?limit=101',
    '?before=x',
    '?state=draft',
    '?section=%20',
    '?section=nowhere',
    '?own=2',
    '?page=2',
  ])('not by %s', async (query) => {
    expect((await list(await tokenFor('stories:read'), query)).status).toBe(400);
  });

  it.each(['0', '-1', 'x', '99999999999999999999'])('nor is there a story %s', async (id) => {
    expect((await one(await tokenFor('stories:read'), id)).status).toBe(404);
  });
});

describe('a draft that is handed in', () => {
  it('stands in the desk as a draft of the token’s, and its state is told as it moves on', async () => {
    const token = await tokenFor('stories:read', 'stories:write');
    const response = await hand(token, {
      ...small,
      source: 'weishui',
      authors: ['lin-zhou'],
      topics: ['shiku'],
      text: '## 水位\n\n水文站通报，渭河水位已经**回落**。\n\n- 一\n- 二',
    });
    expect(response.status).toBe(201);
    const answer = (await response.json()) as { id: number; desk: string };
    expect(response.headers.get('location')).toBe(`/api/stories/${answer.id}`);
    expect(answer).toMatchObject({ state: 'unpublished', stage: 'draft', warnings: [], duplicates: [] });
    const work = ok(await readWork(editor, answer.id));
    expect(work.work).toMatchObject({ stage: 'draft', ownerName: expect.stringMatching(/^接口“系统\d+”$/) });
    expect(work.content).toMatchObject({
      title: small.title,
      sectionId: room.qinzhou,
      sourceId: room.own,
      authorIds: [room.reporter],
      topicIds: [room.grotto],
    });
    expect(work.content.body.content).toHaveLength(3);
    expect(await (await one(token, answer.id)).json()).toMatchObject({ own: true, stage: 'draft', title: small.title });
    expect(await numbers(await list(token, '?own=1'))).toEqual([answer.id]);
    expect(await numbers(await list(token))).toEqual([]);
    ok(await submit(editor, answer.id, { version: 1 }));
    expect(((await (await one(token, answer.id)).json()) as OutsideStory).stage).toBe('submitted');
    // To another token it is not there.
    expect((await one(await tokenFor('stories:read'), answer.id)).status).toBe(404);
  });

  it('in HTML is cleaned as imports are: scripts, foreign pictures and unsafe links stay outside', async () => {
    const picture = await pictureOf(base.db);
    const response = await hand(await tokenFor('stories:write'), {
      section: 'qinzhou',
      format: 'html',
      text: `<h1>石窟开放</h1><p onclick="x()">开放<script>alert(1)</script></p><img src="https://elsewhere.example/a.jpg">
        <img src="/etc/passwd"><img src="media:${picture}" alt="石窟"><a href="javascript:x()">链接</a>`,
    });
    const answer = (await response.json()) as { id: number; warnings: string[] };
    expect(answer.warnings).toHaveLength(2);
    const { content } = ok(await readWork(editor, answer.id));
    expect(content.title).toBe('石窟开放');
    const kept = JSON.stringify(content.body);
    expect(kept).toContain(`"mediaId":${picture}`);
    expect(kept).not.toMatch(/script|onclick|elsewhere|passwd/);
  });

  it('makes no tags: unknown ones are left out, and that is said', async () => {
    const response = await hand(await tokenFor('stories:write'), { ...small, tags: ['果乡', '从未有过'] });
    const answer = (await response.json()) as { id: number; warnings: string[] };
    expect(answer.warnings).toEqual(['没有“从未有过”这个标签，已略去。']);
    expect(ok(await readWork(editor, answer.id)).content.topicIds).toEqual([room.orchard]);
    expect(await base.sql`select from topic where name = '从未有过'`).toHaveLength(0);
  });

  it('with a key is made once, however often and however close together it is sent', async () => {
    const token = await tokenFor('stories:write');
    const send = () => hand(token, small, { 'Idempotency-Key': 'a-1' });
    const answers = await Promise.all([send(), send(), send()]);
    const ids = await Promise.all(answers.map(async (each) => ((await each.json()) as { id: number }).id));
    expect(new Set(ids).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(2);
    expect(await base.sql`select from story`).toHaveLength(1);
    const other = await hand(token, { ...small, title: '另一篇' }, { 'Idempotency-Key': 'a-1' });
    expect([other.status, ((await other.json()) as { type: string }).type]).toEqual([
      422,
      'urn:weishui:problem:key-reused',
    ]);
    // Another system's keys are its own.
    expect((await hand(await tokenFor('stories:write'), small, { 'Idempotency-Key': 'a-1' })).status).toBe(201);
    await base.db.update(apiDraft).set({ at: new Date(Date.now() - 8 * 86_400_000) });
    await forgetDraftRequests();
    expect(await base.db.select().from(apiDraft)).toEqual([]);
  });

  it('a key whose request was refused may be used again', async () => {
    const token = await tokenFor('stories:write');
    const headers = { 'Idempotency-Key': 'b-1' };
    expect((await hand(token, { ...small, section: 'nowhere' }, headers)).status).toBe(422);
    expect((await hand(token, small, headers)).status).toBe(201);
  });

  it('is compared with what is there: near-duplicates and same titles are reported, others’ drafts are not', async () => {
    const token = await tokenFor('stories:write');
    const long = Array.from(
      { length: 40 },
      (_, n) => `第${n}段写渭水边第${(n * 7) % 31}户人家种着${(n * 13) % 41}亩花椒。`,
    );
    const out = await published({ sectionId: room.qinzhou, title: '花椒', body: text(...long) });
    const { writeFingerprint } = await import('#lib/newsroom/duplicates.ts');
    await base.db.transaction((tx) => writeFingerprint(tx, out));
    const secret = await started(room.qinzhou, { title: '内部', body: text(...long) });
    ok(await submit(reporter, secret, { version: 1 }));
    const answer = (body: unknown) =>
      hand(token, body).then(async (each) => (await each.json()) as { id: number; duplicates: unknown[] });
    const first = await answer({ title: '花椒', section: 'qinzhou', text: long.join('\n\n') });
    expect(first.duplicates).toEqual([
      { id: out, why: 'text', share: 1, state: 'published' },
      { id: out, why: 'title', state: 'published' },
    ]);
    const again = await answer({ title: '花椒', section: 'qinzhou', text: long.join('\n\n') });
    expect(again.duplicates).toContainEqual({ id: first.id, why: 'same-request', share: 1, state: 'unpublished' });
  });

  it('goes into no section that the token is not for, not even beside its own', async () => {
    const { token } = await made({ scopes: ['stories:write'], sectionIds: [room.local] });
    expect((await hand(token, small)).status).toBe(201);
    expect((await hand(token, { ...small, section: 'economy' })).status).toBe(403);
    expect((await hand(token, { ...small, sections: ['economy'] })).status).toBe(403);
    expect(await base.sql`select from story`).toHaveLength(1);
  });

  it.each([
    ['{', 400],
    [[], 400],
    [{}, 400],
    [{ ...small, title: ' ' }, 400],
    [{ ...small, status: 'published' }, 400],
    [{ ...small, section: 'nowhere' }, 422],
    [{ ...small, source: 'nowhere' }, 422],
    [{ ...small, title: undefined }, 400],
    [{ ...small, text: '![窗](/etc/passwd)' }, 422],
    [{ ...small, text: '![窗](media:999999)' }, 422],
    [{ ...small, lead: '../../.env' }, 422],
    [{ ...small, media: '/etc/passwd' }, 422],
    [{ ...small, media: { file: '/etc/passwd', duration: 1 } }, 400],
    [{ ...small, text: 'x'.repeat(1024 * 1024) }, 413],
  ])('%#: %.60j is refused, and nothing is written', async (body, status) => {
    const response = await hand(await tokenFor('stories:write'), body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await base.sql`select from story`).toHaveLength(0);
    expect(await base.sql`select from api_draft`).toHaveLength(0);
  });

  it('is JSON and says so', async () => {
    const token = await tokenFor('stories:write');
    expect((await hand(token, small, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await hand(token, small, { 'Idempotency-Key': 'a b' })).status).toBe(400);
  });
});

describe('a call of /api/revalidate with a token', () => {
  it('is recorded under the token’s name', async () => {
    const { id, token } = await made({ name: '排版系统', scopes: ['revalidate'] });
    expect(await tell(token)).toBe(200);
    const [row] = await base.sql`select caller, status from revalidation_call order by id desc limit 1`;
    expect(row).toEqual({ caller: `token:${id} 排版系统`, status: 200 });
  });
});
