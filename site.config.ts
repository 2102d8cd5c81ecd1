import type { CheckRule, FindingLevel } from '#lib/newsroom/finding.ts';

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
  /** What podcast directories ask of every show. */
  podcasts: {
    /** Apple's category and subcategory, by the show's slug, and of the others. */
    categories: Record<string, readonly string[]>;
    category: readonly string[];
    explicit: boolean;
  };
  /**
   * Pages in traditional characters (`/hant/…`). `terms`: names and words of this city that the dictionary does not know or would
   * get wrong, as they stand in simplified and in traditional characters. They win wherever they occur, so a name stands whole.
   */
  traditional: { terms: Readonly<Record<string, string>> };
  /** A copy for trying things out: no crawler may read or list any of it. `SITE_STAGING=on`. */
  staging: boolean;
  /** Which crawlers of AI companies may read the site, by what for; they are named in `lib/sitemaps/robots.ts`. */
  aiCrawlers: {
    /** To train models. */
    training: boolean;
    /** To find pages and link to them in answers. */
    search: boolean;
    /** One page, because somebody asked for it just now. */
    users: boolean;
  };
  desk: {
    /** Reviews that a story needs where its section and those above say nothing. */
    reviews: 1 | 2 | 3;
    checks: {
      /** Levels whose findings stop a step; a right of its own lets directors and chiefs go on all the same, with a reason. */
      blocking: { submit: readonly FindingLevel[]; sign: readonly FindingLevel[] };
      /** How much each finding weighs. Sensitive words have levels of their own. */
      levels: Record<Exclude<CheckRule, 'sensitive-word'>, FindingLevel | 'off'>;
      /** Width of a title in lists, in Han characters; Latin letters and digits count half. */
      listTitleWidth: number;
      /** Texts that share so much of their wording are near-duplicates, 0 to 1. */
      nearDuplicate: number;
    };
  };
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
  podcasts: {
    categories: {
      xiangyin: ['Society & Culture', 'Documentary'],
      yedu: ['Arts', 'Books'],
      shanhe: ['Society & Culture', 'Places & Travel'],
      shouyi: ['Arts', 'Visual Arts'],
    },
    category: ['News', 'Daily News'],
    explicit: false,
  },
  traditional: {
    terms: {
      卦台山: '卦臺山',
      胡同: '胡同',
      干椒: '乾椒',
      干焙: '乾焙',
      干净: '乾淨',
      怕干: '怕乾',
      略干: '略乾',
      采访本里: '採訪本裡',
      楼道里: '樓道裡',
      川道里: '川道裡',
      窗格里: '窗格裡',
      谷里: '谷裡',
      剪影后: '剪影後',
      当钟: '當鐘',
      一只钟: '一隻鐘',
      一只只: '一隻隻',
      没有云: '沒有雲',
      清台阶: '清臺階',
      腰里系: '腰裡繫',
      系船: '繫船',
      系红布: '繫紅布',
    },
  },
  staging: process.env.SITE_STAGING === 'on',
  aiCrawlers: { training: false, search: true, users: true },
  desk: {
    reviews: 3,
    checks: {
      blocking: { submit: [], sign: ['forbid'] },
      levels: {
        'near-duplicate': 'warn',
        'same-title': 'warn',
        'alt-missing': 'warn',
        'credit-missing': 'warn',
        'ai-unlabelled': 'forbid',
        'source-missing': 'warn',
        'source-not-listed': 'forbid',
        'broken-link': 'forbid',
        'list-title-long': 'suggest',
        punctuation: 'suggest',
      },
      listTitleWidth: 26,
      nearDuplicate: 0.6,
    },
  },
};
