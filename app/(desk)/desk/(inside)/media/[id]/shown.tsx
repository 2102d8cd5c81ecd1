import { ActionForm } from '#components/desk/action-form.client.tsx';
import { Focal } from '#components/desk/library/focal.client.tsx';
import { Recording } from '#components/desk/library/library.tsx';
import { library as words } from '#components/desk/library/strings.ts';
import { Part } from '#components/desk/part.tsx';
import { MediaField } from '#components/desk/registry/media-field.client.tsx';
import { mediaByIds } from '#db/queries/stories.ts';
import { mediaHref } from '#lib/content/questions/items.ts';
import type { MediaRow } from '#lib/newsroom/library-list.ts';
import { findPictures } from '../../_registry/actions.ts';
import * as actions from '../actions.ts';

/** The picture, and on it the point that stays in sight however it is cut. */
export function Picture({ item, width, height }: { item: MediaRow; width: number; height: number }) {
  const widest = item.widths.findLast((each) => each <= 828) ?? item.widths[0];
  return (
    <Part id="focal" title={words.focal}>
      <p className="meta">{words.focalLead}</p>
      <Focal
        {...{ id: item.id, src: mediaHref(item.hash, `${widest}.webp`), width, height, action: actions.saveFocal }}
        {...{ x: Math.round(item.focalX * 100), y: Math.round(item.focalY * 100) }}
      />
    </Part>
  );
}

/** Sound or film, and the picture that stands for it. */
export async function Recorded({ item, edits }: { item: MediaRow; edits: boolean }) {
  const { kind, hash } = item;
  const poster = kind === 'image' ? null : (await mediaByIds([item.id])).get(item.id)?.poster;
  return (
    <section className="part" aria-label={words.kinds[kind]}>
      <Recording
        {...{ kind, src: mediaHref(hash, item.file) }}
        captions={item.captionsFile && mediaHref(hash, item.captionsFile)}
        poster={poster ? mediaHref(poster.hash, poster.file) : null}
      />
      {edits && (
        <ActionForm action={actions.savePoster} submit={words.savePoster} hidden={{ id: String(item.id) }}>
          <MediaField label={words.poster} name="posterId" value={item.posterId} find={findPictures} />
        </ActionForm>
      )}
    </section>
  );
}
