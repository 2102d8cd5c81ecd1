import type { SlotPlace } from '#db/schema/enums.ts';
import { type PanelName, type SettingName, tags } from './tags.ts';

/** What an event must know of a story to name everything that it touches. Made by `lib/newsroom/facts.ts`. */
export type StoryFacts = {
  id: number;
  /** `yyyy-mm-dd` in Asia/Shanghai of first publication. */
  day: string;
  /** Has a lead picture. */
  pictured: boolean;
  gallery: boolean;
  /** Sections and all their ancestors. */
  sections: { id: number; slug: string }[];
  authors: number[];
  topics: number[];
  /** Words of its title. Events of before there were any have none. */
  terms?: string[];
  show: number | null;
  blog: number | null;
  programme: boolean;
  /** Slots in which it stands. */
  slots: SlotPlace[];
  /** Stories whose previous or next link it is, or becomes. */
  neighbours: number[];
  /** Stands in 热门, or would if it were published. */
  hot: boolean;
  /** Whether it is the only story of its day: then the calendar changes too. */
  onlyOneOfDay: boolean;
};

/** Everything that can make a page stale. */
export type NewsroomEvent =
  | { type: 'story-published' | 'story-republished'; story: StoryFacts }
  | { type: 'story-withdrawn'; story: StoryFacts }
  /** Edited, retitled, another picture, corrected; with `before` where it stood until now. */
  | { type: 'story-changed'; story: StoryFacts; before: StoryFacts }
  | { type: 'story-corrected'; story: StoryFacts }
  | { type: 'slot-changed'; slot: SlotPlace }
  | { type: 'section-changed' }
  | { type: 'author-changed'; id: number }
  | { type: 'topic-changed'; id: number }
  /** What stands above its list is another: introduction, lead, timeline. */
  | { type: 'topic-arranged'; id: number }
  /** Every story of one topic is another's from now on. */
  | { type: 'topics-merged'; from: number; into: number }
  | { type: 'source-changed'; id: number }
  | { type: 'show-changed'; id: number }
  | { type: 'blog-changed'; id: number }
  /** Alt text, caption, credit or the picture itself, with the stories that show it. */
  | { type: 'media-changed'; stories: number[] }
  /** With the address that moved and where to, where that is what happened. */
  | { type: 'redirect-changed'; from?: string; to?: string }
  /** 热门 was counted out anew, and shows other stories or another order. */
  | { type: 'most-read-changed' }
  /** The site was closed to everything but stored pages, or opened again. */
  | { type: 'maintenance-changed'; on: boolean }
  /** A group of settings is another. */
  | { type: 'settings-changed'; name: SettingName }
  /** Asked for by name: outside systems and operators. */
  | { type: 'tags-revalidated'; tags: string[] }
  | { type: 'paths-revalidated'; paths: string[] }
  | { type: 'everything-revalidated' };

export type EventType = NewsroomEvent['type'];

export type Stale = {
  /** Pages with one of these must not be served again: the next request waits for a fresh page. */
  hard: string[];
  /** Pages with one of these may be seen once more while they are rendered anew. */
  soft: string[];
  /** Panels that open tabs should look at again. */
  panels: PanelName[];
};

type Table = { [T in EventType]: (event: Extract<NewsroomEvent, { type: T }>) => Stale };

/** The promise of freshness, as a table: an event that is not in it does not compile. */
const table: Table = {
  'story-published': ({ story }) => appeared(story),
  'story-republished': ({ story }) => appeared(story),
  'story-withdrawn': ({ story }) => merge(appeared(story), hard(tags.corrections)),
  'story-changed': ({ story, before }) => {
    const named = hard(tags.story(story.id), tags.article(story.id), ...mapsOf(story), tags.search);
    return placesOf(story) === placesOf(before)
      ? { ...named, soft: [...wordsOf(story), ...wordsOf(before)], panels: panelsOf(story) }
      : merge(named, appeared(story), appeared(before));
  },
  'story-corrected': ({ story }) =>
    hard(tags.article(story.id), tags.corrected(story.id), tags.corrections, ...mapsOf(story)),
  // Every story shows the recommended panel, every page what is breaking: such a slot is a panel's content, and no page waits
  // for it but the front.
  'slot-changed': ({ slot }) =>
    isPanel(slot)
      ? { hard: [tags.front, tags.panelPage(slot)], soft: [tags.panel(slot)], panels: [slot] }
      : hard(tags.slot(slot)),
  'section-changed': () => hard(tags.sections, tags.search),
  'author-changed': ({ id }) => hard(tags.author(id), tags.sitemap('pages')),
  'topic-changed': ({ id }) => hard(tags.topic(id), tags.sitemap('topics'), tags.search),
  // Every story of a topic names it, and none of them its opening.
  'topic-arranged': ({ id }) => hard(tags.topicOpening(id)),
  // Pages of its stories carry the tag of the topic that is gone.
  'topics-merged': ({ from, into }) => ({
    hard: [tags.topic(from), tags.topic(into), tags.list('topic', into), tags.sitemap('topics'), tags.search],
    soft: [tags.related(into)],
    panels: [],
  }),
  'source-changed': ({ id }) => hard(tags.source(id), tags.search),
  'show-changed': ({ id }) => hard(tags.show(id), tags.sitemap('pages')),
  'blog-changed': ({ id }) => hard(tags.blog(id), tags.sitemap('pages')),
  'media-changed': ({ stories }) => hard(...stories.map(tags.story)),
  // At the new address there may have been nothing, which is remembered too.
  'redirect-changed': ({ to }) => hard(tags.redirects, ...(to === undefined ? [] : [tags.path(to)])),
  'most-read-changed': () => ({
    hard: hotPanels.map(tags.panelPage),
    soft: [tags.panel('hot')],
    panels: [...hotPanels],
  }),
  'maintenance-changed': () => hard(),
  // Reviews and checks are the desk's alone: no page has their tag.
  'settings-changed': ({ name }) => hard(tags.setting(name)),
  'tags-revalidated': (event) => hard(...event.tags),
  'paths-revalidated': ({ paths }) => hard(...paths.map(tags.path)),
  'everything-revalidated': () => hard(tags.everything),
};

