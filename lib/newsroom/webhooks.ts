import { and, desc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import { db, type Executor } from '#db/client.ts';
import { delivery, deliveryChannel, webhook, webhookAttempt } from '#db/schema/index.ts';
import { seal } from '#lib/auth/sealed.ts';
import { hookAddressProblem } from '#lib/outbox/hook-address.ts';
import { hookChannelName, hookEvents, pingType } from '#lib/outbox/hook-events.ts';
import { newHookSecret } from '#lib/outbox/hook-signature.ts';
import { type Actor, system } from './actor.ts';
import { audit } from './audit.ts';
import { permit } from './entries.ts';
import { type Refusal, refuse } from './result.ts';
import { may } from './rights.ts';
import { inTransaction } from './transaction.ts';

export type HookInput = { name: string; url: string; events: readonly string[] };

/** Each is a loop of its own in every instance. */
const most = 50;
/** After a secret was replaced messages are signed with both for so long, in hours. */
const overlapHours = 24;
/** The log is kept for so many days, and no more than so many rows. */
const keepDays = 30;
const keepRows = 200_000;

/** Sets up a webhook. Its secret is told this once. */
export function createHook(
  actor: Actor,
  input: HookInput,
): Promise<{ ok: true; id: number; secret: string } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const said = checked(input);
    const [counted] = await tx.select({ count: sql<number>`count(*)::int` }).from(webhook);
    if ((counted?.count ?? 0) >= most) return refuse('invalid', `最多设 ${most} 个外发通知。`);
    const secret = newHookSecret();
    const [row] = await tx
      .insert(webhook)
      .values({ ...said, secret: seal(secret, 'webhook'), createdBy: actor.name })
      .returning({ id: webhook.id });
    if (!row) throw new Error('The webhook was not written.');
    await enter(tx, row.id, said.events);
    await audit(tx, { actor, act: 'create-hook', object: `hook:${row.id}`, detail: inTrail(said) });
    return { ok: true, id: row.id, secret };
  });
}

export function changeHook(actor: Actor, id: number, input: HookInput): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const said = checked(input);
    const before = await locked(tx, id);
    await tx.update(webhook).set(said).where(eq(webhook.id, id));
    if (before.active) await enter(tx, id, said.events);
    await audit(tx, {
      actor,
      act: 'change-hook',
      object: `hook:${id}`,
      detail: { before: inTrail(before), after: inTrail(said), addressChanged: before.url !== said.url },
    });
    return { ok: true };
  });
}

/** Gives it another secret. For a day messages are signed with the old one too, so that the receiver can change over. */
export function rotateHook(actor: Actor, id: number): Promise<{ ok: true; secret: string } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const { name, secret: previousSecret } = await locked(tx, id);
    const secret = newHookSecret();
    await tx
      .update(webhook)
      .set({
        secret: seal(secret, 'webhook'),
        previousSecret,
        previousUntil: sql`now() + make_interval(hours => ${overlapHours})`,
      })
      .where(eq(webhook.id, id));
    await audit(tx, { actor, act: 'rotate-hook', object: `hook:${id}`, detail: { name } });
    return { ok: true, secret };
  });
}

/** Switches it on or off. What was not delivered when it went off can be sent again once it is on. */
export function setHookActive(actor: Actor, id: number, on: boolean): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const { name, active, events } = await locked(tx, id);
    if (active === on) return refuse('unchanged', on ? '它已经启用。' : '它已经停用。');
    if (on) {
      await tx
        .update(webhook)
        .set({ active: true, offReason: null, offAt: null, failingSince: null })
        .where(eq(webhook.id, id));
      await enter(tx, id, events);
    } else await off(tx, id, null);
    await audit(tx, { actor, act: on ? 'resume-hook' : 'stop-hook', object: `hook:${id}`, detail: { name } });
    return { ok: true };
  });
}

