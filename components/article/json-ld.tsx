import type { Article } from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { leadPicture } from './metadata.ts';

/** The story for machines (schema.org NewsArticle, BlogPosting). `<` is escaped, so no text can end the script. */
export function StoryJsonLd({ article }: { article: Article }) {
  const url = site.origin + article.href;
  const picture = leadPicture(article);
  const names = [...article.authors.map(({ name }) => name), ...(article.byline ? [article.byline] : [])];
  const data = {
    '@context': 'https://schema.org',
    '@type': article.kind === 'post' ? 'BlogPosting' : 'NewsArticle',
    headline: article.title,
    mainEntityOfPage: url,
    datePublished: article.published.iso,
    dateModified: (article.updated ?? article.published).iso,
    inLanguage: 'zh-CN',
    articleSection: article.section.name,
    author: names.length > 0 ? names.map((name) => ({ '@type': 'Person', name })) : publisher,
    publisher,
    ...(picture && { image: new URL(picture.full, site.origin).href }),
  };
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON-LD is a script's text, and its `<` is escaped above
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

const publisher = { '@type': 'NewsMediaOrganization', name: site.publisher.name, url: site.origin };
