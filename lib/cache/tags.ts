import type { ListKind, SlotPlace } from '#db/schema/enums.ts';
import { hansPath } from '../text/variants.ts';

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
  /** The index of the site maps: which parts there are, and when each last changed. */
  sitemaps: 'sitemaps',
  /** A part of the site map: a month of first publication (`yyyy-mm` in Asia/Shanghai), `pages` or `topics`. */
  sitemap: (part: string) => `sitemap:${part}`,
  /** Which days have stories: calendars, previous and next day. */
  archiveDays: 'archive-days',
  /** One day, `yyyy-mm-dd` in Asia/Shanghai. */
  archiveDay: (day: string) => `archive:${day}`,
  /** Whatever names this story: its title, picture, time, or that it exists. */
  story: (id: number) => `story:${id}`,
  /** The story's own pages. */
  article: (id: number) => `article:${id}`,
  /** The story's corrections where they stand besides its own pages: feeds, which carry whole stories. */
  corrected: (id: number) => `corrected:${id}`,
  /** The pages of a list (`refId` 0 where there is only one). */
  list: (list: ListKind, refId = 0) => `list:${list}:${refId}`,
  author: (id: number) => `author:${id}`,
  topic: (id: number) => `topic:${id}`,
  /** What editors set above a topic's list: its first page alone. */
  topicOpening: (id: number) => `topic-opening:${id}`,
  source: (id: number) => `source:${id}`,
  show: (id: number) => `show:${id}`,
  blog: (id: number) => `blog:${id}`,
  slot: (name: SlotPlace) => `slot:${name}`,
  /** A panel's content where it stands on other pages. */
  panel: (name: PanelName) => `panel:${name}`,
  /** The panel's own small page, `/panel/{name}`. */
  panelPage: (name: PanelName) => `panel-page:${name}`,
  /** Whatever is found by searching. */
  search: 'search',
  /** Automatic related stories by a topic they share. */
  related: (topicId: number) => `panel:related:${topicId}`,
  /** The same by a word that their titles share: its hash, for tags travel in headers. Two words of one hash cost a rendering. */
  relatedWord: (word: string) => `panel:related-word:${hashOf(word)}`,
  /** What the newsroom has set, by group. */
  setting: (name: SettingName) => `setting:${name}`,
  /** One page by its path, in both scripts, as every stored page carries it. */
  path: (path: string) => `path:${hansPath(path)}`,
} as const;

/** Groups of settings (`lib/settings`). */
export const settingNames = ['contact', 'crawlers', 'reviews', 'checks'] as const;
export type SettingName = (typeof settingNames)[number];

/** Live panels. A section's panel is named by the section's slug. */
export type PanelName =
  | 'breaking'
  | 'latest'
  | 'pictures'
  | 'recommended'
  | 'blogs'
  | 'programmes'
  | 'hot'
  | 'hot-short'
  | `section-${string}`;

/** FNV-1a over the code units, in eight hexadecimal digits. */
function hashOf(word: string): string {
  let hash = 0x811c9dc5;
  for (let n = 0; n < word.length; n++) hash = Math.imul(hash ^ word.charCodeAt(n), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
