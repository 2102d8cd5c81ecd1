'use server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/desk/form-state.ts';
import { bulkWords as words } from '#components/desk/stories/strings.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { actOnMany, type BulkAct, type BulkInput, topicNamed, undoBulk } from '#lib/newsroom/bulk.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { moment } from '#lib/text/time.ts';
import { applied } from '../../../../applied.ts';
import { bulkActOf, pickedOf } from '../../../../bulk.ts';

/** Does one act upon the stories that were picked, and leads to what came of each. */
export async function act(_: FormState, form: FormData): Promise<FormState> {
  let id: number | null = null;
  const state = await asMyself(async ({ actor }) => {
    const what = bulkActOf(text(form, 'act'));
    if (!what) return { ok: false, message: words.missing.act };
    const input = await inputOf(what, form);
    if (typeof input === 'string') return { ok: false, message: input };
    const picked = pickedOf(text(form, 'stories').split(' '));
    const done = await actOnMany(actor, what, picked, input, applied);
    if (!done.ok) return { ok: false, message: done.message };
    revalidatePath('/desk/stories', 'layout');
    id = done.id;
    return { ok: true, message: '' };
  });
  const list = text(form, 'list');
  if (id !== null) redirect(`/desk/stories/bulk/${id}${/^[a-z]+$/.test(list) ? `?list=${list}` : ''}`);
  return state;
}

/** Takes an act back. */
export async function undo(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const undone = await undoBulk(actor, positiveInteger(text(form, 'id')) ?? 0, applied);
    if (!undone.ok) return { ok: false, message: undone.message };
    revalidatePath('/desk/stories', 'layout');
    return { ok: true, message: words.undid(undone.outcomes.filter(({ ok }) => ok).length, undone.outcomes.length) };
  });
}

/** @returns a sentence where something is missing. Times are of Asia/Shanghai. */
async function inputOf(act: BulkAct, form: FormData): Promise<BulkInput | string> {
  switch (act) {
    case 'schedule': {
      const at = moment(text(form, 'at'), new Date());
      return at ? { at } : words.missing.at;
    }
    case 'withdraw': {
      const reason = text(form, 'reason').trim();
      return reason ? { reason } : words.missing.reason;
    }
    case 'move': {
      const sectionId = positiveInteger(text(form, 'section'));
      return sectionId ? { sectionId } : words.missing.section;
    }
    case 'add-topic':
    case 'remove-topic': {
      const found = await topicNamed(text(form, 'topic'));
      return found.ok ? { topicId: found.id } : found.message;
    }
    default:
      return {};
  }
}
