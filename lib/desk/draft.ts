import type { StoryContent } from '#lib/newsroom/story-content.ts';

/** What is being written: all that editors write of a story, while it may still lack what publication asks for. */
export type Draft = Omit<StoryContent, 'sectionId'> & { sectionId: number | null };

export const emptyDraft: Draft = {
  kind: 'news',
  title: '',
  listTitle: null,
  subtitle: null,
  summary: '',
  body: { type: 'doc', content: [] },
  sectionId: null,
  extraSectionIds: [],
  sourceId: null,
  originalUrl: null,
  originalTitle: null,
  originalAuthor: null,
  byline: null,
  editorName: null,
  leadMediaId: null,
  mediaId: null,
  showId: null,
  episode: null,
  blogId: null,
  authorIds: [],
  topicIds: [],
  gallery: [],
  pickIds: [],
};

/**
 * The same text for the same value, whatever the order of its keys (jsonb keeps none) and whether what is absent is left out,
 * null or an empty list.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part)
        .filter(([, inner]) => inner !== null && inner !== undefined && !(Array.isArray(inner) && inner.length === 0))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}

/** Whether two drafts say the same. */
export function sameDraft(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other);
}
