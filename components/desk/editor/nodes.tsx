import { mergeAttributes, type Node as TipTapNode } from '@tiptap/core';
import { NodeViewWrapper, type ReactNodeViewProps, ReactNodeViewRenderer } from '@tiptap/react';
import { type ComponentType, type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import type { GalleryItem } from '#db/schema/body.ts';
import { useLibrary, useTools } from './context.ts';
import { DeskIcon } from './icons.tsx';
import { Pic } from './pic.tsx';
import type { MediaCard } from './port.ts';
import { Audio, Gallery, Image, Pending, StoryCard, Video } from './schema.ts';
import { editorStrings } from './strings.ts';

const text = editorStrings.node;

type Props = ReactNodeViewProps<HTMLElement>;

/** Blocks without text of their own, drawn as readers will see them, with what can be changed of them. */
export const blocks = [
  withView(Image, ImageView),
  withView(Gallery, GalleryView),
  withView(Audio, ProgrammeView),
  withView(Video, ProgrammeView),
  withView(StoryCard, StoryCardView),
  withView(Pending, PendingView),
];

function withView(node: TipTapNode, view: ComponentType<Props>) {
  return node.extend({ addNodeView: () => ReactNodeViewRenderer(view) });
}

function Frame({ props, label, children }: { props: Props; label: string; children: ReactNode }) {
  return (
    <NodeViewWrapper
      {...mergeAttributes({ className: 'block' }, props.selected ? { className: 'is-selected' } : {})}
      role="group"
      aria-label={label}
      contentEditable={false}
    >
      {children}
    </NodeViewWrapper>
  );
}

/** The block's own buttons; reached by Tab from the block. */
function Actions({ props, children }: { props: Props; children?: ReactNode }) {
  return (
    <div className="block-actions">
      {children}
      <button type="button" onClick={props.deleteNode} disabled={!props.editor.isEditable}>
        {text.remove}
      </button>
    </div>
  );
}

type LineProps = {
  label: string;
  value: string | null;
  placeholder: string;
  editable: boolean;
  save: (value: string | null) => void;
};

/**
 * A line of words of a block. What is typed stands in the line itself and goes into the document between two compositions:
 * drawing it anew while an input method composes would end the composition.
 */
export function Line({ label, value, placeholder, editable, save }: LineProps) {
  const [typed, setTyped] = useState(value ?? '');
  const composing = useRef(false);
  const focused = useRef(false);
  const id = useId();
  useEffect(() => {
    if (!focused.current) setTyped(value ?? '');
  }, [value]);
  const change = (next: string) => {
    setTyped(next);
    if (!composing.current) save(next || null);
  };
  return (
    <div className="block-line">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={1}
        value={typed}
        placeholder={placeholder}
        readOnly={!editable}
        onChange={(event) => change(event.target.value.replace(/\n/g, ''))}
        onFocus={() => {
          focused.current = true;
        }}
        onBlur={() => {
          focused.current = false;
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          change(event.currentTarget.value);
        }}
      />
    </div>
  );
}

function Thumb({ media, alt = '' }: { media: MediaCard | null | undefined; alt?: string }) {
  if (media === undefined) return <div className="block-empty" />;
  if (media === null) return <p className="block-empty">{text.gone}</p>;
  return <Pic src={media.src} alt={alt} width={media.width ?? undefined} height={media.height ?? undefined} />;
}

function Credit({ media }: { media: MediaCard | null | undefined }) {
  if (!media) return null;
  return media.credit ? (
    <span className="credit">{text.credit(media.credit)}</span>
  ) : (
    <span className="block-missing">{text.noCredit}</span>
  );
}

function ImageView(props: Props) {
  const library = useLibrary();
  const { chooseMedia } = useTools();
  const { mediaId, caption, alt } = props.node.attrs as { mediaId: number; caption: string | null; alt: string | null };
  const media = library.media(mediaId);
  const editable = props.editor.isEditable;
  const replace = async () => {
    const [chosen] = (await chooseMedia('image', false)) ?? [];
    if (chosen) props.updateAttributes({ mediaId: chosen.id });
  };
  return (
    <Frame props={props} label={`${text.image}：${caption ?? media?.caption ?? ''}`}>
      <figure>
        <Thumb media={media} alt={alt ?? media?.alt ?? ''} />
        <figcaption>
          <Line
            label={text.captionOf}
            value={caption}
            placeholder={media?.caption || text.caption}
            editable={editable}
            save={(next) => props.updateAttributes({ caption: next })}
          />
          <Line
            label="alt"
            value={alt}
            placeholder={media?.alt || text.alt}
            editable={editable}
            save={(next) => props.updateAttributes({ alt: next })}
          />
          <p className="block-notes">
            <Credit media={media} />
            {media && !alt && !media.alt && <span className="block-missing">{text.noAlt}</span>}
          </p>
        </figcaption>
      </figure>
      <Actions props={props}>
        <button type="button" onClick={replace} disabled={!editable}>
          {text.replace}
        </button>
      </Actions>
    </Frame>
  );
}

function GalleryView(props: Props) {
  const library = useLibrary();
  const { chooseMedia } = useTools();
  const items = props.node.attrs.items as GalleryItem[];
  const editable = props.editor.isEditable;
  const set = (next: GalleryItem[]) => (next.length > 0 ? props.updateAttributes({ items: next }) : props.deleteNode());
  const add = async () => {
    const chosen = await chooseMedia('image', true);
    if (chosen) set([...items, ...chosen.map(({ id }) => ({ mediaId: id }))]);
  };
  const move = (from: number, by: 1 | -1) => {
    const next = items.toSpliced(from, 1);
    const item = items[from];
    if (item) set(next.toSpliced(from + by, 0, item));
  };
  return (
    <Frame props={props} label={text.gallery(items.length)}>
      <ol className="block-gallery">
        {items.map((item, at) => {
          const media = library.media(item.mediaId);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a picture may stand in a gallery twice; the place is what tells them apart
            <li key={`${at} ${item.mediaId}`}>
              <Thumb media={media} alt={media?.alt ?? ''} />
              <Line
                label={text.captionOf}
                value={item.caption ?? null}
                placeholder={media?.caption || text.caption}
                editable={editable}
                save={(caption) => set(items.with(at, { ...item, caption }))}
              />
              <Credit media={media} />
              <div className="block-actions">
                <button type="button" disabled={!editable || at === 0} onClick={() => move(at, -1)}>
                  {text.before}
                </button>
                <button type="button" disabled={!editable || at === items.length - 1} onClick={() => move(at, 1)}>
                  {text.after}
                </button>
                <button type="button" disabled={!editable} onClick={() => set(items.toSpliced(at, 1))}>
                  {text.remove}
                </button>
              </div>
            </li>
          );
        })}
      </ol>
      <Actions props={props}>
        <button type="button" onClick={add} disabled={!editable}>
          {text.add}
        </button>
      </Actions>
    </Frame>
  );
}

