'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { pick } from './pick.client.tsx';

/** Up and down the list by `j` and `k`, picked by `x` and as far as here by Shift, to the filter by `/`, a new story by `n`: never while somebody types. */
export function ListKeys({ hint }: { hint: string }) {
  const router = useRouter();
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      // A box that is ticked is no text that is typed.
      if (target?.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], [role="dialog"]')) return;
      const to = { j: 1, k: -1 }[event.key];
      if (to !== undefined) step(to);
      else if (event.key === '/') document.querySelector<HTMLElement>('.filters [type="search"]')?.focus();
      else if (event.key === 'x' || event.key === 'X') pickHere(event.shiftKey);
      else if (event.key === 'n') router.push('/desk/stories/new');
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  }, [router]);
  return <p className="meta keys">{hint}</p>;
}

function pickHere(range: boolean): void {
  const box = document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('.pick input');
  if (box) pick(box, !box.checked, range);
}

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('.stories .name a')];
  const row = document.activeElement?.closest('tr');
  const now = links.findIndex((link) => row?.contains(link));
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(now + by, 0), links.length - 1);
  links[next]?.focus();
}
