'use client';
import { useActionState } from 'react';
import { Part } from '#components/desk/part.tsx';
import { desk } from '#components/desk/strings.ts';
import type { FindingLevel } from '#lib/newsroom/finding.ts';
import { words } from './strings.ts';

export type Tried =
  | { ok: true; text: string; hits: { from: number; to: number; word: string; level: FindingLevel; note: string }[] }
  | { ok: false; text: string; message: string };

type Props = { attempt: (state: Tried | null, form: FormData) => Promise<Tried> };

/** A text, and what the list finds in it. */
export function TryWords({ attempt }: Props) {
  const [state, send, pending] = useActionState(attempt, null);
  return (
    <Part id="try" title={words.try}>
      <p className="meta">{words.tryLead}</p>
      <form className="form" action={send}>
        <label className="field">
          <span>{words.text}</span>
          {/* Its key: what was tried stays when the form is reset after its answer. */}
          <textarea key={state?.text} name="text" rows={5} maxLength={20_000} defaultValue={state?.text ?? ''} />
        </label>
        <div className="buttons">
          <button type="submit" className="button" aria-disabled={pending}>
            {pending ? desk.saving : words.trySubmit}
          </button>
        </div>
        <div aria-live="polite">
          {state && !state.ok && (
            <div className="notice bad" role="alert">
              <p>{state.message}</p>
            </div>
          )}
          {state?.ok && (
            <div className="notice" role="status">
              <p>{state.hits.length === 0 ? words.nothing : `找到 ${state.hits.length} 处。`}</p>
              {state.hits.length > 0 && (
                <ul>
                  {state.hits.map(({ from, to, word, level, note }) => (
                    <li key={`${from} ${to} ${word}`}>
                      <span className={level === 'forbid' ? 'state off' : 'state'}>{words.levels[level]}</span>{' '}
                      {state.text.slice(Math.max(0, from - 12), from)}
                      <mark className="word-hit">{state.text.slice(from, to)}</mark>
                      {state.text.slice(to, to + 12)} <span className="meta">{note ? `${word}：${note}` : word}</span>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          )}
        </div>
      </form>
    </Part>
  );
}
