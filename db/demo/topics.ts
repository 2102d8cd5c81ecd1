export type DemoTopic = {
  slug: string;
  name: string;
  description: string;
  /** Picture key. */
  lead?: string;
  tags: readonly string[];
  /** 导语, by paragraphs. */
  introduction?: readonly string[];
  /** Story key of what leads it. */
  leadStory?: string;
  /** 大事记: story keys. Without them the timeline is made of the newest days. */
  milestones?: readonly string[];
};

export const topics: readonly DemoTopic[] = [
  {
    slug: 'shiku',
    name: '石窟与文博',
    description: '从麦积山的泥塑到大地湾的彩陶，记录文物怎样被看见、被研究、被好好保护。',
    lead: 'maiji-1',
    tags: ['麦积山', '大地湾', '文物保护', '博物馆'],
    introduction: [
      '一座崖、一片地坪、一架战国的车，隔着两千到五千年，都还在同一条河谷里。把它们留住靠的不是奇迹，是有人每天去量一滴水、对一片陶、补一道缝。',
      '这个专题跟着守窟人、修复师和流动展柜走：看见的是文物，记下的是手上的功夫。',
    ],
    leadStory: 'gallery-maiji-yanyu',
  },
  {
    slug: 'guoxiang',
    name: '天水果乡',
    description: '花牛苹果、秦安蜜桃与山坡上的果园：技术、行情和种果人的一年。',
    lead: 'orchard-1',
    tags: ['花牛苹果', '果园', '果园管护'],
  },
  {
    slug: 'weihe-shengtai',
    name: '渭河生态',
    description: '渭河、藉河、葫芦河与牛头河：水鸟、步道、湿地和一条河的健康。',
    lead: 'weihe-1',
    tags: ['渭河', '藉河', '水鸟', '生态'],
    introduction: [
      '渭河从鸟鼠山下来，穿过武山、甘谷、麦积，在城里收进藉河，再往东去。河水清不清，岸边的人先知道，水上的鸟知道得更早。',
      '我们沿着河数鸟、量水、走步道，也听老渡口边的人说从前。一条河的健康，是许多个平常日子加起来的。',
    ],
    leadStory: 'gallery-weihe-yiri',
  },
  {
    slug: 'fuxi',
    name: '伏羲文化',
    description: '伏羲庙的古柏、卦台山的传说与老街上的生活，读懂羲里娲乡。',
    lead: 'oldstreet-1',
    tags: ['伏羲庙', '民俗', '老街'],
  },
  {
    slug: 'dongling',
    name: '出行与城建',
    description: '公交、铁路、桥梁与步道，关于一座狭长河谷城市怎样走得更方便。',
    lead: 'bridge-1',
    tags: ['公交', '出行', '城建', '铁路'],
  },
  {
    slug: 'jieqi',
    name: '节气与农事',
    description: '按着节气看天、看地、看庄稼：梯田里的老经验与新办法。',
    lead: 'terrace-1',
    tags: ['节气', '农事', '梯田', '旱作农业'],
    introduction: [
      '二十四个节气，在渭河两岸有二十四种过法：立春翻地，谷雨点豆，白露收核桃，大寒把火埋进灰里。日历是全国的，落到一面坡、一块田上，早几天晚几天，还得自己看。',
      '这里按时间收着一年里的观察：写节气的小札，拍梯田的图集，还有农技人员算的一笔笔细账。',
    ],
    leadStory: 'gallery-huashi',
    milestones: [
      'post-dahan',
      'audio-dongzhi',
      'terrace-mulch',
      'gallery-huashi',
      'post-guyu',
      'gallery-titian',
      'rain-gauges',
      'post-bailu',
      'orchard-prune-qa',
      'wushan-leek',
    ],
  },
];
