import { describe, expect, it } from 'vitest';
import type { BlockNode, StoryBody } from '#db/schema/body.ts';
import { diffBodies, diffDrafts, diffWords, type NameOf, type Span } from './diff.ts';
import { canonical, type Draft, emptyDraft, sameDraft } from './draft.ts';
import { conflictOf, merged, proposal } from './merge.ts';

const named: NameOf = (what, id) => `${what}${id}`;
const p = (text: string): BlockNode => ({ type: 'paragraph', content: text ? [{ type: 'text', text }] : [] });
const body = (...blocks: (BlockNode | string)[]): StoryBody => ({
  type: 'doc',
  content: blocks.map((block) => (typeof block === 'string' ? p(block) : block)),
});
/** `[-removed-]{+added+}` in running text. */
const show = (spans: Span[]) =>
  spans
    .map(({ text, change }) => (change === 'same' ? text : change === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join('');
const shape = (before: StoryBody, after: StoryBody) =>
  diffBodies(before, after, named).map((block) => {
    if (block.change === 'same') return '=';
    if (block.change === 'changed') return block.words ? show(block.spans) : `~${block.after.type}`;
    return block.change === 'removed' ? '-' : '+';
  });

describe('Two texts word by word', () => {
  it.each([
    ['天水市今年苹果丰收', '天水市去年苹果丰收', '天水市[-今年-]{+去年+}苹果丰收'],
    ['会议在北京召开', '会议昨天在北京召开', '会议{+昨天+}在北京召开'],
    ['共有3个站点开通', '共有13个站点开通', '共有[-3-]{+13+}个站点开通'],
    ['渭水', '渭水', '渭水'],
    ['', '新增', '{+新增+}'],
    ['删去', '', '[-删去-]'],
    ['', '', ''],
  ])('%s, %s', (before, after, expected) => expect(show(diffWords(before, after))).toBe(expected));

  it('are not cut to confetti by what two sentences share by chance', () => {
    const shown = diffWords('麦积山的游客数量创下新纪录', '南郭寺的古柏树叶重新发芽了');
    expect(shown.filter(({ change }) => change === 'same').map(({ text }) => text)).not.toContain('的');
  });

  it('say the whole of both, whatever they are', () => {
    const pairs = [
      ['渭水流过天水，又流过宝鸡。', '渭水流经天水，再流过宝鸡和咸阳。'],
      ['a b c', 'c b a'],
      ['👨‍👩‍👧 一家', '👨‍👩‍👧‍👦 一家人'],
    ];
    for (const [before = '', after = ''] of pairs) {
      const spans = diffWords(before, after);
      const text = (without: string) =>
        spans
          .filter(({ change }) => change !== without)
          .map((span) => span.text)
          .join('');
      expect([text('added'), text('removed')]).toEqual([before, after]);
    }
  });
});

describe('Two bodies', () => {
  it('that are the same are the same', () => {
    expect(shape(body('一', '二'), body('一', '二'))).toEqual(['=', '=']);
  });

  it('set a rewritten paragraph against what it was, also beside new ones', () => {
    expect(
      shape(
        body('第一段说的是天水的春天。', '第二段。'),
        body('全新的开头讲花牛苹果。', '第一段说的是天水的秋天。', '第二段。'),
      ),
    ).toEqual(['+', '第一段说的是天水的[-春天-]{+秋天+}。', '=']);
  });

  it('show what was taken out and what came in', () => {
    expect(shape(body('甲乙丙丁', '留下的', '子丑寅卯'), body('留下的', '完全不同的话'))).toEqual(['-', '=', '-', '+']);
  });

  it('say where only the form changed', () => {
    const heading: BlockNode = {
      type: 'heading',
      attrs: { level: 2 },
      content: [{ type: 'text', text: '影响有多大' }],
    };
    expect(shape(body('影响有多大'), body(heading))).toEqual(['~heading']);
    const bold: BlockNode = { type: 'paragraph', content: [{ type: 'text', text: '重点', marks: [{ type: 'bold' }] }] };
    expect(shape(body('重点'), body(bold))).toEqual(['~paragraph']);
  });

  it('read pictures, lists, tables and cards as words', () => {
    const image = (caption: string): BlockNode => ({ type: 'image', attrs: { mediaId: 3, caption } });
    expect(shape(body(image('雾里的梯田')), body(image('雪里的梯田')))).toEqual(['media3：[-雾里-]{+雪里+}的梯田']);
    const list = (...items: string[]): BlockNode => ({
      type: 'bulletList',
      content: items.map((item) => ({ type: 'listItem', content: [p(item)] })),
    });
    expect(shape(body(list('苹果', '花椒')), body(list('苹果', '核桃', '花椒')))).toEqual([
      '• 苹果\n• {+核桃\n• +}花椒',
    ]);
    const table = (price: string): BlockNode => ({
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [
            { type: 'tableCell', content: [p('土豆') as never] },
            { type: 'tableCell', content: [p(price) as never] },
          ],
        },
      ],
    });
    expect(shape(body(table('1.6')), body(table('1.8')))).toEqual(['土豆\t[-1.6-]{+1.8+}']);
    expect(shape(body({ type: 'storyCard', attrs: { storyId: 1 } }), body())).toEqual(['-']);
  });

  it('of a long story take no longer than a moment, and say the whole of both', () => {
    const long = Array.from({ length: 800 }, (_, at) => `第${at}段，${'渭水流过天水的城与乡。'.repeat(12)}`);
    const changed = long
      .map((text, at) => (at % 7 === 0 ? text.replace('天水', '麦积') : text))
      .filter((_, at) => at % 50 !== 3);
    const diff = diffBodies(body(...long), body(...changed), named);
    const whole = (side: 'removed' | 'added') =>
      diff.flatMap((block) => {
        if (block.change === 'same') return [canonical(block.block)];
        if (block.change === 'changed') return [canonical(side === 'removed' ? block.after : block.before)];
        return block.change === side ? [] : [canonical(block.change === 'removed' ? block.before : block.after)];
      });
    expect(whole('removed')).toEqual(changed.map((text) => canonical(p(text))));
    expect(whole('added')).toEqual(long.map((text) => canonical(p(text))));
  });
});

