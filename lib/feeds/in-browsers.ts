import type { FeedStory } from '#lib/content/models.ts';

/**
 * A feed that is opened in a browser is a readable page by a style sheet (`public/feed.css`), as XSLT is being taken out of
 * browsers, and by links of XHTML, which they follow and readers of feeds pass over.
 */
export const stylesheets = [{ type: 'text/css', href: '/feed.css' }];

const words = { page: '打开网页版', story: (time: string) => `${time} 阅读全文` };

type Places = {
  /** Behind which tag the link to the page stands. */
  head: RegExp;
  page: string;
  /** The element, with its attributes, whose text is a story's address. */
  address: string;
  stories: readonly Pick<FeedStory, 'href' | 'published'>[];
};

/** @param xml as it is sent otherwise; no text in it begins a line with a tag (`text.ts`). */
export function withLinks(xml: string, { head, page, address, stories }: Places): string {
  const [element] = address.split(' ');
  // The feed itself has an id, too, but no story's indentation.
  const addresses = new RegExp(`^( {4,})<${address}>(https?://[^<]*)</${element}>$`, 'gm');
  const times = new Map(stories.map(({ href, published }) => [href, published.full.slice(0, 16)]));
  return xml
    .replace(addresses, (whole, indent, href) => {
      const time = times.get(new URL(href).pathname) ?? '';
      return `${whole}\n${indent}${link(href, words.story(time))}`;
    })
    .replace(head, (tag) => `${tag}\n    ${link(page, words.page)}`);
}

function link(href: string, text: string): string {
  return `<a xmlns="http://www.w3.org/1999/xhtml" href="${href}">${text}</a>`;
}
