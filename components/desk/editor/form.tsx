import type { Editor } from '@tiptap/core';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { SectionOptions } from '../section-options.tsx';
import { useLibrary, useTools } from './context.ts';
import { type Fields, type FieldsStore, useField } from './fields-store.ts';
import { Line } from './nodes.tsx';
import { Pic } from './pic.tsx';
import { PickMany, PickOne } from './picker.tsx';
import { editorStrings } from './strings.ts';
import { TopicSuggestions } from './suggestions.tsx';

const names = editorStrings.fields;
const text = editorStrings.form;

/** What lists show of a title without cutting it (visual.md: one line each). */
export const listTitleFits = 24;
const longestTitle = 200;

type TextName = { [K in keyof Fields]: Fields[K] extends string | null ? K : never }[keyof Fields];

type Props = { store: FieldsStore; disabled: boolean };

type TextProps = Props & {
  name: Exclude<TextName, 'kind'>;
  rows?: number;
  most?: number;
  hint?: string;
  className?: string;
  onEnter?: () => void;
};

/** A line or some lines of text; empty means absent where the draft knows absence. */
export function TextField({ store, disabled, name, rows = 1, most, hint, className, onEnter }: TextProps) {
  const [value, set] = useField(store, name);
  const id = useId();
  const shown = value ?? '';
  const length = [...shown].length;
  const over = most !== undefined && length > most;
  const save = (next: string) => set(name === 'title' || name === 'summary' ? next : next || null);
  const enter = (event: KeyboardEvent) => {
    // Enter within a composition chooses a word.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || rows > 1) return;
    event.preventDefault();
    onEnter?.();
  };
  return (
    <div className={['desk-field', className].filter(Boolean).join(' ')}>
      <label htmlFor={id}>{names[name]}</label>
      <textarea
        id={id}
        name={name}
        className="desk-input"
        rows={rows}
        value={shown}
        readOnly={disabled}
        maxLength={name === 'summary' ? 2000 : 300}
        aria-describedby={most || hint ? `${id}-hint` : undefined}
        aria-invalid={over || undefined}
        onKeyDown={enter}
        onChange={(event) => save(rows === 1 ? event.target.value.replace(/\n/g, '') : event.target.value)}
      />
      {(most || hint) && (
        <p id={`${id}-hint`} className={over ? 'desk-problem' : 'desk-note'}>
          {over ? text.tooLong(most) : hint}
          {most !== undefined && <span className="num">{text.titleLength(length, most)}</span>}
        </p>
      )}
    </div>
  );
}

/** The fields above the text: what readers see first. */
export function HeadFields({ store, disabled, toBody }: Props & { toBody: () => void }) {
  const [title] = useField(store, 'title');
  const [listTitle] = useField(store, 'listTitle');
  const long = [...title].length > listTitleFits && !listTitle;
  return (
    <div className="desk-head">
      <TextField
        store={store}
        disabled={disabled}
        name="title"
        most={longestTitle}
        className="is-title"
        onEnter={toBody}
      />
      <TextField store={store} disabled={disabled} name="subtitle" className="is-subtitle" onEnter={toBody} />
      {(long || listTitle !== null) && (
        <TextField store={store} disabled={disabled} name="listTitle" most={listTitleFits} hint={text.listTitleHint} />
      )}
    </div>
  );
}

