'use client';
import { useEffect } from 'react';

/** The readers' script on a page of React's: it changes the document, so it comes when React has read that (else: error 418). */
export function ReaderScript({ src }: { src: string | undefined }) {
  useEffect(() => {
    if (!src) return;
    const script = document.createElement('script');
    script.src = src;
    document.head.append(script);
  }, [src]);
  return null;
}
