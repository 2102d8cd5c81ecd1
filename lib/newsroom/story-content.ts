import { isDeepStrictEqual } from 'node:util';
import { eq, inArray, max, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '#db/client.ts';
import type { StoryBody } from '#db/schema/body.ts';
import {
  media,
  revision,
  story,
  storyAuthor,
  storyKind,
  storyMedia,
  storyPick,
  storySection,
  storyTopic,
} from '#db/schema/index.ts';
import { bodyReferences, bodyWordCount, normaliseBody, plainText } from '#lib/text/body.ts';
import { refuse } from './result.ts';
import { writeTerms } from './terms.ts';
import { problemsIn, validate } from './validate.ts';

const id = z.int().positive();
const ids = z
  .array(id)
  .max(50)
  .transform((list) => [...new Set(list)]);
/** Control characters, which PostgreSQL refuses in part and nothing draws, go; half a character is shown as one that is lost. */
const line = (longest: number) =>
  z
    .string()
    .overwrite((text) => text.replace(/(?!\s)\p{Cc}/gu, '').replace(/\p{Surrogate}/gu, '\ufffd'))
    .trim()
    .max(longest);
/** A text that may be absent; an empty one is absent. */
const optional = (longest: number) =>
  line(longest)
    .nullable()
    .transform((text) => text || null);

const body = z.unknown().transform((input, context): StoryBody => {
  const result = normaliseBody(input);
  if (result.ok) return result.body;
  for (const { path, code } of result.problems)
    context.addIssue({ code: 'custom', message: `${path || 'doc'} (${code})` });
  return z.NEVER;
});

const fields = z.strictObject({
  kind: z.enum(storyKind.enumValues),
  title: line(200).min(1, '标题须有 1 到 200 个字'),
  listTitle: optional(60),
  subtitle: optional(200),
  summary: line(2000),
  body,
  sectionId: id,
  /** Further sections in which it is listed. */
  extraSectionIds: ids,
  sourceId: id.nullable(),
  originalUrl: optional(2000),
  originalTitle: optional(300),
  originalAuthor: optional(200),
  byline: optional(200),
  editorName: optional(100),
  leadMediaId: id.nullable(),
  mediaId: id.nullable(),
  showId: id.nullable(),
  episode: z.int().positive().nullable(),
  blogId: id.nullable(),
  authorIds: ids,
  topicIds: ids,
  gallery: z.array(z.strictObject({ mediaId: id, caption: optional(2000) })).max(300),
  /** Related stories of the editor's choice, in order. */
  pickIds: ids,
});

/** A story of which nothing has been written. */
export const empty = {
  kind: 'news',
  listTitle: null,
  subtitle: null,
  summary: '',
  body: { type: 'doc', content: [] },
  extraSectionIds: [],
  sourceId: null,
  originalUrl: null,
  originalTitle: null,
  originalAuthor: null,
  byline: null,
  editorName: null,
  leadMediaId: null,
  mediaId: null,
  showId: null,
  episode: null,
  blogId: null,
  authorIds: [],
  topicIds: [],
  gallery: [],
  pickIds: [],
} satisfies Partial<StoryContent>;

/** All that editors write of a story: what a revision keeps. */
export type StoryContent = z.output<typeof fields>;
export type StoryPatch = Partial<z.input<typeof fields>>;
/** What a new story needs at least: a title and a section. */
export type NewStory = StoryPatch & { title: string; sectionId: number };

/** Completes and checks a new story. Refuses with `invalid`. */
export function parseNewStory(input: NewStory): StoryContent {
  return tidy(parse(fields, { ...empty, ...withoutAbsent(input) }));
}

/** What keeps a story from being read: in words without a full stop, by field. */
export type Problem = { field: string; message: string };

/** What is missing before readers can be shown it. */
export function missing({ kind, body, gallery, mediaId }: StoryContent): Problem[] {
  const problems: Problem[] = [];
  if (kind === 'gallery' && gallery.length === 0) problems.push({ field: 'gallery', message: '图集还没有图片' });
  if ((kind === 'audio' || kind === 'video') && mediaId === null)
    problems.push({ field: 'mediaId', message: '还没有附上音频或视频文件' });
  const hasText = plainText(body) !== '' || body.content.some((block) => block.type === 'image');
  if ((kind === 'news' || kind === 'post') && !hasText) problems.push({ field: 'body', message: '正文还是空的' });
  return problems;
}

/** A working copy as a story that readers could be shown, or everything that is in the way. */
export function strict(
  input: Record<string, unknown>,
): { ok: true; content: StoryContent } | { ok: false; problems: Problem[] } {
  const checked = problemsIn(fields, input);
  if (!checked.ok) return checked;
  const content = tidy(checked.data);
  const problems = missing(content);
  if (content.kind === 'post' && content.blogId === null)
    problems.push({ field: 'blogId', message: '博文须属于一个专栏' });
  if (content.kind !== 'post' && content.blogId !== null)
    problems.push({ field: 'blogId', message: '只有博文属于专栏' });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content };
}

