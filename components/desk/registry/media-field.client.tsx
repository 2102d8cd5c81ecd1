'use client';
import { useId, useRef, useState, useTransition } from 'react';
import { registry as words } from './strings.ts';

export type Found = { id: number; title: string; src: string; width: number; height: number };

type Props = { label: string; name: string; value: number | null; find: (text: string) => Promise<Found[]> };

/** A picture of the library, by its number, or found by words. Without script the number is written by hand. */
export function MediaField({ label, name, value, find }: Props) {
  const id = useId();
  const chosen = useRef<HTMLInputElement>(null);
  const asked = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Found[] | null>(null);
  const [said, setSaid] = useState('');
  const [pending, start] = useTransition();
  const look = () =>
    start(async () => {
      const pictures = await find(asked.current?.value ?? '');
      setFound(pictures);
      setSaid(pictures.length === 0 ? words.pictureNone : '');
    });
  const choose = (picture: number) => {
    if (chosen.current) chosen.current.value = String(picture);
    chosen.current?.focus();
    setFound(null);
    setSaid(words.pictureChosen(picture));
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        ref={chosen}
        id={id}
        name={name}
        inputMode="numeric"
        pattern="[0-9]*"
        aria-describedby={`${id}-hint`}
        defaultValue={value ?? ''}
      />
      <small id={`${id}-hint`}>{words.pictureHint}</small>
      <div className="filters">
        <label className="grow">
          {words.pictureSearch}
          <input
            ref={asked}
            type="search"
            maxLength={80}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
              event.preventDefault();
              look();
            }}
          />
        </label>
        <button type="button" className="button" onClick={look} aria-disabled={pending}>
          {words.pictureFind}
        </button>
      </div>
      <p className="meta" role="status">
        {said}
      </p>
      {found && found.length > 0 && (
        <ul className="media-grid">
          {found.map(({ id, title, src, width, height }) => (
            <li key={id}>
              <button type="button" onClick={() => choose(id)}>
                {/* biome-ignore lint/performance/noImgElement: its variants were made when it was taken in */}
                <img src={src} width={width} height={height} alt="" loading="lazy" />
                <span className="media-title">{title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
