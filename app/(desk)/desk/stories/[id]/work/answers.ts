import { z } from 'zod';
import type {
  Choice,
  Draft,
  Loaded,
  LockState,
  Lookup,
  MediaCard,
  Named,
  RestoreAnswer,
  SaveAnswer,
  StoryCardData,
  TopicSuggestion,
  VersionEntry,
} from '#components/desk/editor/port.ts';
import { cardsByIds } from '#db/queries/cards.ts';
import { choicesNamed, choicesWith } from '#db/queries/choices.ts';
import { type MediaRow, mediaByIds } from '#db/queries/stories.ts';
import { sectionChoices } from '#lib/auth/sections.ts';
import { mediaHref } from '#lib/content/questions/items.ts';
import type { Actor } from '#lib/newsroom/actor.ts';
import {
  keepVersion,
  type LockOutcome,
  listVersions,
  lockStory,
  readVersion,
  releaseLock,
  restoreVersion,
  type SaveOutcome,
  saveWork,
  takeOverLock,
} from '#lib/newsroom/drafts.ts';
import { searchMedia } from '#lib/newsroom/library-list.ts';
import type { Refusal } from '#lib/newsroom/result.ts';
import { suggestTopics } from '#lib/newsroom/suggestions.ts';
import type { WorkInput } from '#lib/newsroom/work-content.ts';
import { type OpenedStory, openStory } from '#lib/newsroom/writing.ts';
import { storiesToPick } from '#lib/search/index.ts';
import { bodyReferences } from '#lib/text/body.ts';
import { clock, positiveInteger } from '#lib/text/number.ts';
import { dayOf } from '#lib/text/time.ts';

/** What the writing component asks, as whoever is signed in. Each checks its right in the newsroom. */

const ids = z.array(z.int().positive()).max(2000);
const lookups = ['authors', 'topics', 'sources', 'shows', 'blogs'] as const satisfies readonly Lookup[];
const typed = z.string().max(200);
const version = z.int().min(0);
const number = z.int().positive();

/** A question of the component: what it sends, and what answers. */
type Question = { answer(actor: Actor, id: number, input: unknown): Promise<unknown> };

function question<T>(input: z.ZodType<T>, answer: (actor: Actor, id: number, input: T) => Promise<unknown>): Question {
  return { answer: (actor, id, given) => answer(actor, id, input.parse(given)) };
}

const nothing = z.unknown();

export const questions: Readonly<Record<string, Question>> = {
  load: question(nothing, load),
  save: question(z.object({ version, content: z.record(z.string(), z.unknown()) }), save),
  heartbeat: question(nothing, async (actor, id) => lockState(actor, id, await lockStory(actor, id))),
  'take-over': question(nothing, async (actor, id) => lockState(actor, id, await takeOverLock(actor, id))),
  release: question(nothing, async (actor, id) => {
    await releaseLock(actor, id);
    return {};
  }),
  search: question(z.object({ what: z.enum(lookups), text: typed }), async (actor, id, { what, text }) => {
    await demandReading(actor, id);
    return (await choicesNamed(what, text)).map(choiceOf);
  }),
  'suggest-topics': question(
    z.object({ title: z.string().max(1000), body: z.string().max(20_000) }),
    async (actor, id, text): Promise<TopicSuggestion[]> => {
      const { topics } = orThrow(await suggestTopics(actor, id, text));
      return topics.map(({ id: topicId, name, why }) => ({ id: topicId, name, why }));
    },
  ),
  stories: question(z.object({ text: typed }), async (actor, id, { text }) => {
    await demandReading(actor, id);
    return storiesNamed(text);
  }),
  media: question(
    z.object({ text: typed, kind: z.enum(['image', 'audio', 'video']) }),
    async (actor, _, { text, kind }) => {
      const { items } = await searchMedia(actor, { kind, ...(text.trim() && { words: text }) });
      return mediaCards(items.map((item) => item.id));
    },
  ),
  named: question(
    z.object({ media: ids, stories: ids, authors: ids, topics: ids, sources: ids, shows: ids, blogs: ids }),
    async (actor, id, wanted) => {
      await demandReading(actor, id);
      return named(wanted);
    },
  ),
  versions: question(nothing, versions),
  version: question(z.object({ number }), async (actor, id, wanted): Promise<Draft> => {
    const found = orThrow(await readVersion(actor, id, wanted.number));
    return found.content as Draft;
  }),
  keep: question(z.object({ version, note: z.string().max(1000) }), async (actor, id, kept) => {
    const done = await keepVersion(actor, id, kept);
    return done.ok ? { kind: 'kept', number: done.number } : { kind: 'refused', message: done.message };
  }),
  restore: question(z.object({ version, number }), async (actor, id, wanted): Promise<RestoreAnswer> => {
    const done = await restoreVersion(actor, id, wanted);
    return done.ok ? { kind: 'restored' } : { kind: 'refused', message: done.message };
  }),
};

