import { cardsByIds } from '#db/queries/cards.ts';
import { newestWhole } from '#db/queries/feeds.ts';
import type { List } from '#db/queries/lists.ts';
import { authorBySlug, blogByAuthor, showBySlug, topicBySlug } from '#db/queries/people.ts';
import { type ArticleRow, type MediaRow, mediaByIds } from '#db/queries/stories.ts';
import { tags } from '#lib/cache/tags.ts';
import { bodyReferences } from '#lib/text/body.ts';
import { isSlug } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import type { FeedModel, FeedStory, ListItem } from '../models.ts';
import { type Answer, names } from './answer.ts';
import { articleHref, cardTags, listItem, mediaHref, mediaModel, pictureModel } from './items.ts';
import { linkTo, type Sections } from './sections.ts';

export type FeedOf = 'site' | 'section' | 'topic' | 'author' | 'blog' | 'show';

/** Newest stories in a feed. Players show what a show's feed lists and nothing else: it goes back further. */
const counts = { stories: 30, episodes: 100 };

/** What a feed lists, whole; null where there is no such section, topic, author, blog or show. */
export async function feed(of: FeedOf, slug: string, sections: Sections): Promise<Answer<FeedModel | null>> {
  const subject = await subjectOf(of, slug, sections);
  // What does not exist yet is made with a story or in the section tree.
  if (!subject) return { value: null, tags: [tags.list('site'), tags.sections] };
  const { list, own, ...model } = subject;
  const rows = await newestWhole(list, of === 'show' ? counts.episodes : counts.stories);
  const named = rows.map((row) => bodyReferences(row.body));
  const [media, cards] = await Promise.all([
    mediaByIds([
      ...new Set(
        rows.flatMap((row, index) => [
          ...(named[index]?.media ?? []),
          ...(named[index]?.programmes ?? []),
          ...(row.gallery ?? []).map(({ mediaId }) => mediaId),
          ...(row.mediaId === null ? [] : [row.mediaId]),
        ]),
      ),
    ]),
    cardsByIds([...new Set(named.flatMap(({ stories }) => stories))]),
  ]);
  const items = new Map(cards.map((card) => [card.id, listItem(card, sections)]));
  return {
    value: { ...model, stories: rows.map((row) => feedStory(row, media, items, sections)) },
    tags: names(
      own,
      tags.sections,
      tags.list(list.kind, list.refId),
      rows.flatMap((row) => [
        tags.story(row.id),
        tags.corrected(row.id),
        ...(row.source ? [tags.source(row.source.id)] : []),
        ...(row.authors ?? []).map(({ id }) => tags.author(id)),
        ...(row.topics ?? []).map(({ id }) => tags.topic(id)),
      ]),
      cardTags(cards),
      // A card that is gone comes back with its story.
      named.flatMap(({ stories }) => stories.map(tags.story)),
    ),
  };
}

/** Where the file of a show's cover lies below the data folder, and its focal point; null where there is none. */
export async function showCover(
  slug: string,
): Promise<Answer<{ file: string; focus: { x: number; y: number } } | null>> {
  const row = isSlug(slug) ? await showBySlug(slug) : null;
  if (!row) return { value: null, tags: [tags.list('site')] };
  const { cover } = row;
  return {
    value: cover && { file: mediaHref(cover.hash, cover.file), focus: { x: cover.focalX, y: cover.focalY } },
    tags: [tags.show(row.id)],
  };
}

type Subject = Omit<FeedModel, 'stories'> & {
  list: List;
  /** Names of what the feed says of its subject. */
  own: string[];
};

async function subjectOf(of: FeedOf, slug: string, sections: Sections): Promise<Subject | null> {
  if (of === 'site') {
    return { name: null, href: '/', description: '', show: null, list: { kind: 'site', refId: 0 }, own: [] };
  }
  if (!isSlug(slug)) return null;
  switch (of) {
    case 'section': {
      const node = sections.withSlug(slug);
      return node && { ...subject(node, `/section/${slug}`), list: { kind: of, refId: node.id }, own: [] };
    }
    case 'topic': {
      const row = await topicBySlug(slug);
      return row && { ...subject(row, `/topic/${slug}`), list: { kind: of, refId: row.id }, own: [tags.topic(row.id)] };
    }
    case 'author': {
      const row = await authorBySlug(slug);
      if (!row) return null;
      const about = { name: row.name, description: row.bio };
      return { ...subject(about, `/author/${slug}`), list: { kind: of, refId: row.id }, own: [tags.author(row.id)] };
    }
    case 'blog': {
      const row = await blogByAuthor(slug);
      if (!row) return null;
      const about = { name: `${row.name}（${row.author.name}）`, description: row.description || row.author.bio };
      return {
        ...subject(about, `/blog/${slug}`),
        list: { kind: of, refId: row.id },
        own: [tags.blog(row.id), tags.author(row.author.id)],
      };
    }
    case 'show': {
      const row = await showBySlug(slug);
      if (!row) return null;
      return {
        ...subject(row, `/podcast/${slug}`),
        list: { kind: of, refId: row.id },
        own: names(tags.show(row.id), row.host && tags.author(row.host.id)),
        show: {
          kind: row.kind === 'video' ? 'video' : 'audio',
          host: row.host && { name: row.host.name, href: `/author/${row.host.slug}` },
          cover: pictureModel(row.cover),
        },
      };
    }
  }
}

function subject({ name, description }: { name: string; description: string }, href: string) {
  return { name, href, description, show: null };
}

function feedStory(
  row: ArticleRow,
  media: ReadonlyMap<number, MediaRow>,
  items: ReadonlyMap<number, ListItem>,
  sections: Sections,
): FeedStory {
  const named = bodyReferences(row.body);
  const lead = pictureModel(row.lead);
  const published = row.publishedAt ?? new Date(0);
  const { originalTitle: title, originalUrl: url, originalAuthor: author } = row;
  return {
    id: row.id,
    href: articleHref(row.id),
    title: row.title,
    summary: row.summary,
    body: row.body,
    pictures: Object.fromEntries(
      named.media.flatMap((id) => {
        const picture = pictureModel(media.get(id));
        return picture ? [[id, picture]] : [];
      }),
    ),
    programmes: Object.fromEntries(
      named.programmes.flatMap((id) => {
        const programme = mediaModel(media.get(id), null);
        return programme ? [[id, programme]] : [];
      }),
    ),
    cards: Object.fromEntries(
      named.stories.flatMap((id) => {
        const item = items.get(id);
        return item ? [[id, item]] : [];
      }),
    ),
    original: title === null && url === null && author === null ? null : { title, url, author },
    authors: (row.authors ?? []).map(({ slug, name }) => ({ name, href: `/author/${slug}` })),
    byline: row.byline,
    published: timeModel(published),
    updated: row.updatedAt && row.updatedAt > published ? timeModel(row.updatedAt) : null,
    corrections: (row.corrections ?? []).map(({ at, text }) => ({ time: timeModel(new Date(at)), text })),
    lead,
    media: row.mediaId === null ? null : mediaModel(media.get(row.mediaId), lead),
    topics: (row.topics ?? []).map(({ slug, name }) => ({ name, href: `/topic/${slug}` })),
    section: linkTo(sections.link(row.sectionId)),
    source: row.source?.name ?? null,
    gallery: (row.gallery ?? []).flatMap(({ mediaId, caption }) => {
      const picture = pictureModel(media.get(mediaId));
      return picture ? [{ ...picture, text: caption ?? picture.caption }] : [];
    }),
    episode: row.episode,
  };
}
