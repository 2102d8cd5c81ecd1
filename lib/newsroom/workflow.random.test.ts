import { isDeepStrictEqual } from 'node:util';
import { asc, eq, gt } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, correction, event, revision, section, story, storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Actor } from './actor.ts';
import { verifyAudit } from './audit.ts';
import { actOnMany, type BulkAct, bulkActs, undoBulk } from './bulk.ts';
import { people, person, written } from './desk-fixtures.ts';
import { lockStory, releaseLock, restoreVersion, saveWork, takeOverLock } from './drafts.ts';
import { fileStory, intoSection, withoutTopic, withTopic } from './filing.ts';
import { type Newsroom, smallNewsroom } from './fixtures.ts';
import { may, type ReaderState, type RightFacts, type StoryAct, type WorkStage } from './rights.ts';
import { runDue } from './schedule.ts';
import { readContent } from './story-content.ts';
import * as flow from './workflow.ts';

/** A walk that anybody can take again: give the seed. */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    chance: (p: number) => next() < p,
    of: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  };
}

/** Where a story stands. */
type Place = { sectionId: number; topicIds: number[] };
/** As much of a text as tells one from another. */
type Words = Place & { title: string };

/** What the story is, by the rules as people tell them; kept beside the database and compared after every act. */
type Model = {
  stage: WorkStage;
  readers: ReaderState;
  version: number;
  words: Words;
  shown: Words | null;
  base: Words | null;
  owner: string;
  savedBy: string;
  writers: Set<string>;
  reviewers: string[];
  needed: number;
  signer: string | null;
  holder: Actor | null;
  correction: boolean;
  publishAt: number | null;
  withdrawAt: number | null;
};

type Expectation = { ok: boolean; change?: () => void; events?: string[]; audited?: number };

/** What is done to a story, and to its lock and its versions. */
type Move =
  | Exclude<StoryAct, 'write' | 'read' | 'override-check'>
  | 'lock'
  | 'release'
  | 'restore'
  | 'unschedule-withdrawal';

/** One act upon many, here upon one, that can be taken back. */
type Taken = { id: number; actor: Actor; act: BulkAct; before: Place; after: Place; words: Words; undone: boolean };

let everybody: Actor[];
const needed = new Map<number, number>();
/** Every section with those above it. */
const above = new Map<number, number[]>();
const at = Date.now() + 3_600_000;
const minute = Math.floor(at / 60_000) * 60_000;

let base: TestDatabase;
let room: Newsroom;
beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  for (const [id, reviews] of [
    [room.qinzhou, 1],
    [room.maiji, 2],
    [room.economy, 3],
  ] as const) {
    needed.set(id, reviews);
    above.set(id, id === room.economy ? [id] : [id, room.local, room.news]);
    await base.db.update(section).set({ reviews }).where(eq(section.id, id));
  }
  everybody = [
    ...Object.values(people),
    ...[person('chief', 7, []), person('editor', 7, [])],
    ...[person('director', 8, [room.local]), person('editor', 8, [room.qinzhou]), person('reporter', 8, [room.maiji])],
  ];
});
afterAll(() => base.close());

const back = (model: Model) =>
  Object.assign(model, { stage: 'draft', reviewers: [], signer: null, publishAt: null, holder: null });

/** The text that counts: what is being written, else what readers have. */
const standing = (model: Model): Words =>
  model.stage === 'none' && model.shown && model.readers !== 'unpublished' ? model.shown : model.words;

const placeOf = ({ sectionId, topicIds }: Place): Place => ({ sectionId, topicIds });

/** The right that a move takes. */
const rightOf = (act: Move): StoryAct =>
  act === 'lock' || act === 'restore' || act === 'take-over'
    ? 'save'
    : act === 'unschedule-withdrawal'
      ? 'schedule-withdrawal'
      : (act as StoryAct);

function factsOf(model: Model, actor: Actor, sectionId = standing(model).sectionId): RightFacts {
  return {
    stage: model.stage,
    readers: model.readers,
    own: model.owner === actor.id || model.writers.has(actor.id),
    sections: above.get(sectionId) ?? [],
    level: model.reviewers.length + 1,
  };
}

