'use client';
import { useEffect } from 'react';

/** Links that lead away open beside the preview: the site's pages do not stand in frames. */
export function PreviewLinks() {
  useEffect(() => {
    const aside = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.getAttribute('href')?.startsWith('#')) return;
      link.target = '_blank';
      link.rel = 'noopener';
    };
    document.addEventListener('click', aside, true);
    return () => document.removeEventListener('click', aside, true);
  }, []);
  return null;
}
