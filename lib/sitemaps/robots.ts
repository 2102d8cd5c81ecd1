import type { SiteConfig } from '#site.config.ts';

type Purpose = keyof SiteConfig['aiCrawlers'];

/**
 * Names under which AI companies read robots.txt, by what they fetch pages for: their operators document each as a choice of
 * its own. Some are names only (Google-Extended, Applebot-Extended): the pages are fetched by the search engine's crawler.
 */
export const aiCrawlers: Record<Purpose, readonly string[]> = {
  training: [
    'GPTBot',
    'ClaudeBot',
    'Google-Extended',
    'Applebot-Extended',
    'meta-externalagent',
    'Amazonbot',
    'Bytespider',
    'CCBot',
    'cohere-training-data-crawler',
    'AI2Bot',
  ],
  search: ['OAI-SearchBot', 'Claude-SearchBot', 'PerplexityBot', 'Amzn-SearchBot'],
  users: ['ChatGPT-User', 'Claude-User', 'Perplexity-User', 'MistralAI-User', 'meta-externalfetcher', 'Amzn-User'],
};

const labels: Record<Purpose, string> = {
  training: 'AI 训练',
  search: 'AI 搜索',
  users: '用户让 AI 打开的页面',
};

/**
 * What is for machines of our own only: the live stream never ends. `/panel/` and print pages stay open, as a crawler that may
 * not read a page cannot see that it is not to be listed (noindex); so do searches, or engines would list, unread, the address
 * of whatever words somebody links to; so do scripts, styles and media, which pages are drawn with.
 */
const closed = ['/api/'];

/** The text of robots.txt. */
export function robotsTxt(
  site: Pick<SiteConfig, 'name' | 'origin' | 'staging'> & { aiCrawlers: Readonly<SiteConfig['aiCrawlers']> },
): string {
  if (site.staging) return '# 试用站，不对外开放。\nUser-agent: *\nDisallow: /\n';
  const open = ['Allow: /', ...closed.map((path) => `Disallow: ${path}`)];
  const signal = contentSignal(site.aiCrawlers);
  const groups = (Object.keys(aiCrawlers) as Purpose[]).map((purpose) => {
    const allowed = site.aiCrawlers[purpose];
    return [
      `# ${labels[purpose]}：${allowed ? '可以' : '不可以'}`,
      ...aiCrawlers[purpose].map((name) => `User-agent: ${name}`),
      // A crawler reads the group that names it and no other.
      ...(allowed ? [signal, ...open] : ['Disallow: /']),
    ];
  });
  const sitemaps = ['/sitemap.xml', '/news-sitemap.xml'].map((path) => `Sitemap: ${site.origin}${path}`);
  return `${[[`# ${site.name}`, 'User-agent: *', signal, ...open], ...groups, sitemaps].map((group) => group.join('\n')).join('\n\n')}\n`;
}

/** contentsignals.org: what a page may be used for once it was read. What is not said is neither granted nor refused. */
function contentSignal({ training, search, users }: Readonly<SiteConfig['aiCrawlers']>): string {
  const input = search === users ? [`ai-input=${search ? 'yes' : 'no'}`] : [];
  return `Content-Signal: ${['search=yes', ...input, `ai-train=${training ? 'yes' : 'no'}`].join(', ')}`;
}
