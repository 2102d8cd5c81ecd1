import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountLink, attempt, audit, credential, deskSession, person } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { type Actor, roles } from '#lib/newsroom/actor.ts';
import { verifyAudit } from '#lib/newsroom/audit.ts';
import { totp } from '#lib/testing/totp.ts';
import { authAt, cookiePrefix } from './auth.ts';
import { signInLimits } from './limits.ts';
import {
  acceptInvitation,
  acceptReset,
  invite,
  openInvitations,
  openLink,
  resetPassword,
  withdrawInvitation,
} from './links.ts';
import { firstAdministrator } from './new-person.ts';
import {
  beginSecondFactor,
  changePassword,
  confirmSecondFactor,
  endOwnSessions,
  endSecondFactor,
  ownAccount,
  renewBackupCodes,
} from './own.ts';
import { changePerson, endSessionsOf, listPeople, resume, suspend } from './people.ts';
import { type DeskRequest, deskRequest } from './request.ts';
import { actorOf, proveSecondFactor, sessionOf, signIn, signOut } from './sign-in.ts';

let database: TestDatabase;
let admin: Actor;
const password = 'weihe liushu di-3 ke';

beforeAll(async () => {
  process.env.AUTH_SECRET = 'a secret for tests, of a good length';
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`truncate person, account_link, attempt, verification cascade`;
  await firstAdministrator();
  admin = await actor('admin');
});

async function actor(username: string): Promise<Actor> {
  const [row] = await database.db.select().from(person).where(eq(person.username, username));
  if (!row) throw new Error(`no person ${username}`);
  return actorOf(row);
}

async function colleague(username: string, role: Actor['role'] = 'reporter'): Promise<Actor> {
  const link = await invite(admin, { role, sectionIds: null, note: '', days: 7 });
  if (!link.ok) throw new Error(link.message);
  const input = { name: `同事 ${username}`, username, email: `${username}@weishui.example`, password };
  const opened = await acceptInvitation(link.token, input);
  if (!opened.ok) throw new Error(opened.message);
  return actor(username);
}

/** A browser that keeps cookies. */
class Browser {
  readonly jar = new Map<string, string>();
  readonly origin: string;
  readonly address: string;

  constructor(origin = 'https://www.weishui.example', address = '192.0.2.1') {
    this.origin = origin;
    this.address = address;
  }

  request(): DeskRequest {
    const { host, protocol } = new URL(this.origin);
    return deskRequest(
      new Headers({
        host,
        'x-forwarded-proto': protocol.slice(0, -1),
        'x-forwarded-for': this.address,
        'user-agent': 'test',
        cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '),
      }),
    );
  }

  take<T>(answer: T & { cookies?: Headers }): T {
    for (const line of answer.cookies?.getSetCookie() ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!name) continue;
      if (/max-age=0/i.test(line)) this.jar.delete(name);
      else this.jar.set(name, value ?? '');
    }
    return answer;
  }

  async signIn(name: string, word = password) {
    return this.take(await signIn(this.request(), { name, password: word }));
  }

  async who(): Promise<string | null> {
    return (await sessionOf(this.request()))?.user.id ?? null;
  }

  get token(): string | undefined {
    return [...this.jar].find(([name]) => name.endsWith('.session_token'))?.[1];
  }
}

async function acts(): Promise<string[]> {
  return (await database.db.select({ act: audit.act }).from(audit).orderBy(audit.id)).map(({ act }) => act);
}

describe('the first administrator', () => {
  it('has a password that nobody chose, which is told once', async () => {
    await database.sql`truncate person cascade`;
    const made = await firstAdministrator();
    expect(made?.password).toMatch(/^(?:[A-Za-z2-9]{5}-){3}[A-Za-z2-9]{5}$/);
    const browser = new Browser();
    expect(await browser.signIn('admin', made?.password)).toMatchObject({ ok: true, second: false });
    expect(await browser.who()).not.toBeNull();
    expect(await firstAdministrator()).toBeNull();
  });

  it('is one, also where instances start together', async () => {
    await database.sql`truncate person cascade`;
    const made = await Promise.all(Array.from({ length: 4 }, firstAdministrator));
    expect(made.filter(Boolean)).toHaveLength(1);
  });
});

