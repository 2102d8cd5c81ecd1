'use client';
import { startTransition, useActionState, useEffect, useRef } from 'react';
import type { FormAction } from '../form-state.ts';
import { sectionWords as words } from './strings.ts';

type Props = { id: number; name: string; first: boolean; last: boolean; action: FormAction };

/** Up and down by buttons. The line may move in the document, so the button that was pressed is given the focus back. */
export function OrderButtons({ id, name, first, last, action }: Props) {
  const [state, send, pending] = useActionState(action, null);
  const pressed = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (state) pressed.current?.focus();
  }, [state]);
  const button = (way: 'up' | 'down', none: boolean) => (
    <button
      type="submit"
      name="way"
      value={way}
      className="button plain"
      aria-label={way === 'up' ? words.upOf(name) : words.downOf(name)}
      aria-disabled={none || pending}
    >
      {way === 'up' ? '↑' : '↓'}
    </button>
  );
  return (
    <form
      action={send}
      className="buttons order"
      onSubmit={(event) => {
        event.preventDefault();
        const by = (event.nativeEvent as SubmitEvent).submitter;
        if (pending || !(by instanceof HTMLButtonElement) || by.getAttribute('aria-disabled') === 'true') return;
        pressed.current = by;
        const data = new FormData(event.currentTarget, by);
        startTransition(() => send(data));
      }}
    >
      <input type="hidden" name="id" value={id} />
      {button('up', first)}
      {button('down', last)}
      <span className="unseen" role="status">
        {state?.message}
      </span>
      {state && !state.ok && <span className="meta">{state.message}</span>}
    </form>
  );
}
