export type DemoAuthor = {
  slug: string;
  name: string;
  role: 'reporter' | 'photographer' | 'columnist' | 'host';
  bio: string;
  /** Columnists only: the name of the blog. */
  columnName?: string;
};

/** All names are invented for the demonstration. */
export const authors = [
  {
    slug: 'lin-zhou',
    name: '林舟',
    role: 'reporter',
    bio: '城市与民生记者。习惯坐首班车上班，采访本里一半是站名和时刻。',
  },
  { slug: 'su-he', name: '苏禾', role: 'reporter', bio: '三农记者。跑果园和菜市场，写稿前先问三家价，再看一眼土。' },
  {
    slug: 'ma-yuan',
    name: '马原',
    role: 'reporter',
    bio: '文化与文博记者。关心石窟里的湿度，也关心戏台底下的板凳够不够坐。',
  },
  { slug: 'gao-lan', name: '高岚', role: 'reporter', bio: '科教、健康与体育记者。相信把一件事讲清楚，比讲热闹更难。' },
  { slug: 'he-yi', name: '何屹', role: 'photographer', bio: '摄影记者。多在清晨出门，拍渭河两岸的雾、桥和早起的人。' },
  {
    slug: 'yan-qiu',
    name: '颜秋',
    role: 'photographer',
    bio: '图片编辑。为渭水图库整理山水、梯田与老街的影像，每一张都写好图注。',
  },
  {
    slug: 'chen-du',
    name: '陈渡',
    role: 'columnist',
    columnName: '陇上笔记',
    bio: '写陇山、陇坂与川道上的旧事，认为地名是最短的地方志。',
  },
  {
    slug: 'xu-wei',
    name: '徐苇',
    role: 'columnist',
    columnName: '渭水夜读',
    bio: '夜里读书，白天校稿。专栏谈书，也谈读书时窗外的雨。',
  },
  {
    slug: 'bai-lu',
    name: '白露',
    role: 'columnist',
    columnName: '节气小札',
    bio: '按二十四节气记录院子、菜畦和山坡，一年只写一圈。',
  },
  {
    slug: 'qin-shan',
    name: '秦杉',
    role: 'columnist',
    columnName: '山行',
    bio: '走小陇山与关山的步行者，记林子、溪水和遇见的人。',
  },
  {
    slug: 'tang-yin',
    name: '唐音',
    role: 'host',
    bio: '音频主持人，《乡音》与《夜读渭水》的声音。收集集市、渡口和雨的录音。',
  },
  {
    slug: 'lu-ming',
    name: '陆鸣',
    role: 'host',
    bio: '视频主持人，《山河一分钟》与《手艺人》的编导。喜欢让镜头多停三秒。',
  },
] as const satisfies readonly DemoAuthor[];
