import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { toDocument } from '../cache/document.ts';
import { isReading } from '../server/routes.ts';
import { qrPath } from '../text/qr.ts';
import { converter } from './convert.ts';
import { toTraditional } from './document.ts';

const origin = 'https://www.weishui.example';
const conversion = { convert: await converter(), origin, isReading };
const traditional = (html: string) => toTraditional(html, conversion);
const page = (body: string, head = '') =>
  `<!DOCTYPE html><html lang="zh-CN"><head>${head}</head><body>${body}</body></html>`;
const bodyOf = async (body: string) => /<body>([\s\S]*)<\/body>/.exec(await traditional(page(body)))?.[1];
const headOf = async (head: string) => /<head>([\s\S]*)<\/head>/.exec(await traditional(page('', head)))?.[1];

describe('the words of a document', () => {
  it('are converted in text and in the attributes that people meet, and nothing else is touched', async () => {
    expect(
      await bodyOf(
        '<main id="发" class="后面 kept" data-id="7"><img alt="头发" title="理发" src="/media/发.jpg"/><p aria-label="里面" data-x="发">发 &amp; 后来&lt;</p></main>',
      ),
    ).toBe(
      '<main id="发" class="后面 kept" data-id="7"><img alt="頭髮" title="理髮" src="/media/发.jpg"/><p aria-label="裡面" data-x="发">發 &amp; 後來&lt;</p></main>',
    );
    expect(await headOf('<title>后来</title><meta name="description" content="头发 &quot;干净&quot;"/>')).toBe(
      '<title>後來</title><meta name="description" content="頭髮 &quot;乾淨&quot;"/>',
    );
  });

  it('are one text where a word has places to break, or a part of it stands out', async () => {
    expect(await bodyOf('<h1>理<wbr/>发店<wbr/>里<em>面</em></h1>')).toBe('<h1>理<wbr/>髮店<wbr/>裡<em>面</em></h1>');
    expect(await bodyOf('<a href="/latest">里</a><a href="/blog">面条</a>')).toBe(
      '<a href="/hant/latest">裡</a><a href="/hant/blog">麵條</a>',
    );
  });

  it('stay in scripts, style sheets, comments, and in elements of another language', async () => {
    for (const same of [
      '<script src="/a.js" data-ws="">let 后 = "发";</script>',
      '<style>.后{content:"发"}</style>',
      '<!-- 发后 <b>里</b> -->',
      '<p lang="ja">発后里<span>面<pre>后</pre><p>干</p></span></p>',
      '<span lang="zh-Hant">皇后與后</span>',
      '<span lang="en">“rock”</span>',
    ])
      expect([same, await bodyOf(`${same}<i>发</i>`)]).toEqual([same, `${same}<i>發</i>`]);
    expect(await bodyOf('<p lang="ja">后<p lang="ja">后</p>后</p><p>后来</p>')).toBe(
      '<p lang="ja">后<p lang="ja">后</p>后</p><p>後來</p>',
    );
    expect(await bodyOf('<p lang="zh-CN">发</p>')).toBe('<p lang="zh-Hant">發</p>');
  });
});

describe('a document', () => {
  it('says its language, and is left alone where it is traditional already', async () => {
    const once = await traditional(page('<p>皇后的头发</p>'));
    expect(once).toContain('<html lang="zh-Hant">');
    expect(await traditional(once)).toBe(once);
  });

  it('leads to pages in traditional characters, and to all else as before', async () => {
    for (const [from, to] of [
      ['/', '/hant'],
      ['/article/1#picture-2', '/hant/article/1#picture-2'],
      ['/article/1/print', '/hant/article/1/print'],
      ['/section/local/page/2?x=1&amp;y', '/hant/section/local/page/2?x=1&amp;y'],
      [`${origin}/latest`, `${origin}/hant/latest`],
      [origin, `${origin}/hant`],
      ...['#main', '/media/a.jpg', '/sitemap.xml', '/feed.xml', '//latest', 'https://other.example/latest'].map(
        (one) => [one, one],
      ),
      ...['mailto:a@b.example?subject=%E5%8F%91', 'tel:1', `${origin}.evil.example/latest`, ''].map((one) => [
        one,
        one,
      ]),
    ])
      expect(await bodyOf(`<a href="${from}">a</a>`)).toBe(`<a href="${to}">a</a>`);
    expect(await bodyOf('<ws-panel name="latest" data-href="/panel/latest"></ws-panel>')).toBe(
      '<ws-panel name="latest" data-href="/hant/panel/latest"></ws-panel>',
    );
  });

  it('is its own canonical page, names the other one, and is shared under its own address', async () => {
    const links =
      `<link rel="alternate" hrefLang="zh-Hans" href="${origin}/article/1"/><link rel="alternate" hrefLang="zh-Hant" href="${origin}/hant/article/1"/>` +
      `<link rel="alternate" hrefLang="x-default" href="${origin}/article/1"/>`;
    expect(
      await headOf(
        `<link rel="canonical" href="${origin}/article/1"/>${links}<meta property="og:url" content="${origin}/article/1"/>` +
          '<meta property="og:locale" content="zh_CN"/><meta property="og:locale:alternate" content="zh_TW"/>',
      ),
    ).toBe(
      `<link rel="canonical" href="${origin}/hant/article/1"/>${links}<meta property="og:url" content="${origin}/hant/article/1"/>` +
        '<meta property="og:locale" content="zh_TW"/><meta property="og:locale:alternate" content="zh_CN"/>',
    );
    const code = (address: string) => {
      const { size, path } = qrPath(address);
      return `<ws-share data-url="${address}" data-title="发"><svg class="qr" viewBox="0 0 ${size} ${size}"><path d="${path}"></path></svg></ws-share><svg><path d="M0 0"></path></svg>`;
    };
    expect(await bodyOf(code(`${origin}/article/1`))).toBe(code(`${origin}/hant/article/1`).replace('"发"', '"發"'));
  });

  it('offers the page in simplified characters', async () => {
    const stored = toDocument(
      page('<a href="/hant" hrefLang="zh-Hant" lang="zh-Hant">繁體</a><p>发</p>'),
      0,
      '/article/1',
    ).html;
    expect(await traditional(stored)).toContain(
      '<a href="/article/1" hrefLang="zh-Hans" lang="zh-Hans">简体</a><p>發</p>',
    );
  });

  it('takes the readers’ script that speaks traditional Chinese', async () => {
    expect(
      await headOf(
        '<script src="/_r/ab12/prefs.js" data-ws=""></script><script src="/_r/ab12/reader.js" defer="" data-ws=""></script>',
      ),
    ).toBe(
      '<script src="/_r/ab12/prefs.js" data-ws=""></script><script src="/_r/ab12/reader-hant.js" defer="" data-ws=""></script>',
    );
  });
});

