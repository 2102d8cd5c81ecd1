'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { browserKeeper } from '#lib/desk/keeper.ts';
import { tabLock } from '#lib/desk/tabs.ts';
import { type Settle, settleEvent } from '../steps/settle.ts';
import type { EditorPort } from './port.ts';
import { Session, type Snapshot } from './session.ts';
import { editorStrings } from './strings.ts';
import { Writing } from './writing.tsx';

const loading: Snapshot = { phase: 'loading' };

/**
 * The writing component. It asks the port for everything and never loses what was typed: see `lib/desk/autosave.ts`.
 * @param port the same object for the life of the component; another story is another component (`key`).
 */
export function StoryEditor({ port }: { port: EditorPort }) {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    const opened = new Session(port, browserKeeper(), tabLock(port.user.id, port.storyId));
    setSession(opened);
    // Whoever takes a step in the same page waits until the text that is seen is saved.
    const settle = (event: Event) => (event as CustomEvent<Settle>).detail.wait(opened.saved());
    window.addEventListener(settleEvent, settle);
    const stop = opened.start();
    return () => {
      window.removeEventListener(settleEvent, settle);
      stop();
    };
  }, [port]);
  const snapshot = useSyncExternalStore(session?.subscribe ?? nothing, session?.snapshot ?? waiting, waiting);
  if (!session || snapshot.phase === 'loading') return <p className="desk-note">{editorStrings.loading}</p>;
  if (snapshot.phase === 'failed') {
    return (
      <p className="desk-problem" role="alert">
        {editorStrings.loadFailed}{' '}
        <button type="button" className="desk-button" onClick={() => void session.open()}>
          {editorStrings.again}
        </button>
      </p>
    );
  }
  return <Writing session={session} snapshot={snapshot} />;
}

const nothing = () => () => {};
const waiting = () => loading;
