import { createHash } from 'node:crypto';
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Executor } from '#db/client.ts';
import { apiDraft, section, story, storyWork } from '#db/schema/index.ts';
import { readBody, utf8 } from '#lib/http/body.ts';
import { nearDuplicates, sameTitle } from '#lib/newsroom/duplicates.ts';
import { type Refusal, refuse } from '#lib/newsroom/result.ts';
import { front, inLibrary, type Pictures, readStoryText, StoryFileError } from '#lib/newsroom/story-text.ts';
import { actorOf, type Caller } from '#lib/newsroom/tokens.ts';
import { inTransaction } from '#lib/newsroom/transaction.ts';
import { validate } from '#lib/newsroom/validate.ts';
import { sectionAndAbove } from '#lib/newsroom/work.ts';
import type { WorkInput } from '#lib/newsroom/work-content.ts';
import { startStoryIn } from '#lib/newsroom/workflow.ts';
import { readSetting } from '#lib/settings/settings.ts';
import { plainText } from '#lib/text/body.ts';
import { MarkdownError } from '#lib/text/markdown.ts';
import { site } from '#site.config.ts';
import { Denied } from './gate.ts';

/** Largest request, in bytes; the edge takes no more either. */
export const largestDraft = 1024 * 1024;
/** So long the same request is answered with the same draft, in days. */
const keepDays = 7;

/** What a draft is made of: the text, and what stands at the head of a story file (docs/api.md). */
const asked = z.strictObject({
  ...front.shape,
  format: z.enum(['markdown', 'html']).default('markdown'),
  text: z.string().min(1).max(400_000),
  title: z.string().trim().min(1).max(200).optional(),
  section: z.string().min(1),
  /** Only what is in the library: a path would be one of this machine. */
  media: z.string().optional(),
});

export type DraftAnswer = {
  id: number;
  state: 'unpublished';
  stage: 'draft';
  /** Where editors find it. */
  desk: string;
  /** What was left out, in Chinese sentences. */
  warnings: string[];
  /** Stories of the same title, or much of the same wording; of those that the token may see. `share`: 0 to 1. */
  duplicates: { id: number; state: string; why: 'title' | 'text' | 'same-request'; share?: number }[];
};

/**
 * Makes a draft in the desk of what an outside system hands in; it is published by nobody but the newsroom.
 * With an `Idempotency-Key` the same request, sent again within a week, is answered with the same draft.
 * @throws {Denied} with what is wrong.
 */
export async function createDraft(
  caller: Caller,
  request: Request,
): Promise<{ answer: DraftAnswer; replayed: boolean }> {
  const key = keyOf(request);
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Denied('wrong-type', '请求内容须是 application/json。', { Accept: 'application/json' });
  const body = await readBody(request, largestDraft);
  if (!body) throw new Denied('too-large', `请求内容超过 ${largestDraft / 1024} KB。`);
  const said = createHash('sha256').update(body).digest('hex');
  const known = key === null ? null : await answeredBefore(db, caller, key, said);
  if (known) return { answer: known, replayed: true };
  const { text, format, ...given } = parse(body);
  const { content, warnings } = await read(given, text, format);
  const result = await inTransaction(async (tx) => {
    // Of two that come at once, the second waits here for the first, and then finds its answer.
    const [row] = await tx
      .insert(apiDraft)
      .values({ tokenId: caller.id, key, asked: said })
      .onConflictDoNothing()
      .returning({ id: apiDraft.id });
    if (!row) return { ok: true as const, answer: null };
    await demandSections(tx, caller, content.extraSectionIds ?? []);
    const { id } = await startStoryIn(tx, actorOf(caller), content);
    const answer: DraftAnswer = {
      id,
      state: 'unpublished',
      stage: 'draft',
      desk: `${site.origin}/desk/stories/${id}`,
      warnings,
      duplicates: await duplicatesOf(tx, caller, id, content, { row: row.id, said }),
    };
    await tx.update(apiDraft).set({ storyId: id, answer }).where(eq(apiDraft.id, row.id));
    return { ok: true as const, answer };
  });
  if (!result.ok) throw deniedBy(result);
  if (result.answer) return { answer: result.answer, replayed: false };
  const first = await answeredBefore(db, caller, key ?? '', said);
  if (!first) throw new Error('The first of two requests left no answer.');
  return { answer: first, replayed: true };
}

/** Forgets requests that are too old to be repeated. */
export async function forgetDraftRequests(): Promise<void> {
  await db.execute(sql`delete from api_draft where at < now() - make_interval(days => ${keepDays})`);
}

async function answeredBefore(tx: Executor, { id }: Caller, key: string, said: string): Promise<DraftAnswer | null> {
  const [row] = await tx
    .select({ asked: apiDraft.asked, answer: apiDraft.answer })
    .from(apiDraft)
    .where(and(eq(apiDraft.tokenId, id), eq(apiDraft.key, key)));
  if (!row?.answer) return null;
  if (row.asked !== said)
    throw new Denied('key-reused', '这个 Idempotency-Key 已用于内容不同的请求，请换一个；要重发，内容须一字不差。');
  return row.answer as DraftAnswer;
}

function keyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Denied('bad-request', 'Idempotency-Key 须是 1 到 255 个 ASCII 字符。');
  return key;
}

function parse(body: Uint8Array): z.infer<typeof asked> {
  const text = utf8(body);
  if (text === null) throw new Denied('bad-request', '请求内容不是 UTF-8 文本。');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Denied('bad-request', '请求内容不是 JSON。');
  }
  const checked = validate(asked, json);
  if (!checked.ok) throw new Denied('bad-request', `请求内容不合要求：${checked.message}。`);
  return checked.data;
}

async function read(
  given: Parameters<typeof readStoryText>[0],
  text: string,
  format: 'markdown' | 'html',
): Promise<{ content: WorkInput; warnings: string[] }> {
  try {
    const { patch, warnings } = await readStoryText(given, text, format, new LibraryOnly(), { newTags: false });
    if (!patch.title?.trim()) throw new Denied('bad-request', '缺标题(title)。');
    const { sectionId, ...rest } = Object.fromEntries(
      Object.entries(patch).filter(([, value]) => value !== undefined),
    ) as WorkInput;
    return { content: { ...rest, sectionId }, warnings };
  } catch (error) {
    if (error instanceof StoryFileError || error instanceof MarkdownError || error instanceof RangeError)
      throw new Denied('unusable', error.message);
    throw error;
  }
}

/** Pictures are those of the library, by number. What an outside text names otherwise, a file of this machine above all, is not looked at. */
class LibraryOnly implements Pictures {
  readonly #ids = new Map<string, number>();

  id(address: string): number | null {
    return this.#ids.get(address) ?? null;
  }

  async picture(named: Parameters<Pictures['picture']>[0]): Promise<number> {
    const address = typeof named === 'string' ? named : named.picture;
    const id = await this.tryPicture(address);
    if (id === null)
      throw new StoryFileError(`图片 ${address.slice(0, 100)} 须先进媒体库，再用编号引用，例如 media:12。`);
    return id;
  }

  async tryPicture(address: string): Promise<number | null> {
    const id = this.#ids.get(address) ?? (await inLibrary(address));
    if (id !== null) this.#ids.set(address, id);
    return id;
  }

  async recording(named: Parameters<Pictures['recording']>[0]): Promise<number> {
    const id = typeof named === 'string' ? await inLibrary(named) : null;
    if (id === null) throw new StoryFileError('media 须用编号引用媒体库，例如 media:12。');
    return id;
  }
}

/** The desk asks for the right in a story's own section; here its further ones count as well. */
async function demandSections(tx: Executor, { sectionIds }: Caller, further: readonly number[]): Promise<void> {
  if (sectionIds === null) return;
  for (const id of further) {
    const above = await sectionAndAbove(tx, id);
    if (above.some((each) => sectionIds.includes(each))) continue;
    const [row] = await tx.select({ slug: section.slug }).from(section).where(eq(section.id, id));
    refuse('not-your-section', `这个令牌不管栏目 ${row?.slug ?? id}。`);
  }
}

async function duplicatesOf(
  tx: Executor,
  caller: Caller,
  id: number,
  content: WorkInput,
  { row, said }: { row: number; said: string },
): Promise<DraftAnswer['duplicates']> {
  const text = plainText(content.body as Parameters<typeof plainText>[0]);
  const [texts, titles, again] = [
    await nearDuplicates(tx, id, text, (await readSetting('checks', tx)).nearDuplicate),
    await sameTitle(tx, id, content.title ?? ''),
    await tx
      .select({ id: apiDraft.storyId })
      .from(apiDraft)
      .where(
        and(
          eq(apiDraft.tokenId, caller.id),
          eq(apiDraft.asked, said),
          sql`${apiDraft.id} <> ${row}`,
          isNotNull(apiDraft.storyId),
        ),
      )
      .limit(5),
  ];
  const found: Omit<DraftAnswer['duplicates'][number], 'state'>[] = [
    ...again.map((each) => ({ id: each.id ?? 0, why: 'same-request' as const, share: 1 })),
    ...texts.map((each) => ({ id: each.id, why: 'text' as const, share: Math.round(each.share * 100) / 100 })),
    ...titles.map((each) => ({ id: each.id, why: 'title' as const })),
  ];
  if (found.length === 0) return [];
  // What others are writing is not told outside; the check before publication will show it to editors.
  const visible = await tx
    .select({ id: story.id, status: story.status, owner: storyWork.ownerId })
    .from(story)
    .leftJoin(storyWork, eq(storyWork.storyId, story.id))
    .where(
      inArray(
        story.id,
        found.map((each) => each.id),
      ),
    );
  return found.flatMap((each) => {
    const shown = visible.find((one) => one.id === each.id);
    const out = shown?.status === 'published' || shown?.status === 'withdrawn';
    if (!shown || !(out || shown.owner === `token:${caller.id}`)) return [];
    return [{ ...each, state: out ? shown.status : 'unpublished' }];
  });
}

function deniedBy({ code, message }: Refusal): Denied {
  if (code === 'forbidden' || code === 'not-your-section') return new Denied('forbidden', message);
  if (code === 'too-large') return new Denied('too-large', message);
  return new Denied('unusable', message);
}
