export type DemoTopic = {
  slug: string;
  name: string;
  description: string;
  /** Picture key. */
  lead?: string;
  tags: readonly string[];
};

export const topics = [
  {
    slug: 'shiku',
    name: '石窟与文博',
    description: '从麦积山的泥塑到大地湾的彩陶，记录文物怎样被看见、被研究、被好好保护。',
    lead: 'maiji-1',
    tags: ['麦积山', '大地湾', '文物保护', '博物馆'],
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
  },
  {
    slug: 'fuxi',
    name: '伏羲文化',
    description: '伏羲庙的古柏、卦台山的传说与老街上的生活，读懂羲里娲乡。',
    lead: 'oldstreet-1',
    tags: ['伏羲庙', '伏羲文化', '老街'],
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
  },
] as const satisfies readonly DemoTopic[];
