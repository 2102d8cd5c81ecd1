import { sql } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { system } from './actor.ts';
import { audit } from './audit.ts';
import type { Done, Refusal } from './result.ts';
import { inTransaction, inTurn } from './transaction.ts';
import { lockWork, writeWork } from './work.ts';
import { publication, take, withdrawal } from './workflow.ts';

/** One thing that was due, and what came of it. */
export type Fallen = {
  id: number;
  act: 'publish' | 'withdraw';
  due: Date;
  /** Seconds after its time. */
  late: number;
  done: Done | null;
  /** Why it could not be done: the story is signed again, or stays published, and somebody must look. */
  refusal: Refusal | null;
};

/** Later than this it counts as missed, in seconds: nobody was there at its time. */
const missedAfter = 60;

/**
 * Publishes and withdraws what is due at `now`. The state decides, under the story's lock: whoever else does the same at
 * the same time, or did it before, finds nothing left to do. Each story is a transaction of its own.
 */
export async function runDue(now: Date): Promise<Fallen[]> {
  const at = now.toISOString();
  const due = await db.execute<{ id: string; act: Fallen['act'] }>(sql`
    select story_id::text as id, act from (
      select story_id, 'publish' as act, publish_at as at from story_work
        where stage = 'scheduled' and publish_at <= ${at}::timestamptz
      union all
      select w.story_id, 'withdraw', w.withdraw_at from story_work w
        join story s on s.id = w.story_id and s.status = 'published'
        where w.withdraw_at <= ${at}::timestamptz) as due
    order by due.at, story_id`);
  const fallen: Fallen[] = [];
  for (const { id, act } of due) {
    const one = act === 'publish' ? await publishDue(Number(id), now) : await withdrawDue(Number(id), now);
    if (!one) continue;
    say(one);
    fallen.push(one);
  }
  return fallen;
}

async function publishDue(id: number, now: Date): Promise<Fallen | null> {
  let due: Date | null = null;
  const result = await inTurn(async (tx) => {
    const work = await lockWork(tx, id);
    due = work.stage === 'scheduled' ? work.row.publishAt : null;
    if (!due || due > now) return null;
    const context = { tx, actor: system, work, act: 'publish' as const };
    const taken = await publication(context);
    return take(context, { ...taken, detail: { ...taken.detail, ...lateness(due, now) } });
  });
  if (!result || !due) return null;
  if (!result.ok) await giveUp(id, due, result);
  return fallenOf(id, 'publish', due, now, result.ok ? result.done : null, result.ok ? null : result);
}

async function withdrawDue(id: number, now: Date): Promise<Fallen | null> {
  let due: Date | null = null;
  const result = await inTurn(async (tx) => {
    const work = await lockWork(tx, id);
    due = work.readers === 'published' ? work.row.withdrawAt : null;
    if (!due || due > now) return null;
    const context = { tx, actor: system, work, act: 'withdraw' as const };
    const taken = await withdrawal(context, work.row.withdrawReason ?? '');
    return take(context, { ...taken, detail: { ...taken.detail, ...lateness(due, now) } });
  });
  if (!result || !due) return null;
  return fallenOf(id, 'withdraw', due, now, result.ok ? result.done : null, result.ok ? null : result);
}

/** What could not be published stays signed, and does not knock again every minute. */
async function giveUp(id: number, due: Date, { code, message }: Refusal): Promise<void> {
  await inTransaction(async (tx) => {
    const work = await lockWork(tx, id);
    if (work.stage !== 'scheduled' || work.row.publishAt?.getTime() !== due.getTime()) return;
    await writeWork(tx, work, { stage: 'signed', publishAt: null });
    if (work.readers === 'unpublished') await tx.execute(sql`update story set status = 'signed' where id = ${id}`);
    await audit(tx, {
      actor: system,
      act: 'schedule-failed',
      object: `story:${id}`,
      detail: { due: due.toISOString(), code, message },
    });
  });
}

function lateness(due: Date, now: Date): Record<string, unknown> {
  const late = secondsBetween(due, now);
  return { due: due.toISOString(), late, ...(late > missedAfter && { missed: true }) };
}

function fallenOf(
  id: number,
  act: Fallen['act'],
  due: Date,
  now: Date,
  done: Done | null,
  refusal: Refusal | null,
): Fallen {
  return { id, act, due, late: secondsBetween(due, now), done, refusal };
}

function secondsBetween(due: Date, now: Date): number {
  return Math.round((now.getTime() - due.getTime()) / 1000);
}

function say({ id, act, due, late, refusal }: Fallen): void {
  const what = act === 'publish' ? '定时发布' : '定时撤稿';
  if (refusal) console.error(`${what}没有成功：稿件 ${id}，原定 ${due.toISOString()}。${refusal.message}`);
  else if (late > missedAfter)
    console.warn(`错过的${what}已补上：稿件 ${id}，原定 ${due.toISOString()}，晚了 ${late} 秒。`);
}
