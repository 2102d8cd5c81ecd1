import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { pinyin } from 'pinyin-pro';
import { z } from 'zod';
import { db } from '#db/client.ts';
import { author, blog, media, section, show, source, story, storyKind, topic } from '#db/schema/index.ts';
import { markdownToBody, splitFrontMatter } from '#lib/text/markdown.ts';
import { readHtml } from './html.ts';
import type { StoryPatch } from './story-content.ts';
import { type PictureWords, uploadPicture, uploadRecording } from './upload.ts';
import { validate } from './validate.ts';

/** A file that cannot become a story; the message says where and why, in Chinese. */
export class StoryFileError extends Error {}

/** A path relative to the story file, or `media:12` for what is in the library; with words of its own where needed. */
const picture = z.union([
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
type Picture = z.infer<typeof picture>;

const recording = z.strictObject({
  file: z.string().min(1),
  /** Seconds, or `3:20`. */
  duration: z.union([z.number().positive(), z.string().regex(/^\d+(:\d{1,2}){1,2}$/)]),
  poster: picture.optional(),
  captions: z.string().optional(),
  chapters: z.array(z.strictObject({ at: z.number().min(0), title: z.string().min(1) })).optional(),
});

const front = z
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
type Front = z.infer<typeof front>;

export type StoryFile = {
  patch: StoryPatch;
  /** What was left out of the story, in Chinese sentences. */
  warnings: string[];
};

/**
 * Reads a story from a Markdown file (`.md`) or an HTML file (`.html`, `.htm`), both with optional YAML front matter. Slugs are looked
 * up, pictures beside the file are taken into the media library, unknown tags are created.
 * @param mediaFolder where media are stored.
 * @param options.section takes the place of the section that the file names.
 * @throws {StoryFileError} and `MarkdownError`, `MediaError` of what it uses; each says what is wrong in Chinese.
 */
export async function readStoryFile(
  file: string,
  mediaFolder: string,
  options: { section?: string | undefined } = {},
): Promise<StoryFile> {
  const { front: given, markdown: text } = splitFrontMatter(decode(await read(file), file));
  const parsed = validate(front, given);
  if (!parsed.ok) throw new StoryFileError(`文件开头的信息区有误：${parsed.message}。`);
  const library = new Library(path.dirname(path.resolve(file)), mediaFolder);
  const fields = await resolve({ ...parsed.data, ...(options.section && { section: options.section }) }, library);
  if (/\.html?$/i.test(file)) {
    const html = readHtml(text);
    const warnings: string[] = [];
    for (const { src, ...words } of html.images) {
      if (!(await library.tryPicture(src, words))) warnings.push(`图片 ${src.slice(0, 100)} 不在本机，已略去。`);
    }
    const title = fields.title ?? html.title;
    return { patch: { ...fields, ...(title && { title }), body: html.body((src) => library.id(src)) }, warnings };
  }
  const { markdown, keys } = await collectPictures(text, library);
  return { patch: { ...fields, body: markdownToBody(markdown, (key) => keys.get(key) ?? null) }, warnings: [] };
}

/** Pictures that a story file names, each taken into the library once. */
class Library {
  readonly #folder: string;
  readonly #mediaFolder: string;
  readonly #ids = new Map<string, number>();

  constructor(folder: string, mediaFolder: string) {
    this.#folder = folder;
    this.#mediaFolder = mediaFolder;
  }

  id(address: string): number | null {
    return this.#ids.get(address) ?? null;
  }

  path(address: string): string {
    return path.resolve(this.#folder, address);
  }

  async picture(named: Picture): Promise<number> {
    const { picture: address, ...words } = typeof named === 'string' ? { picture: named } : named;
    const id = await this.tryPicture(address, words);
    if (id === null) throw new StoryFileError(`找不到图片 ${address}(路径相对于稿件文件)。`);
    return id;
  }

  /** Null for a picture that is neither in the library nor a file on this machine. */
  async tryPicture(address: string, words: PictureWords): Promise<number | null> {
    const known = this.#ids.get(address);
    if (known) return known;
    const id = (await this.#inLibrary(address)) ?? (await this.#upload(address, words));
    if (id !== null) this.#ids.set(address, id);
    return id;
  }

  async recording(named: NonNullable<Front['media']>): Promise<number> {
    if (typeof named === 'string') {
      const id = await this.#inLibrary(named);
      if (id === null) throw new StoryFileError('media 须写明 file 与 duration,或用 media:编号 引用媒体库。');
      return id;
    }
    const file = this.path(named.file);
    const captions = named.captions === undefined ? undefined : this.path(named.captions);
    for (const each of [file, ...(captions ? [captions] : [])]) {
      if (!existsSync(each)) throw new StoryFileError(`找不到文件 ${each}。`);
    }
    const id = await uploadRecording(
      file,
      {
        durationSeconds: Math.max(1, Math.round(seconds(named.duration))),
        ...(named.poster && { posterId: await this.picture(named.poster) }),
        ...(captions && { captions }),
        ...(named.chapters && { chapters: named.chapters }),
      },
      this.#mediaFolder,
    );
    if (id === null) throw new StoryFileError(`浏览器播放不了 ${named.file}：请用 mp3、m4a、ogg、mp4 或 webm。`);
    return id;
  }

  async #inLibrary(address: string): Promise<number | null> {
    const id = Number(/^media:([1-9]\d{0,14})$/.exec(address)?.[1] ?? 0);
    if (id === 0) return null;
    const [row] = await db.select({ id: media.id }).from(media).where(eq(media.id, id));
    if (!row) throw new StoryFileError(`媒体库里没有编号 ${id}。`);
    return row.id;
  }

  async #upload(address: string, words: PictureWords): Promise<number | null> {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) return null;
    const file = [address, decodeAddress(address)].map((each) => this.path(each)).find((each) => existsSync(each));
    return file ? uploadPicture(file, words, this.#mediaFolder) : null;
  }
}

async function resolve(given: Front, library: Library): Promise<StoryPatch> {
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
    patch.topicIds = [...(await idsOf(topic, '专题', given.topics ?? [])), ...(await tagIds(given.tags ?? []))];
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
async function tagIds(words: string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const name of new Set(words)) ids.push((await tagId(name)) ?? (await newTag(name)));
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
  library: Library,
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

function seconds(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  return duration.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new StoryFileError(`找不到文件 ${file}。`);
    if (code === 'EISDIR') throw new StoryFileError(`${file} 是目录，不是文件。`);
    throw error;
  }
}

/** UTF-8, or for HTML what its `meta` says: files of older Chinese systems are GB2312 or GBK. */
function decode(bytes: Buffer, file: string): string {
  const declared =
    /\.html?$/i.test(file) && /<meta[^>]+charset=["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 2048))?.[1];
  try {
    return new TextDecoder(declared || 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StoryFileError(`${file} 不是 ${declared || 'UTF-8'} 编码的文本。`);
  }
}

function decodeAddress(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