/** What was refused before there was anything to answer: the story is gone, or no longer this person's to see. */
export class NotForYou extends Error {}

function orThrow<T extends { ok: true }>(result: T | Refusal): T {
  if (result.ok) return result;
  throw new NotForYou(result.message);
}

async function demandReading(actor: Actor, id: number): Promise<void> {
  orThrow(await openStory(actor, id));
}

async function load(actor: Actor, id: number): Promise<Loaded> {
  // The lock first: what is read then is what nobody else changes any more.
  const locked = await lockStory(actor, id);
  const opened = orThrow(await openStory(actor, id));
  const content = opened.content as Draft;
  const { savedAt, savedName, sectionId } = opened.row;
  const [sections, things] = await Promise.all([sectionChoices(), named(namedIn(content))]);
  return {
    storyId: id,
    version: opened.row.version,
    content,
    saved: savedAt && savedName ? { at: savedAt.toISOString(), by: savedName } : null,
    named: things,
    sections: within(actor, sections, sectionId),
    lock: locked.ok ? { kind: 'mine' } : theirsOf(opened),
  };
}

/** Sections into which this person may put a story, and the one where it is. */
function within(actor: Actor, sections: Loaded['sections'], current: number): Loaded['sections'] {
  const { sectionIds } = actor;
  if (sectionIds === null) return sections;
  let inside: number | null = null;
  return sections.filter(({ id, depth }) => {
    if (inside !== null && depth <= inside) inside = null;
    if (inside === null && sectionIds.includes(id)) inside = depth;
    return inside !== null || id === current;
  });
}

async function save(
  actor: Actor,
  id: number,
  { version: from, content }: { version: number; content: Record<string, unknown> },
): Promise<SaveAnswer<Draft>> {
  return saveAnswer(await saveWork(actor, id, from, content as WorkInput));
}

function saveAnswer(done: SaveOutcome): SaveAnswer<Draft> {
  if (done.ok) return { kind: 'saved', version: done.version, at: done.savedAt.toISOString() };
  switch (done.code) {
    case 'conflict': {
      const { theirs } = done;
      return {
        kind: 'conflict',
        theirs: {
          version: theirs.version,
          content: theirs.content as Draft,
          by: theirs.by ?? '',
          at: (theirs.at ?? new Date()).toISOString(),
        },
      };
    }
    case 'locked':
      return { kind: 'refused', code: 'locked', message: done.message };
    case 'not-found':
      return { kind: 'refused', code: 'gone', message: done.message };
    case 'too-large':
      return { kind: 'refused', code: 'too-large', message: done.message };
    case 'invalid':
    case 'unknown-reference':
      return { kind: 'refused', code: 'invalid', message: done.message };
    default:
      return { kind: 'refused', code: 'forbidden', message: done.message };
  }
}

async function lockState(actor: Actor, id: number, done: LockOutcome): Promise<LockState> {
  if (done.ok) return { kind: 'mine' };
  return theirsOf(orThrow(await openStory(actor, id)));
}

