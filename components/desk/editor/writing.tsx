import type { Editor } from '@tiptap/core';
import { EditorContent, useEditor, useEditorState } from '@tiptap/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StoryBody } from '#db/schema/body.ts';
import type { MediaKind } from '#db/schema/enums.ts';
import type { Theirs } from '#lib/desk/autosave.ts';
import type { Draft } from '#lib/desk/draft.ts';
import { readingMinutes } from '#lib/text/body.ts';
import { KeepChosen, keepChosen } from './chosen.ts';
import { ConflictView } from './conflict-view.tsx';
import { EditorContext, type EditorTools } from './context.ts';
import { LinkDialog, MediaDialog, Shell, StoryDialog } from './dialogs.tsx';
import { FieldsStore } from './fields-store.ts';
import { HeadFields, SideFields } from './form.tsx';
import { allHints, fixAllHints, fixHint, Hints, hintAt, hintKey, ignoreHint, nextHint } from './hints.ts';
import { blocks } from './nodes.tsx';
import { LockNotice, RecoverNotice, StatusLine } from './notices.tsx';
import { Pasting, uploaded } from './pasting.ts';
import type { MediaCard, StoryCardData } from './port.ts';
import { bodyOf, outlineOf, PullQuote, starter, tables, wordsOf } from './schema.ts';
import type { Recoverable, Session, Snapshot } from './session.ts';
import { Shortcuts } from './shortcuts.ts';
import { editorStrings } from './strings.ts';
import { type Asking, tools as allTools, keysOf, TextTools } from './toolbar.tsx';
import { Uploads } from './uploads.ts';
import { Versions } from './versions.tsx';

type Ready = Extract<Snapshot, { phase: 'ready' }>;

type Question =
  | { kind: 'media'; media: MediaKind; several: boolean; answer: (chosen: MediaCard[] | null) => void }
  | { kind: 'story'; answer: (chosen: StoryCardData | null) => void }
  | { kind: 'link'; href: string | null }
  | { kind: 'shortcuts' }
  | { kind: 'versions'; current: Draft }
  | { kind: 'conflict'; mine: Draft; theirs: Theirs<Draft>; base: Draft | null; kept: Recoverable | null };

/** A text of more blocks is drawn only where it is in sight. */
const manyBlocks = 150;

