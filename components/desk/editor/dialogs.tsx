import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { MediaKind } from '#db/schema/enums.ts';
import { safeHref } from '#lib/text/body.ts';
import { useTools } from './context.ts';
import { DeskIcon } from './icons.tsx';
import { Pic } from './pic.tsx';
import type { MediaCard, StoryCardData } from './port.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings;

type ShellProps = { title: string; close: () => void; wide?: boolean; children: ReactNode };

export function Shell({ title, close, wide = false, children }: ShellProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="desk-backdrop" />
        <Dialog.Popup
          ref={popup}
          className={wide ? 'desk-dialog is-wide' : 'desk-dialog'}
          initialFocus={() => popup.current?.querySelector<HTMLInputElement>('.desk-input') ?? true}
        >
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close aria-label={text.close}>
              <DeskIcon name="close" />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type Found<T> = { state: 'searching' } | { state: 'failed' } | { state: 'found'; items: T[] };

/** Asks anew when typing rests; an answer that was overtaken by a newer question is dropped. */
function useSearch<T>(ask: (query: string) => Promise<T[]>): [string, (query: string) => void, Found<T>] {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<Found<T>>({ state: 'searching' });
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () => {
        latest.current(query.trim()).then(
          (items) => current && setFound({ state: 'found', items }),
          () => current && setFound({ state: 'failed' }),
        );
      },
      query ? 200 : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  return [query, setQuery, found];
}

function SearchBox({ label, query, setQuery }: { label: string; query: string; setQuery: (query: string) => void }) {
  return (
    <input
      className="desk-input"
      type="search"
      aria-label={label}
      placeholder={label}
      value={query}
      onChange={(event) => setQuery(event.target.value)}
    />
  );
}

function Answer<T>({ found, children }: { found: Found<T>; children: (items: T[]) => ReactNode }) {
  if (found.state === 'searching') return <p className="desk-note">{text.form.searching}</p>;
  if (found.state === 'failed') return <p className="desk-note">{text.form.failed}</p>;
  if (found.items.length === 0) return <p className="desk-note">{text.form.nothing}</p>;
  return children(found.items);
}

type MediaDialogProps = { kind: MediaKind; several: boolean; done: (chosen: MediaCard[] | null) => void };

/** The media library's pictures, sounds or films to choose from, and a way to add to them. */
export function MediaDialog({ kind, several, done }: MediaDialogProps) {
  const { port, library } = useTools();
  const [query, setQuery, found] = useSearch((words) => port.searchMedia(words, kind));
  const [chosen, setChosen] = useState<MediaCard[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState<number | null>(null);
  const finish = (media: MediaCard[]) => {
    library.learn({ media });
    done(media);
  };
  const choose = (media: MediaCard) => {
    if (!several) return finish([media]);
    setChosen((before) =>
      before.some(({ id }) => id === media.id) ? before.filter(({ id }) => id !== media.id) : [...before, media],
    );
  };
  const upload = async (files: FileList | null) => {
    setProblem(null);
    const added: MediaCard[] = [];
    for (const file of files ?? []) {
      setBusy(0);
      try {
        const answer = await port.upload(file, { signal: new AbortController().signal, progress: setBusy });
        if (answer.kind === 'uploaded') added.push(answer.media);
        else setProblem(answer.kind === 'refused' ? answer.message : text.node.signedOut);
      } catch {
        setProblem(text.node.failed);
      }
    }
    setBusy(null);
    if (added.length === 0) return;
    library.learn({ media: added });
    if (several) setChosen((before) => [...before, ...added]);
    else finish(added.slice(0, 1));
  };
  return (
    <Shell title={text.media.titles[kind]} close={() => done(null)} wide>
      <div className="desk-row">
        <SearchBox label={text.media.search} query={query} setQuery={setQuery} />
        <label className="desk-button">
          <DeskIcon name="upload" />
          {busy === null ? text.media.upload : text.node.uploading('', Math.round(busy * 100))}
          <input
            type="file"
            accept={`${kind}/*`}
            multiple={several}
            onChange={(event) => void upload(event.target.files)}
          />
        </label>
      </div>
      {problem && (
        <p className="desk-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="desk-scroll">
        <Answer found={found}>
          {(items) => (
            <ul className="desk-media">
              {[...chosen.filter((media) => !items.some(({ id }) => id === media.id)), ...items].map((media) => (
                <li key={media.id}>
                  <button
                    type="button"
                    aria-pressed={several ? chosen.some(({ id }) => id === media.id) : undefined}
                    onClick={() => choose(media)}
                  >
                    {media.thumb ? (
                      <Pic src={media.thumb} alt="" />
                    ) : (
                      <DeskIcon name={media.kind === 'audio' ? 'audio' : 'video'} />
                    )}
                    <span>{media.caption || media.alt || media.id}</span>
                    <small>{[media.duration, media.credit].filter(Boolean).join(' · ')}</small>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      </div>
      {several && (
        <footer>
          <span>{text.media.chosen(chosen.length)}</span>
          <button
            type="button"
            className="desk-button is-main"
            disabled={chosen.length === 0}
            onClick={() => finish(chosen)}
          >
            {text.media.done}
          </button>
        </footer>
      )}
    </Shell>
  );
}

export function StoryDialog({ done }: { done: (chosen: StoryCardData | null) => void }) {
  const { port, library } = useTools();
  const [query, setQuery, found] = useSearch((words) => port.searchStories(words));
  const finish = (story: StoryCardData) => {
    library.learn({ stories: [story] });
    done(story);
  };
  return (
    <Shell title={text.story.title} close={() => done(null)}>
      <SearchBox label={text.story.search} query={query} setQuery={setQuery} />
      <div className="desk-scroll">
        <Answer found={found}>{(items) => <Stories items={items} choose={finish} />}</Answer>
      </div>
    </Shell>
  );
}

function Stories({ items, choose }: { items: StoryCardData[]; choose: (story: StoryCardData) => void }) {
  return (
    <ul className="desk-options">
      {items.map((story) => (
        <li key={story.id}>
          <button type="button" onClick={() => choose(story)}>
            <span>{story.title}</span>
            <small>{story.day}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

type LinkDialogProps = { href: string | null; done: (href: string | null | undefined) => void };

/** `done` with an address; null: without the link; undefined: as it was. */
export function LinkDialog({ href, done }: LinkDialogProps) {
  const { port } = useTools();
  const [address, setAddress] = useState(href ?? '');
  const [bad, setBad] = useState(false);
  const [query, setQuery, found] = useSearch((words) => (words ? port.searchStories(words) : Promise.resolve([])));
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const bare = address.trim();
    const checked = safeHref(/^[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?$/.test(bare) ? `https://${bare}` : bare);
    if (checked === null) setBad(true);
    else done(checked);
  };
  return (
    <Shell title={text.link.title} close={() => done(undefined)}>
      <form onSubmit={submit} className="desk-form">
        <label htmlFor={id}>{text.link.address}</label>
        <input
          id={id}
          className="desk-input"
          value={address}
          aria-invalid={bad}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setAddress(event.target.value);
            setBad(false);
          }}
        />
        <p id={`${id}-hint`} className={bad ? 'desk-problem' : 'desk-note'}>
          {bad ? text.link.bad : text.link.hint}
        </p>
        <div className="desk-row">
          <button type="submit" className="desk-button is-main">
            {text.link.save}
          </button>
          {href !== null && (
            <button type="button" className="desk-button" onClick={() => done(null)}>
              {text.link.remove}
            </button>
          )}
        </div>
      </form>
      <SearchBox label={text.link.story} query={query} setQuery={setQuery} />
      {query.trim() && (
        <div className="desk-scroll">
          <Answer found={found}>
            {(items) => <Stories items={items} choose={(story) => done(`/article/${story.id}`)} />}
          </Answer>
        </div>
      )}
    </Shell>
  );
}
