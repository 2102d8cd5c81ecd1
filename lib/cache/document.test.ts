import { describe, expect, it } from 'vitest';
import { toDocument } from './document.ts';

describe('a page that is made a document', () => {
  it('loses the framework’s scripts, their preloads and the markers of hydration', () => {
    const { html } = toDocument(
      '<html><head><link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/><link rel="stylesheet" href="/a.css"/>' +
        '<script src="/_next/b.js" async=""></script></head><body><div hidden=""><!--$--><!--/$--></div><p>一<!-- -->二</p>' +
        '<script>self.__next_f.push([1,"</p>"])</script></body></html>',
      0,
      '/latest',
    );
    expect(html).toBe('<html><head><link rel="stylesheet" href="/a.css"/></head><body><p>一二</p></body></html>');
  });

  it('keeps our own scripts and structured data', () => {
    const ours =
      '<script src="/_r/1/prefs.js" data-ws=""></script><script type="application/ld+json">{"a":"\\u003c!--"}</script>';
    expect(toDocument(ours, 0, '/latest').html).toBe(ours);
  });

  it('keeps what a story says about scripts, since React has escaped it', () => {
    const told = '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>';
    expect(toDocument(told, 0, '/latest').html).toBe(told);
  });

  it('tells its live panels which event it was drawn after', () => {
    expect(toDocument('<ws-panel name="latest"></ws-panel>', 12, '/latest').html).toBe(
      '<ws-panel data-after="12" name="latest"></ws-panel>',
    );
  });

  it('has no place for what is breaking while nothing is, unless it has no other panel', () => {
    const bar = (content: string, more = '') =>
      `<ws-panel name="breaking" data-href="/panel/breaking"${more}>${content}</ws-panel>`;
    const other = '<ws-panel name="latest"></ws-panel>';
    const panels = (html: string) => toDocument(html, 1, '/latest').html.match(/name="[a-z]+"/g);
    expect(panels(bar('') + other)).toEqual(['name="latest"']);
    expect(panels(bar('<p>雪</p>') + other)).toEqual(['name="breaking"', 'name="latest"']);
    expect(panels(bar(''))).toEqual(['name="breaking"']);
    expect(panels(bar('', ' data-until="1790000000"') + other)).toEqual(['name="breaking"', 'name="latest"']);
  });

  it('leads to itself in traditional characters, and where it has no address, to the front page', () => {
    const link = (href: string) => `<a href="${href}" hrefLang="zh-Hant" lang="zh-Hant">繁體</a>`;
    expect(toDocument(link('/hant'), 0, '/article/1').html).toBe(link('/hant/article/1'));
    expect(toDocument(link('/hant'), 0, '/').html).toBe(link('/hant'));
    expect(toDocument(link('/hant'), 0, '/not-found-page').html).toBe(link('/hant'));
  });

  it('says once what Open Graph and Twitter share', () => {
    const og = '<meta property="og:title" content="新桥"/><meta name="twitter:card" content="summary_large_image"/>';
    const again = '<meta name="twitter:title" content="新桥"/><meta name="twitter:image:alt" content="桥 &gt; 河"/>';
    expect(toDocument(og + again, 0, '/').html).toBe(og);
  });

  it('gives up the status that the page asks for, without its mark', () => {
    expect(toDocument('<head><meta name="ws-status" content="410"/></head>', 0, '/latest')).toEqual({
      html: '<head></head>',
      status: 410,
    });
    expect(toDocument('<p>ws-status 410</p>', 0, '/latest').status).toBeNull();
  });
});
