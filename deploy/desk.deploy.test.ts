import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, db, disconnect } from '#db/client.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#db/embedded.ts';
import { deskSession } from '#db/schema/index.ts';
import { acceptInvitation, invite } from '#lib/auth/links.ts';
import { type RunningCluster, startCluster, testFolder } from './testing.ts';

/** The desk behind nginx, on two instances: one desk. */
let dataDir: string;
let database: EmbeddedServer;
let cluster: RunningCluster;
const password = 'weihe liushu di-3 ke';

beforeAll(async () => {
  dataDir = await testFolder();
  database = await startEmbeddedServer(path.join(dataDir, 'postgres'), { throwaway: true });
  cluster = await startCluster(dataDir, ['--instances', '2', '--trusted', '127.0.0.1']);
  connect(database.url);
  const operator = { id: 'cli', name: '命令行', role: 'admin', sectionIds: null } as const;
  const made = await invite(operator, { role: 'admin', sectionIds: null, note: '', days: 1 });
  if (!made.ok) throw new Error(made.message);
  const person = { name: '林舟', username: 'lin.zhou', email: 'lin@weishui.example', password };
  await acceptInvitation(made.token, person);
});
afterAll(async () => {
  await cluster?.stop();
  await disconnect();
  await database?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The sign-in's form as it stands in the page, filled in: what a browser without script sends. */
async function filledForm(): Promise<FormData> {
  const html = await (await fetch(`${cluster.url}/desk/sign-in`)).text();
  const [form] = /<form.*?<\/form>/s.exec(html) ?? [];
  const filled = new FormData();
  for (const [input] of form?.matchAll(/<input[^>]*type="hidden"[^>]*>/g) ?? []) {
    const of = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    filled.set(of('name'), of('value').replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  filled.set('name', 'lin.zhou');
  filled.set('password', password);
  return filled;
}

function send(body: FormData, headers: Record<string, string> = {}) {
  const origin = new URL(cluster.url).origin;
  return fetch(`${cluster.url}/desk/sign-in`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { origin, ...headers },
  });
}

it('takes a form that any instance has drawn, and knows on each who signed in on one', async () => {
  for (let round = 0; round < 4; round++) {
    const signedIn = await send(await filledForm(), { 'x-forwarded-for': '203.0.113.7' });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/desk']);
    const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
    for (let n = 0; n < 6; n++) {
      const front = await fetch(`${cluster.url}/desk`, { headers: { cookie: cookie.join('; ') }, redirect: 'manual' });
      expect([front.status, front.headers.get('x-edge')]).toEqual([200, null]);
      expect(front.headers.get('cache-control')).toBe('private, no-store');
      expect((await front.text()).replaceAll('<!-- -->', '')).toContain('林舟，您好');
    }
  }
  const sessions = await db.select({ address: deskSession.ipAddress }).from(deskSession);
  expect(new Set(sessions.map(({ address }) => address)), 'nginx says for whom it asks').toEqual(
    new Set(['203.0.113.7']),
  );
  expect((await stat(path.join(dataDir, 'auth-secret'))).mode & 0o777).toBe(0o600);
});

it('sets cookies for https alone where readers come over https', async () => {
  const answer = await send(await filledForm(), { 'x-forwarded-proto': 'https' });
  const [session] = answer.headers.getSetCookie().filter((line) => line.includes('session_token'));
  expect(session).toMatch(/^__Host-weishui\.session_token=/);
  expect(session).toMatch(/; Secure/i);
});

it('does nothing at the word of another site', async () => {
  for (const origin of ['https://evil.example', 'null', `${cluster.url}9`])
    expect((await send(await filledForm(), { origin })).status).toBe(403);
});
