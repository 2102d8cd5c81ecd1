import { type CardRow, cardsByIds } from '#db/queries/cards.ts';
import { newestCorrections } from '#db/queries/corrections.ts';
import {
  archiveDays,
  type List,
  listPage,
  newest,
  newestPictured,
  type Page,
  storiesOfDay,
} from '#db/queries/lists.ts';
import {
  allBlogs,
  allShows,
  authorBySlug,
  type BlogRow,
  blogByAuthor,
  type ShowRow,
  showBySlug,
  topicBySlug,
} from '#db/queries/people.ts';
import { mediaByIds } from '#db/queries/stories.ts';
import type { SlotPlace } from '#db/schema/enums.ts';
import { tags } from '#lib/cache/tags.ts';
import { roleLabels } from '#lib/text/labels.ts';
import { isSlug } from '#lib/text/number.ts';
import { dayLabel, dayOf, isDay, monthLabel, monthOf, shortDayLabel, timeModel, weeksOf } from '#lib/text/time.ts';
import type {
  ArchiveDay,
  AuthorModel,
  BlogModel,
  CalendarMonth,
  CorrectionEntry,
  EpisodeModel,
  LinkModel,
  ListItem,
  ListPage,
  SectionModel,
  ShowModel,
  TopicModel,
  TopicOpening,
} from '../models.ts';
import { type Answer, names } from './answer.ts';
import { articleHref, cardTags, lineItem, listItem, mediaModel, pictureModel } from './items.ts';
import { type Arrangement, slotContents } from './panels.ts';
import { linkTo, type Sections } from './sections.ts';
import { topicOpening } from './topic-opening.ts';

const pageSize = 20;
/** More stories than a regional newsroom writes in a day; only an import can pass it, and `/latest` still has the rest. */
const longestDay = 1000;

/** The eighty newest stories. */
export async function latestPage(sections: Sections): Promise<Answer<ListItem[]>> {
  const cards = await newest({ kind: 'site', refId: 0 }, 80);
  return { value: items(cards, sections), tags: names(tags.list('site'), cardTags(cards)) };
}

export type SectionPage = {
  section: SectionModel;
  lead: ListItem | null;
  /** What editors put below the lead. */
  picks: ListItem[];
  pictures: ListItem[];
  list: ListPage;
};

const pickCount = 4;

/**
 * A page of a section, newest first. Page 1 has what leads it (栏目头条: what editors chose, else the newest with a picture) and
 * four pictures; its list leaves out what leads. Null for an unknown section and beyond the last page.
 */
export async function sectionPage(
  slug: string,
  page: number,
  sections: Sections,
  now: Date,
  arranged: Arrangement = {},
): Promise<Answer<SectionPage | null>> {
  const node = sections.withSlug(slug);
  if (!node) return { value: null, tags: [tags.sections] };
  const list: List = { kind: 'section', refId: node.id };
  const place: SlotPlace = `section-lead:${node.id}`;
  const [found, picturedCards, slot] = await Promise.all([
    listPage(list, page, pageSize),
    page === 1 ? newestPictured(list, 5 + pickCount) : [],
    page === 1 ? slotContents([place], sections, now, arranged) : null,
  ]);
  const own = [tags.sections, tags.list('section', node.id)];
  if (!found) return { value: null, tags: own };
  const pictured = items(picturedCards, sections);
  const [lead = pictured[0] ?? null, ...picks] = (slot?.items[place] ?? []).slice(0, 1 + pickCount);
  const leading = new Set([lead, ...picks].map((item) => item?.id));
  const others = (item: ListItem) => !leading.has(item.id);
  const drawn = drawPage(found, sections);
  return {
    value: {
      section: {
        id: node.id,
        slug: node.slug,
        name: node.name,
        href: node.href,
        description: node.description,
        trail: sections.trail(node.id),
        children: node.children.map(linkTo),
        siblings: sections.level(node.id),
      },
      lead,
      picks,
      pictures: pictured.filter(others).slice(0, 4),
      list: { ...drawn, items: drawn.items.filter(others) },
    },
    tags: names(own, slot?.tags, cardTags([...found.cards, ...picturedCards])),
    until: slot?.until,
  };
}

/** A page of the picture channel; null beyond the last. */
export async function picturesPage(page: number, sections: Sections): Promise<Answer<ListPage | null>> {
  const found = await listPage({ kind: 'pictured', refId: 0 }, page, 24);
  return { value: found && drawPage(found, sections), tags: names(tags.list('pictured'), pageTags(found)) };
}

export type TopicPage = { topic: TopicModel; opening: TopicOpening | null; list: ListPage };

/**
 * A page of a dossier or tag; null for an unknown one and beyond the last page. Page 1 may have an opening above its list, which then
 * leaves out what leads.
 */
