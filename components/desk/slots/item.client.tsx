'use client';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { Finder } from './adding.client.tsx';
import { instantOf, localOf } from './local-time.ts';
import type { Arranged, PictureCard, SlotsPort, StoryCard } from './models.ts';
import { slots as words } from './strings.ts';
import { Thumb } from './thumb.tsx';

export type ItemActs = {
  move: (by: -1 | 1, focus: string) => void;
  change: (change: Partial<Omit<Arranged, 'storyId'>>) => void;
  remove: () => void;
  choose: (picture: PictureCard) => void;
  grab: () => void;
  drop: () => void;
};

type Props = {
  item: Arranged;
  story: StoryCard;
  picture: PictureCard | null;
  place: number;
  /** Whether it has a place further up, and further down. */
  movable: { up: boolean; down: boolean };
  gone: boolean;
  /** The moment that is looked at, ISO. */
  at: string;
  acts: ItemActs;
  pictures: SlotsPort['pictures'];
};

/** One line of a slot: where it stands, what is said of it, what can be done with it. */
export function SlotLine({ item, story, picture, place, movable, gone, at, acts, pictures }: Props) {
  const [open, setOpen] = useState(false);
  const [over, setOver] = useState(false);
  const { storyId: id } = item;
  const title = item.titleOverride || story.title;
  const keys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const up = event.key === 'ArrowUp';
    if (up ? movable.up : movable.down) acts.move(up ? -1 : 1, document.activeElement?.id ?? '');
  };
  const drag = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      acts.drop();
    },
  };
  const button = (name: string, label: string, act: () => void, off = false) => (
    <button
      type="button"
      className="button"
      id={`${name}-${id}`}
      aria-label={`${label}：${title}`}
      aria-disabled={off}
      onClick={() => !off && act()}
    >
      {label}
    </button>
  );
  return (
    <li className={over ? 'slot-line over' : 'slot-line'} onKeyDown={keys} {...drag}>
      <div className="slot-head">
        <span
          className="grip"
          draggable
          aria-hidden="true"
          onDragStart={(event) => {
            event.dataTransfer.setData('text/plain', title);
            event.dataTransfer.effectAllowed = 'move';
            acts.grab();
          }}
        >
          ⠿
        </span>
        <span className="num">{place}</span>
        <Thumb thumb={picture?.thumb ?? story.thumb} />
        <span className="slot-title">
          {title}
          <small className="meta">
            {[story.section, story.day, item.titleOverride && story.title].filter(Boolean).join(' · ')}
          </small>
          <States item={item} gone={gone} at={at} />
        </span>
      </div>
      <div className="buttons">
        {button('up', words.up, () => acts.move(-1, `up-${id}`), !movable.up)}
        {button('down', words.down, () => acts.move(1, `down-${id}`), !movable.down)}
        {button('pin', item.pinned ? words.unpin : words.pin, () => acts.change({ pinned: !item.pinned }))}
        <button
          type="button"
          className="button"
          id={`edit-${id}`}
          aria-label={`${words.edit}：${title}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {words.edit}
        </button>
        {button('remove', words.remove, acts.remove)}
      </div>
      {open && <LineFields item={item} story={story} picture={picture} acts={acts} pictures={pictures} />}
    </li>
  );
}

function States({ item, gone, at }: { item: Arranged; gone: boolean; at: string }) {
  const coming = item.fromAt !== null && item.fromAt > at;
  const ended = item.untilAt !== null && item.untilAt <= at;
  const time = (iso: string | null) => localOf(iso).slice(5).replace('T', ' ');
  return (
    <>
      {item.pinned && <span className="state on">{words.pinned}</span>}
      {gone && <span className="state off">{words.withdrawn}</span>}
      {coming && <span className="state">{words.coming}</span>}
      {ended && <span className="state off">{words.ended}</span>}
      {(item.fromAt || item.untilAt) && (
        <small className="meta num">
          {time(item.fromAt)} – {time(item.untilAt)}
        </small>
      )}
    </>
  );
}

type Fields = Pick<Props, 'item' | 'story' | 'picture' | 'acts' | 'pictures'>;

function LineFields({ item, story, picture, acts, pictures }: Fields) {
  const { storyId: id } = item;
  return (
    <div className="slot-fields">
      <div className="field">
        <label htmlFor={`title-${id}`}>{words.ownTitle}</label>
        <input
          id={`title-${id}`}
          value={item.titleOverride ?? ''}
          placeholder={story.title}
          maxLength={200}
          aria-describedby={`title-hint-${id}`}
          onChange={(event) => acts.change({ titleOverride: event.target.value || null })}
        />
        <small id={`title-hint-${id}`}>{words.ownTitleHint}</small>
      </div>
      <div className="slot-times">
        {(['fromAt', 'untilAt'] as const).map((name) => (
          <div className="field" key={name}>
            <label htmlFor={`${name}-${id}`}>{name === 'fromAt' ? words.from : words.until}</label>
            <input
              id={`${name}-${id}`}
              type="datetime-local"
              value={localOf(item[name])}
              max="2099-12-31T23:59"
              aria-describedby={`times-${id}`}
              onChange={(event) => acts.change({ [name]: instantOf(event.target.value) })}
            />
          </div>
        ))}
        <small className="meta" id={`times-${id}`}>
          {words.times}
        </small>
      </div>
      <p>
        {words.picture}：{picture ? picture.name : item.mediaId ? words.pictureOther : words.ownPicture}{' '}
        {item.mediaId !== null && (
          <button type="button" className="button" onClick={() => acts.change({ mediaId: null })}>
            {words.useOwn}
          </button>
        )}
      </p>
      <Finder
        label={words.findPicture}
        name={`${words.findPicture}：${story.title}`}
        none={words.noPictures}
        look={pictures}
        className="slot-pictures"
      >
        {(found) => (
          <button type="button" aria-pressed={found.id === item.mediaId} onClick={() => acts.choose(found)}>
            <Thumb thumb={found.thumb} />
            <span>{found.name}</span>
          </button>
        )}
      </Finder>
    </div>
  );
}
