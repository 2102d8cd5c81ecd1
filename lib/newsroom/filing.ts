import { isDeepStrictEqual } from 'node:util';
import type { Actor } from './actor.ts';
import { holderOf } from './drafts.ts';
import { type Refusal, refuse } from './result.ts';
import { changeIn } from './stories.ts';
import { readContent, type StoryContent } from './story-content.ts';
import { clock, demand, factsOf, sectionAndAbove } from './work.ts';
import { type Step, stepInTurn, workContent } from './workflow.ts';

/** Where a story stands: its section, others in which it is listed, its topics. */
export type Filed = Pick<StoryContent, 'sectionId' | 'extraSectionIds' | 'topicIds'>;
export type FiledStep = Step & { before: Filed; after: Filed };

/** Into another section; it is not listed twice there. */
export const intoSection =
  (sectionId: number) =>
  (stood: Filed): Filed => ({
    ...stood,
    sectionId,
    extraSectionIds: stood.extraSectionIds.filter((id) => id !== sectionId),
  });

export const withTopic =
  (topicId: number) =>
  (stood: Filed): Filed => ({
    ...stood,
    topicIds: stood.topicIds.includes(topicId) ? stood.topicIds : [...stood.topicIds, topicId],
  });

export const withoutTopic =
  (topicId: number) =>
  (stood: Filed): Filed => ({ ...stood, topicIds: stood.topicIds.filter((id) => id !== topicId) });

/** Back to where it stood, unless somebody filed it anew meanwhile. */
export const backTo =
  (before: Filed, after: Filed) =>
  (stood: Filed): Filed =>
    isDeepStrictEqual(stood, after)
      ? before
      : refuse('changed-meanwhile', '后来又有人改了栏目或专题，没有撤销，以免盖掉别人的改动。');

/**
 * 归类: changes where a story stands and nothing of its text: of a draft, or of what readers have while no amendment is under way.
 * A draft that somebody has open is refused, so that no page can write the old place back.
 */
export async function fileStory(actor: Actor, id: number, next: (stood: Filed) => Filed): Promise<FiledStep | Refusal> {
  let moved: { before: Filed; after: Filed } | null = null;
  const step = await stepInTurn(actor, id, 'file', async ({ tx, work }) => {
    const holder = holderOf(work.row, await clock(tx));
    if (holder) refuse('locked', `${holder.by === actor.id ? '您' : holder.name}正打开着这篇稿件写作，请先关上。`);
    const content = work.stage === 'none' ? await readContent(tx, id) : workContent(work);
    const { sectionId, extraSectionIds, topicIds } = content;
    const before = { sectionId, extraSectionIds, topicIds };
    const after = next(before);
    if (isDeepStrictEqual(before, after)) refuse('unchanged', '稿件本来就是这样归类的。');
    moved = { before, after };
    if (after.sectionId !== sectionId) {
      const sections = await sectionAndAbove(tx, after.sectionId);
      demand(actor, 'file', { ...factsOf(actor, work), sections });
    }
    const detail = { before, after };
    const set = { sectionId: after.sectionId };
    if (work.stage === 'none')
      return { stage: work.stage, set, recorded: [await changeIn(tx, id, after, actor.name, '归类')], detail };
    return {
      stage: work.stage,
      set: { ...set, content: { ...content, ...after }, version: work.row.version + 1 },
      detail,
    };
  });
  if (!step.ok) return step;
  if (!moved) throw new Error('A story was filed nowhere.');
  return { ...step, ...(moved as { before: Filed; after: Filed }) };
}