function ProgrammeView(props: Props) {
  const library = useLibrary();
  const { mediaId, caption } = props.node.attrs as { mediaId: number; caption: string | null };
  const kind = props.node.type.name as 'audio' | 'video';
  const media = library.media(mediaId);
  const name = caption || media?.caption || text[kind];
  return (
    <Frame props={props} label={`${text[kind]}：${name}`}>
      <figure>
        {media ? (
          kind === 'video' ? (
            // biome-ignore lint/a11y/useMediaCaption: captions are a matter of the media library
            <video controls preload="none" src={media.src} poster={media.thumb ?? undefined} aria-label={name} />
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: what is said stands in the text around it
            <audio controls preload="none" src={media.src} aria-label={name} />
          )
        ) : (
          <Thumb media={media} />
        )}
        <figcaption>
          <Line
            label={text.captionOf}
            value={caption}
            placeholder={media?.caption || text.caption}
            editable={props.editor.isEditable}
            save={(next) => props.updateAttributes({ caption: next })}
          />
        </figcaption>
      </figure>
      <Actions props={props} />
    </Frame>
  );
}

function StoryCardView(props: Props) {
  const story = useLibrary().story(props.node.attrs.storyId as number);
  const { chooseStory } = useTools();
  const replace = async () => {
    const chosen = await chooseStory();
    if (chosen) props.updateAttributes({ storyId: chosen.id });
  };
  return (
    <Frame props={props} label={`${text.storyCard}：${story?.title ?? ''}`}>
      <div className="story-card">
        {story?.thumb && <Pic className="pic" src={story.thumb} alt="" />}
        <div>
          <strong>{story === null ? text.gone : story?.title}</strong>
          <time>{story?.day}</time>
        </div>
      </div>
      <Actions props={props}>
        <button type="button" onClick={replace} disabled={!props.editor.isEditable}>
          {text.replace}
        </button>
      </Actions>
    </Frame>
  );
}

function PendingView(props: Props) {
  const { uploads } = useTools();
  const { key, src } = props.node.attrs as { key: string; src: string | null };
  const upload = useSyncExternalStore(uploads.subscribe, () => uploads.get(key));
  const failed =
    upload?.state === 'failed' ? upload : upload === undefined ? { message: text.failed, file: null } : null;
  const running = upload?.state === 'running' ? upload : null;
  const percent = Math.round((running?.fraction ?? 0) * 100);
  return (
    <Frame props={props} label={text.picture}>
      <div className="block-pending">
        <DeskIcon name={failed ? 'picture' : 'upload'} />
        {failed ? (
          <p>{failed.message}</p>
        ) : (
          <p>
            {running ? text.uploading(running.name, percent) : text.waiting}
            <progress max={100} value={percent} aria-label={text.waiting} />
          </p>
        )}
      </div>
      <Actions props={props}>
        {failed?.file && (
          <button type="button" onClick={() => uploads.retry(key)}>
            {text.retry}
          </button>
        )}
        {failed && (
          <label className="block-file">
            {text.chooseFile}
            <input
              type="file"
              accept="image/*"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file) uploads.add(file, key);
              }}
            />
          </label>
        )}
        {src && (
          <a href={src} target="_blank" rel="noreferrer noopener">
            {text.openOriginal}
          </a>
        )}
      </Actions>
    </Frame>
  );
}
