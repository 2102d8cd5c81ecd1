import type { HouseAct } from '#lib/newsroom/rights.ts';

export type NavigationItem = {
  href: string;
  label: string;
  /** What the room is for, as the front of the desk says it. */
  about: string;
  /** Who sees it: whoever may do this; null: everybody. The room itself asks again. */
  rights: HouseAct | null;
  /** Other words by which it is found in the command palette: pinyin, English. */
  words?: string;
};

/** The rooms of the desk, in order. A new one is a line here. */
export const navigation: readonly NavigationItem[] = [
  { href: '/desk', label: '工作台', about: '', rights: null, words: 'gongzuotai home' },
  {
    href: '/desk/stories',
    label: '稿件',
    about: '自己的、待审的、进行中的、已定时的、已发布和已撤下的。',
    rights: null,
    words: 'gaojian stories shenhe review',
  },
  {
    href: '/desk/media',
    label: '媒体库',
    about: '上传图片、音频和视频，写说明与署名，定焦点，看用在哪里。',
    rights: 'use-media',
    words: 'meitiku media tupian library upload',
  },
  {
    href: '/desk/slots',
    label: '推荐位',
    about: '首页头条、要闻、焦点图和新闻推荐：排顺序，定起止时间，先看再保存。',
    rights: 'arrange-slots',
    words: 'tuijianwei slots front toutiao yaowen',
  },
  {
    href: '/desk/numbers',
    label: '数据',
    about: '现在、按小时和按天的阅读，读得最多的稿件，读者从哪里来。',
    rights: null,
    words: 'shuju yuedu numbers reads',
  },
  {
    href: '/desk/redirects',
    label: '跳转',
    about: '旧地址跳到哪里。',
    rights: 'manage-redirects',
    words: 'tiaozhuan redirects',
  },
  {
    href: '/desk/words',
    label: '敏感词',
    about: '发布前检查的词表，分禁止、警告、建议三级。',
    rights: 'manage-words',
    words: 'minganci words',
  },
  {
    href: '/desk/sections',
    label: '栏目',
    about: '栏目树：新增、改名、挪位置、排次序、定审次。',
    rights: 'manage-sections',
    words: 'lanmu sections',
  },
  {
    href: '/desk/topics',
    label: '专题与标签',
    about: '新增、修改、合并专题与标签，选头图。',
    rights: 'manage-registry',
    words: 'zhuanti biaoqian topics tags',
  },
  {
    href: '/desk/authors',
    label: '作者',
    about: '新增、修改作者；改地址时旧地址自动跳转。',
    rights: 'manage-registry',
    words: 'zuozhe authors',
  },
  {
    href: '/desk/sources',
    label: '稿源',
    about: '来源与转载白名单。',
    rights: 'manage-registry',
    words: 'gaoyuan laiyuan sources whitelist',
  },
  {
    href: '/desk/blogs',
    label: '专栏',
    about: '作者的专栏：名称与说明。',
    rights: 'manage-registry',
    words: 'zhuanlan boke blogs',
  },
  {
    href: '/desk/shows',
    label: '节目',
    about: '音频与视频节目：名称、主持、封面。',
    rights: 'manage-registry',
    words: 'jiemu boke podcast shows',
  },
  {
    href: '/desk/people',
    label: '人员',
    about: '邀请同事，定角色与栏目，停用账号，重设密码。',
    rights: 'manage-people',
    words: 'renyuan people users',
  },
  {
    href: '/desk/tokens',
    label: '接口令牌',
    about: '外部系统凭它刷新页面、读稿件状态、提交草稿、上传媒体。',
    rights: 'manage-tokens',
    words: 'jiekou lingpai api tokens',
  },
  {
    href: '/desk/webhooks',
    label: '外发通知',
    about: '稿件有变时通知外部系统，每次投递都有记录，可重发。',
    rights: 'manage-tokens',
    words: 'tongzhi webhooks waifa',
  },
  {
    href: '/desk/settings',
    label: '设置',
    about: '举报电话与邮箱、AI 爬虫、审次、发布前检查。',
    rights: 'manage-settings',
    words: 'shezhi settings',
  },
  {
    href: '/desk/console',
    label: '控制台',
    about: '按网址、栏目、标签刷新页面，看接口调用与对外投递。',
    rights: 'revalidate',
    words: 'kongzhitai shuaxin console revalidate outbox',
  },
  {
    href: '/desk/audit',
    label: '操作日志',
    about: '谁在什么时候做了什么，只增不改。',
    rights: 'read-audit',
    words: 'rizhi audit log',
  },
  {
    href: '/desk/account',
    label: '我的账号',
    about: '密码、两步验证、通行密钥，以及登录过的设备。',
    rights: null,
    words: 'zhanghao account password mima',
  },
];
