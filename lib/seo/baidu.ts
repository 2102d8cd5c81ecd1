import type { Article, TimeModel } from '#lib/content/models.ts';
import { absolute, scriptText } from './graph.ts';
import { headline } from './story.ts';

/**
 * Baidu's 时间因子: the times of a story in a context of its own, without a zone, which is Beijing's. It stands beside the
 * graph and not in it, as schema.org has no such properties (docs/decisions/0009-what-engines-read.md).
 */
export function baiduTimesText({ href, title, published, updated }: Article): string {
  return scriptText({
    '@context': 'https://ziyuan.baidu.com/contexts/cambrian.jsonld',
    '@id': absolute(href),
    title: headline(title),
    pubDate: local(published),
    upDate: local(updated ?? published),
  });
}

function local({ iso }: TimeModel): string {
  return iso.slice(0, 19);
}