describe('Two drafts', () => {
  const draft = (patch: Partial<Draft>): Draft => ({ ...emptyDraft, ...patch });

  it('name the fields that differ, in the order of the form, as people read them', () => {
    const { fields } = diffDrafts(
      draft({ title: '花牛苹果开园', topicIds: [1, 2], sectionId: 4 }),
      draft({ title: '花牛苹果提前开园', topicIds: [1, 3], sectionId: 4, summary: '今年早十天。' }),
      named,
    );
    expect(fields.map(({ field, spans }) => `${field} ${show(spans)}`)).toEqual([
      'title 花牛苹果{+提前+}开园',
      'summary {+今年早十天。+}',
      'topicIds topic1\n[-topic2-]{+topic3+}',
    ]);
  });

  it('say the same whatever the order of their keys, and whether nothing is null or absent', () => {
    expect(sameDraft({ a: 1, b: { c: null, d: [1] } }, { b: { d: [1] }, a: 1 })).toBe(true);
    expect(sameDraft(draft({ title: '一' }), draft({ title: '二' }))).toBe(false);
  });
});

describe('When two editors wrote', () => {
  const draft = (title: string, summary: string, ...blocks: string[]): Draft => ({
    ...emptyDraft,
    title,
    summary,
    body: body(...blocks),
  });
  const base = draft('开园', '导语', '春天南山的苹果花开了', '夏天渭河的水涨起来', '秋天秦安的花椒红透了');
  const mine = draft('苹果开园', '导语', '春天北山的苹果花开了', '夏天渭河的水涨起来', '秋天秦安的花椒红透了');
  const theirs = draft(
    '开园',
    '新导语',
    '春天南山的苹果花开了',
    '夏天渭河的水涨起来',
    '秋天甘谷的花椒红透了',
    '他加的',
  );

  it('what only one of them changed is proposed, and nothing of either is lost', () => {
    const conflict = conflictOf(mine, theirs);
    const choices = proposal(conflict, mine, base);
    expect(merged(conflict, choices, mine, theirs)).toEqual(
      draft('苹果开园', '新导语', '春天北山的苹果花开了', '夏天渭河的水涨起来', '秋天甘谷的花椒红透了', '他加的'),
    );
  });

  it('either text can be had whole, and both one after the other', () => {
    const conflict = conflictOf(mine, theirs);
    const all = (side: 'mine' | 'theirs' | 'both') =>
      merged(
        conflict,
        {
          fields: Object.fromEntries(conflict.fields.map((field) => [field, side === 'both' ? 'mine' : side])),
          hunks: Object.fromEntries(
            conflict.hunks.flatMap((hunk) => (hunk.kind === 'differs' ? [[hunk.id, side]] : [])),
          ),
        },
        mine,
        theirs,
      );
    expect(all('mine')).toEqual(mine);
    expect(all('theirs')).toEqual(theirs);
    expect(all('both').body).toEqual(
      body(
        '春天北山的苹果花开了',
        '春天南山的苹果花开了',
        '夏天渭河的水涨起来',
        '秋天秦安的花椒红透了',
        '秋天甘谷的花椒红透了',
        '他加的',
      ),
    );
  });

  it('a paragraph that we took out stays out', () => {
    const shorter = draft('开园', '导语', '春天南山的苹果花开了', '秋天秦安的花椒红透了');
    const conflict = conflictOf(shorter, theirs);
    const choices = proposal(conflict, shorter, base);
    expect(merged(conflict, choices, shorter, theirs).body).toEqual(
      body('春天南山的苹果花开了', '秋天甘谷的花椒红透了', '他加的'),
    );
  });

  it('without knowing what both began with, ours is proposed', () => {
    const conflict = conflictOf(mine, theirs);
    expect(merged(conflict, proposal(conflict, mine, null), mine, theirs)).toEqual(mine);
  });
});
