import type { ReactNode } from 'react';
import { strings } from '#components/strings.ts';

type Props = { id?: string; href?: string | null; children: ReactNode };

/** The heading of a block or a panel: its name, and the way to all of it. */
export function Heading({ id, href, children }: Props) {
  return (
    <div className="head">
      <h2 id={id}>{href ? <a href={href}>{children}</a> : children}</h2>
      {href && (
        <a className="more" href={href} aria-hidden="true" tabIndex={-1}>
          {strings.list.more}
        </a>
      )}
    </div>
  );
}
