import { Film } from '#components/player/player.tsx';
import type { MediaModel } from '#lib/content/models.ts';

type Props = {
  mediaId: number;
  media: MediaModel | undefined;
  caption: string | null | undefined;
  /** What it is called where it has no caption. */
  title: string;
};

/** A sound or film within the text. It fetches nothing but a film's first moments before it is played. */
export function StoryProgramme({ mediaId, media, caption, title }: Props) {
  if (!media) return null;
  const name = caption || title;
  return (
    <figure>
      <ws-player className={`player player-${media.kind}`} data-key={`media-${mediaId}`}>
        {media.kind === 'video' ? (
          <Film media={media} title={name} poster={media.poster} preload={media.poster ? 'none' : 'metadata'} />
        ) : (
          // biome-ignore lint/a11y/useMediaCaption: what is said stands in the text around it
          <audio controls preload="none" src={media.src} aria-label={name} />
        )}
      </ws-player>
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
