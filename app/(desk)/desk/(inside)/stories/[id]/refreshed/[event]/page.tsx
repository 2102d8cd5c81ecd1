import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Refreshed } from '#components/desk/steps/refreshed.tsx';
import { stepWords, refreshWords as words } from '#components/desk/steps/strings.ts';
import { requireActor } from '#lib/auth/current.ts';
import { refreshedBy } from '#lib/newsroom/refreshed.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { timeModel } from '#lib/text/time.ts';
import { refreshedModel } from '../../../../../../refreshed-model.ts';

export const metadata: Metadata = { title: words.title };

type Props = { params: Promise<{ id: string; event: string }> };

/** What one act that readers saw refreshed, as it goes on. */
export default async function RefreshedPage({ params }: Props) {
  const [actor, asked] = await Promise.all([requireActor(), params]);
  const [storyId, eventId] = [positiveInteger(asked.id) ?? 0, positiveInteger(asked.event) ?? 0];
  const found = await refreshedBy(actor, storyId, eventId);
  if (!found.ok) notFound();
  const names: Partial<Record<string, string>> = words.events;
  const [first] = found.events;
  return (
    <>
      <header className="page-title">
        <h1>{words.title}</h1>
        <span className="buttons">
          <Link className="button" href={`/desk/stories/${storyId}`} prefetch={false}>
            {stepWords.toText}
          </Link>
          <a className="button" href={`/article/${storyId}`}>
            {stepWords.toPage}
          </a>
        </span>
        <p>
          {found.events.map(({ type }) => names[type] ?? type).join('、')} · {first?.by} ·{' '}
          {first && timeModel(first.at).full}
        </p>
      </header>
      <Refreshed model={await refreshedModel(storyId, found)} />
    </>
  );
}
