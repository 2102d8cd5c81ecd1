import { describe, expect, it } from 'vitest';
import { type EventType, type NewsroomEvent, type StoryFacts, staleBy } from './events.ts';

/** A story of 秦州 (12, below 3) with a picture, by one author, of one topic. */
const story: StoryFacts = {
  id: 7,
  day: '2026-03-01',
  pictured: true,
  gallery: false,
  sections: [
    { id: 3, slug: 'local' },
    { id: 12, slug: 'qinzhou' },
  ],
  authors: [5],
  topics: [4],
  show: null,
  blog: null,
  programme: false,
  slots: [],
  neighbours: [6, 8],
  hot: false,
  onlyOneOfDay: false,
};

const everywhere = {
  hard: [
    'story:7',
    'article:7',
    'article:6',
    'article:8',
    'front',
    'list:site:0',
    'list:pictured:0',
    'list:section:3',
    'list:section:12',
    'list:author:5',
    'list:topic:4',
    'archive:2026-03-01',
    'panel-page:latest',
    'panel-page:pictures',
    'panel-page:section-local',
    'panel-page:section-qinzhou',
    'sitemaps',
    'sitemap:2026-03',
    'search',
  ],
  soft: ['panel:latest', 'panel:pictures', 'panel:section-local', 'panel:section-qinzhou', 'panel:related:4'],
  panels: ['latest', 'pictures', 'section-local', 'section-qinzhou'],
};
const only = (...hard: string[]) => ({ hard, soft: [], panels: [] });

type Case = { event: NewsroomEvent; stale: { hard: string[]; soft: string[]; panels: string[] } };

// Typed by event, so that an event without a case does not compile.
const cases: { [T in EventType]: Case & { event: { type: T } } } = {
  'story-published': { event: { type: 'story-published', story }, stale: everywhere },
  'story-republished': { event: { type: 'story-republished', story }, stale: everywhere },
  'story-withdrawn': {
    event: { type: 'story-withdrawn', story },
    stale: { ...everywhere, hard: [...everywhere.hard, 'corrections'] },
  },
  'story-changed': {
    event: { type: 'story-changed', story, before: story },
    stale: {
      hard: ['story:7', 'article:7', 'sitemaps', 'sitemap:2026-03', 'search'],
      soft: [],
      panels: everywhere.panels,
    },
  },
  'story-corrected': {
    event: { type: 'story-corrected', story },
    stale: only('article:7', 'corrected:7', 'corrections', 'sitemaps', 'sitemap:2026-03'),
  },
  'slot-changed': {
    event: { type: 'slot-changed', slot: 'recommended' },
    stale: {
      hard: ['front', 'panel-page:recommended'],
      soft: ['panel:recommended'],
      panels: ['recommended'],
    },
  },
  'section-changed': { event: { type: 'section-changed' }, stale: only('sections', 'search') },
  'author-changed': { event: { type: 'author-changed', id: 5 }, stale: only('author:5', 'sitemap:pages') },
  'topic-changed': { event: { type: 'topic-changed', id: 4 }, stale: only('topic:4', 'sitemap:topics', 'search') },
  'topic-arranged': { event: { type: 'topic-arranged', id: 4 }, stale: only('topic-opening:4') },
  'topics-merged': {
    event: { type: 'topics-merged', from: 4, into: 6 },
    stale: {
      hard: ['topic:4', 'topic:6', 'list:topic:6', 'sitemap:topics', 'search'],
      soft: ['panel:related:6'],
      panels: [],
    },
  },
  'source-changed': { event: { type: 'source-changed', id: 2 }, stale: only('source:2', 'search') },
  'show-changed': { event: { type: 'show-changed', id: 9 }, stale: only('show:9', 'sitemap:pages') },
  'blog-changed': { event: { type: 'blog-changed', id: 1 }, stale: only('blog:1', 'sitemap:pages') },
  'media-changed': { event: { type: 'media-changed', stories: [7, 8] }, stale: only('story:7', 'story:8') },
  'redirect-changed': { event: { type: 'redirect-changed' }, stale: only('redirects') },
  'most-read-changed': {
    event: { type: 'most-read-changed' },
    stale: { hard: ['panel-page:hot', 'panel-page:hot-short'], soft: ['panel:hot'], panels: ['hot', 'hot-short'] },
  },
  'settings-changed': {
    event: { type: 'settings-changed', name: 'contact' },
    stale: only('setting:contact'),
  },
  'maintenance-changed': { event: { type: 'maintenance-changed', on: true }, stale: only() },
  'tags-revalidated': {
    event: { type: 'tags-revalidated', tags: ['front', 'front', 'story:7'] },
    stale: only('front', 'story:7'),
  },
  'paths-revalidated': {
    event: { type: 'paths-revalidated', paths: ['/latest', '/hant/latest'] },
    stale: only('path:/latest'),
  },
  'everything-revalidated': { event: { type: 'everything-revalidated' }, stale: only('everything') },
};

