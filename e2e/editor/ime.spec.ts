import type { BlockNode } from '#db/schema/body.ts';
import {
  body,
  doc,
  draft,
  expect,
  expectBody,
  InputMethod,
  open,
  openStored,
  openToWrite,
  p,
  saved,
  test,
  title,
  write,
} from './desk.ts';

const picture: BlockNode = { type: 'image', attrs: { mediaId: 1 } };
const heading = (text: string): BlockNode => ({
  type: 'heading',
  attrs: { level: 2 },
  content: [{ type: 'text', text }],
});

test.describe('A Chinese input method', () => {
  test('composes in an empty text', async ({ page, server, story }) => {
    await openToWrite(page, story);
    const ime = await InputMethod.of(page);
    await ime.type('tianshui', '天水');
    await ime.type('dequntian', '的春天');
    await expectBody(server, story, '天水的春天');
  });

  test('composes in an empty paragraph between others', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('上', '', '下') }));
    await body(page).locator('p').nth(1).click();
    const ime = await InputMethod.of(page);
    await ime.type('zhongjian', '中间');
    await expectBody(server, story, '上', '中间', '下');
  });

  test('composes at the start, in the middle and at the end of a paragraph', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('渭水流过天水') }));
    await write(page);
    const ime = await InputMethod.of(page);
    await page.keyboard.press('Control+Home');
    await ime.type('qingcheng', '清澄');
    await page.keyboard.press('End');
    await ime.type('cheng', '城');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
    await ime.type('lao', '老');
    await expectBody(server, story, '清澄渭水流过老天水城');
  });

  test('composes at the borders of stress and links', async ({ page, server, story }) => {
    const bold = { type: 'text' as const, text: '粗', marks: [{ type: 'bold' as const }] };
    await server.store(story, {
      content: draft({
        body: doc({ type: 'paragraph', content: [{ type: 'text', text: '前' }, bold, { type: 'text', text: '后' }] }),
      }),
    });
    await openToWrite(page, story);
    const ime = await InputMethod.of(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await ime.type('jia', '甲');
    await page.keyboard.press('ArrowRight');
    await ime.type('yi', '乙');
    await expect(body(page).locator('p')).toHaveText('前甲粗乙后');
    await expect.poll(async () => JSON.stringify((await server.stored(story)).content.body)).toContain('甲');
  });

  test('composes beside a picture, in a heading, in a list, in a quotation and in a table', async ({
    page,
    server,
    story,
  }) => {
    const cell = { type: 'tableCell' as const, content: [p('格')] };
    await server.store(story, {
      content: draft({
        body: doc(
          '前',
          picture,
          '后',
          heading('题'),
          { type: 'bulletList', content: [{ type: 'listItem', content: [p('项')] }] },
          { type: 'blockquote', content: [p('引')] },
          { type: 'pullQuote', content: [{ type: 'text', text: '句' }] },
          { type: 'table', content: [{ type: 'tableRow', content: [cell, cell] }] },
        ),
      }),
    });
    await open(page, story);
    const ime = await InputMethod.of(page);
    const text = body(page);
    const at = async (selector: string, key: 'Home' | 'End', letters: string, word: string) => {
      await text.locator(selector).click();
      await page.keyboard.press(key);
      await ime.type(letters, word);
    };
    await at(':scope > p:nth-child(1)', 'End', 'zai', '在');
    await at(':scope > p:nth-child(3)', 'Home', 'zhi', '之');
    await at('h2', 'End', 'mu', '目');
    await at('li p', 'Home', 'yi', '一');
    await at('blockquote:not(.pull) p', 'End', 'wen', '文');
    await at('.pull p', 'Home', 'jin', '金');
    await at('td:nth-child(2) p', 'End', 'zi', '子');
    await expectBody(
      server,
      story,
      '前在',
      picture,
      '之后',
      heading('题目'),
      { type: 'bulletList', content: [{ type: 'listItem', content: [p('一项')] }] },
      { type: 'blockquote', content: [p('引文')] },
      { type: 'pullQuote', content: [{ type: 'text', text: '金句' }] },
      { type: 'table', content: [{ type: 'tableRow', content: [cell, { ...cell, content: [p('格子')] }] }] },
    );
  });

  test('composes in a new paragraph after a picture, and in its caption', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc(picture) }));
    const ime = await InputMethod.of(page);
    await body(page).locator('p').last().click();
    await ime.type('tuxia', '图下');
    await page.getByRole('textbox', { name: '说明' }).click();
    await ime.type('wuli', '雾里');
    await ime.type('detitian', '的梯田');
    await expectBody(server, story, { type: 'image', attrs: { mediaId: 1, caption: '雾里的梯田' } }, '图下');
  });

  test('composes in the title, where Enter chooses a word and does not leave the line', async ({
    page,
    server,
    story,
  }) => {
    await open(page, story);
    await title(page).click();
    const ime = await InputMethod.of(page);
    await ime.type('huaniu', '花牛');
    await ime.type('kaiyuan', '开园');
    await expect(title(page)).toHaveValue('花牛开园');
    await expect.poll(async () => (await server.stored(story)).content.title).toBe('花牛开园');
  });

  test('is not disturbed by an answer to an autosave, nor by hints that are looked for', async ({
    page,
    server,
    story,
  }) => {
    await openStored(page, server, story, draft({ body: doc('前面,有个半角逗号。') }));
    await write(page);
    await expect(body(page).locator('.hint')).toHaveCount(1);
    await page.keyboard.press('Control+End');
    const ime = await InputMethod.of(page);
    await server.control({ hold: true });
    await page.keyboard.type('再写');
    await expect.poll(async () => (await server.control({ hold: true })).held).toBe(1);
    await ime.compose('tian');
    // The answer comes in the midst of the word.
    await server.control({});
    await saved(page);
    await expect(body(page).locator('p')).toHaveText('前面,有个半角逗号。再写tian');
    await ime.show('tianshui');
    await ime.choose('天水');
    await expectBody(server, story, '前面,有个半角逗号。再写天水');
  });

  test('that is cancelled leaves nothing behind', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('原文') }));
    await write(page);
    await page.keyboard.press('End');
    const ime = await InputMethod.of(page);
    await ime.compose('zuo');
    await ime.cancel();
    await page.keyboard.type('。');
    await expectBody(server, story, '原文。');
  });

  test('takes the place of what was selected, and is undone as one', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('今年的苹果') }));
    await write(page);
    await page.keyboard.press('Control+Home');
    for (let step = 0; step < 2; step += 1) await page.keyboard.press('Shift+ArrowRight');
    const ime = await InputMethod.of(page);
    await ime.type('qunian', '去年');
    await expect(body(page).locator('p')).toHaveText('去年的苹果');
    await page.keyboard.press('Control+z');
    await expect(body(page).locator('p')).toHaveText('今年的苹果');
    await expectBody(server, story, '今年的苹果');
  });
});