describe('an invitation', () => {
  it('opens one account, once', async () => {
    const link = await invite(admin, { role: 'editor', sectionIds: [3, 1], note: '摄影部', days: 7 });
    if (!link.ok) throw new Error(link.message);
    expect(await openLink(link.token)).toMatchObject({ kind: 'invitation', role: 'editor', note: '摄影部' });
    expect(await openLink(link.token), 'looking does not use it').not.toBeNull();
    expect(await openInvitations()).toHaveLength(1);
    const input = { name: '林舟', username: 'Lin.Zhou', email: 'Lin@Weishui.Example', password };
    const both = await Promise.all([
      acceptInvitation(link.token, input),
      acceptInvitation(link.token, { ...input, username: 'other', email: 'other@weishui.example' }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await openLink(link.token)).toBeNull();
    expect(await openInvitations()).toHaveLength(0);
    const [own] = (await listPeople()).filter(({ username }) => username !== 'admin');
    expect(own).toMatchObject({ role: 'editor', sectionIds: [3, 1] });
  });

  it('is known here by its hash alone', async () => {
    const link = await invite(admin, { role: 'editor', sectionIds: null, note: '', days: 7 });
    if (!link.ok) throw new Error(link.message);
    expect(link.token).toHaveLength(43);
    expect(JSON.stringify(await database.db.select().from(accountLink))).not.toContain(link.token);
    expect(JSON.stringify(await database.db.select().from(audit))).not.toContain(link.token);
  });

  it('is of no use when it is too old, taken back or made up', async () => {
    const link = await invite(admin, { role: 'editor', sectionIds: null, note: '', days: 1 });
    await database.sql`update account_link set expires_at = now() - interval '1 second'`;
    const other = await invite(admin, { role: 'editor', sectionIds: null, note: '', days: 1 });
    if (!link.ok || !other.ok) throw new Error();
    const input = { name: '林舟', username: 'lin.zhou', email: 'lin@weishui.example', password };
    expect(await acceptInvitation(link.token, input)).toMatchObject({ ok: false, code: 'link-ended' });
    const [open] = await openInvitations();
    expect(await withdrawInvitation(admin, open?.id ?? '')).toEqual({ ok: true });
    expect(await acceptInvitation(other.token, input)).toMatchObject({ ok: false, code: 'link-ended' });
    expect(await acceptInvitation('made-up', input)).toMatchObject({ ok: false, code: 'link-ended' });
    expect(await listPeople()).toHaveLength(1);
  });

  it('stays good when what was typed cannot be', async () => {
    await colleague('lin.zhou');
    const link = await invite(admin, { role: 'editor', sectionIds: null, note: '', days: 1 });
    if (!link.ok) throw new Error(link.message);
    const good = { name: '苏禾', username: 'su.he', email: 'su@weishui.example', password };
    for (const [wrong, code] of [
      [{ name: ' ' }, 'invalid'],
      [{ username: '苏禾' }, 'invalid'],
      [{ username: '.nobody' }, 'invalid'],
      [{ email: 'su' }, 'invalid'],
      [{ password: '太短了' }, 'invalid'],
      [{ password: '1234567890' }, 'invalid'],
      [{ password: 'my-su.he-word' }, 'invalid'],
      [{ username: 'lin.zhou' }, 'taken'],
      [{ email: 'LIN.zhou@weishui.example' }, 'taken'],
    ] as const)
      expect(await acceptInvitation(link.token, { ...good, ...wrong })).toMatchObject({ ok: false, code });
    expect(await acceptInvitation(link.token, good)).toEqual({ ok: true, username: 'su.he' });
  });
});

describe('signing in', () => {
  it('takes the user name or the e-mail address, in any case', async () => {
    const lin = await colleague('lin.zhou');
    for (const name of ['lin.zhou', ' LIN.zhou ', 'lin.zhou@weishui.example', 'Lin.Zhou@Weishui.Example']) {
      const browser = new Browser();
      expect(await browser.signIn(name)).toMatchObject({ ok: true, second: false });
      expect(await browser.who()).toBe(lin.id);
    }
  });

  it('answers the same for an unknown name, a wrong password, a closed account and one without a password', async () => {
    await colleague('lin.zhou');
    const gone = await colleague('gone');
    const bare = await colleague('bare');
    await suspend(admin, gone.id);
    await database.db.update(credential).set({ password: null }).where(eq(credential.userId, bare.id));
    const answers = [
      await signIn(new Browser().request(), { name: 'nobody.here', password }),
      await signIn(new Browser().request(), { name: '.nobody', password }),
      await signIn(new Browser().request(), { name: 'nobody@weishui.example', password }),
      await signIn(new Browser().request(), { name: '', password: '' }),
      await signIn(new Browser().request(), { name: 'lin.zhou', password: 'wrong password' }),
      await signIn(new Browser().request(), { name: 'lin.zhou', password: 'x'.repeat(100_000) }),
      await signIn(new Browser().request(), { name: 'gone', password }),
      await signIn(new Browser().request(), { name: 'bare', password }),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
    expect(answers[0]).toMatchObject({ ok: false, code: 'wrong' });
  });

  it('counts wrong passwords in the database: for a name from one address, and for the address', async () => {
    const lin = await colleague('lin.zhou');
    for (let n = 0; n < signInLimits.pair.most; n++)
      expect(await new Browser().signIn('lin.zhou', 'wrong password')).toMatchObject({ code: 'wrong' });
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ ok: false, code: 'too-many' });
    const elsewhere = new Browser(undefined, '192.0.2.2');
    await elsewhere.signIn('lin.zhou');
    expect(await elsewhere.who(), 'its owner is not shut out elsewhere').toBe(lin.id);

    for (let n = signInLimits.pair.most + 1; n < signInLimits.address.most; n++)
      await new Browser().signIn(`name-${n}`);
    expect(await new Browser().signIn('another')).toMatchObject({ ok: false, code: 'too-many' });
    await database.sql`update attempt set ends_at = now()`;
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ ok: true });
  });

  it('forgets them when the right one comes', async () => {
    await colleague('lin.zhou');
    for (let n = 0; n < 3 * signInLimits.pair.most; n++) {
      const right = n % 4 === 3;
      expect((await new Browser().signIn('lin.zhou', right ? password : 'wrong password')).ok).toBe(right);
    }
    const kept = await database.db.select().from(attempt);
    expect(JSON.stringify(kept), 'what is counted is not readable').not.toContain('lin.zhou');
  });

  it('lets a whole newsroom in from one address', async () => {
    await colleague('lin.zhou');
    for (let n = 0; n < signInLimits.address.most + 2; n++)
      expect(await new Browser().signIn('lin.zhou')).toMatchObject({ ok: true });
  });

  it('gives a token of its own each time, and ends what the browser had', async () => {
    await colleague('lin.zhou');
    const browser = new Browser();
    browser.jar.set('__Host-weishui.session_token', 'planted.by-somebody-else');
    await browser.signIn('lin.zhou');
    const first = browser.token;
    expect(first).not.toContain('planted');
    const stolen = new Browser();
    stolen.jar.set('__Host-weishui.session_token', first ?? '');
    expect(await stolen.who()).not.toBeNull();
    await browser.signIn('lin.zhou');
    expect(browser.token).not.toBe(first);
    expect(await stolen.who()).toBeNull();
    expect(await database.db.select().from(deskSession)).toHaveLength(1);
  });

  it('sets cookies that scripts, other sites and subdomains cannot touch', async () => {
    await colleague('lin.zhou');
    const answer = await signIn(new Browser().request(), { name: 'lin.zhou', password });
    if (!answer.ok) throw new Error(answer.message);
    const [line] = answer.cookies.getSetCookie().filter((cookie) => cookie.includes('session_token'));
    expect(line).toMatch(/^__Host-weishui\.session_token=/);
    expect(line).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(line).not.toMatch(/Domain/i);
    expect(cookiePrefix('http://localhost:3000')).toBe('weishui');
  });

  it('believes no cookie that it did not sign', async () => {
    await colleague('lin.zhou');
    const browser = new Browser();
    await browser.signIn('lin.zhou');
    const [session] = await database.db.select().from(deskSession);
    const forged = new Browser();
    for (const value of [session?.token ?? '', `${session?.token}.AAAA`, `${session?.token}.${'A'.repeat(43)}=`]) {
      forged.jar.set('__Host-weishui.session_token', encodeURIComponent(value));
      expect(await forged.who()).toBeNull();
    }
  });

  it('ends with signing out', async () => {
    await colleague('lin.zhou');
    const browser = new Browser();
    await browser.signIn('lin.zhou');
    const copy = new Browser();
    copy.jar.set('__Host-weishui.session_token', browser.token ?? '');
    browser.take(await signOut(browser.request()));
    expect(browser.token).toBeUndefined();
    expect(await copy.who()).toBeNull();
    expect((await acts()).slice(-2)).toEqual(['sign-in', 'sign-out']);
  });

  it('makes no accounts: sign-up is closed', async () => {
    const { api } = authAt('https://www.weishui.example');
    await expect(
      api.signUpEmail({ body: { name: 'x', email: 'x@weishui.example', password } as never }),
    ).rejects.toThrow();
    expect(await listPeople()).toHaveLength(1);
  });
});

