'use client';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { added, changed, merged, movable, moved, placed, same, without } from '#lib/desk/arrange.ts';
import { Finder } from './adding.client.tsx';
import { Conflict } from './conflict.tsx';
import { type ItemActs, SlotLine } from './item.client.tsx';
import { type Kept, keep, kept } from './kept.ts';
import { instantOf } from './local-time.ts';
import type { Arranged, PictureCard, Preview, SlotPlace, SlotsPort, Standing, StoryCard } from './models.ts';
import { Seen } from './seen.tsx';
import { slots as words } from './strings.ts';
import { Thumb } from './thumb.tsx';

type Props = {
  slot: SlotPlace;
  name: string;
  /** Whose arrangement it is: another's is not shown to them. */
  me: string;
  standing: Standing;
  preview: Preview;
  port: SlotsPort;
};

/** Typing a title asks for a preview when it rests. */
const restsAfter = 250;

/** One slot: what stands there, arranged by keys, buttons or dragging, beside what readers see. */
export function SlotRoom({ slot, name, me, standing, preview: first, port }: Props) {
  const [base, setBase] = useState(standing);
  const [items, setItems] = useState(standing.items);
  const [stories, setStories] = useState(() => new Map(standing.stories.map((story) => [story.id, story])));
  const [pictures, setPictures] = useState(() => new Map(standing.pictures.map((each) => [each.id, each])));
  const [seen, setSeen] = useState(first);
  const [at, setAt] = useState('');
  const [theirs, setTheirs] = useState<Standing | null>(null);
  const [before, setBefore] = useState<Kept | null>(null);
  const [notice, setNotice] = useState<{ ok: boolean; message: string } | null>(null);
  const [said, say] = useState('');
  const [saving, setSaving] = useState(false);
  const grabbed = useRef<number | null>(null);
  const focus = useRef('');
  const asked = useRef(0);
  const dirty = !same(items, base.items);

  const know = useCallback((more: Standing) => {
    setStories((all) => new Map([...all, ...more.stories.map((story) => [story.id, story] as const)]));
    setPictures((all) => new Map([...all, ...more.pictures.map((each) => [each.id, each] as const)]));
  }, []);
  const stands = useCallback(
    (now: Standing) => {
      know(now);
      setBase(now);
      setTheirs(null);
    },
    [know],
  );

  // What was left unsaved, in this tab, is offered once.
  const offered = useRef(false);
  useEffect(() => {
    if (offered.current) return;
    offered.current = true;
    const left = kept(slot, me);
    if (left && !same(left.items, standing.items)) setBefore(left);
  }, [slot, me, standing]);
  useEffect(() => {
    if (dirty) keep(slot, me, { version: base.version, base: base.items, items });
    else keep(slot, me, before);
  }, [slot, me, dirty, base, items, before]);

  // Whoever moves a line goes with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the order that takes the focus away
  useLayoutEffect(() => {
    if (focus.current) document.getElementById(focus.current)?.focus();
    focus.current = '';
  }, [items, base, theirs]);

  const look = useCallback(async () => {
    const turn = ++asked.current;
    const answer = await port.preview(slot, items, instantOf(at)).catch(() => null);
    if (turn !== asked.current || !answer) return;
    if ('kind' in answer) {
      setNotice({ ok: false, message: answer.message });
      return;
    }
    setSeen(answer);
    if (answer.version === base.version || saving) return;
    const now = await port.standing(slot).catch(() => null);
    if (turn !== asked.current || !now || now.version === base.version) return;
    know(now);
    if (dirty) setTheirs(now);
    else {
      stands(now);
      setItems(now.items);
    }
  }, [port, slot, items, at, base, saving, dirty, know, stands]);

  const drawn = useRef({ items, at, base });
  useEffect(() => {
    const { items: a, at: b, base: c } = drawn.current;
    if (a === items && b === at && c === base) return;
    const timer = setTimeout(() => {
      drawn.current = { items, at, base };
      void look();
    }, restsAfter);
    return () => clearTimeout(timer);
  }, [items, at, base, look]);
  useEffect(() => {
    const back = () => void look();
    window.addEventListener('focus', back);
    return () => window.removeEventListener('focus', back);
  }, [look]);

  const save = async () => {
    if (saving || !dirty) return;
    setSaving(true);
    setNotice(null);
    const sent = items;
    const answer = await port.save(slot, base.version, sent).catch(() => null);
    setSaving(false);
    if (!answer) setNotice({ ok: false, message: words.lost });
    else if (answer.kind === 'refused') {
      setNotice({ ok: false, message: answer.message });
      void look();
    } else if (answer.kind === 'saved' || same(answer.standing.items, sent)) {
      // The second: the answer to an attempt before this one was lost.
      stands(answer.standing);
      setItems((now) => (now === sent ? answer.standing.items : now));
      setNotice({ ok: true, message: words.saved });
    } else {
      know(answer.standing);
      setTheirs(answer.standing);
    }
  };
  const saveNow = useRef(save);
  useEffect(() => {
    saveNow.current = save;
  });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      void saveNow.current();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, []);

  const titleOf = (id: number) => stories.get(id)?.title ?? String(id);
  const arrange = (next: Arranged[], id: number, focused: string, did: string) => {
    focus.current = focused;
    setItems(next);
    setNotice(null);
    const place = next.findIndex((item) => item.storyId === id) + 1;
    say(`${did}《${titleOf(id)}》${place > 0 ? `，第 ${place} 条，共 ${next.length} 条` : ''}`);
  };
  const actsOf = (item: Arranged): ItemActs => {
    const { storyId: id } = item;
    return {
      move: (by, focused) => arrange(moved(items, id, by), id, focused, words.did.moved),
      change: (change) => {
        const next = changed(items, id, change);
        if (change.pinned === undefined) {
          setItems(next);
          setNotice(null);
        } else arrange(next, id, `pin-${id}`, change.pinned ? words.pin : words.unpin);
      },
      remove: () => {
        const n = items.indexOf(item);
        const next = without(items, (each) => each === item);
        const near = next[Math.min(n, next.length - 1)];
        arrange(next, id, near ? `remove-${near.storyId}` : 'slot-lines', words.did.removed);
      },
      choose: (picture: PictureCard) => {
        setPictures((all) => new Map([...all, [picture.id, picture]]));
        setItems(changed(items, id, { mediaId: picture.id }));
      },
      grab: () => {
        grabbed.current = id;
      },
      drop: () => {
        const moving = grabbed.current;
        grabbed.current = null;
        if (moving !== null && moving !== id)
          arrange(placed(items, moving, items.indexOf(item)), moving, '', words.did.moved);
      },
    };
  };
  const take = (story: StoryCard) => {
    setStories((all) => new Map([...all, [story.id, story]]));
    const next = added(items, story.id);
    setItems(slot === 'breaking' ? changed(next, story.id, { untilAt: soon() }) : next);
    say(`${words.did.added}《${story.title}》`);
    setNotice(null);
  };
  const settle = (how: 'merge' | 'mine' | 'theirs') => {
    if (!theirs) return;
    const next = {
      merge: () => merged(base.items, items, theirs.items),
      mine: () => items,
      theirs: () => theirs.items,
    };
    focus.current = 'slot-save';
    setItems(next[how]());
    stands(theirs);
  };
  const goOn = async (left: Kept) => {
    setBefore(null);
    setItems(left.items);
    if (left.version !== base.version) {
      setTheirs(base);
      setBase({ ...base, version: left.version, items: left.base });
    }
    focus.current = 'slot-save';
    const unknown = left.items.filter(({ storyId }) => !stories.has(storyId));
    const found = await Promise.all(unknown.map(({ storyId }) => port.stories(`/article/${storyId}`))).catch(() => []);
    setStories((all) => new Map([...all, ...found.flat().map((story) => [story.id, story] as const)]));
  };
  const ended = items.filter(({ untilAt }) => untilAt !== null && untilAt <= seen.at);

  return (
    <div className="slot-room">
      <section aria-labelledby="slot-arranging">
        <h2 id="slot-arranging">
          {words.arranging}
          {name}
          {base.last && (
            <small className="meta">
              {base.last.by} {base.last.at.short}
            </small>
          )}
        </h2>
        <div className="notices" aria-live="polite">
          {before && (
            <div className="notice" role="status">
              <p>{words.restored}</p>
              <div className="buttons">
                <button type="button" className="button main" onClick={() => void goOn(before)}>
                  {words.restore}
                </button>
                <button type="button" className="button" onClick={() => setBefore(null)}>
                  {words.forget}
                </button>
              </div>
            </div>
          )}
          {theirs && <Conflict base={base.items} theirs={theirs} titleOf={titleOf} settle={settle} />}
        </div>
        <p className="unseen" aria-live="polite">
          {said}
        </p>
        <ol className="slot-lines" id="slot-lines" tabIndex={-1} aria-label={name}>
          {items.map((item, n) => (
            <SlotLine
              key={item.storyId}
              item={item}
              story={stories.get(item.storyId) ?? unknownStory(item.storyId)}
              picture={item.mediaId === null ? null : (pictures.get(item.mediaId) ?? null)}
              place={n + 1}
              movable={{ up: movable(items, item.storyId, -1), down: movable(items, item.storyId, 1) }}
              gone={seen.gone.includes(item.storyId)}
              at={seen.at}
              acts={actsOf(item)}
              pictures={port.pictures}
            />
          ))}
        </ol>
        {items.length === 0 && <p className="meta">{words.empty}</p>}
        <div className="slot-save">
          <div className="buttons">
            <button
              type="button"
              id="slot-save"
              className="button main"
              aria-disabled={saving || !dirty}
              onClick={() => void save()}
            >
              {words.save}
            </button>
            {dirty && (
              <button type="button" className="button" onClick={() => setItems(base.items)}>
                {words.reset}
              </button>
            )}
            {ended.length > 0 && (
              <button
                type="button"
                className="button"
                onClick={() => setItems(without(items, (item) => ended.includes(item)))}
              >
                {words.removeEnded}
              </button>
            )}
          </div>
          <p className="meta">
            {dirty && <strong>{words.unsaved}</strong>} {words.keys}
          </p>
          <div aria-live="polite">
            {notice && (
              <div className={notice.ok ? 'notice good' : 'notice bad'} role={notice.ok ? 'status' : 'alert'}>
                <p>{notice.message}</p>
              </div>
            )}
          </div>
        </div>
        <section aria-labelledby="slot-adding">
          <h3 id="slot-adding">{words.add}</h3>
          <Finder label={words.find} hint={words.findHint} none={words.nothing} look={port.stories} className="found">
            {(story) => {
              const there = items.some(({ storyId }) => storyId === story.id);
              return (
                <>
                  <Thumb thumb={story.thumb} />
                  <span className="slot-title">
                    {story.title}
                    <small className="meta">
                      {story.section} · {story.day}
                    </small>
                  </span>
                  <button
                    type="button"
                    className="button"
                    aria-disabled={there}
                    aria-label={`${there ? words.there : words.take}：${story.title}`}
                    onClick={() => !there && take(story)}
                  >
                    {there ? words.there : words.take}
                  </button>
                </>
              );
            }}
          </Finder>
        </section>
      </section>
      <section aria-labelledby="slot-seen">
        <h2 id="slot-seen">{words.preview}</h2>
        <div className="filters">
          <div className="field">
            <label htmlFor="slot-at">{words.asOf}</label>
            <input
              id="slot-at"
              type="datetime-local"
              value={at}
              max="2099-12-31T23:59"
              aria-describedby="slot-at-hint"
              onChange={(event) => setAt(event.target.value)}
            />
            <small id="slot-at-hint">{words.asOfHint}</small>
          </div>
          {at && (
            <button type="button" className="button" onClick={() => setAt('')}>
              {words.nowAgain}
            </button>
          )}
        </div>
        <div className="slot-seen">
          <Seen title={words.seenNow} parts={seen.now} />
          <Seen title={at ? `${words.seenAt} ${at.replace('T', ' ')}` : words.seenThen} parts={seen.then} />
        </div>
      </section>
    </div>
  );
}

/** When a line of 快讯 ends unless it is said otherwise: in two hours, to the minute. */
function soon(): string {
  return new Date(Math.ceil(Date.now() / 60_000 + 120) * 60_000).toISOString();
}

function unknownStory(id: number): StoryCard {
  return { id, title: String(id), day: '', section: '', thumb: null, out: true };
}
