import type { ReactNode } from 'react';
import { safeHref } from '#lib/text/body.ts';
import { site } from '#site.config.ts';

/**
 * A link out of stored data. Addresses were checked when they were saved; this is the last look before HTML: what may not
 * be followed (`javascript:`, `//host`) stays text. Links that leave the site say so.
 */
export function SafeLink({ href, children }: { href: unknown; children: ReactNode }): ReactNode {
  const address = typeof href === 'string' ? safeHref(href) : null;
  if (address === null) return children;
  return (
    <a href={address} rel={leaves(address) ? 'external noopener' : undefined}>
      {children}
    </a>
  );
}

function leaves(address: string): boolean {
  return /^https?:/i.test(address) && new URL(address).origin !== new URL(site.origin).origin;
}
