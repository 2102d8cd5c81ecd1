'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { stepWords as words } from '#components/desk/steps/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import type { Refusal } from '#lib/newsroom/result.ts';
import { type StepName, steps } from '#lib/newsroom/steps.ts';
import * as workflow from '#lib/newsroom/workflow.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { moment } from '#lib/text/time.ts';
import { applied } from '../../../applied.ts';

/** Begins a story, and leads to it. */
export async function begin(_: FormState, form: FormData): Promise<FormState> {
  let id: number | null = null;
  const state = await asMyself(async ({ actor }) => {
    const input = { title: text(form, 'title').trim(), sectionId: positiveInteger(text(form, 'section')) ?? 0 };
    const started = await workflow.startStory(actor, input);
    if (!started.ok) return { ok: false, message: started.message };
    id = started.id;
    return { ok: true, message: '' };
  });
  if (id !== null) redirect(`/desk/stories/${id}`);
  return state;
}

/** Takes one step of a story. After one that readers see, it leads to what was refreshed by it. */
export async function takeStep(_: FormState, form: FormData): Promise<FormState> {
  const id = positiveInteger(text(form, 'story')) ?? 0;
  const asked = text(form, 'step');
  const step = steps.find((name) => name === asked);
  if (!step) return { ok: false, message: '没有这一步。' };
  let shown: number | null = null;
  const state = await asMyself(async ({ actor }) => {
    const taken = await applied(await take[step](actor, id, form));
    if (!taken.ok) return { ok: false, message: refusalInWords(taken) };
    revalidatePath('/desk/stories', 'layout');
    const done = taken.done;
    if (done) shown = Math.max(done.eventId, ...done.also.map((each) => each.id));
    const acted: Partial<Record<StepName, string>> = words.acted;
    return { ok: true, message: acted[step] ?? words.done };
  });
  if (shown !== null) redirect(`/desk/stories/${id}/refreshed/${shown}`);
  return state;
}

type Take = (actor: Actor, id: number, form: FormData) => Promise<workflow.Step | Refusal>;

/** What was looked at, as the form says it; what is no number was never looked at. */
const seen = (form: FormData) => ({ version: Number(text(form, 'version') || '-1') });
const withOverride = (form: FormData) => {
  const override = text(form, 'override').trim();
  return override === '' ? seen(form) : { ...seen(form), override };
};
/** In Asia/Shanghai; what is no time at all the workflow refuses. */
const timeOf = (form: FormData) => moment(text(form, 'at'), new Date()) ?? new Date(Number.NaN);

const take: Record<StepName, Take> = {
  submit: (actor, id, form) =>
    workflow.submit(actor, id, { ...withOverride(form), correction: text(form, 'correction') }),
  review: (actor, id, form) => workflow.review(actor, id, { ...seen(form), note: text(form, 'note') }),
  sign: (actor, id, form) => workflow.sign(actor, id, withOverride(form)),
  publish: (actor, id) => workflow.publishSigned(actor, id),
  schedule: (actor, id, form) => workflow.schedule(actor, id, timeOf(form)),
  unschedule: (actor, id) => workflow.unschedule(actor, id),
  amend: (actor, id) => workflow.amend(actor, id),
  correct: (actor, id, form) => workflow.publishCorrection(actor, id, text(form, 'text')),
  republish: (actor, id, form) => workflow.republishStory(actor, id, text(form, 'reason')),
  recall: (actor, id) => workflow.recall(actor, id),
  'send-back': (actor, id, form) => workflow.sendBack(actor, id, text(form, 'reason')),
  'publish-directly': (actor, id, form) =>
    workflow.publishDirectly(actor, id, { ...withOverride(form), reason: text(form, 'reason') }),
  'schedule-withdrawal': (actor, id, form) =>
    workflow.scheduleWithdrawal(actor, id, timeOf(form), text(form, 'reason')),
  'unschedule-withdrawal': (actor, id) => workflow.unscheduleWithdrawal(actor, id),
  withdraw: (actor, id, form) => workflow.withdrawStory(actor, id, text(form, 'reason')),
  discard: (actor, id) => workflow.discard(actor, id),
};

/** Why not, all that is missing, and what to do. */
function refusalInWords({ code, message, problems = [] }: Refusal): string {
  const hints: Partial<Record<string, string>> = words.hints;
  const rest = problems.slice(1).map((problem) => problem.message);
  return [message, rest.length > 0 ? `还有：${rest.join('；')}。` : '', hints[code] ?? ''].join('');
}
