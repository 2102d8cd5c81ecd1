import { describe, expect, it } from 'vitest';
import { filesOf, foreignScripts } from './markup.ts';

const ours =
  '<link rel="stylesheet" href="/_next/static/a.css?v=1&amp;w=2" data-precedence="next"/><link rel="icon" href="/icon.svg"/>' +
  '<script src="/_r/1/prefs.js" data-ws=""></script><script src="/_r/1/reader.js" defer="" data-ws=""></script>' +
  '<script type="application/ld+json">{"@type":"NewsArticle"}</script>';
const framework =
  '<script src="/_next/static/chunks/main.js" async=""></script><script>self.__next_f=[]</script>' +
  '<link rel="preload" as="script" href="/_next/static/chunks/x.js"/><link rel="modulepreload" href="/y.js"/>' +
  '<link rel="preload" as="style" href="/z.css"/>';

describe('what a document asks for', () => {
  it('is its scripts and style sheets', () => {
    expect(filesOf(ours)).toEqual({
      scripts: ['/_r/1/prefs.js', '/_r/1/reader.js'],
      styles: ['/_next/static/a.css?v=1&w=2'],
    });
    expect(filesOf(framework).scripts).toEqual(['/_next/static/chunks/main.js', '/_next/static/chunks/x.js', '/y.js']);
  });

  it('is foreign where it is a script that is not ours', () => {
    expect(foreignScripts(ours)).toEqual([]);
    expect(foreignScripts(framework)).toHaveLength(4);
  });
});
