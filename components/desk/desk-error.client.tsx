'use client';
import { desk } from './strings.ts';

/** Something went wrong while a room was drawn; it was logged on the server. */
export function DeskError({ reset }: { reset: () => void }) {
  return (
    <main className="door">
      <div className="door-box" role="alert">
        <h1>{desk.error.title}</h1>
        <p className="lede">{desk.error.lead}</p>
        <button type="button" className="button main" onClick={reset}>
          {desk.error.again}
        </button>
      </div>
    </main>
  );
}
