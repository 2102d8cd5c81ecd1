import type { Article } from '#lib/content/models.ts';
import { baiduTimesText } from '#lib/seo/baidu.ts';
import { graphText, type Nodes } from '#lib/seo/graph.ts';

/** What the page is, for machines. It stands before the content, whose words then cost little more when compressed. */
export function JsonLd({ nodes }: { nodes: Nodes }) {
  return <Script text={graphText(nodes)} />;
}

/** When a story was published and changed, in the form that Baidu reads. */
export function BaiduTimes({ story }: { story: Article }) {
  return <Script text={baiduTimesText(story)} />;
}

function Script({ text }: { text: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a script's text, in which `scriptText` has escaped every `<`
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }} />;
}
