import { cardsByIds } from '#db/queries/cards.ts';
import { newest } from '#db/queries/lists.ts';
import { relatedBasis, storiesLike } from '#db/queries/related.ts';
import { type ArticleRow, articleById, mediaByIds, neighbours } from '#db/queries/stories.ts';
import { tags } from '#lib/cache/tags.ts';
import { bodyReferences, readingMinutes } from '#lib/text/body.ts';
import { timeModel } from '#lib/text/time.ts';
import type { Article, GalleryPicture, ListItem, MediaModel, PictureModel, Withdrawn } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { articleHref, cardTags, listItem, mediaModel, pictureModel } from './items.ts';
import type { Sections } from './sections.ts';

/** One story with everything that its page shows beside the panels; null when there is none that readers may see. */
export async function article(id: number, sections: Sections): Promise<Answer<Article | Withdrawn | null>> {
  const own = [tags.article(id), tags.story(id), tags.sections];
  const row = Number.isSafeInteger(id) && id > 0 ? await articleById(id) : null;
  if (!row?.publishedAt) return { value: null, tags: own };
  if (row.status === 'withdrawn') return { value: withdrawn(row), tags: own };

  const named = bodyReferences(row.body);
  const galleryIds = (row.gallery ?? []).map((place) => place.mediaId);
  const [media, beside] = await Promise.all([
    mediaByIds([...named.media, ...named.programmes, ...galleryIds, ...(row.mediaId === null ? [] : [row.mediaId])]),
    neighbours(row.sectionId, { publishedAt: row.publishedAt, id }),
  ]);
  const besideIds = [beside.older, beside.newer].filter((other) => other !== null);
  const cards = await cardsByIds([...new Set([...besideIds, ...named.stories])]);
  const items = new Map(cards.map((card) => [card.id, listItem(card, sections)]));
  const item = (other: number | null) => (other === null ? null : (items.get(other) ?? null));
  const lead = pictureModel(row.lead);

  return {
    value: {
      state: 'published',
      id,
      href: articleHref(id),
      kind: row.kind,
      title: row.title,
      subtitle: row.subtitle,
      summary: row.summary,
      body: row.body,
      pictures: byId(named.media, (mediaId) => pictureModel(media.get(mediaId))),
      programmes: byId(named.programmes, (mediaId) => mediaModel(media.get(mediaId), null)),
      cards: byId(named.stories, (storyId): ListItem | null => items.get(storyId) ?? null),
      trail: sections.trail(row.sectionId),
      section: sections.link(row.sectionId),
      source: row.source && { name: row.source.name, url: row.source.url },
      original: originalOf(row),
      authors: (row.authors ?? []).map(({ slug, name }) => ({ name, href: `/author/${slug}` })),
      byline: row.byline,
      editor: row.editorName,
      published: timeModel(row.publishedAt),
      updated: row.updatedAt && row.updatedAt > row.publishedAt ? timeModel(row.updatedAt) : null,
      corrections: (row.corrections ?? []).map(({ at, text }) => ({ time: timeModel(new Date(at)), text })),
      lead,
      gallery: (row.gallery ?? []).flatMap((place): GalleryPicture[] => {
        const picture = pictureModel(media.get(place.mediaId));
        if (!picture) return [];
        return [
          {
            ...picture,
            position: place.position,
            text: place.caption ?? picture.caption,
            href: `#picture-${place.position}`,
          },
        ];
      }),
      media: row.mediaId === null ? null : mediaModel(media.get(row.mediaId), lead),
      show: row.show && { name: row.show.name, href: `/podcast/${row.show.slug}`, episode: row.episode },
      blog: row.blog && row.blogAuthor && { name: row.blog.name, href: `/blog/${row.blogAuthor.slug}` },
      topics: (row.topics ?? []).map(({ slug, name }) => ({ name, href: `/topic/${slug}` })),
      wordCount: row.wordCount,
      readingMinutes: readingMinutes(row.wordCount),
      previous: item(beside.older),
      next: item(beside.newer),
    },
    tags: names(
      own,
      cardTags(cards),
      // A card that is gone comes back with its story.
      named.stories.map(tags.story),
      row.source && tags.source(row.source.id),
      (row.authors ?? []).map((author) => tags.author(author.id)),
      (row.topics ?? []).map((topic) => tags.topic(topic.id)),
      row.show && tags.show(row.show.id),
      row.blog && tags.blog(row.blog.id),
      row.blogAuthor && tags.author(row.blogAuthor.id),
    ),
  };
}

const relatedCount = 10;

/**
 * Ten stories to read after this one: its editor's picks, then stories that share topics or words of the title (rarer ones count
 * more, newer first among equals), then, where these are too few, the newest of its section.
 */
export async function related(id: number, sections: Sections): Promise<Answer<ListItem[]>> {
  const own = [tags.article(id), tags.story(id), tags.sections];
  const basis = Number.isSafeInteger(id) && id > 0 ? await relatedBasis(id) : null;
  if (!basis) return { value: [], tags: own };
  const shared = await storiesLike(id, basis);
  const chosen = [...new Set([...basis.picks, ...shared.map((story) => story.id)])].slice(
    0,
    relatedCount + basis.picks.length,
  );
  const cards = (await cardsByIds(chosen)).slice(0, relatedCount);
  const section = sections.withId(basis.sectionId);
  const filled = cards.length < relatedCount && section !== null;
  if (filled) {
    const known = new Set([id, ...cards.map((card) => card.id)]);
    const more = await newest({ kind: 'section', refId: basis.sectionId }, relatedCount * 2 + 1);
    cards.push(...more.filter((card) => !known.has(card.id)).slice(0, relatedCount - cards.length));
  }
  return {
    value: cards.map((card) => listItem(card, sections)),
    tags: names(
      own,
      cardTags(cards),
      basis.picks.map(tags.story),
      basis.topics.map(tags.related),
      basis.words.map(tags.relatedWord),
      filled && section ? tags.panel(`section-${section.slug}`) : null,
    ),
  };
}

function withdrawn(row: ArticleRow): Withdrawn | null {
  if (!row.withdrawnAt || row.withdrawnReason === null) return null;
  return {
    state: 'withdrawn',
    id: row.id,
    title: row.title,
    reason: row.withdrawnReason,
    withdrawn: timeModel(row.withdrawnAt),
  };
}

function originalOf(row: ArticleRow): Article['original'] {
  const { originalTitle: title, originalUrl: url, originalAuthor: author } = row;
  return title === null && url === null && author === null ? null : { title, url, author };
}

function byId<T extends PictureModel | MediaModel | ListItem>(
  ids: number[],
  find: (id: number) => T | null,
): Record<number, T> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const found = find(id);
      return found ? [[id, found]] : [];
    }),
  );
}
