import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storyWork } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import type { Actor } from './actor.ts';
import { ok, people, refused, started } from './desk-fixtures.ts';
import { type Newsroom, published, smallNewsroom } from './fixtures.ts';
import { namesStory, placesOf, refreshedBy } from './refreshed.ts';
import { type StepName, standing, waitingFor } from './steps.ts';
import {
  amend,
  discard,
  publishCorrection,
  publishDirectly,
  publishSigned,
  recall,
  republishStory,
  review,
  schedule,
  scheduleWithdrawal,
  sendBack,
  sign,
  submit,
  unschedule,
  unscheduleWithdrawal,
  withdrawStory,
} from './workflow.ts';

const { reporter, reporter2, editor, editor2, director, chief, chief2, admin } = people;
let base: TestDatabase;
let room: Newsroom;
const later = () => new Date(Date.now() + 7_200_000);

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
});
afterAll(() => base.close());

const seen = async (id: number) => {
  const [row] = await base.db.select().from(storyWork).where(eq(storyWork.storyId, id));
  return { version: row?.version ?? 0 };
};

/** Every step as the desk asks for it. */
const act: Record<StepName, (by: Actor, id: number) => Promise<{ ok: true } | { ok: false; code: string }>> = {
  submit: async (by, id) => submit(by, id, await seen(id)),
  review: async (by, id) => review(by, id, await seen(id)),
  sign: async (by, id) => sign(by, id, await seen(id)),
  publish: (by, id) => publishSigned(by, id),
  schedule: (by, id) => schedule(by, id, later()),
  unschedule: (by, id) => unschedule(by, id),
  amend: (by, id) => amend(by, id),
  correct: (by, id) => publishCorrection(by, id, '线路应为 1 路。'),
  republish: (by, id) => republishStory(by, id, '来源已经核实'),
  recall: (by, id) => recall(by, id),
  'send-back': (by, id) => sendBack(by, id, '缺少来源'),
  'publish-directly': async (by, id) => publishDirectly(by, id, { ...(await seen(id)), reason: '突发' }),
  'schedule-withdrawal': (by, id) => scheduleWithdrawal(by, id, later(), '到期'),
  'unschedule-withdrawal': (by, id) => unscheduleWithdrawal(by, id),
  withdraw: (by, id) => withdrawStory(by, id, '来源有误'),
  discard: (by, id) => discard(by, id),
};

describe('what may be done now', () => {
  const states: [string, () => Promise<number>][] = [
    ['a draft', () => started(room.qinzhou)],
    ['submitted', () => walked('submit')],
    ['once reviewed', () => walked('submit', 'first')],
    ['twice reviewed', () => walked('submit', 'first', 'second')],
    ['reviewed to the end', () => walked('submit', 'first', 'second', 'third')],
    ['signed', () => walked('submit', 'first', 'second', 'third', 'sign')],
    [
      'scheduled',
      async () => {
        const id = await walked('submit', 'first', 'second', 'third', 'sign');
        ok(await schedule(chief, id, later()));
        return id;
      },
    ],
    ['published', () => out()],
    [
      'published, to be withdrawn at its time',
      async () => {
        const id = await out();
        ok(await scheduleWithdrawal(chief, id, later(), '到期'));
        return id;
      },
    ],
    [
      'withdrawn',
      async () => {
        const id = await out();
        ok(await withdrawStory(chief, id, '来源有误'));
        return id;
      },
    ],
  ];
  const everybody = [reporter, reporter2, editor, editor2, director, chief, chief2, admin];

  it.each(states)('of a story that is %s is exactly what is not refused', async (_, make) => {
    for (const by of everybody) {
      const id = await make();
      const found = await standing(by, id);
      if (!found.ok) expect(found.code).toMatch(/forbidden|wrong-stage/);
      const offered = found.ok ? found.steps : [];
      for (const step of Object.keys(act) as StepName[]) {
        // A withdrawal that is set may be set anew; the desk has it cancelled first.
        if (step === 'schedule-withdrawal' && offered.includes('unschedule-withdrawal')) continue;
        // What is refused changes nothing, so the story is still as it was.
        const may = offered.includes(step);
        const outcome = refused(await act[step](by, may ? await make() : id));
        expect([by.id, step, outcome === 'done']).toEqual([by.id, step, may]);
      }
    }
  });
});

it('says whose move it is', async () => {
  const id = await walked('submit');
  const words = async () => waitingFor(ok(await standing(chief, id)).work);
  expect(await words()).toBe('等待一审（共 3 审），由编辑或以上来做。');
  ok(await review(editor, id, await seen(id)));
  ok(await review(director, id, await seen(id)));
  expect(await words()).toBe('等待三审（共 3 审），由总编来做。');
  ok(await review(chief2, id, await seen(id)));
  expect(await words()).toBe('三审已过，等待总编签发。');
});

