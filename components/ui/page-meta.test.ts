import { describe, expect, it } from 'vitest';
import { printMetadata, storyMetadata } from '#components/article/metadata.ts';
import { article, hostileTitles, picture } from '#lib/seo/fixtures.ts';
import { site } from '#site.config.ts';
import { pageMeta } from './page-meta.ts';

describe('the head of a page', () => {
  it('names the site after the page, and allows large pictures in results', () => {
    expect(pageMeta({ title: '秦州', description: '秦州新闻。', path: '/section/qinzhou' })).toMatchObject({
      title: { absolute: `秦州 - ${site.name}` },
      alternates: { canonical: '/section/qinzhou' },
      robots: { index: true, follow: true, 'max-image-preview': 'large' },
      openGraph: { title: '秦州', type: 'website', images: [{ url: '/card.png', width: 1200, height: 630 }] },
      twitter: { card: 'summary_large_image' },
    });
  });

  it('cuts a long description where a sentence ends', () => {
    const { description } = pageMeta({ description: `${'长'.repeat(120)}。${'长'.repeat(120)}。`, path: '/' });
    expect(description).toBe(`${'长'.repeat(120)}。`);
  });

  it('promises nothing to engines that are told not to list it', () => {
    const { robots } = pageMeta({ title: '题', description: '述', path: '/x', index: false });
    expect(robots).toEqual({ index: false, follow: true });
  });
});

describe('the head of a story', () => {
  it('is an article with its times, section, topics, authors and picture', () => {
    expect(storyMetadata({ ...article, lead: picture, byline: '某人' }).openGraph).toMatchObject({
      type: 'article',
      publishedTime: '2026-11-22T08:05:09+08:00',
      modifiedTime: '2026-11-22T08:05:09+08:00',
      section: '秦州',
      tags: ['出行与城建'],
      authors: ['林舟', '某人'],
      images: [{ url: '/media/a/original.jpg', width: 1600, height: 1067, alt: '梯田' }],
    });
  });

  it('shows a drawn card where there is no picture', () => {
    expect(storyMetadata(article).openGraph).toMatchObject({
      images: [{ url: '/article/12/card.png', width: 1200, height: 630, alt: article.title }],
    });
  });

  it('is described by its first words where nobody summarised it', () => {
    expect(storyMetadata({ ...article, summary: '' }).description).toBe('桥通了。');
  });

  it.each(hostileTitles)('holds the title %j on one line, and short', (title) => {
    const { title: named } = storyMetadata({ ...article, title }) as { title: { absolute: string } };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(named.absolute).not.toMatch(/[\u0000-\u001f\u007f]|\p{Surrogate}/u);
    expect(named.absolute.length).toBeLessThanOrEqual(80 + ` - ${site.name}`.length);
  });

  it('of a withdrawn one names nothing of it, and of a printed one leads to the story', () => {
    const gone = storyMetadata({
      state: 'withdrawn',
      id: 1,
      title: '旧题',
      reason: '误',
      withdrawn: article.published,
    });
    expect(JSON.stringify(gone)).not.toContain('旧题');
    expect(printMetadata(article)).toMatchObject({
      alternates: { canonical: `${site.origin}/article/12` },
      robots: { index: false },
    });
  });
});