/** Checks the changed fields alone. Refuses with `invalid`. */
export function parsePatch(input: StoryPatch): Partial<StoryContent> {
  return withoutAbsent(parse(fields.partial(), withoutAbsent(input)));
}

/** The story as changed, or null where the patch changes nothing. */
export function changed(before: StoryContent, patch: Partial<StoryContent>): StoryContent | null {
  const after = tidy({ ...before, ...patch });
  return isDeepStrictEqual(plain(after), plain(before)) ? null : after;
}

/** Reads what editors wrote of a story. */
export async function readContent(tx: Executor, storyId: number): Promise<StoryContent> {
  const [row] = await tx.select().from(story).where(eq(story.id, storyId));
  if (!row) return refuse('not-found', `稿件 ${storyId} 不存在。`);
  const [sections, authors, topics, gallery, picks] = await Promise.all([
    tx
      .select({ id: storySection.sectionId })
      .from(storySection)
      .where(eq(storySection.storyId, storyId))
      .orderBy(storySection.sectionId),
    tx
      .select({ id: storyAuthor.authorId })
      .from(storyAuthor)
      .where(eq(storyAuthor.storyId, storyId))
      .orderBy(storyAuthor.position),
    tx
      .select({ id: storyTopic.topicId })
      .from(storyTopic)
      .where(eq(storyTopic.storyId, storyId))
      .orderBy(storyTopic.position),
    tx
      .select({ mediaId: storyMedia.mediaId, caption: storyMedia.caption })
      .from(storyMedia)
      .where(eq(storyMedia.storyId, storyId))
      .orderBy(storyMedia.position),
    tx
      .select({ id: storyPick.relatedId })
      .from(storyPick)
      .where(eq(storyPick.storyId, storyId))
      .orderBy(storyPick.position),
  ]);
  return {
    kind: row.kind,
    title: row.title,
    listTitle: row.listTitle,
    subtitle: row.subtitle,
    summary: row.summary,
    body: row.body,
    sectionId: row.sectionId,
    extraSectionIds: sections.map((link) => link.id),
    sourceId: row.sourceId,
    originalUrl: row.originalUrl,
    originalTitle: row.originalTitle,
    originalAuthor: row.originalAuthor,
    byline: row.byline,
    editorName: row.editorName,
    leadMediaId: row.leadMediaId,
    mediaId: row.mediaId,
    showId: row.showId,
    episode: row.episode,
    blogId: row.blogId,
    authorIds: authors.map((link) => link.id),
    topicIds: topics.map((link) => link.id),
    gallery,
    pickIds: picks.map((link) => link.id),
  };
}

/** The columns of the story's own row. */
export function columns(content: StoryContent) {
  const { extraSectionIds: _, authorIds: __, topicIds: ___, gallery: ____, pickIds: _____, ...own } = content;
  return { ...own, wordCount: bodyWordCount(content.body) };
}