export async function topicPage(slug: string, page: number, sections: Sections): Promise<Answer<TopicPage | null>> {
  const row = isSlug(slug) ? await topicBySlug(slug) : null;
  if (!row) return unknown();
  const found = await listPage({ kind: 'topic', refId: row.id }, page, pageSize);
  const opened = found && page === 1 ? await topicOpening(row, found, sections) : null;
  const opening = opened?.value ?? null;
  const topic: TopicModel = {
    name: row.name,
    href: `/topic/${row.slug}`,
    kind: row.kind,
    description: row.description,
    lead: pictureModel(row.lead),
  };
  const list = found && drawPage(found, sections);
  return {
    value: list && {
      topic,
      opening,
      list: { ...list, items: list.items.filter(({ id }) => id !== opening?.lead?.id) },
    },
    tags: names(tags.topic(row.id), tags.list('topic', row.id), opened?.tags, pageTags(found)),
  };
}

/** A page of an author's stories; null for an unknown author and beyond the last page. */
export async function authorPage(
  slug: string,
  page: number,
  sections: Sections,
): Promise<Answer<{ author: AuthorModel; list: ListPage } | null>> {
  const row = isSlug(slug) ? await authorBySlug(slug) : null;
  if (!row) return unknown();
  const found = await listPage({ kind: 'author', refId: row.id }, page, pageSize);
  const author: AuthorModel = {
    name: row.name,
    href: `/author/${row.slug}`,
    role: roleLabels[row.role],
    bio: row.bio,
    blog: row.blog && { name: row.blog.name, href: `/blog/${row.slug}` },
  };
  return {
    value: found && { author, list: drawPage(found, sections) },
    tags: names(tags.author(row.id), row.blog && tags.blog(row.blog.id), tags.list('author', row.id), pageTags(found)),
  };
}

/** Every columnist's blog, those with the newest posts first. */
export async function blogs(sections: Sections): Promise<Answer<BlogModel[]>> {
  const rows = await allBlogs();
  const latest = await latestOf(rows, sections);
  return {
    value: byLatest(rows.map((row) => blogModel(row, latest.item(row.latestId)))),
    tags: names(tags.list('post'), rows.flatMap(blogTags), latest.tags),
  };
}

/** A page of one columnist's blog, by the author's slug; null for an unknown one and beyond the last page. */
export async function blogPage(
  authorSlug: string,
  page: number,
  sections: Sections,
): Promise<Answer<{ blog: BlogModel; list: ListPage } | null>> {
  const row = isSlug(authorSlug) ? await blogByAuthor(authorSlug) : null;
  if (!row) return unknown();
  const [found, latest] = await Promise.all([
    listPage({ kind: 'blog', refId: row.id }, page, pageSize),
    latestOf([row], sections),
  ]);
  return {
    value: found && { blog: blogModel(row, latest.item(row.latestId)), list: drawPage(found, sections) },
    tags: names(tags.list('blog', row.id), blogTags(row), latest.tags, pageTags(found)),
  };
}

/** Every programme, those with the newest episodes first. */
export async function shows(sections: Sections): Promise<Answer<ShowModel[]>> {
  const rows = await allShows();
  const latest = await latestOf(rows, sections);
  return {
    value: byLatest(rows.map((row) => showModel(row, latest.item(row.latestId)))),
    tags: names(tags.list('programme'), rows.flatMap(showTags), latest.tags),
  };
}

/** A page of a programme's episodes, ready to be played; null for an unknown programme and beyond the last page. */
export async function showPage(
  slug: string,
  page: number,
  sections: Sections,
): Promise<Answer<{ show: ShowModel; episodes: EpisodeModel[]; list: ListPage } | null>> {
  const row = isSlug(slug) ? await showBySlug(slug) : null;
  if (!row) return unknown();
  const [found, latest] = await Promise.all([
    listPage({ kind: 'show', refId: row.id }, page, pageSize),
    latestOf([row], sections),
  ]);
  const own = names(tags.list('show', row.id), showTags(row), latest.tags, pageTags(found));
  if (!found) return { value: null, tags: own };
  const media = await mediaByIds(found.cards.flatMap((card) => (card.mediaId === null ? [] : [card.mediaId])));
  const episodes = found.cards.map((card): EpisodeModel => {
    const item = listItem(card, sections);
    return {
      ...item,
      media: card.mediaId === null ? null : mediaModel(media.get(card.mediaId), item.picture),
      episode: card.episode,
    };
  });
  return {
    value: { show: showModel(row, latest.item(row.latestId)), episodes, list: drawPage(found, sections) },
    tags: own,
  };
}

