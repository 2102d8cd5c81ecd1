import { type FormEvent, useCallback, useEffect, useId, useState } from 'react';
import type { Draft } from '#lib/desk/draft.ts';
import { clockOf } from './clock.ts';
import { useTools } from './context.ts';
import { Shell } from './dialogs.tsx';
import { DiffView } from './diff-view.tsx';
import type { VersionEntry } from './port.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings.versions;

type Props = {
  current: Draft;
  writable: boolean;
  /** Keeps the text as it stands; answers why not. Null: the desk does not offer it. */
  keep: ((note: string) => Promise<string | null>) | null;
  /** Answers why not; null: it is done, and the dialog closes. */
  restore: (number: number, draft: Draft) => Promise<string | null>;
  close: () => void;
};

/** Every save point with who and when; each against the text as it stands now, and back to it. */
export function Versions({ current, writable, keep, restore, close }: Props) {
  const { port, library } = useTools();
  const [entries, setEntries] = useState<VersionEntry[] | null>(null);
  const [shown, setShown] = useState<{ number: number; draft: Draft } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const noteId = useId();
  const list = useCallback(() => port.versions().then(setEntries, () => setProblem(text.failed)), [port]);
  useEffect(() => void list(), [list]);
  const show = async (number: number) => {
    try {
      const draft = await port.version(number);
      await library.complete(draft);
      setShown({ number, draft });
    } catch {
      setProblem(text.failed);
    }
  };
  const keepNow = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const note = new FormData(form).get('note');
    const refused = await keep?.(typeof note === 'string' ? note : '');
    setProblem(refused ?? null);
    if (refused !== null) return;
    form.reset();
    setSaid(text.kept);
    await list();
  };
  const restoreNow = async ({ number, draft }: { number: number; draft: Draft }) => {
    const refused = await restore(number, draft);
    if (refused === null) close();
    else setProblem(refused);
  };
  return (
    <Shell title={text.title} close={close} wide>
      {problem && (
        <p className="desk-problem" role="alert">
          {problem}
        </p>
      )}
      {keep && writable && (
        <form className="desk-row" onSubmit={(event) => void keepNow(event)}>
          <label className="visually-hidden" htmlFor={noteId}>
            {text.note}
          </label>
          <input id={noteId} name="note" className="desk-input" maxLength={200} placeholder={text.note} />
          <button type="submit" className="desk-button">
            {text.keep}
          </button>
          <span role="status">{said}</span>
        </form>
      )}
      <div className="desk-versions">
        <ol className="desk-options">
          {entries?.length === 0 && <li className="desk-note">{text.none}</li>}
          {entries?.map(({ number, at, by, note }) => (
            <li key={number}>
              <button type="button" aria-pressed={shown?.number === number} onClick={() => void show(number)}>
                <span>
                  {text.number(number)} · {by}
                </span>
                <small>
                  {clockOf(at)}
                  {note && ` · ${note}`}
                </small>
              </button>
            </li>
          ))}
        </ol>
        <div className="desk-scroll">
          {shown && (
            <>
              <DiffView
                before={shown.draft}
                after={current}
                nameOf={library.nameOf}
                titles={[text.number(shown.number), text.current]}
              />
              <div className="desk-row is-end">
                <button
                  type="button"
                  className="desk-button is-main"
                  disabled={!writable}
                  onClick={() => void restoreNow(shown)}
                >
                  {text.restore}
                </button>
              </div>
            </>
          )}
        </div>
      </div>
    </Shell>
  );
}