/** A story being written: fields, text, where it is saved, and what else was found of it. */
export function Writing({ session, snapshot }: { session: Session; snapshot: Ready }) {
  const { loaded, status, lock, recoverable, writable, base } = snapshot;
  const [question, setQuestion] = useState<Question | null>(null);
  const firstTool = useRef<HTMLButtonElement | null>(null);
  const asked = useRef<(what: Asking) => void>(() => {});

  const store = useState(() => new FieldsStore(loaded.content, () => session.changed()))[0];
  const editorRef = useRef<Editor | null>(null);
  const uploads = useState(
    () =>
      new Uploads(session.port, (key, media) => {
        session.library.learn({ media: [media] });
        if (editorRef.current) uploaded(editorRef.current.view, key, media);
      }),
  )[0];

  /** The text as it is stored, to tell whether a change is one. */
  const stored = useRef<StoryBody | null>(null);
  const editor = useEditor({
    extensions: [
      starter,
      ...tables,
      ...blocks,
      PullQuote,
      Hints,
      KeepChosen,
      Pasting(() => uploads),
      Shortcuts({
        ask: (what) => asked.current(what),
        save: () => session.retry(),
        toTools: () => firstTool.current?.focus(),
      }),
    ],
    content: loaded.content.body,
    editable: writable,
    injectCSS: false,
    // It is only ever drawn in a browser; under Next.js it would be left out of the first drawing otherwise.
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: ({ doc }) => ({
        class: 'story-body desk-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': editorStrings.body,
        'data-placeholder': editorStrings.bodyPlaceholder,
        spellcheck: 'false',
        ...(doc.childCount === 1 &&
          doc.firstChild?.isTextblock &&
          doc.firstChild.content.size === 0 && { 'data-empty': '' }),
        ...(doc.childCount > manyBlocks && { 'data-long': '' }),
      }),
    },
    onUpdate: ({ editor: changed }) => {
      // An upload on its way, or the empty paragraph that stands at the end of a text, is nothing to be stored.
      const body = bodyOf(changed.state.doc);
      if (!stored.current || !sameBlocks(body, stored.current)) session.changed();
      stored.current = body;
    },
  });
  editorRef.current = editor;
  stored.current ??= bodyOf(editor.state.doc);

  const read = useCallback((): Draft => ({ ...store.all, body: bodyOf(editor.state.doc) }), [store, editor]);
  useEffect(() => {
    session.attach({ read });
    return () => session.attach(null);
  }, [session, read]);
  useEffect(() => {
    editor.setEditable(writable, false);
  }, [editor, writable]);

  /** Another text takes the place of this one; the cursor stays where the text is the same, and 撤销 takes it back. */
  const show = useCallback(
    (draft: Draft) => {
      store.replace(draft);
      const next = editor.schema.nodeFromJSON(
        draft.body.content.length > 0 ? draft.body : { type: 'doc', content: [{ type: 'paragraph' }] },
      );
      const { doc, tr } = editor.state;
      const start = doc.content.findDiffStart(next.content);
      const end = doc.content.findDiffEnd(next.content);
      if (start !== null && end) {
        const overlap = Math.max(0, start - Math.min(end.a, end.b));
        editor.view.dispatch(
          tr.replace(start, end.a + overlap, next.slice(start, end.b + overlap)).setMeta('preventUpdate', true),
        );
        stored.current = bodyOf(editor.state.doc);
      }
    },
    [editor, store],
  );
  // The session has opened the story anew: after a take-over, or when another tab had it.
  const shown = useRef(loaded);
  useEffect(() => {
    if (shown.current === loaded) return;
    shown.current = loaded;
    show(loaded.content);
  }, [loaded, show]);

  const context = useMemo(
    (): EditorTools => ({
      port: session.port,
      library: session.library,
      uploads,
      chooseMedia: (media, several) => new Promise((answer) => setQuestion({ kind: 'media', media, several, answer })),
      chooseStory: () => new Promise((answer) => setQuestion({ kind: 'story', answer })),
    }),
    [session, uploads],
  );

  const ask = async (what: Asking) => {
    switch (what) {
      case 'link':
        return setQuestion({ kind: 'link', href: (editor.getAttributes('link').href as string | undefined) ?? null });
      case 'shortcuts':
        return setQuestion({ kind: 'shortcuts' });
      case 'storyCard': {
        const story = await context.chooseStory();
        if (story) insertBlock(editor, { type: 'storyCard', attrs: { storyId: story.id } });
        return;
      }
      case 'gallery': {
        const pictures = await context.chooseMedia('image', true);
        if (pictures)
          insertBlock(editor, { type: 'gallery', attrs: { items: pictures.map(({ id }) => ({ mediaId: id })) } });
        return;
      }
      default: {
        const [media] = (await context.chooseMedia(what, false)) ?? [];
        if (media) insertBlock(editor, { type: what, attrs: { mediaId: media.id } });
      }
    }
  };
  asked.current = (what) => void ask(what);

  const settle = () => {
    if (status.kind === 'conflict')
      setQuestion({ kind: 'conflict', mine: read(), theirs: status.theirs, base, kept: null });
  };
  const take = (draft: Draft) => {
    show(draft);
    session.changed();
  };
  const close = () => setQuestion(null);
  const disabled = !writable;

  return (
    <EditorContext value={context}>
      <div className="desk-editor">
        <div className="desk-notices">
          <LockNotice lock={lock} session={session} />
          {recoverable.map((draft) => (
            <RecoverNotice
              key={draft.key}
              recoverable={draft}
              current={read}
              restore={(content) => {
                take(content);
                void session.library.complete(content).catch(() => {});
                void session.settleRecoverable(draft.key);
              }}
              merge={async (kept) => {
                await session.library.complete(kept.content).catch(() => {});
                const theirs = {
                  version: loaded.version,
                  content: read(),
                  by: loaded.saved?.by ?? '',
                  at: loaded.saved?.at ?? new Date().toISOString(),
                };
                setQuestion({ kind: 'conflict', mine: kept.content, theirs, base: null, kept });
              }}
              discard={() => void session.settleRecoverable(draft.key)}
            />
          ))}
        </div>
        {question?.kind === 'conflict' && (
          <ConflictView
            mine={question.mine}
            theirs={question.theirs}
            base={question.base}
            later={close}
            done={(draft) => {
              if (question.kept) {
                take(draft);
                void session.settleRecoverable(question.kept.key);
              } else {
                show(draft);
                session.settled();
              }
              close();
            }}
          />
        )}
        <div className="desk-columns" hidden={question?.kind === 'conflict'}>
          <div className="write-main">
            <HeadFields store={store} disabled={disabled} toBody={() => editor.commands.focus('start')} />
            <TextTools editor={editor} ask={(what) => void ask(what)} first={firstTool} />
            <EditorContent editor={editor} className="desk-paper" />
          </div>
          <aside className="write-side">
            <Outline editor={editor} />
            <SideFields store={store} disabled={disabled} editor={editor} />
          </aside>
        </div>
        <footer className="desk-foot">
          <StatusLine status={status} session={session} settle={settle} />
          <HintLine editor={editor} />
          <Count editor={editor} />
          <button
            type="button"
            className="desk-button desk-shortcuts"
            onClick={() => setQuestion({ kind: 'shortcuts' })}
          >
            {editorStrings.tools.shortcuts}
          </button>
          <button
            type="button"
            className="desk-button"
            onClick={() => setQuestion({ kind: 'versions', current: read() })}
          >
            {editorStrings.versions.open}
          </button>
        </footer>
        {question?.kind === 'media' && (
          <MediaDialog
            kind={question.media}
            several={question.several}
            done={(chosen) => {
              close();
              question.answer(chosen);
            }}
          />
        )}
        {question?.kind === 'story' && (
          <StoryDialog
            done={(chosen) => {
              close();
              question.answer(chosen);
            }}
          />
        )}
        {question?.kind === 'link' && (
          <LinkDialog
            href={question.href}
            done={(href) => {
              close();
              setLink(editor, href);
            }}
          />
        )}
        {question?.kind === 'shortcuts' && <Keys close={close} />}
        {question?.kind === 'versions' && (
          <Versions
            current={question.current}
            writable={writable}
            close={close}
            keep={session.port.keep ? (note) => session.keep(note) : null}
            restore={async (number, draft) => {
              if (session.port.restore) return session.restore(number);
              take(draft);
              return null;
            }}
          />
        )}
      </div>
    </EditorContext>
  );
}

