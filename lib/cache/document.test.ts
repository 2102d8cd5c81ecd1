import { describe, expect, it } from 'vitest';
import { toDocument } from './document.ts';

describe('a page that is made a document', () => {
  it('loses the framework’s scripts, their preloads and the markers of hydration', () => {
    const { html } = toDocument(
      '<html><head><link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/><link rel="stylesheet" href="/a.css"/>' +
        '<script src="/_next/b.js" async=""></script></head><body><div hidden=""><!--$--><!--/$--></div><p>一<!-- -->二</p>' +
        '<script>self.__next_f.push([1,"</p>"])</script></body></html>',
      0,
    );
    expect(html).toBe('<html><head><link rel="stylesheet" href="/a.css"/></head><body><p>一二</p></body></html>');
  });

  it('keeps our own scripts and structured data', () => {
    const ours =
      '<script src="/_r/1/prefs.js" data-ws=""></script><script type="application/ld+json">{"a":"\\u003c!--"}</script>';
    expect(toDocument(ours, 0).html).toBe(ours);
  });

  it('keeps what a story says about scripts, since React has escaped it', () => {
    const told = '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>';
    expect(toDocument(told, 0).html).toBe(told);
  });

  it('tells its live panels which event it was drawn after', () => {
    expect(toDocument('<ws-panel name="latest"></ws-panel>', 12).html).toBe(
      '<ws-panel data-after="12" name="latest"></ws-panel>',
    );
  });

  it('gives up the status that the page asks for, without its mark', () => {
    expect(toDocument('<head><meta name="ws-status" content="410"/></head>', 0)).toEqual({
      html: '<head></head>',
      status: 410,
    });
    expect(toDocument('<p>ws-status 410</p>', 0).status).toBeNull();
  });
});
