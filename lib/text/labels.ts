import type { StoryKind } from '#lib/content/models.ts';

/** The mark after a title in lists: what besides text a story has. */
export function kindMark(kind: StoryKind, pictured: boolean): '' | '图' | '组图' | '视频' | '音频' {
  switch (kind) {
    case 'gallery':
      return '组图';
    case 'video':
      return '视频';
    case 'audio':
      return '音频';
    default:
      return pictured ? '图' : '';
  }
}

/** What an author does for the newsroom. */
export const roleLabels = {
  reporter: '记者',
  photographer: '摄影记者',
  columnist: '专栏作者',
  host: '主持人',
  editor: '编辑',
} as const;

/** Titles of the live panels that are not named by a section. */
export const panelTitles = {
  breaking: '快讯',
  latest: '资讯快递',
  pictures: '最新图片',
  recommended: '新闻推荐',
  blogs: '博客',
  programmes: '播客',
  hot: '热门',
} as const;

/** 热门 under its name, or under that of the only list that it has. */
export function hotTitle(day: boolean, week: boolean): string {
  return `${day === week ? '' : day ? '24 小时' : '7 天'}${panelTitles.hot}`;
}
