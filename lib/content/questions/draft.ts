import { desc, eq, inArray } from 'drizzle-orm';
import { db } from '#db/client.ts';
import { cardsByIds } from '#db/queries/cards.ts';
import { mediaByIds } from '#db/queries/stories.ts';
import type { StoryBody } from '#db/schema/body.ts';
import { author, blog, correction, show, source, topic } from '#db/schema/index.ts';
import type { WorkContent } from '#lib/newsroom/work-content.ts';
import { bodyReferences, bodyWordCount, normaliseBody, readingMinutes } from '#lib/text/body.ts';
import { timeModel } from '#lib/text/time.ts';
import type { Article, GalleryPicture, ListItem } from '../models.ts';
import { articleHref, listItem, mediaModel, pictureModel } from './items.ts';
import type { Sections } from './sections.ts';

/** A working copy, and what readers know of the story. */
export type DraftOf = {
  id: number;
  content: WorkContent;
  publishedAt: Date | null;
  updatedAt: Date | null;
  /** When it will be out, as far as that is known. */
  publishAt: Date | null;
};

const unnamed = '（还没有标题）';

/** A story as its page would show it if it were published as it stands now. What is incomplete is left out. */
export async function draftArticle(
  draft: DraftOf,
  sections: Sections,
): Promise<{ article: Article; picks: ListItem[] }> {
  const { id, content } = draft;
  const body = drawable(content.body);
  const named = bodyReferences(body);
  const ofGallery = content.gallery.map(({ mediaId }) => mediaId);
  const files = [content.leadMediaId, content.mediaId].filter((each) => each !== null);
  const [media, cards, authors, topics, from, programme, column, corrections] = await Promise.all([
    mediaByIds([...named.media, ...named.programmes, ...ofGallery, ...files]),
    cardsByIds([...new Set([...named.stories, ...content.pickIds])]),
    inOrder(content.authorIds, (ids) => db.select().from(author).where(inArray(author.id, ids))),
    inOrder(content.topicIds, (ids) => db.select().from(topic).where(inArray(topic.id, ids))),
    one(content.sourceId, (of) => db.select().from(source).where(eq(source.id, of))),
    one(content.showId, (of) => db.select().from(show).where(eq(show.id, of))),
    one(content.blogId, (of) =>
      db
        .select({ name: blog.name, slug: author.slug })
        .from(blog)
        .innerJoin(author, eq(author.id, blog.authorId))
        .where(eq(blog.id, of)),
    ),
    db.select().from(correction).where(eq(correction.storyId, id)).orderBy(desc(correction.correctedAt)),
  ]);
  const picture = (mediaId: number | null) => (mediaId === null ? null : pictureModel(media.get(mediaId)));
  const lead = picture(content.leadMediaId);
  const items = new Map(cards.map((card) => [card.id, listItem(card, sections)]));
  const words = bodyWordCount(body);
  const { originalTitle, originalUrl, originalAuthor } = content;
  const article: Article = {
    state: 'published',
    id,
    href: articleHref(id),
    kind: content.kind,
    title: content.title.trim() || unnamed,
    subtitle: content.subtitle?.trim() || null,
    summary: content.summary,
    body,
    pictures: known(named.media, picture),
    programmes: known(named.programmes, (mediaId) => mediaModel(media.get(mediaId), null)),
    cards: known(named.stories, (storyId): ListItem | null => items.get(storyId) ?? null),
    trail: sections.trail(content.sectionId),
    section: sections.link(content.sectionId),
    source: from && { name: from.name, url: from.url },
    original:
      originalTitle || originalUrl || originalAuthor
        ? { title: originalTitle, url: originalUrl, author: originalAuthor }
        : null,
    authors: authors.map(({ slug, name }) => ({ name, href: `/author/${slug}` })),
    byline: content.byline?.trim() || null,
    editor: content.editorName?.trim() || null,
    published: timeModel(draft.publishedAt ?? draft.publishAt ?? new Date()),
    updated: draft.publishedAt && draft.updatedAt ? timeModel(draft.updatedAt) : null,
    corrections: corrections.map(({ correctedAt, text }) => ({ time: timeModel(correctedAt), text })),
    lead,
    gallery: content.gallery.flatMap(({ mediaId, caption }, at): GalleryPicture[] => {
      const shown = picture(mediaId);
      const position = at + 1;
      return shown ? [{ ...shown, position, text: caption ?? shown.caption, href: `#picture-${position}` }] : [];
    }),
    media: content.mediaId === null ? null : mediaModel(media.get(content.mediaId), lead),
    show: programme && { name: programme.name, href: `/podcast/${programme.slug}`, episode: content.episode },
    blog: column && { name: column.name, href: `/blog/${column.slug}` },
    topics: topics.map(({ slug, name }) => ({ name, href: `/topic/${slug}` })),
    wordCount: words,
    readingMinutes: readingMinutes(words),
    previous: null,
    next: null,
  };
  return { article, picks: content.pickIds.flatMap((storyId) => items.get(storyId) ?? []) };
}

/** A text on its way may hold what no story may: then that block alone is not drawn. */
function drawable(body: unknown): StoryBody {
  const whole = normaliseBody(body);
  if (whole.ok) return whole.body;
  const blocks = (body as { content?: unknown }).content;
  return {
    type: 'doc',
    content: (Array.isArray(blocks) ? blocks : []).flatMap((block: unknown) => {
      const read = normaliseBody({ type: 'doc', content: [block] });
      return read.ok ? read.body.content : [];
    }),
  };
}

async function inOrder<T extends { id: number }>(
  ids: readonly number[],
  ask: (ids: number[]) => PromiseLike<T[]>,
): Promise<T[]> {
  if (ids.length === 0) return [];
  const rows = new Map((await ask([...ids])).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

async function one<T>(id: number | null, ask: (id: number) => PromiseLike<T[]>): Promise<T | null> {
  return id === null ? null : ((await ask(id))[0] ?? null);
}

function known<T>(ids: number[], find: (id: number) => T | null): Record<number, T> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const found = find(id);
      return found ? [[id, found]] : [];
    }),
  );
}
