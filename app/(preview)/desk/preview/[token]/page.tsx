import { notFound } from 'next/navigation';
import { previewedStory } from '#lib/auth/previews.ts';
import { textBehindLink } from '#lib/newsroom/writing.ts';
import { PreviewPage } from '../../../preview.tsx';

type Props = { params: Promise<{ token: string }> };

/** For whoever holds a link that is still good; no account is asked for. */
export default async function LinkedPreview({ params }: Props) {
  const id = await previewedStory((await params).token);
  const text = id === null ? null : await textBehindLink(id);
  if (!text) notFound();
  return <PreviewPage text={text} />;
}