/** Blocks that did not change are the same objects (`schema.ts`). */
function sameBlocks(one: StoryBody, other: StoryBody): boolean {
  return one.content.length === other.content.length && one.content.every((block, at) => block === other.content[at]);
}

/** After the block of the cursor or the one that is chosen, or in the place of an empty one. */
function insertBlock(editor: Editor, content: { type: string; attrs: Record<string, unknown> }): void {
  editor.chain().focus().command(keepChosen).insertContent(content).run();
}

function setLink(editor: Editor, href: string | null | undefined): void {
  if (href === undefined) editor.commands.focus();
  else if (href === null) editor.chain().focus().extendMarkRange('link').unsetLink().run();
  else if (editor.state.selection.empty && !editor.isActive('link')) {
    editor
      .chain()
      .focus()
      .command(keepChosen)
      .insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] })
      .run();
  } else editor.chain().focus().extendMarkRange('link').setLink({ href }).run();
}

/** What is drawn from the whole text is drawn when typing rests. */
function useResting<T>(editor: Editor, read: (editor: Editor) => T): T {
  const [value, setValue] = useState(() => read(editor));
  const reader = useRef(read);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setValue(reader.current(editor)), 250);
    };
    editor.on('transaction', later);
    return () => {
      clearTimeout(timer);
      editor.off('transaction', later);
    };
  }, [editor]);
  return value;
}

