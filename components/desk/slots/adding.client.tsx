'use client';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { slots as words } from './strings.ts';

type Props<Found> = {
  label: string;
  /** Tells it from others on the page; its label, where there is none. */
  name?: string;
  hint?: string;
  none: string;
  look: (text: string) => Promise<Found[]>;
  className: string;
  children: (found: Found) => ReactNode;
};

/** Looks for something by its words, and lists what was found. */
export function Finder<Found extends { id: number }>({
  label,
  name = label,
  hint,
  none,
  look,
  className,
  children,
}: Props<Found>) {
  const [found, setFound] = useState<Found[] | null>(null);
  const [lost, setLost] = useState(false);
  const id = useId();
  const latest = useRef(0);
  const search = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('q');
    const turn = ++latest.current;
    const answer = await look(typeof text === 'string' ? text : '').catch(() => null);
    if (turn !== latest.current) return;
    setLost(answer === null);
    if (answer) setFound(answer);
  };
  return (
    <div className="finder">
      <search aria-label={name}>
        <form className="filters" onSubmit={search}>
          <label className="grow" htmlFor={id}>
            {label}
            <input id={id} type="search" name="q" maxLength={200} placeholder={hint} autoComplete="off" />
          </label>
          <button type="submit" className="button">
            {words.search}
          </button>
        </form>
      </search>
      <div aria-live="polite">
        {lost && <p className="notice bad">{words.lost}</p>}
        {found?.length === 0 && <p className="meta">{none}</p>}
      </div>
      {found && found.length > 0 && (
        <ul className={className}>
          {found.map((each) => (
            <li key={each.id}>{children(each)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