describe('the second factor', () => {
  async function withFactor(username: string) {
    const owner = await colleague(username);
    const browser = new Browser();
    await browser.signIn(username);
    const begun = await beginSecondFactor(browser.request(), owner, password);
    if (!begun.ok) throw new Error(begun.message);
    return { owner, browser, ...begun };
  }

  it('is in force once a first code was right', async () => {
    const { owner, browser, uri, backupCodes } = await withFactor('lin.zhou');
    expect(new URL(uri).searchParams.get('issuer')).toBe('渭水编辑部');
    expect(backupCodes).toHaveLength(10);
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ second: false });
    expect(await confirmSecondFactor(browser.request(), owner, '000000')).toMatchObject({ ok: false });
    const before = browser.token;
    expect(browser.take(await confirmSecondFactor(browser.request(), owner, totp(uri)))).toMatchObject({ ok: true });
    expect(browser.token).not.toBe(before);

    const again = new Browser();
    expect(await again.signIn('lin.zhou')).toMatchObject({ ok: true, second: true });
    expect(await again.who(), 'a password alone is not enough').toBeNull();
    expect(
      again.take(await proveSecondFactor(again.request(), { code: '123', kind: 'totp', trust: false })),
    ).toMatchObject({ code: 'wrong' });
    const proof = { code: totp(uri), kind: 'totp', trust: false } as const;
    expect(again.take(await proveSecondFactor(again.request(), proof))).toMatchObject({ ok: true });
    expect(await again.who()).toBe(owner.id);

    const shoulder = new Browser();
    await shoulder.signIn('lin.zhou');
    expect(await proveSecondFactor(shoulder.request(), proof), 'a code is good once').toMatchObject({ ok: false });
    expect(await shoulder.who()).toBeNull();
  });

  it('is not asked for again where a browser is trusted, until the password changes', async () => {
    const { owner, browser, uri } = await withFactor('lin.zhou');
    browser.take(await confirmSecondFactor(browser.request(), owner, totp(uri)));
    const own = new Browser();
    await own.signIn('lin.zhou');
    own.take(await proveSecondFactor(own.request(), { code: totp(uri), kind: 'totp', trust: true }));
    own.take(await signOut(own.request()));
    expect(await own.signIn('lin.zhou')).toMatchObject({ ok: true, second: false });
    const next = 'maijishan 100 ji taijie';
    own.take(await changePassword(own.request(), owner, { current: password, next }));
    own.take(await signOut(own.request()));
    expect(await own.signIn('lin.zhou', next)).toMatchObject({ ok: true, second: true });
  });

  it('cannot be skipped: without the right password there is nothing to prove', async () => {
    expect(
      await proveSecondFactor(new Browser().request(), { code: '123456', kind: 'totp', trust: false }),
    ).toMatchObject({
      ok: false,
      code: 'link-ended',
    });
  });

  it('has backup codes, each good once', async () => {
    const { owner, browser, uri, backupCodes } = await withFactor('lin.zhou');
    browser.take(await confirmSecondFactor(browser.request(), owner, totp(uri)));
    const code = backupCodes[0] ?? '';
    const first = new Browser();
    await first.signIn('lin.zhou');
    expect(first.take(await proveSecondFactor(first.request(), { code, kind: 'backup', trust: false }))).toMatchObject({
      ok: true,
    });
    expect(await first.who()).toBe(owner.id);
    const second = new Browser();
    await second.signIn('lin.zhou');
    expect(await proveSecondFactor(second.request(), { code, kind: 'backup', trust: false })).toMatchObject({
      ok: false,
    });

    const renewed = await renewBackupCodes(first.request(), owner, password);
    if (!renewed.ok) throw new Error(renewed.message);
    expect(
      await proveSecondFactor(second.request(), { code: backupCodes[1] ?? '', kind: 'backup', trust: false }),
    ).toMatchObject({ ok: false });
    expect(
      await proveSecondFactor(second.request(), { code: renewed.backupCodes[1] ?? '', kind: 'backup', trust: false }),
    ).toMatchObject({ ok: true });
  });

  it('takes five wrong codes for one password, and then wants the password again', async () => {
    const { owner, browser, uri } = await withFactor('lin.zhou');
    browser.take(await confirmSecondFactor(browser.request(), owner, totp(uri)));
    const guesser = new Browser();
    await guesser.signIn('lin.zhou');
    const codes = [];
    for (let n = 0; n < 7; n++) {
      const answer = guesser.take(
        await proveSecondFactor(guesser.request(), { code: `00000${n}`, kind: 'totp', trust: false }),
      );
      codes.push(answer.ok ? 'ok' : answer.code);
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('wrong'));
    expect(codes.slice(5)).toEqual(['link-ended', 'link-ended']);
  });

  it('wants the password to begin and to end', async () => {
    const { owner, browser, uri } = await withFactor('lin.zhou');
    expect(await beginSecondFactor(browser.request(), owner, 'wrong password')).toMatchObject({ code: 'wrong' });
    browser.take(await confirmSecondFactor(browser.request(), owner, totp(uri)));
    expect(await endSecondFactor(browser.request(), owner, 'wrong password')).toMatchObject({ code: 'wrong' });
    expect(browser.take(await endSecondFactor(browser.request(), owner, password))).toMatchObject({ ok: true });
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ second: false });
  });
});

