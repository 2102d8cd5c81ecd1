import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ActionForm } from '#components/desk/action-form.client.tsx';
import { ConfirmForm } from '#components/desk/confirm-form.client.tsx';
import { Field } from '#components/desk/field.tsx';
import { Part } from '#components/desk/part.tsx';
import { writing as words } from '#components/desk/writing/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { type PreviewLink, previewHours, previewLinks } from '#lib/auth/previews.ts';
import { timeModel } from '#lib/text/time.ts';
import { openedStory, tabTitle } from '../../../../../opened-story.ts';
import * as actions from './actions.ts';

const text = words.links;
const widths = ['phone', 'desktop'] as const;

type Width = (typeof widths)[number];
type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ width?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${words.preview}：${await tabTitle((await params).id, words.unnamed)}` };
}

/** The story on its real page, as wide as a phone or a computer, and the links that show it to others. */
export default async function PreviewRoom({ params, searchParams }: Props) {
  const [actor, { id }, { width }] = await Promise.all([requireActor(), params, searchParams]);
  const opened = await openedStory(id);
  if (!opened.ok) notFound();
  const links = await previewLinks(actor, opened.id);
  const chosen = width === 'desktop' ? 'desktop' : 'phone';
  return (
    <>
      <header className="page-title">
        <h1>{opened.content.title.trim() || words.unnamed}</h1>
        <Link className="text-link" href={`/desk/stories/${opened.id}`} prefetch={false}>
          {words.back}
        </Link>
      </header>
      <Widths id={opened.id} chosen={chosen} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="preview-stage" aria-label={words.stage} tabIndex={0}>
        <iframe className={`preview-frame is-${chosen}`} src={`/desk/preview/story/${opened.id}`} title={words.frame} />
      </section>
      <Part id="share" title={text.title}>
        <p className="meta">{text.lead}</p>
        <ShareForm id={opened.id} />
        <h3>{text.open}</h3>
        {links.length === 0 && <p className="meta">{text.none}</p>}
        <ul className="preview-links">
          {links.map((link) => (
            <OpenLink key={link.id} id={opened.id} link={link} />
          ))}
        </ul>
      </Part>
    </>
  );
}

function Widths({ id, chosen }: { id: number; chosen: Width }) {
  return (
    <nav className="preview-widths" aria-label={words.width}>
      {widths.map((each) => (
        <Link
          key={each}
          className="button"
          href={`/desk/stories/${id}/preview?width=${each}`}
          aria-current={each === chosen ? 'page' : undefined}
          prefetch={false}
        >
          {words.widths[each]}
        </Link>
      ))}
    </nav>
  );
}

/** Makes a link, for so long and for whom. */
function ShareForm({ id }: { id: number }) {
  return (
    <ActionForm action={actions.share} submit={text.make} hidden={{ story: String(id) }}>
      <div className="field">
        <label htmlFor="hours">{text.hours}</label>
        <select id="hours" name="hours" defaultValue="24">
          {previewHours.map((hours) => (
            <option key={hours} value={hours}>
              {text.spans[hours]}
            </option>
          ))}
        </select>
      </div>
      <Field label={text.note} name="note" maxLength={80} />
    </ActionForm>
  );
}

/** A link that is good, and its end. */
function OpenLink({ id, link }: { id: number; link: PreviewLink }) {
  return (
    <li>
      <p>
        {link.note || text.by(link.by)}
        <span className="meta">
          {text.until(timeModel(link.expiresAt).full)}
          {link.note && ` · ${text.by(link.by)}`}
        </span>
      </p>
      <ConfirmForm
        action={actions.withdraw}
        label={text.withdraw}
        lead={text.withdrawLead}
        hidden={{ story: String(id), link: link.id }}
      />
    </li>
  );
}
