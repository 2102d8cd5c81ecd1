import { describe, expect, it } from 'vitest';
import type { Article } from '#lib/content/models.ts';
import { structuredDataProblems } from '#lib/testing/structured-data.ts';
import { site } from '#site.config.ts';
import { article, film, hostileTitles, item, picture } from './fixtures.ts';
import { graphText, type Nodes } from './graph.ts';
import * as lists from './lists.ts';
import { duration, licenceAddress } from './media.ts';
import { storyGraph } from './story.ts';
import { oneLine, shortened, summarised } from './text.ts';

/** As a page prints it; what is read aloud stands around it. */
const documentOf = (nodes: Nodes) =>
  `<html><body><script type="application/ld+json">${graphText(nodes)}</script><h1>题</h1><div id="story-body"><p>桥通了。</p></div></body></html>`;
const problems = (nodes: Nodes) => structuredDataProblems(documentOf(nodes), site.origin);
const nodeOf = (nodes: Nodes, type: string) => {
  const graph = JSON.parse(graphText(nodes)) as { '@graph': { [property: string]: unknown }[] };
  return graph['@graph'].find((node) => node['@type'] === type);
};

const galleryPictures = [1, 2].map((position) => ({
  ...picture,
  full: `/media/g${position}/original.jpg`,
  position,
  text: `第 ${position} 张`,
  href: `#picture-${position}`,
}));

const stories: Record<string, Partial<Article>> = {
  'a bare story': { authors: [], topics: [], summary: '', body: { type: 'doc', content: [] }, source: null },
  'a story with a picture': { lead: { ...picture, aiMade: true } },
  'a gallery': { kind: 'gallery', gallery: galleryPictures },
  'a film of a programme': {
    kind: 'video',
    media: film,
    show: { name: '山河一分钟', href: '/podcast/shanhe', episode: 3 },
  },
  'an episode': {
    kind: 'audio',
    media: { ...film, kind: 'audio', mime: 'audio/mpeg' },
    show: { name: '乡音', href: '/podcast/xiangyin', episode: 12 },
  },
  'sound by itself': { kind: 'audio', media: { ...film, kind: 'audio', mime: 'audio/mpeg', poster: null } },
  'a blog post': { kind: 'post', blog: { name: '陇上笔记', href: '/blog/chen-du' } },
  'a corrected reprint': {
    original: { title: '原题', url: 'https://example.org/1', author: '某人' },
    source: { name: '友报', url: 'https://example.org/' },
    byline: '通讯员 某人',
    updated: { ...article.published, iso: '2026-11-22T09:00:00+08:00' },
    corrections: [{ time: article.published, text: '第二段\n应为“三百米”。' }],
  },
};

