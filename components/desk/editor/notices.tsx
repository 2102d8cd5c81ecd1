import { type ReactNode, useState } from 'react';
import type { Status } from '#lib/desk/autosave.ts';
import type { Draft } from '#lib/desk/draft.ts';
import { bodyWordCount } from '#lib/text/body.ts';
import { clockOf } from './clock.ts';
import { useLibrary } from './context.ts';
import { DiffView } from './diff-view.tsx';
import type { LockState } from './port.ts';
import type { Recoverable, Session } from './session.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings.status;

type StatusProps = { status: Status<Draft>; session: Session; settle: () => void };

/** One calm line: where the text is, and what can be done if it is not everywhere it should be. */
export function StatusLine({ status, session, settle }: StatusProps) {
  const kept = 'kept' in status ? status.kept : true;
  return (
    <div className={`desk-status is-${status.kind}`}>
      <p role="status" aria-label={text.label}>
        <span className="desk-dot" aria-hidden="true" />
        {wordsOf(status)}
      </p>
      {!kept && (
        <p role="alert" className="desk-problem">
          {text.notKept}
        </p>
      )}
      {status.kind === 'unreachable' && <Button onClick={() => session.retry()}>{text.retry}</Button>}
      {status.kind === 'refused' && <Button onClick={() => session.retry()}>{text.retry}</Button>}
      {status.kind === 'signed-out' && (
        <a className="desk-button" href={session.port.signInHref} target="_blank" rel="noopener">
          {text.signIn}
        </a>
      )}
      {status.kind === 'conflict' && <Button onClick={settle}>{text.settle}</Button>}
      {status.kind === 'elsewhere' && <Button onClick={() => void session.demand()}>{text.here}</Button>}
    </div>
  );
}

function wordsOf(status: Status<Draft>): string {
  switch (status.kind) {
    case 'saved':
      return text.saved(status.at && clockOf(status.at));
    case 'saving':
      return text.saving;
    case 'waiting':
      return text.waiting;
    case 'unreachable':
      return status.offline ? text.offline : text.unreachable;
    case 'signed-out':
      return text.signedOut;
    case 'refused':
      return text.refused(status.message);
    case 'conflict':
      return text.conflict(status.theirs.by);
    case 'elsewhere':
      return text.elsewhere;
  }
}

function Button({ onClick, children, main = false }: { onClick: () => void; children: ReactNode; main?: boolean }) {
  return (
    <button type="button" className={main ? 'desk-button is-main' : 'desk-button'} onClick={onClick}>
      {children}
    </button>
  );
}

export function LockNotice({ lock, session }: { lock: LockState; session: Session }) {
  if (lock.kind === 'mine') return null;
  return (
    <div className="desk-notice">
      <p role="status">{editorStrings.lock.theirs(lock.name, clockOf(lock.since))}</p>
      {lock.mayTakeOver && <Button onClick={() => void session.takeOver()}>{editorStrings.lock.takeOver}</Button>}
    </div>
  );
}

type RecoverProps = {
  recoverable: Recoverable;
  /** The text as it stands in the editor. */
  current: () => Draft;
  restore: (draft: Draft) => void;
  merge: (recoverable: Recoverable) => void;
  discard: () => void;
};

/** What an earlier page left in this browser and the server never got. */
export function RecoverNotice({ recoverable, current, restore, merge, discard }: RecoverProps) {
  const library = useLibrary();
  const [comparing, setComparing] = useState<Draft | null>(null);
  const strings = editorStrings.recover;
  const words = bodyWordCount(recoverable.content.body);
  const compare = async () => {
    if (comparing) return setComparing(null);
    await library.complete(recoverable.content).catch(() => {});
    setComparing(current());
  };
  return (
    <div className="desk-notice is-recover">
      <p role="status">
        {strings.found(clockOf(recoverable.at), words)}
        {recoverable.diverged && `，${strings.diverged}`}
      </p>
      {recoverable.diverged ? (
        <Button main onClick={() => merge(recoverable)}>
          {strings.compareAndMerge}
        </Button>
      ) : (
        <>
          <Button main onClick={() => restore(recoverable.content)}>
            {strings.restore}
          </Button>
          <Button onClick={() => void compare()}>{comparing ? strings.hide : strings.compare}</Button>
        </>
      )}
      <Button onClick={discard}>{strings.discard}</Button>
      {comparing && (
        <DiffView
          before={comparing}
          after={recoverable.content}
          nameOf={library.nameOf}
          titles={[strings.onServer, strings.inBrowser]}
        />
      )}
    </div>
  );
}