describe('structured data', () => {
  const script = (data: unknown) =>
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
  const read = async (data: unknown) => {
    const html = (await headOf(script(data))) ?? '';
    expect(html.match(/<\/?script/g)).toHaveLength(2);
    return JSON.parse(/>([\s\S]*)<\//.exec(html)?.[1] ?? '') as unknown;
  };

  it('is said in traditional characters, with the addresses of pages; names of things stay', async () => {
    expect(
      await read({
        '@id': `${origin}/#organization`,
        headline: '头发 C# </script><b>"里面"\\',
        inLanguage: 'zh-CN',
        mainEntityOfPage: `${origin}/article/1`,
        publisher: { url: origin, logo: `${origin}/icon-512.png` },
        image: [`${origin}/media/a/1.jpg`],
        itemListElement: [{ item: `${origin}/section/local` }],
      }),
    ).toEqual({
      '@id': `${origin}/#organization`,
      headline: '頭髮 C# </script><b>"裡面"\\',
      inLanguage: 'zh-Hant',
      mainEntityOfPage: `${origin}/hant/article/1`,
      publisher: { url: origin, logo: `${origin}/icon-512.png` },
      image: [`${origin}/media/a/1.jpg`],
      itemListElement: [{ item: `${origin}/hant/section/local` }],
    });
  });
});

describe('what a hostile or careless hand could write', () => {
  const escaped = (text: string) =>
    text.replace(
      /[&<>"']/g,
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' })[sign] ?? '',
    );
  const validator = new HtmlValidate({
    rules: { 'close-order': 'error', 'no-raw-characters': 'error', 'parser-sync': 'off' },
  });

  it.each([
    '完</script><script>alert(1)</script>发',
    'a]]>发<![CDATA[c',
    `& < > " ' &amp; &#21457; &#0; <!-- 发 -->`,
    '发\u200f\u202eabc\u202c后面',
    '𠮷野𡈽𰻝👨‍👩‍👧‍👦🏔️',
    '“发”‘后’',
    '<ws-share data-url="/latest"><svg class="qr"><path d="',
    'lang="zh-Hant">',
  ])('stays what it was, in other characters: %s', async (text) => {
    const html = page(`<p title="${escaped(text)}">${escaped(text)}</p>`, `<title>${escaped(text)}</title>`);
    const converted = await traditional(html);
    const expected = escaped(conversion.convert(text));
    expect(converted).toBe(
      page(`<p title="${expected}">${expected}</p>`, `<title>${expected}</title>`).replace('zh-CN', 'zh-Hant'),
    );
    expect((await validator.validateString(converted)).valid).toBe(true);
  });

  it('does not keep the others from their turn, however long it is', async () => {
    let turns = 0;
    let going = true;
    const count = () => {
      turns++;
      if (going) setImmediate(count);
    };
    setImmediate(count);
    const long = page('<p>皇后理发，后来走了三公里，面里<wbr/>面有“干净”的水。</p>'.repeat(4000));
    const converted = await traditional(long);
    going = false;
    expect(turns).toBeGreaterThan(0);
    expect(converted.length).toBe(long.length + 'zh-Hant'.length - 'zh-CN'.length);
  });
});
