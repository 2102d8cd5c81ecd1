'use client';
import { type FormEvent, type ReactNode, startTransition, useActionState, useEffect, useRef } from 'react';
import { CopySecret } from './copy-secret.client.tsx';
import type { FormAction } from './form-state.ts';
import { desk } from './strings.ts';

type Props = {
  action: FormAction;
  submit: string;
  children?: ReactNode;
  className?: string;
  kind?: 'main' | 'grave' | 'plain';
  wide?: boolean;
  /** What is sent along unseen. */
  hidden?: Record<string, string>;
};

/** A form that a server action answers in place; it works before the page hydrates, and then without leaving it. */
export function ActionForm({ action, submit, children, className = 'form', kind = 'main', wide, hidden = {} }: Props) {
  const [state, send, pending] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state?.ok) form.current?.reset();
    // Where it went wrong, the next attempt begins there.
    else if (state) form.current?.querySelector<HTMLElement>('input:not([type="hidden"]), select')?.focus();
  }, [state]);
  // Sent by hand, so that what was typed stays when the answer is a refusal.
  const sendKept = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const data = new FormData(event.currentTarget);
    startTransition(() => send(data));
  };
  return (
    <form ref={form} action={send} onSubmit={sendKept} className={className}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <div className="notices" aria-live="polite">
        {state && (
          <div className={state.ok ? 'notice good' : 'notice bad'} role={state.ok ? 'status' : 'alert'}>
            <p>{state.message}</p>
            {state.secret && <CopySecret secret={state.secret} label={state.message} />}
          </div>
        )}
      </div>
      <div className="buttons">
        <button type="submit" className={`button ${kind}${wide ? ' wide' : ''}`} aria-disabled={pending}>
          {pending ? desk.saving : submit}
        </button>
      </div>
    </form>
  );
}
