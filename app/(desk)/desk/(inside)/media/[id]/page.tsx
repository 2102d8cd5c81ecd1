import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { Focal } from '#components/desk/library/focal.client.tsx';
import { Recording, UseList } from '#components/desk/library/library.tsx';
import { library as words } from '#components/desk/library/strings.ts';
import { Uploader } from '#components/desk/library/uploader.client.tsx';
import { MediaField } from '#components/desk/registry/media-field.client.tsx';
import { mediaByIds } from '#db/queries/stories.ts';
import { requireRight } from '#lib/auth/current.ts';
import { mediaHref } from '#lib/content/questions/items.ts';
import { mediaDetail } from '#lib/newsroom/library-list.ts';
import { may } from '#lib/newsroom/rights.ts';
import { fileSize, positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { findPictures } from '../../_registry/actions.ts';
import * as actions from '../actions.ts';

export const metadata: Metadata = { title: words.title };

type Props = { params: Promise<{ id: string }> };

/** One file: what is said of it, its focal point, where it stands, and what can be done with it. */
export default async function MediumPage({ params }: Props) {
  const [actor, { id }] = await Promise.all([requireRight('use-media'), params]);
  const found = await mediaDetail(actor, positiveInteger(id) ?? 0);
  if (!found) notFound();
  const { item, uses, more } = found;
  const manages = may(actor, 'manage-media').ok;
  const edits = manages || item.uploadedBy === actor.id;
  const hidden = { id: String(item.id) };
  const src = mediaHref(item.hash, item.file);
  const poster = item.kind === 'image' ? null : (await mediaByIds([item.id])).get(item.id)?.poster;
  return (
    <>
      <header className="page-title">
        <h1>{item.alt || item.caption || item.name || `${words.kinds[item.kind]} ${item.id}`}</h1>
        <p>
          {`${words.kinds[item.kind]} · ${item.id} · ${item.name} · ${item.width && item.height ? `${item.width} × ${item.height} · ` : ''}${fileSize(item.bytes)} · ${timeModel(item.createdAt).full}`}
        </p>
      </header>
      <div className="parts">
        {item.kind === 'image' && item.width && item.height ? (
          <section className="part" aria-labelledby="focal">
            <h2 id="focal">{words.focal}</h2>
            <p className="meta">{words.focalLead}</p>
            <Focal
              {...{
                id: item.id,
                src: mediaHref(item.hash, `${item.widths.findLast((width) => width <= 828) ?? item.widths[0]}.webp`),
              }}
              {...{ width: item.width, height: item.height, action: actions.saveFocal }}
              {...{ x: Math.round(item.focalX * 100), y: Math.round(item.focalY * 100) }}
            />
          </section>
        ) : (
          <section className="part" aria-label={words.kinds[item.kind]}>
            <Recording
              kind={item.kind}
              src={src}
              captions={item.captionsFile && mediaHref(item.hash, item.captionsFile)}
              poster={poster ? mediaHref(poster.hash, poster.file) : null}
            />
            {edits && (
              <ActionForm action={actions.savePoster} submit={words.savePoster} hidden={hidden}>
                <MediaField label={words.poster} name="posterId" value={item.posterId} find={findPictures} />
              </ActionForm>
            )}
          </section>
        )}
        {edits && (
          <section className="part" aria-labelledby="words">
            <h2 id="words">{words.words}</h2>
            <ActionForm action={actions.saveWords} submit={words.save} hidden={hidden}>
              <Field label={words.alt} name="alt" hint={words.altHint} defaultValue={item.alt} maxLength={2000} />
              <Field label={words.caption} name="caption" defaultValue={item.caption} maxLength={2000} />
              <Field label={words.credit} name="credit" defaultValue={item.credit} maxLength={200} />
              <Field label={words.licence} name="licence" defaultValue={item.licence} maxLength={200} />
              <label className="check">
                <input type="checkbox" name="aiMade" defaultChecked={item.aiMade} />
                {words.aiMadeLabel}
              </label>
            </ActionForm>
          </section>
        )}
        <section className="part" aria-labelledby="uses">
          <h2 id="uses">{words.uses}</h2>
          <UseList
            uses={uses.map((use) => ({ key: `${use.place}-${use.id}`, label: use.label, href: hrefOf(use) }))}
            more={more}
          />
        </section>
        <section className="part" aria-labelledby="facts">
          <h2 id="facts">{words.facts}</h2>
          {item.facts.placed && <p className="meta">{words.placed}</p>}
          {item.facts.c2pa && <p className="meta">{words.c2pa}</p>}
          {item.original && (
            <p>
              <a href={`/desk/media/originals/${item.id}`} download>
                {words.original}
              </a>
            </p>
          )}
          {manages && <Uploader replaces={item.id} />}
          {edits && uses.length === 0 && (
            <ConfirmForm action={actions.remove} label={words.remove} lead={words.removeLead} hidden={hidden} />
          )}
        </section>
      </div>
    </>
  );
}

function hrefOf({ place, id, status }: { place: string; id: number; status: string | null }): string | null {
  if (place === 'poster') return `/desk/media/${id}`;
  return status === 'published' ? `/article/${id}` : null;
}