describe('one’s own account', () => {
  it('gets a new password, which ends every other session', async () => {
    const lin = await colleague('lin.zhou');
    const [here, there] = [new Browser(), new Browser()];
    await here.signIn('lin.zhou');
    await there.signIn('lin.zhou');
    const next = 'maijishan 100 ji taijie';
    expect(await changePassword(here.request(), lin, { current: 'wrong password', next })).toMatchObject({
      code: 'wrong',
    });
    expect(await changePassword(here.request(), lin, { current: password, next: '短' })).toMatchObject({
      code: 'invalid',
    });
    const before = here.token;
    expect(here.take(await changePassword(here.request(), lin, { current: password, next }))).toMatchObject({
      ok: true,
    });
    expect(here.token).not.toBe(before);
    expect([await here.who(), await there.who()]).toEqual([lin.id, null]);
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ ok: false });
    expect(await new Browser().signIn('lin.zhou', next)).toMatchObject({ ok: true });
  });

  it('shows its sessions and ends them, and nobody else’s', async () => {
    const lin = await colleague('lin.zhou');
    await colleague('su.he');
    const [here, there, other] = [new Browser(), new Browser(), new Browser()];
    await here.signIn('lin.zhou');
    await there.signIn('lin.zhou');
    await other.signIn('su.he');
    const own = (await sessionOf(here.request()))?.session.id ?? '';
    const foreign = (await sessionOf(other.request()))?.session.id ?? '';
    const account = await ownAccount(lin, own);
    expect(account?.sessions).toHaveLength(2);
    expect(account?.sessions.find(({ current }) => current)).toMatchObject({ address: '192.0.2.1', userAgent: 'test' });
    expect(await endOwnSessions(lin, own, foreign)).toMatchObject({ ok: false });
    expect(await endOwnSessions(lin, own, null)).toEqual({ ok: true });
    expect([await here.who(), await there.who(), (await other.who()) !== null]).toEqual([lin.id, null, true]);
  });
});

