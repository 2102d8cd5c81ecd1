import { stepWords } from '#components/desk/steps/strings.ts';
import type { ListName, ListTab, StoryLine, Wanted } from '#components/desk/stories/stories.tsx';
import { storyWords as words } from '#components/desk/stories/strings.ts';
import * as desk from '#db/queries/desk.ts';
import type { SectionChoice } from '#lib/auth/sections.ts';
import type { Actor, Role } from '#lib/newsroom/actor.ts';
import type { BulkAct } from '#lib/newsroom/bulk.ts';
import { searchDesk, wordsAtDesk } from '#lib/search/index.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';

const pageLength = 50;
/** Counted up to here; what is more is `99+`. */
const countTo = 100;

/** The highest review that a role does, for what waits for it. */
const reviewsUpTo: Partial<Record<Role, number>> = { editor: 1, director: 2, chief: 3 };

/** Which lists somebody has: reporters see others' stories only when readers do. */
export function listsOf({ role }: Actor): ListName[] {
  if (role === 'reporter') return ['mine', 'published', 'withdrawn', 'all'];
  const all: ListName[] = ['open', 'scheduled', 'published', 'withdrawn', 'all'];
  return role === 'admin' ? all : ['mine', 'review', ...all];
}

/** What makes sense for many stories of a list, of what the role may do at all. */
const actsOf: Record<ListName, readonly BulkAct[]> = {
  mine: ['submit', 'recall', 'move', 'add-topic', 'remove-topic', 'discard'],
  review: [],
  open: ['submit', 'publish', 'schedule', 'unschedule', 'move', 'add-topic', 'remove-topic', 'discard'],
  scheduled: ['unschedule', 'withdraw'],
  published: ['move', 'add-topic', 'remove-topic', 'withdraw'],
  withdrawn: [],
  all: [],
};
const headsOnly: readonly BulkAct[] = ['publish', 'schedule', 'unschedule', 'withdraw'];

export function bulkActsOf({ role }: Actor, list: ListName): readonly BulkAct[] {
  if (role === 'admin') return [];
  if (role === 'director' || role === 'chief') return actsOf[list];
  return list === 'published' ? [] : actsOf[list].filter((act) => !headsOnly.includes(act));
}

/** The list that is asked for by an address; what one does not have is the first that one has. */
export function wantedOf(actor: Actor, asked: Record<string, string | string[] | undefined>): Wanted {
  const one = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 80) : '');
  const lists = listsOf(actor);
  const list = lists.find((name) => name === one('list')) ?? lists[0] ?? 'published';
  return { list, q: one('q'), section: one('section'), kind: one('kind'), stage: one('stage') };
}

/** A place in a list, as it stands in an address: time in milliseconds, story, and what is due. */
export function cursorOf(text: string): desk.DueCursor | null {
  const [, ms, id, act] = /^(-?\d{1,15})-(\d{1,15})(?:-(publish|withdraw))?$/.exec(text) ?? [];
  if (ms === undefined || id === undefined) return null;
  return { at: new Date(Number(ms)), id: Number(id), act: act === 'withdraw' ? 'withdraw' : 'publish' };
}

export function cursorText({ at, id, act }: desk.DeskCursor & { act?: string }): string {
  return [at.getTime(), id, ...(act ? [act] : [])].join('-');
}

function filterOf({ section, kind, stage }: Wanted): desk.DeskFilter {
  return {
    sectionId: positiveInteger(section) ?? undefined,
    kind: isKey(words.kinds, kind) ? kind : undefined,
    stage: isKey(stepWords.stages, stage) ? stage : undefined,
  };
}

/** In which entries of the search the stories of a list are. */
const entriesOf: Record<Exclude<ListName, 'all'>, desk.DeskWords['where']> = {
  mine: 'either',
  review: 'draft',
  open: 'draft',
  scheduled: 'either',
  published: 'shown',
  withdrawn: 'draft',
};

type Row = desk.DeskRow & { act?: 'publish' | 'withdraw' };
type Page = { rows: Row[]; next: desk.DeskCursor | null };

function ask(
  actor: Actor,
  list: Exclude<ListName, 'all'>,
  filter: desk.DeskFilter,
  after: desk.DueCursor | null,
  count: number,
): Promise<Page> {
  const { id, sectionIds } = actor;
  switch (list) {
    case 'mine':
      return desk.deskMine(id, filter, after, count);
    case 'review':
      return desk.deskReview({ id, sectionIds, level: reviewsUpTo[actor.role] ?? 0 }, filter, after, count);
    case 'open':
      return desk.deskOpen(sectionIds, filter, after, count);
    case 'scheduled':
      return desk.deskScheduled(sectionIds, filter, after, count);
    case 'published':
      return desk.deskPublished(filter, after, count);
    case 'withdrawn':
      return desk.deskWithdrawn(filter, after, count);
  }
}

