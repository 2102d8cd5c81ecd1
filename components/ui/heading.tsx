import type { ReactNode } from 'react';
import { strings } from '#components/strings.ts';

type Props = { id?: string; href?: string | null; children: ReactNode };

/** The heading of a block or a panel: its name, which is the way to all of it. */
export function Heading({ id, href, children }: Props) {
  return (
    <h2 className="head" id={id}>
      {href ? (
        <a href={href}>
          {children}
          <span className="more" aria-hidden="true">
            {strings.list.more}
          </span>
        </a>
      ) : (
        children
      )}
    </h2>
  );
}
