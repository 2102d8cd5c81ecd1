import { describe, expect, it } from 'vitest';
import { anyEvent, keysOfPage, keysOfTags, surrogateKey } from './surrogate.ts';
import { tags } from './tags.ts';

describe('a tag as a CDN sees it', () => {
  it('is the tag, where it can stand in both headers', () => {
    const spelled = [
      tags.front,
      tags.story(7),
      tags.list('section', 3),
      tags.panelPage('section-local'),
      tags.path('/'),
    ];
    expect(spelled.map(surrogateKey)).toEqual(spelled);
  });

  it.each(['a b', 'a,b', '渭水', 'a\nb', 'a\u007f', 'x'.repeat(201), ''])('is a digest where it cannot: %j', (tag) => {
    expect(surrogateKey(tag)).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(surrogateKey(tag)).toBe(surrogateKey(tag));
    expect(surrogateKey(`${tag} `)).not.toBe(surrogateKey(tag));
  });
});

describe('a page is purged by', () => {
  it('its tags, its path and “everything”, each once', () => {
    expect(keysOfPage({ path: '/latest', tags: ['list:site:0', 'story:7', 'list:site:0'] }, 200)).toEqual([
      'everything',
      'path:/latest',
      'list:site:0',
      'story:7',
    ]);
  });

  it('any event, where it says that nothing is here, or that it is elsewhere', () => {
    for (const status of [404, 301]) expect(keysOfPage({ path: '/x', tags: [] }, status)).toContain(anyEvent);
    expect(keysOfPage({ path: '/article/7', tags: ['article:7'] }, 410)).not.toContain(anyEvent);
  });

  it('any event, where its tags do not fit into a header', () => {
    const story = (count: number) => Array.from({ length: count }, (_, n) => tags.story(100_000 + n));
    const fits = keysOfPage({ path: '/latest', tags: story(450) }, 200);
    expect(fits.length).toBe(452);
    expect(keysOfPage({ path: '/latest', tags: story(1000) }, 200)).toEqual(['everything', 'path:/latest', anyEvent]);
  });
});

it('an event purges its tags, and what waits for any event', () => {
  expect(keysOfTags(['story:7', 'front', 'story:7'])).toEqual(['story:7', 'front', anyEvent]);
});