async function pageOf(actor: Actor, wanted: Wanted, after: desk.DueCursor | null): Promise<Page> {
  const { list, q } = wanted;
  const filter = filterOf(wanted);
  if (list !== 'all') {
    const words = q === '' ? undefined : await wordsAtDesk(q, entriesOf[list]);
    return ask(actor, list, { ...filter, words }, after, pageLength);
  }
  const behind = after && { at: after.at.getTime(), id: after.id };
  const { rows, next } = await searchDesk(actor, { q, ...filter }, behind, pageLength);
  return { rows, next: next && { at: new Date(next.at), id: next.id } };
}

/** A page of the list that is asked for. */
export async function storyLines(
  actor: Actor,
  wanted: Wanted,
  after: string,
  sections: readonly SectionChoice[],
): Promise<{ lines: StoryLine[]; next: string | null }> {
  const { rows, next } = await pageOf(actor, wanted, cursorOf(after));
  const names = new Map(sections.map(({ id, name }) => [id, name]));
  return { lines: rows.map((row) => lineOf(row, names)), next: next && cursorText(next) };
}

/** How many stand at the front of the desk of each list. */
const atFront = 5;

/** What waits for somebody at the front of the desk: what is theirs to review, and what they write. Empty lists are left out. */
export async function waitingLists(
  actor: Actor,
  sections: readonly SectionChoice[],
): Promise<{ list: ListName; lines: StoryLine[]; more: boolean }[]> {
  const names = new Map(sections.map(({ id, name }) => [id, name]));
  const lists = (['review', 'mine'] as const).filter((list) => listsOf(actor).includes(list));
  const pages = await Promise.all(lists.map((list) => ask(actor, list, {}, null, atFront + 1)));
  return pages.flatMap(({ rows }, n) => {
    const list = lists[n];
    if (!list || rows.length === 0) return [];
    return [{ list, lines: rows.slice(0, atFront).map((row) => lineOf(row, names)), more: rows.length > atFront }];
  });
}

/** The lists as tabs, with how many wait in those that ask for something. */
export async function listTabs(actor: Actor): Promise<ListTab[]> {
  return Promise.all(
    listsOf(actor).map(async (name) => {
      if (name !== 'review' && name !== 'scheduled') return { name, count: null };
      const { rows } = await ask(actor, name, {}, null, countTo);
      return {
        name,
        count: rows.length === 0 ? null : rows.length < countTo ? String(rows.length) : `${countTo - 1}+`,
      };
    }),
  );
}

export function lineOf(row: Row, sections: ReadonlyMap<number, string>): StoryLine {
  const { id, title, kind, stage, status, act } = row;
  const out = status === 'published' ? 'published' : status === 'withdrawn' ? 'withdrawn' : null;
  const under =
    stage === 'none' ? null : `${out ? `${words.amending} ` : ''}${stepWords.stages[stage]}${progress(row)}`;
  return {
    key: `${id}-${act ?? ''}`,
    id,
    version: row.version,
    title,
    section: sections.get(row.sectionId) ?? '',
    kind: kind === 'news' ? '' : words.kinds[kind],
    owner: row.ownerName ?? '',
    marks: [
      ...(out
        ? [{ text: stepWords.readers[out], tone: out === 'published' ? ('on' as const) : ('off' as const) }]
        : []),
      ...(under ? [{ text: under, tone: row.sentBackReason ? ('off' as const) : ('' as const) }] : []),
      ...(act ? [{ text: act === 'publish' ? words.toPublish : words.toWithdraw, tone: '' as const }] : []),
    ],
    note: row.sentBackReason && stage === 'draft' ? `${words.sentBack}${row.sentBackReason}` : '',
    at: timeModel(row.at),
  };
}

function progress({ stage, reviewsDone, reviewsNeeded }: Row): string {
  return (stage === 'submitted' || stage === 'reviewed') && reviewsNeeded ? ` ${reviewsDone}/${reviewsNeeded}` : '';
}

function isKey<T extends object>(of: T, text: string): text is keyof T & string {
  return Object.hasOwn(of, text);
}