function expectation(model: Model, actor: Actor, act: Move, input: Input): Expectation {
  if (act === 'release') return { ok: true, audited: 0, change: () => release(model, actor) };
  const facts = factsOf(model, actor);
  const reviews = model.needed;
  const timely = input.version === model.version;
  const said = input.reason.trim() !== '';
  const complete = model.words.title !== '';
  if (!may(actor, rightOf(act), facts).ok) return { ok: false };
  const mayIn = (sectionId: number) => may(actor, rightOf(act), factsOf(model, actor, sectionId)).ok;
  const others = model.holder !== null && model.holder.id !== actor.id;
  const written = (words: Words) => () => {
    model.version += 1;
    model.words = words;
    model.savedBy = actor.id;
    if (model.stage === 'draft') model.writers.add(actor.id);
  };
  const shows = (): Expectation => {
    const changed = !isDeepStrictEqual(model.words, model.shown);
    const events =
      model.readers === 'unpublished'
        ? ['story-published']
        : [
            ...(changed ? ['story-changed'] : []),
            ...(model.correction && model.readers === 'published' ? ['story-corrected'] : []),
            ...(model.readers === 'withdrawn' ? ['story-republished'] : []),
          ];
    return { ok: complete && events.length > 0, events, change: () => publishedIn(model) };
  };
  switch (act) {
    case 'lock':
      return { ok: !others, audited: 0, change: () => Object.assign(model, { holder: actor }) };
    case 'take-over': {
      const role = model.holder?.role;
      const ok = !others || may(actor, 'take-over', { ...facts, ...(role && { holder: role }) }).ok;
      return { ok, audited: others ? 1 : 0, change: () => Object.assign(model, { holder: actor }) };
    }
    case 'save': {
      // Its answer was lost, and it comes again.
      const sent = input.version === model.version - 1 && model.savedBy === actor.id;
      if (sent && isDeepStrictEqual(input.words, model.words)) return { ok: true, audited: 0 };
      const moves = input.words.sectionId !== model.words.sectionId;
      const ok = timely && !others && (!moves || mayIn(input.words.sectionId));
      return { ok, audited: 0, change: written(input.words) };
    }
    case 'restore': {
      const moves = input.kept.sectionId !== model.words.sectionId;
      const ok = timely && !others && (!moves || mayIn(input.kept.sectionId));
      return { ok, audited: 0, change: written(input.kept) };
    }
    case 'file': {
      const stood = standing(model);
      const words = { ...stood, ...filed(stood, input.filing) };
      const ok =
        model.holder === null &&
        !isDeepStrictEqual(words, stood) &&
        (words.sectionId === stood.sectionId || mayIn(words.sectionId));
      if (model.stage === 'none')
        return { ok, events: ['story-changed'], change: () => Object.assign(model, { shown: words }) };
      return { ok, change: () => Object.assign(model, { words, version: model.version + 1 }) };
    }
    case 'submit': {
      const idle = model.readers === 'published' && isDeepStrictEqual(model.words, model.base) && !input.correction;
      const told = !input.correction || model.readers === 'published';
      const round = { stage: 'submitted', correction: input.correction, needed: needed.get(model.words.sectionId) };
      return { ok: timely && complete && !idle && told, change: () => Object.assign(back(model), round) };
    }
    case 'recall':
      return { ok: true, change: () => back(model) };
    case 'review':
      return {
        ok: timely && complete && model.reviewers.length < reviews && !model.reviewers.includes(actor.id),
        change: () => {
          model.reviewers.push(actor.id);
          Object.assign(model, { stage: 'reviewed', holder: null });
        },
      };
    case 'send-back':
      return { ok: said, change: () => back(model) };
    case 'sign':
      return {
        ok: timely && complete && model.reviewers.length === reviews,
        change: () => Object.assign(model, { stage: 'signed', signer: actor.id, holder: null }),
      };
    case 'publish':
      return shows();
    case 'publish-directly': {
      const shown = shows();
      return { ...shown, ok: shown.ok && timely && said };
    }
    case 'schedule':
      return { ok: true, change: () => Object.assign(model, { stage: 'scheduled', publishAt: minute }) };
    case 'unschedule':
      return { ok: true, change: () => Object.assign(model, { stage: 'signed', publishAt: null }) };
    case 'amend': {
      const change = () => {
        back(model);
        model.version += 1;
        model.writers = new Set([actor.id]);
        model.correction = false;
        if (model.readers !== 'unpublished' && model.shown) model.words = model.base = model.shown;
      };
      return { ok: true, change };
    }
    case 'discard':
      return { ok: true, change: () => closed(model) };
    case 'correct':
      return { ok: said, events: ['story-corrected'] };
    case 'withdraw':
      return {
        ok: said,
        events: ['story-withdrawn'],
        change: () => {
          if (model.stage !== 'none' && model.stage !== 'draft') back(model);
          Object.assign(model, { readers: 'withdrawn', withdrawAt: null });
        },
      };
    case 'schedule-withdrawal':
      return { ok: said, change: () => Object.assign(model, { withdrawAt: minute }) };
    case 'unschedule-withdrawal':
      return { ok: model.withdrawAt !== null, change: () => Object.assign(model, { withdrawAt: null }) };
    case 'republish':
      return { ok: said, events: ['story-republished'], change: () => Object.assign(model, { readers: 'published' }) };
  }
}