/** 热门 as it stands on the front page and, shorter, beside stories: two drawings of one list. */
const hotPanels: readonly PanelName[] = ['hot', 'hot-short'];

/** Which pages an event makes stale, and how soon. */
export function staleBy(event: NewsroomEvent): Stale {
  const stale = (table[event.type] as (event: NewsroomEvent) => Stale)(event);
  return { hard: unique(stale.hard), soft: unique(stale.soft), panels: unique(stale.panels) };
}

/** A story came into, or left, every list in which it stands. */
function appeared(story: StoryFacts): Stale {
  const panels = panelsOf(story);
  return {
    hard: [
      tags.story(story.id),
      tags.article(story.id),
      ...story.neighbours.map(tags.article),
      tags.front,
      tags.list('site'),
      ...(story.pictured ? [tags.list('pictured')] : []),
      ...(story.gallery ? [tags.list('gallery')] : []),
      ...story.sections.map(({ id }) => tags.list('section', id)),
      ...story.authors.map((id) => tags.list('author', id)),
      ...story.topics.map((id) => tags.list('topic', id)),
      ...(story.show === null ? [] : [tags.list('show', story.show)]),
      ...(story.blog === null ? [] : [tags.list('blog', story.blog), tags.list('post')]),
      ...(story.programme ? [tags.list('programme')] : []),
      tags.archiveDay(story.day),
      ...(story.onlyOneOfDay ? [tags.archiveDays] : []),
      ...story.slots.filter((slot) => !isPanel(slot)).map(tags.slot),
      ...panels.map(tags.panelPage),
      ...mapsOf(story),
      tags.search,
    ],
    soft: [...panels.map(tags.panel), ...story.topics.map(tags.related), ...wordsOf(story)],
    panels,
  };
}

/** The part of the site map that lists a story, and the index, which says when the part last changed. */
function mapsOf({ day }: StoryFacts): string[] {
  return [tags.sitemaps, tags.sitemap(day.slice(0, 7))];
}

function panelsOf(story: StoryFacts): PanelName[] {
  return [
    'latest',
    ...(story.pictured ? (['pictures'] as const) : []),
    ...story.slots.filter(isPanel),
    ...(story.blog === null ? [] : (['blogs'] as const)),
    ...(story.programme ? (['programmes'] as const) : []),
    ...(story.hot ? hotPanels : []),
    ...story.sections.map(({ slug }): PanelName => `section-${slug}`),
  ];
}

/** Slots that stand on pages as live panels. */
function isPanel(slot: SlotPlace): slot is 'recommended' | 'breaking' {
  return slot === 'recommended' || slot === 'breaking';
}

/** Related stories elsewhere among which it may come to stand. */
function wordsOf({ terms = [] }: StoryFacts): string[] {
  return terms.map(tags.relatedWord);
}

function placesOf({ id: _, neighbours: __, onlyOneOfDay: ___, terms: ____, ...places }: StoryFacts): string {
  return JSON.stringify(places);
}

function hard(...names: string[]): Stale {
  return { hard: names, soft: [], panels: [] };
}

function merge(...parts: Stale[]): Stale {
  return {
    hard: parts.flatMap((part) => part.hard),
    soft: parts.flatMap((part) => part.soft),
    panels: parts.flatMap((part) => part.panels),
  };
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
