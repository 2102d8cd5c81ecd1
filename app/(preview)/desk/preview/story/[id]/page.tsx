import { notFound } from 'next/navigation';
import { requireActor } from '#lib/auth/current.ts';
import { openStory } from '#lib/newsroom/writing.ts';
import { positiveInteger } from '#lib/text/number.ts';
import { PreviewPage } from '../../../../preview.tsx';

type Props = { params: Promise<{ id: string }> };

/** For whoever may read the story at the desk; `/desk/stories/{id}/preview` shows it in a frame. */
export default async function OwnPreview({ params }: Props) {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  const opened = await openStory(actor, positiveInteger(id) ?? 0);
  if (!opened.ok) notFound();
  return <PreviewPage text={{ ...opened, publishAt: opened.row.publishAt }} />;
}