/** Switches off one that nothing reaches, on behalf of nobody; without effect where it is off. */
export async function switchOffHook(id: number, reason: string): Promise<void> {
  await inTransaction(async (tx) => {
    const [row] = await tx.select().from(webhook).where(eq(webhook.id, id)).for('update');
    if (!row?.active) return { ok: true as const };
    await off(tx, id, reason.slice(0, 500));
    await audit(tx, { actor: system, act: 'stop-hook', object: `hook:${id}`, detail: { name: row.name, reason } });
    console.error(`外发通知“${row.name}”已自动停用：${reason}`);
    return { ok: true as const };
  });
}

export function removeHook(actor: Actor, id: number): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const { name, url } = await locked(tx, id);
    await tx.delete(deliveryChannel).where(eq(deliveryChannel.name, hookChannelName(id)));
    await tx.delete(delivery).where(eq(delivery.channel, hookChannelName(id)));
    await tx.delete(webhook).where(eq(webhook.id, id));
    await audit(tx, { actor, act: 'remove-hook', object: `hook:${id}`, detail: { name, url: shownAddress(url) } });
    return { ok: true };
  });
}

/** Sends a message that says nothing, as all others are sent. */
export function pingHook(actor: Actor, id: number): Promise<{ ok: true } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const { active, name } = await locked(tx, id);
    if (!active) return refuse('invalid', '它已停用，先启用再试。');
    await tx.insert(delivery).values({ channel: hookChannelName(id), eventId: 0, payload: { type: pingType } });
    await audit(tx, { actor, act: 'ping-hook', object: `hook:${id}`, detail: { name } });
    return { ok: true };
  });
}

/**
 * Sends messages again, under their old ids.
 * @param deliveries by number, be they delivered or given up; null: all that were given up.
 */
export function replayHook(
  actor: Actor,
  id: number,
  deliveries: readonly number[] | null,
): Promise<{ ok: true; count: number } | Refusal> {
  return inTransaction(async (tx) => {
    permit(actor, 'manage-tokens');
    const { active, name } = await locked(tx, id);
    if (!active) return refuse('invalid', '它已停用，先启用再重发。');
    const rows = await tx
      .update(delivery)
      .set({ state: 'waiting', endedAt: null, attempts: 0, roundsLeft: 1, nextAt: sql`now()`, createdAt: sql`now()` })
      .where(
        and(
          eq(delivery.channel, hookChannelName(id)),
          deliveries === null
            ? eq(delivery.state, 'dead')
            : and(inArray(delivery.state, ['dead', 'done']), inArray(delivery.id, [...deliveries])),
        ),
      )
      .returning({ id: delivery.id });
    if (rows.length === 0) return refuse('not-found', '没有可以重发的消息：它正在投递，或者已经过了保留期。');
    await audit(tx, { actor, act: 'replay-hook', object: `hook:${id}`, detail: { name, count: rows.length } });
    return { ok: true, count: rows.length };
  });
}

export type HookRow = Omit<typeof webhook.$inferSelect, 'secret' | 'previousSecret'> & {
  waiting: number;
  dead: number;
  lastAt: Date | null;
};

/** Webhooks, the newest first, with what waits for them and was given up; empty for those who may not manage them. */
export async function listHooks(actor: Actor, id?: number): Promise<HookRow[]> {
  if (!may(actor, 'manage-tokens').ok) return [];
  const rows = await db
    .select({
      hook: webhook,
      waiting: sql<number>`(select count(*)::int from delivery d where d.channel = 'hook:' || ${own} and d.state = 'waiting')`,
      dead: sql<number>`(select count(*)::int from delivery d where d.channel = 'hook:' || ${own} and d.state = 'dead')`,
      lastAt: sql<
        string | null
      >`(select a.at from webhook_attempt a where a.webhook_id = ${own} order by a.id desc limit 1)`,
    })
    .from(webhook)
    .where(id === undefined ? undefined : eq(webhook.id, id))
    .orderBy(desc(webhook.id));
  return rows.map(({ hook: { secret: _, previousSecret: __, ...hook }, waiting, dead, lastAt }) => ({
    ...hook,
    waiting,
    dead,
    lastAt: lastAt === null ? null : new Date(lastAt),
  }));
}

/** With its table: a column of the same name stands in what it is compared with. */
const own = sql.raw('webhook.id');

