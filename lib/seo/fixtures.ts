import type { Article, ListItem, PictureModel } from '#lib/content/models.ts';
import { timeModel } from '#lib/text/time.ts';

/** Things as the newsroom has them, for tests. */
export const picture: PictureModel = {
  mediaId: 7,
  src: '/media/a/828.webp',
  srcset: '/media/a/828.webp 828w',
  full: '/media/a/original.jpg',
  width: 1600,
  height: 1067,
  color: '#b08a5e',
  focal: '50% 50%',
  alt: '梯田',
  caption: '雾里的梯田。',
  credit: '渭水图库',
  licence: 'CC BY 4.0',
  aiMade: false,
  avif: null,
  crops: null,
};

export const article: Article = {
  state: 'published',
  id: 12,
  href: '/article/12',
  kind: 'news',
  title: '秦州新桥通车',
  subtitle: null,
  summary: '新桥今日通车，两岸步行只要三分钟。',
  body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '桥通了。' }] }] },
  pictures: {},
  programmes: {},
  cards: {},
  trail: [
    { name: '新闻中心', href: '/section/news' },
    { name: '秦州', href: '/section/qinzhou' },
  ],
  section: { name: '秦州', href: '/section/qinzhou', slug: 'qinzhou' },
  source: { name: '渭水新闻', url: null },
  original: null,
  authors: [{ name: '林舟', href: '/author/lin-zhou' }],
  byline: null,
  editor: '高岚',
  published: timeModel(new Date('2026-11-22T00:05:09Z')),
  updated: null,
  corrections: [],
  lead: null,
  gallery: [],
  media: null,
  show: null,
  blog: null,
  topics: [{ name: '出行与城建', href: '/topic/dongling' }],
  wordCount: 640,
  readingMinutes: 2,
  previous: null,
  next: null,
};

export const film: NonNullable<Article['media']> = {
  kind: 'video',
  src: '/media/b/original.mp4',
  mime: 'video/mp4',
  bytes: 812_345,
  size: '812 KB',
  durationSeconds: 65,
  duration: '1:05',
  width: 1280,
  height: 720,
  poster: picture,
  captions: null,
  chapters: [],
};

export const item: ListItem = {
  id: 12,
  href: '/article/12',
  kind: 'news',
  title: '新桥通车',
  fullTitle: '秦州新桥通车',
  mark: '',
  summary: '新桥今日通车。',
  time: timeModel(new Date('2026-11-22T00:05:09Z')),
  section: { name: '秦州', href: '/section/qinzhou' },
  source: null,
  author: null,
  picture: null,
};

/** Titles as nobody should write them, and somebody does. */
export const hostileTitles = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  'CDATA ]]> 之后',
  '“桥” & "路" \'巷\' &amp; &lt;',
  '控制\u0000字\u0008符\u001b[31m\u007f在此',
  '换\r\n行\u2028分\u2029段',
  '家 👨‍👩‍👧‍👦 与旗 🇨🇳',
  '右\u202e到\u2067左\u200f',
  '四字节 𠮷𨳊 与半个 \ud800 之间',
  '长'.repeat(200),
  '👨‍👩‍👧‍👦'.repeat(20),
];