function release(model: Model, actor: Actor): void {
  if (model.holder?.id === actor.id) model.holder = null;
}

function closed(model: Model): Model {
  return Object.assign(model, { stage: 'none', publishAt: null, correction: false, holder: null });
}

function publishedIn(model: Model): void {
  Object.assign(closed(model), { readers: 'published', shown: model.words });
}

type Filing = { to: number } | { into: number } | { outOf: number };

function filed({ sectionId, topicIds }: Place, filing: Filing): Place {
  if ('to' in filing) return { sectionId: filing.to, topicIds };
  if ('outOf' in filing) return { sectionId, topicIds: topicIds.filter((id) => id !== filing.outOf) };
  return { sectionId, topicIds: topicIds.includes(filing.into) ? topicIds : [...topicIds, filing.into] };
}

type Input = {
  version: number;
  reason: string;
  words: Words;
  correction: boolean;
  filing: Filing;
  /** An earlier version. */
  kept: Words;
  number: number;
};

type Outcome = { ok: boolean; message?: string; bulk?: number };

async function perform(actor: Actor, id: number, act: Move, input: Input): Promise<Outcome> {
  const { version, reason, filing } = input;
  switch (act) {
    case 'lock':
      return lockStory(actor, id);
    case 'take-over':
      return takeOverLock(actor, id);
    case 'release':
      return releaseLock(actor, id).then(() => ({ ok: true }));
    case 'restore':
      return restoreVersion(actor, id, { version, number: input.number });
    case 'file': {
      const next = 'to' in filing ? intoSection(filing.to) : 'into' in filing ? withTopic(filing.into) : null;
      return fileStory(actor, id, next ?? withoutTopic('outOf' in filing ? filing.outOf : 0));
    }
    case 'save': {
      const { title, sectionId, topicIds } = input.words;
      return saveWork(actor, id, version, written(sectionId, { title, topicIds }));
    }
    case 'submit':
      return flow.submit(actor, id, { version, ...(input.correction && { correction: '应为零点。' }) });
    case 'recall':
      return flow.recall(actor, id);
    case 'review':
      return flow.review(actor, id, { version });
    case 'send-back':
      return flow.sendBack(actor, id, reason);
    case 'sign':
      return flow.sign(actor, id, { version });
    case 'publish':
      return flow.publishSigned(actor, id);
    case 'publish-directly':
      return flow.publishDirectly(actor, id, { version, reason });
    case 'schedule':
      return flow.schedule(actor, id, new Date(at));
    case 'unschedule':
      return flow.unschedule(actor, id);
    case 'amend':
      return flow.amend(actor, id);
    case 'discard':
      return flow.discard(actor, id);
    case 'correct':
      return flow.publishCorrection(actor, id, reason);
    case 'withdraw':
      return flow.withdrawStory(actor, id, reason);
    case 'schedule-withdrawal':
      return flow.scheduleWithdrawal(actor, id, new Date(at), reason);
    case 'unschedule-withdrawal':
      return flow.unscheduleWithdrawal(actor, id);
    case 'republish':
      return flow.republishStory(actor, id, reason);
  }
}

