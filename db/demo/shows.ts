export type DemoShow = {
  slug: string;
  name: string;
  kind: 'audio' | 'video';
  description: string;
  /** Author slug, role host. */
  host: string;
  /** Picture key. */
  cover: string;
};

export const shows = [
  {
    slug: 'xiangyin',
    name: '乡音',
    kind: 'audio',
    description: '用声音记录一座城：早市的吆喝、渡口的水、柳荫下的闲谈。',
    host: 'tang-yin',
    cover: 'market-2',
  },
  {
    slug: 'yedu',
    name: '夜读渭水',
    kind: 'audio',
    description: '睡前十来分钟，读一首诗、一段地方旧事，窗外是渭水。',
    host: 'tang-yin',
    cover: 'citynight-3',
  },
  {
    slug: 'shanhe',
    name: '山河一分钟',
    kind: 'video',
    description: '一分钟看一处山河：云海、河面、雪与花，没有旁白，只有时间。',
    host: 'lu-ming',
    cover: 'mist-4',
  },
  {
    slug: 'shouyi',
    name: '手艺人',
    kind: 'video',
    description: '走近彩陶、灯彩与雕漆，看一双手怎样把材料变成器物。',
    host: 'lu-ming',
    cover: 'pottery-2',
  },
] as const satisfies readonly DemoShow[];
