import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BlockNode } from '#db/schema/body.ts';
import { audit, media, redirect, section, source, story, storyFingerprint } from '#db/schema/index.ts';
import { type TestDatabase, testDatabase } from '#db/testing.ts';
import { checkStory } from './checks.ts';
import { ok, people, refused, started, written } from './desk-fixtures.ts';
import { bandsOf, fingerprintMissing, likeness, shinglesOf, signatureOf } from './duplicates.ts';
import type { CheckRule } from './finding.ts';
import { draft, type Newsroom, pictureOf, published, smallNewsroom, text } from './fixtures.ts';
import { change, publish, saveStory, withdraw } from './stories.ts';
import { addWords } from './words.ts';
import type { WorkInput } from './work-content.ts';
import { publishDirectly, review, sign, submit } from './workflow.ts';

const { reporter, editor, director, chief } = people;
let base: TestDatabase;
let room: Newsroom;
let partner: number;

beforeAll(async () => {
  base = await testDatabase();
  room = await smallNewsroom(base.db);
  await base.db.update(section).set({ reviews: 1 });
  const [row] = await base.db.insert(source).values({ slug: 'lin', name: '邻站', kind: 'partner' }).returning();
  partner = row?.id ?? 0;
  ok(
    await addWords(chief, [
      { word: '赌博', level: 'forbid' },
      { word: '亲自', level: 'suggest', note: '删去' },
    ]),
  );
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql`truncate story, event, list_entry, list_day, redirect cascade`;
});

async function check(more: Partial<WorkInput>, id?: number) {
  const story = id ?? (await started(room.qinzhou));
  const input = written(room.qinzhou, { sourceId: room.own, ...more });
  return ok(await checkStory(reporter, story, input)).findings;
}
const rules = async (more: Partial<WorkInput>) => (await check(more)).map(({ rule }) => rule);
const body = (...content: BlockNode[]) => ({ type: 'doc' as const, content });
const link = (href: string): BlockNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text: '链接', marks: [{ type: 'link', attrs: { href } }] }],
});
const long = (n: number) =>
  Array.from({ length: 60 }, (_, k) => `第${k}段写的是渭水边第${(k * 7 + n) % 97}户人家，种着${(k * 13) % 41}亩花椒。`);

