import { eq } from 'drizzle-orm';
import type { Executor } from '#db/client.ts';
import { story } from '#db/schema/index.ts';
import { type Actor, roles } from './actor.ts';
import { holderOf, type Lock } from './drafts.ts';
import type { Refusal } from './result.ts';
import { may, type ReaderState, type Verdict, type WorkStage } from './rights.ts';
import { readContent } from './story-content.ts';
import { inTransaction } from './transaction.ts';
import { clock, demand, factsOf, findWork, type Work, type WorkRow } from './work.ts';
import { asWork, type WorkContent } from './work-content.ts';
import { lastVersion } from './workflow.ts';

/** A story as somebody opens it. */
export type OpenedStory = {
  ok: true;
  id: number;
  stage: WorkStage;
  readers: ReaderState;
  row: WorkRow;
  /** The working copy; where nothing is being written, what readers have, or what was last kept. */
  content: WorkContent;
  /** First publication; null for what never was out. */
  publishedAt: Date | null;
  updatedAt: Date | null;
  /** Whether this person may write it now, and if not, why. */
  save: Verdict;
  /** Who holds the lock. */
  holder: Lock | null;
  /** Whether this person may take the lock from its holder. */
  takeOver: boolean;
};

/** Opens a story for whoever may read it: with its text, and with what this person may do to the text. */
export function openStory(actor: Actor, id: number): Promise<OpenedStory | Refusal> {
  return inTransaction<OpenedStory | Refusal>(async (tx) => {
    const work = await findWork(tx, id);
    const facts = factsOf(actor, work);
    demand(actor, 'read', facts);
    const save = may(actor, 'save', facts);
    const holder = holderOf(work.row, await clock(tx));
    const role = roles.find((each) => each === work.row.lockRole);
    const [shown] = await tx
      .select({ publishedAt: story.publishedAt, updatedAt: story.updatedAt })
      .from(story)
      .where(eq(story.id, id));
    return {
      ok: true,
      id,
      stage: work.stage,
      readers: work.readers,
      row: work.row,
      content: await textOf(tx, work),
      publishedAt: shown?.publishedAt ?? null,
      updatedAt: shown?.updatedAt ?? null,
      save,
      holder,
      takeOver:
        holder !== null &&
        holder.by !== actor.id &&
        save.ok &&
        may(actor, 'take-over', { ...facts, ...(role && { holder: role }) }).ok,
    };
  });
}

/** A story as its page would draw it now. */
export type StoryText = {
  id: number;
  content: WorkContent;
  publishedAt: Date | null;
  updatedAt: Date | null;
  publishAt: Date | null;
};

/**
 * The text of a story for whoever holds a link to it: nobody's right is asked for here.
 * @returns null for a story that is gone, or was withdrawn and is not being written anew.
 */
export async function textBehindLink(id: number): Promise<StoryText | null> {
  const found = await inTransaction<{ ok: true; text: StoryText | null }>(async (tx) => {
    const work = await findWork(tx, id);
    if (work.readers === 'withdrawn' && work.stage === 'none') return { ok: true, text: null };
    const [shown] = await tx
      .select({ publishedAt: story.publishedAt, updatedAt: story.updatedAt })
      .from(story)
      .where(eq(story.id, id));
    return {
      ok: true,
      text: {
        id,
        content: await textOf(tx, work),
        publishedAt: shown?.publishedAt ?? null,
        updatedAt: shown?.updatedAt ?? null,
        publishAt: work.row.publishAt,
      },
    };
  });
  return found.ok ? found.text : null;
}

async function textOf(tx: Executor, work: Work): Promise<WorkContent> {
  const { id, row, readers } = work;
  if (row.content) return row.content as WorkContent;
  return readers === 'unpublished' ? lastVersion(tx, work) : asWork(await readContent(tx, id));
}
