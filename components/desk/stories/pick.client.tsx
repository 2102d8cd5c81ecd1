'use client';
import { useEffect, useRef, useState } from 'react';
import { storyWords as words } from './strings.ts';

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('.stories .pick input')];
/** From here Shift picks. */
let anchor: HTMLInputElement | null = null;

/** Picks a story, or all between it and the one that was picked last. */
export function pick(box: HTMLInputElement, on: boolean, range: boolean): void {
  const all = boxes();
  const [from, to] = [all.indexOf(anchor ?? box), all.indexOf(box)].sort((a, b) => a - b);
  const wanted = range && from !== undefined && from >= 0 ? all.slice(from, (to ?? from) + 1) : [box];
  for (const each of wanted) each.checked = on;
  anchor = box;
  box.dispatchEvent(new Event('change', { bubbles: true }));
}

/** How many are picked, and all of the page by one box. Without a script the boxes alone are there, and do. */
export function PickCount() {
  const [state, setState] = useState<{ count: number; of: number } | null>(null);
  const all = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const look = () => setState({ count: boxes().filter(({ checked }) => checked).length, of: boxes().length });
    const clicked = (event: MouseEvent) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || !box.matches('.stories .pick input')) return;
      if (event.shiftKey) pick(box, box.checked, true);
      else anchor = box;
    };
    look();
    document.addEventListener('change', look);
    document.addEventListener('click', clicked);
    return () => {
      anchor = null;
      document.removeEventListener('change', look);
      document.removeEventListener('click', clicked);
    };
  }, []);
  useEffect(() => {
    if (all.current) all.current.indeterminate = state !== null && state.count > 0 && state.count < state.of;
  }, [state]);
  if (!state) return null;
  const pickAll = (on: boolean) => {
    for (const box of boxes()) box.checked = on;
    setState({ count: on ? state.of : 0, of: state.of });
  };
  return (
    <>
      <label className="check">
        <input
          ref={all}
          type="checkbox"
          checked={state.count === state.of}
          onChange={(event) => pickAll(event.currentTarget.checked)}
        />
        {words.pickAll}
      </label>
      <span className="meta" role="status">
        {words.picked(state.count)}
      </span>
    </>
  );
}
