'use server';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/desk/form-state.ts';
import { openingWords as words } from '#components/desk/registry/strings.ts';
import type { TopicTimeline } from '#db/schema/enums.ts';
import { asMyself, text } from '#lib/auth/actions.ts';
import { arrangeTopic } from '#lib/newsroom/topic-opening.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { applied } from '../../../../applied.ts';

/** Sets what stands above a topic's list. The right is asked for where it is done (`lib/newsroom/topic-opening.ts`). */
export async function arrange(_: FormState, form: FormData): Promise<FormState> {
  return asMyself(async ({ actor }) => {
    const lead = text(form, 'leadStoryId').trim();
    const named = [...form.getAll('milestone').map(String), ...text(form, 'more').split(/[\s,，、]+/)];
    const numbers = named.filter((one) => one !== '');
    const wrong = [lead, ...numbers].find((one) => one !== '' && positiveInteger(one) === null);
    if (wrong !== undefined) return { ok: false, message: words.notNumber(wrong) };
    const result = await applied(
      await arrangeTopic(actor, positiveInteger(text(form, 'id')) ?? 0, {
        introduction: text(form, 'introduction'),
        leadStoryId: positiveInteger(lead),
        timeline: text(form, 'timeline') as TopicTimeline,
        milestones: numbers.map(Number),
      }),
    );
    if (!result.ok) return { ok: false, message: result.message };
    revalidatePath('/desk/topics', 'layout');
    return { ok: true, message: words.saved };
  });
}
