import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, db, disconnect } from '#db/client.ts';
import { revalidationCall, usedSignature } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { clock } from '#lib/cache/clock.ts';
import { tags } from '#lib/cache/tags.ts';
import { sign } from '#lib/http/credentials.ts';
import { draft, events, type Newsroom, pictureOf, published, smallNewsroom } from '#lib/newsroom/fixtures.ts';

const token = 'a-token-that-is-long-enough';
const secret = 'a-secret-that-is-long-enough';
const address = 'https://www.weishui.example/api/revalidate';

let base: TestDatabase;
let room: Newsroom;
let route: typeof import('./route.ts');

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day, revalidation_call, used_signature restart identity cascade`;
  vi.stubEnv('REVALIDATE_TOKEN', token);
  vi.stubEnv('REVALIDATE_SECRET', secret);
  // The rate limit is the module's memory: each test begins with a fresh one.
  vi.resetModules();
  route = await import('./route.ts');
});

type Options = { headers?: Record<string, string>; body?: BodyInit };
const post = ({ headers, body = '{"tags":["front"]}' }: Options) =>
  route.POST(
    new Request(address, {
      method: 'POST',
      headers,
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    } as RequestInit),
  );
const withToken = (body: unknown, headers = {}) =>
  post({
    headers: { Authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const signed = (body: string, { at = Date.now(), with: key = secret } = {}): Options => {
  const timestamp = String(Math.floor(at / 1000));
  return { headers: { 'X-Weishui-Timestamp': timestamp, 'X-Weishui-Signature': sign(key, timestamp, body) }, body };
};
const calls = () => base.db.select().from(revalidationCall).orderBy(desc(revalidationCall.id));

async function problemOf(response: Response, status: number, name: string) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = await response.json();
  expect(problem).toEqual({
    type: `urn:weishui:problem:${name}`,
    title: expect.stringMatching(/[一-鿿]/),
    status,
    detail: expect.stringMatching(/[一-鿿].*。$/s),
  });
  return problem as { detail: string };
}

describe('a call with the token', () => {
  it('is answered with what was made stale, which this instance knows at once', async () => {
    const id = await published({ sectionId: room.qinzhou });
    const response = await withToken({ events: [{ type: 'story-changed', id }], tags: ['front'], paths: ['/latest'] });
    expect(response.status).toBe(200);
    const answer = await response.json();
    expect(answer.stale.hard).toEqual(
      expect.arrayContaining([
        tags.article(id),
        tags.story(id),
        tags.list('section', room.local),
        'front',
        'path:/latest',
      ]),
    );
    expect(answer.stale.panels).toEqual(expect.arrayContaining(['latest', 'section-qinzhou']));
    const stored = await events(base.db);
    expect(answer.eventIds).toEqual(stored.slice(-3).map((row) => row.id));
    expect(stored.slice(-3).map(({ type, by }) => [type, by])).toEqual([
      ['story-changed', 'bearer'],
      ['tags-revalidated', 'bearer'],
      ['paths-revalidated', 'bearer'],
    ]);
    expect(clock.hard.get('path:/latest')).toBe(answer.eventIds[2]);
    expect(await calls()).toMatchObject([
      {
        caller: 'bearer',
        status: 200,
        answer,
        request: { events: [{ type: 'story-changed', id }], tags: ['front'], paths: ['/latest'] },
      },
    ]);
  });

  it('may name every kind of event, and the database tells what it touches', async () => {
    const id = await published({ sectionId: room.qinzhou, leadMediaId: room.picture });
    const said = [
      ...['story-published', 'story-republished', 'story-withdrawn', 'story-corrected'].map((type) => ({ type, id })),
      ...['author-changed', 'topic-changed', 'source-changed', 'show-changed', 'blog-changed'].map((type) => ({
        type,
        id: 9,
      })),
      { type: 'media-changed', id: room.picture },
      { type: 'slot-changed', slot: 'recommended' },
      { type: 'section-changed' },
      { type: 'redirect-changed' },
      { type: 'everything-revalidated' },
    ];
    const response = await withToken({ events: said });
    const answer = await response.json();
    expect(answer.eventIds).toHaveLength(said.length);
    expect(answer.stale.hard).toEqual(
      expect.arrayContaining([tags.story(id), tags.author(9), 'sections', 'redirects', 'everything']),
    );
    expect((await events(base.db)).find(({ type }) => type === 'media-changed')?.payload).toMatchObject({
      stories: [id],
    });
  });

  it('that is wrong, absent or of another scheme is refused', async () => {
    for (const headers of [
      {} as Record<string, string>,
      { Authorization: 'Bearer wrong' },
      { Authorization: `Basic ${token}` },
      { Authorization: `Bearer ${token}x` },
    ]) {
      const response = await post({ headers });
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      await problemOf(response, 401, 'unauthorized');
    }
    expect(await events(base.db)).toEqual([]);
    const recorded = await calls();
    expect(recorded.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(JSON.stringify(recorded)).not.toMatch(/a-token|wrong/);
  });

  it('is refused where the operator has set no secret at all', async () => {
    vi.stubEnv('REVALIDATE_TOKEN', '');
    vi.stubEnv('REVALIDATE_SECRET', '');
    await problemOf(await post({ headers: { Authorization: 'Bearer ' } }), 401, 'unauthorized');
    await problemOf(await post(signed('{}', { with: '' })), 401, 'unauthorized');
  });
});

describe('a signed call', () => {
  it('is answered, within five minutes of its time on both sides', async () => {
    for (const minutes of [0, -4.9, 4.9]) {
      const response = await post(signed('{"tags":["front"]}', { at: Date.now() + minutes * 60_000 }));
      expect(response.status).toBe(200);
    }
    expect((await events(base.db)).map(({ by }) => by)).toEqual(['hmac', 'hmac', 'hmac']);
  });

  it('is refused outside that time', async () => {
    for (const minutes of [-5.1, 5.1]) {
      await problemOf(
        await post(signed('{"tags":["front"]}', { at: Date.now() + minutes * 60_000 })),
        401,
        'stale-timestamp',
      );
    }
    const { headers, body } = signed('{"tags":["front"]}');
    await problemOf(
      await post({ headers: { ...headers, 'X-Weishui-Timestamp': '1e9' }, body }),
      401,
      'stale-timestamp',
    );
  });

  it('is refused the second time, in whatever case its signature is written, and even at the same time', async () => {
    const call = signed('{"tags":["front"]}');
    const together = await Promise.all([post(call), post(call), post(call)]);
    expect(together.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const shouted = {
      ...call.headers,
      'X-Weishui-Signature': call.headers?.['X-Weishui-Signature']?.toUpperCase() ?? '',
    };
    await problemOf(await post({ ...call, headers: shouted }), 401, 'replayed');
    expect(await events(base.db)).toHaveLength(1);
  });

  it('is refused with another secret, another body or another time than what was signed', async () => {
    const call = signed('{"tags":["front"]}');
    await problemOf(await post(signed('{"tags":["front"]}', { with: 'another' })), 401, 'bad-signature');
    await problemOf(await post({ ...call, body: '{"tags":["sections"]}' }), 401, 'bad-signature');
    const later = String(Number(call.headers?.['X-Weishui-Timestamp']) + 1);
    await problemOf(
      await post({ ...call, headers: { ...call.headers, 'X-Weishui-Timestamp': later } }),
      401,
      'bad-signature',
    );
    await problemOf(
      await post({ ...call, headers: { ...call.headers, 'X-Weishui-Signature': 'sha256=' } }),
      401,
      'bad-signature',
    );
    expect(await base.db.select().from(usedSignature)).toEqual([]);
  });

  it('that could not be carried out may be sent again', async () => {
    const call = signed('{"events":[{"type":"story-published","id":1}]}');
    await problemOf(await post(call), 400, 'bad-request');
    await published({ sectionId: room.local });
    expect((await post(call)).status).toBe(200);
  });

  it('leaves no signature behind that is too old to be used', async () => {
    await base.sql`insert into used_signature (signature, at) values ('old', now() - interval '1 hour')`;
    expect((await post(signed('{"tags":["front"]}'))).status).toBe(200);
    expect((await base.db.select().from(usedSignature)).map(({ signature }) => signature)).not.toContain('old');
  });
});

describe('what is said', () => {
  it.each([
    ['no JSON', 'front'],
    ['nothing', ''],
    ['no object', '[]'],
    ['an empty object', '{}'],
    ['an unknown key', '{"tags":["front"],"force":true}'],
    ['an unknown event', '{"events":[{"type":"story-deleted","id":1}]}'],
    ['an event with more than it has', '{"events":[{"type":"story-changed","id":1,"by":"me"}]}'],
    ['an event without an id', '{"events":[{"type":"story-changed"}]}'],
    ['an id that is none', '{"events":[{"type":"story-changed","id":1.5}]}'],
    ['a story that does not exist', '{"events":[{"type":"story-changed","id":999}]}'],
    ['an unknown slot', '{"events":[{"type":"slot-changed","slot":"attic"}]}'],
    ['an unknown tag', '{"tags":["user:1"]}'],
    ['a tag with a line break', '{"tags":["front\\n"]}'],
    ['a path of another site', '{"paths":["//evil.example"]}'],
    ['a path with a query', '{"paths":["/latest?x=1"]}'],
    ['no path', '{"paths":["latest"]}'],
    ['an empty list', '{"tags":[]}'],
    ['too many', JSON.stringify({ tags: Array(101).fill('front') })],
  ])('with %s is refused', async (_, body) => {
    await problemOf(await withToken(body), 400, 'bad-request');
    expect(await events(base.db)).toEqual([]);
    expect(await calls()).toMatchObject([{ status: 400, caller: 'bearer' }]);
  });

  it('is refused whole: of a good and a bad event neither happens', async () => {
    const id = await published({ sectionId: room.local });
    const before = await events(base.db);
    const hidden = await draft({ sectionId: room.local });
    const response = await withToken({
      events: [
        { type: 'story-changed', id },
        { type: 'story-published', id: hidden },
      ],
    });
    const { detail } = await problemOf(response, 400, 'bad-request');
    expect(detail).toContain(String(hidden));
    expect(await events(base.db)).toEqual(before);
  });

  it('in bytes that are not UTF-8 is refused', async () => {
    const response = await post({
      headers: { Authorization: `Bearer ${token}` },
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    await problemOf(response, 400, 'bad-request');
  });

  it('in more than 64 KB is refused, whether it announces its length or comes in chunks', async () => {
    const large = JSON.stringify({ tags: ['front'], padding: 'x'.repeat(65 * 1024) });
    await problemOf(await withToken(large), 413, 'too-large');
    await problemOf(await post(signed(large)), 413, 'too-large');
    await problemOf(await withToken('{}', { 'Content-Length': String(10 * 1024 * 1024) }), 413, 'too-large');
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
      },
    });
    await problemOf(await post({ headers: { Authorization: `Bearer ${token}` }, body: endless }), 413, 'too-large');
    expect(sent).toBeLessThan(80 * 1024);
    expect((await calls()).map(({ status, request }) => [status, request])).toEqual(Array(4).fill([413, null]));
  });

  it('in up to 64 KB is read', async () => {
    const picture = await pictureOf(base.db);
    const body = JSON.stringify({ events: [{ type: 'media-changed', id: picture }] }).padEnd(64 * 1024, ' ');
    expect((await withToken(body)).status).toBe(200);
  });
});

describe('too many calls', () => {
  async function untilRefused(call: () => Promise<Response>) {
    for (let answered = 0; answered < 100; answered++) {
      const response = await call();
      if (response.status === 429) return { answered, response };
    }
    return expect.fail('never refused');
  }

  it('of one caller are refused after 60 in a minute, with the time to wait', async () => {
    const { answered, response } = await untilRefused(() => withToken({ tags: ['front'] }));
    expect(answered).toBeGreaterThanOrEqual(60);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    await problemOf(response, 429, 'too-many-requests');
    expect((await calls())[0]).toMatchObject({ status: 429, caller: 'bearer' });
  });

  it('of a stranger do not shut out the one who has the key', async () => {
    const { response } = await untilRefused(() => post({ headers: { 'X-Forwarded-For': '203.0.113.9' } }));
    await problemOf(response, 429, 'too-many-requests');
    expect((await calls())[0]).toMatchObject({ caller: '203.0.113.9' });
    expect((await withToken({ tags: ['front'] })).status).toBe(200);
    expect((await post({ headers: { 'X-Forwarded-For': '203.0.113.10' } })).status).toBe(401);
  });
});

it('other methods are told which one is accepted', async () => {
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
    const response = await route[method](new Request(address, { method }));
    expect(response.headers.get('allow')).toBe('POST');
    await problemOf(response, 405, 'method-not-allowed');
  }
});

it('a broken database is said plainly, and nothing is half done', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  await disconnect();
  connect('postgres://nobody:none@127.0.0.1:1/none');
  await problemOf(await withToken({ tags: ['front'] }), 503, 'unavailable');
  await disconnect();
  connect(base.url);
  expect(await events(db)).toEqual([]);
  expect(quiet).toHaveBeenCalledTimes(2);
  quiet.mockRestore();
});