const readWords = (editor: Editor) => wordsOf(editor.state.doc);
const readHintCount = (editor: Editor) => allHints(editor.state).length;

function Count({ editor }: { editor: Editor }) {
  const words = useResting(editor, readWords);
  return <p className="desk-count num">{editorStrings.count(words, readingMinutes(words))}</p>;
}

function Outline({ editor }: { editor: Editor }) {
  const outline = useResting(editor, (current) => outlineOf(current.state.doc));
  const go = (pos: number) =>
    editor
      .chain()
      .setTextSelection(pos + 1)
      .scrollIntoView()
      .focus()
      .run();
  return (
    <nav className="desk-outline" aria-label={editorStrings.outlineLabel}>
      <h2>{editorStrings.tools.outline}</h2>
      {outline.length === 0 && <p className="desk-note">{editorStrings.noOutline}</p>}
      <ol>
        {outline.map(({ level, text, pos }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headings have no other name than their place
          <li key={at} className={level === 3 ? 'is-deeper' : undefined}>
            <button type="button" onClick={() => go(pos)}>
              {text || editorStrings.untitled}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The hint at the cursor: what it is, and one key that follows it. */
function HintLine({ editor }: { editor: Editor }) {
  const hint = useEditorState({
    editor,
    selector: ({ editor: current }) => (hintKey.getState(current.state) ? hintAt(current.state) : null),
  });
  const count = useResting(editor, readHintCount);
  const text = editorStrings.hint;
  if (!hint) {
    if (count === 0) return null;
    return (
      <div className="desk-hint">
        <button
          type="button"
          className="desk-hint-count"
          title={`${text.next}（F8）`}
          onClick={() => nextHint(editor.view)}
        >
          {editorStrings.hintCount(count)}
        </button>
        <button
          type="button"
          className="desk-button"
          disabled={!editor.isEditable}
          onClick={() => fixAllHints(editor.view)}
        >
          {text.fixAll}
        </button>
      </div>
    );
  }
  return (
    <div className="desk-hint" role="status" aria-label={text.label}>
      <p>{editorStrings.hints[hint.code]}</p>
      <button
        type="button"
        className="desk-button"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => fixHint(editor.view)}
      >
        {text.fixTo(hint.fix)} <kbd>{keysOf('Alt+Enter')}</kbd>
      </button>
      <button
        type="button"
        className="desk-button"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => ignoreHint(editor.view)}
      >
        {text.ignore}
      </button>
    </div>
  );
}

function Keys({ close }: { close: () => void }) {
  const more: [string, string][] = [
    [editorStrings.keys.toTools, 'Alt+F10'],
    [editorStrings.hint.next, 'F8'],
    [editorStrings.keys.fixHint, 'Alt+Enter'],
    [editorStrings.keys.save, 'Ctrl+S'],
    [editorStrings.keys.breakLine, 'Shift+Enter'],
  ];
  const named = allTools
    .flat()
    .flatMap(({ name, keys }): [string, string][] => (keys ? [[editorStrings.tools[name], keys]] : []));
  return (
    <Shell title={editorStrings.tools.shortcuts} close={close}>
      <dl className="desk-keys">
        {[...named, ...more].map(([name, keys]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <kbd>{keysOf(keys)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Shell>
  );
}