describe('the pre-publication check', () => {
  it('finds nothing in a sound story', async () => {
    expect(await check({})).toEqual([]);
  });

  it('finds sensitive words wherever they stand, with the place', async () => {
    const found = await check({
      title: '網絡賭博案开庭',
      summary: '市长亲自到场',
      body: body({ type: 'horizontalRule' }, { type: 'paragraph', content: [{ type: 'text', text: '参与赌-博' }] }),
    });
    expect(found).toEqual([
      {
        rule: 'sensitive-word',
        level: 'forbid',
        where: { field: 'title', from: 2, to: 4 },
        message: '“赌博”禁止使用。',
      },
      {
        rule: 'sensitive-word',
        level: 'forbid',
        where: { field: 'body', block: 1, from: 2, to: 5 },
        message: '“赌博”禁止使用。',
      },
      {
        rule: 'sensitive-word',
        level: 'suggest',
        where: { field: 'summary', from: 2, to: 4 },
        message: '“亲自”建议替换（删去）。',
      },
    ]);
  });

  it('finds pictures without alt text, credit or the label of AI', async () => {
    const bare = await pictureOf(base.db);
    const sound = await pictureOf(base.db);
    const made = await pictureOf(base.db);
    const labelled = await pictureOf(base.db);
    const words = { alt: '梨花', credit: '林舟 摄' };
    await base.db.update(media).set(words).where(eq(media.id, sound));
    await base.db
      .update(media)
      .set({ ...words, caption: '本图由 AI 生成' })
      .where(eq(media.id, made));
    await base.db
      .update(media)
      .set({ ...words, credit: 'AI绘图', aiMade: true })
      .where(eq(media.id, labelled));
    const found = await check({
      leadMediaId: sound,
      gallery: [
        { mediaId: made, caption: null },
        { mediaId: labelled, caption: null },
      ],
      body: body(
        { type: 'paragraph', content: [{ type: 'text', text: '正文' }] },
        { type: 'blockquote', content: [{ type: 'image', attrs: { mediaId: bare } }] },
        { type: 'image', attrs: { mediaId: bare, alt: '老城门' } },
      ),
    });
    expect(found.map(({ rule, where }) => [rule, where.field, where.block])).toEqual([
      ['ai-unlabelled', 'gallery.0', undefined],
      ['alt-missing', 'body', 1],
      ['credit-missing', 'body', 1],
      ['credit-missing', 'body', 2],
    ]);
  });

  it('wants a source, and one of the whitelist', async () => {
    expect(await rules({ sourceId: null })).toEqual(['source-missing']);
    expect(await rules({ sourceId: partner })).toEqual(['source-not-listed']);
    await base.db.update(source).set({ whitelisted: true }).where(eq(source.id, partner));
    expect(await rules({ sourceId: partner })).toEqual([]);
    await base.db.update(source).set({ whitelisted: false }).where(eq(source.id, partner));
  });

  it('asks the database whether links of this site lead anywhere', async () => {
    const out = await published({ sectionId: room.local, title: '别的标题' });
    const gone = await published({ sectionId: room.local, title: '又一个标题' });
    ok(await withdraw(gone, '有误', 'editor'));
    const draft = await started(room.local, { title: '草稿' });
    await base.db.insert(redirect).values({ fromPath: '/old.html', toPath: '/latest' });
    const good = [
      ...[
        '/',
        '/latest',
        '/section/qinzhou',
        '/section/local/page/2',
        '/topic/shiku',
        '/author/lin-zhou',
        '/blog/chen-du',
      ],
      ...[
        '/podcast/xiangyin',
        '/old.html',
        `/article/${out}`,
        `/article/${out}/print?x=1#y`,
        'https://elsewhere.example/x',
      ],
      ...['#section', 'mailto:a@example.org', 'https://www.weishui.example/section/local'],
    ];
    expect(await check({ body: body(...good.map(link)) })).toEqual([]);
    const bad = [
      ...[`/article/${gone}`, `/article/${draft}`, '/article/999999', '/section/none', '/topic/none', '/blog/lin-zhou'],
      ...['/podcast/none', '/nonsense', 'https://www.weishui.example/section/none', "/section/x'--"],
    ];
    const found = await check({
      body: body(
        ...bad.map(link),
        { type: 'storyCard', attrs: { storyId: gone } },
        { type: 'storyCard', attrs: { storyId: out } },
      ),
    });
    expect(found.map(({ rule, where }) => [rule, where.block])).toEqual(
      [...bad, gone].map((_, block) => ['broken-link', block]),
    );
  });

  it('measures the title as lists show it', async () => {
    expect(await rules({ title: '字'.repeat(27) })).toEqual(['list-title-long']);
    expect(await rules({ title: '字'.repeat(27), listTitle: '短题' })).toEqual([]);
    expect(await rules({ title: 'a'.repeat(52) })).toEqual([]);
    expect((await check({ listTitle: '字'.repeat(27) }))[0]).toMatchObject({ where: { field: 'listTitle' } });
  });

  it.each([
    ['今天,晴', ','],
    ['他问:好吗?', ':'],
    ['到此为止.', '.'],
    ['麦积(石窟', '('],
    ['他说"好', '"'],
    ['梨花 开了', ' '],
    ['等等...', '...'],
    ['等等…', '…'],
    ['渭水--母亲河', '--'],
    ['好了。。', '。。'],
    ['共１２人', '１２'],
    ['26年11月', '26年'],
    ['气温3-5℃', '-'],
    ['《诗经》、《楚辞》', '《诗经》、'],
  ])('hints at the standards in “%s”', async (words, part) => {
    const found = (await check({ body: text(words) })).filter(({ rule }) => rule === 'punctuation');
    const places = found.map(({ where }) => words.slice(where.from, where.to));
    expect(places).toContain(part);
    expect(found.every(({ level }) => level === 'suggest')).toBe(true);
  });

  it.each([
    '2026年11月，天水市G30高速通车里程3.5公里；比分3:2，iPhone 17 (Pro)发布……',
    '“好，”他说——渭水（全长818公里）流过《诗经》里的地方。',
    'Weishui is a river, isn’t it? https://example.org/a,b',
    '2025—2026年，气温3～5℃，增长12%。',
  ])('has nothing to say of “%s”', async (words) => {
    expect(await check({ body: text(words) })).toEqual([]);
  });

  it('keeps quiet about bodies that are not finished', async () => {
    expect(await check({ title: '', body: { type: 'doc', content: [{ type: 'tomorrow' }, null, 7] } })).toEqual([]);
  });
});

