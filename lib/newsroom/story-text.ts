import { and, desc, eq, inArray } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';
import { z } from 'zod';
import { db } from '#db/client.ts';
import { author, blog, media, section, show, source, story, storyKind, topic } from '#db/schema/index.ts';
import { markdownToBody } from '#lib/text/markdown.ts';
import { readHtml } from './html.ts';
import type { StoryPatch } from './story-content.ts';
import type { PictureWords } from './upload.ts';

/** A file that cannot become a story; the message says where and why, in Chinese. */
export class StoryFileError extends Error {}

/** A path relative to the story file, or `media:12` for what is in the library; with words of its own where needed. */
export const picture = z.union([
  z.string().min(1),
  z
    .strictObject({
      picture: z.string().min(1),
      alt: z.string(),
      caption: z.string(),
      credit: z.string(),
      licence: z.string(),
      aiMade: z.boolean(),
    })
    .partial()
    .required({ picture: true }),
]);
export type Picture = z.infer<typeof picture>;

const recording = z.strictObject({
  file: z.string().min(1),
  /** Seconds, or `3:20`. */
  duration: z.union([z.number().positive(), z.string().regex(/^\d+(:\d{1,2}){1,2}$/)]),
  poster: picture.optional(),
  captions: z.string().optional(),
  chapters: z.array(z.strictObject({ at: z.number().min(0), title: z.string().min(1) })).optional(),
});

export const front = z
  .strictObject({
    kind: z.enum(storyKind.enumValues),
    section: z.string(),
    /** Further sections. */
    sections: z.array(z.string()),
    title: z.string(),
    listTitle: z.string().nullable(),
    subtitle: z.string().nullable(),
    summary: z.string(),
    source: z.string().nullable(),
    authors: z.array(z.string()),
    byline: z.string().nullable(),
    editor: z.string().nullable(),
    tags: z.array(z.string().trim().min(1).max(40)).max(20),
    topics: z.array(z.string()),
    lead: picture.nullable(),
    pictures: z.array(picture),
    media: z.union([z.string(), recording]),
    show: z.string().nullable(),
    episode: z.number().int().positive().nullable(),
    original: z.strictObject({ title: z.string(), url: z.string(), author: z.string() }).partial(),
  })
  .partial();
export type Front = z.infer<typeof front>;

export type StoryFile = {
  patch: StoryPatch;
  /** What was left out of the story, in Chinese sentences. */
  warnings: string[];
};

/** Where the pictures and recordings that a text names come from. */
export type Pictures = {
  /** Id of a picture that was taken before. */
  id(address: string): number | null;
  /** @throws {StoryFileError} where there is none. */
  picture(named: Picture): Promise<number>;
  tryPicture(address: string, words: PictureWords): Promise<number | null>;
  /** @throws {StoryFileError} where there is none. */
  recording(named: NonNullable<Front['media']>): Promise<number>;
};

/** The id that `media:12` names; null for what names no id. @throws {StoryFileError} for one that is not in the library. */
export async function inLibrary(address: string): Promise<number | null> {
  const id = Number(/^media:([1-9]\d{0,14})$/.exec(address)?.[1] ?? 0);
  if (id === 0) return null;
  const [row] = await db.select({ id: media.id }).from(media).where(eq(media.id, id));
  if (!row) throw new StoryFileError(`媒体库里没有编号 ${id}。`);
  return row.id;
}

/**
 * A story of what stands at the head of its text, and the text. Slugs are looked up.
 * @param options.newTags whether unknown tags are created; else they are left out.
 * @throws {StoryFileError} and `MarkdownError`, each with a sentence in Chinese.
 */
export async function readStoryText(
  given: Front,
  text: string,
  format: 'markdown' | 'html',
  library: Pictures,
  { newTags = true }: { newTags?: boolean } = {},
): Promise<StoryFile> {
  const warnings: string[] = [];
  const fields = await resolve(given, library, newTags, warnings);
  if (format === 'html') {
    const html = readHtml(text);
    for (const { src, ...words } of html.images) {
      if (!(await library.tryPicture(src, words))) warnings.push(`图片 ${src.slice(0, 100)} 不在本机，已略去。`);
    }
    const title = fields.title ?? html.title;
    return { patch: { ...fields, ...(title && { title }), body: html.body((src) => library.id(src)) }, warnings };
  }
  const { markdown, keys } = await collectPictures(text, library);
  return { patch: { ...fields, body: markdownToBody(markdown, (key) => keys.get(key) ?? null) }, warnings };
}