it('tells who did what, newest first, with the event of what readers saw', async () => {
  const id = await walked('submit', 'first', 'second', 'third', 'sign');
  const done = ok(await publishSigned(chief, id)).done;
  const { history } = ok(await standing(reporter, id));
  expect(history.map(({ act: name, name: who }) => `${who} ${name}`)).toEqual([
    'chief1 publish',
    'chief1 sign',
    'chief2 review',
    'director1 review',
    'editor1 review',
    'reporter1 submit',
    'reporter1 write',
  ]);
  expect(history.map(({ eventId }) => eventId)).toEqual([done?.eventId, null, null, null, null, null, null]);
});

it('the check stops what comes next by the rules of that step', async () => {
  const broken = {
    type: 'doc' as const,
    content: [
      {
        type: 'paragraph' as const,
        content: [
          {
            type: 'text' as const,
            text: '见前文',
            marks: [{ type: 'link' as const, attrs: { href: '/article/99999999' } }],
          },
        ],
      },
    ],
  };
  const id = await started(room.qinzhou, { body: broken });
  expect(ok(await standing(reporter, id))).toMatchObject({ blocking: [], mayOverride: false });
  ok(await submit(reporter, id, await seen(id)));
  expect(ok(await standing(editor, id))).toMatchObject({ blocking: [{ rule: 'broken-link' }], mayOverride: false });
  expect(ok(await standing(chief, id)).mayOverride).toBe(true);
});

describe('what an act refreshed', () => {
  it('names tags and, of a withdrawal, every place that it must have left', async () => {
    const before = await published({ sectionId: room.qinzhou, title: '先前的稿件', topicIds: [room.grotto] });
    const alike = await published({ sectionId: room.economy, title: '石窟渗水监测有进展' });
    const id = await published({
      sectionId: room.qinzhou,
      title: '石窟开放新路线',
      topicIds: [room.grotto],
      authorIds: [room.reporter],
      leadMediaId: room.picture,
    });
    const { done } = ok(await withdrawStory(chief, id, '来源有误'));
    const told = ok(await refreshedBy(chief, id, done?.eventId ?? 0));
    expect(told.events).toMatchObject([{ id: done?.eventId, type: 'story-withdrawn', by: 'chief1' }]);
    expect(told.hard).toContain(`article:${id}`);
    expect(told.told).toEqual([]);
    const paths = told.left?.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        `/article/${id}`,
        '/',
        '/section/qinzhou',
        '/section/local',
        '/author/lin-zhou',
        '/topic/shiku/feed.xml',
        '/panel/section-qinzhou',
        `/article/${before}`,
        `/article/${alike}`,
      ]),
    );
    expect(paths).not.toContain('/blog');
    expect(new Set(paths).size).toBe(paths?.length);
  });

  it('is told to nobody who may not read the story, and of no other story', async () => {
    const id = await published({ sectionId: room.qinzhou });
    const { done } = ok(await publishCorrection(chief, id, '线路应为 1 路。'));
    const eventId = done?.eventId ?? 0;
    expect(ok(await refreshedBy(reporter, id, eventId)).left).toBeNull();
    ok(await amend(chief, id));
    expect(refused(await refreshedBy(reporter, id, eventId))).toBe('forbidden');
    expect(refused(await refreshedBy(chief, await published({ sectionId: room.qinzhou }), eventId))).toBe('not-found');
  });

  it('a place is clean where no link leads to the story, in either script', () => {
    expect(namesStory('<a href="/article/12">', 12)).toBe(true);
    expect(namesStory('<loc>https://www.weishui.example/hant/article/12</loc>', 12)).toBe(true);
    expect(namesStory('<a href="/article/123">', 12)).toBe(false);
  });

  it('the story’s own addresses must be gone, all others must only not name it', () => {
    const places = placesOf({
      id: 7,
      title: '夜间公交',
      day: '2026-11-22',
      pictured: false,
      sections: ['local'],
      authors: [],
      topics: [],
      blog: null,
      show: null,
      panels: ['latest'],
      named: [6],
    });
    expect(places.filter(({ gone }) => gone).map(({ path }) => path)).toEqual([
      '/article/7',
      '/article/7/print',
      '/hant/article/7',
    ]);
    expect(places.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/sitemap/2026-11.xml', '/archive/2026-11-22']),
    );
  });
});

async function walked(...through: ('submit' | 'first' | 'second' | 'third' | 'sign')[]): Promise<number> {
  const id = await started(room.qinzhou);
  const version = await seen(id);
  const take = {
    submit: () => submit(reporter, id, version),
    first: () => review(editor, id, version),
    second: () => review(director, id, version),
    third: () => review(chief2, id, version),
    sign: () => sign(chief, id, version),
  };
  for (const step of through) ok(await take[step]());
  return id;
}

async function out(): Promise<number> {
  const id = await walked('submit', 'first', 'second', 'third', 'sign');
  ok(await publishSigned(chief, id));
  return id;
}