describe('near-duplicates', () => {
  it('share their wording, told with how much of it, and the same title', async () => {
    const first = await published({ sectionId: room.local, title: '花椒丰收', body: text(...long(1)) });
    await published({
      sectionId: room.local,
      title: '别的事',
      body: text('早班车从城南开到城北，一路上站名都用方言再报一遍。'.repeat(4)),
    });
    expect(await fingerprintMissing(0, 10)).toBeNull();
    const changed = [...long(1).slice(0, 50), '后来又补写了几句，和前面没有关系，只为让两篇不完全一样。'];
    const found = await check({ title: '花椒丰收！', body: text(...changed) });
    const share = Math.round(likeness(shinglesOf(changed.join('\n')), shinglesOf(long(1).join('\n'))) * 100);
    expect(share).toBeGreaterThan(60);
    expect(found.map(({ rule }) => rule)).toEqual(['near-duplicate', 'same-title']);
    expect(found[0]?.message).toBe(`正文与稿件 ${first}《花椒丰收》有 ${share}% 相同。`);
    expect(await check({ body: text('另一篇稿件，说的是另一件事。'.repeat(3), ...long(1).slice(0, 9)) })).toEqual([]);
  });

  it('are looked for among what was handed in as well, and never in the story itself', async () => {
    const handed = await started(room.local, { title: '花椒丰收', body: text(...long(2)) });
    ok(await submit(reporter, handed, { version: 1 }));
    expect((await check({ title: '花椒丰收', body: text(...long(2)) }, handed)).map(({ rule }) => rule)).toEqual([]);
    expect(await rules({ body: text(...long(2)) })).toEqual(['near-duplicate']);
  });

  it('are known at once of a story that was written, saved or changed past the desk', async () => {
    const of = (n: number) =>
      text(Array.from({ length: 80 }, (_, k) => String.fromCharCode(0x4e00 + n * 2_000 + k * 7)).join(''));
    const id = await draft({ sectionId: room.local, title: '桥', body: of(1) });
    ok(await saveStory(id, { title: '老桥', body: of(2) }, 'import'));
    expect(await rules({ body: of(1) })).toEqual([]);
    expect(await rules({ title: '老桥', body: of(2) })).toEqual(['near-duplicate', 'same-title']);
    ok(await publish(id, 'import'));
    ok(await change(id, { title: '新桥', body: of(3) }, 'import'));
    expect(await rules({ title: '老桥', body: of(2) })).toEqual([]);
    expect(await rules({ title: '新桥', body: of(3) })).toEqual(['near-duplicate', 'same-title']);
    const stored = () => base.db.select().from(storyFingerprint).where(eq(storyFingerprint.storyId, id));
    const before = await stored();
    await fingerprintMissing(0, 10);
    expect(await stored(), 'nothing is left to the hourly look').toEqual(before);
  });

  it('are found by fingerprints that follow the stories', async () => {
    const id = await published({ sectionId: room.local, body: text(...long(3)) });
    await fingerprintMissing(0, 10);
    const before = (await base.db.select().from(storyFingerprint))[0];
    await base.db
      .update(story)
      .set({ title: '改了', updatedAt: new Date(Date.now() + 1000) })
      .where(eq(story.id, id));
    await fingerprintMissing(0, 10);
    expect((await base.db.select().from(storyFingerprint))[0]).toMatchObject({ title: '改了', bands: before?.bands });
  });

  it('nearly all become candidates above the threshold', () => {
    // Of every hundred pairs of texts that are about so much alike, how many share a band.
    let candidates = 0;
    let pairs = 0;
    for (let n = 0; n < 100; n++) {
      const words = Array.from({ length: 400 }, (_, k) =>
        String.fromCharCode(0x4e00 + ((k * 7919 + n * 104_729) % 15_000)),
      );
      const other = words.map((each, k) => (k % 40 === n % 40 ? '换' : each));
      const [a, b] = [shinglesOf(words.join('')), shinglesOf(other.join(''))];
      if (likeness(a, b) < 0.6) continue;
      pairs += 1;
      const bands = new Set(bandsOf(signatureOf(a)));
      if (bandsOf(signatureOf(b)).some((band) => bands.has(band))) candidates += 1;
    }
    expect(pairs).toBeGreaterThan(90);
    expect(candidates / pairs).toBeGreaterThanOrEqual(0.97);
  });
});

describe('a step', () => {
  it('is stopped by what configuration says blocks it, or goes on with a recorded reason', async () => {
    const id = await started(room.qinzhou, { title: '网络赌博案开庭', sourceId: room.own });
    const handed = ok(await submit(reporter, id, { version: 1 }));
    const forbidden: CheckRule[] = ['sensitive-word'];
    expect(handed.findings.map(({ rule }) => rule)).toEqual(forbidden);
    ok(await review(editor, id, { version: 1 }));
    const stopped = await sign(chief, id, { version: 1 });
    expect(stopped).toMatchObject({ ok: false, code: 'check-failed', findings: [{ rule: 'sensitive-word' }] });
    expect(refused(await sign(chief, id, { version: 1, override: ' ' }))).toBe('check-failed');
    ok(await sign(chief, id, { version: 1, override: '法院通报原文' }));
    const [row] = await base.db.select().from(audit).where(eq(audit.act, 'sign'));
    expect(row?.detail).toMatchObject({
      override: { reason: '法院通报原文', findings: [{ rule: 'sensitive-word', message: '“赌博”禁止使用。' }] },
    });
  });

  it('past the reviews is stopped as well', async () => {
    const id = await started(room.qinzhou, { title: '网络赌博案开庭', sourceId: room.own });
    expect(refused(await publishDirectly(chief, id, { version: 1, reason: '突发' }))).toBe('check-failed');
    expect(refused(await publishDirectly(director, id, { version: 1, reason: '突发', override: '通报' }))).toBe(
      'forbidden',
    );
    ok(await publishDirectly(chief, id, { version: 1, reason: '突发', override: '通报' }));
  });
});
