import { pgEnum } from 'drizzle-orm/pg-core';

export const storyKind = pgEnum('story_kind', ['news', 'gallery', 'video', 'audio', 'post']);
export type StoryKind = (typeof storyKind.enumValues)[number];

/** A story's life. Readers see `published`; `withdrawn` answers 410; the rest belongs to the desk. */
export const storyStatus = pgEnum('story_status', [
  'draft',
  'submitted',
  'reviewed',
  'signed',
  'scheduled',
  'published',
  'withdrawn',
]);
export type StoryStatus = (typeof storyStatus.enumValues)[number];

export const mediaKind = pgEnum('media_kind', ['image', 'audio', 'video']);
export type MediaKind = (typeof mediaKind.enumValues)[number];

export const sourceKind = pgEnum('source_kind', ['own', 'partner', 'official']);

export const authorRole = pgEnum('author_role', ['reporter', 'photographer', 'columnist', 'host', 'editor']);

export const topicKind = pgEnum('topic_kind', ['special', 'tag']);

/**
 * The lists that readers page through. A list is a kind and a reference: ('section', 12), ('author', 3);
 * the reference of a list that there is one of ('site', 'pictured') is 0.
 */
export const listKind = pgEnum('list_kind', [
  'site',
  'pictured',
  'gallery',
  'section',
  'author',
  'topic',
  'show',
  'blog',
  'post',
  'programme',
]);
export type ListKind = (typeof listKind.enumValues)[number];

export const slotName = pgEnum('slot_name', ['front-lead', 'headline', 'front-carousel', 'recommended']);
export type SlotName = (typeof slotName.enumValues)[number];

/** `dead`: given up after many attempts, with the reason kept. */
export const deliveryState = pgEnum('delivery_state', ['waiting', 'done', 'dead']);
