import { strings } from '#components/strings.ts';
import type { LinkModel } from '#lib/content/models.ts';

type Props = { trail: LinkModel[]; current?: string };

/** 您所在的位置: from the front page down the section tree; the last, where given, is the page itself. */
export function Breadcrumb({ trail, current }: Props) {
  return (
    <nav className="crumbs" aria-label={strings.nav.here}>
      <ol>
        {[{ name: strings.nav.home, href: '/' }, ...trail].map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        {current && <li aria-current="page">{current}</li>}
      </ol>
    </nav>
  );
}
