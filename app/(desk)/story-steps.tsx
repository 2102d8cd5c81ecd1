import { notFound } from 'next/navigation';
import { actName, detailInWords } from '#components/desk/audit-words.ts';
import { NumbersOfStory } from '#components/desk/numbers/numbers.tsx';
import { formsOf } from '#components/desk/steps/forms.ts';
import { Steps, type StepsModel } from '#components/desk/steps/steps.tsx';
import { type Actor, roleNames } from '#lib/newsroom/actor.ts';
import { actNames, levelNames } from '#lib/newsroom/rights.ts';
import { type HistoryRow, type Standing, standing, waitingFor } from '#lib/newsroom/steps.ts';
import { readsOfStory } from '#lib/reads/numbers.ts';
import { timeModel } from '#lib/text/time.ts';
import { takeStep } from './desk/(inside)/stories/actions.ts';

/** The steps of one story, for whoever looks: what may be done now is what there is a button for. */
export async function StorySteps({ storyId, actor }: { storyId: number; actor: Actor }) {
  const found = await standing(actor, storyId);
  if (!found.ok) return notFound();
  return (
    <Steps model={stepsModel(found)} action={takeStep}>
      {found.readers !== 'unpublished' && <NumbersOfStory {...(await readsOfStory(storyId, new Date()))} />}
    </Steps>
  );
}

function stepsModel({ id, work, readers, steps, findings, blocking, mayOverride, history }: Standing): StepsModel {
  const { reviews, signedName, signedAt, sentBack, publishAt, withdrawAt, withdrawReason } = work;
  const hour = 60 * 60 * 1000;
  const soon = new Date(Math.ceil((Date.now() + 1) / hour) * hour);
  return {
    storyId: id,
    stage: work.stage,
    readers,
    version: work.version,
    waiting: waitingFor(work),
    writer: work.ownerName,
    reviews: reviews.map(({ level, name, at, note, changed }) => ({
      label: levelNames[level] ?? '',
      name,
      at: timeModel(new Date(at)),
      note,
      changed,
    })),
    signed: signedName && signedAt ? { name: signedName, at: timeModel(signedAt) } : null,
    sentBack: sentBack && { name: sentBack.by, at: timeModel(new Date(sentBack.at)), reason: sentBack.reason },
    publishAt: publishAt && timeModel(publishAt),
    withdrawAt: withdrawAt && { at: timeModel(withdrawAt), reason: withdrawReason ?? '' },
    correction: work.correction,
    findings: findings?.map(({ level, message }) => ({ level, message })) ?? null,
    stopped: blocking.length > 0 && !mayOverride && steps.some((step) => step === 'submit' || step === 'sign'),
    forms: formsOf({
      steps,
      readers,
      blocked: blocking.length > 0,
      mayOverride,
      reviewLevel: levelNames[reviews.length + 1] ?? '',
      soon: timeModel(soon).iso.slice(0, 16),
    }),
    history: history.map((row, n) => lineOf(id, row, `${history.length - n}`)),
  };
}

function lineOf(
  id: number,
  { at, name, role, act, detail, eventId }: HistoryRow,
  key: string,
): StepsModel['history'][0] {
  const names: Record<string, string> = roleNames;
  const { reason, note, text, level, correction, override } = detail;
  const passed = override as { reason?: string } | undefined;
  const told = {
    ...(typeof level === 'number' && { level: levelNames[level] }),
    ...(reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
    ...(text !== undefined && { text }),
    ...(correction !== undefined && { correction }),
    ...(passed?.reason && { override: passed.reason }),
    ...(typeof detail.at === 'string' && { time: timeModel(new Date(detail.at)).full.slice(0, 16) }),
  };
  return {
    key,
    at: timeModel(at),
    who: `${names[role] ?? ''} ${name}`.trim(),
    act: actName(act, actNames),
    detail: detailInWords(told),
    refreshed: eventId === null ? null : `/desk/stories/${id}/refreshed/${eventId}`,
  };
}
