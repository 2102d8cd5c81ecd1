'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { desk } from './strings.ts';

/** The rooms that somebody may enter; the one they are in is marked. */
export function Nav({ items }: { items: readonly { href: string; label: string }[] }) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  // On a phone the rooms are a strip that scrolls, beside a low window a column that does: the one they are in is in sight.
  useEffect(() => {
    const strip = nav.current;
    const here = strip?.querySelector(`[href="/${path.split('/').slice(1, 3).join('/')}"]`);
    if (!strip || !here) return;
    const { left, top, width, height } = here.getBoundingClientRect();
    const box = strip.getBoundingClientRect();
    strip.scrollLeft += left + width / 2 - (box.left + box.width / 2);
    strip.scrollTop += top + height / 2 - (box.top + box.height / 2);
  }, [path]);
  return (
    <nav ref={nav} className="desk-nav" aria-label={desk.rooms}>
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
