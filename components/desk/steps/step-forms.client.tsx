'use client';
import { type FormEvent, startTransition, useActionState, useEffect, useId, useRef, useState } from 'react';
import type { FormAction } from '../form-state.ts';
import { desk } from '../strings.ts';
import type { FieldModel, StepForm } from './forms.ts';
import { settled } from './settle.ts';

type Props = {
  action: FormAction;
  storyId: number;
  version: number;
  forms: StepForm[];
  nothing: string;
};

const unsaved = '最后写的文字还没有存到服务器，这一步没有做。请等显示“已保存”后再试。';

/** What may be done now. What came of it is said in one place, which stays when the forms change with the story's stage. */
export function StepForms({ action, storyId, version, forms, nothing }: Props) {
  const [state, send, pending] = useActionState(action, null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state || trouble) notice.current?.focus();
  }, [state, trouble]);
  const sendKept = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const data = new FormData(event.currentTarget);
    setTrouble(null);
    void settled(storyId).then((now) => {
      if (now === 'unsaved') return setTrouble(unsaved);
      if (now !== null) data.set('version', String(now));
      startTransition(() => send(data));
    });
  };
  const said = trouble ? { ok: false, message: trouble } : state;
  return (
    <div className="steps-forms">
      <div ref={notice} tabIndex={-1} className="notices" aria-live="polite">
        {said && (
          <div className={said.ok ? 'notice good' : 'notice bad'} role={said.ok ? 'status' : 'alert'}>
            <p>{said.message}</p>
          </div>
        )}
      </div>
      {forms.length === 0 && <p className="meta">{nothing}</p>}
      {forms.map((form) => {
        const body = (
          <form key={form.step} action={send} onSubmit={sendKept} className="form">
            <input type="hidden" name="step" value={form.step} />
            <input type="hidden" name="story" value={storyId} />
            <input type="hidden" name="version" value={version} />
            {form.lead && <p className="meta">{form.lead}</p>}
            {form.fields.map((field) => (
              <StepField key={field.name} field={field} />
            ))}
            <div className="buttons">
              <button
                type="submit"
                className={`button ${form.tone === 'next' ? 'main' : form.tone === 'grave' ? 'grave' : 'plain'}`}
                aria-disabled={pending}
              >
                {pending ? desk.saving : form.label}
              </button>
            </div>
          </form>
        );
        return form.tone === 'next' ? (
          body
        ) : (
          <details key={form.step} className="more step">
            <summary>{form.label}…</summary>
            {body}
          </details>
        );
      })}
    </div>
  );
}

function StepField({ field: { name, label, kind, required, hint, value } }: { field: FieldModel }) {
  const id = useId();
  const common = {
    id,
    name,
    required,
    'aria-describedby': hint ? `${id}-hint` : undefined,
    ...(value !== undefined && { defaultValue: value }),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {kind === 'lines' && <textarea rows={2} maxLength={2000} {...common} />}
      {kind === 'line' && <input maxLength={500} {...common} />}
      {kind === 'time' && <input type="datetime-local" step={60} {...common} />}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