async function resolve(given: Front, library: Pictures, newTags: boolean, warnings: string[]): Promise<StoryPatch> {
  const { kind, title, listTitle, subtitle, summary, byline, episode, original } = given;
  const patch: StoryPatch = { kind, title, listTitle, subtitle, summary, byline, editorName: given.editor, episode };
  if (original) {
    Object.assign(patch, { originalTitle: original.title, originalUrl: original.url, originalAuthor: original.author });
  }
  if (given.authors) patch.authorIds = await idsOf(author, '作者', given.authors);
  if (kind === 'post') patch.blogId = await columnOf(patch.authorIds ?? []);
  if (given.section !== undefined) [patch.sectionId] = await idsOf(section, '栏目', [given.section]);
  else if (patch.blogId) patch.sectionId = await usualSection(patch.blogId);
  if (given.sections) patch.extraSectionIds = await idsOf(section, '栏目', given.sections);
  if (given.source !== undefined)
    patch.sourceId = given.source === null ? null : (await idsOf(source, '来源', [given.source]))[0];
  if (given.show !== undefined)
    patch.showId = given.show === null ? null : (await idsOf(show, '节目', [given.show]))[0];
  if (given.topics || given.tags) {
    patch.topicIds = [
      ...(await idsOf(topic, '专题', given.topics ?? [])),
      ...(await tagIds(given.tags ?? [], newTags, warnings)),
    ];
  }
  if (given.lead !== undefined) patch.leadMediaId = given.lead === null ? null : await library.picture(given.lead);
  if (given.pictures) {
    patch.gallery = [];
    for (const each of given.pictures) {
      const caption = typeof each === 'string' ? null : (each.caption ?? null);
      patch.gallery.push({ mediaId: await library.picture(each), caption });
    }
  }
  if (given.media !== undefined) patch.mediaId = await library.recording(given.media);
  return patch;
}

type Named = typeof author | typeof section | typeof source | typeof show | typeof topic;

/** Ids of slugs, in their order. */
async function idsOf(table: Named, kind: string, slugs: string[]): Promise<number[]> {
  if (slugs.length === 0) return [];
  const rows = await db.select({ id: table.id, slug: table.slug }).from(table).where(inArray(table.slug, slugs));
  const ids = new Map(rows.map((row) => [row.slug, row.id]));
  return slugs.map((slug) => {
    const id = ids.get(slug);
    if (id === undefined) throw new StoryFileError(`没有叫 ${slug} 的${kind}。`);
    return id;
  });
}

async function columnOf(authorIds: number[]): Promise<number> {
  const columns = authorIds.length === 0 ? [] : await db.select().from(blog).where(inArray(blog.authorId, authorIds));
  const own = authorIds.map((id) => columns.find(({ authorId }) => authorId === id)).find(Boolean);
  if (!own) throw new StoryFileError('博文的作者(authors)里要有一位开了专栏的作者。');
  return own.id;
}

/** The section of a column's newest post, for a post that names none. */
async function usualSection(blogId: number): Promise<number | undefined> {
  const [newest] = await db
    .select({ id: story.sectionId })
    .from(story)
    .where(and(eq(story.blogId, blogId), eq(story.status, 'published')))
    .orderBy(desc(story.publishedAt))
    .limit(1);
  return newest?.id;
}

/** Ids of tags (标签) by their words; new words become tags, addressed by their pinyin. */
async function tagIds(words: string[], newTags: boolean, warnings: string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const name of new Set(words)) {
    const id = (await tagId(name)) ?? (newTags ? await newTag(name) : null);
    if (id === null) warnings.push(`没有“${name}”这个标签，已略去。`);
    else ids.push(id);
  }
  return ids;
}

async function tagId(name: string): Promise<number | undefined> {
  const [row] = await db
    .select({ id: topic.id })
    .from(topic)
    .where(and(eq(topic.kind, 'tag'), eq(topic.name, name)));
  return row?.id;
}

async function newTag(name: string): Promise<number> {
  const slug = slugOf(name);
  for (let n = 1; n <= 100; n++) {
    const values = { kind: 'tag' as const, name, slug: n === 1 ? slug : `${slug}-${n}` };
    const [row] = await db.insert(topic).values(values).onConflictDoNothing().returning({ id: topic.id });
    if (row) return row.id;
    // Either the address is another's, or someone else has just made this tag.
    const made = await tagId(name);
    if (made !== undefined) return made;
  }
  throw new StoryFileError(`标签“${name}”起不出地址。`);
}

function slugOf(name: string): string {
  const slug = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, 80).replace(/-$/, '') || 'tag';
}

const fenceOrImage =
  /^(```|~~~)[\s\S]*?^\1|!\[((?:\\.|[^\]\\])*)\]\(\s*(<[^>\n]+>|[^\s)]+)(\s+"((?:\\.|[^"\\])*)")?\s*\)/gm;

/** Takes the pictures of a Markdown text into the library, and names them as the library does. */
async function collectPictures(
  text: string,
  library: Pictures,
): Promise<{ markdown: string; keys: Map<string, number> }> {
  const keys = new Map<string, number>();
  for (const [, fence, alt, address, , caption] of text.matchAll(fenceOrImage)) {
    if (fence || !address) continue;
    const id = await library.picture({ picture: bare(address), ...(alt && { alt }), ...(caption && { caption }) });
    keys.set(String(id), id);
  }
  const markdown = text.replace(fenceOrImage, (whole, fence, alt, address, title = '') =>
    fence ? whole : `![${alt}](media:${library.id(bare(address))}${title})`,
  );
  return { markdown, keys };
}

function bare(address: string): string {
  return address.replace(/^<|>$/g, '');
}
