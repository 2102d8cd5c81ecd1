import type { SlotName } from '#db/schema/enums.ts';
import { type PanelName, tags } from './tags.ts';

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
  show: number | null;
  blog: number | null;
  programme: boolean;
  /** Slots in which it stands. */
  slots: SlotName[];
  /** Stories whose previous or next link it is, or becomes. */
  neighbours: number[];
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
  | { type: 'slot-changed'; slot: SlotName }
  | { type: 'section-changed' }
  | { type: 'author-changed'; id: number }
  | { type: 'topic-changed'; id: number }
  | { type: 'source-changed'; id: number }
  | { type: 'show-changed'; id: number }
  | { type: 'blog-changed'; id: number }
  /** Alt text, caption, credit or the picture itself, with the stories that show it. */
  | { type: 'media-changed'; stories: number[] }
  | { type: 'redirect-changed' }
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
    const named = hard(tags.story(story.id), tags.article(story.id));
    return placesOf(story) === placesOf(before)
      ? { ...named, panels: panelsOf(story) }
      : merge(named, appeared(story), appeared(before));
  },
  'story-corrected': ({ story }) => hard(tags.article(story.id), tags.corrections),
  // Every story shows the recommended panel: its slot is a panel's content, and no page waits for it but the front.
  'slot-changed': ({ slot }) =>
    slot === 'recommended'
      ? {
          hard: [tags.front, tags.panelPage('recommended')],
          soft: [tags.panel('recommended')],
          panels: ['recommended'],
        }
      : hard(tags.slot(slot)),
  'section-changed': () => hard(tags.sections),
  'author-changed': ({ id }) => hard(tags.author(id)),
  'topic-changed': ({ id }) => hard(tags.topic(id)),
  'source-changed': ({ id }) => hard(tags.source(id)),
  'show-changed': ({ id }) => hard(tags.show(id)),
  'blog-changed': ({ id }) => hard(tags.blog(id)),
  'media-changed': ({ stories }) => hard(...stories.map(tags.story)),
  'redirect-changed': () => hard(tags.redirects),
  'tags-revalidated': (event) => hard(...event.tags),
  'paths-revalidated': ({ paths }) => hard(...paths.map(tags.path)),
  'everything-revalidated': () => hard(tags.everything),
};

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
      ...story.slots.filter((slot) => slot !== 'recommended').map(tags.slot),
      ...panels.map(tags.panelPage),
    ],
    soft: [...panels.map(tags.panel), ...story.topics.map(tags.related)],
    panels,
  };
}

function panelsOf(story: StoryFacts): PanelName[] {
  return [
    'latest',
    ...(story.pictured ? (['pictures'] as const) : []),
    ...(story.slots.includes('recommended') ? (['recommended'] as const) : []),
    ...(story.blog === null ? [] : (['blogs'] as const)),
    ...(story.programme ? (['programmes'] as const) : []),
    ...story.sections.map(({ slug }): PanelName => `section-${slug}`),
  ];
}

function placesOf({ id: _, neighbours: __, onlyOneOfDay: ___, ...places }: StoryFacts): string {
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