describe('an administrator', () => {
  it('suspends somebody, whose sessions end at once', async () => {
    const lin = await colleague('lin.zhou');
    const browser = new Browser();
    await browser.signIn('lin.zhou');
    const reset = await resetPassword(admin, lin.id, false);
    await browser.signIn('lin.zhou');
    expect(await suspend(admin, lin.id)).toEqual({ ok: true });
    expect(await browser.who()).toBeNull();
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ code: 'wrong' });
    expect(await openLink(reset.ok ? reset.token : ''), 'links end too').toBeNull();
    expect(await resume(admin, lin.id)).toEqual({ ok: true });
  });

  it('gives a link to a new password: the old one, sessions and, where asked, factors are gone at once', async () => {
    const lin = await colleague('lin.zhou');
    const browser = new Browser();
    await browser.signIn('lin.zhou');
    const begun = await beginSecondFactor(browser.request(), lin, password);
    if (!begun.ok) throw new Error(begun.message);
    browser.take(await confirmSecondFactor(browser.request(), lin, totp(begun.uri)));
    const first = await resetPassword(admin, lin.id, false);
    const link = await resetPassword(admin, lin.id, true);
    if (!link.ok || !first.ok) throw new Error();
    expect(await browser.who()).toBeNull();
    expect(await new Browser().signIn('lin.zhou')).toMatchObject({ code: 'wrong' });
    expect(await openLink(first.token), 'an earlier link is of no use').toBeNull();
    expect(await openLink(link.token)).toMatchObject({ kind: 'reset', username: 'lin.zhou' });
    expect(await acceptReset(link.token, 'lin.zhou.2026')).toMatchObject({ code: 'invalid' });
    const next = 'nanguosi liang ke gubai';
    expect(await acceptReset(link.token, next)).toEqual({ ok: true, username: 'lin.zhou' });
    expect(await acceptReset(link.token, next)).toMatchObject({ code: 'link-ended' });
    expect(await new Browser().signIn('lin.zhou', next)).toMatchObject({ ok: true, second: false });
  });

  it('changes roles and sections, and takes a right away with the next click', async () => {
    const lin = await colleague('lin.zhou');
    expect(await changePerson(admin, lin.id, { name: '林舟', role: 'chief', sectionIds: [5, 2] })).toEqual({
      ok: true,
    });
    expect(await actor('lin.zhou')).toMatchObject({ name: '林舟', role: 'chief', sectionIds: [2, 5] });
    expect(await changePerson(admin, lin.id, { name: '', role: 'chief', sectionIds: null })).toMatchObject({
      code: 'invalid',
    });
    const second = await colleague('second', 'admin');
    await changePerson(admin, second.id, { name: '二', role: 'reporter', sectionIds: null });
    expect(await suspend(second, lin.id), 'an actor read before the change').toMatchObject({ code: 'not-allowed' });
  });

  it('is never the last to go', async () => {
    expect(await suspend(admin, admin.id)).toMatchObject({ ok: false });
    expect(await changePerson(admin, admin.id, { name: '管', role: 'chief', sectionIds: null })).toMatchObject({
      code: 'last-administrator',
    });
    const second = await colleague('second', 'admin');
    const both = await Promise.all([suspend(admin, second.id), suspend(second, admin.id)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it.each(roles.filter((role) => role !== 'admin'))('is nobody else: a %s may do none of this', async (role) => {
    const lin = await colleague('lin.zhou', role);
    const refused = { ok: false, code: 'not-allowed' };
    expect(await invite(lin, { role: 'admin', sectionIds: null, note: '', days: 1 })).toMatchObject(refused);
    expect(await resetPassword(lin, admin.id, true)).toMatchObject(refused);
    expect(await changePerson(lin, lin.id, { name: '林', role: 'admin', sectionIds: null })).toMatchObject(refused);
    expect(await suspend(lin, admin.id)).toMatchObject(refused);
    expect(await resume(lin, lin.id)).toMatchObject(refused);
    expect(await endSessionsOf(lin, admin.id)).toMatchObject(refused);
    expect(await withdrawInvitation(lin, 'x')).toMatchObject(refused);
  });

  it('leaves a trail of all of it', async () => {
    const lin = await colleague('lin.zhou');
    await suspend(admin, lin.id);
    expect((await acts()).slice(-3)).toEqual(['invite-person', 'open-account', 'suspend-person']);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });
});