/** Whose the story is, for somebody who has no lock on it. */
function theirsOf({ holder, takeOver, save: right, row }: OpenedStory): LockState {
  if (holder) return { kind: 'theirs', name: holder.name, since: holder.since.toISOString(), mayTakeOver: takeOver };
  // Given back this very moment: the next heartbeat asks for it.
  if (right.ok)
    return { kind: 'theirs', name: row.savedName ?? '', since: new Date().toISOString(), mayTakeOver: true };
  throw new NotForYou(right.message);
}

async function versions(actor: Actor, id: number): Promise<VersionEntry[]> {
  const found = orThrow(await listVersions(actor, id, { count: 200 }));
  return found.versions.map(({ number: at, savedAt, savedBy, note }) => ({
    number: at,
    at: savedAt.toISOString(),
    by: savedBy,
    note,
  }));
}

type Wanted = { media: number[]; stories: number[] } & Record<Lookup, number[]>;

async function named(wanted: Wanted): Promise<Named> {
  const [media, stories, ...found] = await Promise.all([
    mediaCards(wanted.media),
    storyCards(wanted.stories),
    ...lookups.map(async (what) => [what, (await choicesWith(what, wanted[what])).map(choiceOf)] as const),
  ]);
  return { media, stories, choices: Object.fromEntries(found) as Named['choices'] };
}

function namedIn(content: Draft): Wanted {
  const inBody = bodyReferences(content.body);
  const some = (...list: (number | null)[]) => [...new Set(list.filter((id) => id !== null))];
  return {
    media: some(
      ...inBody.media,
      ...inBody.programmes,
      content.leadMediaId,
      content.mediaId,
      ...content.gallery.map(({ mediaId }) => mediaId),
    ),
    stories: some(...inBody.stories, ...content.pickIds),
    authors: content.authorIds,
    topics: content.topicIds,
    sources: some(content.sourceId),
    shows: some(content.showId),
    blogs: some(content.blogId),
  };
}

async function storiesNamed(text: string): Promise<StoryCardData[]> {
  const wanted = positiveInteger(text.trim());
  return storyCards([...new Set([...(wanted === null ? [] : [wanted]), ...(await storiesToPick(text, 20))])]);
}

async function storyCards(wanted: readonly number[]): Promise<StoryCardData[]> {
  const cards = await cardsByIds([...wanted]);
  return cards.map(({ id, title, publishedAt, picture }) => ({
    id,
    title,
    day: dayOf(publishedAt),
    thumb: picture && thumbOf(picture.hash, picture.widths, picture.file),
  }));
}

async function mediaCards(wanted: readonly number[]): Promise<MediaCard[]> {
  const rows = await mediaByIds([...new Set(wanted)]);
  return wanted.flatMap((id) => {
    const row = rows.get(id);
    return row ? [mediaCard(row)] : [];
  });
}

function mediaCard(row: MediaRow): MediaCard {
  const { id, kind, hash, file, widths, width, height, alt, caption, credit, poster } = row;
  const wide = widths.findLast((each) => each <= 828) ?? widths[0];
  return {
    id,
    kind,
    thumb:
      kind === 'image'
        ? thumbOf(hash, widths, file)
        : poster && kind === 'video'
          ? thumbOf(poster.hash, poster.widths, poster.file)
          : null,
    src: mediaHref(hash, kind === 'image' && wide ? `${wide}.webp` : file),
    width,
    height,
    alt,
    caption,
    credit,
    duration: row.durationSeconds === null ? null : clock(row.durationSeconds),
  };
}

function thumbOf(hash: string, widths: readonly number[], file: string): string {
  const small = widths.findLast((each) => each <= 480) ?? widths[0];
  return mediaHref(hash, small ? `${small}.webp` : file);
}

function choiceOf({ id, name, note }: { id: number; name: string; note: string | null }): Choice {
  return note ? { id, name, note } : { id, name };
}
