export type DemoSection = {
  slug: string;
  name: string;
  /** Slug of the parent section; null at the top of the tree. */
  parent: string | null;
  description: string;
};

/** In display order; a parent always comes before its children. */
export const sections = [
  {
    slug: 'news',
    name: '新闻中心',
    parent: null,
    description: '天水与陇东南每天发生的事，由本网记者采写、核对后发布。',
  },
  { slug: 'local', name: '本地', parent: 'news', description: '两区五县的街巷、乡镇与人，离您最近的新闻。' },
  { slug: 'qinzhou', name: '秦州', parent: 'local', description: '藉河两岸、伏羲庙前，老城秦州的日常与变化。' },
  { slug: 'maiji', name: '麦积', parent: 'local', description: '从渭河边的北道埠到麦积山下，麦积区的城与乡。' },
  { slug: 'gangu', name: '甘谷', parent: 'local', description: '大像山下的甘谷：辣椒、麻鞋与渭水川道的生活。' },
  { slug: 'wushan', name: '武山', parent: 'local', description: '菜乡武山的田间消息，水帘洞与旋鼓声里的故事。' },
  { slug: 'qinan', name: '秦安', parent: 'local', description: '大地湾所在的秦安：果园、花椒、小曲与葫芦河。' },
  { slug: 'qingshui', name: '清水', parent: 'local', description: '牛头河畔的清水：核桃、温泉与山乡新事。' },
  {
    slug: 'zhangjiachuan',
    name: '张家川',
    parent: 'local',
    description: '关山脚下的张家川：草场、古道与马家塬的考古发现。',
  },
  { slug: 'gansu', name: '甘肃', parent: 'news', description: '省内与邻近市州的消息，着眼于同天水人有关的部分。' },
  {
    slug: 'livelihood',
    name: '民生',
    parent: 'news',
    description: '水、路、车、学、医，与一家人的日子直接相关的服务信息。',
  },
  { slug: 'weather', name: '天气', parent: 'livelihood', description: '天气提示、气象科普和出门之前该知道的事。' },
  { slug: 'economy', name: '财经', parent: null, description: '从小店到产业，看得见摸得着的地方经济。' },
  { slug: 'agriculture', name: '三农', parent: 'economy', description: '果园、菜地与梯田里的技术、经验和收成。' },
  { slug: 'market', name: '市场', parent: 'economy', description: '菜价、果价与集市行情，表格说话。' },
  { slug: 'culture', name: '文化', parent: null, description: '羲里娲乡的文脉，从古庙老宅到今天的书桌与舞台。' },
  { slug: 'heritage', name: '文博', parent: 'culture', description: '石窟、遗址与博物馆，以及守着它们的人。' },
  { slug: 'folk', name: '非遗', parent: 'culture', description: '手艺、曲调与节俗，怎样从老一辈手里传到今天。' },
  { slug: 'books', name: '读书', parent: 'culture', description: '在渭水边读书：诗、地方志与一座城的阅读生活。' },
  { slug: 'travel', name: '旅游', parent: null, description: '怎么来、怎么走、吃什么，一份对得起脚力的行走指南。' },
  { slug: 'science', name: '科教', parent: null, description: '课堂内外的科学，河流、星空与草木的观察记录。' },
  { slug: 'health', name: '健康', parent: 'science', description: '说得明白、做得到的健康提示，不代替医生诊断。' },
  { slug: 'sports', name: '体育', parent: null, description: '业余联赛、村里的球场和河边的跑者。' },
  { slug: 'society', name: '社会', parent: null, description: '楼道里、站台上、巷子口，普通人互相照应的小事。' },
  { slug: 'entertainment', name: '娱乐', parent: null, description: '秦腔、电影、音乐会与展览，一周去处早知道。' },
] as const satisfies readonly DemoSection[];