/** The same act as one upon many; null where there is none. */
function bulkOf(act: Move, { filing, correction }: Input): BulkAct | null {
  if (act === 'file') return 'to' in filing ? 'move' : 'into' in filing ? 'add-topic' : 'remove-topic';
  if (act === 'submit') return correction ? null : act;
  const same: readonly Move[] = ['recall', 'publish', 'schedule', 'unschedule', 'withdraw', 'discard'];
  return same.includes(act) ? (act as BulkAct) : null;
}

async function performBulk(
  actor: Actor,
  id: number,
  act: BulkAct,
  { version, reason, filing }: Input,
): Promise<Outcome> {
  const asked = {
    ...{ at: new Date(at), reason },
    ...('to' in filing && { sectionId: filing.to }),
    ...{ topicId: 'into' in filing ? filing.into : 'outOf' in filing ? filing.outOf : 0 },
  };
  const done = await actOnMany(actor, act, [{ id, version }], asked);
  if (!done.ok) throw new Error(done.message);
  const [outcome] = done.outcomes;
  return { bulk: done.id, ok: outcome?.ok ?? false, message: outcome?.message ?? '' };
}

/** What comes of taking an act upon many back: the act that reverses it, with the right that this takes. */
function reversal(model: Model, { actor, act, before, after, words }: Taken, input: Input): Expectation {
  const now = { ...input, version: model.version, reason: '撤销' };
  switch (act) {
    case 'submit':
      return expectation(model, actor, may(actor, 'recall', factsOf(model, actor)).ok ? 'recall' : 'send-back', now);
    case 'recall':
      return expectation(model, actor, 'submit', { ...now, correction: model.correction });
    case 'schedule':
      return expectation(model, actor, 'unschedule', now);
    case 'unschedule':
      return expectation(model, actor, 'schedule', now);
    case 'withdraw':
      return expectation(model, actor, 'republish', now);
    case 'discard': {
      const taken = expectation(model, actor, 'amend', now);
      const restores = model.readers !== 'unpublished';
      const change = () => {
        taken.change?.();
        if (restores) Object.assign(model, { words, version: model.version + 1, savedBy: actor.id });
      };
      return { ...taken, change };
    }
    case 'publish':
      return { ok: false };
    default: {
      const stood = standing(model);
      if (!isDeepStrictEqual(placeOf(stood), after)) return { ok: false };
      const filing: Filing =
        before.sectionId !== after.sectionId
          ? { to: before.sectionId }
          : before.topicIds.length > after.topicIds.length
            ? { into: before.topicIds.find((id) => !after.topicIds.includes(id)) ?? 0 }
            : { outOf: after.topicIds.find((id) => !before.topicIds.includes(id)) ?? 0 };
      return expectation(model, actor, 'file', { ...now, filing });
    }
  }
}

const acts: Move[] = [
  ...['save', 'submit', 'recall', 'review', 'send-back', 'sign', 'publish', 'publish-directly', 'schedule', 'file'],
  ...['unschedule', 'amend', 'discard', 'correct', 'withdraw', 'schedule-withdrawal', 'unschedule-withdrawal'],
  ...['republish', 'lock', 'take-over', 'release', 'restore'],
] as Move[];

/** Those after which a story is no nearer to its readers. */
const sideways: Move[] = [
  ...['save', 'discard', 'send-back', 'recall', 'publish-directly', 'lock', 'take-over', 'release', 'restore'],
  ...['file', 'unschedule-withdrawal'],
] as Move[];

/** All that readers have of it. */
async function whatReadersSee(id: number): Promise<string> {
  const [row] = await base.db.select().from(story).where(eq(story.id, id));
  if (row?.status === 'withdrawn') return JSON.stringify([row.withdrawnAt, row.withdrawnReason]);
  if (row?.status !== 'published') return 'nothing';
  const corrections = await base.db
    .select()
    .from(correction)
    .where(eq(correction.storyId, id))
    .orderBy(asc(correction.id));
  return JSON.stringify([row, await readContent(base.db, id), corrections]);
}