/** Writes what stands beside the story's row, where it differs from `before`. */
export async function writeLinks(
  tx: Executor,
  storyId: number,
  after: StoryContent,
  before?: StoryContent,
): Promise<void> {
  const differs = (key: 'extraSectionIds' | 'authorIds' | 'topicIds' | 'gallery' | 'pickIds') =>
    before ? !isDeepStrictEqual(plain(after[key]), plain(before[key])) : after[key].length > 0;
  if (after.title !== before?.title) await writeTerms(tx, storyId, after.title);
  if (differs('extraSectionIds')) {
    await tx.delete(storySection).where(eq(storySection.storyId, storyId));
    const rows = after.extraSectionIds.map((sectionId) => ({ storyId, sectionId }));
    if (rows.length > 0) await tx.insert(storySection).values(rows);
  }
  if (differs('authorIds')) {
    await tx.delete(storyAuthor).where(eq(storyAuthor.storyId, storyId));
    const rows = after.authorIds.map((authorId, position) => ({ storyId, authorId, position }));
    if (rows.length > 0) await tx.insert(storyAuthor).values(rows);
  }
  if (differs('topicIds')) {
    await tx.delete(storyTopic).where(eq(storyTopic.storyId, storyId));
    const rows = after.topicIds.map((topicId, position) => ({ storyId, topicId, position }));
    if (rows.length > 0) await tx.insert(storyTopic).values(rows);
  }
  if (differs('gallery')) {
    await tx.delete(storyMedia).where(eq(storyMedia.storyId, storyId));
    const rows = after.gallery.map((picture, index) => ({ storyId, position: index + 1, ...picture }));
    if (rows.length > 0) await tx.insert(storyMedia).values(rows);
  }
  if (differs('pickIds')) {
    await tx.delete(storyPick).where(eq(storyPick.storyId, storyId));
    const rows = after.pickIds.map((relatedId, position) => ({ storyId, relatedId, position }));
    if (rows.length > 0) await tx.insert(storyPick).values(rows);
  }
}

/** Refuses a body that names pictures or stories that do not exist, and media of the wrong kind. Foreign keys see to the rest. */
export async function checkReferences(tx: Executor, content: StoryContent): Promise<void> {
  const named = bodyReferences(content.body);
  const pictures = [
    ...new Set([
      ...named.media,
      ...content.gallery.map(({ mediaId }) => mediaId),
      ...(content.leadMediaId ? [content.leadMediaId] : []),
    ]),
  ];
  const wanted = [...pictures, ...named.programmes, ...(content.mediaId ? [content.mediaId] : [])];
  const kinds = new Map(
    wanted.length === 0
      ? []
      : (
          await tx
            .select({ id: media.id, kind: media.kind })
            .from(media)
            .where(inArray(media.id, wanted))
            .for('key share')
        ).map((row) => [row.id, row.kind]),
  );
  for (const mediaId of pictures) {
    if (kinds.get(mediaId) !== 'image') refuse('unknown-reference', `图片 ${mediaId} 不存在。`);
  }
  for (const mediaId of named.programmes) {
    const kind = kinds.get(mediaId);
    if (!kind || kind === 'image') refuse('unknown-reference', `音频或视频 ${mediaId} 不存在。`);
  }
  if (content.mediaId) {
    const kind = kinds.get(content.mediaId);
    if (!kind || kind === 'image') refuse('unknown-reference', `音频或视频 ${content.mediaId} 不存在。`);
    if ((content.kind === 'audio' || content.kind === 'video') && kind !== content.kind) {
      refuse('invalid', content.kind === 'audio' ? '音频稿件所附的文件不是音频。' : '视频稿件所附的文件不是视频。');
    }
  }
  if (named.stories.length > 0) {
    const found = new Set(
      (await tx.select({ id: story.id }).from(story).where(inArray(story.id, named.stories))).map((row) => row.id),
    );
    const missing = named.stories.find((storyId) => !found.has(storyId));
    if (missing) refuse('unknown-reference', `正文引用的稿件 ${missing} 不存在。`);
  }
}

/** Keeps a version. The caller holds the story's row lock, which makes numbers consecutive. */
export async function writeRevision(
  tx: Executor,
  storyId: number,
  content: Record<string, unknown>,
  by: string,
  note: string | null,
): Promise<void> {
  const [newest] = await tx
    .select({ number: max(revision.number) })
    .from(revision)
    .where(eq(revision.storyId, storyId));
  await tx.insert(revision).values({
    storyId,
    number: (newest?.number ?? 0) + 1,
    savedAt: sql`clock_timestamp()`,
    savedBy: by,
    note,
    content,
  });
}

function tidy(content: StoryContent): StoryContent {
  return {
    ...content,
    extraSectionIds: content.extraSectionIds
      .filter((sectionId) => sectionId !== content.sectionId)
      .sort((a, b) => a - b),
  };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const checked = validate(schema, input);
  return checked.ok ? checked.data : refuse('invalid', `稿件内容不合要求：${checked.message}。`);
}

/** `undefined` means "not mentioned", which zod would take for a value. */
function withoutAbsent<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T;
}

/** As the database gives it back: without absent keys. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
