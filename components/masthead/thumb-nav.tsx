import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import { searchPath } from '#lib/text/search-address.ts';

const { nav } = strings;

const places = [
  { name: nav.home, href: '/', icon: 'home' },
  { name: nav.latest, href: '/latest', icon: 'clock' },
  { name: nav.pictures, href: '/pictures', icon: 'picture' },
  { name: nav.podcast, href: '/podcast', icon: 'mic' },
  { name: strings.search.title, href: searchPath, icon: 'search' },
  { name: nav.menu, href: '#sections', icon: 'list' },
] as const;

/** Phones only: within reach of the thumb, at the foot of the screen. */
export function ThumbNav() {
  return (
    <nav className="thumb" aria-label={nav.quick}>
      {places.map(({ name, href, icon }) => (
        <a key={href} href={href}>
          <Icon name={icon} />
          {name}
        </a>
      ))}
    </nav>
  );
}