export type AttemptRow = typeof webhookAttempt.$inferSelect;
const perPage = 50;

/** The log of a webhook, newest first; below a number, of those that failed or of a type only. */
export async function readAttempts(
  actor: Actor,
  id: number,
  { failed = false, type, before }: { failed?: boolean; type?: string; before?: number | null },
): Promise<{ rows: AttemptRow[]; older: number | null }> {
  if (!may(actor, 'manage-tokens').ok) return { rows: [], older: null };
  const rows = await db
    .select()
    .from(webhookAttempt)
    .where(
      and(
        eq(webhookAttempt.webhookId, id),
        failed ? sql`not ${webhookAttempt.ok}` : undefined,
        type ? eq(webhookAttempt.type, type) : undefined,
        before ? lt(webhookAttempt.id, before) : undefined,
      ),
    )
    .orderBy(desc(webhookAttempt.id))
    .limit(perPage + 1);
  const shown = rows.slice(0, perPage);
  return { rows: shown, older: rows.length > perPage ? (shown.at(-1)?.id ?? null) : null };
}

/** Webhooks that were switched off because nothing reached them: the desk says so until somebody looks after them. */
export async function hooksSwitchedOff(actor: Actor): Promise<{ id: number; name: string }[]> {
  if (!may(actor, 'manage-tokens').ok) return [];
  return db
    .select({ id: webhook.id, name: webhook.name })
    .from(webhook)
    .where(and(eq(webhook.active, false), isNotNull(webhook.offReason)));
}

/** How people call the channels of webhooks (`hook:{id}`). */
export async function hookChannelNames(): Promise<ReadonlyMap<string, string>> {
  const rows = await db.select({ id: webhook.id, name: webhook.name }).from(webhook);
  return new Map(rows.map(({ id, name }) => [hookChannelName(id), name]));
}

/** Keeps the log bounded. */
export async function forgetAttempts(): Promise<void> {
  await db.execute(sql`delete from webhook_attempt where at < now() - make_interval(days => ${keepDays})`);
  await db.execute(sql`delete from webhook_attempt where id <= (select max(id) - ${keepRows} from webhook_attempt)`);
}

function checked({ name, url, events }: HookInput): { name: string; url: string; events: string[] } {
  const said = name.trim();
  if (said === '' || said.length > 60) return refuse('invalid', '名称须有 1 到 60 个字。');
  const address = url.trim();
  const problem = hookAddressProblem(address);
  if (problem) return refuse('invalid', problem);
  const wanted = Object.keys(hookEvents).filter((event) => events.includes(event));
  if (wanted.length === 0) return refuse('invalid', '请至少选一种事件。');
  return { name: said, url: new URL(address).href, events: wanted };
}

/** What the trail says of a webhook. */
function inTrail({ name, url, events }: { name: string; url: string; events: string[] }) {
  return { name, url: shownAddress(url), events };
}

/** Whose address it is. Behind the host many a receiver has a key, and more people see trails and screens than may set up webhooks. */
export function shownAddress(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}

async function locked(tx: Executor, id: number) {
  const [row] = await tx.select().from(webhook).where(eq(webhook.id, id)).for('update');
  return row ?? refuse('not-found', '没有这个外发通知。');
}

/** From now on its deliveries are written with the events. */
async function enter(tx: Executor, id: number, events: string[]): Promise<void> {
  await tx
    .insert(deliveryChannel)
    .values({ name: hookChannelName(id), events })
    .onConflictDoUpdate({ target: deliveryChannel.name, set: { events, seenAt: sql`now()` } });
}

async function off(tx: Executor, id: number, reason: string | null): Promise<void> {
  await tx.update(webhook).set({ active: false, offReason: reason, offAt: sql`now()` }).where(eq(webhook.id, id));
  await tx.delete(deliveryChannel).where(eq(deliveryChannel.name, hookChannelName(id)));
  await tx
    .update(delivery)
    .set({ state: 'dead', endedAt: sql`clock_timestamp()`, lastError: '停用时还没有送达' })
    .where(and(eq(delivery.channel, hookChannelName(id)), eq(delivery.state, 'waiting')));
}
