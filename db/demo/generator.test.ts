import { describe, expect, it } from 'vitest';
import { generatedSections, generateStories, titleTemplateCount } from './generator.ts';
import { pictureFamilies } from './generator-frames.ts';

const DAY = 24 * 60;
const NOW = 14 * 60;
const stories = [...generateStories({ count: 600, seed: 20, nowMinuteOfDay: NOW })];

const everyText = (story: (typeof stories)[number]): string[] => [
  story.title,
  story.listTitle ?? '',
  story.summary,
  ...story.paragraphs,
  ...story.tags,
  ...(story.headings ?? []).map((heading) => heading.text),
  ...(story.pictures ?? []).map((picture) => picture.caption),
];

const isPicture = (key: string): boolean => {
  const [family = '', number] = key.split('-');
  return Number(number) >= 1 && Number(number) <= (pictureFamilies[family] ?? 0);
};

describe('the demo story generator', () => {
  it('writes the same stories for the same seed, and others for another', () => {
    const again = [...generateStories({ count: 600, seed: 20, nowMinuteOfDay: NOW })];
    expect(again).toEqual(stories);
    const others = [...generateStories({ count: 600, seed: 21, nowMinuteOfDay: NOW })];
    expect(others.map((story) => story.title)).not.toEqual(stories.map((story) => story.title));
  });

  it('writes exactly as many stories as asked for', () => {
    for (const count of [0, 1, 7, 59, 60, 61, 1000]) {
      expect([...generateStories({ count, seed: 3 })]).toHaveLength(count);
    }
    expect(() => [...generateStories({ count: -1, seed: 3 })]).toThrow(RangeError);
  });

  it('gives 600 stories 600 different titles', () => {
    expect(new Set(stories.map((story) => story.title)).size).toBe(600);
  });

  it('hardly repeats a title among 100,000 stories', () => {
    const titles = new Set<string>();
    for (const story of generateStories({ count: 100_000, seed: 5 })) titles.add(story.title);
    expect(titles.size).toBeGreaterThan(99_900);
  });

  it('writes for every section, from at least a dozen title templates each', () => {
    expect(new Set(stories.map((story) => story.section))).toEqual(new Set(generatedSections));
    for (const section of generatedSections) expect(titleTemplateCount(section), section).toBeGreaterThanOrEqual(12);
  });

  it('covers each of the 60 days, denser recently, oldest first, between 6 and 23 o’clock', () => {
    const perDay = new Array<number>(60).fill(0);
    let previous = Number.POSITIVE_INFINITY;
    for (const { ageMinutes } of stories) {
      expect(ageMinutes).toBeGreaterThanOrEqual(0);
      expect(ageMinutes).toBeLessThanOrEqual(previous);
      previous = ageMinutes;
      const day = Math.floor((ageMinutes - NOW + DAY - 1) / DAY);
      perDay[day] = (perDay[day] ?? 0) + 1;
      const minuteOfDay = (((NOW - ageMinutes) % DAY) + DAY) % DAY;
      expect(minuteOfDay).toBeGreaterThanOrEqual(6 * 60);
      expect(minuteOfDay).toBeLessThan(23 * 60);
    }
    expect(perDay).toHaveLength(60);
    expect(Math.min(...perDay)).toBeGreaterThan(0);
    expect(perDay[1]).toBeGreaterThan((perDay[50] ?? 0) * 2);
  });

  it('still writes for today when today has hardly begun', () => {
    const early = [...generateStories({ count: 300, seed: 1, nowMinuteOfDay: 20 })];
    expect(early.every((story) => story.ageMinutes >= 0)).toBe(true);
    expect(early.some((story) => story.ageMinutes <= 20)).toBe(true);
  });

  it('leaves no mark of a template in any text', () => {
    for (const story of generateStories({ count: 20_000, seed: 8 })) {
      for (const text of everyText(story)) {
        if (/[{}[\]|/]|undefined|NaN/.test(text)) expect.fail(text);
      }
    }
  });

  it('keeps every length within what a page can show', () => {
    for (const story of generateStories({ count: 20_000, seed: 9 })) {
      const size = story.paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
      const where = `${story.section} ${story.title} ${size}`;
      expect(story.title.length, where).toBeGreaterThanOrEqual(6);
      expect(story.title.length, where).toBeLessThanOrEqual(30);
      expect(story.listTitle?.length ?? 8, where).toBeLessThanOrEqual(16);
      expect(story.summary.length, where).toBeGreaterThanOrEqual(55);
      expect(story.summary.length, where).toBeLessThanOrEqual(115);
      expect(story.tags.length, where).toBeGreaterThanOrEqual(2);
      if (story.kind === 'gallery') {
        expect(story.pictures?.length, where).toBeGreaterThanOrEqual(6);
        expect(story.pictures?.length, where).toBeLessThanOrEqual(8);
        expect(new Set(story.pictures?.map((picture) => picture.caption)).size, where).toBe(story.pictures?.length);
        expect(
          story.pictures?.every((picture) => isPicture(picture.picture)),
          where,
        ).toBe(true);
        continue;
      }
      expect(story.paragraphs.length, where).toBeGreaterThanOrEqual(4);
      expect(story.paragraphs.length, where).toBeLessThanOrEqual(7);
      expect(size, where).toBeGreaterThanOrEqual(240);
      expect(size, where).toBeLessThanOrEqual(700);
      if (story.lead !== null) expect(isPicture(story.lead), where).toBe(true);
    }
  });

  it('illustrates about two stories in three and makes about one in sixteen a gallery', () => {
    const many = [...generateStories({ count: 5000, seed: 12 })];
    const galleries = many.filter((story) => story.kind === 'gallery').length / many.length;
    expect(galleries).toBeGreaterThan(0.045);
    expect(galleries).toBeLessThan(0.075);
    const news = many.filter((story) => story.kind === 'news');
    const led = news.filter((story) => story.lead !== null).length / news.length;
    expect(led).toBeGreaterThan(0.6);
    expect(led).toBeLessThan(0.7);
  });
});
