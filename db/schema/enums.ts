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

/** `received`: all of it is here, nobody has looked at it yet. */
export const uploadState = pgEnum('upload_state', ['receiving', 'received', 'working', 'done', 'refused']);
export type UploadState = (typeof uploadState.enumValues)[number];

export const sourceKind = pgEnum('source_kind', ['own', 'partner', 'official']);

export const authorRole = pgEnum('author_role', ['reporter', 'photographer', 'columnist', 'host', 'editor']);

export const topicKind = pgEnum('topic_kind', ['special', 'tag']);

/** What the timeline of a topic is made of: its newest days, what editors chose, or nothing. */
export const topicTimeline = pgEnum('topic_timeline', ['stories', 'chosen', 'off']);
export type TopicTimeline = (typeof topicTimeline.enumValues)[number];

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

/** Slots that there is one of; the reading pages ask for them by name. */
export const siteSlots = ['front-lead', 'headline', 'front-carousel', 'recommended', 'breaking'] as const;
export const slotName = pgEnum('slot_name', [...siteSlots, 'section-lead']);
export type SlotName = (typeof slotName.enumValues)[number];

/** One slot: by its name, or the leads of the section with this id. */
export type SlotPlace = (typeof siteSlots)[number] | `section-lead:${number}`;

/** Spelling of a `SlotPlace`, as a regular expression without anchors. */
export const slotPlacePattern = `(?:${siteSlots.join('|')}|section-lead:[1-9]\\d{0,14})`;

export function isSlotPlace(text: string): text is SlotPlace {
  return new RegExp(`^${slotPlacePattern}$`).test(text);
}

/** The two columns in which a slot is stored. */
export function slotColumns(place: SlotPlace): { slot: SlotName; sectionId: number | null } {
  const [slot = '', section] = place.split(':');
  return { slot: slot as SlotName, sectionId: section === undefined ? null : Number(section) };
}

export function slotPlace({ slot, sectionId }: { slot: SlotName; sectionId: number | null }): SlotPlace {
  return slot === 'section-lead' ? `section-lead:${sectionId ?? 0}` : slot;
}

/** `dead`: given up after many attempts, with the reason kept. */
export const deliveryState = pgEnum('delivery_state', ['waiting', 'done', 'dead']);

/** Where a reader came from. Only the kind is known here, never the address. */
export const visitKind = pgEnum('visit_kind', ['direct', 'internal', 'search', 'social', 'other']);
export type VisitKind = (typeof visitKind.enumValues)[number];

/** What the lists of 热门 count: the last 24 hours; today and the six days before (Asia/Shanghai). */
export const readSpan = pgEnum('read_span', ['day', 'week']);
export type ReadSpan = (typeof readSpan.enumValues)[number];
