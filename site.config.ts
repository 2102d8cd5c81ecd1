/**
 * The newsroom's own page: everything that names the city. Another city changes this file and its database, not the code.
 */
export type SiteConfig = {
  /** The site's name as it stands in the masthead, and its name in Latin letters. */
  name: string;
  latinName: string;
  slogan: string;
  city: string;
  region: string;
  /** Public https origin without a final slash, for canonical addresses. `SITE_ORIGIN` overrides it. */
  origin: string;
  description: string;
  /** Who runs the site, as registered. */
  publisher: { name: string; address: string; phone: string; email: string; founded: string };
  /** 纠错、举报 */
  report: { phone: string; email: string; wording: string };
  licences: {
    /** ICP备案号 */
    icp: { number: string; url: string };
    /** 公安备案 */
    police: { number: string; url: string };
    /** 互联网新闻信息服务许可证 */
    news: { holder: string; number: string; category: string };
  };
  /** Sections of the main navigation, by slug, in order. */
  navigation: readonly string[];
  /** Section blocks of the front page, by slug, in order. */
  frontSections: readonly string[];
  /** Section panels beside a story (娱乐, 社会), by slug. */
  storyPanels: readonly string[];
};

export const site: SiteConfig = {
  name: '渭水',
  latinName: 'WEISHUI',
  slogan: '渭水所经，皆是家乡',
  city: '天水',
  region: '甘肃',
  origin: process.env.SITE_ORIGIN || 'https://www.weishui.example',
  description: '渭水是天水的新闻网站：本地要闻、民生服务、陇上文化与山河影像，随到随发，一页读完。',
  publisher: {
    name: '渭水新闻编辑部（演示）',
    address: '甘肃省天水市秦州区（演示地址）',
    phone: '0938-0000000',
    email: 'editor@weishui.example',
    founded: '2026',
  },
  report: { phone: '0938-0000001', email: 'report@weishui.example', wording: '违法和不良信息举报' },
  licences: {
    icp: { number: '陇ICP备00000000号（演示）', url: 'https://beian.miit.gov.cn/' },
    police: { number: '甘公网安备 00000000000000号（演示）', url: 'https://beian.mps.gov.cn/' },
    news: { holder: '渭水新闻编辑部（演示）', number: '00000000000（演示）', category: '互联网站' },
  },
  navigation: ['local', 'livelihood', 'economy', 'culture', 'travel', 'science', 'sports', 'society', 'entertainment'],
  frontSections: [
    'local',
    'livelihood',
    'economy',
    'culture',
    'travel',
    'science',
    'sports',
    'society',
    'entertainment',
  ],
  storyPanels: ['entertainment', 'society'],
};
