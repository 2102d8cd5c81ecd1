import type { ContactModel } from '#lib/content/models.ts';
import { site } from '#site.config.ts';

export type StandingText = {
  title: string;
  description: string;
  sections: { heading: string; paragraphs: string[]; list?: { text: string; href?: string }[] }[];
};

const { name, city, region, publisher, licences } = site;

/** The standing pages in words. What names the city, its publisher and its numbers is taken from `site.config.ts`. */
export const standing = {
  about: {
    title: '关于我们',
    description: `${name}是服务${region}${city}的新闻网站，这里说明我们是谁、怎样工作。`,
    sections: [
      {
        heading: '我们是谁',
        paragraphs: [
          `${name}是服务${region}${city}的新闻网站，由${publisher.name}主办，${publisher.founded}年上线。我们报道这座城市和它的乡镇：街巷里的变化、田里的收成、山上的石窟、河边的鸟，以及每一家人关心的水、路、车、学、医。`,
          '我们相信，一条好的地方新闻应当让人用得上、看得懂、信得过。',
        ],
      },
      {
        heading: '我们怎样工作',
        paragraphs: [
          '每一篇稿件都经过采写、编辑、审核三道工序。稿件上写明时间、来源、作者和责任编辑；转载的稿件注明原始出处。',
          '发现差错，我们公开更正，写明改了什么、什么时候改的；确需撤下的稿件，原地址会说明缘由，不会悄悄消失。全部记录都可以在“更正与撤稿”中查到。',
          '由人工智能生成或明显改动的图片，会在图片说明中标明。',
        ],
      },
      {
        heading: '许可信息',
        paragraphs: [],
        list: [
          { text: `互联网新闻信息服务许可证主体名称：${licences.news.holder}` },
          { text: `许可证编号：${licences.news.number}` },
          { text: `服务类别：${licences.news.category}` },
          { text: licences.icp.number, href: licences.icp.url },
          { text: licences.police.number, href: licences.police.url },
        ],
      },
    ],
  },
  contact: {
    title: '联系我们',
    description: `${name}的电话、邮箱和地址，以及纠错、投稿和举报的途径。`,
    sections: [
      {
        heading: '编辑部',
        paragraphs: ['新闻线索、投稿和合作，请致电或来信。来信请写明联系方式，便于我们核实与回复。'],
        list: [
          { text: `电话：${publisher.phone}`, href: `tel:${publisher.phone}` },
          { text: `邮箱：${publisher.email}`, href: `mailto:${publisher.email}` },
          { text: `地址：${publisher.address}` },
        ],
      },
      {
        heading: '纠错',
        paragraphs: [
          '如果您发现稿件中的差错，请使用稿件下方的“纠错”链接，或发送邮件到编辑部邮箱，写明稿件标题和您认为有误的地方。核实之后，我们会在稿件上公开更正。',
        ],
        list: [{ text: '查看更正与撤稿记录', href: '/corrections' }],
      },
    ],
  },
  copyright: {
    title: '版权声明',
    description: `${name}的版权归属，以及转载、引用和图片使用的规则。`,
    sections: [
      {
        heading: '本站稿件',
        paragraphs: [
          `凡注明来源为“${name}新闻”的文字、图片、音频和视频，版权属于${publisher.name}。未经书面授权，不得转载、摘编、复制或建立镜像。`,
          `已获授权的，应当在授权范围内使用，注明来源“${name}新闻”和作者姓名，并保留原文链接，不得改动原意。`,
        ],
      },
      {
        heading: '转载稿件',
        paragraphs: [
          '本站注明其他来源的稿件，版权属于原作者或原发布机构。转载是为了传递更多信息，不代表本站赞同其观点。作者若有异议，请与我们联系，我们会及时处理。',
        ],
      },
      {
        heading: '图片',
        paragraphs: [
          '每张图片都注明作者或图库，以及许可方式。以知识共享许可协议发布的图片，可以按照该协议的条件使用；没有注明许可方式的，请先取得授权。',
        ],
      },
      {
        heading: '联系授权',
        paragraphs: ['转载与图片授权，请联系编辑部。'],
        list: [{ text: publisher.email, href: `mailto:${publisher.email}` }],
      },
    ],
  },
  accessibility: {
    title: '无障碍说明',
    description: `${name}面向老年读者和残障读者的设计，以及遇到困难时怎样告诉我们。`,
    sections: [
      {
        heading: '我们的目标',
        paragraphs: [
          '本站按照《Web 内容无障碍指南》（WCAG）2.2 的 AA 级要求设计，并参照《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668—2019）。',
          '所有页面不依赖脚本即可完整阅读。在旧手机、慢网络和屏幕阅读软件上，您读到的是同一篇新闻。',
        ],
      },
      {
        heading: '可以这样使用',
        paragraphs: [],
        list: [
          { text: '关怀版：页面上方的“关怀版”按钮，把文字放大、对比加强、版面变成一栏，并停止一切动画。' },
          { text: '字号：四档可选，选择会在这台设备上记住。' },
          { text: '深色与浅色：跟随系统，也可以用页面上方的按钮切换。' },
          { text: '朗读：稿件页面的“朗读”按钮，用系统语音读出正文，并标出正在读的段落。' },
          { text: '键盘：用 Tab 键逐项移动，回车键打开；第一次按下 Tab 键会出现“跳到正文”和“跳到栏目导航”。' },
          { text: '图集：方向键翻页，Esc 键关闭，每张图片都有文字说明。' },
          { text: '打印：每篇稿件都有单独的打印页。' },
        ],
      },
      {
        heading: '遇到困难',
        paragraphs: ['如果哪里读不了、按不到、听不清，请告诉我们页面的地址和您使用的设备，我们会尽快改正。'],
        list: [
          { text: `电话：${publisher.phone}`, href: `tel:${publisher.phone}` },
          { text: `邮箱：${publisher.email}`, href: `mailto:${publisher.email}` },
        ],
      },
    ],
  },
} as const satisfies Record<string, StandingText>;

/** 联系我们, with whom to report to. */
export function contactText(contact: ContactModel): StandingText {
  const { contact: text } = standing;
  const reporting = {
    heading: contact.wording,
    paragraphs: ['如果您在本站发现违法和不良信息，请向我们举报，我们会尽快处理并答复。'],
    list: [
      { text: `举报电话：${contact.phone}`, href: `tel:${contact.phone}` },
      { text: `举报邮箱：${contact.email}`, href: `mailto:${contact.email}` },
      { text: '中央网信办违法和不良信息举报中心（12377）', href: 'https://www.12377.cn/' },
    ],
  };
  return { ...text, sections: [...text.sections, reporting] };
}