/** The fields beside the text. */
export function SideFields({ store, disabled, editor }: Props & { editor: Editor }) {
  const library = useLibrary();
  const [kind, setKind] = useField(store, 'kind');
  const [section, setSection] = useField(store, 'sectionId');
  const [extra, setExtra] = useField(store, 'extraSectionIds');
  const [source, setSource] = useField(store, 'sourceId');
  const [authors, setAuthors] = useField(store, 'authorIds');
  const [topics, setTopics] = useField(store, 'topicIds');
  const [show, setShow] = useField(store, 'showId');
  const [episode, setEpisode] = useField(store, 'episode');
  const [blog, setBlog] = useField(store, 'blogId');
  const ids = { kind: useId(), section: useId(), extra: useId(), episode: useId() };
  const common = { store, disabled };
  const programme = kind === 'audio' || kind === 'video';
  return (
    <form className="desk-side-form" aria-label={names.label} onSubmit={(event) => event.preventDefault()}>
      <TextField {...common} name="summary" rows={3} />
      <Part title={text.places}>
        <div className="desk-pair">
          <div className="desk-field">
            <label htmlFor={ids.section}>{names.sectionId}</label>
            <select
              id={ids.section}
              className="desk-input"
              value={section ?? ''}
              disabled={disabled}
              onChange={(event) => setSection(Number(event.target.value) || null)}
            >
              <option value="">{text.choose}</option>
              <SectionOptions sections={library.sections} />
            </select>
          </div>
          <div className="desk-field">
            <label htmlFor={ids.kind}>{names.kind}</label>
            <select
              id={ids.kind}
              className="desk-input"
              value={kind}
              disabled={disabled}
              onChange={(event) => setKind(event.target.value as Fields['kind'])}
            >
              {Object.entries(editorStrings.kinds).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        </div>
        <div className="desk-field">
          <label htmlFor={ids.extra}>{names.extraSectionIds}</label>
          <select
            id={ids.extra}
            className="desk-input"
            value=""
            disabled={disabled}
            onChange={(event) => setExtra([...extra, Number(event.target.value)])}
          >
            <option value="">{text.choose}</option>
            <SectionOptions sections={library.sections.filter(({ id }) => id !== section && !extra.includes(id))} />
          </select>
          <Chips
            items={extra.map((id) => ({ id, name: library.nameOf('section', id) }))}
            disabled={disabled}
            remove={(id) => setExtra(extra.filter((one) => one !== id))}
          />
        </div>
        <PickOne what="sources" label={names.sourceId} id={source} set={setSource} disabled={disabled} />
      </Part>
      <Part title={text.people}>
        <PickMany what="authors" label={names.authorIds} ids={authors} set={setAuthors} disabled={disabled} />
        <TextField {...common} name="byline" />
        <TextField {...common} name="editorName" />
        <PickMany what="topics" label={names.topicIds} ids={topics} set={setTopics} disabled={disabled} />
        {!disabled && <TopicSuggestions editor={editor} store={store} />}
        <Picks {...common} />
      </Part>
      <Part title={text.media}>
        <MediaField {...common} name="leadMediaId" />
        {programme && <MediaField {...common} name="mediaId" />}
        {kind === 'gallery' && <GalleryField {...common} />}
        {programme && (
          <>
            <PickOne what="shows" label={names.showId} id={show} set={setShow} disabled={disabled} />
            <div className="desk-field">
              <label htmlFor={ids.episode}>{names.episode}</label>
              <input
                id={ids.episode}
                className="desk-input"
                type="number"
                min={1}
                value={episode ?? ''}
                readOnly={disabled}
                onChange={(event) => setEpisode(Number(event.target.value) || null)}
              />
            </div>
          </>
        )}
        {kind === 'post' && <PickOne what="blogs" label={names.blogId} id={blog} set={setBlog} disabled={disabled} />}
      </Part>
      <details>
        <summary>{text.more}</summary>
        <TextField {...common} name="originalTitle" />
        <TextField {...common} name="originalUrl" />
        <TextField {...common} name="originalAuthor" />
      </details>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

type Chip = { id: number; name: string };

function Chips({ items, remove, disabled }: { items: Chip[]; remove: (id: number) => void; disabled: boolean }) {
  if (items.length === 0) return null;
  return (
    <ul className="desk-lines">
      {items.map(({ id, name }) => (
        <li key={id}>
          <span>{name}</span>
          <button type="button" disabled={disabled} aria-label={text.remove(name)} onClick={() => remove(id)}>
            {text.clear}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** 相关新闻 of the editor's own choice. */
function Picks({ store, disabled }: Props) {
  const library = useLibrary();
  const { chooseStory } = useTools();
  const [ids, set] = useField(store, 'pickIds');
  const add = async () => {
    const story = await chooseStory();
    if (story && !ids.includes(story.id)) set([...ids, story.id]);
  };
  return (
    <div className="desk-field">
      <span className="desk-label">{names.pickIds}</span>
      <Chips
        items={ids.map((id) => ({ id, name: library.nameOf('story', id) }))}
        disabled={disabled}
        remove={(id) => set(ids.filter((one) => one !== id))}
      />
      <button type="button" className="desk-button" disabled={disabled} onClick={add}>
        {editorStrings.tools.storyCard}
      </button>
    </div>
  );
}

function MediaField({ store, disabled, name }: Props & { name: 'leadMediaId' | 'mediaId' }) {
  const library = useLibrary();
  const { chooseMedia } = useTools();
  const [id, set] = useField(store, name);
  const [kind] = useField(store, 'kind');
  const media = id === null ? null : library.media(id);
  const choose = async () => {
    const [chosen] =
      (await chooseMedia(name === 'leadMediaId' ? 'image' : kind === 'video' ? 'video' : 'audio', false)) ?? [];
    if (chosen) set(chosen.id);
  };
  return (
    <div className="desk-field">
      <span className="desk-label">{names[name]}</span>
      {id !== null && (
        <div className="desk-media-field">
          {media?.thumb && <Pic src={media.thumb} alt={media.alt} />}
          <p>
            {media ? media.caption || media.alt : text.missing(id)}
            {media && <small>{[media.duration, media.credit].filter(Boolean).join(' · ')}</small>}
          </p>
        </div>
      )}
      <div className="desk-row">
        <button type="button" className="desk-button" disabled={disabled} onClick={choose}>
          {id !== null ? text.change : name === 'leadMediaId' ? text.pickImage : text.pickMedia}
        </button>
        {id !== null && (
          <button type="button" className="desk-button" disabled={disabled} onClick={() => set(null)}>
            {text.clear}
          </button>
        )}
      </div>
    </div>
  );
}

/** 图集: the pictures of a story that is told in pictures, in order. */
function GalleryField({ store, disabled }: Props) {
  const library = useLibrary();
  const { chooseMedia } = useTools();
  const [items, set] = useField(store, 'gallery');
  const add = async () => {
    const chosen = await chooseMedia('image', true);
    if (chosen) set([...items, ...chosen.map(({ id }) => ({ mediaId: id, caption: null }))]);
  };
  const move = (from: number, by: 1 | -1) => {
    const item = items[from];
    if (item) set(items.toSpliced(from, 1).toSpliced(from + by, 0, item));
  };
  return (
    <div className="desk-field">
      <span className="desk-label">{names.gallery}</span>
      <ol className="desk-gallery-field">
        {items.map((item, at) => {
          const media = library.media(item.mediaId);
          const name = media?.caption || text.missing(item.mediaId);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a picture may stand in it twice; the place is what tells them apart
            <li key={`${at} ${item.mediaId}`}>
              {media?.thumb && <Pic src={media.thumb} alt={media.alt} />}
              <Line
                label={editorStrings.node.captionOf}
                value={item.caption}
                placeholder={name}
                editable={!disabled}
                save={(caption) => set(items.with(at, { ...item, caption }))}
              />
              <div className="block-actions">
                <button
                  type="button"
                  disabled={disabled || at === 0}
                  aria-label={text.up(name)}
                  onClick={() => move(at, -1)}
                >
                  {editorStrings.node.before}
                </button>
                <button
                  type="button"
                  disabled={disabled || at === items.length - 1}
                  aria-label={text.down(name)}
                  onClick={() => move(at, 1)}
                >
                  {editorStrings.node.after}
                </button>
                <button
                  type="button"
                  disabled={disabled}
                  aria-label={text.remove(name)}
                  onClick={() => set(items.toSpliced(at, 1))}
                >
                  {text.clear}
                </button>
              </div>
            </li>
          );
        })}
      </ol>
      <button type="button" className="desk-button" disabled={disabled} onClick={add}>
        {text.addPictures}
      </button>
    </div>
  );
}