describe('what an event makes stale', () => {
  it.each(Object.values(cases))('$event.type', ({ event, stale }) => {
    const actual = staleBy(event);
    expect({ hard: actual.hard.toSorted(), soft: actual.soft.toSorted(), panels: actual.panels.toSorted() }).toEqual({
      hard: stale.hard.toSorted(),
      soft: stale.soft.toSorted(),
      panels: stale.panels.toSorted(),
    });
  });

  it('names nothing twice', () => {
    for (const { event } of Object.values(cases)) {
      for (const list of Object.values(staleBy(event))) expect(new Set(list).size).toBe(list.length);
    }
  });
});

it('an address that something moved to is asked for anew: there may have been nothing before', () => {
  expect(staleBy({ type: 'redirect-changed', from: '/topic/a', to: '/topic/b' })).toEqual(
    only('redirects', 'path:/topic/b'),
  );
});

describe('a story that appears', () => {
  const added = (facts: Partial<StoryFacts>) => {
    const stale = staleBy({ type: 'story-published', story: { ...story, ...facts } });
    return {
      hard: stale.hard.filter((tag) => !everywhere.hard.includes(tag)),
      soft: stale.soft.filter((tag) => !everywhere.soft.includes(tag)),
      panels: stale.panels.filter((panel) => !everywhere.panels.includes(panel)),
    };
  };

  it('as a gallery, is in the list of galleries', () => {
    expect(added({ gallery: true })).toEqual(only('list:gallery:0'));
  });

  it('as a programme, is in its show, the list of programmes and their panel', () => {
    expect(added({ programme: true, show: 9 })).toEqual({
      hard: ['list:show:9', 'list:programme:0', 'panel-page:programmes'],
      soft: ['panel:programmes'],
      panels: ['programmes'],
    });
  });

  it('as a blog post, is in its column, the list of posts and their panel', () => {
    expect(added({ blog: 1 })).toEqual({
      hard: ['list:blog:1', 'list:post:0', 'panel-page:blogs'],
      soft: ['panel:blogs'],
      panels: ['blogs'],
    });
  });

  it('and was read much before, changes 热门', () => {
    expect(added({ hot: true })).toEqual({
      hard: ['panel-page:hot', 'panel-page:hot-short'],
      soft: ['panel:hot', 'panel:hot-short'],
      panels: ['hot', 'hot-short'],
    });
  });

  it('as the first of its day, changes the calendars', () => {
    expect(added({ onlyOneOfDay: true })).toEqual(only('archive-days'));
  });

  it('in slots, changes the slots, and of panels those that are made of a slot', () => {
    expect(added({ slots: ['headline'] })).toEqual(only('slot:headline'));
    expect(added({ slots: ['recommended'] })).toEqual({
      hard: ['panel-page:recommended'],
      soft: ['panel:recommended'],
      panels: ['recommended'],
    });
    expect(added({ slots: ['breaking', 'section-lead:20'] })).toEqual({
      hard: ['slot:section-lead:20', 'panel-page:breaking'],
      soft: ['panel:breaking'],
      panels: ['breaking'],
    });
  });

  it('that are arranged anew make just their own places stale', () => {
    expect(staleBy({ type: 'slot-changed', slot: 'section-lead:20' })).toEqual({
      hard: ['slot:section-lead:20'],
      soft: [],
      panels: [],
    });
    expect(staleBy({ type: 'slot-changed', slot: 'breaking' })).toEqual({
      hard: ['front', 'panel-page:breaking'],
      soft: ['panel:breaking'],
      panels: ['breaking'],
    });
  });

  it('without a picture, leaves the pictures alone', () => {
    const stale = staleBy({ type: 'story-published', story: { ...story, pictured: false } });
    expect([...stale.hard, ...stale.soft, ...stale.panels].filter((name) => name.includes('picture'))).toEqual([]);
  });
});

describe('a story that changes its place', () => {
  const moves: [string, Partial<StoryFacts>, string[]][] = [
    ['its section', { sections: [{ id: 20, slug: 'economy' }] }, ['list:section:20', 'panel-page:section-economy']],
    ['its authors', { authors: [55] }, ['list:author:55']],
    ['its topics', { topics: [44] }, ['list:topic:44']],
    ['its day', { day: '2026-02-28' }, ['archive:2026-02-28', 'sitemap:2026-02']],
    ['its show', { show: 9, programme: true }, ['list:show:9', 'list:programme:0', 'panel-page:programmes']],
    ['its column', { blog: 1 }, ['list:blog:1', 'list:post:0', 'panel-page:blogs']],
    ['whether it has a picture', { pictured: false }, []],
    ['whether it is a gallery', { gallery: true }, ['list:gallery:0']],
    ['its slots', { slots: ['headline'] }, ['slot:headline']],
  ];

  it.each(moves)('%s: where it was and where it is are both stale', (_, facts, tags) => {
    const moved = { ...story, ...facts };
    for (const [before, after] of [
      [story, moved],
      [moved, story],
    ] as const) {
      const { hard } = staleBy({ type: 'story-changed', story: after, before });
      expect(hard).toEqual(expect.arrayContaining([...everywhere.hard, ...tags]));
    }
  });

  it('but not by getting another neighbour: that is the neighbour’s event', () => {
    const { hard } = staleBy({
      type: 'story-changed',
      story,
      before: { ...story, neighbours: [1], onlyOneOfDay: true },
    });
    expect(hard).toEqual(['story:7', 'article:7', 'sitemaps', 'sitemap:2026-03', 'search']);
  });
});
