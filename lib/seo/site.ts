import type { BreadcrumbList, NewsMediaOrganization, SearchAction, WebSite } from 'schema-dts';
import type { ContactModel, LinkModel } from '#lib/content/models.ts';
import { searchPath } from '#lib/text/search-address.ts';
import { site } from '#site.config.ts';
import { absolute, ids, type Nodes, ref } from './graph.ts';

/** The site and who publishes it, as every page names them. */
export const siteNodes: Nodes = [websiteNode(), publisherNode()];

function websiteNode(): WebSite {
  return {
    '@type': 'WebSite',
    '@id': ids.site,
    name: site.name,
    url: absolute('/'),
    inLanguage: 'zh-CN',
    publisher: ref(ids.publisher),
  };
}

function publisherNode(): Exclude<NewsMediaOrganization, string> {
  return {
    '@type': 'NewsMediaOrganization',
    '@id': ids.publisher,
    name: site.publisher.name,
    url: absolute('/'),
    logo: { '@type': 'ImageObject', url: absolute('/icon-512.png'), width: '512', height: '512' },
  };
}

/** How the site is searched, for whoever asks on behalf of a reader. */
const searchAction = {
  '@type': 'SearchAction',
  target: { '@type': 'EntryPoint', urlTemplate: `${absolute(searchPath)}?q={search_term_string}` },
  'query-input': 'required name=search_term_string',
} as SearchAction;

/** The site and its publisher in full, for the pages that speak of them: the front page and 关于我们. */
export function fullSiteNodes(contact: ContactModel): Nodes {
  const { name, address, phone, email, founded } = site.publisher;
  return [
    { ...websiteNode(), alternateName: site.latinName, description: site.description, potentialAction: searchAction },
    {
      ...publisherNode(),
      legalName: name,
      description: site.description,
      slogan: site.slogan,
      foundingDate: founded,
      address,
      telephone: phone,
      email,
      areaServed: `${site.region}${site.city}`,
      publishingPrinciples: absolute('/about'),
      correctionsPolicy: absolute('/corrections'),
      contactPoint: {
        '@type': 'ContactPoint',
        contactType: contact.wording,
        telephone: contact.phone,
        email: contact.email,
      },
    },
  ];
}

/**
 * 您所在的位置, from the front page down to the page itself.
 * @param trail from below the front page to above the page; `here` is the page, where it is not the last of the trail.
 */
export function trailNode(href: string, trail: readonly LinkModel[], here?: string): BreadcrumbList {
  const steps = [{ name: site.name, href: '/' }, ...trail, ...(here === undefined ? [] : [{ name: here, href }])];
  return {
    '@type': 'BreadcrumbList',
    '@id': ids.of(href, 'trail'),
    itemListElement: steps.map((step, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: step.name,
      item: absolute(step.href),
    })),
  };
}
