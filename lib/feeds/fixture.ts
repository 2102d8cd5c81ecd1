import type { FeedModel, FeedStory, PictureModel } from '#lib/content/models.ts';
import { timeModel } from '#lib/text/time.ts';
import type { Making } from './items.ts';

/** A picture, a story and a feed as `lib/content` answers them. Test code only. */
export const picture: PictureModel = {
  mediaId: 5,
  src: '/media/00000000000000aa/828.webp',
  srcset: '/media/00000000000000aa/828.webp 828w',
  full: '/media/00000000000000aa/original.jpg',
  width: 1600,
  height: 1067,
  color: '#d9d4c8',
  focal: '50% 50%',
  alt: '渭河上的桥',
  caption: '桥通了。',
  credit: '渭水图库',
  licence: 'CC BY 4.0',
  aiMade: false,
  avif: null,
  crops: null,
};

export function story(fields: Partial<FeedStory> = {}): FeedStory {
  return {
    id: 12,
    href: '/article/12',
    title: '渭河新桥通车',
    summary: '两岸往来少绕七公里。',
    body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '桥通了。' }] }] },
    pictures: {},
    programmes: {},
    cards: {},
    original: null,
    authors: [{ name: '林舟', href: '/author/lin-zhou' }],
    byline: null,
    published: timeModel(new Date('2026-11-22T08:05:09+08:00')),
    updated: null,
    corrections: [],
    lead: picture,
    media: null,
    topics: [{ name: '桥', href: '/topic/qiao' }],
    section: { name: '秦州', href: '/section/qinzhou' },
    source: '渭水新闻',
    gallery: [],
    episode: null,
    ...fields,
  };
}

/** An episode of sound with captions and chapters. */
export function episode(fields: Partial<FeedStory> = {}): FeedStory {
  return story({
    media: {
      kind: 'audio',
      src: '/media/00000000000000bb/original.mp3',
      mime: 'audio/mpeg',
      bytes: 432_741,
      size: '423 KB',
      durationSeconds: 54,
      duration: '0:54',
      width: null,
      height: null,
      poster: picture,
      captions: '/media/00000000000000bb/captions.vtt',
      chapters: [
        { at: 0, clock: '0:00', title: '风起' },
        { at: 13, clock: '0:13', title: '驼队走近' },
      ],
    },
    episode: 7,
    ...fields,
  });
}

export function feed(fields: Partial<FeedModel> = {}): FeedModel {
  return {
    name: '秦州',
    href: '/section/qinzhou',
    description: '秦州区的新闻。',
    stories: [story()],
    show: null,
    ...fields,
  };
}

export const making: Making = {
  site: {
    name: '渭水',
    origin: 'https://www.weishui.example',
    description: '渭水是天水的新闻网站。',
    publisher: { name: '渭水新闻编辑部', address: '', phone: '', email: 'editor@weishui.example', founded: '2026' },
    podcasts: { categories: { xiangyin: ['Society & Culture', 'Documentary'] }, category: ['News'], explicit: false },
  },
  hub: null,
};
