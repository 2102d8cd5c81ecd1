import { z } from 'zod';
import { storyKind } from '#db/schema/index.ts';
import { refuse } from './result.ts';
import { empty, type StoryContent } from './story-content.ts';
import { validate } from './validate.ts';

/** Longest working copy, in characters of its JSON: five times what a story may have. */
const largest = 2_000_000;

const text = z.string().max(10_000);
const optional = text.nullable();
const id = z.int().positive().nullable();
const ids = z.array(z.int().positive()).max(500);

/** The fields of a story with nothing asked of them but their type: an empty title is a title on its way. */
const fields = z.strictObject({
  kind: z.enum(storyKind.enumValues),
  title: text,
  listTitle: optional,
  subtitle: optional,
  summary: text,
  body: z.looseObject({ type: z.literal('doc'), content: z.array(z.unknown()).default([]) }),
  sectionId: z.int().positive(),
  extraSectionIds: ids,
  sourceId: id,
  originalUrl: optional,
  originalTitle: optional,
  originalAuthor: optional,
  byline: optional,
  editorName: optional,
  leadMediaId: id,
  mediaId: id,
  showId: id,
  episode: id,
  blogId: id,
  authorIds: ids,
  topicIds: ids,
  gallery: z.array(z.strictObject({ mediaId: z.int().positive(), caption: optional })).max(1000),
  pickIds: ids,
});

/** What an editor has written so far. `strict` (`story-content.ts`) says what is missing before readers can be shown it. */
export type WorkContent = z.output<typeof fields>;
/** The same, where absent fields are as in a story of which nothing has been written. */
export type WorkInput = Partial<z.input<typeof fields>> & { sectionId: number };

/**
 * Completes a working copy and checks the types of its fields. Refuses with `invalid` what no editor can have written, and with
 * `too-large` what no story can be.
 */
export function parseWork(input: WorkInput): WorkContent {
  const checked = validate(fields, { ...empty, title: '', ...storable(input) });
  if (!checked.ok) return refuse('invalid', `稿件内容不合要求：${checked.message}。`);
  if (JSON.stringify(checked.data).length > largest) return refuse('too-large', '稿件过长，保存不了，请拆成几篇。');
  return checked.data;
}

/** A story as a working copy. */
export function asWork(content: StoryContent): WorkContent {
  return { ...content, body: content.body };
}

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair; neither may cost an editor the whole save. */
function storable(value: unknown): Record<string, unknown> {
  return clean(value) as Record<string, unknown>;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, clean(inner)]])),
  );
}
