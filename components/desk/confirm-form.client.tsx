'use client';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { startTransition, useActionState, useRef, useState } from 'react';
import { CopySecret } from './copy-secret.client.tsx';
import type { FormAction } from './form-state.ts';
import { desk } from './strings.ts';

type Props = {
  action: FormAction;
  /** The button's words, and the question's. */
  label: string;
  /** What it will do. */
  lead: string;
  hidden: Record<string, string>;
  /** Something to choose along with it. */
  option?: { name: string; label: string };
  kind?: 'grave' | 'plain';
};

/** A button for what is not undone by a click: it says what it will do, and asks. Before the page hydrates it does it at once. */
export function ConfirmForm({ action, label, lead, hidden, option, kind = 'grave' }: Props) {
  const [state, send, pending] = useActionState(action, null);
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const confirmed = () => {
    setAsking(false);
    if (!form.current) return;
    const data = new FormData(form.current);
    startTransition(() => send(data));
  };
  return (
    <form
      ref={form}
      action={send}
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) setAsking(true);
      }}
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {option && (
        <label className="check">
          <input type="checkbox" name={option.name} />
          {option.label}
        </label>
      )}
      <div className="buttons">
        <button type="submit" className={`button ${kind}`} aria-disabled={pending}>
          {pending ? desk.saving : label}
        </button>
      </div>
      <div className="notices" aria-live="polite">
        {state && (
          <div className={state.ok ? 'notice good' : 'notice bad'} role={state.ok ? 'status' : 'alert'}>
            <p>{state.message}</p>
            {state.secret && <CopySecret secret={state.secret} label={state.message} />}
          </div>
        )}
      </div>
      <AlertDialog.Root open={asking} onOpenChange={setAsking}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className="veil" />
          <AlertDialog.Popup className="dialog">
            <AlertDialog.Title>{label}</AlertDialog.Title>
            <AlertDialog.Description>{lead}</AlertDialog.Description>
            <div className="buttons">
              <button type="button" className="button main" onClick={confirmed}>
                {label}
              </button>
              <AlertDialog.Close className="button">{desk.people.cancel}</AlertDialog.Close>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </form>
  );
}
