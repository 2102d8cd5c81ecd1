import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openingOf, topicChoices } from '#db/queries/topics.ts';
import { mostMilestones, audit as trail } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { tags } from '#lib/cache/tags.ts';
import { roles } from './actor.ts';
import { ok, people, person, refused } from './desk-fixtures.ts';
import { mergeTopics, removeEntry } from './entries.ts';
import { draft, events, type Newsroom, published, smallNewsroom } from './fixtures.ts';
import { may } from './rights.ts';
import { change, withdraw } from './stories.ts';
import { arrangeTopic } from './topic-opening.ts';

let base: TestDatabase;
let room: Newsroom;
const { editor } = people;
const plain = { introduction: '', leadStoryId: null, timeline: 'stories' as const, milestones: [] };

beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, section, author, source, topic, show, media, redirect, event, list_entry, list_day restart identity cascade`;
  room = await smallNewsroom(base.db);
});

const inTopic = () => published({ sectionId: room.local, topicIds: [room.grotto] });
const arrange = (more: Partial<Parameters<typeof arrangeTopic>[2]>) =>
  arrangeTopic(editor, room.grotto, { ...plain, ...more });
const opening = () => openingOf(base.db, room.grotto);
const lastAct = async () => (await base.db.select().from(trail).orderBy(trail.id)).at(-1);

describe('what stands above a topic’s list', () => {
  it('is set in one transaction: an event that touches its first page alone, and a row of the trail', async () => {
    const [a, b] = [await inTopic(), await inTopic()];
    const done = ok(
      await arrange({
        introduction: ' 一段。 \r\n\r\n 二段。\n',
        leadStoryId: b,
        timeline: 'chosen',
        milestones: [b, a, a],
      }),
    );
    expect(await opening()).toEqual({
      introduction: '一段。\n二段。',
      leadStoryId: b,
      timeline: 'chosen',
      milestones: [a, b],
    });
    expect(done.event).toEqual({ type: 'topic-arranged', id: room.grotto });
    expect(done.stale).toEqual({ hard: [tags.topicOpening(room.grotto)], soft: [], panels: [] });
    expect(done.also).toEqual([]);
    ok(await arrange({ introduction: '一段。\n二段。', leadStoryId: a, timeline: 'chosen', milestones: [b] }));
    expect(await lastAct()).toMatchObject({
      act: 'arrange-topic',
      object: `topic:${room.grotto}`,
      actorId: editor.id,
      detail: { before: { leadStoryId: b, milestones: [a, b] }, after: { leadStoryId: a, milestones: [b] } },
    });
    const again = await arrange({
      introduction: '一段。\n二段。',
      leadStoryId: a,
      timeline: 'chosen',
      milestones: [b],
    });
    expect(refused(again)).toBe('unchanged');
    ok(await arrange(plain));
    expect(await opening()).toEqual(plain);
  });

  it('is for those who may, and nothing happens for others', async () => {
    const before = (await base.db.select().from(trail)).length;
    for (const role of roles) {
      const actor = person(role);
      const result = await arrangeTopic(actor, 999_999, plain);
      expect([role, refused(result)]).toEqual([role, may(actor, 'manage-registry').ok ? 'not-found' : 'forbidden']);
    }
    expect((await base.db.select().from(trail)).length).toBe(before);
    expect(await events(base.db)).toEqual([]);
  });

  it('takes only published stories of the topic; those that left it since may stay named', async () => {
    const [own, leaving] = [await inTopic(), await inTopic()];
    const elsewhere = await published({ sectionId: room.local });
    const hidden = await draft({ sectionId: room.local, topicIds: [room.grotto] });
    for (const id of [elsewhere, hidden, 999_999]) {
      for (const named of [{ leadStoryId: id }, { milestones: [own, id] }]) {
        const result = await arrange(named);
        expect(refused(result)).toBe('not-published');
        expect(result.ok ? '' : result.message).toBe(`稿件 ${id} 不在这个专题里，或者没有发布。`);
      }
    }
    expect(await opening()).toEqual(plain);
    ok(await arrange({ leadStoryId: leaving, milestones: [own, leaving] }));
    ok(await withdraw(leaving, '有误', 'editor'));
    ok(await change(own, { topicIds: [] }, 'editor'));
    ok(await arrange({ introduction: '导语', leadStoryId: leaving, milestones: [own, leaving] }));
    const choices = await topicChoices(room.grotto, 30);
    expect(choices.map(({ id, shown }) => [id, shown])).toEqual([
      [leaving, false],
      [own, false],
    ]);
  });

  it('is refused with a sentence where something is wrong', async () => {
    const many = Array.from({ length: mostMilestones + 1 }, (_, n) => n + 1);
    for (const wrong of [
      { introduction: '长'.repeat(2001) },
      { timeline: 'often' as 'off' },
      { milestones: many },
      { leadStoryId: 0 },
    ]) {
      const result = await arrange(wrong);
      expect([wrong, refused(result)]).toEqual([wrong, 'invalid']);
      if (!result.ok) expect(result.message).toMatch(/^专题开头不合要求：.*。$/);
    }
  });

  it('goes with its topic, removed or merged; that of the other stays', async () => {
    ok(await arrange({ introduction: '石窟的导语' }));
    const other = ok(await arrangeTopic(editor, room.orchard, { ...plain, introduction: '公交的导语' }));
    expect(other.event).toEqual({ type: 'topic-arranged', id: room.orchard });
    ok(await mergeTopics(editor, room.grotto, room.orchard));
    expect(await opening()).toEqual(plain);
    expect((await openingOf(base.db, room.orchard)).introduction).toBe('公交的导语');
    ok(await removeEntry(editor, 'topic', room.orchard));
    expect(await openingOf(base.db, room.orchard)).toEqual(plain);
  });
});
