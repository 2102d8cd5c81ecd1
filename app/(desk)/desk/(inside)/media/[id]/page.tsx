import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { UseList } from '#components/desk/library/library.tsx';
import { FactsPart, WordsPart } from '#components/desk/library/medium.tsx';
import { library as words } from '#components/desk/library/strings.ts';
import { Part } from '#components/desk/part.tsx';
import { requireRight } from '#lib/auth/current.ts';
import { mediaDetail } from '#lib/newsroom/library-list.ts';
import { may } from '#lib/newsroom/rights.ts';
import type { Use } from '#lib/newsroom/uses.ts';
import { fileSize, positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import * as actions from '../actions.ts';
import { Picture, Recorded } from './shown.tsx';

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
  const { width, height } = item;
  const size = width && height ? `${width} × ${height}` : null;
  return (
    <>
      <header className="page-title">
        <h1>{item.alt || item.caption || item.name || `${words.kinds[item.kind]} ${item.id}`}</h1>
        <p>
          {[words.kinds[item.kind], item.id, item.name, size, fileSize(item.bytes), timeModel(item.createdAt).full]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      <div className="parts">
        {item.kind === 'image' && width && height ? (
          <Picture {...{ item, width, height }} />
        ) : (
          <Recorded item={item} edits={edits} />
        )}
        {edits && <WordsPart id={item.id} said={item} save={actions.saveWords} />}
        <Part id="uses" title={words.uses}>
          <UseList
            uses={uses.map((use) => ({ key: `${use.place}-${use.id}`, label: use.label, href: hrefOf(use) }))}
            more={more}
          />
        </Part>
        <FactsPart
          id={item.id}
          placed={item.facts.placed === true}
          c2pa={item.facts.c2pa === true}
          hasOriginal={item.original !== null}
          replaceable={manages}
          remove={edits && uses.length === 0 ? actions.remove : null}
        />
      </div>
    </>
  );
}

function hrefOf({ place, id, status }: Use): string | null {
  if (place === 'poster') return `/desk/media/${id}`;
  return status === 'published' ? `/article/${id}` : null;
}
