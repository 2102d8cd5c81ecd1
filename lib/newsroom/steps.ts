import { desc, eq, sql } from 'drizzle-orm';
import { audit } from '#db/schema/index.ts';
import { readSetting } from '#lib/settings/settings.ts';
import type { Actor } from './actor.ts';
import { findingsOf } from './checks.ts';
import type { Finding } from './finding.ts';
import type { Refusal } from './result.ts';
import { levelNames, may, type RightFacts } from './rights.ts';
import { inTransaction } from './transaction.ts';
import { demand, factsOf, findWork, type Work, type WorkRow } from './work.ts';
import { workContent } from './workflow.ts';

/** What can be asked of a story beside its text, in the order in which the desk offers it. */
export const steps = [
  'submit',
  'review',
  'sign',
  'publish',
  'schedule',
  'unschedule',
  'amend',
  'correct',
  'republish',
  'recall',
  'send-back',
  'publish-directly',
  'schedule-withdrawal',
  'unschedule-withdrawal',
  'withdraw',
  'discard',
] as const;
export type StepName = (typeof steps)[number];

type Round = Pick<WorkRow, 'reviews' | 'reviewsNeeded' | 'withdrawAt'>;

/** What the actor may do now: no right is missing and the workflow does not refuse it as the story stands. */
export function stepsFor(actor: Actor, facts: RightFacts, { reviews, reviewsNeeded, withdrawAt }: Round): StepName[] {
  const whole = reviews.length >= reviewsNeeded;
  const can: Partial<Record<StepName, boolean>> = {
    review: !whole && !reviews.some(({ by }) => by === actor.id),
    sign: whole,
    'schedule-withdrawal': withdrawAt === null,
    'unschedule-withdrawal': withdrawAt !== null,
  };
  return steps.filter((step) => {
    const right = step === 'unschedule-withdrawal' ? 'schedule-withdrawal' : step;
    return (can[step] ?? true) && may(actor, right, facts).ok;
  });
}

/** Whose move it is, as a sentence; null where nothing is under way. */
export function waitingFor({ stage, reviews, reviewsNeeded }: Pick<WorkRow, 'stage'> & Round): string | null {
  const next = reviews.length + 1;
  const who: Record<number, string> = { 1: '编辑', 2: '主任', 3: '总编' };
  switch (stage) {
    case 'none':
      return null;
    case 'draft':
      return '正在写，还没有送审。';
    case 'submitted':
    case 'reviewed':
      return next > reviewsNeeded
        ? `${levelNames[reviewsNeeded]}已过，等待总编签发。`
        : `等待${levelNames[next]}（共 ${reviewsNeeded} 审），由${who[next]}${next === 3 ? '' : '或以上'}来做。`;
    case 'signed':
      return '已签发，等待主任或总编发布。';
    case 'scheduled':
      return '已签发，到时自动发布。';
  }
}

export type HistoryRow = {
  at: Date;
  name: string;
  role: string;
  act: string;
  detail: Record<string, unknown>;
  /** What readers were shown by it; null where they saw nothing. */
  eventId: number | null;
};

export type Standing = {
  ok: true;
  id: number;
  work: WorkRow;
  readers: Work['readers'];
  steps: StepName[];
  /** Of the text as it is saved; null where the check is no matter now, as nothing is written or it is signed. */
  findings: Finding[] | null;
  /** What would stop the step that comes next. */
  blocking: Finding[];
  mayOverride: boolean;
  history: HistoryRow[];
};

/** Where a story stands, who did what, and what the actor may do now. */
export function standing(actor: Actor, id: number): Promise<Standing | Refusal> {
  return inTransaction<Standing | Refusal>(async (tx) => {
    const work = await findWork(tx, id);
    const facts = factsOf(actor, work);
    demand(actor, 'read', facts);
    const { row } = work;
    const checked = ['draft', 'submitted', 'reviewed'].includes(work.stage);
    const findings = checked ? await findingsOf(tx, id, workContent(work)) : null;
    const { blocking } = await readSetting('checks', tx);
    const stops = blocking[work.stage === 'draft' ? 'submit' : 'sign'];
    const rows = await tx
      .select({
        at: audit.at,
        name: audit.actorName,
        role: audit.actorRole,
        act: audit.act,
        detail: audit.detail,
        // Written by the same transaction, which began a little before its row of the trail was written.
        eventId: sql<string | null>`(
          select max(e.id) from event e
          where e.at between audit.at - interval '1 minute' and audit.at and e.xmin = audit.xmin
            and e.payload -> 'story' ->> 'id' = ${String(id)})`,
      })
      .from(audit)
      .where(eq(audit.object, `story:${id}`))
      .orderBy(desc(audit.id))
      .limit(50);
    return {
      ok: true,
      id,
      work: row,
      readers: work.readers,
      steps: stepsFor(actor, facts, row),
      findings,
      blocking: findings?.filter(({ level }) => stops.includes(level)) ?? [],
      mayOverride: may(actor, 'override-check', facts).ok,
      history: rows.map(({ eventId, ...each }) => ({ ...each, eventId: eventId === null ? null : Number(eventId) })),
    };
  });
}
