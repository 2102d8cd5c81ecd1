import type { ListKind } from '#db/schema/enums.ts';

/**
 * Names of what a stored page or answer depends on. Only this file spells a tag.
 *
 * `story` and `article` differ: every page that *names* a story carries `story`; only the story's own pages carry `article`.
 * `panel` tags make pages stale softly (one more view while they are rendered anew), all others hard (`lib/cache/events.ts`).
 */
export const tags = {
  /** Every page: the whole site anew. */
  everything: 'everything',
  /** Names, addresses and order of sections: the masthead of every page. */
  sections: 'sections',
  front: 'front',
  corrections: 'corrections',
  redirects: 'redirects',
  /** Which days have stories: calendars, previous and next day. */
  archiveDays: 'archive-days',
  /** One day, `yyyy-mm-dd` in Asia/Shanghai. */
  archiveDay: (day: string) => `archive:${day}`,
  /** Whatever names this story: its title, picture, time, or that it exists. */
  story: (id: number) => `story:${id}`,
  /** The story's own pages. */
  article: (id: number) => `article:${id}`,
  /** The pages of a list (`refId` 0 where there is only one). */
  list: (list: ListKind, refId = 0) => `list:${list}:${refId}`,
  author: (id: number) => `author:${id}`,
  topic: (id: number) => `topic:${id}`,
  source: (id: number) => `source:${id}`,
  show: (id: number) => `show:${id}`,
  blog: (id: number) => `blog:${id}`,
  slot: (name: string) => `slot:${name}`,
  /** A panel's content where it stands on other pages. */
  panel: (name: PanelName) => `panel:${name}`,
  /** The panel's own small page, `/panel/{name}`. */
  panelPage: (name: PanelName) => `panel-page:${name}`,
  /** Automatic related stories by a topic they share. */
  related: (topicId: number) => `panel:related:${topicId}`,
  /** One page by its path, as every stored page carries it. */
  path: (path: string) => `path:${path}`,
} as const;

/** Live panels. A section's panel is named by the section's slug. */
export type PanelName = 'latest' | 'pictures' | 'recommended' | 'blogs' | 'programmes' | `section-${string}`;