/**
 * One day's stories, newest first, with the days before and after it that have stories and its month's calendar. Null for
 * days that do not exist, that are to come (at `now`), or that have no story.
 */
export async function archiveDay(day: string, sections: Sections, now: Date): Promise<Answer<ArchiveDay | null>> {
  if (!isDay(day)) return { value: null, tags: [tags.archiveDays] };
  const own = [tags.archiveDay(day), tags.archiveDays];
  if (day > dayOf(now)) return { value: null, tags: own };
  const month = monthOf(day);
  const [rows, days] = await Promise.all([storiesOfDay(day, longestDay), archiveDays(day, month)]);
  if (rows.length === 0) return { value: null, tags: own };
  const link = (other: string | null, label: (day: string) => string): LinkModel | null =>
    other === null ? null : { name: label(other), href: archiveHref(other) };
  const counts = new Map(days.month.map(({ day: each, stories }) => [each, stories]));
  const calendar: CalendarMonth = {
    label: monthLabel(day),
    previous: link(days.beforeMonth, monthLabel),
    next: link(days.afterMonth, monthLabel),
    weeks: weeksOf(day).map((week) =>
      week.map((each) => {
        if (each === null) return null;
        const stories = counts.get(each) ?? 0;
        return {
          day: Number(each.slice(8)),
          href: stories > 0 ? archiveHref(each) : null,
          stories,
          current: each === day,
        };
      }),
    ),
  };
  return {
    value: {
      day,
      label: dayLabel(day),
      items: rows.map((row) => lineItem(row, sections)),
      previous: link(days.before, shortDayLabel),
      next: link(days.after, shortDayLabel),
      calendar,
    },
    // The calendar tells how many stories each day of the month has.
    tags: names(
      own,
      tags.sections,
      days.month.map((each) => tags.archiveDay(each.day)),
      rows.map((row) => tags.story(row.id)),
    ),
  };
}

/** 更正与撤稿: the hundred newest corrections and withdrawals. */
export async function corrections(): Promise<Answer<CorrectionEntry[]>> {
  const rows = await newestCorrections(100);
  return {
    value: rows.map(({ kind, at, storyId, title, text }) => ({
      kind,
      time: timeModel(at),
      title,
      href: kind === 'correction' ? articleHref(storyId) : null,
      text,
    })),
    tags: names(
      tags.corrections,
      tags.sections,
      rows.map((row) => tags.story(row.storyId)),
    ),
  };
}

/** An address that names nothing: true at this moment alone, as nothing that may come to have this name is known by a tag yet. */
function unknown(): Answer<null> {
  return { value: null, tags: [tags.list('site')], until: new Date(0) };
}

function archiveHref(day: string): string {
  return `/archive/${day}`;
}

function items(cards: readonly CardRow[], sections: Sections): ListItem[] {
  return cards.map((card) => listItem(card, sections));
}

function drawPage({ cards, ...numbers }: Page, sections: Sections): ListPage {
  return { items: items(cards, sections), ...numbers };
}

function pageTags(page: Page | null): string[] {
  return page ? cardTags(page.cards) : [tags.sections];
}

async function latestOf(rows: readonly { latestId: number | null }[], sections: Sections) {
  const cards = await cardsByIds(rows.flatMap((row) => (row.latestId === null ? [] : [row.latestId])));
  const byId = new Map(cards.map((card) => [card.id, listItem(card, sections)]));
  return {
    item: (id: number | null): ListItem | null => (id === null ? null : (byId.get(id) ?? null)),
    tags: cardTags(cards),
  };
}

function byLatest<T extends { latest: ListItem | null }>(models: T[]): T[] {
  return models.toSorted((a, b) => (b.latest?.time.iso ?? '').localeCompare(a.latest?.time.iso ?? ''));
}

function blogModel(row: BlogRow, latest: ListItem | null): BlogModel {
  return {
    name: row.name,
    href: `/blog/${row.author.slug}`,
    author: { name: row.author.name, href: `/author/${row.author.slug}` },
    description: row.description || row.author.bio,
    latest,
  };
}

function blogTags(row: BlogRow): string[] {
  return [tags.blog(row.id), tags.author(row.author.id), tags.list('blog', row.id)];
}

function showModel(row: ShowRow, latest: ListItem | null): ShowModel {
  return {
    name: row.name,
    href: `/podcast/${row.slug}`,
    kind: row.kind === 'video' ? 'video' : 'audio',
    description: row.description,
    host: row.host && { name: row.host.name, href: `/author/${row.host.slug}` },
    cover: pictureModel(row.cover),
    latest,
  };
}

function showTags(row: ShowRow): string[] {
  return [tags.show(row.id), tags.list('show', row.id), ...(row.host ? [tags.author(row.host.id)] : [])];
}
