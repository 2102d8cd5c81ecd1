export type DemoSource = {
  slug: string;
  name: string;
  url: string | null;
  kind: 'own' | 'partner' | 'official';
};

export const sources = [
  { slug: 'weishui', name: '渭水新闻', url: null, kind: 'own' },
  { slug: 'weishui-tuku', name: '渭水图库', url: null, kind: 'own' },
  { slug: 'qixiang', name: '天水市气象观测站（演示）', url: 'https://example.org/qixiang', kind: 'official' },
  { slug: 'gongjiao', name: '城市公交服务热线（演示）', url: 'https://example.org/gongjiao', kind: 'official' },
  { slug: 'nongqing', name: '陇上农情信息站（演示）', url: 'https://example.org/nongqing', kind: 'partner' },
  { slug: 'wenbo', name: '陇右文博观察（演示）', url: 'https://example.org/wenbo', kind: 'partner' },
  { slug: 'linli', name: '邻里健康科普站（演示）', url: 'https://example.org/linli', kind: 'partner' },
  { slug: 'qiushe', name: '社区球社联盟（演示）', url: null, kind: 'partner' },
] as const satisfies readonly DemoSource[];
