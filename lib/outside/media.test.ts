import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { GET as readOne } from '#app/api/media/[upload]/route.ts';
import { POST as bring } from '#app/api/media/route.ts';
import { POST as hand } from '#app/api/stories/route.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { mediaConfiguration } from '#lib/media/configuration.ts';
import { DiskStorage } from '#lib/media/disk-storage.ts';
import { grain, svgWithScript } from '#lib/media/fixtures.ts';
import { MediaWorker } from '#lib/media/worker.ts';
import type { Scope } from '#lib/newsroom/api-token.ts';
import { ok, people, withAccounts } from '#lib/newsroom/desk-fixtures.ts';
import { smallNewsroom } from '#lib/newsroom/fixtures.ts';
import { callerOf, createToken } from '#lib/newsroom/tokens.ts';
import { type MediaAnswer, takeMedia } from './media.ts';

let base: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weishui-outside-'));
  vi.stubEnv('DATA_DIR', folder);
  vi.stubEnv('MEDIA_PICTURE_MB', '0.3');
  vi.stubEnv('MEDIA_RECORDING_MB', '1');
  base = await testDatabase();
  await smallNewsroom(base.db);
  await withAccounts(base.db, people.admin);
});
afterAll(async () => {
  await base.close();
  await rm(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  await base.sql`truncate media_upload cascade`;
});

async function tokenFor(...scopes: Scope[]): Promise<string> {
  return ok(await createToken(people.admin, { name: '图片社', scopes, sectionIds: null, days: null })).token;
}
/** As an HTTP server has read it: `fetch` would set the length itself. */
function request(token: string, bytes: Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/api/media?name=%E9%BA%A6%E7%A7%AF%E5%B1%B1.jpg', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Length': String(bytes?.length ?? 0), ...headers },
    ...(bytes && { body: new Blob([bytes]).stream(), duplex: 'half' }),
  });
}
const picture = async (width = 300) => new Uint8Array(await grain(width, 200).jpeg().toBuffer());
const read = (token: string, upload: string) =>
  readOne(new Request(`http://localhost/api/media/${upload}`, { headers: { Authorization: `Bearer ${token}` } }), {
    params: Promise.resolve({ upload }),
  });
async function problem(response: Response): Promise<[number, string]> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const { type, detail } = (await response.json()) as { type: string; detail: string };
  return [response.status, `${type.replace('urn:weishui:problem:', '')}: ${detail}`];
}
const left = async () => ({
  uploads: (await base.sql`select from media_upload where state <> 'refused'`).length,
  files: (await readdir(path.join(folder, 'uploads'))).filter((file) => file !== '.node').length,
});

describe('a file that is brought', () => {
  let worker: MediaWorker;
  beforeAll(() => {
    const configuration = { ...mediaConfiguration(), formats: ['webp'] as const };
    worker = new MediaWorker({
      storage: new DiskStorage(folder),
      dataFolder: folder,
      configuration,
      pace: { look: 0.05 },
    });
  });
  afterAll(() => worker.stop());

  it('is in the library with the answer, under its name, and drafts name it; the same bytes are the same file', async () => {
    const token = await tokenFor('media:write', 'stories:write');
    const bytes = await picture();
    const response = await bring(request(token, bytes));
    expect(response.status).toBe(201);
    const answer = (await response.json()) as MediaAnswer;
    expect(answer).toEqual({
      upload: expect.stringMatching(/^[0-9a-f]{32}$/),
      state: 'done',
      id: expect.any(Number),
      reference: `media:${answer.id}`,
      refusal: null,
    });
    const [row] = await base.sql<{ kind: string; name: string; by: string }[]>`
      select kind, name, uploaded_by as by from media where id = ${answer.id}`;
    expect(row).toEqual({ kind: 'image', name: '麦积山.jpg', by: expect.stringMatching(/^token:\d+$/) });
    const draft = {
      title: '麦积山初雪',
      section: 'qinzhou',
      text: `初雪落在崖壁上。\n\n![崖壁上的雪](${answer.reference})`,
      lead: answer.reference,
    };
    const handed = await hand(
      new Request('http://localhost/api/stories', {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(draft),
      }),
    );
    expect(handed.status).toBe(201);
    const [work] = await base.sql<{ lead: number }[]>`
      select (content ->> 'leadMediaId')::int as lead from story_work order by story_id desc limit 1`;
    expect(work?.lead).toBe(answer.id);
    const again = (await (await bring(request(token, bytes))).json()) as MediaAnswer;
    expect(again.id).toBe(answer.id);
    expect((await left()).files).toBe(0);
  });

  it('is another token’s business for nobody else', async () => {
    const [token, other] = [await tokenFor('media:write'), await tokenFor('media:write')];
    const { upload } = (await (await bring(request(token, await picture(301)))).json()) as MediaAnswer;
    expect((await read(token, upload)).status).toBe(200);
    expect((await read(other, upload)).status).toBe(404);
    expect((await read(token, 'f'.repeat(32))).status).toBe(404);
  });

  it('that is damaged is refused with the reason, and leaves nothing', async () => {
    const bytes = (await picture(302)).slice(0, 12_000);
    const [status, words] = await problem(await bring(request(await tokenFor('media:write'), bytes)));
    expect([status, words]).toEqual([422, expect.stringMatching(/^unusable: .*(损坏|不完整)/)]);
    expect(await left()).toEqual({ uploads: 0, files: 0 });
  });
});

describe('refused at once, and nothing is left, is', () => {
  const answers = async (bytes: Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = {}) =>
    problem(await bring(request(await tokenFor('media:write'), bytes, headers)));

  it.each<[string, () => Promise<[number, string]>, number, RegExp]>([
    ['a drawing with a script', () => answers(new Uint8Array(svgWithScript)), 415, /^wrong-type: .*SVG/],
    ['a form', () => answers(new Uint8Array(10), { 'Content-Type': 'multipart/form-data; boundary=x' }), 415, /表单/],
    ['nothing', () => answers(null), 400, /^bad-request: 文件是空的/],
    [
      'what does not say how long it is',
      () => answers(new Uint8Array(10), { 'Content-Length': 'x' }),
      411,
      /长度|Length/,
    ],
    ['what is longer than anything may be', () => answers(new Uint8Array(2_000_000)), 413, /^too-large: /],
    ['what ends before it is whole', () => answers(new Uint8Array(10), { 'Content-Length': '20' }), 400, /没有完整/],
    ['what goes on after it', () => answers(new Uint8Array(20), { 'Content-Length': '10' }), 413, /比说好的多/],
  ])('%s', async (_, ask, status, words) => {
    expect(await ask()).toEqual([status, expect.stringMatching(words)]);
    expect(await left()).toEqual({ uploads: 0, files: 0 });
  });

  it('whoever has no token for it', async () => {
    const wrong = await bring(request(await tokenFor('stories:write', 'stories:read'), await picture()));
    expect(await problem(wrong)).toEqual([403, expect.stringContaining('上传媒体')]);
    expect((await bring(request('wsk_no', await picture()))).status).toBe(401);
    expect((await read('wsk_no', 'f'.repeat(32))).status).toBe(401);
  });
});

it('a file that takes its time is answered for meanwhile, and asked after', async () => {
  const token = await tokenFor('media:write');
  const { caller } = ok(await callerOf(token));
  const answer = await takeMedia(caller, request(token, await picture(303)), 0);
  expect(answer).toMatchObject({ state: 'working', id: null, reference: null });
  expect(await (await read(token, answer.upload)).json()).toEqual(answer);
});