describe('the graph of a story', () => {
  it.each(Object.keys(stories))('is whole for %s', (name) => {
    expect(problems(storyGraph({ ...article, ...stories[name] }))).toEqual([]);
  });

  it.each(hostileTitles)(
    'holds the title %j without breaking out of its script or losing what can be read',
    (title) => {
      const nodes = storyGraph({ ...article, title, summary: title, lead: { ...picture, caption: title } });
      expect(problems(nodes)).toEqual([]);
      expect(graphText(nodes)).not.toMatch(/</);
      const headline = String(nodeOf(nodes, 'NewsArticle')?.headline);
      expect(oneLine(title).startsWith(headline.replace(/…$/, ''))).toBe(true);
    },
  );

  it('says what a correction and a reprint are', () => {
    const node = nodeOf(storyGraph({ ...article, ...stories['a corrected reprint'] }), 'NewsArticle');
    expect(node).toMatchObject({
      dateModified: '2026-11-22T09:00:00+08:00',
      isBasedOn: { name: '原题', url: 'https://example.org/1', author: { name: '某人' } },
      correction: [{ text: '第二段 应为“三百米”。' }],
      author: [{ name: '林舟', url: `${site.origin}/author/lin-zhou` }, { name: '通讯员 某人' }],
    });
  });

  it('is drawn for who has no picture, and says so where a machine made one', () => {
    expect(nodeOf(storyGraph(article), 'NewsArticle')?.image).toEqual([`${site.origin}/article/12/card.png`]);
    expect(nodeOf(storyGraph({ ...article, lead: { ...picture, aiMade: true } }), 'NewsArticle')).toMatchObject({
      image: [
        { digitalSourceType: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource' },
        `${site.origin}/article/12/16x9.jpg`,
        `${site.origin}/article/12/4x3.jpg`,
        `${site.origin}/article/12/1x1.jpg`,
      ],
    });
  });
});

describe('the graph of a list', () => {
  const facts = { href: '/section/qinzhou/page/2', name: '秦州', description: '秦州新闻。', here: '第 2 页' };
  const list = { items: [item, { ...item, href: '/article/11' }], page: 2, pages: 3, total: 44 };
  const author = { name: '林舟', href: '/author/lin-zhou', role: '记者', bio: '跑城建。', blog: null };
  const blog = {
    name: '陇上笔记',
    href: '/blog/chen-du',
    author: { name: '陈渡', href: '/author/chen-du' },
    description: '在陇上。',
    latest: null,
  };
  const show = {
    name: '乡音',
    href: '/podcast/xiangyin',
    kind: 'audio' as const,
    description: '听。',
    host: { name: '唐音', href: '/author/tang-yin' },
    cover: picture,
    latest: null,
  };
  const episodes = [{ ...item, media: film, episode: 1 }];

  it.each<[string, Nodes]>([
    ['a section', lists.collectionGraph(facts, list.items)],
    ['a picture channel', lists.collectionGraph(facts, list.items, { type: 'ImageGallery' })],
    ['a dossier with a picture', lists.collectionGraph(facts, list.items, { picture })],
    ['an empty section', lists.collectionGraph(facts, [])],
    ['the front page', lists.frontGraph('渭水·天水新闻', list.items, site.report)],
    ['an author', lists.profileGraph(facts, author, list)],
    ['a blog', lists.blogGraph(facts, blog, list)],
    ['a programme of sound', lists.showGraph(facts, show, episodes)],
    ['a programme of films', lists.showGraph(facts, { ...show, kind: 'video' }, episodes)],
    ['关于我们', lists.standingGraph({ ...facts, href: '/about' }, site.report)],
    ['联系我们', lists.standingGraph({ ...facts, href: '/contact' }, site.report)],
    ['版权声明', lists.standingGraph({ ...facts, href: '/copyright' })],
  ])('is whole for %s', (_, nodes) => {
    expect(problems(nodes)).toEqual([]);
  });
});

describe('the checker', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a reference that leads nowhere', { isPartOf: { '@id': `${site.origin}/#nothing` } }, /named and not described/],
    ['a time without a zone', { datePublished: '2026-11-22T08:05:09' }, /no time with its zone/],
    ['an address without an origin', { url: '/article/12' }, /not a whole address/],
    ['an address of somebody else', { url: 'https://example.org/article/12' }, /not a whole address of ours/],
    ['a long headline', { headline: '长'.repeat(111) }, /over 110/],
    ['an unknown property', { headLine: '' }, /no property headLine/],
    ['a missing author', { author: [] }, /without author/],
    [
      'a selector that finds nothing',
      { speakable: { '@type': 'SpeakableSpecification', cssSelector: '.gone' } },
      /aloud/,
    ],
  ])('finds %s', (_, change, complaint) => {
    const [story, ...others] = storyGraph(article);
    const changed = [{ ...(story as object), ...change }, ...others] as unknown as Nodes;
    expect(problems(changed).join()).toMatch(complaint);
  });
});

describe('texts', () => {
  it('are cut between characters as readers see them', () => {
    expect(shortened('桥'.repeat(5), 5)).toBe('桥桥桥桥桥');
    expect(shortened('桥'.repeat(6), 5)).toBe('桥桥桥桥…');
    const family = '👨‍👩‍👧‍👦';
    expect(shortened(family.repeat(3), 25)).toBe(`${family.repeat(2)}…`);
    expect(shortened('𠮷'.repeat(5), 4)).toBe('𠮷…');
  });

  it('end with a sentence where one ends late enough', () => {
    expect(summarised('第一句。第二句很长很长', 8)).toBe('第一句。');
    expect(summarised('短。之后是很长很长的一句话', 10)).toBe('短。之后是很长很长…');
  });

  it('lose what nothing draws, and keep what is drawn', () => {
    expect(oneLine(' 控\u0000制\r\n换行\u202e 👨‍👩‍👧‍👦 𠮷\ud800 ')).toBe('控制 换行 👨‍👩‍👧‍👦 𠮷');
  });
});

describe('media', () => {
  it.each([
    [0.4, 'PT1S'],
    [24, 'PT24S'],
    [60, 'PT1M'],
    [3_605, 'PT1H5S'],
  ])('%f seconds last %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it.each([
    ['CC BY 4.0', 'https://creativecommons.org/licenses/by/4.0/'],
    ['CC-BY-SA-3.0', 'https://creativecommons.org/licenses/by-sa/3.0/'],
    ['cc by-nc-nd', 'https://creativecommons.org/licenses/by-nc-nd/4.0/'],
    ['CC0', 'https://creativecommons.org/publicdomain/zero/1.0/'],
    ['https://example.org/terms', 'https://example.org/terms'],
    ['版权所有', `${site.origin}/copyright`],
    ['javascript:alert(1)', `${site.origin}/copyright`],
  ])('the terms of %s stand at %s', (licence, address) => {
    expect(licenceAddress(licence)).toBe(address);
  });
});
