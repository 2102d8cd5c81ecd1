import { strings } from '#components/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { SectionNode } from '#lib/content/models.ts';

/**
 * The section tree, once: on a phone a strip that scrolls sideways and, as the target of `#sections`, a sheet of all
 * sections; on a desk a band with the second level in sight.
 */
export function SectionNav({ groups }: { groups: SectionNode[] }) {
  return (
    <nav className="sections" id="sections" aria-label={strings.nav.sections} tabIndex={-1}>
      <ul className="page">
        <li className="home">
          <a href="/">{strings.nav.home}</a>
        </li>
        {groups.map((group) => (
          <li key={group.slug}>
            <a href={group.href}>{group.name}</a>
            {group.children.length > 0 && (
              <ul>
                {group.children.map(({ slug, href, name }) => (
                  <li key={slug}>
                    <a href={href}>{name}</a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
        <li className="extra">
          <a href="/blog">{strings.nav.blog}</a>
        </li>
      </ul>
      <a className="shut" href="#main">
        <Icon name="close" />
        {strings.nav.closeSections}
      </a>
    </nav>
  );
}