async function walk(seed: number, steps: number): Promise<Map<string, number>> {
  const dice = random(seed);
  // What an earlier walk left scheduled.
  await runDue(new Date(minute));
  const sections = [room.qinzhou, room.maiji, room.economy];
  const topics = [room.grotto, room.orchard];
  const sectionId = dice.of(sections);
  const first = await flow.startStory(people.reporter, written(sectionId));
  if (!first.ok) throw new Error(first.message);
  const { id } = first;
  const model: Model = {
    ...{ stage: 'draft', readers: 'unpublished', version: 1, shown: null, base: null, needed: 3 },
    ...{ words: { title: '夜间公交延时', sectionId, topicIds: [] }, holder: null, savedBy: people.reporter.id },
    ...{ owner: people.reporter.id, writers: new Set([people.reporter.id]), reviewers: [], signer: null },
    ...{ correction: false, publishAt: null, withdrawAt: null },
  };
  const count = new Map<string, number>();
  const counted = (act: string) => count.set(act, (count.get(act) ?? 0) + 1);
  let rows = (await base.db.select({ id: audit.id }).from(audit)).length;
  let lastEvent = Math.max(0, ...(await base.db.select({ id: event.id }).from(event)).map((each) => each.id));
  let seen = await whatReadersSee(id);
  let last: Taken | null = null;

  for (let n = 0; n < steps; n++) {
    const versions = await base.db.select().from(revision).where(eq(revision.storyId, id)).orderBy(revision.number);
    const { number, content } = dice.of(versions);
    const { title, sectionId: keptIn, topicIds } = content as Words;
    const input: Input = {
      version: dice.chance(0.92) ? model.version : model.version - 1,
      reason: dice.chance(0.9) ? '理由' : ' ',
      words: {
        title: dice.chance(0.1) ? '' : `标题 ${dice.of([1, 2, 3])}`,
        sectionId: dice.chance(0.85) ? model.words.sectionId : dice.of(sections),
        topicIds: model.words.topicIds,
      },
      correction: dice.chance(0.2),
      filing: dice.of([{ to: dice.of(sections) }, { into: dice.of(topics) }, { outOf: dice.of(topics) }]),
      kept: { title, sectionId: keptIn, topicIds },
      number,
    };
    // Half of the time what could go on, by whoever may: else a walk would hardly leave the draft.
    const able = everybody.flatMap((actor) =>
      acts.flatMap((act) => (expectation(model, actor, act, input).ok ? [[actor, act] as const] : [])),
    );
    const forward = able.filter(([, act]) => !sideways.includes(act));
    const choice = dice.chance(0.5) && forward.length > 0 ? forward : dice.chance(0.7) ? able : [];
    const may = dice.of([...new Set(choice.map(([, act]) => act))]);
    const [by, wanted] = may ? dice.of(choice.filter(([, act]) => act === may)) : [dice.of(everybody), dice.of(acts)];

    let what: string = wanted;
    let expected: Expectation;
    let happened: boolean;
    let audited: number;
    if (dice.chance(0.08)) {
      // Time passes: what is due falls.
      what = 'time';
      const publishes = model.publishAt !== null;
      const withdraws = model.withdrawAt !== null && model.readers === 'published';
      const fallen = await runDue(new Date(minute));
      expected = { ok: publishes || withdraws, events: [] };
      happened = fallen.length > 0;
      audited = fallen.length;
      if (publishes) {
        const shown = expectation({ ...model, stage: 'signed' }, people.chief, 'publish', input);
        if (shown.ok) {
          expected.events?.push(...(shown.events ?? []));
          publishedIn(model);
        } else Object.assign(model, { stage: 'signed', publishAt: null });
      }
      if (withdraws) {
        expected.events?.push('story-withdrawn');
        if (model.stage !== 'none' && model.stage !== 'draft') back(model);
        Object.assign(model, { readers: 'withdrawn', withdrawAt: null });
      }
    } else if (last && dice.chance(last.undone ? 0.05 : 0.5)) {
      what = `undo ${last.act}`;
      const once = !last.undone;
      expected = once ? reversal(model, last, input) : { ok: false };
      const done = await undoBulk(last.actor, last.id);
      expect(done.ok, `${where(seed, n)}: ${what}`).toBe(once);
      happened = done.ok && done.outcomes[0]?.ok === true;
      audited = (happened ? (expected.audited ?? 1) : 0) + (once ? 1 : 0);
      if (happened) counted(what);
      last.undone = true;
      if (expected.ok) expected.change?.();
    } else {
      const bulk = dice.chance(0.4) ? bulkOf(wanted, input) : null;
      expected = expectation(model, by, wanted, input);
      const before = { ...placeOf(standing(model)), words: model.words };
      const result = bulk ? await performBulk(by, id, bulk, input) : await perform(by, id, wanted, input);
      happened = result.ok;
      if (!result.ok) expect(result.message, where(seed, n)).toMatch(/[一-鿿].*。$/);
      audited = (happened ? (expected.audited ?? 1) : 0) + (bulk ? 1 : 0);
      if (expected.ok) expected.change?.();
      if (happened) counted(wanted);
      if (happened && bulk && result.bulk) {
        counted(`bulk ${bulk}`);
        const { words, ...place } = before;
        const after = placeOf(standing(model));
        last = { id: result.bulk, actor: by, act: bulk, before: place, after, words, undone: false };
      }
    }
    const at = `${where(seed, n)}: ${by.id} ${what}`;
    expect(happened, at).toBe(expected.ok);

    const [work] = await base.db.select().from(storyWork).where(eq(storyWork.storyId, id));
    const [row] = await base.db.select().from(story).where(eq(story.id, id));
    const { sectionId: stands, ...rest } = standing(model);
    expect(
      { ...work, status: row?.status, writers: new Set(work?.writerIds), by: work?.reviews.map(({ by }) => by) },
      at,
    ).toMatchObject({
      stage: model.stage,
      status: model.readers === 'unpublished' ? (model.stage === 'none' ? 'draft' : model.stage) : model.readers,
      version: model.version,
      sectionId: stands,
      title: rest.title,
      writers: model.writers,
      lockBy: model.holder?.id ?? null,
      publishAt: model.publishAt === null ? null : new Date(model.publishAt),
      withdrawAt: model.withdrawAt === null ? null : new Date(model.withdrawAt),
      ...(model.stage !== 'none' && { by: model.reviewers, signedBy: model.signer, content: model.words }),
    });
    // Nobody ever stands on both sides.
    if (model.stage !== 'none')
      for (const one of [...(work?.reviews ?? []).map(({ by }) => by), work?.signedBy])
        if (one) expect(work?.writerIds, at).not.toContain(one);

    const events = await base.db.select().from(event).where(gt(event.id, lastEvent)).orderBy(asc(event.id));
    expect(
      events.map(({ type }) => type),
      at,
    ).toEqual(happened ? (expected.events ?? []) : []);
    lastEvent = events.at(-1)?.id ?? lastEvent;
    const audits = await base.db.select().from(audit).where(gt(audit.id, rows)).orderBy(asc(audit.id));
    expect(audits.length, at).toBe(audited);
    rows += audits.length;
    const sees = await whatReadersSee(id);
    if (events.length === 0) expect(sees, at).toBe(seen);
    // What is filed of a withdrawn story is seen when it comes back.
    else if (model.readers === 'published') expect(sees, at).not.toBe(seen);
    seen = sees;
  }
  return count;
}

const where = (seed: number, step: number) => `seed ${seed}, step ${step}`;

describe('a story that anybody does anything to', () => {
  const total = new Map<string, number>();
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is only ever where the rules allow, walk %i', async (seed) => {
    for (const [act, times] of await walk(seed, 200)) total.set(act, (total.get(act) ?? 0) + times);
  });

  it('was taken through every act, alone and among many, and back, and the trail is whole', async () => {
    const takenBack = bulkActs.filter((act) => act !== 'publish').map((act) => `undo ${act}`);
    expect(new Set(total.keys())).toEqual(new Set([...acts, ...bulkActs.map((act) => `bulk ${act}`), ...takenBack]));
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });
});
