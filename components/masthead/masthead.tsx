import { SearchBox } from '#components/search/search-box.tsx';
import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { SectionNode } from '#lib/content/models.ts';
import { site } from '#site.config.ts';
import { Seal } from './seal.tsx';
import { SectionNav } from './section-nav.tsx';
import { Tools } from './tools.tsx';

const { nav } = strings;

const channels = [
  { name: nav.latest, href: '/latest', icon: 'clock' },
  { name: nav.pictures, href: '/pictures', icon: 'picture' },
  { name: nav.podcast, href: '/podcast', icon: 'mic' },
  { name: nav.blog, href: '/blog', icon: 'pen' },
] as const;

/** The head of every page: the seal and the name, the channels, the search, the reading tools, and the sections. */
export function Masthead({ groups }: { groups: SectionNode[] }) {
  return (
    <header className="masthead">
      <div className="page nameplate">
        <a className="brand" href="/">
          <Seal />
          <span className="name">{site.name}</span>
          <span className="latin" lang="zh-Latn">
            {site.latinName}
          </span>
          <span className="sr-only">{nav.home}</span>
        </a>
        <p className="slogan">{site.slogan}</p>
        <div className="reach">
          <nav className="channels" aria-label={nav.channels}>
            {channels.map(({ name, href, icon }) => (
              <a key={href} href={href}>
                <Icon name={icon} />
                {name}
              </a>
            ))}
          </nav>
          <SearchBox />
        </div>
        <Tools />
      </div>
      <SectionNav groups={groups} />
    </header>
  );
}
