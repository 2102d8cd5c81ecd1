'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { desk } from './strings.ts';

/** The rooms that somebody may enter; the one they are in is marked. */
export function Nav({ items }: { items: readonly { href: string; label: string }[] }) {
  const path = usePathname();
  return (
    <nav className="desk-nav" aria-label={desk.rooms}>
      <ul>
        {items.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={
                path === href ? 'page' : href !== '/desk' && path.startsWith(`${href}/`) ? 'true' : undefined
              }
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
