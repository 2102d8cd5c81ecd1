import type { Page } from '@playwright/test';
import type { BlockNode } from '#db/schema/body.ts';
import { pasteCases } from '#lib/desk/paste.fixtures.ts';
import { body, doc, draft, expect, expectBody, open, openStored, openToWrite, test, write } from './desk.ts';

type Clipboard = { html?: string; text?: string; files?: { name: string; type: string; text: string }[] };

/** The clipboard of another program is pasted. */
async function paste(page: Page, clipboard: Clipboard): Promise<void> {
  await page.evaluate(({ html, text, files = [] }) => {
    const data = new DataTransfer();
    if (html !== undefined) data.setData('text/html', html);
    if (text !== undefined) data.setData('text/plain', text);
    for (const { name, type, text: content } of files) data.items.add(new File([content], name, { type }));
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, clipboard);
}

const png = { name: '渭河.png', type: 'image/png', text: 'a picture' };

test.describe('What is pasted', () => {
  for (const { name, html, blocks } of pasteCases) {
    test(`comes out clean from ${name}`, async ({ page, server, story }) => {
      await openToWrite(page, story);
      await paste(page, { html });
      const pictures = blocks.filter(({ type }) => type === 'pastedImage');
      await expect(page.getByRole('group', { name: '图片', exact: true })).toHaveCount(pictures.length);
      await expectBody(server, story, ...blocks.filter((block): block is BlockNode => block.type !== 'pastedImage'));
    });
  }

  test('of a few words goes on in the line, with the stress that it had', async ({ page, server, story }) => {
    await openStored(page, server, story, draft({ body: doc('前后') }));
    await write(page);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await paste(page, { html: '<span style="color:red">中<b>间</b></span>' });
    await expectBody(server, story, {
      type: 'paragraph',
      content: [
        { type: 'text', text: '前中' },
        { type: 'text', text: '间', marks: [{ type: 'bold' }] },
        { type: 'text', text: '后' },
      ],
    });
  });

  test('of plain text is a paragraph a line; an address alone is a link', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await paste(page, { text: '　　第一段\r\n\r\n第二段' });
    await page.keyboard.press('Enter');
    await paste(page, { text: 'https://example.org/a' });
    await expectBody(server, story, '第一段', '第二段', {
      type: 'paragraph',
      content: [
        {
          type: 'text',
          text: 'https://example.org/a',
          marks: [{ type: 'link', attrs: { href: 'https://example.org/a' } }],
        },
      ],
    });
  });

  test('into a table’s cell is paragraphs there', async ({ page, server, story }) => {
    const cell = (...content: BlockNode[]) => ({ type: 'tableCell' as const, content: content as never });
    const p = (text: string) => ({
      type: 'paragraph' as const,
      content: text ? [{ type: 'text' as const, text }] : [],
    });
    await server.store(story, {
      content: draft({
        body: doc({ type: 'table', content: [{ type: 'tableRow', content: [cell(p('')), cell(p('右'))] }] }),
      }),
    });
    await open(page, story);
    await body(page).locator('td').first().click();
    await paste(page, { html: '<h2>题</h2><ul><li>项</li></ul><table><tr><td>表</td><td>格</td></tr></table>' });
    await expectBody(server, story, {
      type: 'table',
      content: [{ type: 'tableRow', content: [cell(p('题'), p('项'), p('表'), p('格')), cell(p('右'))] }],
    });
  });

  test('a picture becomes one of the media library, and is stored when it is there', async ({
    page,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await page.keyboard.type('图前');
    await paste(page, { files: [png] });
    await expect(page.getByRole('group', { name: /^图片：/ })).toBeVisible();
    await expect
      .poll(async () => (await server.stored(story)).content.body.content.map(({ type }) => type))
      .toEqual(['paragraph', 'image']);
  });

  test('a picture that was copied on a page is taken from the clipboard, with its words', async ({
    page,
    server,
    story,
  }) => {
    await openToWrite(page, story);
    await paste(page, { html: '<img src="https://news.example.org/a.jpg" alt="梯田">', files: [png] });
    await expect
      .poll(async () => (await server.stored(story)).content.body.content[0])
      .toMatchObject({ type: 'image', attrs: { alt: '梯田' } });
  });

  test('a picture of another site asks for its file; one that is refused says why', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await paste(page, { html: '<p>字</p><img data-src="https://mmbiz.qpic.cn/a/640" src="data:image/svg+xml,x">' });
    const pending = page.getByRole('group', { name: '图片', exact: true });
    await expect(pending).toContainText('别处的图片不能直接引用');
    await expect(pending.getByRole('link', { name: '打开原图' })).toHaveAttribute(
      'href',
      'https://mmbiz.qpic.cn/a/640',
    );
    await pending
      .getByLabel('选文件')
      .setInputFiles({ name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
    await expect(pending).toContainText('不收 SVG 图片');
    await pending
      .getByLabel('选文件')
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('png') });
    await expect(page.getByRole('group', { name: /^图片：/ })).toBeVisible();
    await expect
      .poll(async () => (await server.stored(story)).content.body.content.map(({ type }) => type))
      .toEqual(['paragraph', 'image']);
  });

  test('a picture within the clipboard’s own text is uploaded too', async ({ page, server, story }) => {
    await openToWrite(page, story);
    await paste(page, { html: '<p>字</p><img src="data:image/png;base64,iVBORw0KGgo=">' });
    await expect
      .poll(async () => (await server.stored(story)).content.body.content.map(({ type }) => type))
      .toEqual(['paragraph', 'image']);
  });

  test('a block that was cut here comes back whole', async ({ page, context, server, story }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const card: BlockNode = { type: 'storyCard', attrs: { storyId: 2 } };
    const gallery: BlockNode = { type: 'gallery', attrs: { items: [{ mediaId: 2, caption: '山' }, { mediaId: 3 }] } };
    await openStored(page, server, story, draft({ body: doc('一', card, gallery, '二') }));
    await write(page);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+x');
    await expectBody(server, story);
    await page.keyboard.press('Control+v');
    await expectBody(server, story, '一', card, gallery, '二');
  });
});
