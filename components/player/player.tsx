import { Credit } from '#components/article/credit.tsx';
import { storySizes } from '#components/article/story-figure.tsx';
import { storyStrings } from '#components/article/strings.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Picture } from '#components/ui/picture.tsx';
import type { MediaModel, PictureModel } from '#lib/content/models.ts';

const text = storyStrings.player;

type PlayerProps = {
  /** Whose sound or film: names the remembered position and the file to keep. */
  story: { id: number; title: string };
  media: MediaModel;
  /** What stands before a film, and beside a sound. */
  cover: PictureModel | null;
};

/** A story's sound or film in the browser's own player, with chapters, speed, and the file to take along. */
export function Player({ story, media, cover }: PlayerProps) {
  return (
    <ws-player className={`player player-${media.kind}`} data-key={`story-${story.id}`}>
      {media.kind === 'video' ? (
        <Film media={media} title={story.title} poster={media.poster ?? cover} preload="metadata" />
      ) : (
        <Sound media={media} title={story.title} cover={media.poster ?? cover} />
      )}
      <PlayerBar story={story} media={media} />
      {media.chapters.length > 0 && (
        <nav className="chapters" aria-label={text.chapters}>
          <ol>
            {media.chapters.map((chapter) => (
              <li key={chapter.at}>
                {/* Without script the address opens the file itself at that second (W3C Media Fragments). */}
                <a href={`${media.src}#t=${chapter.at}`} data-at={chapter.at}>
                  <span>{chapter.clock}</span>
                  {chapter.title}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </ws-player>
  );
}

/** A programme's episode within a list: plays in place, fetches nothing before. */
export function EpisodePlayer({ story, media, cover }: PlayerProps) {
  return (
    <ws-player className="player player-inline" data-key={`story-${story.id}`}>
      {media.kind === 'video' ? (
        <Film media={media} title={story.title} poster={media.poster ?? cover} preload="none" />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: a sound's words are the text of its own page (文字稿)
        <audio controls preload="none" src={media.src} aria-label={story.title} />
      )}
      <PlayerBar story={story} media={media} />
    </ws-player>
  );
}

export function Film(props: {
  media: MediaModel;
  title: string;
  poster: PictureModel | null;
  preload: 'metadata' | 'none';
}) {
  const { media, title, poster, preload } = props;
  return (
    // biome-ignore lint/a11y/useMediaCaption: films have captions where the newsroom gave them
    <video
      controls
      playsInline
      preload={preload}
      poster={poster?.src}
      width={media.width ?? 1280}
      height={media.height ?? 720}
      src={media.src}
      aria-label={title}
    >
      {media.captions && <track kind="captions" src={media.captions} srcLang="zh" label={text.captions} default />}
    </video>
  );
}

function Sound({ media, title, cover }: { media: MediaModel; title: string; cover: PictureModel | null }) {
  return (
    <>
      {cover && (
        <figure>
          <Picture picture={cover} sizes={storySizes} shape="wide" first />
          <figcaption>
            <Credit picture={cover} />
          </figcaption>
        </figure>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: a sound's words stand below it as text (文字稿), with nowhere to show a track */}
      <audio controls preload="metadata" src={media.src} aria-label={title} />
    </>
  );
}

function PlayerBar({ story, media }: { story: PlayerProps['story']; media: MediaModel }) {
  return (
    <p className="player-bar">
      <span>{text.duration(media.duration)}</span>
      <select data-do="speed" aria-label={text.speed} defaultValue="1" hidden>
        {text.speeds.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <a href={media.src} download={fileName(story.title, media)}>
        <Icon name="download" />
        {text.download(media.size)}
      </a>
    </p>
  );
}

/** The title with what file systems refuse taken out, and the file's own ending. */
function fileName(title: string, { src }: MediaModel): string {
  const ending = /\.[a-z0-9]+$/i.exec(src)?.[0] ?? '';
  return title.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() + ending;
}
