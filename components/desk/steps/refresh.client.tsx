'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition } from 'react';

const every = 2_000;
/** Then it is as it is; whoever wants to know later looks again. */
const most = 60;

/** Draws the page anew from the server: by a button, and by itself while `live`. */
export function Refresh({ label, live = false }: { label: string; live?: boolean }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const busy = useRef(false);
  busy.current = pending;
  useEffect(() => {
    if (!live) return;
    let left = most;
    const timer = setInterval(() => {
      if (left-- <= 0) return clearInterval(timer);
      if (!busy.current && document.visibilityState === 'visible') start(() => router.refresh());
    }, every);
    return () => clearInterval(timer);
  }, [live, router]);
  return (
    <button
      type="button"
      className="button plain"
      aria-disabled={pending}
      onClick={() => start(() => router.refresh())}
    >
      {label}
    </button>
  );
}
