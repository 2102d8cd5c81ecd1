/** Every word that the readers' script itself puts on a page. What it finds there was written by `components/strings.ts`. */
export const strings = {
  news: (count: number) => `${count} 条新消息`,
  fontSizes: ['小', '标准', '大', '特大'],
  fontSize: (name: string) => `字号：${name}`,
  careOn: '已进入关怀版',
  careOff: '已退出关怀版',
  copied: '链接已复制',
  copyFailed: '未能复制，请从地址栏复制',
  read: '朗读',
  pause: '暂停',
  resume: '继续',
  speechFailed: '此设备暂不能朗读中文',
  suggestions: '搜索建议',
  suggested: (count: number) => `${count} 条建议，按上下键选择`,
  kinds: { topic: '专题', section: '栏目' },
  resumedAt: (clock: string) => `从 ${clock} 继续播放`,
} as const;
