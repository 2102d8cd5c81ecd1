import type { SiteConfig } from '#site.config.ts';
import { searchPath } from '../text/search-address.ts';

/** How browsers search the site from their address bar: OpenSearch 1.1, draft 6. A short name has 16 characters at most. */
export function openSearch({ name, origin, description }: Pick<SiteConfig, 'name' | 'origin' | 'description'>): string {
  const text = (words: string) => words.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>${text([...name].slice(0, 16).join(''))}</ShortName>
<Description>${text(description)}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>zh-CN</Language>
<Image width="512" height="512" type="image/png">${origin}/icon-512.png</Image>
<Url type="text/html" method="get" template="${origin}${searchPath}?q={searchTerms}"/>
</OpenSearchDescription>
`;
}
